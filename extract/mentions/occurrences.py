"""Where phrases stand in a text, all of them found in one pass."""

from __future__ import annotations

from collections.abc import Collection

from ahocorasick_rs import AhoCorasick, MatchKind


def occurrences(text: str, phrases: Collection[str]) -> dict[str, list[int]]:
    """Where each phrase begins, as str.find one after the other: without overlapping itself. The empty phrase stands nowhere."""
    listed = [phrase for phrase in phrases if phrase]
    found: list[list[int]] = [[] for _ in listed]
    for row, start, _ in AhoCorasick(listed, matchkind=MatchKind.Standard).find_matches_as_indexes(text, overlapping=True):
        if not found[row] or start >= found[row][-1] + len(listed[row]):
            found[row].append(start)
    return {phrase: [] for phrase in phrases} | dict(zip(listed, found, strict=True))
