"""CleanText → Structure: header, documents, sections, items.

The papers of the file are told apart first (notice, plans, attachments), then the numbers of each plan are read as a tree, then the units
are named as gold/GUIDELINES.md has it. Names in the header are as printed; resolve makes them canonical.
"""

from __future__ import annotations

from extract.model import CleanText, Document, Item, Section, Structure
from extract.structure.header import header
from extract.structure.heads import read_head
from extract.structure.naming import name_units
from extract.structure.papers import Part, parts
from extract.structure.units import units


def structure(clean: CleanText) -> Structure:
    """Header, documents, sections and items of a paper, in clean offsets.

    一、总体要求 … 二、主要任务（一）… 1.… → sections s1, s2, s2.1, items 1, 2 …; 附件 are sections a1, a2 without items.
    """
    text = clean.text
    head = read_head(text)
    found = parts(text, head)
    sections: list[Section] = []
    items: list[Item] = []
    for part in found:
        if part.kind == "plan":
            more = name_units(text, units(text, part.body_start, part.body_end), part)
            sections += more[0]
            items += more[1]
        elif part.kind == "attachment":
            sections.append(Section(part.id, "", part.id, part.title, part.start, part.end, part.heading_end, part.document))
    return Structure(header(text, head, found), _documents(found, len(text)), tuple(sections), tuple(items))


def _documents(found: list[Part], length: int) -> tuple[Document, ...]:
    documents = [Document(p.id, p.title, "notice" if p.kind == "notice" else "plan", p.start, p.end) for p in found if p.kind != "attachment"]
    return tuple(documents) or (Document("plan", "", "plan", 0, length),)
