"""The numbers of a plan as a tree: which of them head units, and which unit stands in which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract.lexicon import rows, table
from extract.numbering import Marker, marker, pattern

RANKS = {row["kind"]: i for i, row in enumerate(rows("numbering"))}
_BOX = ("arabic", "bracket_arabic", "half_bracket", "circle")  # numbers that 专栏 boxes use for themselves
_ORNAMENTS = "┃│◆●■▲★□※◇▪•"
_STOPS = "。；：！？”）》…;:!?."
_NOT_BEFORE = re.compile(r"[第之\d一二三四五六七八九十百、，,.．（(《〔—\-/和与至到]$")
_GAP = 2  # so many numbers may be missing from a row (OCR)


@dataclass(slots=True)
class Unit:
    """A numbered unit: its marker, the unit that holds it, its units; `end` is where the next unit of its own level or above begins."""

    marker: Marker
    parent: Unit | None
    strength: int
    end: int = 0
    children: list[Unit] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where its number stands."""
        return self.marker.start

    @property
    def depth(self) -> int:
        """0 at the top."""
        return 0 if self.parent is None else self.parent.depth + 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number that may head a unit: strength 2 at the start of a paragraph, 1 after the end of a sentence, 0 in the run of the text."""

    marker: Marker
    strength: int


def units(text: str, start: int, end: int) -> list[Unit]:
    """The units of `text[start:end]` in text order, at every level. Where nothing else is numbered, 一是 … 二是 … are the units."""
    found = list(_candidates(text, start, end))
    usual = [c for c in found if c.marker.kind != "first"]
    tree = _prune(text, _tree(usual), _laid_out(usual))
    if not tree:
        tree = _tree([c for c in found if c.marker.kind == "first" and c.strength])
    return _bounded(tree, end)


def _candidates(text: str, start: int, end: int) -> Iterator[Candidate]:
    """All numbers that can head a unit by what stands before them. In a 专栏 box, numbers of the lower kinds are the box's own, until one goes on
    from those before the box and not from the box's."""
    boxes = [m.start() for m in re.finditer(r"(?:^|(?<=\n))专栏", text[start:end])]
    boxed, at = False, 0
    before: dict[str, int] = {}  # the last number of each kind outside boxes, and in this one
    inside: dict[str, int] = {}
    for m in pattern().finditer(text, start, end):
        number = marker(m)
        if not number.value:
            continue
        strength = _strength(text, m.start(), start)
        if strength is None:
            continue
        while at < len(boxes) and boxes[at] + start < m.start():
            boxed, at, inside = True, at + 1, {}
        if boxed and number.kind in _BOX:
            goes_on = strength == 2 and number.value == before.get(number.kind, 0) + 1 != inside.get(number.kind, 0) + 1
            if not goes_on:
                inside[number.kind] = number.value
                continue
            boxed = False
        before[number.kind] = number.value
        if strength == 2 and RANKS[number.kind] <= RANKS["bracket_han"]:
            boxed = False
        yield Candidate(number, strength)


def _strength(text: str, at: int, start: int) -> int | None:
    if at <= start or text[at - 1] == "\n" or (text[at - 1] in _ORNAMENTS and text[at - 2:at - 1] in ("", "\n")):
        return 2
    if text[at - 1] in _STOPS:
        return 1
    return None if _NOT_BEFORE.search(text, max(start, at - 1), at) or text[at - 1].isascii() else 0


def _laid_out(found: Sequence[Candidate]) -> bool:
    """Whether units begin paragraphs here, or run on in one line."""
    heads = [c for c in found if c.strength and RANKS[c.marker.kind] <= RANKS["bracket_han"]] or [c for c in found if c.strength]
    return sum(c.strength == 2 for c in heads) * 2 >= len(heads)


def _tree(found: Sequence[Candidate]) -> list[Unit]:
    """The candidates whose numbers go on from one another. `row` holds the open units, outermost first; `last` the last value of each kind."""
    laid_out = _laid_out(found)
    following = _following(found)
    row: list[Unit] = []
    last: dict[str, int] = {}
    tree: list[Unit] = []
    for i, c in enumerate(found):
        depth = _depth(c, row, last, following[i], laid_out)
        if depth is None:
            continue
        del row[depth:]
        unit = Unit(c.marker, row[-1] if row else None, c.strength)
        if unit.parent:
            unit.parent.children.append(unit)
        row.append(unit)
        tree.append(unit)
        last[c.marker.kind] = c.marker.value
    return tree


def _following(found: Sequence[Candidate]) -> list[int]:
    """For each candidate, the value of the next one of its kind (0: none)."""
    after: dict[str, int] = {}
    values = [0] * len(found)
    for i in range(len(found) - 1, -1, -1):
        m = found[i].marker
        values[i] = after.get(m.kind, 0)
        after[m.kind] = m.value
    return values


def _depth(c: Candidate, row: Sequence[Unit], last: dict[str, int], following: int, laid_out: bool) -> int | None:
    """The level at which a candidate goes on or begins a row; None where its number does not fit."""
    kind, value = c.marker.kind, c.marker.value
    for depth, unit in enumerate(row):
        if unit.marker.kind == kind:
            gap = _GAP if c.strength == 2 else 0
            return depth if unit.marker.value < value <= unit.marker.value + 1 + gap else None
    before = last.get(kind, 0)
    goes_on = before and before < value <= before + 1 + (_GAP if c.strength == 2 else 0)
    begins = value == 1 and (c.strength == 2 or (following == 2 and (c.strength or not laid_out)))
    if not goes_on and not begins and not (c.strength == 2 and value == 2 and not before):
        return None
    depth = len(row)
    while depth and RANKS[row[depth - 1].marker.kind] > RANKS[kind]:
        depth -= 1
    return depth


def _prune(text: str, tree: list[Unit], laid_out: bool) -> list[Unit]:
    """Without the lists inside a unit's sentences, and without lists of conditions: 符合以下条件：1.…2.…"""
    dropped: set[int] = set()
    conditions = re.compile(table("structure")["conditions"])
    for unit in tree:
        if id(unit) in dropped or not unit.children:
            dropped.update(id(child) for child in unit.children if id(unit) in dropped)
            continue
        first = unit.children[0]
        inline = laid_out and unit.parent is not None and all(child.strength < 2 for child in unit.children)
        if inline or conditions.search(text, unit.marker.end, first.start):
            dropped.update(id(child) for child in unit.children)
            unit.children = []
    return [unit for unit in tree if id(unit) not in dropped]


def _bounded(tree: list[Unit], end: int) -> list[Unit]:
    """The units with their ends: each runs to the next one of its own level or above."""
    opened: list[Unit] = []
    for unit in tree:
        while opened and opened[-1].depth >= unit.depth:
            opened.pop().end = unit.start
        opened.append(unit)
    for unit in opened:
        unit.end = end
    return tree
