"""The links of the header: who issued the paper, which organ or meeting passed it, to whom it goes."""

from __future__ import annotations

import re

from extract.model import Evidence, Link, Mention, Structure
from extract.relations.rules import generic

APPROVED = re.compile(r"(?:已经|业经|经|已)(?P<body>[^。；！？\n]{2,60}?)(?:审议|讨论|研究|批准|同意|通过|审定)")


def header_links(text: str, structure: Structure, mentions: tuple[Mention, ...]) -> list[Link]:
    """issued_by, approved_by, addressed_to of the plan, for bodies and meetings that are mentioned; a recipient that is no name gives none."""
    head = _head_end(text, structure)
    tops = [m for m in mentions if m.type in ("ORG", "MEETING") and (m.start < head or m.start > len(text) - 400)]
    found: dict[tuple[str, str], list[Mention]] = {}
    for relation, chosen in (("issued_by", _issuers(structure, tops)), ("approved_by", _approvers(text, tops, head)),
                             ("addressed_to", _addressees(text, structure, tops, head))):
        for m in chosen:
            found.setdefault((relation, m.entity), []).append(m)
    return [_link(text, relation, entity, ms) for (relation, entity), ms in found.items()]


def _head_end(text: str, structure: Structure) -> int:
    starts = [s.start for s in structure.sections] + [i.start for i in structure.items]
    return min(starts, default=min(len(text), 2000))


def _bare(name: str) -> str:
    return re.sub(r"\s", "", name)


def _issuers(structure: Structure, mentions: list[Mention]) -> list[Mention]:
    names = {_bare(n) for n in structure.header.issuers if n}
    return [m for m in mentions if m.type == "ORG" and _bare(m.text) in names]


def _approvers(text: str, mentions: list[Mention], head: int) -> list[Mention]:
    spans = [m.span("body") for m in APPROVED.finditer(text, 0, head)]
    return [m for m in mentions if any(a <= m.start and m.end <= b for a, b in spans)]


def _addressees(text: str, structure: Structure, mentions: list[Mention], head: int) -> list[Mention]:
    printed = structure.header.recipients.strip()
    at = text.find(printed, 0, head) if printed else -1
    return [m for m in mentions if m.type == "ORG" and not generic(text, m) and at >= 0 and at <= m.start and m.end <= at + len(printed)]


def _link(text: str, relation: str, entity: str, mentions: list[Mention]) -> Link:
    evidence = []
    for m in mentions:
        begin = max(text.rfind(mark, 0, m.start) for mark in "。\n") + 1
        stops = [p for p in (text.find(mark, m.end) for mark in "。\n") if p >= 0]
        evidence.append(Evidence(begin, min(stops, default=len(text)), (m.start, m.end)))
    return Link("plan", relation, entity, 1.0, evidence=tuple(evidence))
