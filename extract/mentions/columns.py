"""Features of many characters at once: columns say something of each character, marks something of a stretch.

A feature is a string, its name and what it says (`t-1` + `习近平`). Training wants the strings of each character; reading wants the sum of their weights, for which
each different string is looked up once and no string is made a second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from extract.chains import Floats, Ints
from extract.compiled import compiled
from extract.crf import UNKNOWN, Tagger

Places = npt.NDArray[np.intp]
Kinds = npt.NDArray[np.int8]
Mark = tuple[int, int, str]  # from, to, the feature


@dataclass(frozen=True, slots=True)
class Coded:
    """A sequence of strings: the different ones, and of each place the number of its string."""

    values: tuple[str, ...]
    numbers: Ints


@dataclass(frozen=True, slots=True)
class Column:
    """Of each character one feature: the name of its kind, and the value at its slot, `shift` slots on."""

    names: tuple[str, ...]
    coded: Coded
    slots: Ints
    shift: int = 0
    kinds: Kinds | None = None  # of each character the number of its name; None: there is one name

    def features(self) -> list[str]:
        """The feature of each character."""
        kinds = self._kinds()
        return [self.names[k] + self.coded.values[n] for k, n in zip(kinds.tolist(), self.coded.numbers[self.slots + self.shift].tolist(), strict=True)]

    def add(self, tagger: Tagger, scores: Floats, rows: Places) -> None:
        """Adds what the model says of the features of some characters."""
        slots, kinds = self.slots[rows] + self.shift, self._kinds()[rows]
        used = np.zeros(len(self.coded.values), np.bool_)
        used[self.coded.numbers[slots]] = True
        known = np.full((len(self.names), len(used)), UNKNOWN, np.int32)
        get, values = tagger.numbers.get, self.coded.values
        wanted = np.flatnonzero(used)
        for row, name in zip(known, self.names, strict=True):
            row[wanted] = [get(name + values[n], UNKNOWN) for n in wanted.tolist()]
        _add(scores, known, kinds, self.coded.numbers, slots, tagger.starts, tagger.targets, tagger.weights)

    def _kinds(self) -> Kinds:
        return np.zeros(len(self.slots), np.int8) if self.kinds is None else self.kinds


@dataclass(slots=True)
class Features:
    """All features of `size` characters; those of a character come in the order of the columns, then of the marks."""

    size: int
    columns: list[Column]
    marks: list[Mark] = field(default_factory=list)

    def strings(self) -> list[list[str]]:
        """The features of each character as strings."""
        items = [list(of_one) for of_one in zip(*(c.features() for c in self.columns), strict=True)]
        for start, end, feature in self.marks:
            for item in items[start:end]:
                item.append(feature)
        return items

    def scores(self, tagger: Tagger, rows: Places | None = None) -> Floats:
        """What the model says of each label at the characters of `rows`, ascending (None: at all)."""
        wanted = np.arange(self.size) if rows is None else rows
        scores = tagger.scores(len(wanted))
        for column in self.columns:
            column.add(tagger, scores, wanted)
        tagger.add(scores, self.marks if rows is None else list(_moved(self.marks, wanted)))
        return scores


def _moved(marks: Sequence[Mark], rows: Places) -> Iterator[Mark]:
    """The marks of some characters, as these are counted by themselves."""
    starts, ends = (np.searchsorted(rows, [m[side] for m in marks]).tolist() for side in (0, 1))
    for (_, _, feature), start, end in zip(marks, starts, ends, strict=True):
        if start < end:
            yield start, end, feature


def coded(values: Sequence[str]) -> Coded:
    """The strings by number."""
    known: dict[str, int] = {}
    numbers = np.array([known.setdefault(v, len(known)) for v in values], np.int32)
    return Coded(tuple(known), numbers)


@compiled
def _add(scores: Floats, known: Ints, kinds: Kinds, numbers: Ints, slots: Ints, starts: Ints, targets: Ints, weights: Floats) -> None:
    for row in range(len(scores)):
        feature = known[kinds[row], numbers[slots[row]]]
        if feature >= 0:
            for k in range(starts[feature], starts[feature + 1]):
                scores[row, targets[k]] += weights[k]
