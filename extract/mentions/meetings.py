"""Meetings in a paragraph: congresses, plenums, work conferences of every level, by the grammar of data/lexicon/meeting_patterns.tsv.

How sure (measured on the gold papers): congresses, plenums, 中央…工作会议 0.95 and more; 全国/全省…会议 0.85; meetings that only a field names 0.7.
A coordination is taken apart: 十九届二中、三中全会 are two mentions, 十八届历次全会 is one.
"""

from __future__ import annotations

import re
from functools import cache

from extract.lexicon import rows
from extract.model import Mention

_SIGN = re.compile(r"会|大|届|集体学习")


def find(text: str) -> list[Mention]:
    """Meetings of one paragraph: 党的二十大, 市委十三届二次全会, 全省教育工作会议; not 联席会议制度, 有关会议, 十大工程."""
    if not _SIGN.search(text):
        return []
    found = [
        Mention(*match.span("name"), match["name"], "MEETING", "", f"meeting.{rule}", sure)
        for rule, sure, pattern in _patterns()
        for match in pattern.finditer(text)
    ]
    found.sort(key=lambda m: (m.start, m.start - m.end, -m.score, m.rule))
    kept: list[Mention] = []
    for m in found:
        if not kept or m.start >= kept[-1].end:
            kept.append(m)
        elif m.end > kept[-1].end and m.score > kept[-1].score:
            kept[-1] = m
    return kept


@cache
def _patterns() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    return tuple((r["rule"], float(r["sure"]), re.compile(r["pattern"])) for r in rows("meeting_patterns"))
