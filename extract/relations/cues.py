"""Cue words of data/lexicon/cue_words.tsv and where they stand in a text: the words by which a plan says what it does with a name."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from extract.lexicon import rows


class Cue(NamedTuple):
    """A cue word in the text. `before` are its classes when it stands before a name (落实 → implement, run), `after` when it stands after one
    (宣传 → study)."""

    start: int
    end: int
    text: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@cache
def classes() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Pattern → its classes to the left and to the right of a name, in the order of the lexicon."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for row in rows("cue_words"):
        sides = found.setdefault(row["pattern"], ([], []))
        sides[row["direction"] == "right"].append(row["class"])
    return {pattern: (tuple(left), tuple(right)) for pattern, (left, right) in found.items()}


@cache
def attribute_rows() -> dict[tuple[str, str], dict[str, str]]:
    """(pattern, class) → its row, for the attributes stage, basis, mode."""
    return {(row["pattern"], row["class"]): row for row in reversed(rows("cue_words"))}


@cache
def decisions() -> dict[str, dict[str, str]]:
    """Class of cue → relation by type of the name (cue_relations.tsv): implement, DOC → implements."""
    return {row["class"]: row for row in rows("cue_relations")}


@cache
def _automaton() -> tuple[AhoCorasick, tuple[str, ...]]:
    patterns = tuple(sorted(classes()))
    return AhoCorasick(patterns, matchkind=MatchKind.LeftmostLongest), patterns


def find_cues(text: str) -> list[Cue]:
    """All cue words of the text, the longest at each place, left to right; a longer word that only looks like one hides it (可以 hides 以).

    >>> [c.text for c in find_cues("深入学习宣传党的二十大精神")]
    ['学习宣传']
    """
    automaton, patterns = _automaton()
    table = classes()
    found = (Cue(start, end, patterns[i], *table[patterns[i]]) for i, start, end in automaton.find_matches_as_indexes(text))
    return [cue for cue in found if "pseudo" not in cue.before]


def outside(cues: list[Cue], spans: list[tuple[int, int]]) -> list[Cue]:
    """The cues that stand in none of the spans (sorted, apart): in 落实《关于实施X的意见》 实施 is part of a name and governs nothing."""
    ends = [end for _, end in spans]
    kept = []
    for cue in cues:
        i = bisect_left(ends, cue.start + 1)
        if i == len(spans) or not (spans[i][0] < cue.end and cue.start < spans[i][1]):
            kept.append(cue)
    return kept
