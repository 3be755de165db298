"""Annotation by table: every occurrence or those in a context, longer marks first, faults named by their line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.marks import links, main, marked, rows, standings, table

TEXT = "市政府办公室印发《“一网通办”方案》。市政府推进“一网通办”，\n市政\n府落实。"


def spans(table: str) -> list[tuple[str, str, bool]]:
    return [(str(m["type"]), str(m["text"]), bool(m["optional"])) for m in marked(TEXT, table)[0]]


def test_every_occurrence_that_no_longer_mark_of_its_type_holds() -> None:
    found = spans("ORG\t市政府\nORG\t市政府办公室\nPROGRAMME\t“一网通办”\nDOC\t《“一网通办”方案》")
    assert found == [("ORG", "市政府办公室", False), ("DOC", "《“一网通办”方案》", False), ("PROGRAMME", "“一网通办”", False), ("ORG", "市政府", False), ("PROGRAMME", "“一网通办”", False)]


def test_a_context_binds_and_may_nest_and_doubt() -> None:
    assert spans("ORG?\t市政府\t市政府办公室") == [("ORG", "市政府", True)]
    assert spans("ORG\t市政\\n府") == [("ORG", "市政\n府", False)]


@pytest.mark.parametrize("told", [
    "ORG\t市政府\nORG\t市政府办公室\nPROGRAMME\t“一网通办”\nDOC\t《“一网通办”方案》",
    "ORG?\t市政府\t市政府办公室", "ORG\t市政\\n府", "ORG\t市政府\t市政府推进", "ORG\t市政府\t市政府办\nORG?\t市政府\t市政府推",
])
def test_a_table_of_mentions_gives_them_back(told: str) -> None:
    mentions = marked(TEXT, told)[0]
    assert marked(TEXT, table(TEXT, mentions)) == (mentions, [])


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(1, 4), st.booleans()), max_size=6))
def test_any_marks_can_be_told_in_a_table(spans: list[tuple[int, int, bool]]) -> None:
    text = "市政府市政府办市政甲市政府"  # the same words again and again, in and beside each other
    chosen = {(a, min(a + n, len(text))): doubt for a, n, doubt in spans}
    kept = {s: d for s, d in chosen.items() if not any(o[0] < s[0] < o[1] < s[1] or s[0] < o[0] < s[1] < o[1] for o in chosen)}
    mentions = [{"start": a, "end": b, "type": "ORG", "optional": d} for (a, b), d in sorted(kept.items())]
    again, faults = marked(text, table(text, mentions))
    assert (faults, [(m["start"], m["end"], m["optional"]) for m in again]) == ([], [(m["start"], m["end"], m["optional"]) for m in mentions])


def test_links_are_told_in_a_table_too() -> None:
    assert links("3\tserves?\t乡村\\n振兴\n2.1\tdrafts\t《条例》") == [
        {"from": "3", "relation": "serves", "entity": "乡村\n振兴", "optional": True}, {"from": "2.1", "relation": "drafts", "entity": "《条例》", "optional": False}]
    with pytest.raises(ValueError, match="line 2"):
        links("3\tserves\t乡村振兴\n3\thelps\t乡村振兴")


def test_standings_are_told_in_a_table_too() -> None:
    assert standings("PROGRAMME\t随申办\tprovincial\tgovernment?") == [{"type": "PROGRAMME", "entity": "随申办", "tier": "provincial", "standing": "government", "optional": True}]
    with pytest.raises(ValueError, match="line 2"):
        standings("DOC\t甲\tcentral\tparty\nDOC\t乙\tcity\town")


def test_faults_name_their_line() -> None:
    assert marked(TEXT, "ORG\t省政府")[1] == ["line 1: not in the text: 省政府"]
    assert "crossing" in marked(TEXT, "ORG\t市政府办公室\nDOC\t室印发")[1][0]
    with pytest.raises(ValueError, match="line 2"):
        list(rows("# a comment\nPLACE\t北京"))


def test_the_command_tells_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder, name, text in (("texts", "a.txt", TEXT), ("marks", "a.tsv", "ORG\t市政府\n"), ("texts", "b.txt", TEXT), ("marks", "b.tsv", "ORG\t县政府\n")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_text(text, "utf-8")
    assert main(tmp_path / "texts", tmp_path / "marks", tmp_path / "out", []) == 1
    told = capsys.readouterr()
    assert "b.tsv: line 1" in told.err
    assert "a DOC 0 MEETING 0 PROGRAMME 0 ORG 2" in told.out
    assert (tmp_path / "out" / "a.gold.json").is_file()
