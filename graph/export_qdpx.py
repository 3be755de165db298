"""REFI-QDA project (.qdpx, REFI-QDA 1.0): papers as sources, classes and relations as codes, mentions and clauses as coded segments.

NVivo, ATLAS.ti and MAXQDA read it. Positions count Unicode code points of the source text, as the standard asks (plain text with LF line ends).
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from graph.export_networks import NOT_XML
from graph.export_tables import FIXED
from graph.model import Named, Paper, Tie
from graph.queries import links, mentions, papers, source_text
from graph.store import Store
from graph.vocab import CLASSES, RELATIONS

NAMESPACE = uuid.UUID("6f6c6963-7974-7261-6365-000000000001")
USER = "PolicyTrace"
BLACK = "#00558a"


def guid(*parts: object) -> str:
    """A stable identifier for a thing of the project: the same things, the same identifiers."""
    return str(uuid.uuid5(NAMESPACE, "\n".join(map(str, parts))))


def qdpx(store: Store, selection: Sequence[str] | None = None) -> bytes:
    """The project as a zip: project.qde and a plain text for each source."""
    chosen = papers(store, selection)
    texts = {p.iri: _plain(source_text(store, p.iri)) for p in chosen}
    ties, names = links(store, selection), mentions(store, selection)
    members = {"project.qde": _project(chosen, texts, ties, names)} | {f"sources/{guid('text', p.iri)}.txt": texts[p.iri] for p in chosen}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in sorted(members.items()):
            info = zipfile.ZipInfo(name, FIXED)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content.encode("utf-8"))
    return out.getvalue()


def _plain(text: str) -> str:
    """The text with line ends of one character, so that no offset moves: CR LF becomes space LF, a lone CR becomes LF."""
    return text.replace("\r\n", " \n").replace("\r", "\n")


def _project(chosen: Sequence[Paper], texts: dict[str, str], ties: Sequence[Tie], names: Sequence[Named]) -> str:
    codes = "".join(_code(group, keys) for group, keys in (("classes", list(CLASSES)), ("relations", list(RELATIONS))))
    sources = "".join(_source(p, texts[p.iri], ties, names) for p in chosen)
    user = guid("user")
    return NOT_XML.sub(
        "\ufffd",
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="PolicyTrace" origin="PolicyTrace" creatingUserGUID="{user}" creationDateTime="2000-01-01T00:00:00Z">'
        f'<Users><User guid="{user}" name="{USER}"/></Users><CodeBook><Codes>{codes}</Codes></CodeBook><Sources>{sources}</Sources></Project>\n',
    )


def _code(group: str, keys: Sequence[str]) -> str:
    inner = "".join(f'<Code guid="{guid("code", key)}" name={quoteattr(key)} isCodable="true" color="{BLACK}"/>' for key in keys)
    return f'<Code guid="{guid("code", group)}" name="{group}" isCodable="false">{inner}</Code>'


def _source(paper: Paper, text: str, ties: Sequence[Tie], names: Sequence[Named]) -> str:
    name = guid("text", paper.iri)
    segments = [(n.start, n.end, n.type, n.label) for n in names if n.paper == paper.iri and n.type in CLASSES]
    segments += [(q.start, q.end, t.relation, f"{t.source_id} → {t.label}") for t in ties if t.paper == paper.iri for q in t.quotes]
    body = "".join(_segment(paper.iri, text, *s) for s in sorted(set(segments)))
    return f'<TextSource guid="{guid("source", paper.iri)}" name={quoteattr(paper.title)} plainTextPath="internal://{name}.txt" creatingUser="{guid("user")}">{body}</TextSource>'


def _segment(paper: str, text: str, start: int, end: int, code: str, name: str) -> str:
    where = guid("segment", paper, start, end, code, name)
    coding = f'<Coding guid="{guid("coding", where)}" creatingUser="{guid("user")}"><CodeRef targetGUID="{guid("code", code)}"/></Coding>'
    words = escape(" ".join(text[start:end].split()))
    return (f'<PlainTextSelection guid="{where}" name={quoteattr(name)} startPosition="{start}" endPosition="{end}" creatingUser="{guid("user")}">'
            f"<Description>{words}</Description>{coding}</PlainTextSelection>")
