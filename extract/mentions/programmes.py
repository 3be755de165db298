"""Programmes in a paragraph: known modes and designations, quoted names with their head nouns, and unquoted noun phrases that end in one.

How sure: a listed mode as its row says (programme_modes.tsv), a quoted name over a head noun and an unquoted phrase as the head's row says
(programme_heads.tsv), a quoted name alone 0.5. Below 0.6 a mention is only a hint for the recogniser that learns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from extract.folding import fold
from extract.lexicon import rows
from extract.model import Mention, Span

_DROPPED = re.compile("[“”‘’\" \u3000]")
_QUOTED = re.compile(r"“[^“”\n]{2,40}”|《[^《》]{2,30}》(?=系列|专栏|栏目|直播)")
_LATIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+＋")  # what a noun phrase has beside Chinese characters
_STOPS = frozenset("，。；：、！？（）()“”《》〈〉【】[]\n\t ·…—")
_LONGEST = 26  # 银担“总对总”批量业务 is short; 工业企业结构调整专项奖补资金 is 13
_NUMBERED = re.compile(r"^(?:第?[一二三四五六七八九十]+[、是]|[0-9]+[.．、]|[一二三四五六七八九十百千万两0-9]+[个项批家条])")


def find(text: str) -> list[Mention]:
    """Programmes of one paragraph: “一业一证”改革, 12345热线, 中欧班列, 涉企违规收费专项整治行动; not “急难愁盼”, 社会实践."""
    best: dict[Span, Mention] = {}
    for m in (*_modes(text), *_quoted(text), *_plain(text)):
        known = best.get((m.start, m.end))
        if known is None or (m.score, m.rule) > (known.score, known.rule):
            best[m.start, m.end] = m
    return [best[span] for span in sorted(best, key=lambda s: (s[0], -s[1]))]


def _modes(text: str) -> Iterator[Mention]:
    """The listed forms, whatever quotes stand in or around them: “双随机、一公开”监管, 专精特新“小巨人”企业."""
    folded, at = fold(text, _DROPPED)
    machine, listed = _mode_machine()
    for row, start, end in machine.find_matches_as_indexes(folded):
        sure, tail = listed[row]
        for stop in (end, *([end + len(t) for t in tail if folded.startswith(t, end)])):
            span = _with_quotes(text, at[start], at[stop - 1] + 1)
            quoted = text[span[0]] == "“" or "”" in text[span[0]:span[1]]
            yield _mention(text, span, "mode", min(0.97, sure + 0.1) if quoted else sure)


def _with_quotes(text: str, start: int, end: int) -> Span:
    inside = text[start:end]
    lacks = inside.count("“") - inside.count("”")
    if lacks == 0 and text[start - 1:start] == "“" and text[end:end + 1] == "”":
        return start - 1, end + 1
    if lacks > 0 and text[end:end + 1] == "”":
        return start, end + 1
    return (start - 1, end) if lacks < 0 and text[start - 1:start] == "“" else (start, end)


def _quoted(text: str) -> Iterator[Mention]:
    """“X” and “X” with the head nouns that complete it: “秦信融”平台, “青春北京”全媒体平台."""
    for match in _QUOTED.finditer(text):
        start, end = match.span()
        if _is_slogan(text, start, end):
            continue
        stop, sure = _over_head(text, end)
        inner = _head_at(text[start + 1:end - 1])
        yield _mention(text, (start, end), "quoted_head" if inner else "quoted", max(0.5, inner - 0.1 if inner else 0.0))
        if stop > end:
            yield _mention(text, (start, stop), "quoted_extended", sure)


def _is_slogan(text: str, start: int, end: int) -> bool:
    for where, pattern in _negatives():
        part = {"inside": text[start + 1:end - 1], "before": text[max(0, start - 6):start], "after": text[end:end + 8]}[where]
        if pattern.search(part):
            return True
    return False


def _over_head(text: str, end: int) -> tuple[int, float]:
    """How far a quoted name runs over the noun phrase behind it (≤ 14 characters, no verb, no punctuation), and how sure."""
    stop = end
    while stop < len(text) and stop - end < 14 and text[stop] not in _STOPS and text[stop] not in "的和与及在等":
        stop += 1
    for at in range(stop, end, -1):
        sure = _head_at(text[end:at])
        if sure and not any(verb in text[end:at] for verb in _long_verbs()):
            return at, sure
    return end, 0.0


def _head_at(words: str, column: str = "quoted") -> float:
    """How sure the longest head noun at the end of the words is; 0 where there is none."""
    for size in range(min(8, len(words)), 0, -1):
        sure = _heads(column).get(words[-size:])
        if sure is not None:
            return sure
    return 0.0


def _plain(text: str) -> Iterator[Mention]:
    """A noun phrase without quotes that ends in a head noun, from the verb or mark before it: 开展|涉企违规收费专项整治."""
    machine, heads = _head_machine()
    for row, head_start, end in machine.find_matches_as_indexes(text):
        if _heads("plain")[heads[row]] < 0.3 or (end < len(text) and _head_at(text[head_start:end + 1], "plain") and text[end] in "区县市点周月年"):
            continue
        start = _left_edge(text, max(0, end - _LONGEST), head_start)
        number = _NUMBERED.match(text[start:head_start])
        start += number.end() if number else 0
        if head_start - start >= 2:
            yield _mention(text, (start, end), "plain", _heads("plain")[heads[row]] - (0.2 if head_start - start < 4 else 0.0))


def _left_edge(text: str, least: int, head: int) -> int:
    """Where the noun phrase before `head` begins: after the last verb, function word or mark."""
    verbs = _verbs_by_first()
    for i in range(head - 1, least - 1, -1):
        c = text[i]
        if not ("\u4e00" <= c <= "\u9fff" or c in _LATIN):
            return i + 1
        for verb in verbs.get(c, ()):
            if text.startswith(verb, i, head):
                return i + len(verb)
    return least


def _mention(text: str, span: Span, rule: str, score: float) -> Mention:
    return Mention(span[0], span[1], text[span[0]:span[1]], "PROGRAMME", "", f"programme.{rule}", score)


@cache
def _mode_machine() -> tuple[AhoCorasick, tuple[tuple[float, tuple[str, ...]], ...]]:
    listed = rows("programme_modes")
    forms = [_DROPPED.sub("", r["form"]) for r in listed]
    return AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest), tuple((float(r["sure"]), tuple(a for a in r["after"].split("|") if a)) for r in listed)


@cache
def _head_machine() -> tuple[AhoCorasick, tuple[str, ...]]:
    heads = tuple(r["head"] for r in rows("programme_heads"))
    return AhoCorasick(list(heads), matchkind=MatchKind.LeftmostLongest), heads


@cache
def _heads(column: str) -> dict[str, float]:
    return {r["head"]: float(r[column]) for r in rows("programme_heads")}


@cache
def _verbs_by_first() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in rows("programme_verbs"):
        found.setdefault(row["word"][0], []).append(row["word"])
    return {first: tuple(sorted(words, key=lambda w: (-len(w), w))) for first, words in found.items()}


@cache
def _long_verbs() -> tuple[str, ...]:
    return tuple(r["word"] for r in rows("programme_verbs") if len(r["word"]) > 1 and r["word"] not in ("服务", "学习", "宣传", "创新", "建设", "升级", "改造"))


@cache
def _negatives() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((r["where"], re.compile(r["pattern"])) for r in rows("programme_negatives"))
