"""Places by their full and short names, as the one who speaks understands them."""

from __future__ import annotations

import re

import pytest

from extract.places import leading_place, place_names, place_pattern, places_in, territory

PLACES = [
    ("中国共产党云南省委员会", (), True, ("云南省",)),
    ("上海市公安局青浦分局", ("上海市",), True, ("上海市", "青浦区")),
    ("国家税务总局昆明市税务局", (), True, ("云南省", "昆明市")),
    ("寻甸县人民政府", (), False, ("云南省", "昆明市", "寻甸回族彝族自治县")),
    ("宁夏回族自治区市场监管厅", (), False, ("宁夏回族自治区",)),
    ("内蒙古教育厅", (), False, ("内蒙古自治区",)),
    ("安图生物", ("河南省",), False, ()),
    ("中山大学", ("广东省",), False, ()),
]


@pytest.mark.parametrize(("label", "mine", "anywhere", "path"), PLACES, ids=[p[0] for p in PLACES])
def test_territory(label: str, mine: tuple[str, ...], anywhere: bool, path: tuple[str, ...]) -> None:
    assert territory(label, mine, anywhere=anywhere).path == path


def test_names_full_and_short() -> None:
    assert {"上海市", "上海", "黄浦区", "黄浦", "寻甸县", "恩施州"} <= place_names()
    assert "财政局" not in place_names()


def test_place_names_are_found_as_the_pattern_finds_them() -> None:
    text = "上海市黄浦区、昆明市官渡区和延边朝鲜族自治州，中国（上海）自由贸易试验区"
    assert places_in(text) == [(m.start(), m.group()) for m in re.finditer(place_pattern(), text)]
    assert leading_place(text)
    assert not leading_place("在" + text)
    assert not leading_place("")
