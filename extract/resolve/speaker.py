"""In whose name the paper speaks, and from which place: from the issuers, else the title, else the place that the head of the text names most."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from extract.model import CleanText, Header, Speaker, Structure
from extract.places import MUNICIPALITIES, Territory, leading_place, places_in, territory
from extract.resolve.meetings import meeting
from extract.resolve.organizations import organization

_OFFICE = re.compile(r"(?<=[府委会院局部署])办公[厅室]$")
_FACULTY = re.compile(r"^(?!.{0,8}大学)[\u4e00-\u9fff]{2,20}(?:学院|系)(?:团委|团总支|党委|学生会)?$")
_UNIVERSITY = re.compile(r"(?<=[^\u4e00-\u9fff])(?:共青团|中共)?((?:(?![全校各所高])[\u4e00-\u9fff]){2,8}?大学)(?!生)")
_CENTRAL = re.compile("^(?:国务院|中共中央|中央|国家(?!级)|中国(?!（)|全国|最高人民|中华)|(?<=.)总局|部$|部办公厅$")


def speak(clean: CleanText, structure: Structure) -> tuple[Speaker, Header]:
    """The speaker, and the header with canonical names.

    共青团北京市委办公室 → the speaker is 中国共产主义青年团北京市委员会 of 北京市, provincial; 中共中央办公厅、国务院办公厅 → 中国共产党中央委员会, central.
    """
    header = structure.header
    place = _place(clean, header)
    speaker = _at(place)
    issuers = tuple(dict.fromkeys(organization(_of_school(name, clean.text), speaker)[0] for name in header.issuers if len(name) > 2))
    body = _OFFICE.sub("", issuers[0]) if issuers else ""
    if not place.path and not _is_central(header, body):
        speaker = replace(speaker, tier="")
    if re.search("(大学|学院|学校|中学)", body):
        speaker = replace(speaker, tier="grassroots")
    speaker = replace(speaker, name=body or _guess(speaker, header), system=_system(body))
    approved = _approved(header.approved_by, speaker)
    return speaker, replace(header, issuers=issuers, on_behalf_of=speaker.name if issuers and speaker.name != issuers[0] else header.on_behalf_of,
                            approved_by=approved, region="".join(place.path) or ("全国" if speaker.tier == "central" else ""))


def _of_school(name: str, text: str) -> str:
    """A faculty behind the university that the head of the text names: 计算机学院团委 → 中山大学计算机学院团委; other names as they are."""
    schools = set(_UNIVERSITY.findall(text[:600])) if _FACULTY.match(name) else ()
    return f"{min(schools)}{name}" if len(schools) == 1 else name


def _place(clean: CleanText, header: Header) -> Territory:
    """The place of the issuer; of the title; else the one most named in the first lines."""
    for text in (*header.issuers, header.title):
        found = territory(text, (), anywhere=True) if text else Territory()
        if text and _CENTRAL.search(text) and not leading_place(text) and not (found.path and text in header.issuers):
            return Territory("central")
        if found.path:
            return found
    head = clean.text[:600]
    counts = Counter(name for _, name in places_in(head) if name.endswith(("省", "市", "区", "县", "州")))
    for name, _ in sorted(counts.items(), key=lambda c: (-c[1], head.index(c[0]))):
        found = territory(name, (), anywhere=True)
        if found.path:
            return found
    return Territory()


def _is_central(header: Header, body: str) -> bool:
    return any(_CENTRAL.search(text) for text in (*header.issuers, body, header.title) if text) or not header.issuers


def _at(place: Territory) -> Speaker:
    path = place.path
    if not path:
        return Speaker(tier="central")
    if path[0] in MUNICIPALITIES:
        return Speaker("", place.tier, "", path[0], "", path[1] if len(path) > 1 else "")
    return Speaker("", place.tier, "", path[0], path[1] if len(path) > 1 else "", path[2] if len(path) > 2 else "")


def _guess(speaker: Speaker, header: Header) -> str:
    """Where no issuer is told: the government of the place, for a paper that looks like a government's."""
    place = next((p for p in (speaker.county, speaker.city, speaker.province) if p), "")
    if not place:
        return "国务院" if speaker.tier == "central" else ""
    return organization(f"{'县' if speaker.county else '市' if speaker.city else '省'}政府", speaker)[0] if "团" not in header.title else f"中国共产主义青年团{place}委员会"


def _system(body: str) -> str:
    if body.startswith("中国共产党"):
        return "party"
    if body.startswith("中国共产主义青年团"):
        return "league"
    return "government"


def _approved(text: str, speaker: Speaker) -> str:
    """已经市政府同意 → 昆明市人民政府; …十四届九次全会审议通过 → the plenum by its full name."""
    if not text:
        return ""
    if re.search("会议$|全会$|代表大会$|常委会$", text):
        return meeting(text, speaker)
    return organization(text, speaker)[0]
