"""Ten invented papers (real towns, nothing else in them is), one a genre, against what a careful annotator says of them (../shared/gold/GUIDELINES.md).

NAME.expected.json: `header` and `items` must be as given; `mentions` [type, text, entity] and `links` [item, relation, entity] are those beyond
doubt; no mention may touch a string of `never`. Mentions and links have a floor, so that a re-trained model does not fail over one name.
"""

import json
from functools import cache
from pathlib import Path

import pytest

from extract.pipeline import extract
from extract.read import read, read_bytes
from extract.scoring import norm
from extract.standoff import to_dict

CASES = Path(__file__).parent / "cases"
NAMES = sorted(p.stem for p in CASES.glob("*.txt"))
MENTIONS, LINKS = 0.85, 0.75  # so much of what is beyond doubt must be found


@cache
def expected(name: str) -> dict:
    return json.loads((CASES / f"{name}.expected.json").read_text("utf-8"))


@cache
def found(name: str) -> dict:
    return to_dict(extract(read(CASES / f"{name}.txt")))


def labels(name: str) -> dict[str, str]:
    return {e["id"]: norm(e["label"]) for e in found(name)["entities"]}


def report(name: str, missed: list[list[str]], total: int, what: str) -> float:
    """Prints what is missed; the share that is found."""
    share = 1 - len(missed) / total
    print(f"{name}: {share:.0%} of {total} {what}", *(f"  missed {' | '.join(m)!r}" for m in missed), sep="\n")
    return share


def test_there_are_ten_genres():
    assert len({expected(name)["genre"] for name in NAMES}) == len(NAMES) == 10


@pytest.mark.parametrize("name", NAMES)
def test_a_case_quotes_its_paper(name: str):
    text = (CASES / f"{name}.txt").read_text("utf-8")
    assert 500 <= len(text) <= 1200
    case = expected(name)
    for words in (*(m[1] for m in case["mentions"]), *case["never"]):
        assert words in text


@pytest.mark.parametrize("name", NAMES)
def test_the_header(name: str):
    head = found(name)["document"]
    assert {key: "".join(head[key].split()) for key in expected(name)["header"]} == expected(name)["header"]


@pytest.mark.parametrize("name", NAMES)
def test_the_items(name: str):
    assert [i["id"] for i in found(name)["items"]] == expected(name)["items"]


@pytest.mark.parametrize("name", NAMES)
def test_slogans_and_generic_work_are_no_mentions(name: str):
    text, mentions = (CASES / f"{name}.txt").read_text("utf-8"), found(name)["mentions"]
    for words in expected(name)["never"]:
        start = text.index(words)
        assert [m["text"] for m in mentions if m["start"] < start + len(words) and m["end"] > start] == []


@pytest.mark.parametrize("name", NAMES)
def test_mentions_beyond_doubt(name: str):
    names = labels(name)
    have = {(m["type"], m["text"], names[m["entity"]]) for m in found(name)["mentions"]}
    missed = [m for m in expected(name)["mentions"] if (m[0], m[1], norm(m[2])) not in have]
    assert report(name, missed, len(expected(name)["mentions"]), "mentions") >= MENTIONS


@pytest.mark.parametrize("name", NAMES)
def test_links_beyond_doubt(name: str):
    names = labels(name)
    have = {(link["from"], link["relation"], names[link["entity"]]) for link in found(name)["links"]}
    missed = [row for row in expected(name)["links"] if (row[0], row[1], norm(row[2])) not in have]
    assert report(name, missed, len(expected(name)["links"]), "links") >= LINKS


@pytest.mark.xfail(strict=True, reason="a place that is in no list of divisions gives its bodies no name: 市财政局 of 荆川市 stays 财政局")
def test_a_town_that_no_list_knows():
    text = (CASES / "shishi_fangan.txt").read_text("utf-8").replace("荆州", "荆川")
    bodies = {m[1].replace("荆州", "荆川"): m[2].replace("荆州", "荆川") for m in expected("shishi_fangan")["mentions"] if m[0] == "ORG" and m[1].startswith("市")}
    got = to_dict(extract(read_bytes(text.encode(), "paper.txt")))
    names = {e["id"]: e["label"] for e in got["entities"]}
    assert {m["text"]: names[m["entity"]] for m in got["mentions"] if m["text"] in bodies} == bodies
