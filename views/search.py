"""Finding a name: by its characters, its pinyin, or the initials of its pinyin."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate

from pypinyin import lazy_pinyin

LONGEST = 80  # characters of a name that are looked at by sound
OTHER = "\0"  # before a piece that has no pinyin


@lru_cache(maxsize=20_000)
def sounds(name: str) -> tuple[str, str]:
    """党的二十大 → ("dangdeershida", "ddesd"); what is no Chinese stays whole in both."""
    pieces = [(piece.removeprefix(OTHER), piece.startswith(OTHER)) for piece in lazy_pinyin(name[:LONGEST], errors=lambda text: [OTHER + text])]
    return "".join(piece for piece, _ in pieces).lower(), "".join(piece if other else piece[:1] for piece, other in pieces).lower()


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


class Names:
    """Rows (key, names) as two long strings, one name a line, so that a search takes up what it finds: each row is found once, the best fit first."""

    def __init__(self, rows: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self.rows = list(rows)
        self.names = [(i, name) for i, (_, names) in enumerate(self.rows) for name in names]
        self.plain = _Lines(fold(name) for _, name in self.names)
        heard = [sounds(name) for _, name in self.names]
        self.initials, self.pinyin = _Lines(initials for _, initials in heard), _Lines(full for full, _ in heard)

    def find(self, query: str, most: int = 8) -> list[str]:
        """The keys that fit best, by the order of `rank`; in the order of the rows where they fit alike."""
        wanted = fold(query)
        tries = [(self.plain, f"\n{wanted}\n"), (self.plain, f"\n{wanted}"), (self.plain, wanted)]
        if wanted.isascii():
            tries += [(self.initials, f"\n{wanted}"), (self.pinyin, wanted)]
        found: dict[int, None] = {}
        for lines, pattern in tries if wanted else ():
            for line in lines.having(pattern):
                found.setdefault(self.names[line][0])
                if len(found) == most:
                    return [self.rows[i][0] for i in found]
        return [self.rows[i][0] for i in found]


class _Lines:
    def __init__(self, lines: Iterable[str]) -> None:
        kept = list(lines)
        self.text = "\n" + "".join(f"{line}\n" for line in kept)
        self.starts = list(accumulate((len(line) + 1 for line in kept), initial=1))

    def having(self, pattern: str) -> Iterator[int]:
        """The numbers of the lines that hold the pattern; with a line break before it those that begin so."""
        at = self.text.find(pattern)
        while at >= 0:
            line = bisect_right(self.starts, at + 1 if pattern[0] == "\n" else at) - 1
            yield line
            at = self.text.find(pattern, self.starts[line + 1] - 1)


def find(query: str, rows: Iterable[tuple[str, tuple[str, ...]]], most: int = 8) -> list[str]:
    """As `Names.find`, for rows that are asked once: a look at each."""
    found = [(rank(query, names), i, key) for i, (key, names) in enumerate(rows)]
    return [key for fit, _, key in sorted(found)[:most] if fit < 9]
