"""Rules for lines: which line breaks end a paragraph, and which a page or a column cut into a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.clean.edits import Edit
from extract.clean.wrapping import Layout, joins

_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_DASH = "[-—–－﹣−]"
_PAGE_LINE = re.compile(rf"(?m)^(?:{_DASH}{{1,2}}[ \xa0]?\d{{1,4}}[ \xa0]?{_DASH}{{1,2}}|第[ ]?\d{{1,4}}[ ]?页(?:[ ，,/]{{0,3}}共[ ]?\d{{1,4}}[ ]?页)?)\n?")
_PAGE_INLINE = re.compile(r"(?<![0-9A-Za-z年月日—-])—[ ]?\d{1,3}[ ]?—(?![0-9A-Za-z—-])")
_LETTER = re.compile("[A-Za-z0-9]")


def line_ends(text: str) -> Iterator[Edit]:
    """CRLF, a lone CR, form feeds and Unicode's separators → a newline."""
    for m in _ENDS.finditer(text):
        yield m.start(), m.end(), "\n"


def page_numbers(text: str) -> Iterator[Edit]:
    """Page numbers, on a line of their own or inside the text: “- 3 -”, 第3页 共8页, 2000元）—3—者 → 2000元）者; 2018—2019 stays."""
    found = [*_PAGE_LINE.finditer(text), *_PAGE_INLINE.finditer(text)]
    at = 0
    for m in sorted(found, key=lambda m: (m.start(), -m.end())):
        if m.start() >= at and (m.end() == len(text) or m[0][-1] == "\n" or m.re is _PAGE_INLINE or text[m.end()] == "\n"):
            yield m.start(), m.end(), ""
            at = m.end()


def line_breaks(text: str) -> Iterator[Edit]:
    """Blank lines go; a break inside a sentence, a name or a title goes: 党的二⏎⏎十大 → 党的二十大; one after a sentence or a heading stays."""
    spans = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    if not spans:
        if text:
            yield 0, len(text), ""
        return
    if spans[0][0]:
        yield 0, spans[0][0], ""
    lines = [text[a:b] for a, b in spans]
    layout = Layout.of(lines)
    for i, join in enumerate(joins(lines, layout)):
        start, end = spans[i][1], spans[i + 1][0]
        latin = _LETTER.match(text[end]) and _LETTER.match(text[start - 1])
        after = (" " if latin and text[start - 1].isascii() else "") if join else "\n"
        if text[start:end] != after:
            yield start, end, after
    if spans[-1][1] < len(text):
        yield spans[-1][1], len(text), ""
