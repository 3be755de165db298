"""The source text cut into passages for the reader: where a mention, a marked sentence, or a change of the cleaning begins or ends.

Offsets are code points and Python cuts the text: a browser counts UTF-16, in which a character beyond U+FFFF is two.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from graph.model import Cleaned, Named, Part


def blocks(text: str, parts: Sequence[Part], mentions: Sequence[Named], marked: tuple[int, int], changes: Sequence[Cleaned] = ()) -> list[dict[str, Any]]:
    """The text as blocks, one for each section heading and item, with what stands before, between and after; each a list of passages.

    A passage is {"t": text} with, where it is so, "m": numbers of the mentions it lies in (outer first), "k": 1 if it is marked, "c": what cleaning
    did. Put together again, the texts of all passages are the source text.
    """
    edges = {0, len(text)} | {p for part in parts for p in (part.start, part.end)}
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
    starts = {p.start: p for p in parts}
    found = []
    for a, b in pairwise(cuts):
        part = starts.get(a)
        found.append({"id": part.id if part else "", "kind": part.kind if part else "text", "parts": _passages(text, a, b, mentions, marked, changes)})
    return found


def _passages(text: str, start: int, end: int, mentions: Sequence[Named], marked: tuple[int, int], changes: Sequence[Cleaned]) -> list[dict[str, Any]]:
    inside = [(i, m) for i, m in enumerate(mentions) if m.start < end and m.end > start]
    cleaned = [c for c in changes if c.start < end and c.end > start]
    edges = {start, end} | {p for _, m in inside for p in (m.start, m.end)} | {p for c in cleaned for p in (c.start, c.end)} | set(marked)
    cuts = sorted(edge for edge in edges if start <= edge <= end)
    found = []
    for a, b in pairwise(cuts):
        row: dict[str, Any] = {"t": text[a:b]}
        if over := [i for i, m in inside if m.start <= a and b <= m.end]:
            row["m"] = over
        if marked[0] <= a and b <= marked[1]:
            row["k"] = 1
        if change := next((c for c in cleaned if c.start <= a and b <= c.end), None):
            row["c"] = f"{shown(change.before)} → {shown(change.after)} ({change.rule})"
        found.append(row)
    return found


def shown(text: str) -> str:
    """White space that can be seen: a line break as ⏎, a space as ␣, nothing as ∅."""
    return text.replace("\r", "").replace("\n", "⏎").replace(" ", "␣").replace("\t", "⇥") or "∅"


LAYOUT = frozenset({"line ends", "line breaks", "spaces", "indents", "punctuation", "brackets", "quotes", "invisible", "page numbers"})


def words_changed(changes: Sequence[Cleaned]) -> list[Cleaned]:
    """The changes that are more than spacing and punctuation, and the names that a page broke."""
    return [c for c in changes if c.rule not in LAYOUT]


def in_context(text: str, change: Cleaned, around: int = 4) -> tuple[str, str]:
    """A change with what stands about it, before and after: 志愿十” → 志愿+”."""
    before, after = text[max(0, change.start - around) : change.start], text[change.end : change.end + around]
    return shown(before + change.before + after), shown(before + change.after + after)


def hits(text: str, query: str, around: int = 24, most: int = 200) -> list[tuple[int, int, str, str, str]]:
    """Where a query stands in a text, with the words around it: (start, end, before, hit, after). Case makes no difference in Latin letters."""
    found, low, wanted = [], text.lower(), query.lower()
    at = low.find(wanted) if wanted and len(low) == len(text) else text.find(query) if query else -1
    while at >= 0 and len(found) < most:
        end = at + len(query)
        found.append((at, end, text[max(0, at - around) : at], text[at:end], text[end : end + around]))
        at = low.find(wanted, end) if len(low) == len(text) else text.find(query, end)
    return found
