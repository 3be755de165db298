"""Two issuers, two documents: the id of a paper whose title alone does not tell whose it is.

上海市徐汇区教育局's and 浙江省教育厅's 2023年工作要点 are two documents; 北京共青团2023年工作要点 names its place, and what the centre issues is cited everywhere by
its title alone. So the issuer goes before a title that names no place, unless the centre issued it. The label stays the title.
"""

from __future__ import annotations

from dataclasses import replace

from extract.model import Extraction, Speaker
from extract.places import places_in


def paper_id(title: str, issuer: str, speaker: Speaker, source: str) -> str:
    """The id of a paper: document/浙江省教育厅2023年工作要点; its source where it has no title."""
    if not title:
        return f"document/{source}"
    tells = not issuer or speaker.tier in ("central", "") or issuer in title or places_in(title)
    return f"document/{title}" if tells else f"document/{issuer}{title}"


def under_its_id(x: Extraction) -> Extraction:
    """The paper with its own title, wherever it names itself, under the paper's id."""
    bare = f"document/{x.header.title}"
    if x.id == bare or not x.header.title:
        return x
    return replace(
        x,
        entities=tuple(replace(e, id=x.id) if e.id == bare else e for e in x.entities),
        mentions=tuple(replace(m, entity=x.id) if m.entity == bare else m for m in x.mentions),
        links=tuple(replace(link, entity=x.id) if link.entity == bare else link for link in x.links),
    )
