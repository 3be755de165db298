"""What the text says of a name: by clause and governing verb, with attributes and evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.lexicon import rows
from extract.model import ENTITY_TYPES, CleanText, Document, Entity, Header, Item, Link, Mention, Section, Structure
from extract.relations import relate
from extract.relations.cases import case, cases
from extract.relations.cues import classes, decisions, find_cues
from extract.relations.held_out import calibration_error


def said(kind: str, marked: str, *, rules: bool = False) -> set[tuple[str, str]]:
    """(relation, name) pairs of a sentence with its names in 【】."""
    text, structure, mentions, entities, _ = case(marked, kind)  # type: ignore[arg-type]
    links = relate(text, structure, mentions, entities, tagger=None) if rules else relate(text, structure, mentions, entities)
    return {(link.relation, link.entity.split("/", 1)[1]) for link in links}


@pytest.mark.parametrize(("kind", "marked", "expected"), [
    ("MEETING", "全面贯彻落实【党的二十大】精神", {("implements", "党的二十大")}),
    ("MEETING", "2023年是全面贯彻【党的二十大】精神的开局之年", set()),
    ("MEETING", "认真做好【市第十五次团代会】筹备工作", {("convenes", "市第十五次团代会")}),
    ("MEETING", "及时组织学习【团十九大】精神", {("studies", "团十九大")}),
    ("DOC", "深入实施【《北京市未成年人保护条例》】", {("implements", "《北京市未成年人保护条例》")}),
    ("DOC", "制定【《北京市团校深化改革方案》】", {("drafts", "《北京市团校深化改革方案》")}),
    ("DOC", "严格按照【《展会知识产权保护指引》】加强展前排查", {("guided_by", "《展会知识产权保护指引》")}),
    ("DOC", "力争年内出台【《市养老服务条例》】", {("drafts", "《市养老服务条例》")}),
    ("PROGRAMME", "实施【“青马工程”】，培养青年骨干", {("carries_out", "“青马工程”")}),
    ("PROGRAMME", "依托【北京绿色交易所】开展培训", {("works_with", "北京绿色交易所")}),
    ("PROGRAMME", "做强【“青春北京”全媒体平台】", {("carries_out", "“青春北京”全媒体平台")}),
    ("PROGRAMME", "优化【港澳青年北京汇】、【青年台湾驿站】等平台建设", {("carries_out", "港澳青年北京汇"), ("carries_out", "青年台湾驿站")}),
    ("STRATEGY", "助力【乡村振兴】，服务【京津冀协同发展】", {("serves", "乡村振兴"), ("serves", "京津冀协同发展")}),
    ("STRATEGY", "积极贡献【国际科技创新中心建设】", {("serves", "国际科技创新中心建设")}),
    ("DOCTRINE", "以【习近平新时代中国特色社会主义思想】为指导", {("guided_by", "习近平新时代中国特色社会主义思想")}),
    ("DOCTRINE", "大力培育和践行【社会主义核心价值观】", {("studies", "社会主义核心价值观")}),
    ("ORG", "贯彻【党中央】、【国务院】决策部署", {("implements", "党中央"), ("implements", "国务院")}),
    ("ORG", "按照【市委】部署安排", {("guided_by", "市委")}),
    ("ORG", "（责任单位：【市教委】、【市财政局】）", {("assigned_to", "市教委"), ("assigned_to", "市财政局")}),
    ("ORG", "联合【市妇联】开展家庭教育指导", {("works_with", "市妇联")}),
    ("ORG", "责任单位：【市政府】有关部门", set()),
])
def test_relations(kind: str, marked: str, expected: set[tuple[str, str]]) -> None:
    assert said(kind, marked) == expected


@pytest.mark.parametrize(("kind", "marked", "expected"), [
    ("MEETING", "贯彻【党的二十大】精神", {("implements", "党的二十大")}),
    ("DOC", "制定【《方案》】", {("drafts", "《方案》")}),
    ("DOCTRINE", "以【科学发展观】为指导", {("guided_by", "科学发展观")}),
    ("ORG", "（【市教委】牵头）", {("assigned_to", "市教委")}),
    ("MEETING", "2023年是贯彻【党的二十大】精神的开局之年", set()),
])
def test_the_rules_stand_alone(kind: str, marked: str, expected: set[tuple[str, str]]) -> None:
    assert said(kind, marked, rules=True) == expected


def one(kind: str, marked: str) -> Link:
    """The only link of a sentence."""
    text, structure, mentions, entities, _ = case(marked, kind)  # type: ignore[arg-type]
    links = relate(text, structure, mentions, entities)
    assert len(links) == 1
    return links[0]


@pytest.mark.parametrize(("kind", "marked", "attributes"), [
    ("MEETING", "贯彻落实【党的二十大】精神", {"cue": "贯彻落实", "via": "精神"}),
    ("ORG", "按照【市委】部署安排开展工作", {"cue": "按照", "via": "部署", "basis": "ground"}),
    ("DOCTRINE", "以【科学发展观】为指导", {"cue": "以", "basis": "thought"}),
    ("PROGRAMME", "持续深化【“青马工程”】", {"cue": "持续深化", "stage": "continue"}),
    ("PROGRAMME", "创设【“青声驿站”】", {"cue": "创设", "stage": "launch"}),
    ("ORG", "联合【市妇联】开展活动", {"mode": "partner"}),
    ("PROGRAMME", "依托【国家政务服务平台】办理", {"mode": "vehicle"}),
    ("ORG", "（【市教委】牵头，各区配合）", {"role": "lead", "order": 1}),
])
def test_attributes(kind: str, marked: str, attributes: dict[str, object]) -> None:
    link = one(kind, marked)
    assert {name: getattr(link, name) for name in attributes} == attributes


def test_one_link_a_pair_with_an_evidence_a_clause() -> None:
    text = "1.实施“青马工程”。各区深化“青马工程”，扩大规模。"
    first, second = text.index("“"), text.rindex("“")
    mentions = tuple(Mention(at, at + 6, text[at : at + 6], "PROGRAMME", "programme/青马工程") for at in (first, second))
    structure = Structure(Header(), (Document("plan", "", "plan", 0, len(text)),), (), (Item("1", "", "plan", "", 0, len(text)),))
    clean = CleanText(text, range(len(text)), range(1, len(text) + 1))
    links = relate(clean, structure, mentions, (Entity("programme/青马工程", "PROGRAMME", "青马工程"),))
    assert [(link.source, link.relation) for link in links] == [("1", "carries_out")]
    assert [text[e.start : e.end] for e in links[0].evidence] == ["1.实施“青马工程”。", "各区深化“青马工程”"]


def test_an_item_wins_over_its_section_and_attachments_say_nothing() -> None:
    text = "一、助力乡村振兴\n1.服务乡村振兴。\n附件：服务乡村振兴。"
    a, b, c = (i for i in range(len(text)) if text.startswith("乡村振兴", i))
    mentions = tuple(Mention(at, at + 4, "乡村振兴", "STRATEGY", "strategy/乡村振兴") for at in (a, b, c))
    start, annex = text.index("1."), text.index("附件")
    sections = (Section("s1", "", "一、", "", 0, annex, start - 1), Section("a1", "", "附件", "", annex, len(text), annex + 3))
    structure = Structure(Header(), (Document("plan", "", "plan", 0, len(text)),), sections, (Item("1", "s1", "plan", "", start, annex),))
    links = relate(CleanText(text, range(len(text)), range(1, len(text) + 1)), structure, mentions, (Entity("strategy/乡村振兴", "STRATEGY", "乡村振兴"),))
    assert [(link.source, link.relation) for link in links] == [("s1", "serves"), ("1", "serves")]


def test_header() -> None:
    text = "共青团北京市委办公室关于印发要点的通知\n各区团委，团中央：\n要点已经共青团北京市十四届九次全会审议通过。\n1.开展工作。"
    names = (("共青团北京市委办公室", "ORG"), ("团中央", "ORG"), ("共青团北京市十四届九次全会", "MEETING"))
    mentions = tuple(Mention(text.index(n), text.index(n) + len(n), n, k, f"x/{n}") for n, k in names)  # type: ignore[arg-type]
    entities = tuple(Entity(m.entity, m.type, m.text) for m in mentions)
    header = Header("要点", issuers=("共青团北京市委办公室",), recipients="各区团委，团中央")
    structure = Structure(header, (Document("plan", "", "plan", 0, len(text)),), (), (Item("1", "", "plan", "", text.index("1."), len(text)),))
    links = relate(CleanText(text, range(len(text)), range(1, len(text) + 1)), structure, mentions, entities)
    pairs = {(link.relation, link.entity) for link in links}
    assert {("issued_by", "x/共青团北京市委办公室"), ("addressed_to", "x/团中央"), ("approved_by", "x/共青团北京市十四届九次全会")} <= pairs


def test_invented_sentences_are_learned() -> None:
    right = []
    for text, structure, mentions, entities, relation in cases():
        links = relate(text, structure, mentions, entities)
        for m in mentions:
            right.append("+".join(sorted(x.relation for x in links if x.entity == m.entity)) == relation.replace("none", ""))
    assert sum(right) / len(right) >= 0.9


def test_every_cue_class_is_decided_and_every_decision_is_used() -> None:
    used = {c for before, after in classes().values() for c in (*before, *after)}
    assert used == set(decisions())
    assert all(row["type"] in ENTITY_TYPES for row in rows("relation_cases"))


def test_the_longest_cue_wins() -> None:
    assert [c.text for c in find_cues("深入学习宣传党的二十大")] == ["学习宣传"]
    assert [c.text for c in find_cues("交易时可以带押过户")] == []


def test_calibration_error() -> None:
    assert calibration_error([(0.95, True)] * 19 + [(0.95, False)]) == pytest.approx(0.0)
    assert calibration_error([(0.95, False)] * 4) == pytest.approx(0.95)
    assert calibration_error([]) == 0.0


ALPHABET = "贯彻落实以为指导，。；\n：《》“”（）、责任单位甲乙丙"


@given(st.text(alphabet=ALPHABET, min_size=1, max_size=80), st.data())
def test_links_are_lawful_on_any_text(text: str, data: st.DataObject) -> None:
    mentions = []
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        kind = data.draw(st.sampled_from(ENTITY_TYPES))
        mentions.append(Mention(start, end, text[start:end], kind, f"{kind}/{text[start:end]}"))
    entities = tuple({m.entity: Entity(m.entity, m.type, m.text) for m in mentions}.values())
    structure = Structure(Header(), (Document("plan", "", "plan", 0, len(text)),), (), ())
    clean = CleanText(text, range(len(text)), range(1, len(text) + 1))
    links = relate(clean, structure, tuple(mentions), entities)
    assert len({(x.source, x.relation, x.entity) for x in links}) == len(links)
    for link in links:
        assert 0 < link.confidence <= 1
        for e in link.evidence:
            assert 0 <= e.start <= e.mention[0] < e.mention[1] <= e.end <= len(text)
    assert links == relate(clean, structure, tuple(reversed(mentions)), entities)
