"""Names broken into lines at sense: after punctuation, before 的 and before an opening bracket; a Latin word or number stays whole."""

from __future__ import annotations

import re

from graph.figure.font import width

TOKEN = re.compile(r"[A-Za-z0-9.+/-]+|\s|.", re.DOTALL)
OPENING = "《〈“‘（(【〔"
CLOSING = "》〉”’）)】〕、，。；：！？,.;:·—"
GOOD_AFTER = "》〉”’）)】〕、，；："
WEAK_HEADS = ("的", "和", "与", "及", "关于", "实施", "工作", "建设", "行动", "计划", "会议", "全国", "全体", "委员会")


def wrap(text: str, size: float, room: float, most: int = 3, *, prose: bool = False) -> tuple[str, ...]:
    """At most `most` lines that fit into `room` points; what does not fit ends in …. `prose` fills its lines, a name is broken where it means something.

    中国共产党第二十次全国代表大会 in 80 points at 8: 中国共产党第二十次 / 全国代表大会. An opening bracket never ends a line, a closing one never begins one.
    """
    tokens = TOKEN.findall(" ".join(text.split()))
    lines: list[str] = []
    while tokens and len(lines) < most:
        take = _fit(tokens, size, room)
        if take == len(tokens) or len(lines) == most - 1:
            break
        take = _sense(tokens, take, size, room * (most - len(lines) - 1), take - 2 if prose else take * 3 // 5)
        lines.append("".join(tokens[:take]).strip())
        tokens = tokens[take:]
    rest = "".join(tokens).strip()
    return (*lines, _cut(rest, size, room)) if rest else tuple(lines)


def _fit(tokens: list[str], size: float, room: float) -> int:
    """How many tokens go into the room; at least one."""
    used = 0.0
    for n, token in enumerate(tokens):
        used += width(token, size)
        if used > room + 0.01:
            return max(n, 1)
    return len(tokens)


def _sense(tokens: list[str], take: int, size: float, room_below: float, least: int) -> int:
    """The best place to break at or a little before `take`, as long as the rest still fits below, or does not fit in any case."""
    best, value = take, -1.0
    over = width("".join(tokens[take:]), size) > room_below
    for n in range(take, max(least, 1) - 1, -1):
        if n < len(tokens) and not (tokens[n] in CLOSING or tokens[n - 1] in OPENING) and (over or width("".join(tokens[n:]), size) <= room_below):
            worth = _worth(tokens, n) - (take - n) * 0.12
            if worth > value:
                best, value = n, worth
    return best


def _worth(tokens: list[str], n: int) -> float:
    if tokens[n - 1] in GOOD_AFTER or tokens[n].isspace():
        return 3.0
    if tokens[n] in OPENING:
        return 2.5
    after = "".join(tokens[n:n + 3])
    return 2.0 if after.startswith("的") else 1.5 if after.startswith(WEAK_HEADS) else 0.5


def _cut(text: str, size: float, room: float) -> str:
    """The text, or as much of it as fits with … at its end."""
    if width(text, size) <= room + 0.01:
        return text
    while text and width(text + "…", size) > room + 0.01:
        text = text[:-1]
    return text + "…"
