"""All finders together: nothing crosses, a span has one type, offsets quote the text, the same text gives the same names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.clean import clean
from extract.mentions import candidates, find_mentions, paragraphs
from extract.mentions.occurrences import Triggers
from extract.mentions.select import combine, crosses, everywhere, own_words, settle
from extract.model import Mention
from extract.structure import structure

PLAN = Path(__file__).parent.parent / "data" / "plans" / "北京共青团2023年工作要点.txt"


def mention(start: int, end: int, type_: str = "PROGRAMME", score: float = 0.9) -> Mention:
    return Mention(start, end, "x" * (end - start), type_, "", "test", score)  # type: ignore[arg-type]


def found(text: str, model: object = "shipped") -> list[Mention]:
    cleaned = clean(text)
    return find_mentions(cleaned, structure(cleaned), model)  # type: ignore[arg-type]


@pytest.mark.parametrize("model", ["shipped", None])
def test_laws_on_the_shipped_plan(model: object) -> None:
    text = clean(PLAN.read_text("utf-8")).text
    names = found(PLAN.read_text("utf-8"), model)
    assert len(names) > 150
    assert names == sorted(names, key=lambda m: (m.start, -m.end, m.type))
    assert len({(m.start, m.end) for m in names}) == len(names)
    assert all(text[m.start:m.end] == m.text and m.entity == "" for m in names)
    assert not any(crosses(a, b) for i, a in enumerate(names) for b in names[i + 1:i + 20])


def test_the_same_text_gives_the_same_names() -> None:
    text = PLAN.read_text("utf-8")
    assert found(text) == found(text)


def test_names_nest() -> None:
    names = {(m.type, m.text) for m in found("认真学习贯彻习近平总书记在庆祝中国共青团成立100周年大会上的重要讲话精神。", None)}
    assert {t for t, _ in names} >= {"DOC", "MEETING"}


def test_of_crossing_names_the_surer_stands() -> None:
    assert settle([mention(0, 5, score=0.7), mention(3, 9, score=0.9)]) == [mention(3, 9, score=0.9)]


def test_a_span_has_one_type() -> None:
    assert [m.type for m in settle([mention(0, 5, "DOC", 0.9), mention(0, 5, "STRATEGY", 0.7)])] == ["DOC"]


def test_doubtful_candidates_are_only_hints() -> None:
    assert settle([mention(0, 5, score=0.3)]) == []


def test_sure_candidates_join_what_the_model_read() -> None:
    read, sure, crossing = mention(0, 20, "DOC"), mention(2, 6, "MEETING", 0.95), mention(15, 25, "ORG", 0.95)
    assert combine([read], [sure, crossing]) == [read, sure]


def test_a_sure_programme_is_found_again() -> None:
    text = "设立云岭奖章。云岭奖章评选。《云岭奖章办法》"
    award, title = Mention(2, 6, "云岭奖章", "PROGRAMME", "", "test", 0.9), Mention(14, 22, "《云岭奖章办法》", "DOC", "", "test", 0.9)
    assert [(m.start, m.type) for m in everywhere(text, [award, title])] == [(2, "PROGRAMME"), (7, "PROGRAMME"), (14, "DOC")]
    assert everywhere(text, [replace(award, score=0.5)]) == [replace(award, score=0.5)]


def test_long_paragraphs_are_split() -> None:
    text = "开展工作。" * 10_000 + "\n" + "二"
    pieces = list(paragraphs(text))
    assert all(0 < b - a <= 20_000 for a, b in pieces)
    assert "".join(text[a:b] for a, b in pieces) == text.replace("\n", "")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="“”《》〈〉（）、，。：；市委国务院关于印发的通知开展改革平台试点一网通办 aB1\n\t😀", max_size=80))
def test_any_text_has_an_answer(text: str) -> None:
    for m in candidates(text):
        assert text[m.start:m.end] == m.text
    for m in found(text):
        assert m.start < m.end


def test_patterns_are_tried_where_one_of_their_words_stands() -> None:
    triggers = Triggers([["会议", "大会"], [""], ["大"], ["届", "会"]])
    assert triggers.pulled("大会") == [0, 1, 2, 3]
    assert triggers.pulled("会") == [1, 3]
    assert triggers.pulled("") == [1]


@pytest.mark.parametrize(("text", "name"), [
    ("昆明市“双千兆”城市", "“双千兆”城市"),
    ("上海市黄浦区“宝宝屋”", "“宝宝屋”"),
    ("省级“专精特新”企业", "“专精特新”企业"),
    ("顺义区全国青年发展型城市试点", "全国青年发展型城市试点"),
    ("全省统一的养老服务信息平台", "养老服务信息平台"),
    ("往届全国青年文明号", "全国青年文明号"),
    ("北京青年五四奖章", "北京青年五四奖章"),
    ("省级青年文明号", "省级青年文明号"),
    ("“北京青年好网民”", "“北京青年好网民”"),
    ("社区“微更新”计划", "社区“微更新”计划"),  # no place
    ("市场“准入”试点", "市场“准入”试点"),
])
def test_a_programme_begins_with_its_own_words(text, name):
    found = own_words(Mention(5, 5 + len(text), text, "PROGRAMME"))
    assert (found.text, found.end) == (name, 5 + len(text))
    assert found.end - found.start == len(name)


def test_a_strategy_in_its_set_form_is_added_only_where_no_other_name_stands():
    read = [mention(10, 20, "DOC", 0.8)]
    listed = [mention(0, 5, "STRATEGY", 0.85), mention(12, 16, "STRATEGY", 0.85), mention(18, 24, "STRATEGY", 0.85), mention(30, 35, "STRATEGY", 0.6), mention(40, 45, "DOC", 0.85)]
    assert [(m.start, m.type) for m in combine(read, listed)] == [(0, "STRATEGY"), (10, "DOC")]
