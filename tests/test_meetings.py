"""Meetings: how they are named in a text, and their full names by who speaks."""

from __future__ import annotations

import pytest

from extract.mentions.meetings import find
from extract.model import Speaker
from extract.resolve.meetings import chinese, meeting

BEIJING = Speaker("中国共产主义青年团北京市委员会", "provincial", "league", "北京市")
KUNMING = Speaker("昆明市人民政府", "prefectural", "government", "云南省", "昆明市")
QIJIANG = Speaker("重庆市綦江区人民政府", "county", "government", "重庆市", "", "綦江区")
CENTRE = Speaker("国务院", "central", "government")

FOUND = [
    ("全面贯彻落实党的二十大和中央经济工作会议精神", ["党的二十大", "中央经济工作会议"]),
    ("深入学习领会党的十八大和十八届二中、三中全会精神", ["党的十八大", "十八届二中", "三中全会"]),
    ("贯彻落实共青团十八大和十八届历次全会精神", ["共青团十八大", "十八届历次全会"]),
    ("认真落实市第十三次党代会和市委十三届二次全会工作部署", ["市第十三次党代会", "市委十三届二次全会"]),
    ("已经共青团北京市十四届九次全会审议通过", ["共青团北京市十四届九次全会"]),
    ("筹备市第十五次团代会和市第八次少代会", ["市第十五次团代会", "市第八次少代会"]),
    ("落实省委十四届三次全会、省委经济工作会议和省“两会”安排部署", ["省委十四届三次全会", "省委经济工作会议", "省“两会”"]),
    ("按照全国“两会”决策部署", ["全国“两会”"]),
    ("按照2023年全国知识产权局局长会议和知识产权保护工作会议有关要求", ["2023年全国知识产权局局长会议", "知识产权保护工作会议"]),
    ("习近平总书记在庆祝中国共青团成立100周年大会上的重要讲话", ["庆祝中国共青团成立100周年大会"]),
    ("汕尾市委八届四次全会要求", ["汕尾市委八届四次全会"]),
    ("国务院常务会议要求", ["国务院常务会议"]),
    ("十四届全国人大一次会议", ["十四届全国人大一次会议"]),
    ("十二大产业链", []),
    ("建立联席会议制度，定期召开会议", []),
    ("全市人民代表大会代表", []),
]

NAMES = [
    ("第42次市政府常务会议", Speaker("厦门市人民政府", "prefectural", "government", "福建省", "厦门市"), "", "厦门市人民政府第42次常务会议"),
    ("局党组会", Speaker("常州市财政局", "prefectural", "government", "江苏省", "常州市"), "", "常州市财政局党组会"),
    ("2023年第7次局务会", Speaker("海南省知识产权局", "provincial", "government", "海南省"), "", "海南省知识产权局2023年第7次局务会"),
    ("党的二十大", KUNMING, "", "中国共产党第二十次全国代表大会"),
    ("团十九大", BEIJING, "", "中国共产主义青年团第十九次全国代表大会"),
    ("二十届二中全会", CENTRE, "", "中国共产党第二十届中央委员会第二次全体会议"),
    ("三中全会", CENTRE, "贯彻党的十八大和十八届二中、", "中国共产党第十八届中央委员会第三次全体会议"),
    ("十八届历次全会", BEIJING, "贯彻落实共青团十八大和", "中国共产主义青年团第十八届中央委员会历次全体会议"),
    ("十九届历次全会", BEIJING, "贯彻落实党的十九大和", "中国共产党第十九届中央委员会历次全体会议"),
    ("市委十三届二次全会", BEIJING, "", "中国共产党北京市第十三届委员会第二次全体会议"),
    ("市委六届二次全会", QIJIANG, "", "中国共产党重庆市第六届委员会第二次全体会议"),
    ("区委三届四次全会", QIJIANG, "", "中国共产党重庆市綦江区第三届委员会第四次全体会议"),
    ("省委十一届三次全会", KUNMING, "", "中国共产党云南省第十一届委员会第三次全体会议"),
    ("汕尾市委八届四次全会", CENTRE, "", "中国共产党汕尾市第八届委员会第四次全体会议"),
    ("共青团北京市十四届九次全会", BEIJING, "", "中国共产主义青年团北京市第十四届委员会第九次全体会议"),
    ("市第十三次党代会", BEIJING, "", "中国共产党北京市第十三次代表大会"),
    ("市第十五次团代会", BEIJING, "", "中国共产主义青年团北京市第十五次代表大会"),
    ("市第八次少代会", BEIJING, "", "中国少年先锋队北京市第八次代表大会"),
    ("省委经济工作会", KUNMING, "", "中国共产党云南省委员会经济工作会议"),
    ("省“两会”", KUNMING, "", "云南省两会"),
    ("十四届全国人大一次会议", CENTRE, "", "第十四届全国人民代表大会第一次会议"),
    ("十九届中央政治局第二十五次集体学习", CENTRE, "", "中国共产党第十九届中央政治局第二十五次集体学习"),
    ("庆祝中国共青团成立100周年大会", BEIJING, "", "庆祝中国共产主义青年团成立100周年大会"),
    ("知识产权保护工作会议", CENTRE, "按照2023年全国知识产权局局长会议和", "2023年全国知识产权保护工作会议"),
    ("全省民营经济高质量发展会议", KUNMING, "", "云南省民营经济高质量发展会议"),
    ("中央农村工作会议", BEIJING, "", "中央农村工作会议"),
]


@pytest.mark.parametrize(("text", "names"), FOUND, ids=[t[:20] for t, _ in FOUND])
def test_meetings_in_a_text(text: str, names: list[str]) -> None:
    assert [m.text for m in find(text) if m.score >= 0.5] == names


@pytest.mark.parametrize(("text", "speaker", "before", "name"), NAMES, ids=[f"{t[0]}-{t[1].name[:4]}" for t in NAMES])
def test_full_name_by_who_speaks(text: str, speaker: Speaker, before: str, name: str) -> None:
    assert meeting(text, speaker, before) == name


def test_year_of_the_paper_dates_the_national_two_sessions() -> None:
    assert meeting("全国“两会”", CENTRE, year="2023") == "2023年全国两会"
    assert meeting("全国“两会”", CENTRE) == "全国两会"


@pytest.mark.parametrize(("number", "word"), [("1", "一"), ("10", "十"), ("15", "十五"), ("20", "二十"), ("二十", "二十")])
def test_numbers_in_words(number: str, word: str) -> None:
    assert chinese(number) == word
