"""Features of many characters at once: families say something of each character, marks something of a stretch.

A feature is a string, its name and what it says (`t-1` + `习近平`). Training wants the strings of each character; reading wants the sum of their weights, for which
each different value is looked up once and no string is put together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, count

import numpy as np
import numpy.typing as npt

from extract.chains import Floats, Ints
from extract.compiled import compiled
from extract.crf import UNKNOWN, Known, Labels, Positions, Tagger
from extract.grams import Flags, points

Places = npt.NDArray[np.intp]
Kinds = npt.NDArray[np.int8]
Mark = tuple[int, int, str]  # from, to, the feature


@dataclass(frozen=True, slots=True)
class Coded:
    """A value a slot, kept by number: the different values, and of each slot the number of its own."""

    different: tuple[str, ...]
    numbers: Ints
    size = None  # of any length

    def strings(self) -> list[str]:
        """The value of each slot."""
        return [self.different[n] for n in self.numbers.tolist()]

    def rows(self, known: Known, used: Flags) -> Ints:
        """The row of the model for the value of each used slot; each different value is looked up once."""
        here = np.zeros(len(self.different), np.bool_)
        here[self.numbers[used]] = True
        wanted = np.flatnonzero(here)
        rows = np.zeros(len(here), np.int32)
        rows[wanted] = [known.rows.get(self.different[n], 0) for n in wanted.tolist()]
        return rows[self.numbers]

    def __len__(self) -> int:
        return len(self.numbers)

    def behind(self, shift: int) -> Coded:
        """The sequence without its first slots."""
        return Coded(self.different, self.numbers[shift:])


@dataclass(frozen=True, slots=True)
class Runs:
    """A value a slot: the `size` characters of a text that begin there."""

    text: str
    size: int

    def strings(self) -> list[str]:
        """The value of each slot."""
        return [self.text[at:at + self.size] for at in range(len(self))]

    def rows(self, known: Known, used: Flags) -> Ints:
        """The row of the model for the value of each used slot."""
        return known.grams.find(points(self.text), used)

    def __len__(self) -> int:
        return len(self.text) - self.size + 1


@dataclass(frozen=True, slots=True)
class Family:
    """Features with the same values: of each character, for each of `said` (a shift and names), the value so many slots on from its own."""

    values: Coded | Runs
    slots: Ints
    said: tuple[tuple[int, tuple[str, ...]], ...]
    kinds: Kinds | None = None  # of each character which of the names it takes; None: the first

    def columns(self) -> Iterator[list[str]]:
        """For each of `said` the feature of each character."""
        kinds, values = self._kinds().tolist(), self.values.strings()
        for shift, names in self.said:
            yield [names[k] + values[slot] for k, slot in zip(kinds, (self.slots + shift).tolist(), strict=True)]

    def add(self, tagger: Tagger, scores: Floats, rows: Places) -> None:
        """Adds what the model says of the features of some characters."""
        known = tagger.known(tuple(name for _, names in self.said for name in names), self.values.size)
        slots, shifts = self.slots[rows], np.array([shift for shift, _ in self.said], np.int32)
        firsts = np.array([*accumulate((len(names) for _, names in self.said[:-1]), initial=0)], np.int32)
        used = np.zeros(len(self.values), np.bool_)
        for shift in shifts:
            used[slots + shift] = True
        _add(scores, self.values.rows(known, used), slots, shifts, firsts, self._kinds()[rows], known.starts, known.targets, known.weights)

    def _kinds(self) -> Kinds:
        return np.zeros(len(self.slots), np.int8) if self.kinds is None else self.kinds


@dataclass(frozen=True, slots=True)
class Marks:
    """Features of stretches of characters, each from a place to another, in the order in which they are added."""

    firsts: Ints
    ends: Ints
    features: Coded

    def add(self, tagger: Tagger, scores: Floats, rows: Places | None = None) -> None:
        """Adds what the model says of the marks to the characters of `rows`, ascending (None: of all)."""
        numbers = np.array([tagger.numbers.get(feature, UNKNOWN) for feature in self.features.different], np.int32)[self.features.numbers]
        firsts, ends = (self.firsts, self.ends) if rows is None else (np.searchsorted(rows, side).astype(np.int32) for side in (self.firsts, self.ends))
        tagger.add(scores, firsts, ends, numbers)


@dataclass(frozen=True, slots=True)
class Features:
    """All features of `size` characters; those of a character come in the order of the families, then of the marks."""

    size: int
    families: Sequence[Family]
    marks: Marks

    def strings(self) -> list[list[str]]:
        """The features of each character as strings."""
        items = [list(of_one) for of_one in zip(*(column for family in self.families for column in family.columns()), strict=True)]
        for first, end, feature in zip(self.marks.firsts.tolist(), self.marks.ends.tolist(), self.marks.features.strings(), strict=True):
            for item in items[first:end]:
                item.append(feature)
        return items

    def scores(self, tagger: Tagger, rows: Places | None = None) -> Floats:
        """What the model says of each label at the characters of `rows`, ascending (None: at all)."""
        wanted = np.arange(self.size) if rows is None else rows
        scores = tagger.scores(len(wanted))
        for family in self.families:
            family.add(tagger, scores, wanted)
        self.marks.add(tagger, scores, rows)
        return scores


def marked(paragraphs: Iterable[tuple[int, Sequence[Mark]]]) -> Marks:
    """The marks of paragraphs, each with where it begins, in columns; no mark is kept, as so many tuples would keep the collector busy."""
    firsts, ends, features = list[int](), list[int](), list[str]()
    for start, marks in paragraphs:
        firsts += [start + first for first, _, _ in marks]
        ends += [start + end for _, end, _ in marks]
        features += [feature for _, _, feature in marks]
    return Marks(np.array(firsts, np.int32), np.array(ends, np.int32), coded(features))


def coded(values: Sequence[str]) -> Coded:
    """The strings by number."""
    known: dict[str, int] = defaultdict(count().__next__)
    numbers = np.fromiter(map(known.__getitem__, values), np.int32, len(values))
    return Coded(tuple(known), numbers)


def paired(left: Coded, right: Coded, between: str = "") -> Coded:
    """What stands in two sequences at each slot, joined, as far as both go."""
    size, many = min(len(left), len(right)), len(right.different)
    pairs = left.numbers[:size] * np.int32(many) + right.numbers[:size]
    different = np.flatnonzero(np.bincount(pairs))
    numbers = np.zeros(len(left.different) * many, np.int32)
    numbers[different] = np.arange(len(different))
    return Coded(tuple([left.different[pair // many] + between + right.different[pair % many] for pair in different.tolist()]), numbers[pairs])


@compiled
def _add(scores: Floats, values: Ints, slots: Ints, shifts: Ints, firsts: Ints, kinds: Kinds, starts: Positions, targets: Labels, weights: Floats) -> None:
    for row in range(len(scores)):
        for n, shift in enumerate(shifts):
            value, name = np.uint32(values[slots[row] + shift]), np.uint32(firsts[n] + kinds[row])
            for k in range(starts[value, name], starts[value, name + np.uint32(1)]):
                scores[row, targets[k]] += weights[k]
