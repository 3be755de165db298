"""Cleaning: a table of real noise, and the laws of the offset map."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.clean import CLEANERS, clean
from extract.clean.edits import Mapped, apply

NOISE = [
    ("把学习宣传贯彻同中央经济工作会议精神结合起来，深入学习领会党的二\n\n十大精神，纳入培训。", "学习领会党的二十大精神"),
    ("2023 年4 月10 日", "2023年4月10日"),
    ("国\xa0 务\xa0 院", "国务院"),
    ("完善新时代“志愿十”项目", "“志愿+”"),
    ("“互联网十政务服务”", "互联网+政务服务"),
    ("大力实施“数字十条”", "数字十条"),
    ("中国红十字会", "中国红十字会"),
    ("“兰亭杯”中小學生书法大赛", "中小学生书法"),
    ("⼈⺠政府、共⻘团", "人民政府、共青团"),
    ("发改法规［2023］27 号", "发改法规〔2023〕27号"),
    ("郑政文[2023]62 号", "郑政文〔2023〕62号"),
    ("现印发给你们,请认真贯彻.", "现印发给你们，请认真贯彻。"),
    ("增长3.5%,比例1,000:1", "增长3.5%，比例1,000:1"),
    ("重要讲话精神 and《论党的青年工作》", "重要讲话精神《论党的青年工作》"),
    ("**全力维护首都安全稳定。**助力", "全力维护首都安全稳定。助力"),
    ("（不含2000元）—3—者,交纳3元", "（不含2000元）者，交纳3元"),
    ("2018—2019年度", "2018—2019年度"),
    ('深化"青"字号品牌', "深化“青”字号品牌"),
    ("《关于印发<方案>的通知》", "《关于印发〈方案〉的通知》"),
    ("提出以下意见：\u3000\u3000一、总体要求", "提出以下意见：\n一、总体要求"),
    ("党\u200b的\u202e二十大", "党的二十大"),
    ("GB/T 9704和PC 端", "GB/T 9704和PC端"),
    ("国务院关于做好当前和今后一个时期\n促进就业工作的若干意见\n国发〔2018〕39号", "国务院关于做好当前和今后一个时期促进就业工作的若干意见\n国发〔2018〕39号"),
    ("一、主要目标\n以习近平新时代中国特色社会主义思想为指导。", "一、主要目标\n以习近平"),
    ("（责任单位：\n区政务办、经委）", "（责任单位：区政务办、经委）"),
    ("二、监管\n抓好。\n三、服务体系\n进一步推进政务服务线上线下标准统\n一、服务同质，推动。\n四、市场", "标准统一、服务同质"),
]
PIECES = st.sampled_from([*"党的二十大精神，。、；：“”《》（）()[]<>\"'", *" \n\r\t\u3000\xa0", "一、", "（一）", "1.", "2023", "年", "APP", "**", "# ", "學", "⺠", "＋", "十", "—3—", "\u200b", "𠀀", ",", "."])
TEXTS = st.lists(PIECES, max_size=60).map("".join)


@pytest.mark.parametrize(("noise", "expected"), NOISE)
def test_noise_goes_and_the_rest_stays(noise: str, expected: str) -> None:
    assert expected in clean(noise).text


@given(TEXTS)
def test_offsets_are_in_order_and_what_no_change_touched_is_the_source(text: str) -> None:
    result = clean(text)
    assert len(result.text) == len(result.starts) == len(result.ends)
    touched = {i for c in result.changes for i in range(c.start, c.end)}
    last = 0
    for char, start, end in zip(result.text, result.starts, result.ends, strict=True):
        assert last <= start < end <= len(text)
        last = start
        assert char == text[start] or touched & set(range(start, end))


@given(TEXTS)
def test_each_change_quotes_the_source(text: str) -> None:
    assert all(c.before == text[c.start : c.end] and c.rule in CLEANERS for c in clean(text).changes)


@pytest.mark.parametrize("noise", [row[0] for row in NOISE])
def test_cleaning_twice_is_cleaning_once(noise: str) -> None:
    once = clean(noise).text
    assert clean(once).text == once


def test_headings_of_one_length_make_no_cut_page() -> None:
    """Short lines of one length beside long paragraphs were taken for a page that cuts every line, and head and title ran together."""
    headings = ["共青团某某市委员会文件", "某团发〔2024〕3号的文件", "关于某项工作的若干意见", "某某市委员会2024年2月", "一、引领青年听党的话儿", "二、组织青年建功新时代"]
    text = "\n".join([*headings, "各单位要加强协调，抓好落实，把各项任务做实做细做到位。", "工作中的经验要及时总结推广，重要情况随时报告市委。"])
    assert clean(text).text == text


@given(st.text("abcde", min_size=1, max_size=20), st.data())
def test_edits_apply_as_slices_do(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    after = data.draw(st.text("xy", max_size=4))
    from array import array

    now = apply(Mapped(text, array("l", range(len(text))), array("l", range(1, len(text) + 1))), [(start, end, after)])
    assert now.text == text[:start] + after + text[end:]
    assert len(now.starts) == len(now.text)


@settings(deadline=None, max_examples=5)
@given(st.sampled_from(["党", "（", '"', " ", "\n", "。一、", "1.", "《<"]))
def test_a_line_of_a_hundred_thousand_characters_takes_no_longer_than_a_second_or_two(piece: str) -> None:
    import time

    began = time.perf_counter()
    clean(piece * (100_000 // len(piece)))
    assert time.perf_counter() - began < 4
