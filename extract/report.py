"""Extraction → diagnosis for the user: what was found, what stayed open and why, and where nothing was found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from extract.model import ENTITY_TYPES, Extraction, Header


@dataclass(frozen=True, slots=True)
class Report:
    """What a user should know of one paper. Counts are (name, number) in a fixed order; `silent` are sections and items that gave no link."""

    source: str
    header: Header
    documents: tuple[str, ...]
    sections: int
    items: int
    mentions: tuple[tuple[str, int], ...]
    links: tuple[tuple[str, int], ...]
    unresolved: tuple[tuple[str, str], ...]  # name, why
    silent_sections: tuple[str, ...]  # id and heading
    silent_items: tuple[str, ...]
    changes: tuple[tuple[str, int], ...]  # rule of cleaning, how often
    notes: tuple[str, ...]


def report(x: Extraction) -> Report:
    """The diagnosis of a paper: 24 items, 6 sections, links by relation, names that stayed open, items whose text names no directive."""
    mentions = Counter(m.type for m in x.mentions)
    links = Counter(link.relation for link in x.links)
    linked = {link.source for link in x.links}
    return Report(
        source=x.raw.source,
        header=x.header,
        documents=tuple(f"{d.role}: {d.title}" for d in x.documents),
        sections=len(x.sections),
        items=len(x.items),
        mentions=tuple((t, mentions[t]) for t in ENTITY_TYPES),
        links=tuple(sorted(links.items(), key=lambda row: (-row[1], row[0]))),
        unresolved=tuple((e.label, e.why or "no rule and no list gives its full name") for e in x.entities if e.unresolved),
        silent_sections=tuple(f"{s.id} {s.heading}" for s in x.sections if not _speaks(x, s.start, s.end, s.id, linked)),
        silent_items=tuple(f"{i.id} {i.heading}" for i in x.items if i.id not in linked),
        changes=tuple(sorted(Counter(c.rule for c in x.changes).items())),
        notes=x.notes,
    )


def _speaks(x: Extraction, start: int, end: int, name: str, linked: set[str]) -> bool:
    """Whether a section or anything in it gave a link."""
    return name in linked or any(i.id in linked for i in x.items if start <= i.start < end) or any(
        s.id in linked for s in x.sections if start <= s.start < end
    )


def format_text(r: Report) -> str:
    """The report as lines for a terminal; silence is worded as such: no directive named in this text."""
    head = r.header
    rows = [
        ("title", head.title or "-"), ("number", head.document_number or "-"), ("issuer", head.issuer or "-"), ("date", head.date or "-"),
        ("addressed to", head.recipients or "-"), ("approved by", head.approved_by or "-"), ("kind", f"{head.instrument or '-'} / {head.genre or '-'}"),
        ("found", f"{r.sections} sections, {r.items} items"), ("mentions", _counts(r.mentions)), ("links", _counts(r.links) or "none"),
    ]  # fmt: skip
    lines = [f"== {r.source}", *(f"   {name:13} {value}" for name, value in rows)]
    lines += [f"   unresolved    {name}: {why}" for name, why in r.unresolved]
    lines += [f"   no link in    {name}" for name in (*r.silent_sections, *r.silent_items)]
    return "\n".join([*lines, *(f"   note          {note}" for note in r.notes)])


def _counts(rows: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{name} {n}" for name, n in rows)
