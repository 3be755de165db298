"""CleanText → Mentions: finders run as components of a blank spaCy pipeline, then overlaps are settled."""

from __future__ import annotations

from extract.model import CleanText, Mention, Structure


def find_mentions(clean: CleanText, structure: Structure) -> list[Mention]:
    """All names in the text, in clean offsets, nested ones included, sorted by (start, -end)."""
    return []
