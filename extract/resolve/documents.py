"""Documents: from the words to the title. 《专利法》 → 中华人民共和国专利法, 市“十四五”时期青少年发展规划 → 北京市十四五时期青少年发展规划, 《意见》 → what it stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from extract.lexicon import rows
from extract.model import Speaker
from extract.resolve.meetings import LEAGUE, meeting, own_place, place

_MARKS = re.compile(r"[“”‘’\"《》〈〉\s]")
_BARE = re.compile(r"^(?:本|该|此|上述)?(?:实施|工作|行动|管理|指导|若干|暂行|具体)?(?:意见|措施|方案|办法|条例|要点|计划|规划|纲要|规定|细则|通知|决定|目录|清单|标准|指南|规划纲要|行动计划|工作要点|实施方案|协定|制度)$")
_ITS = re.compile(r"^(?:实施细则|实施条例|实施办法|推进计划|分工方案|配套办法|配套规定|实施意见)$")
_YEARS = re.compile(r"（(?:20\d\d|试行|修订|征求意见|草案|暂行)[^（）]*）$")
_FIVE = re.compile(r"^(?:国家)?十([一二三四五六])五规划(?:纲要|和2035年远景目标纲要)?$")
_SAID = re.compile(r"习近平(?:总书记|主席|同志)?(.*?)((?:重要(?:讲话|指示批示|指示|批示)(?:和|、)?)+)$")
_WRITTEN = re.compile(r"(?:总体规划|专项规划|行动计划|设置标准|建设标准|发展指南)$")
_HAS_PLACE = re.compile(r"(?<!城)[省市区县州镇乡]|国家|全国|中国|“?十[一二三四五]五")
_OWN_RULES = re.compile(r"^(市委|省委|区委|县委|团市委|团省委|团区委|团中央|市政府|省政府|区政府)(.*)$")


def title(text: str) -> str:
    """The words of a title without brackets and quotes: 《〈X〉实施办法（试行）》 → X实施办法（试行）."""
    return _MARKS.sub("", text)


def document(text: str, speaker: Speaker, before: str = "", known: Sequence[str] = (), aliases: Mapping[str, str] | None = None) -> str:
    """The canonical title; `before` is the text before the mention, `known` the titles that the paper has named so far (its own first),
    `aliases` its 以下简称. What no rule knows keeps its own words."""
    core = title(text)
    if aliases and core in aliases:
        return aliases[core]
    return (
        _listed().get(core) or _listed().get(core.removeprefix("中华人民共和国")) or _speech(core, speaker) or _its(core, before, known)
        or _bare(core, known) or _drafted(text, core, speaker, before) or _placed(core, speaker, known)
    )


def number_after(after: str) -> str:
    """The document number that follows a title: （国发〔2023〕1号） → 国发〔2023〕1号; "" where none follows."""
    match = re.match(r"\s*[（(]\s*([\u4e00-\u9fffA-Za-z]{1,12}\s*〔\s*\d{4}\s*〕\s*\d{1,5}\s*号)", after)
    return re.sub(r"\s", "", match.group(1)) if match else ""


def abbreviations(text: str) -> dict[str, str]:
    """What a paper calls its documents from then on: 《X实施方案》（以下简称《实施方案》） → {实施方案: X实施方案}."""
    pattern = re.compile(r"《([^《》]*(?:[《〈][^《》〈〉]*[》〉][^《》]*)*)》(?:[（(][^（）()]{2,30}[号][）)])?\s*[（(](?:以下|下)简?称[：:“《‘\s]*([^（）()“”《》]{1,20})[”》’\s]*[）)]")
    return {title(m.group(2)): title(m.group(1)) for m in pattern.finditer(text)}


def _speech(core: str, speaker: Speaker) -> str:
    """A leader's words: the meeting in it in full, 来陕 the province in full, the word 精神 never."""
    match = _SAID.match(core)
    if not match:
        return ""
    middle, kind = match.groups()
    at = re.match(r"^在(.+?)(上的?|时的?|期间的?|的)?$", middle)
    if at and re.search(r"会|集体学习", at.group(1)):
        middle = f"在{meeting(at.group(1), speaker)}{at.group(2) or ''}"
    middle = re.sub(r"^来([\u4e00-\u9fff])(?=考察|调研|视察)", lambda m: "来" + _provinces().get(m.group(1), m.group(1)), middle)
    return f"习近平总书记{middle}{kind}"


def _its(core: str, before: str, known: Sequence[str]) -> str:
    """《专利法》及其实施细则: the law's name before it."""
    if not _ITS.match(core) or not re.search(r"及其$", before):
        return ""
    head = re.search(r"([^，。；：、《》（）]{2,60})》?(?:[（(][^（）]{2,40}[）)])?及其$", before)
    named = known[-1] if known else ""
    if head and not _BARE.match(head.group(1)) and (not named or title(head.group(1)).endswith("制度")):
        named = re.sub(r"^.*?(?:落实|执行|贯彻|修[改订]|推进|实施|遵守|违反|按照|依据|根据)", "", title(head.group(1)))
    return f"{named}{core}" if named else ""


def _bare(core: str, known: Sequence[str]) -> str:
    """《意见》, 条例 or a short form: the title named before that ends so; of several the paper's own, else the last."""
    if not known or core in known:
        return ""
    plain = [(k, _YEARS.sub("", k)) for k in known]
    ends = [k for k, p in plain if p != core and p.endswith(core)]
    if _BARE.match(core):
        return known[0] if known[0] in ends else ends[-1] if ends else ""
    if [k for k, p in plain if p == core]:
        return next(k for k, p in plain if p == core)
    longer = sorted(set(ends))
    if known[0] in longer and len(core) >= 5:
        return known[0]
    return longer[0] if len(longer) == 1 and len(core) >= 4 and not re.match(r"(?:国家|全国|中华)", core) and not core.endswith(("法", "条例")) else ""


def _drafted(text: str, core: str, speaker: Speaker, before: str) -> str:
    """A plan or standard that the paper says it will write, and that names no place, is of the paper's own place (编制公园城市建设总体规划)."""
    own = re.search(r"(?:制定|编制|制订)(?:实施)?$|(?:规划|标准)、$", before) and own_place(speaker)
    if not own or "《" in text or not _WRITTEN.search(core) or _HAS_PLACE.search(core):
        return ""
    return own_place(speaker) + core


def _placed(core: str, speaker: Speaker, known: Sequence[str]) -> str:
    """The title with its place and body: 市… → 北京市…, 全省… → 甘肃省…, 市委十五条举措 → 中国共产党北京市委员会十五条举措."""
    five = _FIVE.match(core)
    if five:
        return _five_year(five.group(1))
    rules = _OWN_RULES.match(core)
    if rules:
        return _body(rules.group(1), speaker) + rules.group(2)
    report = re.match(r"^(20\d\d年)?(省|市|区|县)政府工作报告$", core)
    if report and place(report.group(2), speaker):
        return f"{report.group(1) or ''}{place(report.group(2), speaker)}人民政府工作报告"
    match = re.match(r"^(?!省市|市县|区县|县区|市区)全?(自治区|省|市|区|县|州)级?(?!场|政(?!务)|民|区|域|级|长|委)(.+)$", core)
    if match and place(match.group(1), speaker):
        return place(match.group(1), speaker) + match.group(2)
    if core.startswith("地方") and own_place(speaker):
        return own_place(speaker) + core[2:]
    if core.endswith("法") and re.match(r"^[\u4e00-\u9fff]{2,16}(?<![办方做用说看想手书])法$", core) and not core.startswith("中华人民共和国"):
        return f"中华人民共和国{core}"
    return core


def _five_year(number: str) -> str:
    spoken = {"一": "十一", "二": "十二", "三": "十三", "四": "十四", "五": "十五", "六": "十六"}[number]
    tail = "规划和2035年远景目标纲要" if number == "四" else "规划纲要"
    return f"中华人民共和国国民经济和社会发展第{spoken}个五年{tail}"


def _body(word: str, speaker: Speaker) -> str:
    if word == "团中央":
        return f"{LEAGUE}中央委员会"
    where = place(word[-2] if word.endswith("委") else word[0], speaker)
    if word.startswith("团"):
        return f"{LEAGUE}{where}委员会"
    return f"中国共产党{where}委员会" if word.endswith("委") else f"{where}人民政府"


@cache
def _provinces() -> dict[str, str]:
    return {row["form"]: row["name"] for row in rows("doc_provinces")}


@cache
def _listed() -> dict[str, str]:
    names: dict[str, str] = {}
    for row in rows("doc_laws"):
        form = title(row["form"])
        names[form] = row["name"] or f"中华人民共和国{form}"
        if not row["name"]:
            names[f"中华人民共和国{form}"] = names[form]
    return names
