"""Two issuers, two documents: papers of one bare title stay apart, and what tells by itself keeps its title as its id."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.identity import paper_id
from extract.model import RawDocument, Speaker
from extract.pipeline import extract
from extract.triples import to_nquads
from graph.store import open_store

SCHOOLS = Speaker("浙江省教育厅", "provincial", "government", "浙江省")


@pytest.mark.parametrize(("title", "issuer", "speaker", "expected"), [
    ("2023年工作要点", "浙江省教育厅", SCHOOLS, "document/浙江省教育厅2023年工作要点"),
    ("浙江省2023年教育工作要点", "浙江省教育厅", SCHOOLS, "document/浙江省2023年教育工作要点"),
    ("关于做好开放数据工作的意见", "国务院办公厅", Speaker("国务院", "central", "government"), "document/关于做好开放数据工作的意见"),
    ("2023年工作要点", "", Speaker(), "document/2023年工作要点"),
    ("", "浙江省教育厅", SCHOOLS, "document/paper.txt"),
])
def test_a_title_that_does_not_tell_takes_its_issuer(title: str, issuer: str, speaker: Speaker, expected: str) -> None:
    assert paper_id(title, issuer, speaker, "paper.txt") == expected


def paper(issuer: str, source: str) -> RawDocument:
    return RawDocument(f"{issuer}关于印发《2023年工作要点》的通知\n各有关单位：\n现将《2023年工作要点》印发给你们。\n2023年3月1日\n2023年工作要点\n一、总体要求\n1.贯彻落实党的二十大精神。\n", source, "")


def test_two_papers_of_one_title_are_both_kept(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    read = [extract(paper("浙江省教育厅", "a.txt")), extract(paper("上海市徐汇区教育局", "b.txt"))]
    iris = {store.put(to_nquads(x)) for x in read}
    assert len(iris) == 2
    assert set(store.papers()) == iris
    for x in read:
        mine = next(e for e in x.entities if e.id == x.id)
        assert mine.label == "2023年工作要点"
        assert {m.entity for m in x.mentions if "工作要点" in m.text and "通知" not in m.text} == {x.id}
    store.close()
