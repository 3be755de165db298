"""Documents: which words are one, and which only look like one. Rows are (text, the mentions in it)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.mentions.documents import brackets, find

HITS = [
    ("贯彻落实《优化营商环境条例》。", ["《优化营商环境条例》"]),
    ("落实《北京共青团落实〈新时代全面从严治团实施纲要〉的若干措施》", ["《北京共青团落实〈新时代全面从严治团实施纲要〉的若干措施》", "〈新时代全面从严治团实施纲要〉"]),
    ("根据《团章》《关于中国共产主义青年团团费收缴、使用和管理的规定》", ["《团章》", "《关于中国共产主义青年团团费收缴、使用和管理的规定》"]),
    ("《国务院关于印发社会信用体系建设规划纲要（2014-2020年）的通知》（国发〔2014〕21号）",
     ["《国务院关于印发社会信用体系建设规划纲要（2014-2020年）的通知》", "社会信用体系建设规划纲要（2014-2020年）"]),
    ("《国务院办公厅关于转发教育部等部门“十四五”特殊教育发展提升行动计划的通知》",
     ["《国务院办公厅关于转发教育部等部门“十四五”特殊教育发展提升行动计划的通知》", "“十四五”特殊教育发展提升行动计划"]),
    ("推进商标法及其实施条例修订。", ["商标法", "实施条例"]),
    ("严格落实中央八项规定精神", ["中央八项规定"]),
    ("深入推进市“十四五”时期青少年发展规划落地见效", ["市“十四五”时期青少年发展规划"]),
    ("完成全国农村饮水安全工程“十二五”规划任务。", ["全国农村饮水安全工程“十二五”规划"]),
    ("是实施“十四五”规划承上启下的关键一年。", ["“十四五”规划"]),
    ("高质量编制磨憨镇国土空间总体规划、产业发展规划。", ["磨憨镇国土空间总体规划", "产业发展规划"]),
    ("加强与RCEP、CPTPP国家合作", ["RCEP", "CPTPP"]),
    ("全面实施市场准入负面清单管理。", ["市场准入负面清单"]),
    ("深入落实习近平总书记在十九届中央政治局第二十五次集体学习时的重要讲话精神", ["习近平总书记在十九届中央政治局第二十五次集体学习时的重要讲话"]),
    ("以习近平总书记考察云南重要讲话精神为指导", ["习近平总书记考察云南重要讲话"]),
    ("贯彻市委“十五条”举措、团中央“六条规定”", ["市委“十五条”举措", "团中央“六条规定”"]),
    ("河南省人民政府关于印发中国（河南）自由贸易试验区2.0版建设实施方案的通知",
     ["河南省人民政府关于印发中国（河南）自由贸易试验区2.0版建设实施方案的通知", "中国（河南）自由贸易试验区2.0版建设实施方案"]),
    ("2023年綦江区政务服务工作要点", ["2023年綦江区政务服务工作要点"]),
    ("深圳市特殊教育发展提升行动计划（2023—2025年）为认真贯彻落实", ["深圳市特殊教育发展提升行动计划（2023—2025年）"]),
    ("附件：2023年綦江区政务服务工作任务分解表（略）", ["2023年綦江区政务服务工作任务分解表"]),
    ("落实《陕西省优化营商环境条例》分工方案，", ["《陕西省优化营商环境条例》分工方案", "《陕西省优化营商环境条例》"]),
]

MISSES = [
    "播出《凡人微光》系列宣传短视频",  # a series of films
    "在《人民日报》刊发报道",  # a newspaper
    "办理《营业执照》",  # a licence
    "各县〈市、区〉人民政府",  # brackets used as parentheses
    "制定具体实施方案，明确责任分工",  # no name
    "特制定本实施方案。",  # the paper speaks of itself
    "按照有关文件要求",
    "行政处罚法定程序",  # 处罚法 is no law here
    "坚持依法依规，加强法律服务",
    "一、完善规划体系",
]


@pytest.mark.parametrize(("text", "names"), HITS, ids=[t[:20] for t, _ in HITS])
def test_document_is_found_with_its_whole_name(text: str, names: list[str]) -> None:
    assert sorted(m.text for m in find(text) if m.score >= 0.5) == sorted(names)


@pytest.mark.parametrize("text", MISSES)
def test_what_only_looks_like_a_document_is_none(text: str) -> None:
    assert [m.text for m in find(text) if m.score >= 0.5] == []


@given(st.text(alphabet="《》〈〉“”通知关于印发的方案，。", max_size=60))
def test_offsets_quote_the_text_whatever_the_brackets(text: str) -> None:
    assert all(text[m.start:m.end] == m.text for m in find(text))
    pairs = brackets(text)
    assert all(a[1] <= b[0] or b[1] <= a[1] for a in pairs for b in pairs if a[0] < b[0])


def test_brackets_without_end_cost_linear_time_and_give_nothing() -> None:
    assert brackets("《" * 20000) == []
    assert find("《" * 5000 + "关于" * 5000) == []
