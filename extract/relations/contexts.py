"""What stands around a name: the verb that governs it, what follows, its neighbours in a coordination, the name it is part of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from extract.model import Mention, Span, Structure
from extract.relations.assigned import Listed, listed
from extract.relations.clauses import Clauses, split
from extract.relations.cues import Cue, find_cues, outside

JOINS = re.compile(r"(?:[、，,]|和|及|与|以及|及其|并|同|或|or|and|/|\s|等|》|”|“|《|的?(?:精神|要求|部署|建设|品牌|活动|平台|系统|工程|行动|改革|制度)){0,3}")
REACH = 8  # characters between two names of one coordination


@dataclass(frozen=True, slots=True)
class Context:
    """All that the rules and the model look at for one mention, in clean offsets."""

    mention: Mention
    place: str
    sentence: Span
    clause: Span
    heading: bool
    left: tuple[Cue, ...]  # cues before it in its sentence, nearest first
    right: tuple[Cue, ...]  # cues after it in its clause, nearest first
    follows: Cue | None  # the cue that begins right behind its coordination: 市教委负责…
    chain: Span  # the coordination of names that it belongs to
    chain_index: int
    container: Mention | None  # the smallest other name that holds it
    listed: Listed | None
    commas: int  # clause marks between the nearest left cue and the chain
    nth: int  # occurrence of its entity in this place, from 0
    total: int  # occurrences of its entity in the paper


def contexts(text: str, structure: Structure, mentions: tuple[Mention, ...]) -> list[Context]:
    """The context of each mention, in the order of the text."""
    ordered = sorted(mentions, key=lambda m: (m.start, -m.end, m.type, m.entity))
    outer = _outermost(ordered)
    spans = [(m.start, m.end) for m in outer]
    clauses, cues = split(text, spans), outside(find_cues(text), spans)
    lists = listed(text, [m for m in ordered if m.type == "ORG"])
    chains = _chains(text, outer)
    seen: dict[tuple[str, str], int] = {}
    totals: dict[str, int] = {}
    for m in ordered:
        totals[m.entity] = totals.get(m.entity, 0) + 1
    starts, begins = [c.start for c in cues], [m.start for m in outer]
    places, headings = _places(structure, ordered), _headings(structure, ordered, clauses)
    result = []
    for i, m in enumerate(ordered):
        top = outer[bisect_right(begins, m.start) - 1]
        chain, index = chains[top.start, top.end]
        sentence, clause = clauses.sentence(m.start, m.end), clauses.clause(m.start, m.end)
        left = _left(cues, starts, sentence[0], chain[0], outer, begins)
        right = _right(cues, starts, chain[1] if m is top else top.end, clauses.clause(chain[0], chain[1])[1])
        nth = seen.get((places[i], m.entity), 0)
        seen[places[i], m.entity] = nth + 1
        commas = clauses.commas_between(left[0].end, chain[0]) if left else 0
        result.append(Context(m, places[i], sentence, clause, headings[i], left, right, _at(cues, starts, chain[1]), chain, index, _container(ordered, i),
                              lists.get((m.start, m.end)), commas, nth, totals[m.entity]))
    return result


def _places(structure: Structure, ordered: list[Mention]) -> list[str]:
    """`Structure.place` of each mention, in one pass: units are painted from the widest to the narrowest, items over sections."""
    sections = sorted(((s.end - s.start, s.id, s.start) for s in structure.sections), reverse=True)
    items = sorted(((i.end - i.start, i.id, i.start) for i in structure.items), reverse=True)
    edges = sorted({0, *(e for length, _, start in (*sections, *items) for e in (start, start + length))})
    labels = ["plan"] * len(edges)
    for length, name, start in (*sections, *items):
        first, last = bisect_left(edges, start), bisect_left(edges, start + length)
        labels[first:last] = [name] * (last - first)
    return [labels[bisect_right(edges, m.start) - 1] for m in ordered]


def _outermost(ordered: list[Mention]) -> list[Mention]:
    result: list[Mention] = []
    for m in ordered:
        if not result or m.start >= result[-1].end:
            result.append(m)
    return result


def _container(ordered: list[Mention], i: int) -> Mention | None:
    """The smallest earlier-starting name around it; none for a name that stands alone."""
    m = ordered[i]
    for j in range(i - 1, max(-1, i - 12), -1):
        other = ordered[j]
        if other.start <= m.start and m.end <= other.end and (other.start, other.end) != (m.start, m.end):
            return other
    return None


def _chains(text: str, outer: list[Mention]) -> dict[Span, tuple[Span, int]]:
    """Names joined by 、 和 及 与: each gets the span of the whole coordination and its place in it."""
    result: dict[Span, tuple[Span, int]] = {}
    group: list[Mention] = []
    for m in [*outer, None]:
        if m is not None and group and m.start - group[-1].end <= REACH and JOINS.fullmatch(text, group[-1].end, m.start):
            group.append(m)
            continue
        for index, member in enumerate(group):
            result[member.start, member.end] = ((group[0].start, group[-1].end), index)
        group = [m] if m is not None else []
    return result


def _left(cues: list[Cue], starts: list[int], begin: int, end: int, outer: list[Mention], begins: list[int]) -> tuple[Cue, ...]:
    """Up to three cues before `end` in the sentence, nearest first; what stands right behind another name (A建设、B) belongs to that one."""
    found: list[Cue] = []
    for k in range(bisect_left(starts, end) - 1, -1, -1):
        cue = cues[k]
        if cue.start < begin or len(found) == 3:
            break
        i = bisect_left(begins, cue.start) - 1
        follows = i >= 0 and outer[i].end == cue.start
        if cue.end <= end and cue.before and not (follows and cue.after):
            found.append(cue)
    return tuple(found)


def _right(cues: list[Cue], starts: list[int], begin: int, end: int) -> tuple[Cue, ...]:
    k = bisect_left(starts, begin)
    found: list[Cue] = []
    while k < len(cues) and cues[k].start < end and len(found) < 2:
        if cues[k].after and cues[k].end <= end:
            found.append(cues[k])
        k += 1
    return tuple(found)


def _at(cues: list[Cue], starts: list[int], position: int) -> Cue | None:
    k = bisect_left(starts, position)
    return cues[k] if k < len(cues) and starts[k] == position else None


def _headings(structure: Structure, ordered: list[Mention], clauses: Clauses) -> list[bool]:
    """Whether each stands in a heading: of a section, or the first sentence of an item, where that names the work."""
    lines = sorted((s.start, s.heading_end) for s in structure.sections)
    items = sorted(i.start for i in structure.items)
    result = []
    for m in ordered:
        k = bisect_right(lines, (m.start, 1 << 60)) - 1
        i = bisect_right(items, m.start) - 1
        result.append((k >= 0 and m.start < lines[k][1]) or (i >= 0 and clauses.sentence(m.start, m.end)[0] <= items[i] + 6))
    return result
