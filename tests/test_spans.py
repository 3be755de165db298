"""Candidate spans and what decides between them: all who propose a span are heard, what is counted is right, the model is the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.errors import LexiconError
from extract.mentions import ranking, spans
from extract.mentions.segments import words
from extract.mentions.spans import Candidate
from extract.model import Mention

TEXT = "建设商业秘密保护创新试点，办好“飞鹰计划”、云上论坛。\n落实“飞鹰计划”。"
HEADS = frozenset({"试点", "论坛"})
TAGGED = [Candidate(15, 21, "PROGRAMME", 0.9, 1, True), Candidate(22, 26, "PROGRAMME", 0.4, 1), Candidate(16, 20, "PROGRAMME", 0.1, 1), Candidate(29, 35, "PROGRAMME", 0.2, 1)]
FOUND = [Mention(15, 21, TEXT[15:21], "PROGRAMME", "", "programme.quoted", 0.5)]


@pytest.fixture(scope="module")
def everything() -> list[Candidate]:
    return spans.candidates(TEXT, TAGGED, FOUND, spans.phrases(words(TEXT), HEADS).spans())


def at(found: list[Candidate], surface: str) -> Candidate:
    return next(c for c in found if TEXT[c.start:c.end] == surface)


def test_taggers_and_finders_meet_in_one_candidate(everything: list[Candidate]) -> None:
    flying = at(everything, "“飞鹰计划”")
    assert (flying.probability, flying.rule, flying.sure, flying.chosen) == (0.9, "programme.quoted", 0.5, True)
    assert len({(c.start, c.end, c.type) for c in everything}) == len(everything)


def test_no_name_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    text = "各县（市、区）人民政府落实“"
    odd = [Candidate(6, 11, "ORG", 0.9, 1, True), Candidate(7, 11, "ORG", 0.8, 1), Candidate(11, 14, "PROGRAMME", 0.9, 1)]
    assert [text[c.start:c.end] for c in spans.candidates(text, odd, [], [])] == ["人民政府"]


def test_noun_phrases_end_in_a_head_and_cross_no_mark() -> None:
    found = {TEXT[a:b] for a, b in spans.phrases(words(TEXT), HEADS).spans()}
    assert "商业秘密保护创新试点" in found
    assert "建设商业秘密保护创新试点" in found
    assert "云上论坛" in found
    assert not any("，" in f or "、" in f or "\n" in f for f in found)


def test_words_know_their_places() -> None:
    split = words(TEXT)
    assert "".join(split.words) == TEXT
    assert split.word(split.first(2)) == TEXT[2:2 + len(split.word(split.first(2)))]
    assert split.last(len(TEXT)) == len(split.words) - 1
    assert split.first(len(TEXT) + 5) == -1
    assert split.word(-1) == "^"


def test_wordings_say_what_stands_in_and_around(everything: list[Candidate]) -> None:
    seen, c = spans.view(TEXT, words(TEXT), everything), at(everything, "“飞鹰计划”")
    said = dict(zip(spans.FAMILIES, spans.wordings(c, seen, spans.place(c, seen)), strict=True))
    assert said["quoted"] == "飞鹰计划"
    assert said["after1"] == "、"
    assert said["verb"] == "办好"
    assert said["surface"] == "飞鹰计划"


def test_rivals_and_neighbours_are_counted(everything: list[Candidate]) -> None:
    seen = spans.view(TEXT, words(TEXT), everything)
    outer, inner = (spans.numbers(c, seen, spans.place(c, seen)) for c in (at(everything, s) for s in ("“飞鹰计划”", "飞鹰计划")))
    assert len(outer) == len(inner)
    assert outer[5] == 0.1  # inside it
    assert inner[6] == 0.9  # around it
    assert 0.4 in outer  # 云上论坛 behind 、


def taught() -> list[ranking.Example]:
    everything = spans.candidates(TEXT, TAGGED, FOUND, spans.phrases(words(TEXT), HEADS).spans())
    gold = [Mention(a, b, TEXT[a:b], "PROGRAMME") for a, b in ((15, 21), (29, 35))]
    return [e for group in range(4) for _ in range(20) for e in ranking.examples(TEXT, words(TEXT), everything, gold, frozenset({(22, 26)}), group, 0)]


def test_what_touches_an_optional_mark_teaches_nothing() -> None:
    assert not any(e.wordings[spans.FAMILIES.index("surface")] == "云上论坛" for e in taught())
    assert any(e.name for e in taught())


def test_it_decides_as_it_was_taught_and_each_time_the_same(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        ranking.train(taught(), HEADS, tmp_path / folder)
    for name in ranking.FILES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    ranker = ranking.load(tmp_path / "a")
    assert ranker is not None
    read = ranking.read(TEXT, TAGGED, FOUND, ranker)
    assert [(m.start, m.end) for m in read if m.type == "PROGRAMME" and "“" in m.text] == [(15, 21), (29, 35)]
    assert "飞鹰计划" not in {m.text for m in read}


def test_no_model_is_no_error_and_a_broken_one_is_named(tmp_path: Path) -> None:
    assert ranking.load(tmp_path) is None
    for name in ranking.FILES:
        (tmp_path / name).write_text("nothing", "utf-8")
    with pytest.raises(LexiconError, match=r"spans\.programmes"):
        ranking.load(tmp_path)
