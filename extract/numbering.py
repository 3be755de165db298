"""How units of a paper are numbered (GB/T 9704: 一、（一）1.（1）; 第一章, 第一条; ①; 一是): the grammar that cleaning and structure share."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from extract.lexicon import rows

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2} | {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟"
_NUMERAL = re.compile(rf"[一二三四五六七八九十百零〇○两壹贰叁肆伍陆柒捌玖拾]+|\d+|[{_CIRCLES}]")


@dataclass(frozen=True, slots=True)
class Marker:
    """A number that may head a unit: 一、 is of kind `han`, value 1; `start..end` is the number as printed."""

    start: int
    end: int
    kind: str
    value: int
    text: str


def value_of(numeral: str) -> int:
    """The value of an Arabic, Chinese or circled numeral: 二十一 → 21, 12 → 12, ③ → 3, 一百零八 → 108; what is none → 0.

    A row of Chinese digits is read by places, as in years: 二〇二三 → 2023.
    """
    if numeral.isascii() and numeral.isdigit():
        return int(numeral)
    if numeral in _CIRCLES:
        return _CIRCLES.index(numeral) + 1
    if len(numeral) > 1 and all(c in _DIGITS for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total, digit = 0, 0
    for c in numeral:
        if c in "十拾百":
            total, digit = total + (digit or 1) * (100 if c == "百" else 10), 0
        elif c in _DIGITS:
            digit = _DIGITS[c]
        else:
            return 0
    return total + digit


@cache
def pattern() -> re.Pattern[str]:
    """One pattern for every kind of data/lexicon/numbering.tsv; the group that matched is the kind."""
    return re.compile("|".join(f"(?P<{row['kind']}>{row['pattern']})" for row in rows("numbering")))


def marker_at(text: str, at: int = 0) -> Marker | None:
    """The marker that stands at a position: （三）加快… → bracket_han 3; 2023年, 3.5亿 → None."""
    m = pattern().match(text, at)
    return marker(m) if m else None


def marker(m: re.Match[str]) -> Marker:
    """The marker of a match of `pattern`."""
    kind = m.lastgroup or ""
    printed = m[0] if m[0] in _CIRCLES else unicodedata.normalize("NFKC", m[0])  # ⒈ is 1., ⑴ (1), ㈠ (一)
    numerals = _NUMERAL.findall(printed)
    return Marker(m.start(), m.end(), kind, value_of(numerals[-1]) if numerals else 0, m[0])
