"""Finding a name: by its characters, its pinyin, or the initials of its pinyin."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

LONGEST = 80  # characters of a name that are looked at by sound


@lru_cache(maxsize=20_000)
def sounds(name: str) -> tuple[str, str]:
    """党的二十大 → ("dangdeershida", "ddesd")."""
    head = name[:LONGEST]
    return "".join(lazy_pinyin(head)).lower(), "".join(lazy_pinyin(head, style=Style.FIRST_LETTER)).lower()


def fold(text: str) -> str:
    """Text without differences that nobody types: width, case, white space, quotes."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def rank(query: str, names: Iterable[str]) -> int:
    """How well a query fits one of the names: 0 the same, 1 begins so, 2 is in it, 3 by initials, 4 by pinyin; 9 not at all."""
    wanted = fold(query)
    if not wanted:
        return 9
    best = 9
    for name in names:
        plain = fold(name)
        if wanted == plain:
            return 0
        best = min(best, 1 if plain.startswith(wanted) else 2 if wanted in plain else 9)
        if best > 2 and wanted.isascii():
            full, initials = sounds(name)
            best = min(best, 3 if initials.startswith(wanted) else 4 if wanted in full else 9)
    return best


def find(query: str, rows: Iterable[tuple[str, tuple[str, ...]]], most: int = 8) -> list[str]:
    """The keys of the rows (key, names) that fit best, in the order of the rows where they fit alike."""
    found = [(rank(query, names), i, key) for i, (key, names) in enumerate(rows)]
    return [key for fit, _, key in sorted(found)[:most] if fit < 9]
