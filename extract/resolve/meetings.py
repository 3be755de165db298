"""Meetings: which body, which term, which session. 党的二十大 → 中国共产党第二十次全国代表大会, 市委十三届二次全会 → 中国共产党北京市第十三届委员会第二次全体会议."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from extract.lexicon import rows
from extract.model import Speaker
from extract.places import MUNICIPALITIES

PARTY, LEAGUE, PIONEERS = "中国共产党", "中国共产主义青年团", "中国少年先锋队"

_N = r"[一二三四五六七八九十百〇零0-9]+"
_DIGITS = "零一二三四五六七八九"


def place(letter: str, speaker: Speaker) -> str:
    """The speaker's place at a level: 市 is 昆明市 in a Kunming paper and 上海市 in a Shanghai district's; "" where the speaker has none."""
    if letter in ("省", "自治区"):
        return speaker.province
    if letter in ("市", "州", "盟"):
        return speaker.city or (speaker.province if speaker.province in MUNICIPALITIES else "")
    if letter in ("区", "县", "旗"):
        region = speaker.province if letter == "区" and not speaker.city and speaker.province.endswith("自治区") else ""  # 全区 in Ningxia's own paper
        return (speaker.city or speaker.province) + speaker.county if speaker.county else region
    return ""


def own_place(speaker: Speaker) -> str:
    """The place that the paper speaks for: 上海市黄浦区, 昆明市, 陕西省; "" for the centre."""
    if speaker.county:
        return (speaker.city or speaker.province) + speaker.county
    return speaker.city or speaker.province


def meeting(text: str, speaker: Speaker, before: str = "", year: str = "") -> str:
    """The full name of a meeting; `before` is the text before it, for what a coordination leaves out (十九届二中、三中全会); `year` the paper's.

    What no rule knows keeps its own words: 第二届黄河流域自贸试验区联盟会议.
    """
    core = re.sub(r"[“”\"\s《》]", "", text)
    for rule in RULES:
        name = rule(core, speaker, before, year)
        if name:
            return name
    if re.match(r"(?!第|全国|中央|20\d\d|庆祝|纪念|国务院|联合国|世界)[\u4e00-\u9fff]{3,16}(?:大会|会议)$", core):
        return own_place(speaker) + core
    return core.replace("中国共青团", LEAGUE).replace("共青团", LEAGUE) if re.match("庆祝|纪念", core) else core


def _party_congress(core: str, speaker: Speaker, before: str, year: str) -> str:
    match = re.match(rf"^(?:党的|中共|中国共产党)?第?({_N})(?:大|次全国代表大会)$", core)
    return f"{PARTY}第{chinese(match.group(1))}次全国代表大会" if match else ""


def _league_congress(core: str, speaker: Speaker, before: str, year: str) -> str:
    match = re.match(rf"^(?:共青团|团的?)第?({_N})大$", core)
    return f"{LEAGUE}第{chinese(match.group(1))}次全国代表大会" if match else ""


def _central_plenum(core: str, speaker: Speaker, before: str, year: str) -> str:
    match = re.match(rf"^(党的|中国共产党|中共|团的?|共青团)?第?({_N})届(?:中央委员会)?第?({_N})(?:中全会|中|次全体会议)$", core)
    if match:
        body = LEAGUE if (match.group(1) or "").startswith(("团", "共青团")) else PARTY
        return f"{body}第{chinese(match.group(2))}届中央委员会第{chinese(match.group(3))}次全体会议"
    match = re.match(rf"^({_N})中(?:全会)?$", core)
    term = re.findall(rf"({_N})届{_N}中", before[-60:]) if match else []
    return f"{PARTY}第{chinese(term[-1])}届中央委员会第{chinese(match.group(1))}次全体会议" if match and term else ""


def _all_plenums(core: str, speaker: Speaker, before: str, year: str) -> str:
    match = re.match(rf"^(党的|团的?|共青团)?第?({_N})届[历各]次全体?会议?$", core)
    if not match:
        return ""
    number = match.group(2)
    league = (match.group(1) or "").startswith(("团", "共青团")) or bool(re.search(rf"团(?:的)?{number}大[^。]{{0,6}}$", before[-20:]))
    return f"{LEAGUE if league else PARTY}第{chinese(number)}届中央委员会历次全体会议"


def _local_plenum(core: str, speaker: Speaker, before: str, year: str) -> str:
    match = re.match(rf"^(?P<body>共青团|中国共产主义青年团|中共|中国共产党|团)?(?P<place>[\u4e00-\u9fff]*?)(?P<letter>省|自治区|市|州|盟|区|县|旗)?(?:党?委)?"
                     rf"第?(?P<term>{_N})届(?:省委|市委|区委|县委|州委|委员会)?第?(?P<session>{_N}|历|各)次全体?会议?$", core)
    if not match:
        turned = re.match(rf"^(?P<term>{_N})届(?P<letter>省|市|区|县|州|自治区)党?委第?(?P<session>{_N})次全体?会议?$", core)
        return _plenum(PARTY, place(turned["letter"], speaker), turned["term"], turned["session"]) if turned else ""
    body = LEAGUE if (match["body"] or "") in ("共青团", LEAGUE, "团") else PARTY
    where = match["place"] + (match["letter"] or "") if match["place"] else place(match["letter"] or "", speaker)
    return _plenum(body, where, match["term"], match["session"]) if where else ""


def _plenum(body: str, where: str, term: str, session: str) -> str:
    number = "历次" if session in "历各" else f"第{chinese(session)}次"
    return f"{body}{where}第{chinese(term)}届委员会{number}全体会议"


def _local_congress(core: str, speaker: Speaker, before: str, year: str) -> str:
    match = re.match(rf"^(?P<body>共青团|中共)?(?P<place>[\u4e00-\u9fff]*?)(?P<letter>省|自治区|市|州|盟|区|县|旗)?第?(?P<n>{_N})(?P<unit>次|届)(?P<kind>[\u4e00-\u9fff]*?代会|[党团]员代表大会|代表大会)$", core)
    if not match or not (match["letter"] or match["kind"] in _congresses()):
        return ""
    body, kind = _congresses().get(match["kind"], ({"共青团": LEAGUE}.get(match["body"] or "", PARTY), "代表大会"))
    where = match["place"] + (match["letter"] or "") if match["place"] else place(match["letter"] or "", speaker)
    return f"{body}{where}第{chinese(match['n'])}{match['unit']}{kind}"


def _people_congress(core: str, speaker: Speaker, before: str, year: str) -> str:
    match = re.match(rf"^(?P<place>[\u4e00-\u9fff]*?)(?P<letter>省|自治区|市|州|区|县)?第?(?P<term>{_N})届(?:全国)?(?P<kind>人大|人民代表大会|人代会|政协)(?P<c>常务委员会|常委会)?(?:会议)?第?(?P<n>{_N})次(?:会议|全会)$", core)
    if not match:
        return ""
    where = match["place"] + (match["letter"] or "") if match["place"] else place(match["letter"] or "", speaker)
    kind = "人民政治协商会议" if match["kind"] == "政协" else "人民代表大会"
    return f"{where}第{chinese(match['term'])}届{'' if where else '全国'}{kind}{'常务委员会' if match['c'] else ''}第{chinese(match['n'])}次会议"


def _two_sessions(core: str, speaker: Speaker, before: str, year: str) -> str:
    match = re.match(r"^(20\d\d年)?(全国|省|自治区|市|区|县|州)两会$", core)
    if not match:
        return ""
    if match.group(2) == "全国":
        return f"{match.group(1) or (year and year + '年')}全国两会"
    return f"{match.group(1) or ''}{place(match.group(2), speaker) or match.group(2)}两会"


def _party_conference(core: str, speaker: Speaker, before: str, year: str) -> str:
    match = re.match(r"^(?P<place>[\u4e00-\u9fff]*?)(?P<letter>省|自治区|市|区|县|州|盟|旗)党?委(?P<rest>[^届]*会议?)$", core)
    if not match or re.match("^(中央|全)", core):
        return ""
    where = match["place"] + match["letter"] if match["place"] else place(match["letter"], speaker)
    rest = re.sub("工作会$", "工作会议", match["rest"])
    return f"{PARTY}{where}委员会{rest}" if where else ""


def _politburo(core: str, speaker: Speaker, before: str, year: str) -> str:
    match = re.match(rf"^第?({_N})届中央政治局(.*)$", core)
    return f"{PARTY}第{chinese(match.group(1))}届中央政治局{match.group(2)}" if match else ""


def _executive(core: str, speaker: Speaker, before: str, year: str) -> str:
    """第42次市政府常务会议, 市政府第42次常务会议 → 厦门市人民政府第42次常务会议."""
    match = re.match(rf"^(?:十.届)?(?:第?(?P<a>{_N})次)?(?P<letter>省|自治区|市|区|县|州)(?:人民)?政府(?:第?(?P<b>{_N})次)?常务会议$", core)
    number, where = (match["a"] or match["b"], place(match["letter"], speaker)) if match else ("", "")
    return f"{where}人民政府第{number}次常务会议" if number and where else ""


def _own_session(core: str, speaker: Speaker, before: str, year: str) -> str:
    """局党组会议, 2023年第7次局务会 in a bureau's own paper: the bureau's name in front."""
    match = re.match(rf"^(?:20\d\d年)?(?:第{_N}次)?(?:本|我)?(局|厅|委|部|院|校)(?:党组|党委|务|长办公)", core)
    if not match or not speaker.name or speaker.name.startswith((PARTY, LEAGUE)) or speaker.name.endswith("政府"):
        return ""
    own = re.match(r"^(?:本|我)?[局厅委部院校](?=党)", core)
    return speaker.name + (core[own.end():] if own else core)


def _of_place(core: str, speaker: Speaker, before: str, year: str) -> str:
    """全省, 市 at the head become the speaker's place; a bare 知识产权保护工作会议 after 2023年全国… is of the same year and place."""
    match = re.match(r"^(20\d\d年(?:度)?)?(?:全|(?!市民(?!营)|市场|市域))(省|市|区|县|州|盟|自治区)(?:人民)?(政府)?(.+)$", core)
    if match and not core.startswith("中央"):
        where = place(match.group(2), speaker)
        rest = re.sub("工作会$", "工作会议", match.group(4))
        return f"{where}{match.group(1) or ''}{'人民政府' if match.group(3) else ''}{rest}" if where else ""
    if core.startswith("全国"):
        return _dated(core, before)
    sibling = re.search(r"((?:20\d\d年)?(?:全国|全省|全市))[^，。；、和]{2,20}会议?(?:和|、|及)$", re.sub(r"\s", "", before[-50:]))
    if sibling and core.endswith("工作会议") and not core.startswith(("中央", "全", "中国")):
        return meeting(sibling.group(1) + core, speaker)
    return ""


def _dated(core: str, before: str) -> str:
    year = re.search(r"(20\d\d年)$", re.sub(r"\s", "", before[-8:]))
    return f"{year.group(1)}{core}" if year else ""


def chinese(number: str) -> str:
    """The number in Chinese numerals: 15 → 十五; a Chinese one stays."""
    if not number.isdigit():
        return number
    n = int(number)
    if n >= 100:
        return number
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones or not tens else "")


@cache
def _congresses() -> dict[str, tuple[str, str]]:
    return {row["kind"]: (row["body"], row["name"]) for row in rows("meeting_bodies")}


RULES: tuple[Callable[[str, Speaker, str, str], str], ...] = (
    _party_congress, _league_congress, _all_plenums, _central_plenum, _local_plenum, _local_congress, _people_congress, _two_sessions, _politburo,
    _party_conference, _executive, _own_session, _of_place,
)
