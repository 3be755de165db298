"""Sentences and clauses: the stretch of text in which a verb can govern a name."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from extract.model import Span

SENTENCE_ENDS = re.compile(r"[。！？；;\n]")
CLAUSE_ENDS = re.compile(r"[，,：:]")


@dataclass(frozen=True, slots=True)
class Clauses:
    """Where sentences (。；！？ and paragraph ends) and clauses (also ，：) of a text end."""

    length: int
    sentences: tuple[int, ...]  # offsets right after a mark that ends a sentence
    commas: tuple[int, ...]  # offsets right after a mark that ends a clause only

    def sentence(self, start: int, end: int) -> Span:
        """The sentence around a span, its final mark included; a span over several sentences gets all of them."""
        return _around(self.sentences, start, end, self.length)

    def clause(self, start: int, end: int) -> Span:
        """The clause around a span, within its sentence: of 以A为指导，贯彻B精神。 the clause of B is 贯彻B精神。"""
        begin, stop = self.sentence(start, end)
        left, right = _around(self.commas, start, end, self.length)
        return max(begin, left), min(stop, right)

    def commas_between(self, start: int, end: int) -> int:
        """How many clause marks lie between two offsets."""
        return max(0, bisect_right(self.commas, end) - bisect_right(self.commas, start))


def split(text: str, names: list[Span]) -> Clauses:
    """The clauses of a text; marks inside a name (《关于A；B的意见》) and inside brackets of a name split nothing.

    >>> split("落实A，服务B。", []).clause(1, 2)
    (0, 4)
    """
    inside = bytearray(len(text) + 1)
    for start, end in names:
        inside[start:end] = b"\x01" * (end - start)
    sentences = tuple(m.end() for m in SENTENCE_ENDS.finditer(text) if not inside[m.start()])
    commas = tuple(m.end() for m in CLAUSE_ENDS.finditer(text) if not inside[m.start()])
    return Clauses(len(text), sentences, commas)


def _around(ends: tuple[int, ...], start: int, end: int, length: int) -> Span:
    left = bisect_right(ends, start)
    right = bisect_right(ends, max(start, end - 1))
    return (ends[left - 1] if left else 0), (ends[right] if right < len(ends) else length)
