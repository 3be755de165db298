"""Which line breaks to close: the layout of the whole paper, then one question after another about the line before and the line after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from extract.clean.titles import broken_titles, title_end, titles
from extract.lexicon import table
from extract.numbering import Marker, marker_at

FINAL = "。！？；：.!?;:…"
_STOP = re.compile(r"[。！？；!?;]")
_NO_START = tuple("，。、；：！？）》”’〉〕】］,;:!?)]%％·")
_OPEN, _CLOSE = "（《“〔〈【〖[(", "）》”〕〉】〗])"
_BRACKET = re.compile("[" + re.escape(_OPEN + _CLOSE) + "]")
_NEW = re.compile(r"附件|附表|附录|附：|——|注[：:]|专栏|图\d|表\d|[（(](?:此件|信息公开|公开|联系|本文|主动公开)|\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日$|主送[：:]|抄送[：:]|目 *录$")
_DUTY = re.compile(r"[（(\[〔][^（）()]{0,4}(?:责任|牵头|配合|完成|分工|略|附)|(?:负责|配合|落实|略|分工)[。]?[）)\]〕]$")
_HEADS = ("part", "chapter", "knot", "han", "bracket_han")
_WINDOW = 200  # how far an open bracket is waited for, in characters


@dataclass(frozen=True, slots=True)
class Layout:
    """How the paper is set: `width` of a page that cuts every line (0: lines are paragraphs), `stopless` where sentences end without a stop,
    `run` where the whole paper is one run of text that was cut at a few places."""

    width: int = 0
    stopless: bool = False
    run: bool = False

    @staticmethod
    def of(lines: Sequence[str]) -> Layout:
        """The layout of a paper: lines of one length that end anywhere, with hardly a longer one, are a cut page; long lines that never end in a stop are stopless."""
        long = [line for line in lines if len(line) >= 10]
        loose = [len(line) for line in long if line[-1] not in FINAL + "”）)"]
        if len(lines) < 8 or len(loose) * 3 < len(lines):
            return Layout()
        width = int(median(loose))
        even = sum(abs(n - width) <= max(2, width // 12) for n in loose)
        wider = sum(len(line) > width + max(2, width // 12) for line in lines)
        if even * 5 >= len(loose) * 3 and width <= 80 and wider * 10 <= len(lines):
            return Layout(width=width)
        if len(loose) * 5 >= len(lines) * 3 and sum(line.count("。", 0, -1) for line in lines) * 2 >= len(lines) * 3:
            return Layout(run=True)
        full = [line for line in long if len(line) >= 30]
        stops = sum(line[-1] in FINAL for line in full)
        return Layout(stopless=len(full) >= 8 and stops * 4 < len(full))


@dataclass(slots=True)
class _Paragraph:
    """What is known of the paragraph that grows: its first line's marker, its text."""

    marker: Marker | None
    text: str


def joins(lines: Sequence[str], layout: Layout) -> Iterator[bool]:
    """For each line but the last, whether the next one goes on with it."""
    markers = [marker_at(line) for line in lines]
    fitting = _fitting(markers)
    broken = broken_titles(lines)
    known = titles(lines)
    now = _Paragraph(markers[0], lines[0])
    for i in range(len(lines) - 1):
        after = lines[i + 1]
        join = i in broken or _goes_on(now, lines[i], after, markers[i + 1], known) or (
            not fitting[i + 1] and not _certain(after, markers[i + 1]) and _mid_sentence(now, lines[i], after, markers[i + 1], layout, any(fitting[i + 2 : i + 3]))
        )
        yield join
        if join:
            now.text = now.text[-2 * _WINDOW :] + after
        else:
            now = _Paragraph(markers[i + 1], after)


def _fitting(markers: Sequence[Marker | None]) -> list[bool]:
    """Whether each line's marker goes on from the one of its kind before it, or begins a row: what does not is a number in a sentence."""
    following: dict[str, int] = {}
    starts = [False] * len(markers)
    for i in range(len(markers) - 1, -1, -1):
        m = markers[i]
        if m:
            starts[i] = m.value == 1 and following.get(m.kind, 2) in (1, 2)
            starts[i] = starts[i] or following.get(m.kind) == m.value + 1
            following[m.kind] = m.value
    before: dict[str, int] = {}
    fits = []
    for m, start in zip(markers, starts, strict=True):
        fits.append(m is not None and (start or 0 < m.value - before.get(m.kind, m.value) <= 2))
        if m and fits[-1]:
            before[m.kind] = m.value
    return fits


def _certain(after: str, m: Marker | None) -> bool:
    """Lines that always begin a paragraph: 附件, ——, a date alone, （此件公开发布）."""
    return bool(_NEW.match(after)) and not m


def _goes_on(now: _Paragraph, before: str, after: str, m: Marker | None, known: frozenset[str]) -> bool:
    """Signs that decide alone: the next line begins with a closing sign, this one ends in one that can't end, a bracket is open, a title is cut."""
    if after.startswith(_NO_START) and not m:
        return True
    if m and not before.endswith(("（", "(", "、", "，")):
        return False
    if before.endswith(tuple(_OPEN)) or (before.endswith(tuple(table("cleaning")["joins_next"])) and not _NEW.match(after) and len(before) > 3):
        return True
    if _open_bracket(now.text) and _closes(after):
        return True
    so_far, both = _plain(now.text), _plain(now.text + after)
    return len(so_far) >= 4 and any(len(so_far) < len(t) and t.startswith(so_far) and (t.startswith(both) or both == t) for t in known)


def _plain(text: str) -> str:
    return re.sub(r"[\s\u3000]", "", text[:300])


def _open_bracket(text: str) -> bool:
    depth = 0
    for m in _BRACKET.finditer(text, max(0, len(text) - _WINDOW)):
        depth = depth + 1 if m[0] in _OPEN else max(0, depth - 1)
    straight = text.count('"', max(0, len(text) - _WINDOW)) % 2
    return depth > 0 or bool(straight)


def _closes(after: str) -> bool:
    """Whether a line closes a bracket that it did not open: 〔省大数据管理局〕、省大数据中心牵头）."""
    depth = 0
    for m in _BRACKET.finditer(after[:_WINDOW]):
        depth += 1 if m[0] in _OPEN else -1
        if depth < 0:
            return True
    return '"' in after[:40]


def _mid_sentence(now: _Paragraph, before: str, after: str, m: Marker | None, layout: Layout, unit_then: bool) -> bool:
    """Whether this line stops in the middle of a sentence and the next is no unit: by the width of a cut page, else by punctuation.
    A number that is out of its row stands in a sentence: 标准统⏎一、服务同质."""
    if before[-1] in FINAL or _DUTY.search(before[-60:]):
        return False
    if m and not now.marker and len(before) >= 8:
        return True
    if layout.run:
        return True
    if layout.width:
        return len(before) >= layout.width - max(2, layout.width // 12)
    if layout.stopless:
        return False
    if not _STOP.search(now.text):
        if now.marker:
            return _rest_of_heading(now, now.marker, after, unit_then)
        return bool(re.search("[，、,]", now.text)) and len(now.text) >= 25 and before[-1] not in "）)" and not title_end().search(before)
    return True


def _rest_of_heading(now: _Paragraph, number: Marker, after: str, unit_then: bool) -> bool:
    """A heading that was cut: 一、坚持以学习宣传贯彻党⏎的二十大精神为主线 (then 1. follows), or an item's first sentence: （9）优化…，分阶段审⏎查。"""
    if number.kind not in _HEADS:
        return bool(re.search("[，,]", now.text)) or len(now.text) > 45
    if len(now.text) > 60:
        return True
    return not _STOP.search(after) and len(after) <= 40 and unit_then and len(now.text) + len(after) <= 60
