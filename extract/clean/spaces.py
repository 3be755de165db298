"""Rules for white space inside lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.clean.characters import HAN
from extract.clean.edits import Edit

SIGNS = "\u3001-\u3011\u3014-\u301f“”‘’…—·（），：；！？％＋．"
CHINESE = HAN + SIGNS
_RUN = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_ONE = re.compile(f"[{CHINESE}]")
_COLUMNS = 4  # blanks between two columns of a line


def indents(text: str) -> Iterator[Edit]:
    """Blanks at the edges of lines go; an indent of two wide blanks, or columns four apart, inside a line is a paragraph that lost its break:
    提出以下意见：　　一、总体要求 → 提出以下意见：⏎一、总体要求."""
    for m in _RUN.finditer(text):
        before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
        if before in ("", "\n") or after in ("", "\n"):
            yield m.start(), m.end(), ""
        elif _is_indent(m[0]) or (len(m[0]) >= _COLUMNS and _is_chinese(before) and _is_chinese(after)):
            yield m.start(), m.end(), "\n"


def _is_indent(run: str) -> bool:
    return len(run) >= 2 and "\u3000" in run and "\t" not in run


def spaces(text: str) -> Iterator[Edit]:
    """Blanks beside a Chinese character go, elsewhere one stays: 2023 年 → 2023年, 国 务 院 → 国务院, PC 端 → PC端; GB/T 9704.
    A tab between cells of a table stays."""
    for m in _RUN.finditer(text):
        chinese = _is_chinese(text[m.start() - 1 : m.start()]) or _is_chinese(text[m.end() : m.end() + 1])
        after = "\t" if "\t" in m[0] else "" if chinese else " "
        if m[0] != after:
            yield m.start(), m.end(), after


def _is_chinese(char: str) -> bool:
    return bool(char and _ONE.match(char))
