"""Documents in a paragraph: titles in 《》, title lines, laws by list, and names without 《》 by how they are written.

How sure (measured on the gold papers): 《》 0.97, what 关于印发X的通知 carries 0.95, a title line 0.9, a listed law 0.9; an unquoted name by grammar as
its row in data/lexicon/doc_patterns.tsv says (drafted 0.75, list 0.65). Below 0.5 a mention is only a hint for the recogniser that learns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from extract.folding import fold
from extract.lexicon import rows
from extract.mentions.occurrences import Triggers
from extract.model import Mention, Span

_BRACKETS = re.compile("[《〈》〉]")
_CLOSES = {"》": "《", "〉": "〈"}
_DROPPED = re.compile("[“”‘’ ]")
_LONGEST = 150
_CARRIED = re.compile(r"(?:印发|(?:转发|批转)(?:[^《》〈〉]{2,14}?(?:等部门|等单位)|[\u4e00-\u9fff]{1,6}[部委局厅](?!门|委|局))?)(?!关于)(?P<name>[^《》〈〉]{4,100}?(?:（[^（）]{2,20}）)?)的(?:通知|意见)")
_ENCLOSING = re.compile(
    r"^(?P<name>(?:[\u4e00-\u9fff、 ]{2,60}?)?(?:关于|印发《)[^。；：]{4,150}?的(?:通知|决定|通报|公告|通告|批复|复函|函|报告|[\u4e00-\u9fff]{0,6}意见|[\u4e00-\u9fff]{0,4}措施))"
    r"(?=$|[\u4e00-\u9fff]{1,8}〔|各[省市区县州直]|省直|市直|（[^）]{2,12}〔)"
)
_AFTER_NUMBER = re.compile(r"^[^。《（]{0,60}?〔[0-9]{2,4}〕\s*[0-9]*号(?P<name>[^。；：]{0,30}关于[^。；：]{4,120}?的(?:通知|决定|通报|公告|批复|函|[\u4e00-\u9fff]{0,6}意见))")
_RUNNING = re.compile(r"^(?:附件[0-9]?)?(?P<name>[^，。；：《]{6,60}?(?:方案|要点|行动计划|规划|办法|工作任务|细则|意见|措施)(?:（[^（）]{4,20}）)?)(?=为(?:深入|认真|贯彻|全面|进一步|加快|了|落实|推进|推动|切实)|根据《|根据[^，]{2,20}要求，|20[0-9]{2}年，)")
_NUMBERED = re.compile(r"^(?:第?[一二三四五六七八九十百0-9]+[、.．章节条）)]|（[一二三四五六七八九十0-9]+）|——|目录|—)")
_TITLE_TAIL = re.compile(r"(?:（[^（）]{2,30}）|\([^()]{2,30}\))?$")
_TITLE_SIGN = re.compile(r"[0-9]{4}|[省市区县州盟旗]|国家|全国|关于|中国|“十")
_LABEL = re.compile(r"附[件表录][0-9一二三四五六七八九]*")


def find(text: str) -> list[Mention]:
    """Documents of one paragraph: 《优化营商环境条例》, 〈…〉 inside it, 市“十四五”时期青少年发展规划, 中央八项规定; not 《凡人微光》系列短视频, 有关文件."""
    titles = list(_titles(text))
    found = [*titles, *_carried(text, titles), *_lines(text), *_listed(text), *_patterned(text)]
    found.sort(key=lambda m: (m.start, -m.end, -m.score, m.rule))
    kept: list[Mention] = []
    for m in found:
        if not any(_takes(k, m) for k in found if k is not m) and all((k.start, k.end) != (m.start, m.end) for k in kept):
            kept.append(m)
    return kept


def brackets(text: str) -> list[tuple[int, int, int]]:
    """The titles in 《》 and 〈〉 as (start, end, depth), outermost first: a bracket that nothing closes opens no title; longer than 150 characters is none."""
    stack: list[int] = []
    pairs: list[tuple[int, int, int]] = []
    for m in _BRACKETS.finditer(text):
        i, c = m.start(), m.group()
        if c in "《〈":
            stack.append(i)
            continue
        while stack and text[stack[-1]] != _CLOSES[c]:
            stack.pop()
        if stack:
            start = stack.pop()
            if 3 < i + 1 - start <= _LONGEST:
                pairs.append((start, i + 1, len(stack)))
    return sorted(pairs, key=lambda p: (p[0], -p[1]))


def _titles(text: str) -> Iterator[Mention]:
    for start, end, depth in brackets(text):
        if not _is_other_work(text, start, end):
            yield _mention(text, (start, end), "title" if depth == 0 else "title_inner", 0.97)


def _is_other_work(text: str, start: int, end: int) -> bool:
    """Whether 《X》 is a film, a series, a newspaper, a form (doc_contexts.tsv)."""
    for where, pattern in _contexts():
        part = {"before": text[max(0, start - 12):start], "after": text[end:end + 12], "inside": text[start + 1:end - 1]}.get(where, "")
        if part and pattern.search(part):
            return True
    return False


def _carried(text: str, titles: list[Mention]) -> Iterator[Mention]:
    """X in 关于印发X的通知, where X has no brackets of its own."""
    for match in _CARRIED.finditer(text):
        within = any(t.start < match.start() and match.end() <= t.end for t in titles)
        if within or match.end() == len(text) or match.start() < 60:
            yield _mention(text, match.span("name"), "carried", 0.95 if within else 0.85)


def _lines(text: str) -> Iterator[Mention]:
    """A paragraph that is a title: the notice's, the plan's; or a title with which a paper without line breaks begins."""
    head = text[:240]
    for pattern in (_ENCLOSING, _AFTER_NUMBER, _RUNNING):
        match = pattern.match(head)
        if match and not _NUMBERED.match(match["name"]):
            yield _mention(text, match.span("name"), "enclosing", 0.9)
    if 8 <= len(text) <= 80 and not _NUMBERED.match(text) and not re.search(r"[。；：:，！？《]", text):
        core = text[:len(text) - len(_tail(text))]
        label = _LABEL.match(text)
        if core.endswith(_genres()) and _TITLE_SIGN.search(core):
            yield _mention(text, (label.end() if label else 0, len(text)), "title_line", 0.85)


def _tail(text: str) -> str:
    match = _TITLE_TAIL.search(text)
    return match.group() if match else ""


def _listed(text: str) -> Iterator[Mention]:
    folded, folded_at = fold(text, _DROPPED)
    machine, sure = _machine()
    for row, start, end in machine.find_matches_as_indexes(folded):
        if sure[row] and not (folded[end - 1] == "法" and _follows(folded[end:end + 4])):
            span = folded_at[start], folded_at[end - 1] + 1
            yield _mention(text, _with_quotes(text, span), "law", sure[row])


def _with_quotes(text: str, span: Span) -> Span:
    """“免罚清单” with its quotes, 行政执法“三项制度” too."""
    start, end = span
    inside = text[start:end]
    lacks = inside.count("“") - inside.count("”")
    if lacks == 0 and text[start - 1:start] == "“" and text[end:end + 1] == "”":
        return start - 1, end + 1
    if lacks > 0 and text[end:end + 1] == "”":
        return start, end + 1
    return (start - 1, end) if lacks < 0 and text[start - 1:start] == "“" else (start, end)


def _follows(after: str) -> bool:
    return any(where == "law" and pattern.search(after) for where, pattern in _contexts())


def _patterned(text: str) -> Iterator[Mention]:
    triggers, patterns = _patterns()
    for n in triggers.pulled(text):
        rule, sure, pattern = patterns[n]
        for match in pattern.finditer(text):
            yield _mention(text, match.span("name"), rule, sure)


def _takes(k: Mention, m: Mention) -> bool:
    """Whether k stands in m's way: a title in 《》 swallows what grammar finds inside it or across its edge; of two names by grammar the longer wins."""
    if k.end <= m.start or m.end <= k.start:
        return False
    kind_k, kind_m = k.rule.partition(".")[2], m.rule.partition(".")[2]
    if kind_m in _FIRM:
        return False
    if kind_m == "law":
        return kind_k in _FIRM or (kind_k in ("law", "catalogue") and k.end >= m.end and (k.end - k.start) > (m.end - m.start))
    if kind_k in _FIRM:
        return kind_m != "after_title" and kind_m != "annex"
    return (k.end - k.start, k.score, k.rule) > (m.end - m.start, m.score, m.rule)


_FIRM = frozenset({"title", "title_inner", "carried", "enclosing", "title_line"})


def _mention(text: str, span: Span, rule: str, score: float) -> Mention:
    return Mention(span[0], span[1], text[span[0]:span[1]], "DOC", "", f"document.{rule}", score)


@cache
def _machine() -> tuple[AhoCorasick, tuple[float, ...]]:
    listed = rows("doc_laws")
    forms = [*(r["form"] for r in listed), *("中华人民共和国" + r["form"] for r in listed if not r["name"])]
    sure = [float(r["sure"] or 0.9) for r in listed]
    return AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest), tuple(sure + [0.95] * (len(forms) - len(sure)))


@cache
def _genres() -> tuple[str, ...]:
    return tuple(sorted({r["genre"] for r in rows("doc_genres") if r["kind"] == "full"}))


@cache
def _contexts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((r["where"], re.compile(r["pattern"])) for r in rows("doc_contexts"))


@cache
def _patterns() -> tuple[Triggers, tuple[tuple[str, float, re.Pattern[str]], ...]]:
    listed = rows("doc_patterns")
    return Triggers(r["needs"].split("|") for r in listed), tuple((r["rule"], float(r["sure"]), re.compile(r["pattern"])) for r in listed)
