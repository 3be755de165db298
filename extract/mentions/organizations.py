"""Organisations by place and function: 市发展改革委, 国务院办公厅, 市委组织部, 官渡区 in a list of responsible bodies, 天津、河北青联.

Rules, from sure to less so (Mention.score): lists of responsible bodies .95, listed central bodies .95, Party organs and governments .95,
departments by field and suffix .93, other bodies by place and head .7. Generic groups (各部门, 各区人民政府) are no names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from extract.lexicon import rows, table
from extract.model import Mention
from extract.places import place_names, place_pattern, tree_pattern

LEVEL = "(?:自治区|新区|全省|全市|全区|省|市|区|县|州|盟|旗|兵团)"
HAN = r"[\u4e00-\u9fff]"
SEPARATORS = re.compile(r"[、，,；;：:]|(?<=[局委厅办部府会关院行司])(?:和|及|会同|与)|(?:和|及)(?=[\u4e00-\u9fff]{1,4}[市区县州](?:[、，）)\]]|$))")
TAILS = re.compile(r"(?:按照|按|根据|结合|等|牵头|负责|配合|为主|共同|分别|分工|依|要|具体|承担|组织|联合|参与|落实|实施|协调|推进|（|\(|。).*$")
SHORT_LIST = re.compile(r"[（(\[]([^（）()\[\]。；]{2,160}?)(?:牵头|负责|配合|分工)[^（）()\[\]]{0,60}[）)\]]")
GROUP = re.compile("有关|相关|各|部门|处室|级|^(?:[市区县州旗]|自治)+$|等$|^[县市区]+(?:人民)?政府$(?<!^.政府)")
LEAGUE = re.compile("共青团|共产主义青年团|团[省市区县州工]?委")
MASS = re.compile(rf"{HAN}、{HAN}{{2,15}}(?:青联|学联|团委|妇联|总工会)")
ZONE = re.compile(rf"(?:(?<=[、，：；])|^)(?:{HAN}|[—-]){{2,14}}(?:管委会|管理委员会)(?=[、，：；。]|$)|(?:(?<!{HAN})|(?<=[由向经报交对]))(?:领导小组|评审委员会|评审办公室)(?:办公室)?(?!{HAN}{{0,2}}(?:成员|会议))")
ZONE_HEADS = re.compile("管委会|管理委员会|领导小组|评审委员会|评审办公室")
UNKNOWN_END = re.compile("(?:局|厅|委|中心|集团)(?=[、，。）；]|$|牵头|负责|会同|要)")
Found = tuple[int, int, str, float]


def find(text: str) -> list[Mention]:
    """All organisations of a paragraph, nested ones included, sorted.

    （责任单位：市财政局、官渡区人民政府，各相关部门） gives 市财政局 and 官渡区人民政府; 各级团组织 gives nothing.
    """
    found: dict[tuple[int, int], tuple[str, float]] = {}
    for rule in RULES:
        for start, end, name, score in rule(text):
            if end - start > 1 and not _generic(text, start, end):
                found.setdefault((start, end), (name, score))
    spans = _without_parts(found)
    return [Mention(a, b, text[a:b], "ORG", "", f"org.{found[a, b][0]}", found[a, b][1]) for a, b in sorted(spans, key=lambda s: (s[0], -s[1]))]


def _without_parts(found: dict[tuple[int, int], tuple[str, float]]) -> list[tuple[int, int]]:
    """The spans that touch no surer one, and among the equally sure no longer one: 财政局 in 市财政局 is no name of its own."""
    kept: list[tuple[int, int]] = []  # in order, none touches the next
    for a, b in sorted(found, key=lambda s: (found[s][1] < 0.9, -(s[1] - s[0]), s[0])):
        i = bisect_left(kept, (a, b))
        if (i == 0 or kept[i - 1][1] <= a) and (i == len(kept) or b <= kept[i][0]):
            kept.insert(i, (a, b))
    return kept


def _generic(text: str, start: int, end: int) -> bool:
    before = text[max(start - 2, 0):start]
    return before.endswith(("各", "某", "各级", "该", "所在", "等")) or text.startswith(_generic_starts(), start, end)


@cache
def _generic_starts() -> tuple[str, ...]:
    return tuple(_local()["generic"])


@cache
def _local() -> dict[str, list[str]]:
    words: dict[str, list[str]] = table("org_local")
    return words


def _lists(text: str) -> Iterator[Found]:
    """Every member of a list of responsible bodies; a place alone is its government there."""
    for start, end in list_spans(text):
        at = start
        for piece in [*SEPARATORS.finditer(text, start, end), None]:
            stop = piece.start() if piece else end
            yield from _member(text, at, stop)
            at = piece.end() if piece else end


def list_spans(text: str) -> list[tuple[int, int]]:
    """Where the lists of responsible bodies stand: after 责任单位： up to the closing bracket or line end, and （X牵头，Y配合）."""
    spans = [(m.end(), _list_end(text, m.end())) for m in _list_head().finditer(text)]
    for m in SHORT_LIST.finditer(text):
        if not any(a <= m.start(1) < b for a, b in spans):
            spans.append((m.start(1), m.end() - 1))
    return spans


@cache
def _list_head() -> re.Pattern[str]:
    words = "|".join(sorted(_local()["lists"], key=len, reverse=True))
    return re.compile(rf"(?:{words})(?:[和及、](?:{words}))*\s*[：:]")


def _list_end(text: str, start: int) -> int:
    depth = 0
    for i in range(start, min(len(text), start + 600)):
        c = text[i]
        if c in "（([":
            depth += 1
        elif c in "）)]":
            depth -= 1
            if depth < 0:
                return i
        elif c in "。\n" or _list_head().match(text, i):
            return i
    return min(len(text), start + 600)


def _member(text: str, start: int, end: int) -> Iterator[Found]:
    piece = TAILS.sub("", text[start:end])
    inner = piece.lstrip(" 　“")
    start += len(piece) - len(inner)
    name = inner.rstrip(" 　”")
    if 2 <= len(name) <= 26 and not GROUP.search(name) and (_member_name().match(name) or name in place_names()):
        yield start, start + len(name), "list", 0.95


@cache
def _member_name() -> re.Pattern[str]:
    """What a member of a list may end in."""
    heads = [*_local()["heads"], *table("org_local")["bodies"], *table("org_local")["party"], *(s for s in table("org_local")["suffixes"]), "区", "县", "市", "州", "旗", "镇", "乡", "街道", "院", "站", "队", "所", "社", "台", "馆", "司", "处",
             "室", "组", "会", "园", "港", "机场", "片区", "新城", "开发区", "工委", "党工委", "航空", "物流", "燃气", "电网", "移动", "联通", "电信", "铁塔", "银行", "总公司", "政府", "政府办"]
    return re.compile(rf"^(?!.*[的了在将与])[\u4e00-\u9fffA-Za-z0-9（）()“”·]{{1,24}}?(?:{'|'.join(sorted(set(heads), key=lambda h: (-len(h), h)))})$|^(?:发改|工信|财政|教育|民政|卫健|人社|住建|公安|司法)$")


def _central(text: str) -> Iterator[Found]:
    """Bodies of org_central.tsv that need nothing around them: those with 国家, 中央, 国务院, 部 or 总局 in their name."""
    for m in _central_names().finditer(text):
        yield m.start(), m.end(), "central", 0.95
    for m in re.finditer(r"(?<![\u4e00-\u9fff])中央(?=《|关于|和省委|、国务院|有关|决策|部署)|(?<=贯彻落实)中央(?=决策|部署|《|关于|精神)", text):
        yield m.start(), m.end(), "centre", 0.8


@cache
def _central_names() -> re.Pattern[str]:
    form = ("国家|中央|国务院|中共|中国|党中央|部$|总局|总署|审计署|全国|最高|中办|国办|银行|兵团|证监会|银保监会|联合国|世界|世行|团中央|"
            "海关总署|中组部|中宣部")
    sure = [r["surface"] for r in rows("org_central") if r["bare"] == "yes" or (r["bare"] != "no" and re.search(form, r["surface"]))]
    body = tree_pattern(sure)
    return re.compile(rf"(?<![\u4e00-\u9fff]直属)(?:{body})(?:(?<=[局部署])[\u4e00-\u9fff]{{2,8}}司(?=[、，。（ ]|$))?(?!行支行|行|总行|长|级|网|省|区域|队|队伍|位|门|分|\s*[发函](?:[〔\[（(]|电|[\u4e00-\u9fff]?〔)|第)")


def _party(text: str) -> Iterator[Found]:
    """市委, 中共昆明市委, 区委区政府 (two), 市委组织部, 省委省直机关工委."""
    if "委" not in text:
        return
    for m in _party_form().finditer(text):
        yield m.start(), m.end(), "party", 0.95


@cache
def _party_form() -> re.Pattern[str]:
    organs = "|".join(sorted(table("org_local")["party"], key=lambda o: (-len(o), o)))
    place = place_pattern()
    return re.compile(rf"(?<!团)(?<![各党])(?:中共)?{place}?(?:省|市|区|县|州|盟|旗|自治区党)委(?:员会)?(?:(?:{organs}))?(?!员|会|托|派|十|全|书|常|经济工作|党校|统一|[一二三四五六七八九十]+届)(?:办公[厅室](?!主任))?")


def _government(text: str) -> Iterator[Found]:
    """市政府, 省人民政府办公厅, 昆明市人民政府, 郑州市政府."""
    if "政府" not in text:
        return
    place = place_pattern()
    for m in _compiled(rf"(?<![各县一])(?:(?:{place}){{1,3}}|省|(?<!直辖)市|区|县|州|自治区|旗)(?:人民)?政府(?:办公[厅室]|督查室|研究室|办(?!公|事|法|理|学|好|的))?(?!工作报告|投资|采购|性|和社会|职能|部门|令|补助|债|网|数|奖|引导|购买|履行|专)").finditer(text):
        if not (m.group()[0] in "省市区县州旗" and text[max(m.start() - 1, 0):m.start()] in ("）", ")", "、", "（", "(", "治", "市", "县", "州", "旗") and "各" in text[max(m.start() - 14, 0):m.start()] + "各" * (text[max(m.start() - 1, 0):m.start()] in ("）", ")"))):
            yield m.start(), m.end(), "government", 0.95


def _departments(text: str) -> Iterator[Found]:
    """市发展改革委, 省住建厅, 昆明市商务局, 区政务服务办; and after a place the bodies of one word (市总工会, 河南银保监局)."""
    if _department_end().search(text):
        for m in _department_form().finditer(text):
            yield m.start(), m.end(), "department", 0.93


@cache
def _department_form() -> re.Pattern[str]:
    level = "(?<![城各地县两全街超跨该社园片辖校灾景厂牧林矿库禁郊])(?:省|市(?!场)|区(?!域)|县|州|自治区|旗)"
    return re.compile(rf"(?:(?:{place_pattern()}){{1,3}}|{level}){_department_end().pattern}")


@cache
def _department_end() -> re.Pattern[str]:
    """What stands behind the place or level: looked for first, as places are many."""
    fields = tree_pattern({r["short"] for r in rows("org_fields")})
    bodies = tree_pattern(table("org_local")["bodies"])
    suffix = "委员会|办公室|委(?!员|托)|局(?!长|势|面|部|限)|厅(?!长|级)|办(?!公|理|事|法|学|好|的|结|件|税)"
    return re.compile(rf"(?:(?:{fields})(?:{suffix})|(?:{bodies})(?![\u4e00-\u9fff]?(?:员|长|主席|文件)))")


def _league(text: str) -> Iterator[Found]:
    """团市委, 济宁团市委, 共青团北京市委办公室."""
    if not LEAGUE.search(text):
        return
    place = place_pattern()
    form = (rf"(?:{place})?团[省市区县州]委|共青团(?:{place}){{1,2}}(?:{HAN}{{0,8}}工作委员会|委员会|[省市区县州]?委)(?:办公室)?|共青团{HAN}{{2,14}}?委员会|(?:{place})共青团|"
            rf"(?:(?:{place})|[省市])?(?:{HAN}{{2,6}}(?:大学|学院|集团|公司|机关|兵团)|省直机关|市直机关|校|中央和国家机关|全国{HAN}{{2,4}}|新疆生产建设兵团)团(?:工)?委(?=[、，。）（关]|$)|中国共产主义青年团")
    for m in _compiled(form).finditer(text):
        yield m.start(), m.end(), "league", 0.9


def _coordinated(text: str) -> Iterator[Found]:
    """天津、河北青联: two."""
    if not MASS.search(text):
        return
    place = place_pattern()
    for m in _compiled(rf"((?:(?:{place})、)+)(?:{place})(?:青联|学联|团委|妇联|总工会)").finditer(text):
        at = m.start(1)
        for name in m.group(1).rstrip("、").split("、"):
            yield at, at + len(name), "coordination", 0.9
            at += len(name) + 1


def _others(text: str) -> Iterator[Found]:
    """Bodies with a place, 中国 or 国家 in front and a head of org_local.toml: 中国物流集团, 人行兰州中心支行, 延安大学, 滇中新区管委会."""
    if _other_end().search(text):
        for m in _other_form().finditer(text):
            yield m.start(), m.end(), "other", 0.7


@cache
def _other_form() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{place_pattern()}){{1,3}}|中国|国家|全国|人行|人民银行|(?<!直辖)[省市](?!级|场|属|委|政府|直|人民|公司|法院|中心支行))(?:(?![的和与及、，。：；“”（）在为对将等由向以于是各委])[\u4e00-\u9fff]){{0,14}}?{_other_end().pattern}")


@cache
def _other_end() -> re.Pattern[str]:
    heads = "|".join(sorted(_local()["heads"], key=lambda h: (-len(h), h)))
    return re.compile(rf"(?:{heads})(?![\u4e00-\u9fff]{{0,2}}(?:建设|试点|成员))")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _zones(text: str) -> Iterator[Found]:
    """滇中新区管委会 in a list of addressees; 领导小组 and its office where they stand alone; 市营商中心 between punctuation; 监委 after 纪委."""
    for m in ZONE.finditer(text) if ZONE_HEADS.search(text) else ():
        yield m.start(), m.end(), "zone", 0.8
    if UNKNOWN_END.search(text):
        unknown = rf"(?<!{HAN})(?:(?:{place_pattern()}){{1,2}}|省|市|区|县|州)(?!级|属|直|场|域|内)(?:(?![的和与及在为对将等由向以于是各]){HAN}){{2,10}}?{UNKNOWN_END.pattern}"
        for m in _compiled(unknown).finditer(text):
            yield m.start(), m.end(), "unknown", 0.75
    for m in re.finditer("(?<=纪委)监委", text):
        yield m.start(), m.end(), "supervision", 0.95


RULES = (_lists, _central, _party, _government, _departments, _league, _coordinated, _zones, _others)
