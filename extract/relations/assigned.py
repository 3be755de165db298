"""Lists of responsible bodies: （责任单位：X、Y）, （X牵头，Y配合）, 牵头单位：X；责任单位：Y, with role and order."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from extract.lexicon import rows
from extract.model import Mention, Span

OPEN, CLOSE = "（(〔[【", "）)〕]】"
MAX_LIST = 3000  # characters; a bracket that runs longer was never closed


@dataclass(frozen=True, slots=True)
class Listed:
    """A body's place in a list of responsible bodies. `span` is the list."""

    role: str  # lead, responsible, support, remit
    order: int  # from 1
    span: Span
    cue: str  # 责任单位, 牵头


def listed(text: str, bodies: list[Mention]) -> dict[Span, Listed]:
    """Every body of every list, by its span. （市工信局牵头，市财政局配合）: lead 1, support 2; （深圳市特殊教育学校） is no list."""
    found: dict[Span, Listed] = {}
    starts = [m.start for m in bodies]
    for start, end in _lists(text):
        inside = [m for m in bodies[bisect_left(starts, start) : bisect_left(starts, end)] if m.end <= end]
        words = [(m.start() + start, m.end() + start, m.group()) for m in _role_words().finditer(text[start:end])]
        words = [w for w in words if not any(m.start <= w[0] and w[1] <= m.end for m in inside)]
        for order, body in enumerate((m for m in inside if words), 1):
            role, cue = _role(text, body, words)
            found.setdefault((body.start, body.end), Listed(role, order, (start, end), cue))
    return found


@cache
def _roles() -> dict[str, dict[str, str]]:
    return {row["pattern"]: row for row in rows("cue_roles")}


@cache
def _role_words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _roles()), key=lambda p: (-len(p), p))))


@cache
def _labels() -> re.Pattern[str]:
    labels = sorted((re.escape(p) for p, row in _roles().items() if row["position"] == "before"), key=lambda p: (-len(p), p))
    return re.compile(rf"(?:{'|'.join(labels)})[ ]?[：:]")


def _lists(text: str) -> list[Span]:
    """Brackets with a word of responsibility in them, and lines that begin with a label (责任单位：…)."""
    spans = [s for s in _brackets(text) if _is_list(text, s)]
    taken = 0
    result = []
    labelled = [(m.start(), _line_end(text, m.end())) for m in _labels().finditer(text)]
    for start, end in sorted(spans + labelled, key=lambda s: (s[0], -s[1])):
        if start >= taken:
            result.append((start, end))
            taken = end
    return result


def _is_list(text: str, span: Span) -> bool:
    start, end = span
    inner = text[start + 1 : end - 1]
    if _labels().search(inner[:40]):
        return True
    tail = re.split(r"[，,；;、]", inner)
    return any(re.search(rf"(?:{_after()})$", part.strip()) for part in tail)


@cache
def _after() -> str:
    return "|".join(sorted((re.escape(p) for p, row in _roles().items() if row["position"] == "after"), key=lambda p: (-len(p), p)))


def _brackets(text: str) -> list[Span]:
    """Outermost pairs of brackets, at most MAX_LIST long; one that is never closed gives none."""
    spans: list[Span] = []
    depth, begin = 0, 0
    for m in re.finditer(r"[（(〔\[【）)〕\]】]", text):
        if depth and m.start() - begin > MAX_LIST:
            depth = 0
        if m.group() in OPEN:
            begin = m.start() if not depth else begin
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                spans.append((begin, m.end()))
    return spans


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    stop = text.find("。", start, end)
    return min(end if stop < 0 else stop + 1, start + MAX_LIST)


def _role(text: str, body: Mention, words: list[tuple[int, int, str]]) -> tuple[str, str]:
    """The label before it, or the nearest word of duty after it: in A、B牵头，C配合 A leads, C supports."""
    label = [w for w in words if w[1] <= body.start and _roles()[w[2]]["position"] == "before"]
    after = [w for w in words if w[0] >= body.end and _roles()[w[2]]["position"] == "after"]
    word = label[-1] if label else after[0] if after else words[-1]
    return _roles()[word[2]]["role"], word[2]
