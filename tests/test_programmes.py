"""Programmes: how they are written, and what is none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.lexicon import rows
from extract.mentions.programmes import find


def names(text: str, least: float = 0.0) -> set[str]:
    return {m.text for m in find(text) if m.score >= least}


@pytest.mark.parametrize(("text", "name"), [
    ("深化“一业一证”改革，扩大试点范围。", "“一业一证”改革"),
    ("推进“双随机、一公开”监管全覆盖。", "“双随机、一公开”监管"),
    ("办好“青春北京”全媒体平台，扩大覆盖。", "“青春北京”全媒体平台"),
    ("开展涉企违规收费专项整治行动。", "涉企违规收费专项整治行动"),
    ("提升12345热线服务水平。", "12345热线"),
    ("组织参加中欧班列推介。", "中欧班列"),
    ("培育专精特新“小巨人”企业。", "专精特新“小巨人”企业"),
    ("实施“特岗计划”。", "“特岗计划”"),
])
def test_is_found(text: str, name: str) -> None:
    assert name in names(text, 0.6)


@pytest.mark.parametrize(("text", "name"), [
    ("解决群众“急难愁盼”问题。", "“急难愁盼”"),
    ("做到“应上尽上”。", "“应上尽上”"),
    ("坚持“谁主管、谁负责”原则。", "“谁主管、谁负责”"),
    ("按照“十四五”规划要求。", "“十四五”"),
    ("建立“白名单”。", "“白名单”"),
])
def test_slogans_are_no_programmes(text: str, name: str) -> None:
    assert name not in names(text)


def test_an_unquoted_name_begins_after_its_verb() -> None:
    assert "积极开展涉企违规收费专项整治行动" not in names("积极开展涉企违规收费专项整治行动。")


@given(st.text(alphabet="“”《》（）、，。开展改革平台试点一网通办 a1\n", max_size=60))
def test_spans_quote_the_text(text: str) -> None:
    for m in find(text):
        assert text[m.start:m.end] == m.text
        assert 0.0 <= m.score <= 1.0
        assert m.type == "PROGRAMME"


@pytest.mark.parametrize("name", ["programme_heads", "programme_modes", "programme_verbs"])
def test_lexicons_name_a_thing_once(name: str) -> None:
    first = [next(iter(row.values())) for row in rows(name)]
    assert sorted(first) == sorted(set(first))


def test_negatives_compile() -> None:
    assert all(re.compile(row["pattern"]) and row["where"] in ("inside", "before", "after") for row in rows("programme_negatives"))
