"""Features of many characters at once: families say something of each character, marks something of a stretch.

A feature is a string, its name and what it says (`t-1` + `习近平`). Training wants the strings of each character; reading wants the sum of their weights, for which
each different value is looked up once and no string is put together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

import numpy as np
import numpy.typing as npt

from extract.chains import Floats, Ints
from extract.compiled import compiled
from extract.crf import Tagger

Places = npt.NDArray[np.intp]
Kinds = npt.NDArray[np.int8]
Mark = tuple[int, int, str]  # from, to, the feature


@dataclass(frozen=True, slots=True)
class Coded:
    """A sequence of strings: the different ones, and of each place the number of its string."""

    values: tuple[str, ...]
    numbers: Ints


@dataclass(frozen=True, slots=True)
class Family:
    """Features with the same values: of each character, for each of `said` (a shift and names), the value so many slots on from its own."""

    coded: Coded
    slots: Ints
    said: tuple[tuple[int, tuple[str, ...]], ...]
    kinds: Kinds | None = None  # of each character which of the names it takes; None: the first

    def columns(self) -> Iterator[list[str]]:
        """For each of `said` the feature of each character."""
        kinds = self._kinds().tolist()
        for shift, names in self.said:
            numbers = self.coded.numbers[self.slots + shift].tolist()
            yield [names[k] + self.coded.values[n] for k, n in zip(kinds, numbers, strict=True)]

    def add(self, tagger: Tagger, scores: Floats, rows: Places) -> None:
        """Adds what the model says of the features of some characters."""
        known = tagger.known(tuple(name for _, names in self.said for name in names))
        slots, kinds = self.slots[rows], self._kinds()[rows]
        used = np.zeros(len(self.coded.values), np.bool_)
        for shift, _ in self.said:
            used[self.coded.numbers[slots + shift]] = True
        places = np.zeros(len(used), np.int32)
        get, values = known.rows.get, self.coded.values
        wanted = np.flatnonzero(used)
        places[wanted] = [get(values[n], 0) for n in wanted.tolist()]
        first = 0
        for shift, names in self.said:
            _add(scores, known.numbers[:, first:], places, kinds, self.coded.numbers, slots + shift, tagger.starts, tagger.targets, tagger.weights)
            first += len(names)

    def _kinds(self) -> Kinds:
        return np.zeros(len(self.slots), np.int8) if self.kinds is None else self.kinds


@dataclass(slots=True)
class Features:
    """All features of `size` characters; those of a character come in the order of the families, then of the marks, which go from `firsts` to `ends`."""

    size: int
    families: list[Family]
    firsts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    def add(self, offset: int, marks: Sequence[Mark]) -> None:
        """Adds marks of a paragraph that begins at the offset."""
        self.firsts += [offset + first for first, _, _ in marks]
        self.ends += [offset + end for _, end, _ in marks]
        self.marks += [feature for _, _, feature in marks]

    def strings(self) -> list[list[str]]:
        """The features of each character as strings."""
        items = [list(of_one) for of_one in zip(*(column for family in self.families for column in family.columns()), strict=True)]
        for first, end, feature in zip(self.firsts, self.ends, self.marks, strict=True):
            for item in items[first:end]:
                item.append(feature)
        return items

    def scores(self, tagger: Tagger, rows: Places | None = None) -> Floats:
        """What the model says of each label at the characters of `rows`, ascending (None: at all)."""
        wanted = np.arange(self.size) if rows is None else rows
        scores = tagger.scores(len(wanted))
        for family in self.families:
            family.add(tagger, scores, wanted)
        firsts, ends = np.array(self.firsts, np.int32), np.array(self.ends, np.int32)
        if rows is None:
            tagger.add(scores, firsts, ends, self.marks)
            return scores
        firsts, ends = (np.searchsorted(rows, side).astype(np.int32) for side in (firsts, ends))
        here = np.flatnonzero(firsts < ends)
        tagger.add(scores, firsts[here], ends[here], [self.marks[n] for n in here.tolist()])
        return scores


def coded(values: Sequence[str]) -> Coded:
    """The strings by number."""
    known: dict[str, int] = defaultdict(count().__next__)
    numbers = np.fromiter(map(known.__getitem__, values), np.int32, len(values))
    return Coded(tuple(known), numbers)


@compiled
def _add(scores: Floats, known: Ints, places: Ints, kinds: Kinds, numbers: Ints, slots: Ints, starts: Ints, targets: Ints, weights: Floats) -> None:
    for row in range(len(scores)):
        feature = known[places[numbers[slots[row]]], kinds[row]]
        if feature >= 0:
            for k in range(starts[feature], starts[feature + 1]):
                scores[row, targets[k]] += weights[k]
