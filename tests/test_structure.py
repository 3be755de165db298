"""Structure: ids as gold/GUIDELINES.md decides them."""

import pytest

from extract.clean import clean
from extract.structure import structure

WORK = "加强协调，抓好落实。"
PAPERS = {
    "running numbers": (f"一、总体要求\n{WORK}\n二、任务\n1.甲。{WORK}\n2.乙。{WORK}\n三、保障\n3.丙。{WORK}", ["1", "2", "3"], ["s1", "s2", "s3"]),
    "restarting numbers": (f"一、总体\n（一）甲。{WORK}\n（二）乙。{WORK}\n二、任务\n（一）丙。{WORK}\n（二）丁。{WORK}", ["1.1", "1.2", "2.1", "2.2"], ["s1", "s2"]),
    "a section is an item": (f"一、统计\n{WORK}\n二、任务\n（一）丙。{WORK}\n（二）丁。{WORK}\n三、要求\n（一）丙。{WORK}", ["1", "2.1", "2.2", "3.1"], ["s1", "s2", "s3"]),
    "sub-headings over running numbers": (
        f"一、任务\n（一）甲\n1.子。{WORK}\n2.丑。{WORK}\n（二）乙\n3.寅。{WORK}\n二、保障\n（一）甲。{WORK}\n（二）乙。{WORK}",
        ["1", "2", "3", "2.1", "2.2"], ["s1", "s1.1", "s1.2", "s2"]),
    "articles": (f"第一章总则\n第一条{WORK}\n第二条本办法如下：\n（一）甲。\n（二）乙。\n第二章附则\n第三条{WORK}", ["1", "2.1", "2.2", "3"], ["s1", "2", "s2"]),
    "one line": (f"现通知如下：一、规范收缴{WORK}1.甲要{WORK}2.乙要{WORK}二、要求1.丙要{WORK}2.丁要{WORK}", ["1.1", "1.2", "2.1", "2.2"], ["s1", "s2"]),
    "only 一是": (f"各单位要做好工作。一是{WORK}二是{WORK}", ["1", "2"], []),
    "nothing numbered": ("各单位要做好工作。", [], []),
    "a table of contents": (f"某市甲乙工作规划\n目录\n第一章甲类工作\n第二章乙类工作\n第一章甲类工作\n第一节子。{WORK}\n第二章乙类工作\n第一节丑。{WORK}", ["1.1", "2.1"], ["s1", "s2"]),
    "contents without a heading": (f"某市甲乙工作规划\n第一章甲类工作　第一节子　第二章乙类工作　第一节丑\n第一章甲类工作\n第一节子。{WORK}\n第二章乙类工作\n第一节丑。{WORK}", ["1.1", "2.1"], ["s1", "s2"]),
    "a box between running numbers": (f"一、任务\n（一）甲\n1.子。{WORK}\n专栏1 重点工程\n1.渠。{WORK}\n2.库。{WORK}\n（二）乙\n2.丑。{WORK}\n专栏2 项目\n路、桥。\n3.寅。{WORK}", ["1", "2", "3"], ["s1", "s1.1", "s1.2"]),
    "a look back": (f"一、2023年工作回顾\n{WORK}\n二、任务\n（一）甲。{WORK}\n（二）乙。{WORK}", ["2.1", "2.2"], ["s1", "s2"]),
    "a stage of work": (f"一、启动\n{WORK}\n二、开展\n{WORK}\n三、总结\n{WORK}", ["1", "2", "3"], ["s1", "s2", "s3"]),
    "signs of one character": (f"㈠任务\n⒈甲要{WORK}\n⒉乙要{WORK}\n㈡保障\n⒊丙要{WORK}", ["1", "2", "3"], ["s1", "s2"]),
    "numerals of documents": (f"壹  思想引领\n{WORK}\n贰  服务大局\n{WORK}\n叁  强基固本\n{WORK}", ["1", "2", "3"], ["s1", "s2", "s3"]),
    "paths of numbers": (f"1 理论武装\n1.1 巩固成果，{WORK}\n1.2 组建队伍，{WORK}\n2 新闻舆论\n2.1 围绕工程，{WORK}\n2.2 整合平台，{WORK}", ["1.1", "1.2", "2.1", "2.2"], ["s1", "s2"]),
    "square brackets": (f"一、工业\n[1] 实施工程，{WORK}\n[2] 推动项目，{WORK}\n二、交通\n[3] 加快建设，{WORK}", ["1", "2", "3"], ["s1", "s2"]),
    "two digits under an ornament": (f"各单位要做好以下工作。\n┃ 第一方面　建枢纽\n01  加快扩建，{WORK}\n02  完善航线，{WORK}\n┃ 第二方面　强产业\n03  稳定生产，{WORK}", ["1", "2", "3"], ["s1", "s2"]),
    "numbers that head nothing": (f"截至目前：\n12月底前{WORK}\n3.5亿元资金到位，{WORK}\n1个中心建成，{WORK}", [], []),
    "conditions are no work": (f"一、认定\n（一）审查。对符合以下条件的集体：\n1.甲。\n2.乙。\n（二）报送。{WORK}", ["1.1", "1.2"], ["s1"]),
}  # fmt: skip


@pytest.mark.parametrize("name", PAPERS)
def test_items_and_sections_have_the_ids_of_the_guidelines(name: str) -> None:
    text, items, sections = PAPERS[name]
    found = structure(clean(text))
    assert [i.id for i in found.items] == items
    assert [s.id for s in found.sections] == sections


def test_units_begin_at_their_number_and_end_at_the_next() -> None:
    text = "一、任务\n1.甲。做好。\n2.乙。抓好。"
    found = structure(clean(text))
    assert [text[i.start : i.end] for i in found.items] == ["1.甲。做好。\n", "2.乙。抓好。"]
    assert found.place(text.index("抓")) == found.items[1].id == "1.2"


NOTICE = """某市人民政府办公室关于印发《某市2023年政务公开工作要点》的通知
某政办发〔2023〕5号
各区人民政府，市政府各部门：
《某市2023年政务公开工作要点》已经市政府同意，现印发给你们，请认真贯彻落实。
某市人民政府办公室
2023年4月10日
（此件公开发布）
某市2023年政务公开工作要点
为做好工作，制定本要点。
一、任务
1.甲。做好。
2.乙。抓好。
附件：任务分解表（略）
"""


def test_the_header_of_a_notice_and_its_plan() -> None:
    found = structure(clean(NOTICE))
    head = found.header
    assert (head.title, head.document_number, head.date) == ("某市2023年政务公开工作要点", "某政办发〔2023〕5号", "2023-04-10")
    assert (head.issuers, head.recipients, head.approved_by) == (("某市人民政府办公室",), "各区人民政府，市政府各部门", "市政府")
    assert (head.instrument, head.genre) == ("通知", "工作要点")
    assert [d.id for d in found.documents] == ["notice", "plan"]
    assert "附件" not in NOTICE[found.items[-1].start : found.items[-1].end]


JOINT = "某市科学技术局国家税务总局某市税务局关于做好某项工作的通知"
HEADERS = {
    "a title that begins with 关于": ("关于印发《某市2023年工作要点》的通知\n各区：\n现印发给你们。\n某市科学技术局\n2023年4月1日\n某市2023年工作要点\n一、任务\n做好。", "issuers", ("某市科学技术局",)),
    "a branch with its bureau's name": (f"{JOINT}\n各区：\n{WORK}\n某市科学技术局\n国家税务总局某市税务局\n2023年4月1日", "issuers", ("某市科学技术局", "国家税务总局某市税务局")),
    "a meeting that passed it": (NOTICE.replace("已经市政府同意", "已经市政府第33次常务会议审议通过"), "approved_by", "市政府第33次常务会议"),
    "a body that passed it": (NOTICE.replace("已经市政府同意", "已经市政府研究同意"), "approved_by", "市政府"),
    "a date in a run of text": (f"国务院关于某项工作的意见各省：现提出以下意见。一、甲{WORK}二、乙{WORK}国务院2024年3月6日（此件公开发布）", "date", "2024-03-06"),
    "a title over two lines": ("某市关于印发《某市三年行动计划（2023—2025年）》的通知\n各区：\n现印发给你们。\n某市三年行动计划\n（2023—2025年）\n一、任务\n做好。", "title", "某市三年行动计划（2023—2025年）"),
}
SPEECH = f"政府工作报告\n——2024年1月16日在某市第八届人民代表大会第四次会议上\n某市人民政府市长 某某\n各位代表：\n{WORK}\n一、任务\n{WORK}"


@pytest.mark.parametrize("name", HEADERS)
def test_heads_that_were_read_wrong(name: str) -> None:
    text, field, value = HEADERS[name]
    assert getattr(structure(clean(text)).header, field) == value


def test_the_head_of_a_speech() -> None:
    head = structure(clean(SPEECH)).header
    assert (head.title, head.date, head.issuers, head.recipients) == ("政府工作报告", "2024-01-16", ("某市人民政府",), "各位代表")


def test_a_notice_whose_plan_is_not_in_the_file_is_the_paper() -> None:
    text = f"某市交通局关于印发《某市重点任务清单》的通知\n各单位：\n现将《某市重点任务清单》印发给你们。\n一、加强领导。{WORK}\n二、抓好落实。{WORK}\n某市交通局\n2023年5月12日\n附件：某市重点任务清单\n"
    read = structure(clean(text))
    assert [i.id for i in read.items] == ["1", "2"]


def test_a_plan_behind_its_notice_as_an_attachment_with_other_quotes() -> None:
    text = f"某市关于印发某市提升“办理许可”环境方案的通知\n各区：\n现将《某市提升‘办理许可环境方案》印发给你们。\n附件：1.某市提升办理许可\" 环境方案\n2.任务台账\n某市人民政府\n2023年6月9日\n附件1某市提升“办理许可”环境方案\n一、任务\n1.{WORK}做好有关工作。\n2.{WORK}做好有关工作。\n"
    assert [i.id for i in structure(clean(text)).items] == ["1.1", "1.2"]


def test_a_draft_sent_out_for_comment_is_the_plan() -> None:
    plan = f"关于推进审批便利化的通知（征求意见稿）\n各区住建局：\n一、推进标准化\n（一）统一清单。{WORK}\n（二）统一指南。{WORK}\n二、推进便利化\n（三）优化流程。{WORK}\n"
    text = f"某市住建局就《关于推进审批便利化的通知（征求意见稿）》公开征求意见的通知\n现向社会公开征求意见，请于2023年5月12日前反馈：\n1.电子邮箱：a@b.cn\n2.通信地址：某路9号\n附件：关于推进审批便利化的通知（征求意见稿）\n{plan}"
    found = structure(clean(text))
    assert [d.id for d in found.documents] == ["notice", "plan"]
    assert [i.id for i in found.items] == ["1", "2", "3"]
    assert found.header.issuers == ("某市住建局",)
