"""Official names of organisations, and who speaks, by the words and the speaker's place."""

from __future__ import annotations

import pytest

from extract.clean import clean
from extract.model import CleanText, Header, Mention, Speaker, Structure
from extract.resolve import resolve
from extract.resolve.organizations import organization
from extract.resolve.speaker import speak
from extract.structure import structure

KUNMING = Speaker("昆明市人民政府", "prefectural", "government", "云南省", "昆明市")
HUANGPU = Speaker("上海市黄浦区人民政府", "county", "government", "上海市", "", "黄浦区")
GANSU = Speaker("甘肃省人民政府", "provincial", "government", "甘肃省")
BEIJING = Speaker("中国共产主义青年团北京市委员会", "provincial", "league", "北京市")
JILIN = Speaker("吉林省交通运输厅", "provincial", "government", "吉林省")
CENTRE = Speaker("国务院", "central", "government")
FACULTY = Speaker("中国共产主义青年团某某大学计算机学院委员会", "grassroots", "league")

NAMES = [
    ("校团委", FACULTY, "中国共产主义青年团某某大学委员会"),
    ("我院团委", FACULTY, "中国共产主义青年团某某大学计算机学院委员会"),
    ("计算机学院团委", FACULTY, "中国共产主义青年团某某大学计算机学院委员会"),
    ("市委", KUNMING, "中国共产党昆明市委员会"),
    ("市委", HUANGPU, "中国共产党上海市委员会"),
    ("市政府", BEIJING, "北京市人民政府"),
    ("中共昆明市委办公厅", KUNMING, "中国共产党昆明市委员会办公厅"),
    ("市委组织部", KUNMING, "中国共产党昆明市委员会组织部"),
    ("团市委", BEIJING, "中国共产主义青年团北京市委员会"),
    ("共青团北京市委办公室", BEIJING, "中国共产主义青年团北京市委员会办公室"),
    ("河北青联", BEIJING, "河北省青年联合会"),
    ("市发展改革委", KUNMING, "昆明市发展和改革委员会"),
    ("发展改革委", CENTRE, "国家发展和改革委员会"),
    ("发展改革委", GANSU, "甘肃省发展和改革委员会"),
    ("教育部", KUNMING, "中华人民共和国教育部"),
    ("区科委", HUANGPU, "上海市黄浦区科学技术委员会"),
    ("区政务服务办", HUANGPU, "上海市黄浦区政务服务办公室"),
    ("市税务局", KUNMING, "国家税务总局昆明市税务局"),
    ("甘肃银保监局", GANSU, "中国银行保险监督管理委员会甘肃监管局"),
    ("人行兰州中心支行", GANSU, "中国人民银行兰州中心支行"),
    ("公安分局", HUANGPU, "上海市公安局黄浦分局"),
    ("法院", HUANGPU, "上海市黄浦区人民法院"),
    ("省法院", GANSU, "甘肃省高级人民法院"),
    ("市金融办", KUNMING, "昆明市金融办"),  # its full form is not certain
    ("滇中新区管委会", KUNMING, "云南滇中新区管理委员会"),
    ("寻甸县人民政府", KUNMING, "寻甸回族彝族自治县人民政府"),
    ("厅法规处", JILIN, "吉林省交通运输厅法规处"),
    ("江西管理职业学院", GANSU, "江西管理职业学院"),  # a name that begins with a place keeps its words
    ("市民政局", KUNMING, "昆明市民政局"),
    ("新疆生产建设兵团", CENTRE, "新疆生产建设兵团"),
]


@pytest.mark.parametrize(("text", "speaker", "name"), NAMES, ids=[f"{n[0]}-{n[1].name}" for n in NAMES])
def test_official_names(text: str, speaker: Speaker, name: str) -> None:
    assert organization(text, speaker) == (name, False)


@pytest.mark.parametrize(("text", "name"), [("官渡区", "昆明市官渡区人民政府"), ("安宁市", "安宁市人民政府"), ("嵩明县", "嵩明县人民政府")])
def test_a_place_in_a_list_is_its_government(text: str, name: str) -> None:
    assert organization(text, KUNMING, (), True) == (name, False)


def test_a_short_form_goes_back_to_what_the_paper_named() -> None:
    assert organization("领导小组办公室", KUNMING, ("昆明市促进民营经济发展工作领导小组",)) == ("昆明市促进民营经济发展工作领导小组办公室", False)


def test_a_level_that_the_speaker_does_not_have_stays_open() -> None:
    assert organization("市财政局", GANSU)[1]


SPEAKERS = [
    (("上海市黄浦区人民政府办公室",), "上海市黄浦区人民政府", "county", "上海市黄浦区"),
    (("共青团北京市委办公室",), "中国共产主义青年团北京市委员会", "provincial", "北京市"),
    (("中共中央办公厅", "国务院办公厅"), "中国共产党中央委员会", "central", "全国"),
    (("国务院办公厅",), "国务院", "central", "全国"),
    (("中共延安市委", "延安市人民政府"), "中国共产党延安市委员会", "prefectural", "陕西省延安市"),
    (("国家税务总局安徽省税务局",), "国家税务总局安徽省税务局", "provincial", "安徽省"),
]


def _paper(text: str, header: Header) -> tuple[CleanText, Structure]:
    return CleanText(text, range(len(text)), range(1, len(text) + 1)), Structure(header, (), (), ())


@pytest.mark.parametrize(("issuers", "name", "tier", "region"), SPEAKERS, ids=[s[1] for s in SPEAKERS])
def test_an_office_speaks_for_its_body(issuers: tuple[str, ...], name: str, tier: str, region: str) -> None:
    speaker, header = speak(*_paper("", Header("关于一件事的通知", issuers=issuers)))
    assert (speaker.name, speaker.tier, header.region) == (name, tier, region)


def test_mentions_of_one_body_are_one_entity() -> None:
    text = "（责任单位：市财政局、昆明市财政局）"
    mentions = [Mention(6, 10, "市财政局", "ORG"), Mention(11, 17, "昆明市财政局", "ORG")]
    found = resolve(*_paper(text, Header("通知", issuers=("昆明市人民政府",))), mentions)
    assert [(e.id, e.aliases) for e in found.entities] == [("organization/昆明市财政局", ("市财政局",))]
    assert {m.entity for m in found.mentions} == {"organization/昆明市财政局"}


@pytest.mark.parametrize(("head", "name"), [
    ("根据《共青团某某大学委员会关于评优的通知》要求，我院团委决定开展评优。", "中国共产主义青年团某某大学计算机学院委员会"),
    ("组织大学生志愿者开展活动。", "中国共产主义青年团计算机学院委员会"),
    ("与甲乙大学、丙丁大学联合开展活动。赴甲乙大学，《丙丁大学章程》、戊己大学。", "中国共产主义青年团计算机学院委员会"),  # whose it is stays open
])
def test_a_faculty_speaks_as_part_of_its_university(head: str, name: str) -> None:
    said = clean(f"关于评优的通知\n{head}\n一、要求\n做好工作。\n计算机学院团委\n2019年4月26日\n")
    assert speak(said, structure(said))[0].name == name
