"""Organisations in running text and in lists: what is a name and where it ends."""

from __future__ import annotations

import pytest

from extract.mentions.organizations import find

CASES = [
    ("（责任单位：市发展改革委、市财政局，各县（市）区人民政府）", ["市发展改革委", "市财政局"]),
    ("市委市政府高度重视", ["市委", "市政府"]),
    ("区委、区政府", ["区委", "区政府"]),
    ("牵头单位：官渡区、西山区人民政府", ["官渡区", "西山区人民政府"]),
    ("与天津、河北青联开展交流", ["天津", "河北青联"]),
    ("（财政部、人力资源社会保障部按职责分工负责）", ["财政部", "人力资源社会保障部"]),
    ("《中共昆明市委办公厅关于印发方案的通知》", ["中共昆明市委办公厅"]),
    ("贯彻落实党中央、国务院决策部署", ["党中央", "国务院"]),
    ("各级团组织、各有关单位要加强领导", []),
    ("激发市场主体活力，提升市民满意度", []),
    ("打造法治政府，建设服务型政府", []),
]


@pytest.mark.parametrize(("text", "names"), CASES, ids=[c[0][:14] for c in CASES])
def test_find(text: str, names: list[str]) -> None:
    found = find(text)
    assert [m.text for m in found] == names
    assert all(text[m.start:m.end] == m.text and m.type == "ORG" for m in found)


def test_a_long_line_is_read_in_time() -> None:
    assert len(find("（责任单位：市财政局）" * 2000)) == 2000
