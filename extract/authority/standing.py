"""Who stands above whom: the standing of a body, and of what is its, towards the one who speaks (gold/GUIDELINES.md, “Tier and standing”)."""

from __future__ import annotations

from dataclasses import dataclass

from extract.model import TIERS

RANK = {tier: n for n, tier in enumerate(TIERS)}


@dataclass(frozen=True, slots=True)
class Body:
    """A body as far as its standing needs it: `kind` as in authority_bodies.tsv; `path` its place from the province down, () for the centre or none."""

    kind: str
    system: str
    tier: str  # "-" where there is none
    path: tuple[str, ...] = ()


def towards(speaker: Body, body: Body, *, same: bool = False) -> tuple[str, str]:
    """The standing of `body` towards `speaker`, and the rule in words.

    A government's own department is below it (市财政局 for 市政府), a ministry is its line; for a Youth League committee the government of
    its own tier is above it, the League above it is its line; who is in another province is beside it.
    """
    if same:
        return "own", "the body that speaks, or one that issues the paper with it"
    if body.kind == "above":
        return "line", "taken to come from above"
    if body.tier == "-":
        return "other", "no body of the state or Party"
    if not related(speaker.path, body.path):
        return "other", "another place"
    if body.tier not in RANK or speaker.tier not in RANK:
        return "unknown", "the text does not tell the tier of the body or of the speaker"
    above = RANK[body.tier] < RANK[speaker.tier]
    level = body.tier == speaker.tier
    rule = _BY_KIND.get(body.kind, _beside)
    return rule(speaker, body, above, level)


def related(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether one place lies in the other (or is the centre)."""
    n = min(len(a), len(b))
    return a[:n] == b[:n]


def _party(speaker: Body, body: Body, above: bool, level: bool) -> tuple[str, str]:
    if speaker.kind == "party" and level:
        return "below", "an organ of the Party committee that speaks"
    return ("party", "a Party organ of the own tier or above") if above or level else ("below", "a Party organ of a lower tier")


def _government(speaker: Body, body: Body, above: bool, level: bool) -> tuple[str, str]:
    if above or (level and speaker.kind != "government" and speaker.kind != "party"):
        return "government", "a government above, or of the own tier for a body that is none"
    return ("own", "the government of the own tier") if level else ("below", "a government of a lower tier")


def _department(speaker: Body, body: Body, above: bool, level: bool) -> tuple[str, str]:
    if speaker.kind in ("government", "party"):
        return ("line", "a department of a higher government") if above else ("below", "a department of the own government or a lower one")
    if above and speaker.kind == "department":
        return "line", "a higher department"
    if speaker.kind in ("other", "institution", "firm"):
        return "line", "a department that guides the association, school or firm that speaks"
    return ("other", "a department beside it") if above or level else ("below", "a lower department")


def _league(speaker: Body, body: Body, above: bool, level: bool) -> tuple[str, str]:
    if speaker.kind not in ("league", "youth", "pioneers"):
        return "other", "a mass organisation, seen from outside it"
    if above:
        return "line", "the League above it"
    return ("own", "the own League committee") if level and body.kind == "league" else (("other", "a youth organisation beside it") if level else ("below", "a League body below it"))


def _zone(speaker: Body, body: Body, above: bool, level: bool) -> tuple[str, str]:
    return ("line", "a zone of a higher government") if above else ("below", "a zone of the own territory")


def _beside(speaker: Body, body: Body, above: bool, level: bool) -> tuple[str, str]:
    return "other", "a body beside it: congress, CPPCC, court, mass organisation, firm, school or a branch of a central agency"


def _firm(speaker: Body, body: Body, above: bool, level: bool) -> tuple[str, str]:
    if body.path and body.path == speaker.path and speaker.kind in ("government", "party"):
        return "below", "a firm of the own territory"
    return "other", "a firm"


_BY_KIND = {
    "party": _party,
    "government": _government,
    "state": _government,
    "department": _department,
    "ministry": _department,
    "league": _league,
    "youth": _league,
    "pioneers": _league,
    "zone": _zone,
    "firm": _firm,
}
