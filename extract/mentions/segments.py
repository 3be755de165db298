"""The words of a text by rjieba, cut once for all that ask."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import rjieba

from extract.mentions.columns import Coded, coded

_JOINS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaffA-Za-z0-9+#&._%-]")  # rjieba cuts a run of these as a whole


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text with their places."""

    text: str
    starts: tuple[int, ...]
    words: tuple[str, ...]
    parts: tuple[str, ...]  # rjieba's part of speech, two letters at most
    classes: str  # its first letter, two ^ before the first and behind the last
    edges: Mapping[int, int]  # of each place where a word begins, and of the end, its number
    coded: Coded

    def first(self, at: int) -> int:
        """The number of the word that begins at a place; -1 where none does."""
        i = self.edges.get(at, -1)
        return i if i < len(self.words) else -1

    def last(self, end: int) -> int:
        """The number of the word that ends at a place; -1 where none does."""
        return self.edges.get(end, 0) - 1

    def word(self, i: int) -> str:
        """The word of a number, `^` beyond the ends."""
        return self.words[i] if 0 <= i < len(self.words) else "^"

    def shape(self, i: int, j: int) -> str:
        """The classes of the words i to j, up to two beyond the ends as `^`: nvn."""
        return self.classes[i + 2:j + 3]

    def between(self, start: int, end: int) -> tuple[Sequence[str], Sequence[str]]:
        """The words of a piece of the text as if it stood alone, and their parts of speech."""
        first, last = self.edges.get(start), self.edges.get(end)
        if first is None or last is None or _JOINS.match(self.text, end) or (start and _JOINS.match(self.text, start - 1)):
            return _tagged(self.text[start:end])
        return self.words[first:last], self.parts[first:last]


@lru_cache(maxsize=1)
def words(text: str) -> Words:
    """The words of a text."""
    listed, parts = _tagged(text)
    *starts, end = accumulate(map(len, listed), initial=0)
    return Words(text, tuple(starts), listed, parts, f"^^{''.join([p[:1] for p in parts])}^^", {at: i for i, at in enumerate((*starts, end))}, coded(listed))


def _tagged(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = rjieba.tag(text)
    return tuple([w for w, _ in found]), tuple([p[:2] for _, p in found])
