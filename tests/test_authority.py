"""Tier and standing, as the guidelines have them for papers of different speakers."""

import pytest

from extract.authority import cases, judge, learned
from extract.authority.train import Taught, train
from extract.lexicon import rows
from extract.model import SLUGS, TIERS, Entity, Header, Link, Mention, Speaker

LEAGUE = Speaker("中国共产主义青年团北京市委员会", "provincial", "league", "北京市")
DISTRICT = Speaker("上海市黄浦区人民政府", "county", "government", "上海市", "", "黄浦区")
CITY = Speaker("昆明市人民政府", "prefectural", "government", "云南省", "昆明市")
PROVINCE = Speaker("甘肃省人民政府", "provincial", "government", "甘肃省")
CABINET = Speaker("国务院", "central", "government")
MINISTRY = Speaker("国家知识产权局", "central", "government")


def judged(speaker, type_, label, relation="", cue=""):
    """As the rules judge alone."""
    entity = Entity(f"{SLUGS[type_]}/{label}", type_, label)
    links = [Link("1", relation, entity.id, cue=cue)] if relation else []
    return judge("", Header("工作要点", issuers=(f"{speaker.name}办公室",)), speaker, (entity,), (), links, model=None)[0]


@pytest.mark.parametrize(("speaker", "label", "tier", "standing"), [
    (LEAGUE, "中国共产党北京市委员会", "provincial", "party"),
    (LEAGUE, "中国共产主义青年团中央委员会", "central", "line"),
    (LEAGUE, "北京市人民政府", "provincial", "government"),
    (LEAGUE, "河北省青年联合会", "provincial", "other"),
    (LEAGUE, "中国人民政治协商会议北京市委员会", "provincial", "other"),
    (LEAGUE, "中国共产主义青年团北京市委员会办公室", "provincial", "own"),
    (DISTRICT, "上海市人民政府", "provincial", "government"),
    (DISTRICT, "上海市黄浦区人民政府", "county", "own"),
    (DISTRICT, "上海市黄浦区财政局", "county", "below"),
    (DISTRICT, "上海市公安局黄浦分局", "county", "below"),
    (DISTRICT, "上海市商务委员会", "provincial", "line"),
    (DISTRICT, "中国共产党上海市委员会", "provincial", "party"),
    (CITY, "国家税务总局昆明市税务局", "prefectural", "other"),
    (CITY, "昆明市官渡区人民政府", "county", "below"),
    (CITY, "昆明空港经济区管理委员会", "county", "below"),
    (CITY, "昆明市建设和管理委员会", "prefectural", "below"),
    (CITY, "云南省教育厅", "provincial", "line"),
    (CITY, "延安大学", "grassroots", "other"),
    (CITY, "昆明市官渡区工业园区管理委员会", "county", "below"),
    (CITY, "中国（云南）自由贸易试验区昆明片区管理委员会", "county", "below"),
    (CITY, "中国人民银行昆明中心支行", "prefectural", "other"),
    (PROVINCE, "中国人民银行兰州中心支行", "provincial", "other"),
    (PROVINCE, "北京证券交易所", "central", "other"),
    (PROVINCE, "国务院办公厅", "central", "government"),
    (PROVINCE, "新疆生产建设兵团", "provincial", "other"),
    (PROVINCE, "中华人民共和国教育部", "central", "line"),
    (CABINET, "中华人民共和国教育部", "central", "below"),
    (MINISTRY, "国务院", "central", "government"),
    (MINISTRY, "敦豪", "-", "other"),
])
def test_bodies(speaker, label, tier, standing):
    got = judged(speaker, "ORG", label)
    assert (got.tier, got.standing) == (tier, standing), got.why


@pytest.mark.parametrize(("speaker", "type_", "label", "tier", "standing"), [
    (LEAGUE, "MEETING", "中国共产党第二十次全国代表大会", "central", "party"),
    (LEAGUE, "MEETING", "中国共产党北京市第十三届委员会第二次全体会议", "provincial", "party"),
    (LEAGUE, "MEETING", "中国共产主义青年团第十九次全国代表大会", "central", "line"),
    (LEAGUE, "MEETING", "中国共产主义青年团北京市第十五次代表大会", "provincial", "own"),
    (LEAGUE, "DOC", "北京市未成年人保护条例", "provincial", "law"),
    (CITY, "MEETING", "中国共产党云南省第十一届委员会第三次全体会议", "provincial", "party"),
    (CITY, "DOC", "区域全面经济伙伴关系协定", "-", "other"),
    (CITY, "DOC", "昆明市公园城市建设总体规划", "prefectural", "own"),
    (PROVINCE, "DOC", "中华人民共和国行政处罚法", "central", "law"),
    (PROVINCE, "DOC", "国务院办公厅关于加快推进社会信用体系建设的指导意见", "central", "government"),
    (PROVINCE, "DOCTRINE", "习近平新时代中国特色社会主义思想", "central", "party"),
    (PROVINCE, "STRATEGY", "放管服改革", "central", "government"),
    (CABINET, "STRATEGY", "乡村振兴", "central", "party"),
    (PROVINCE, "PROGRAMME", "中国（广西）自由贸易试验区", "provincial", "other"),
    (DISTRICT, "PROGRAMME", "专精特新中小企业", "central", "line"),
])
def test_works(speaker, type_, label, tier, standing):
    got = judged(speaker, type_, label)
    assert (got.tier, got.standing) == (tier, standing), got.why


def test_what_the_paper_does_with_a_thing_tells_whose_it_is():
    assert judged(DISTRICT, "PROGRAMME", "新秀教师培养计划", "carries_out").standing == "own"
    assert judged(DISTRICT, "PROGRAMME", "重点城市", "carries_out", cue="申报").standing == "line"
    assert judged(DISTRICT, "DOC", "积极服务建设实施方案", "implements").standing == "line"
    assert judged(DISTRICT, "DOC", "积极服务建设实施方案", "drafts").standing == "own"


def test_a_notice_lends_its_issuer_to_the_plan_that_it_carries():
    notice = Entity("document/a", "DOC", "国务院关于印发个人所得税专项附加扣除暂行办法的通知")
    plan = Entity("document/b", "DOC", "个人所得税专项附加扣除暂行办法")
    assert [e.standing for e in judge("", Header(), PROVINCE, (notice, plan), (), [], model=None)] == ["government", "government"]


def test_every_judgement_says_why():
    assert all(judged(CITY, t, "某某某").why for t in SLUGS)


def test_a_speaker_whose_tier_is_not_told_gives_unknown():
    """A paper without a readable header: nothing is compared, nothing breaks."""
    assert judged(Speaker("某某公司"), "ORG", "北京市财政局").standing == "unknown"


def test_a_firm_among_the_responsible_bodies_is_the_own_ones():
    assert judged(PROVINCE, "ORG", "机场集团", "assigned_to").tier == "provincial"
    assert judged(PROVINCE, "ORG", "机场集团").tier == "-"


def case(speaker, label, text):
    """A programme that a paper carries out, as the rules judge it."""
    entity = Entity(f"programme/{label}", "PROGRAMME", label)
    at = text.index(label)
    mention = Mention(at, at + len(label), label, "PROGRAMME", entity.id)
    return cases(text, Header("工作要点"), speaker, (entity,), (mention,), [Link("1", "carries_out", entity.id, cue="推广")])[0]


def test_what_other_papers_of_the_province_know_tells_whose_a_name_is(tmp_path):
    """申快办 is Shanghai's in the papers of two other districts, 青苗计划 and the like are each district's own."""
    told = []
    for n, district in enumerate(("青浦区", "嘉定区", "金山区", "宝山区")):
        speaker = Speaker(f"上海市{district}人民政府", "county", "government", "上海市", "", district)
        told += [Taught(f"{n}", case(speaker, "申快办", "推广申快办。"), "provincial", "government", exact=True),
                 Taught(f"{n}", case(speaker, f"{district[0]}苗计划", f"推广{district[0]}苗计划。"), "county", "own", exact=True)]
    train(told, tmp_path)
    model = learned.load(tmp_path)
    got = {}
    for label in ("申快办", "新秀计划"):
        c = case(DISTRICT, label, f"推广{label}。")
        got[label] = judge(c.text, Header("工作要点"), DISTRICT, (c.entity,), c.mentions, [Link("1", "carries_out", c.entity.id, cue="推广")], model=model)[0]
    assert (got["申快办"].tier, got["申快办"].standing) == ("provincial", "government")
    assert (got["新秀计划"].tier, got["新秀计划"].standing) == ("county", "own")
    assert "learned" in got["申快办"].why
    again = tmp_path / "again"
    again.mkdir()
    train(told, again)
    assert all((tmp_path / name).read_bytes() == (again / name).read_bytes() for name in learned.FILES)


def test_without_a_model_the_rules_decide(tmp_path):
    assert learned.load(tmp_path) is None


@pytest.mark.parametrize(("speaker", "type_", "label", "tier", "standing", "body"), [
    (CITY, "PROGRAMME", "春风行动", "central", "line", "人力资源和社会保障部"),
    (LEAGUE, "PROGRAMME", "挑战杯", "central", "line", ""),
    (DISTRICT, "PROGRAMME", "随申码", "provincial", "government", ""),
    (PROVINCE, "PROGRAMME", "随申码", "provincial", "own", ""),  # run here: another of that name
    (CITY, "DOC", "法治政府建设实施纲要（2021－2025年）", "central", "party", ""),
])
def test_who_runs_what_everybody_knows(speaker, type_, label, tier, standing, body):
    got = judged(speaker, type_, label, "carries_out" if type_ == "PROGRAMME" else "implements")
    assert (got.tier, got.standing) == (tier, standing), got.why
    assert not body or got.why.startswith(f"commonly known to be of {body}: ")


def test_known_names_are_told_once_and_of_a_known_kind():
    known = rows("known_names")
    assert len({(r["type"], r["name"], r["place"]) for r in known}) == len(known)
    assert {r["tier"] for r in known} <= {*TIERS, "-"}
    assert {r["maker"] for r in known} <= {"party", "state", "ministry", "league", "other"}
    assert all(bool(r["place"]) == (r["tier"] in ("provincial", "prefectural", "county")) for r in known)
