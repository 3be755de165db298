"""The head of a paper as GB/T 9704 lays it out: 红头 (X文件), number, title, addressee; found in lines or in one run of text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.lexicon import rows, table
from extract.numbering import marker_at

REACH = 3000  # the head ends within so many characters
_NUMBER = re.compile(r"(?:[\u3400-\u9fff]{1,12}(?:〔\d{0,4}〕|（\d{4}）)第?\d{0,5}号|(?<![\u3400-\u9fff])第\d{1,5}号(?=\n|$))")
_RED = re.compile(r"(?m)^([^\n，。：；]{2,40}?)文件(?=$|\n|[\u3400-\u9fff]{1,12}〔)")
_ORDER = re.compile(r"(?m)^([\u3400-\u9fff]{2,20})令\n?(第\d{1,5}号)")
_ADDRESS = re.compile(r"[^\n：。]{2,600}(?:：|:)")
_QUOTED = r"《(?:[^《》\n]|《[^《》\n]{1,80}》){1,160}》"


@dataclass(frozen=True, slots=True)
class Head:
    """What the head holds: the title and where it stands, the number, who is in red, the addressees, and where the body begins."""

    title: str = ""
    title_start: int = 0
    title_end: int = 0
    number: str = ""
    red: tuple[str, ...] = ()
    recipients: str = ""
    body: int = 0
    order: str = ""  # 中华人民共和国国务院, for a 令


def read_head(text: str) -> Head:
    """The head of a paper: 国务院办公厅关于改善农村人居环境的指导意见, 国办发〔2014〕25号, 各省、自治区…; what is missing is empty."""
    top = text[:REACH]
    red = tuple(m[1] for m in _RED.finditer(top[:300]))
    order = _ORDER.match(top)
    if order:
        return Head(number=_order_number(order), order=order[1], body=order.end(), red=red)
    start, end = _title(top)
    number = _number(top, start, end)
    after = max(end, number[1] if number[1] <= end + 120 else end)
    recipients, body = _recipients(top, after)
    return Head(top[start:end], start, end, number[0], _joint(top, red, start), recipients, body)


def _order_number(m: re.Match[str]) -> str:
    names = {row["name"]: row["number"] for row in rows("orders")}
    return f"{names.get(m[1] + '令', m[1] + '令')}{m[2]}"


@cache
def _instruments() -> str:
    words = sorted({row["word"] for row in (*rows("instruments"), *rows("genres"))}, key=lambda w: (-len(w), w))
    return "(?:" + "|".join(map(re.escape, words)) + ")"


@cache
def _title_line() -> re.Pattern[str]:
    """A title that is a line of its own, perhaps with a date or （试行） after it."""
    return re.compile(rf"^(?:{_QUOTED}|[^\n。：《》]){{2,160}}?(?:{_instruments()}|》)(?:（[^（）\n]{{1,30}}）){{0,2}}$", re.M)


@cache
def _title_run() -> re.Pattern[str]:
    """A title in a run of text: what goes before a number, or before addressees and their colon."""
    stop = r"(?=[\u3400-\u9fff]{1,12}〔|各[^：。\n]{1,300}：|[^：。，\n]{2,40}：|\n|$)"
    middle = rf"(?:{_QUOTED}|[^\n。：《》]){{2,160}}?"
    sure = r"(?:的(?:[\u3400-\u9fff]{0,4}意见|通知|决定|通报|批复|公告|函|复函))"
    begin = r"(?:[\u3400-\u9fff、]{2,40}?)?(?:关于|印发|转发)"
    return re.compile(rf"{begin}(?:{middle}{sure}(?=[\u3400-\u9fff]|\n|$)|{middle}{_instruments()}{stop})")


def _title(top: str) -> tuple[int, int]:
    """Where the title stands; an empty span where the head has none (a paper that begins with its first sentence)."""
    lines = list(re.finditer(r"[^\n]+", top))[:12]
    for m in lines:
        if marker_at(m[0]) or m[0].endswith("。"):
            break
        if _title_line().match(m[0]) and not m[0].startswith(("（", "——")) and not _NUMBER.fullmatch(m[0]):
            return m.span()
    begin = _RED.match(top)
    at = begin.end() if begin else 0
    number = _NUMBER.match(top, at)
    at = number.end() if number else at
    run = _title_run().match(top, at + (top[at : at + 1] == "\n"))
    if run and run.end() - run.start() <= 200:
        return run.span()
    first = lines[0] if lines else None
    if first and len(first[0]) <= 300 and not re.search("[。，：]", first[0]) and not marker_at(first[0]) and len(lines) > 1:
        return first.span()
    return 0, 0


def _number(top: str, start: int, end: int) -> tuple[str, int]:
    """The paper's own number: beside the title, never one that a sentence cites in （）."""
    beside = _NUMBER.match(top, end) or _NUMBER.match(top, end + 1)
    for m in [beside] if beside and end else _NUMBER.finditer(top[: end + 400]):
        before = top[max(0, m.start() - 1) : m.start()]
        if before in ("（", "(") and top[m.end() : m.end() + 1] in "）)" and m.start() - end > 3:
            continue
        if (m.start() >= end and re.search("[。：]", top[end : m.start()])) or (start < m.start() < end):
            break
        shown = m[0].removeprefix("（")
        if before == "件" or "文件" in shown:
            shown = shown.rpartition("文件")[2] or shown
        return re.sub(r"（(\d{4})）", r"〔\1〕", shown), m.end()
    return "", 0


def _recipients(top: str, after: int) -> tuple[str, int]:
    """The addressees before the first colon, and where the body begins: 各区、局、总公司…："""
    at = after
    while top[at : at + 1] in ("\n", "）"):
        at += 1
    lines = 0
    while lines < 3 and (skip := re.compile(r"[（(][^（）()\n]{2,40}[）)]\n|——[^\n]{4,80}上\n|[^\n，。：]{2,30}长[^\n，。：]{2,6}\n|[^\n]{2,60}〔\d{0,4}〕[^\n]{0,8}号\n?").match(top, at)):
        at, lines = skip.end(), lines + 1
    m = _ADDRESS.match(top, at)
    known = re.compile(table("structure")["addressee"])
    if m and not marker_at(m[0]) and not re.search("如下|指出|通知：|意见：", m[0][-8:]) and known.search(m[0]):
        return m[0].rstrip("：:").replace("\n", ""), m.end()
    return "", at


def _joint(top: str, red: tuple[str, ...], title: int) -> tuple[str, ...]:
    """A joint 红头 has 文件 beside one of its lines; the others are the short lines about it before the number."""
    if not red or not title:
        return red
    names = []
    for line in top[:title].split("\n"):
        name = line.strip().removesuffix("文件").strip()
        if 2 <= len(name) <= 40 and not _NUMBER.search(name) and not re.search("[，。：]", name):
            names.append(name)
    return tuple(names) or red
