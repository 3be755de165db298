"""Clauses: where a verb's reach ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.relations.clauses import split


def clause_of(text: str, name: str, names: tuple[str, ...] = ()) -> str:
    """The clause of the name's first occurrence; `names` are spans that no mark may split."""
    spans = [(text.index(n), text.index(n) + len(n)) for n in names]
    at = text.index(name)
    start, end = split(text, spans).clause(at, at + len(name))
    return text[start:end]


@pytest.mark.parametrize(("text", "name", "names", "clause"), [
    ("以A为指导，贯彻B精神。", "A", (), "以A为指导，"),
    ("以A为指导，贯彻B精神。", "B", (), "贯彻B精神。"),
    ("落实A；服务B。", "A", (), "落实A；"),
    ("落实《关于甲；乙的意见》，服务B。", "意见", ("《关于甲；乙的意见》",), "落实《关于甲；乙的意见》，"),
    ("一、深化A\n1.实施B。", "A", (), "一、深化A\n"),
    ("责任单位：A、B", "B", (), "A、B"),
    ("协同A、B和C推进。", "B", (), "协同A、B和C推进。"),
])
def test_clause(text: str, name: str, names: tuple[str, ...], clause: str) -> None:
    assert clause_of(text, name, names) == clause


def test_a_span_over_two_clauses_gets_both() -> None:
    text = "落实A，服务B。此外"
    assert split(text, []).clause(0, 7) == (0, 8)


@given(st.text(alphabet="落实A，。；\n：B、", max_size=60), st.data())
def test_a_clause_lies_in_its_sentence_and_holds_its_name(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = split(text, [])
    sentence, clause = found.sentence(start, end), found.clause(start, end)
    assert 0 <= sentence[0] <= clause[0] <= start
    assert clause[1] <= sentence[1] <= len(text)
    if start < end:
        assert end <= clause[1]
