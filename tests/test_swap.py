"""The swapped plan: as long as the plan, with none of its names, and the same marks."""

import json
import random
from pathlib import Path

import pytest

from extract.swap import invent, swap_names, swap_place

PLAN = "北京共青团2023年工作要点"
TEXT = Path(f"data/plans/{PLAN}.txt").read_bytes().decode("utf-8")
GOLD = json.loads(Path(f"data/gold/{PLAN}.gold.json").read_text("utf-8"))


@pytest.mark.parametrize("swapped", [swap_names(TEXT, GOLD), swap_place(TEXT, GOLD)], ids=["names", "place"])
def test_every_mark_still_quotes_the_text(swapped):
    text, gold = swapped
    assert len(text) == len(TEXT)
    assert all(text[m["start"]:m["end"]] == m["text"] for m in gold["mentions"])
    assert len(gold["links"]) == len(GOLD["links"])


def test_names_are_gone_and_formulas_stay():
    text, gold = swap_names(TEXT, GOLD)
    assert "青马工程" in TEXT
    assert not any(name in text for name in ("青马工程", "星光自护", "挑战杯", "京团办字〔2023〕2号"))
    assert all(text.count(name) == TEXT.count(name) for name in ("党的二十大", "“两个确立”", "乡村振兴"))
    assert gold["meta"]["document_number"] in text


def test_the_place_is_another():
    text, gold = swap_place(TEXT, GOLD)
    assert "北京" not in text
    assert gold["meta"]["issuer"] == "中国共产主义青年团重庆市委员会办公室"
    assert gold["meta"]["document_number"].startswith("渝团")


def test_an_invented_name_keeps_its_form():
    name = invent("“北京青年五四奖章”", random.Random(1), {})
    assert (len(name), name[:5], name[7:]) == (10, "“北京青年", "奖章”")
    assert "五四" not in name
