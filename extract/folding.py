"""Names and texts without the marks that a listed name may or may not have."""

from __future__ import annotations

import re
from collections.abc import Sequence

MARKS = re.compile("[“”‘’\"'「」『』*\t\r\n \u3000]")
_WRITTEN = re.compile(r"[《》〈〉“”\s]")


def bare(name: str) -> str:
    """A name or title without brackets, quotes and blanks, as names are compared."""
    return _WRITTEN.sub("", name)


def fold(text: str, dropped: re.Pattern[str] = MARKS) -> tuple[str, Sequence[int]]:
    """The text without some characters, and where each that is left stood: “放管服”改革 → 放管服改革."""
    if not dropped.search(text):
        return text, range(len(text))
    at: list[int] = []
    end = 0
    for m in dropped.finditer(text):
        at += range(end, m.start())
        end = m.end()
    at += range(end, len(text))
    return dropped.sub("", text), at
