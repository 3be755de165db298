"""Programmes: from the words to the name. “青马工程” → 青马工程, 全省一体化政务服务平台 → 甘肃省一体化政务服务平台, 一体化政务服务平台 in the same paper too."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from extract.lexicon import rows
from extract.model import Speaker
from extract.places import MUNICIPALITIES, place_names
from extract.resolve.meetings import place
from extract.resolve.organizations import school_of

Forms = Mapping[str, Sequence[str]]
_MARKS = re.compile(r"[“”‘’\"《》〈〉\s*]")
_LEVEL = re.compile(r"^(?!省市|市县|区县|县区|市区)(?:全(省|市|区|县|州)(?:统一(?!综合执法)的?)?|(自治区|省|市|区|县)级|(自治区|省|市|区|县))(?=.{3,})(?![场民域内际外属委直长]|政(?!务))(.+)$")
_QUOTED_HEAD = re.compile(r"^“([^“”]{2,12})”(?:平台|改革|服务|行动|体系|评价体系|品牌|机制|移动端|超级服务端|APP|政务APP|热线|企业|工作法|模式|项目|工程|计划)$")
_ROAD_END = re.compile(r"(?:高速公路|公路|铁路|高铁|快速路)(?:（[^（）]+）)?$")
_AWARD = "(?:优秀|先进|五四红旗|三八红旗|十佳|最美|杰出)"
_GIVER = re.compile(rf"^(.{{2,}}?(?:大学|学院|[省市区县州]|全国)){_AWARD}")
_WORKS = re.compile(r"(?:平台|系统|网|大厅|专线|外网|专网)$")
_FREE_ZONE = re.compile(r"^(?:中国（([\u4e00-\u9fff]{2,3})）|([\u4e00-\u9fff]{2,3})(?:省|市)?)?(?:自贸试验区|自由贸易试验区|自贸区)(?!港|网)")


def forms(known: Iterable[str], speaker: Speaker) -> Forms:
    """The plain names of all programmes of a paper, from their texts as they stand there, sorted, by their last three characters."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted({_plain(k, speaker) for k in known}):
        found[name[-3:]].append(name)
    return dict(found)


def programme(text: str, speaker: Speaker, known: Forms | None = None, after: str = "") -> str:
    """The canonical name; `known` the names of all programmes of the paper (`forms`), `after` the text after the mention.

    Steps: quotes and 《》 dropped; a name known everywhere (进博会); 全省, 市, 省级 at the head become the speaker's place; the word that follows a
    quoted name falls away where the paper also names it bare (“渝快办”平台, “渝快办” → 渝快办); a short form becomes the one longer name of the paper
    that ends with it; what a list leaves out is restored (昆明至宜良、… 高速公路).
    """
    core = _plain(text, speaker)
    listed = _listed().get(core)
    if listed:
        return listed
    head = _QUOTED_HEAD.match(text.strip())
    others = known or {}
    if head and head.group(1) in others.get(head.group(1)[-3:], ()):
        core = head.group(1)
    restored = _restored(core, after)
    if restored != core:
        return restored
    return _longer(core, others, speaker)


def _longer(core: str, known: Forms, speaker: Speaker) -> str:
    """The one longer name of the paper that ends with this short form; of several the one of the speaker's own place."""
    longer = [f for f in known.get(core[-3:], ()) if f != core and f.endswith(core) and _is_modifier(f[:-len(core)])] if len(core) >= 3 else []
    own = [f for f in longer if any(p and f[:-len(core)] == p for p in (speaker.county, speaker.city, speaker.province))]
    if len(longer) == 1:
        return longer[0]
    return own[0] if len(own) == 1 and _WORKS.search(core) else core


def _plain(text: str, speaker: Speaker) -> str:
    core = _MARKS.sub("", text)
    zone = _FREE_ZONE.match(core)
    if zone and (not zone.group(2) or zone.group(2) in place_names()):
        named = zone.group(1) or zone.group(2) or re.sub("(?:壮族|回族|维吾尔)?自治区$|[省市]$", "", speaker.province)
        return f"中国（{named}）自由贸易试验区{core[zone.end():]}" if named else core
    for part, whole in _parts():
        core = whole + core[len(part):] if core.startswith(part) and not core.startswith(whole) else core
    school, faculty = school_of(speaker)
    if school and core.startswith("校级"):
        return school + core[2:]
    if faculty and core.startswith(faculty):
        return school + core
    match = _LEVEL.match(core)
    if match:
        where = place(next(g for g in match.groups()[:3] if g), speaker)
        if where:
            return (where.removeprefix(next((m for m in MUNICIPALITIES if where.startswith(m) and where != m), "")) if match.group(3) else where) + match.group(4)
    return core


def of_all(before: str, text: str, speaker: Speaker) -> str:
    """A platform or system behind 全省统一的, 全市, 我省 is that place's: 数据共享交换平台 → 甘肃省数据共享交换平台; "" for what is none."""
    whole = re.search(r"[全我本](省|市|区|县|州)(?:统一的?)?$", before)
    where = place(whole.group(1), speaker) if whole and _WORKS.search(text) and not re.match("[“《]|国家|全国|中国", text) else ""
    return where + _plain(text, speaker) if where else ""


def award_of(between: str, before: str, text: str) -> str:
    """An award of a list whose first names who gives it: 优秀团干部 behind 中山大学优秀团员、 is 中山大学优秀团干部; "" for what is none.

    `between` is what stands between the two, `before` the canonical name of the first.
    """
    core = _MARKS.sub("", text)
    giver = _GIVER.match(before) if between.strip("“”") in ("、", "和", "及", "与") and re.match(_AWARD, core) else None
    return giver.group(1) + core if giver else ""


def _is_modifier(words: str) -> bool:
    """Whether the longer name only adds whose it is or at which level (甘肃省, 国家级, 长三角): the short form then stands for it."""
    return bool(re.search(r"(?:[省市区县州]|国家级?|全国|中国|长三角|企业|（[^）]*）|部门联合|副中心|平台|新区|一体化|一体化发展)$", words)) and len(words) <= 12


def _restored(core: str, after: str) -> str:
    """昆明（福德立交）至宜良 before 、长水机场至双龙高速公路: the common head of the list put back."""
    if "至" not in core or _ROAD_END.search(core):
        return core
    tail = re.match(r"(?:[、和]|及)[^，。；]{2,60}?(高速公路|铁路|公路|快速路)", after)
    return core + tail.group(1) if tail else core


@cache
def _listed() -> dict[str, str]:
    return {_MARKS.sub("", row["form"]): row["name"] for row in rows("programme_names")}


@cache
def _parts() -> tuple[tuple[str, str], ...]:
    return tuple((row["form"].rstrip("*"), row["name"]) for row in rows("programme_names") if row["form"].endswith("*"))
