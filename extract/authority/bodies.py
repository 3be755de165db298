"""Canonical name of a body → its kind, system, tier and place."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.authority.standing import Body
from extract.lexicon import rows
from extract.model import Speaker
from extract.places import is_capital, territory


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[re.Pattern[str], str, str, str], ...]:
    return tuple((re.compile(r["pattern"]), r["kind"], r["system"], r["tier"]) for r in rows("authority_bodies"))


def body_of(label: str, speaker: Speaker) -> Body | None:
    """What the name tells, or None where no row fits.

    昆明市商务局 is a department of a prefecture-level city; 国家税务总局昆明市税务局 a branch of a central agency, of the tier of its place; 先锋小组 is None.
    """
    for pattern, kind, system, tier in _rows():
        if pattern.search(label):
            place = territory(label, speaker.path, anywhere=True)
            path = place.path if tier != "central" else ()
            if tier == "place":
                tier = place.tier or ("-" if kind in ("firm", "other") else speaker.tier)
            if kind == "institution" or tier == "grassroots":
                tier = "grassroots"
            if kind == "zone" and place.tier:
                tier = _zone_tier(label, place.tier)
            if kind == "vertical" and speaker.tier == "provincial" and is_capital(path):
                tier = "provincial"  # 沈阳海关, 人行南昌中心支行: what a province lists serves it all
            return Body(kind, system, tier, path)
    return None


def _zone_tier(label: str, place: str) -> str:
    """A zone stands a tier below its place (昆明经济技术开发区: county), but a county's at the county's own (青浦工业园区), a national new area at its place's own (云南滇中新区, 兰州新区)."""
    if re.search(r"新区|示范区管|综合实验区", label):
        return {"central": "provincial", "provincial": "prefectural"}.get(place, place)
    return {"provincial": "prefectural", "prefectural": "county"}.get(place, place)


def speaking(speaker: Speaker) -> Body:
    """The speaker as a body."""
    known = body_of(speaker.name, speaker) if speaker.name else None
    kind, system = (known.kind, known.system) if known else ("government", "government")
    return Body(kind, system, speaker.tier or (known.tier if known else "central"), speaker.path)

