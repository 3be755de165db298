"""Entities → entities with tier, system and standing, by data/lexicon/authority* and by who speaks.

A body is judged by its name (kind and place); a document, meeting, programme or strategy by its maker: the issuer in its name or at its
citation, else a row of authority_names.tsv, else the place in its name, else what the paper does with it (what it drafts or runs is its own).
Where no maker is told, a model decides that learned from other papers (learned.py).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from extract.authority import learned
from extract.authority.bodies import body_of, speaking
from extract.authority.features import Case
from extract.authority.makers import Maker, Use, maker_of
from extract.authority.standing import Body, towards
from extract.model import Entity, Header, Link, Mention, Speaker


def judge(text: str, header: Header, speaker: Speaker, entities: Sequence[Entity], mentions: Sequence[Mention], links: Sequence[Link], *,
          model: learned.Model | Literal["shipped"] | None = "shipped") -> tuple[Entity, ...]:
    """The same entities with tier, system, standing and why; without a model (None, or none is shipped) the rules decide alone.

    In a Shanghai district's paper 市政府 becomes provincial, government; 区财政局 county, below; 上海市优化营商环境条例 provincial, law.
    """
    known = cases(text, header, speaker, entities, mentions, links)
    trained = learned.shipped() if model == "shipped" else model
    told = learned.judged(asked(known), trained) if trained else {}
    return tuple(told.get(c.entity.id, c.entity) for c in known)


def asked(known: Sequence[Case]) -> list[Case]:
    """The cases that a model is asked about: works whose maker the text does not tell, in papers of places and of their bodies."""
    return [c for c in known if not c.told and c.entity.type in learned.TYPES and c.speaker.tier != "central"]


def cases(text: str, header: Header, speaker: Speaker, entities: Sequence[Entity], mentions: Sequence[Mention], links: Sequence[Link]) -> list[Case]:
    """The entities as the rules judge them."""
    me = speaking(speaker)
    own = _own_names(speaker, header)
    uses = _uses(entities, links)
    named: dict[str, list[Mention]] = defaultdict(list)
    for m in mentions:
        named[m.entity].append(m)
    found = []
    for e in entities:
        judged, told = (_body(e, speaker, me, own, uses[e.id]), True) if e.type == "ORG" else _work(e, header, speaker, me, uses[e.id])
        found.append(Case(judged, told, text, tuple(named[e.id]), uses[e.id], speaker, me))
    return found


def _uses(entities: Sequence[Entity], links: Sequence[Link]) -> dict[str, Use]:
    relations: dict[str, set[str]] = defaultdict(set)
    cues: dict[str, set[str]] = defaultdict(set)
    for link in links:
        relations[link.entity].add(link.relation)
        cues[link.entity].add(link.cue)
    carriers = {}
    for e in entities:
        carried = re.match(r"^(.{0,40}?)关于(?:印发|转发)(.+)的通知$", e.label) if e.type == "DOC" else None
        if carried:
            carriers[carried.group(2)] = carried.group(1)
    return {e.id: Use(frozenset(relations[e.id]), frozenset(cues[e.id]), carriers.get(e.label, "")) for e in entities}


def _body(entity: Entity, speaker: Speaker, me: Body, own: frozenset[str], use: Use) -> Entity:
    body = body_of(entity.label, speaker)
    if body is None:
        return replace(entity, tier="-", standing="other", why="nothing in its name makes it a body of the state or Party")
    if body.kind == "firm" and body.tier == "-" and "assigned_to" in use.relations:
        body = replace(body, tier=me.tier, path=me.path)  # 机场集团 among the responsible bodies: the own one's
    stem = re.sub("(委员会|总局|局)$", "", entity.label)
    if entity.label not in own and body.kind == me.kind and len(stem) > 4 and speaker.name.startswith(stem):
        return replace(entity, tier=body.tier, system=body.system, standing="line", why="the body that the speaker belongs to")
    standing, why = towards(me, body, same=entity.label in own)
    return replace(entity, tier=body.tier, system=body.system, standing=standing, why=why)


def _work(entity: Entity, header: Header, speaker: Speaker, me: Body, use: Use) -> tuple[Entity, bool]:
    """The entity judged by its maker, and whether the text tells who that is."""
    if header.title and (entity.label == header.title or entity.label.endswith(f"印发{header.title}的通知")):
        return replace(entity, tier=me.tier, system=me.system, standing="own", why="the paper itself"), True
    maker = maker_of(entity, speaker, use)
    tier, system, standing, why = _of_maker(maker, me)
    return replace(entity, tier=tier, system=system, standing=standing, why=why), maker.told


def _of_maker(maker: Maker, me: Body) -> tuple[str, str, str, str]:
    if maker.standing:
        return maker.tier, maker.system or (me.system if maker.standing == "own" else ""), maker.standing, maker.why
    standing, rule = towards(me, Body(maker.kind, maker.system, maker.tier, maker.path))
    return maker.tier, maker.system, standing, f"{maker.why}: {rule}"


def _own_names(speaker: Speaker, header: Header) -> frozenset[str]:
    """The body that speaks, who issues the paper with it, and the offices through which they speak."""
    bodies = {speaker.name, *header.issuers} | {name.removesuffix("办公厅").removesuffix("办公室") for name in header.issuers}
    return frozenset(bodies | {f"{name}{office}" for name in bodies for office in ("办公厅", "办公室")}) - {""}
