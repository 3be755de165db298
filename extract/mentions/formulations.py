"""Doctrines and strategies in a paragraph: set formulas by list, and the few kinds that are written by grammar.

How sure (measured on the gold papers, see `sure` in data/lexicon/formulation_*.tsv): a listed doctrine 0.95; a listed strategy 0.85, less where the
row says so (words that are also plain speech: 脱贫攻坚, 走出去); a pattern as its row says. `Mention.score` carries it, `Mention.rule` names the row's kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import cast

from ahocorasick_rs import AhoCorasick, MatchKind

from extract.folding import fold
from extract.lexicon import rows
from extract.mentions.occurrences import Triggers
from extract.model import EntityType, Mention, Span

LISTS: dict[EntityType, tuple[str, float]] = {"DOCTRINE": ("formulation_doctrines", 0.95), "STRATEGY": ("formulation_strategies", 0.85)}
_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』"}


def find(text: str) -> list[Mention]:
    """Doctrines and strategies of one paragraph: 做到“两个维护”, 深化“放管服”改革; not 高质量发展 of a trade or a single field (青少年高质量发展)."""
    found = [*_listed(text), *_patterned(text)]
    found.sort(key=lambda m: (m.start, -m.end, m.type))
    return [m for i, m in enumerate(found) if not _shadowed(m, found[:i] + found[i + 1:])]


def _listed(text: str) -> Iterator[Mention]:
    folded, at = fold(text)
    for type_ in LISTS:
        machine, sure, inner = _machine(type_)
        for row, start, end in machine.find_matches_as_indexes(folded):
            if sure[row] and not _pseudo(type_, folded, start, end):
                yield _mention(text, _quoted(text, at[start], at[end - 1] + 1), type_, "list", sure[row])
                yield from _inside(text, folded, at, type_, (start, end), inner[row])


def _inside(text: str, folded: str, at: Sequence[int], type_: EntityType, span: Span, inner: tuple[str, ...]) -> Iterator[Mention]:
    """Names that stand for themselves within a listed one: 乡村振兴 in 巩固拓展脱贫攻坚成果与乡村振兴有效衔接."""
    for form in inner:
        start = folded.find(form, *span)
        if start >= 0:
            yield _mention(text, (at[start], at[start + len(form) - 1] + 1), type_, "list_inner", 0.7)


def _pseudo(type_: EntityType, folded: str, start: int, end: int) -> bool:
    """Whether the words around make it something else, by formulation_contexts.tsv: 高质量发展 after 青少年 is the plan's own field."""
    form = folded[start:end]
    for form_pattern, before, after in _contexts(type_):
        if form_pattern.fullmatch(form) and (
            (before and before.search(folded[max(0, start - 12):start])) or (after and after.match(folded[end:end + 12]))
        ):
            return True
    return False


def _patterned(text: str) -> Iterator[Mention]:
    triggers, patterns = _patterns()
    for n in triggers.pulled(text):
        type_, rule, sure, pattern = patterns[n]
        for match in pattern.finditer(text):
            span = match.span("name") if "name" in pattern.groupindex else match.span()
            yield _mention(text, span, type_, rule, sure)


def _quoted(text: str, start: int, end: int) -> Span:
    """The span with the quotes that belong to it: both around it, or the one that it lacks (放管服”改革 → “放管服”改革)."""
    inside = text[start:end]
    before, after = text[start - 1:start], text[end:end + 1]
    for opening, closing in _PAIRS.items():
        lacks = inside.count(opening) - inside.count(closing)
        if (lacks < 0 or (lacks == 0 and after == closing)) and before == opening:
            return start - 1, end + (1 if lacks == 0 else 0)
        if lacks > 0 and after == closing:
            return start, end + 1
    return start, end


def _shadowed(m: Mention, others: list[Mention]) -> bool:
    """Whether another takes its place: the longer of one type, on equal span the list, then the surer. An inner name of the list stands."""
    if m.rule.endswith("list_inner"):
        return False
    for o in others:
        if o.rule.endswith("list_inner") or o.end <= m.start or m.end <= o.start:
            continue
        if (o.start, o.end) == (m.start, m.end):
            if (o.rule.endswith(".list"), o.score, o.rule) > (m.rule.endswith(".list"), m.score, m.rule):
                return True
        elif o.type == m.type and (o.end - o.start, o.score, -o.start) > (m.end - m.start, m.score, -m.start):
            return True
    return False


def _mention(text: str, span: Span, type_: EntityType, rule: str, score: float) -> Mention:
    return Mention(span[0], span[1], text[span[0]:span[1]], type_, "", f"formulation.{rule}", score)


@cache
def _machine(type_: EntityType) -> tuple[AhoCorasick, tuple[float, ...], tuple[tuple[str, ...], ...]]:
    name, default = LISTS[type_]
    listed = rows(name)
    forms = [fold(row["form"])[0] for row in listed]
    sure = tuple(float(row.get("sure") or default) for row in listed)
    inner = tuple(tuple(part for part in (row.get("inner") or "").split("|") if part) for row in listed)
    return AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest), sure, inner


@cache
def _patterns() -> tuple[Triggers, tuple[tuple[EntityType, str, float, re.Pattern[str]], ...]]:
    listed = rows("formulation_patterns")
    patterns = tuple((cast("EntityType", r["type"]), r["rule"], float(r["sure"]), re.compile(r["pattern"])) for r in listed)
    return Triggers(r["needs"].split("|") for r in listed), patterns


@cache
def _contexts(type_: EntityType) -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None, re.Pattern[str] | None], ...]:
    return tuple(
        (re.compile(r["form"]), re.compile(f"(?:{r['before']})$") if r["before"] else None, re.compile(r["after"]) if r["after"] else None)
        for r in rows("formulation_contexts") if r["type"] == type_
    )
