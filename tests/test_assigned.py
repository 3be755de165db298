"""Lists of responsible bodies."""

from __future__ import annotations

import time

import pytest

from extract.model import Mention
from extract.relations.assigned import listed


def roles(text: str, *bodies: str) -> list[tuple[str, str, int]]:
    """(body, role, order) of the bodies that stand in a list."""
    mentions = []
    at = 0
    for body in bodies:
        at = text.index(body, at)
        mentions.append(Mention(at, at + len(body), body, "ORG", f"organization/{body}"))
        at += len(body)
    found = listed(text, mentions)
    return [(m.text, found[m.start, m.end].role, found[m.start, m.end].order) for m in mentions if (m.start, m.end) in found]


@pytest.mark.parametrize(("text", "bodies", "expected"), [
    ("（责任单位：省民政厅、省财政厅）", ("省民政厅", "省财政厅"), [("省民政厅", "responsible", 1), ("省财政厅", "responsible", 2)]),
    ("（市工信局牵头，市财政局、市科技局配合，各县区落实）", ("市工信局", "市财政局", "市科技局"),
     [("市工信局", "lead", 1), ("市财政局", "support", 2), ("市科技局", "support", 3)]),
    ("（省商务厅、省委改革办负责）", ("省商务厅", "省委改革办"), [("省商务厅", "responsible", 1), ("省委改革办", "responsible", 2)]),
    ("（教育部、财政部等按职责分工负责）", ("教育部", "财政部"), [("教育部", "remit", 1), ("财政部", "remit", 2)]),
    ("牵头单位：市商务局；责任单位：市教委、市财政局\n下一段市教委", ("市商务局", "市教委", "市财政局", "市教委"),
     [("市商务局", "lead", 1), ("市教委", "responsible", 2), ("市财政局", "responsible", 3)]),
    ("[责任单位：昆明轨道集团，自贸试验（经济合作）区管委会，市水务局]", ("昆明轨道集团", "市水务局"),
     [("昆明轨道集团", "responsible", 1), ("市水务局", "responsible", 2)]),
    ("（省政府办公厅〔省大数据管理局〕牵头，各地按职责分工负责）", ("省政府办公厅", "省大数据管理局"),
     [("省政府办公厅", "lead", 1), ("省大数据管理局", "lead", 2)]),
    ("市残联（深圳市特殊教育学校）开展培训", ("市残联", "深圳市特殊教育学校"), []),
    ("会同市财政局推进落实", ("市财政局",), []),
    ("（以下简称市教委）", ("市教委",), []),
])
def test_lists(text: str, bodies: tuple[str, ...], expected: list[tuple[str, str, int]]) -> None:
    assert roles(text, *bodies) == expected


def test_brackets_that_never_close_cost_linear_time() -> None:
    start = time.perf_counter()
    assert listed("（" * 200_000, []) == {}
    assert time.perf_counter() - start < 2
