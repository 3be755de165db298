"""Source text → CleanText: noise of scans and conversions removed, the offset map built on the way.

`CLEANERS` is a list of small rules, each a function from a text to the edits it wants (start, end, replacement), sorted and apart. A new
noise is a new function and its row here; `edits.apply` keeps the map, so no rule ever handles an offset of the source.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable

from extract.clean import characters, lines, marks, spaces
from extract.clean.edits import Edit, Mapped, apply
from extract.model import Change, CleanText

Cleaner = Callable[[str], Iterable[Edit]]

CLEANERS: dict[str, Cleaner] = {
    "line ends": lines.line_ends,
    "invisible": characters.invisible,
    "compatibility": characters.compatibility,
    "traditional": characters.traditional,
    "markdown": marks.markdown,
    "captions": marks.captions,
    "indents": spaces.indents,
    "page numbers": lines.page_numbers,
    "line breaks": lines.line_breaks,
    "spaces": spaces.spaces,
    "stray English": marks.stray_english,
    "punctuation": marks.punctuation,
    "brackets": marks.brackets,
    "quotes": marks.quotes,
    "plus": marks.plus,
}


def clean(text: str) -> CleanText:
    """The text without noise: 党的二⏎⏎十大 → 党的二十大, 2023 年 → 2023年, 志愿十” → 志愿+”; a paper that is clean stays as it is.

    Newlines separate paragraphs only. Every change is recorded with its rule, in offsets of the source, in the order of the text.
    """
    now = Mapped(text, array("l", range(len(text))), array("l", range(1, len(text) + 1)))
    changes: list[Change] = []
    for rule, cleaner in CLEANERS.items():
        edits = list(cleaner(now.text))
        if edits:
            changes += (_change(text, now, edit, rule) for edit in edits)
            now = apply(now, edits)
    changes.sort(key=lambda c: (c.start, c.end, c.rule))
    return CleanText(now.text, now.starts, now.ends, tuple(changes))


def _change(source: str, now: Mapped, edit: Edit, rule: str) -> Change:
    start, end = now.starts[edit[0]], now.ends[edit[1] - 1]
    return Change(start, end, source[start:end], edit[2], rule)
