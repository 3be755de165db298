"""CleanText → Mentions: finders read paragraph by paragraph, then overlaps are settled. What stands is decided over the whole paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from extract.mentions import documents, formulations, learned, meetings, organizations, programmes
from extract.mentions.select import combine, everywhere, settle
from extract.model import CleanText, Mention, Structure

LONGEST = 20_000  # characters of a paragraph; longer ones are split after a full stop
FINDERS: tuple[Callable[[str], list[Mention]], ...] = (documents.find, meetings.find, formulations.find, organizations.find, programmes.find)


def find_mentions(clean: CleanText, structure: Structure, model: learned.Model | Literal["shipped"] | None = "shipped") -> list[Mention]:
    """All names in the text, in clean offsets, nested ones included, sorted by (start, -end).

    With a model (the shipped one unless told) the model reads the names and the finders add what they are sure of; with None, or where
    no model is shipped, the finders decide alone. `structure` is part of the contract; what a line is, the recogniser sees by itself.
    """
    proposed = candidates(clean.text)
    chosen = learned.shipped() if model == "shipped" else model
    if chosen is None:
        return settle(proposed)
    read = learned.read(clean.text, list(paragraphs(clean.text)), proposed, chosen)
    return everywhere(clean.text, combine(read, proposed))


def candidates(text: str) -> list[Mention]:
    """What the finders propose, in offsets of the text, overlaps and doubtful ones included: “一业一证” and “一业一证”改革."""
    return [
        Mention(at + m.start, at + m.end, m.text, m.type, "", m.rule, round(m.score, 3))
        for at, end in paragraphs(text) for find in FINDERS for m in find(text[at:end])
    ]


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the paragraphs that are not empty; one of more than 20,000 characters is split after a full stop."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        while end - start > LONGEST:
            stop = text.rfind("。", start + LONGEST // 2, start + LONGEST) + 1 or start + LONGEST
            yield start, stop
            start = stop
        if end > start:
            yield start, end
        start = end + 1
