"""Where phrases stand in a text, all of them found in one pass."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ahocorasick_rs import AhoCorasick, MatchKind


def occurrences(text: str, phrases: Collection[str]) -> dict[str, list[int]]:
    """Where each phrase begins, as str.find one after the other: without overlapping itself. The empty phrase stands nowhere."""
    listed = [phrase for phrase in phrases if phrase]
    found: list[list[int]] = [[] for _ in listed]
    for row, start, _ in AhoCorasick(listed, matchkind=MatchKind.Standard).find_matches_as_indexes(text, overlapping=True):
        if not found[row] or start >= found[row][-1] + len(listed[row]):
            found[row].append(start)
    return {phrase: [] for phrase in phrases} | dict(zip(listed, found, strict=True))


class Triggers:
    """Which of many patterns can match a text: of each at least one word must stand in it, of all looked for in one pass."""

    def __init__(self, needs: Iterable[Sequence[str]]) -> None:
        numbered = list(enumerate(needs))
        self._always = frozenset(n for n, words in numbered if "" in words)
        listed = [(word, n) for n, words in numbered if n not in self._always for word in words]
        self._patterns = [n for _, n in listed]
        self._machine = AhoCorasick([word for word, _ in listed], matchkind=MatchKind.Standard)

    def pulled(self, text: str) -> list[int]:
        """The numbers of the patterns that can match, ascending; a pattern with an empty word always can."""
        return sorted(self._always.union([self._patterns[row] for row, _, _ in self._machine.find_matches_as_indexes(text, overlapping=True)]))
