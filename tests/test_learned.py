"""The recogniser that learns: what it is taught it finds, what is optional teaches nothing, the same papers give the same model."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.errors import LexiconError
from extract.mentions import learned
from extract.mentions.features import features, read_paper, repeats
from extract.model import EntityType, Mention

TEXT = "实施“飞鹰计划”，办好云上论坛。落实《青年条例》。"


def names(*spans: tuple[int, int, EntityType]) -> list[Mention]:
    return [Mention(a, b, TEXT[a:b], type_) for a, b, type_ in spans]


def seen(text: str) -> list[list[str]]:
    return features(text, [(0, len(text))], [], read_paper(text)).strings()


GOLD = names((2, 8, "PROGRAMME"), (11, 15, "PROGRAMME"), (18, 24, "DOC"), (19, 21, "ORG"))
PIECES = [(0, len(TEXT))]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> learned.Model:
    folder = tmp_path_factory.mktemp("model")
    learned.train([learned.examples(TEXT, PIECES, [], GOLD, frozenset())] * 4, folder)
    made = learned.load(folder)
    assert made is not None
    return made


def test_it_finds_what_it_was_taught(model: learned.Model) -> None:
    found = learned.read(TEXT, PIECES, [], model)
    assert [(m.start, m.end, m.type) for m in sorted(found, key=lambda m: m.start)] == [(m.start, m.end, m.type) for m in GOLD]
    assert all(0.0 < m.score <= 1.0 for m in found)


def test_the_same_papers_give_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        learned.train([learned.examples(TEXT, PIECES, [], GOLD, frozenset())] * 3, tmp_path / folder)
    for name in learned.FILES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_optional_marks_teach_nothing() -> None:
    made = learned.examples(TEXT, PIECES, [], GOLD, frozenset({(2, 8)}))
    assert sum(len(labels) for _, labels in made.outer) == len(TEXT) - 6
    assert not any(label.endswith("P") for _, labels in made.outer[:1] for label in labels)


def test_labels_tell_outer_from_inner_names() -> None:
    made = learned.examples(TEXT, PIECES, [], GOLD, frozenset())
    assert [label for _, labels in made.outer for label in labels][18:24] == ["BD", "ID", "ID", "ID", "ID", "ED"]
    assert any("BG" in labels for _, labels in made.inner)


def test_no_model_is_no_error(tmp_path: Path) -> None:
    assert learned.load(tmp_path) is None


def test_a_broken_model_is_named(tmp_path: Path) -> None:
    for name in learned.FILES:
        (tmp_path / name).write_bytes(b"nothing")
    with pytest.raises(LexiconError, match=r"names\.outer"):
        learned.load(tmp_path)


@pytest.mark.parametrize("text", ["“", "”“", "《“》”", "a", "（）" * 50, " 　", "“甲乙丙”丁", "😀“x”"])
def test_every_character_has_features(text: str) -> None:
    assert len(seen(text)) == len(text)


def test_a_name_quoted_once_is_known_where_it_stands_without_quotes() -> None:
    text = "“云上工程”启动。云上工程要办好。"
    items = seen(text)
    assert "Bn" in items[9]
    assert "En" in items[12]
    assert "Bn" not in items[1]


def test_a_phrase_that_comes_back_is_known() -> None:
    text = "参评海南省专利奖，设立海南省专利奖评委会。海南省专利奖评选。"
    assert "海南省专利奖" in repeats(text)
    assert repeats("只说一次的海南省专利奖。") == []


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 9])
def test_the_second_tagger_sees_the_place_of_each_character(size: int) -> None:
    items: list[list[str]] = [[] for _ in range(size)]
    for first, end, feature in learned._inner("ORG", size):
        for item in items[first:end]:
            item.append(feature)
    assert items == [["oG", f"oG{min(i, 3)}", f"OG{min(size - i, 4)}"] for i in range(size)]
