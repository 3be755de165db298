"""Which of many known n-grams stands at each place of a text: a hash table of code points, so that no string is made a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extract.chains import Ints
from extract.compiled import compiled

Points = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.bool_]
_SPREAD = 0x1E3779B97F4A7C15  # odd, its bits without order


@dataclass(frozen=True)
class Grams:
    """N-grams by number, from 1. `places` is an open table: at the hash of an n-gram or behind it stands its number, 0 where nothing does."""

    known: Points  # a row of code points for each number, row 0 is none's
    places: Ints

    def find(self, text: Points, wanted: Flags) -> Ints:
        """For each wanted place the number of the n-gram that begins there, 0 for an unknown one."""
        numbers = np.zeros(len(wanted), np.int32)
        _find(text, wanted, self.known, self.places, numbers)
        return numbers


def table(grams: Sequence[str]) -> Grams:
    """The table of different n-grams of one size; their numbers are 1, 2, … ."""
    size = len(grams[0]) if grams else 1
    known = np.concatenate([np.zeros((1, size), np.uint32), points("".join(grams)).reshape(-1, size)])
    places = np.zeros(4 << len(known).bit_length(), np.int32)
    _fill(known, places)
    return Grams(known, places)


def points(text: str) -> Points:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@compiled
def frequent(text: Points, size: int, least: int) -> Flags:
    """Where n-grams begin that may stand in the text `least` times and more; of all others it is certain that they do not."""
    counts = np.zeros(4 * len(text) + 1, np.int32)
    starts = max(0, len(text) - size + 1)
    for start in range(starts):
        counts[_hash(text, start, size) % len(counts)] += 1
    often = np.zeros(len(text), np.bool_)
    for start in range(starts):
        often[start] = counts[_hash(text, start, size) % len(counts)] >= least
    return often


@compiled
def _fill(known: Points, places: Ints) -> None:
    for number in range(1, len(known)):
        at = _hash(known[number], 0, known.shape[1]) & (len(places) - 1)
        while places[at]:
            at = (at + 1) & (len(places) - 1)
        places[at] = number


@compiled
def _find(text: Points, wanted: Flags, known: Points, places: Ints, numbers: Ints) -> None:
    size = known.shape[1]
    for start in range(len(wanted)):
        if wanted[start]:
            at = _hash(text, start, size) & (len(places) - 1)
            while places[at] and not _same(text, start, known[places[at]]):
                at = (at + 1) & (len(places) - 1)
            numbers[start] = places[at]


@compiled
def _hash(text: Points, start: int, size: int) -> int:
    found = 0
    for at in range(start, start + size):
        found = (found ^ int(text[at])) * _SPREAD
    return found >> 24


@compiled
def _same(text: Points, start: int, gram: Points) -> bool:
    at = 0
    while at < len(gram) and text[start + at] == gram[at]:
        at += 1
    return at == len(gram)
