"""Full names of documents, formulations and programmes by who speaks and what the paper has named."""

from __future__ import annotations

import pytest

from extract.model import RawDocument, Speaker
from extract.pipeline import extract
from extract.resolve.documents import abbreviations, document, number_after
from extract.resolve.formulations import formulation
from extract.resolve.programmes import award_of, forms, of_all, programme

BEIJING = Speaker("中国共产主义青年团北京市委员会", "provincial", "league", "北京市")
GANSU = Speaker("甘肃省人民政府", "provincial", "government", "甘肃省")
HUANGPU = Speaker("上海市黄浦区人民政府", "county", "government", "上海市", "", "黄浦区")
YANAN = Speaker("延安市人民政府", "prefectural", "government", "陕西省", "延安市")
CENTRE = Speaker("国务院", "central", "government")
FACULTY = Speaker("中国共产主义青年团某某大学计算机学院委员会", "grassroots", "league")

DOCUMENTS = [
    ("《优化营商环境条例》", CENTRE, "", (), "优化营商环境条例"),
    ("商标法", CENTRE, "", (), "中华人民共和国商标法"),
    ("《专利法实施细则》", CENTRE, "", (), "中华人民共和国专利法实施细则"),
    ("《团章》", BEIJING, "", (), "中国共产主义青年团章程"),
    ("市“十四五”时期青少年发展规划", BEIJING, "", (), "北京市十四五时期青少年发展规划"),
    ("“十四五”规划", GANSU, "", (), "中华人民共和国国民经济和社会发展第十四个五年规划和2035年远景目标纲要"),
    ("全省行政备案事项清单", GANSU, "", (), "甘肃省行政备案事项清单"),
    ("区级市场主体登记注册信息推送关系清单", HUANGPU, "", (), "上海市黄浦区市场主体登记注册信息推送关系清单"),
    ("市委“十五条”举措", BEIJING, "", (), "中国共产党北京市委员会十五条举措"),
    ("团中央“六条规定”", BEIJING, "", (), "中国共产主义青年团中央委员会六条规定"),
    ("《要点》", HUANGPU, "", ("青浦区2023年优化营商环境工作要点", "别的条例"), "青浦区2023年优化营商环境工作要点"),
    ("实施条例", CENTRE, "贯彻落实《中华人民共和国个人所得税法》及其", ("中华人民共和国个人所得税法",), "中华人民共和国个人所得税法实施条例"),
    ("青少年发展规划", BEIJING, "", ("北京共青团2023年工作要点", "北京市十四五时期青少年发展规划"), "北京市十四五时期青少年发展规划"),
    ("习近平总书记来陕考察重要讲话重要指示", YANAN, "", (), "习近平总书记来陕西考察重要讲话重要指示"),
    ("习近平总书记在庆祝中国共青团成立100周年大会上的重要讲话", BEIJING, "", (), "习近平总书记在庆祝中国共产主义青年团成立100周年大会上的重要讲话"),
    ("公园城市建设总体规划", YANAN, "对照国内外标准编制", (), "延安市公园城市建设总体规划"),
    ("公园城市建设总体规划", YANAN, "落实", (), "公园城市建设总体规划"),  # perhaps a higher body's
    ("《办法》", CENTRE, "", (), "办法"),  # nothing in the paper that it could stand for
]

PROGRAMMES = [
    ("校级优秀团员", FACULTY, (), "", "某某大学优秀团员"),
    ("“计算机学院五四红旗团支部”", FACULTY, (), "", "某某大学计算机学院五四红旗团支部"),
    ("“青马工程”", BEIJING, (), "", "青马工程"),
    ("“青春北京”全媒体平台", BEIJING, (), "", "青春北京全媒体平台"),
    ("全省一体化政务服务平台", GANSU, (), "", "甘肃省一体化政务服务平台"),
    ("一体化政务服务平台", GANSU, ("全省一体化政务服务平台", "全国一体化政务服务平台"), "", "甘肃省一体化政务服务平台"),
    ("青年文明号", YANAN, ("省级青年文明号", "全国青年文明号"), "", "青年文明号"),  # three awards, not one
    ("市民服务中心", BEIJING, (), "", "市民服务中心"),
    ("“渝快办”平台", Speaker("", "", "", "重庆市"), ("“渝快办”",), "", "渝快办"),
    ("进博会", HUANGPU, (), "", "中国国际进口博览会"),
    ("自贸试验区", Speaker("", "", "", "河南省"), (), "", "中国（河南）自由贸易试验区"),
    ("中国（广西）自贸试验区", Speaker("", "", "", "河南省"), (), "", "中国（广西）自由贸易试验区"),
    ("昆明（福德立交）至宜良", CENTRE, (), "、长水机场至双龙高速公路前期工作", "昆明（福德立交）至宜良高速公路"),
]


@pytest.mark.parametrize(("text", "speaker", "before", "known", "name"), DOCUMENTS, ids=[d[0] + d[2][:4] for d in DOCUMENTS])
def test_titles(text: str, speaker: Speaker, before: str, known: tuple[str, ...], name: str) -> None:
    assert document(text, speaker, before, known) == name


def test_abbreviations_are_obeyed() -> None:
    text = "现将《2023年全国知识产权行政保护工作方案》（以下简称《工作方案》）印发给你们，按照《关于强化知识产权保护的意见》（国办发〔2019〕56号）（以下简称《意见》）执行"
    stands_for = abbreviations(text)
    assert stands_for == {"工作方案": "2023年全国知识产权行政保护工作方案", "意见": "关于强化知识产权保护的意见"}
    assert document("《工作方案》", CENTRE, aliases=stands_for) == "2023年全国知识产权行政保护工作方案"


@pytest.mark.parametrize(("after", "number"), [("（国发〔2018〕41号）、", "国发〔2018〕41号"), ("（昆发〔2021〕7 号）和", "昆发〔2021〕7号"), ("（试行）", ""), ("的要求", "")])
def test_number_after_a_title(after: str, number: str) -> None:
    assert number_after(after) == number


@pytest.mark.parametrize(("text", "name", "by"), [
    ("“放管服”改革", "放管服改革", "国务院"), ("“一带一路”建设", "一带一路", "党中央"), ("“两个维护”", "两个维护", "党中央"),
    ("建设区域性国际中心城市", "区域性国际中心城市建设", ""), ("“四区联动”", "四区联动", ""), ("长江经济带发展战略", "长江经济带发展", "党中央"),
])
def test_formulations(text: str, name: str, by: str) -> None:
    assert formulation(text) == (name, by)


@pytest.mark.parametrize(("text", "speaker", "known", "after", "name"), PROGRAMMES, ids=[p[0] for p in PROGRAMMES])
def test_programmes(text: str, speaker: Speaker, known: tuple[str, ...], after: str, name: str) -> None:
    assert programme(text, speaker, forms(known, speaker), after) == name


def test_who_set_a_strategy_is_a_body_by_its_full_name_and_no_place() -> None:
    paper = extract(RawDocument("北京市某局2023年工作要点\n一、总体要求\n1.助力京津冀协同发展，服务新时代首都发展。\n", "a.txt", ""), names=None, links=None)
    assert {e.label: e.issuer for e in paper.entities if e.type == "STRATEGY"} == {
        "京津冀协同发展": "中国共产党中央委员会", "新时代首都发展": ""}


@pytest.mark.parametrize(("between", "before", "text", "name"), [
    ("、", "某某大学优秀团员", "优秀团干部", "某某大学优秀团干部"),
    ("”、“", "河北省优秀团员", "五四红旗团支部", "河北省五四红旗团支部"),
    ("。另设", "河北省优秀团员", "优秀团干部", ""),
    ("、", "优秀团员", "优秀团干部", ""),  # the first says nothing of who gives it
    ("、", "河北省优秀团员", "青马工程", ""),
])
def test_awards_of_a_list_share_who_gives_them(between: str, before: str, text: str, name: str) -> None:
    assert award_of(between, before, text) == name


@pytest.mark.parametrize(("before", "text", "name"), [
    ("不断丰富我省", "数据共享交换平台", "甘肃省数据共享交换平台"),
    ("建设全省统一的", "养老服务信息平台", "甘肃省养老服务信息平台"),
    ("建设全省统一的", "“陇上好办”平台", ""),  # its quoted name is enough
    ("推动我省", "全国一体化政务服务平台", ""),
    ("建设", "养老服务信息平台", ""),
])
def test_a_platform_of_the_whole_place_is_the_places(before: str, text: str, name: str) -> None:
    assert of_all(before, text, GANSU) == name
