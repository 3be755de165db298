"""Titles that a page broke into lines: what the head of a paper lets us know of them before it is cleaned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extract.lexicon import rows

HEAD_LINES = 40  # titles are named within these
_NAMED = re.compile(r"《([^《》\n]{6,100}(?:《[^《》\n]{2,80}》[^《》\n]{0,60})?)》|(?:印发|转发)([^《》\n]{6,100})的通知")
_BEGINS = re.compile(r"关于|印发|转发|批转|[^，。：；]{2,40}(?:部|厅|局|委|会|院|室|府|办|政府|国务院)(?:关于|印发|转发|对|、|$)")
_NOT_TITLE = re.compile(r"[。，；：:;,]|〔\d{0,4}〕|^[（(]|^第\d+号|^\d{4} ?年 ?\d{1,2} ?月|文 *件$")


@cache
def title_end() -> re.Pattern[str]:
    """What a title ends in: an instrument or a genre, then perhaps （试行）: …的通知, …实施方案（2023—2025年）."""
    words = sorted({row["word"] for row in (*rows("instruments"), *rows("genres"))}, key=lambda w: (-len(w), w))
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})(?:[（(][^（）()]{{1,20}}[）)]){{0,2}}$")


def titles(lines: Sequence[str]) -> frozenset[str]:
    """The titles that the head names: in 《》, or between 印发 and 的通知; without blanks."""
    found = _NAMED.findall("\n".join(line[:2000] for line in lines[:HEAD_LINES]))
    return frozenset(re.sub(r"\s", "", a or b) for a, b in found)


def broken_titles(lines: Sequence[str]) -> frozenset[int]:
    """The lines of the head after which a title goes on: 国务院关于做好当前和今后一个时期⏎促进就业工作的若干意见."""
    breaks: set[int] = set()
    i = 0
    while i < min(len(lines) - 1, 12):
        end = _title_from(lines, i)
        breaks.update(range(i, end))
        i = max(end, i + 1)
    return frozenset(breaks)


def _title_from(lines: Sequence[str], i: int) -> int:
    """The line in which the title that begins on line i ends; i where none begins there or it is whole."""
    text = re.sub(r"\s", "", lines[i])
    if _NOT_TITLE.search(text) or len(text) > 60 or title_end().search(text) or not _BEGINS.match(text):
        return i
    for j in range(i + 1, min(i + 4, len(lines))):
        more = re.sub(r"\s", "", lines[j])
        if _NOT_TITLE.search(more) or len(more) > 60:
            return i
        text += more
        if title_end().search(text) and re.search("关于|印发|转发|对", text):
            return j
    return i
