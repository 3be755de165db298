"""Doctrines and strategies: set forms with their quotes, and what only sounds like one."""

from __future__ import annotations

import re

import pytest

from extract.folding import fold
from extract.lexicon import rows
from extract.mentions.formulations import find

FOUND = [
    ("以习近平新时代中国特色社会主义思想为指导", [("DOCTRINE", "习近平新时代中国特色社会主义思想")]),
    ("深刻领悟“两个确立”的决定性意义，增强“四个意识”", [("DOCTRINE", "“两个确立”"), ("DOCTRINE", "“四个意识”")]),
    ("以邓小平理论、“三个代表”重要思想、科学发展观为指导", [("DOCTRINE", "邓小平理论"), ("DOCTRINE", "“三个代表”重要思想"), ("DOCTRINE", "科学发展观")]),
    ("贯彻习近平总书记关于青年工作的重要思想", [("DOCTRINE", "习近平总书记关于青年工作的重要思想")]),
    ("“青年马克思主义者培养工程”", []),
    ("深化“放管服”改革", [("STRATEGY", "“放管服”改革")]),
    ("深入推进放管服改革", [("STRATEGY", "放管服改革")]),
    ("投身京津冀协同发展，助力“五子”联动", [("STRATEGY", "京津冀协同发展"), ("STRATEGY", "“五子”联动")]),
    ("促进北京碳达峰、碳中和目标实现", [("STRATEGY", "碳达峰"), ("STRATEGY", "碳中和")]),
    ("巩固拓展脱贫攻坚成果与乡村振兴有效衔接", [("STRATEGY", "巩固拓展脱贫攻坚成果与乡村振兴有效衔接"), ("STRATEGY", "乡村振兴")]),
    ("服务“一带一路”建设", [("STRATEGY", "“一带一路”建设")]),
    ("积极推动经济高质量发展", [("STRATEGY", "高质量发展")]),
    ("促进民营经济高质量发展", []),  # of a kind of firm, not of the economy
    ("青少年事业高质量发展", []),  # the plan's own field
    ("乡村振兴局、长三角一体化示范区", []),  # a body, a programme
    ("推行“亩均论英雄”综合改革试点", [("STRATEGY", "“亩均论英雄”综合改革")]),
    ("推进“一件事一次办”改革", []),  # a service mode is a programme
    ("实施“三高四新”战略", [("STRATEGY", "“三高四新”战略")]),
    ("实施制度型开放战略", [("STRATEGY", "制度型开放战略")]),
    ("加快建设区域性国际科技创新中心。", [("STRATEGY", "区域性国际科技创新中心")]),
    ("昆明市建设区域性国际中心城市2023年度工作任务", [("STRATEGY", "建设区域性国际中心城市")]),
    ("培育战略性新兴产业，服务国家重大战略", []),
]


@pytest.mark.parametrize(("text", "names"), FOUND, ids=[t[:20] for t, _ in FOUND])
def test_formulations_in_a_text(text: str, names: list[tuple[str, str]]) -> None:
    assert [(m.type, m.text) for m in find(text) if m.score >= 0.5] == names


@pytest.mark.parametrize("lexicon", ["formulation_doctrines", "formulation_strategies"])
def test_each_form_stands_once_and_its_name_is_a_form_of_its_own(lexicon: str) -> None:
    listed = rows(lexicon)
    forms = [fold(r["form"])[0] for r in listed]
    assert len(forms) == len(set(forms))
    assert all(r["case"] for r in listed)
    chained = [r["name"] for r in listed if r["name"] and fold(r["name"])[0] in {fold(o["form"])[0] for o in listed if o["name"] and o["name"] != o["form"]}]
    assert chained == []


def test_quotes_and_spaces_are_folded_with_the_way_back() -> None:
    folded, at = fold("“放管服” 改革")
    assert folded == "放管服改革"
    assert at == [1, 2, 3, 6, 7]


@pytest.mark.parametrize("lexicon", ["doc_patterns", "formulation_patterns", "meeting_patterns"])
def test_each_pattern_hits_the_case_that_stands_beside_it(lexicon: str) -> None:
    for row in rows(lexicon):
        assert re.search(row["pattern"], row["case"]), row["rule"]
        assert any(word in row["case"] for word in row["needs"].split("|")), row["rule"]
