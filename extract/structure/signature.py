"""The signature block: who signs and the date, before the plan or at its end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.lexicon import table
from extract.numbering import value_of

_ARABIC = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
_CHINESE = r"([一二三四五六七八九〇零○OО0]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
DATE = re.compile(f"{_ARABIC}|{_CHINESE}")
_LINE = re.compile(rf"(?m)^((?:[^\n，。：；《》]{{0,60}}?))({_ARABIC}|{_CHINESE})(?=$|[^，。、前起至以印（\d]|（此件|印发)")
_IN_RUN = re.compile(rf"(?<=[。；X\u3400-\u9fff])({_ARABIC}|{_CHINESE})(?=$|\n|附件|（此件|[\u3400-\u9fff]{{4,40}}(?:{_ARABIC})印发)")


@dataclass(frozen=True, slots=True)
class Signature:
    """Where the block stands, the names that sign (one a line), the date as ISO."""

    start: int
    end: int
    names: tuple[str, ...]
    date: str


def iso(text: str) -> str:
    """A date in ISO: 2023年4月10日 → 2023-04-10, 二○一一年十月十七日 → 2011-10-17; what is no date → ""."""
    m = DATE.search(text)
    if not m:
        return ""
    groups = [g for g in m.groups() if g]
    if groups[0].isascii() and groups[0].isdigit():
        year, month, day = (int(g) for g in groups)
    else:
        year = value_of(re.sub("[○OО0零]", "〇", groups[0]))
        month, day = value_of(groups[1]), value_of(groups[2])
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def signature(text: str, start: int, end: int, inside: bool = False) -> Signature | None:
    """The signature block of a paper: 国务院办公厅⏎2014年5月16日⏎（此件公开发布） at its end, or (`inside`) the first one, before the plan."""
    found = [m for m in _LINE.finditer(text, start, end) if _signs(text, m, start)]
    if not found:
        run = list(_IN_RUN.finditer(text[start:end]))
        return Signature(start + run[0].start(), start + run[0].end(), (), iso(run[0][0])) if run and not inside else None
    m = found[0] if inside else found[-1]
    tail = text[m.end() : end]
    if not inside and len(re.sub(table("structure")["colophon"], "", tail.strip(), flags=re.M)) > 300:
        return None
    names, first = _names(text, m, start)
    colophon = re.compile(r"\n?" + table("structure")["colophon"].removeprefix("^")).match(text, m.end())
    stop = colophon.end() if colophon else m.end()
    return Signature(first, stop + (text[stop : stop + 1] == "\n"), names, iso(m[2]))


def _signs(text: str, m: re.Match[str], start: int) -> bool:
    return not m[1] or bool(re.search("(?:部|厅|局|委|会|院|室|府|办|团委|公司|中心|组|署|行|社|司)$", m[1]))


def _names(text: str, m: re.Match[str], start: int) -> tuple[tuple[str, ...], int]:
    """The lines above the date that are names, nearest last, and where the first of them begins."""
    names = [m[1]] if m[1] else []
    at = m.start()
    while at > start:
        line_start = text.rfind("\n", start, at - 1) + 1 if text.rfind("\n", start, at - 1) >= 0 else start
        line = text[line_start : at - 1]
        if not 2 <= len(line) <= 60 or re.search("[，。：；！《》]", line) or re.match(r"[（一二三四五六七八九十\d]", line) or line.startswith(("附件", "特此")):
            break
        names.insert(0, line)
        at = line_start
    return tuple(names), at
