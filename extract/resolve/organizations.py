"""Organisations: from the words to the official name, by who speaks. 市委 in a Kunming paper → 中国共产党昆明市委员会, 区财政局 → 上海市黄浦区财政局."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from extract.lexicon import rows, table
from extract.model import Speaker
from extract.places import MUNICIPALITIES, Path, leading_place, place_names, territory, tree_pattern

PARTY, LEAGUE = "中国共产党", "中国共产主义青年团"
_MARKS = re.compile(r"[“”‘’\"《》\s*]")
_LEVEL = re.compile(r"^(?:全)?(自治区|省|市|区|县|州|盟|旗)(?!场|域|块链|级|政工程|民(?![政营族宗委革建盟进航兵]))")
_TAIL_FULL = (("管委会", "管理委员会"), ("组委会", "组织委员会"), ("党工委", "党工作委员会"), ("工委", "工作委员会"))
_UNIT = re.compile("(?:处|室|科|中心|大队|支队|局|办|站|队|所|院|专班|领导小组|联席会议)$")
_AND, _LETTERS = frozenset("、和与及"), frozenset("省市区县州")
_SHARED = re.compile("青联|学联|妇联|总工会|残联|政协|人大|(?:人民)?政府")
_CORPS = "新疆生产建设兵团"
_STEM = re.compile("(?:壮族|回族|维吾尔)?自治区$|(?<=..)[省市区县州盟旗]$")


def organization(text: str, speaker: Speaker, known: Sequence[str] = (), in_list: bool = False) -> tuple[str, bool]:
    """The official name, and whether the place or body stays open (unresolved).

    `known` are the names that the paper has given so far (领导小组 alone is the one that it named); a place alone is its
    government, a zone in a list of responsible bodies its 管委会. 发展改革委 is the state commission in a central paper and the own one in a city's; a name with no rule keeps its words.
    """
    core = _MARKS.sub("", text)
    central = _central().get(core)
    if central and (speaker.tier == "central" or not _could_be_local(core) or core.startswith(("国家", "中国", "国务院", "中央"))):
        return central, False
    longer = _longer(core, known) or _unit(core, speaker)
    if longer:
        return longer, False
    where, rest, given = _split(core, speaker)
    for rule in RULES:
        name = rule(rest, where, given, speaker, in_list)
        if name:
            return name, bool(_LEVEL.match(core)) and not where
    return _plain(core, rest, where, given), bool(_LEVEL.match(core)) and not where


def shared_head(text: str, after: str) -> str:
    """What a place leaves to the last of its list: 青联 for 天津 in 天津、河北青联; "" for what is no place alone."""
    if text not in place_names() and text not in _LETTERS:
        return ""
    at = 0
    while after[at:at + 1] in _AND:
        name = leading_place(after[at + 1:]) or after[at + 1:at + 2]
        if len(name) < 2 and name not in _LETTERS:
            return ""
        at += 1 + len(name)
    listed = _SHARED.match(after, at) if at else None
    return listed.group() if listed else ""


def _could_be_local(core: str) -> bool:
    """统计局, 发展改革委 may be a place's own; 教育部, 国务院 may not."""
    return core.endswith(("局", "委", "办")) and "总局" not in core


def _longer(core: str, known: Sequence[str]) -> str:
    """The one name given before that ends with a short form which says nothing alone: 领导小组办公室, 联盟, 组委会."""
    if not re.fullmatch(r"(?:全国)?(?:领导小组|联席会议|指挥部|专班|联盟|组委会|评审委员会|协调小组)(?:办公室)?", core):
        return ""
    stem = core.removesuffix("办公室").removeprefix("全国").replace("组委会", "组织委员会")
    found = list(dict.fromkeys(name.removesuffix("办公室") for name in known if name.removesuffix("办公室").endswith(stem) and len(name) > len(core) + 1))
    return (found[-1] + ("办公室" if core.endswith("办公室") else "")) if found else ""


def _unit(core: str, speaker: Speaker) -> str:
    """A part of the bureau that speaks, or the same bureau of a place in its own: 厅法规处 → 吉林省交通运输厅法规处, 市场监管厅登记注册局, 省局 in the bureau's own paper; "" where it is none."""
    own = re.match(rf"^{place_name(speaker.path)}(?P<field>[\u4e00-\u9fff]{{2,14}})(?P<kind>局|厅|委员会|办公室)$", speaker.name)
    if not own or speaker.tier in ("", "central") or speaker.name.startswith((PARTY, LEAGUE)) or speaker.name.endswith("政府办公室"):
        return ""
    kind = own["kind"]
    if core in (f"省{kind}", f"市{kind}", f"区{kind}", f"自治区{kind}") and _at_level(core[:-len(kind)], speaker) == speaker.path:
        return speaker.name
    lower = territory(core, speaker.path)
    if core == core[:lower.end] + kind and len(lower.path) > len(speaker.path):  # 溧阳市局 in the paper of 常州市自然资源和规划局
        return place_name(lower.path) + own["field"] + kind
    part = re.match(rf"^(?:本|我)?{kind}(?!长)(.{{2,14}})$", core)
    if part and _UNIT.search(core):
        return speaker.name + part.group(1)
    dept = _department_form().match(core[:core.find(kind) + len(kind)]) if kind in core else None
    if dept and speaker.name.endswith(_fields()[dept.group(1)] + kind) and _UNIT.search(core) and len(core) > len(dept.group()):
        return speaker.name + core[len(dept.group()):]
    return speaker.name + core if core.endswith("处") and len(core) > 3 and not _LEVEL.match(core) and not leading_place(core) else ""



def place_name(path: Path) -> str:
    """A place as official names have it: 昆明市, 昆明市官渡区, 上海市黄浦区, but 安宁市, 嵩明县."""
    if not path:
        return ""
    if len(path) == 1 or (len(path) == 2 and path[0] not in MUNICIPALITIES):
        return path[-1]
    return path[-2] + path[-1] if path[-1].endswith("区") else path[-1]


def _split(core: str, speaker: Speaker) -> tuple[Path, str, bool]:
    """(place, the rest of the name, whether the words name a place): 市财政局 → (own city, 财政局, True), 财政局 → (own place, 财政局, False)."""
    mine = speaker.path
    core = core.removeprefix("中共") if core.startswith("中共") and not core.startswith("中共中央") else core
    level = _LEVEL.match(core)
    if level:
        return _at_level(level.group(1), speaker), core[level.end():], True
    if core.startswith(_CORPS):
        return (_CORPS,), core[len(_CORPS):], True
    if leading_place(core):
        found = territory(core, mine)
        if found.path and found.end <= len(core):
            return found.path, core[found.end:], True
    return mine, core, False


def _at_level(letter: str, speaker: Speaker) -> Path:
    """What 省, 市, 区 mean in the speaker's mouth; () where it has none."""
    if letter in ("省", "自治区"):
        return (speaker.province,) if speaker.province else ()
    if letter in ("市", "州", "盟"):
        if speaker.city:
            return speaker.province, speaker.city
        if speaker.province in MUNICIPALITIES:
            return (speaker.province,)
        return speaker.path if speaker.county.endswith("市") else ()
    return speaker.path if speaker.county else ()


def _party(rest: str, where: Path, given: bool, speaker: Speaker, in_list: bool) -> str:
    """委, 委组织部, 委员会办公厅 after a place; 组织部 alone is not the Party's for sure."""
    m = re.match(r"^[省市区县州盟旗]?(?:党)?委(?:员会)?(.*)$", rest)
    organs: dict[str, str] = table("org_local")["party"]
    if not m or not given:
        return ""
    organ = m.group(1)
    office = "" if organ in organs else next((o for o in ("办公室", "办公厅") if organ.endswith(o)), "")
    if organ and organ.removesuffix(office) not in organs:
        return ""
    return f"{PARTY}{place_name(where)}委员会{organs.get(organ.removesuffix(office), '')}{office}"


def _government(rest: str, where: Path, given: bool, speaker: Speaker, in_list: bool) -> str:
    m = re.match(r"^[省市区县州盟旗]?(?:人民)?政府(办公[厅室]|办|督查室|研究室)?$", rest)
    if m:
        office = m.group(1) or ""
        return f"{place_name(where)}人民政府{'办公室' if office == '办' else office}"
    return f"{place_name(where)}人民政府" if given and not rest else ""


def _league(rest: str, where: Path, given: bool, speaker: Speaker, in_list: bool) -> str:
    """团市委, 济宁团市委, 共青团北京市委办公室, 共青团中山大学委员会, 省直机关团工委."""
    m = re.match(r"^团([省市区县州])委$", rest)
    if m:
        return f"{LEAGUE}{place_name(where if given else _at_level(m.group(1), speaker))}委员会"
    if rest in ("共青团", "首都共青团"):
        return f"{_STEM.sub('', where[-1])}共青团" if where else LEAGUE
    if rest.startswith(("共青团", LEAGUE)):
        body = rest.removeprefix(LEAGUE).removeprefix("共青团")
        found = territory(body, speaker.path)
        tail = body[found.end:] if found.path else body
        tail = re.sub(r"^[省市区县州]?委(?!员)", "委员会", tail)
        return LEAGUE + (place_name(found.path) + tail if found.path else tail)
    m = re.match(r"^(.{1,24})团(工?)委$", rest)
    if not m:
        return ""
    school, faculty = school_of(speaker)
    if m.group(1) in ("校", "我校", "院", "我院", faculty):
        return f"{LEAGUE}{school}{'' if m.group(1).endswith('校') else faculty}委员会" if school else ""
    return f"{LEAGUE}{place_name(where) if given else ''}{m.group(1)}{'工作' if m.group(2) else ''}委员会" if len(m.group(1)) > 1 else ""


def school_of(speaker: Speaker) -> tuple[str, str]:
    """The school in whose name, or in whose League committee's, the paper speaks, and its faculty: (中山大学, 数据科学与计算机学院); ("", "") where it is none."""
    m = re.match(rf"^(?:{LEAGUE}|{PARTY})?([\u4e00-\u9fff]{{2,12}}?(?:大学|学院|学校|中学))([\u4e00-\u9fff]{{2,20}}(?:学院|系))?(?:委员会)?$", speaker.name)
    return (m.group(1), m.group(2) or "") if m else ("", "")


def _body(rest: str, where: Path, given: bool, speaker: Speaker, in_list: bool) -> str:
    """A body of one word by its row: 税务局, 总工会, 法院 (by tier), 银保监局 (short place), 公安分局."""
    form: str = table("org_local")["bodies"].get(rest, "")
    if not form or not where:
        return ""
    if rest == "法院":
        return f"{place_name(where)}{('高级', '中级', '')[min(len(where), 3) - 1] if where[0] not in MUNICIPALITIES or len(where) == 1 else ''}人民法院"
    if rest == "公安分局":
        return f"{place_name(where[:-1])}公安局{_STEM.sub('', where[-1])}分局"
    short = "监管" in form or rest == "海关"
    return form.format(_STEM.sub("", where[-1]) if short else place_name(where))


def _department(rest: str, where: Path, given: bool, speaker: Speaker, in_list: bool) -> str:
    """A field and its suffix: 发展改革委 → 发展和改革委员会; an unknown field keeps its words with the suffix written out."""
    alone = rest.removesuffix("部门")
    if alone in _alone() and where:
        return place_name(where) + _fields()[alone] + _alone()[alone]
    m = _department_form().match(rest)
    zone = None if m or given else re.match(r"^([\u4e00-\u9fff]{2})([\u4e00-\u9fff]{5,})$", rest)
    inner = _department_form().match(zone.group(2)) if zone else None
    if zone and inner:  # 宁东市场监管局: a place that no list of divisions has
        return f"{zone.group(1)}{_fields()[inner.group(1)]}{table('org_local')['suffixes'][inner.group(2)]}"
    if not m or not where:
        return ""
    suffixes: dict[str, str] = table("org_local")["suffixes"]
    if m.group(1).startswith("国资") and len(where) == 2 and where[0] not in MUNICIPALITIES:
        return f"{place_name(where)}人民政府国有资产监督管理委员会"
    return place_name(where) + _fields()[m.group(1)] + (suffixes[m.group(2)] if not _fields()[m.group(1)].endswith("委员会") else "")


@cache
def _alone() -> dict[str, str]:
    words: dict[str, str] = table("org_local")["alone"]
    return words


@cache
def _fields() -> dict[str, str]:
    return {r["short"]: r["full"] for r in rows("org_fields")}


@cache
def _department_form() -> re.Pattern[str]:
    return re.compile(f"^({tree_pattern(_fields())})({tree_pattern(table('org_local')['suffixes'])})$")


def _bank(rest: str, where: Path, given: bool, speaker: Speaker, in_list: bool) -> str:
    """人行兰州中心支行 → 中国人民银行兰州中心支行; 工商银行… → 中国工商银行…."""
    m = re.match(r"^(?:人行|人民银行)(.*)$", rest)
    if m and not given:
        return f"中国人民银行{m.group(1)}"
    return f"中国{rest}" if re.match(r"^(?:工商|建设|农业|邮政储蓄|进出口|农业发展)银行", rest) and not given else ""


def _zone(rest: str, where: Path, given: bool, speaker: Speaker, in_list: bool) -> str:
    """空港经济区管委会, 经开区, 自贸试验区昆明片区: the place's stem in front, 管理委员会 behind."""
    m = re.match(r"^(.*?(?:区|片区|新城|园区))(?:管委会|管理委员会)?$", rest)
    if not m or not (in_list or rest.endswith(("管委会", "管理委员会"))) or not m.group(1):
        return ""
    zone = m.group(1)
    listed = table("places")["new_areas"].get(zone if not given or not where else _STEM.sub("", where[-1]) + zone) or table("places")["new_areas"].get(zone)
    if listed:
        return f"{listed}管理委员会"
    for short, full in table("places")["zones"].items():
        zone = zone[:-len(short)] + full if zone.endswith(short) else zone
    free = re.match(r"^(?:自贸试验区|自贸区|自由贸易试验区)(.*)$", zone)
    if free and speaker.province:
        return f"中国（{_STEM.sub('', speaker.province)}）自由贸易试验区{free.group(1)}管理委员会"
    stem = _STEM.sub("", where[-1]) if where else ""
    return f"{'' if stem and stem in zone else stem}{zone}管理委员会"


def _plain(core: str, rest: str, where: Path, given: bool) -> str:
    """The words with what is short written out, behind the place that 省, 市, 区 stand for; a name that begins with a place keeps it as it is."""
    for short, full in _TAIL_FULL:
        rest = rest[:-len(short)] + full if rest.endswith(short) else rest
        core = core[:-len(short)] + full if core.endswith(short) else core
    if re.match(r"^中国.{2,12}集团$", core):
        return f"{core}有限公司"
    if given and _LEVEL.match(core):
        return place_name(where) + rest
    if given or leading_place(core):
        return core
    local = rest.endswith(("中心", "委员会", "办公室", "领导小组", "联席会议", "办", "局", "厅", "处", "公司")) and not re.search("有限|集团|银行|中国|国家|全国|长三角|京津冀|大学", rest)
    return place_name(where) + rest if local and where else rest


@cache
def _central() -> dict[str, str]:
    return {r["surface"]: r["name"] for r in rows("org_central")}


Rule = Callable[[str, Path, bool, Speaker, bool], str]
RULES: tuple[Rule, ...] = (_party, _government, _league, _body, _department, _bank, _zone)
