"""Which directives are answered most, and which initiatives answer one: in their own words, by a heading, or only by the general part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.model import Covered, Directive, Part, Tie
from graph.queries.papers import parts
from graph.queries.ties import links
from graph.store import Store

ABOVE = ("party", "government", "line", "law")


def coverage(store: Store, papers: Sequence[str] | None = None) -> list[Covered]:
    """Each initiative with the directives that it answers. Three empty tuples mean: no directive named in this text; nothing more.

    `own` its own words; `inherited` the headings above it; `general` the header, preamble or general part of its paper.
    """
    return covered(parts(store, papers), links(store, papers))


def covered(places: Iterable[Part], ties: Iterable[Tie]) -> list[Covered]:
    """As `coverage`, from parts and links that are at hand."""
    by_iri = {p.iri: p for p in places}
    answered: dict[str, dict[str, None]] = {}
    for tie in ties:
        if tie.family == "responds" and tie.standing in ABOVE:
            answered.setdefault(tie.source, {})[tie.entity] = None
    return [
        Covered(item, tuple(answered.get(item.iri, ())), _of(_headings(item, by_iri), answered), _of([item.paper], answered))
        for item in by_iri.values()
        if item.kind == "item"
    ]


def _headings(item: Part, by_iri: dict[str, Part]) -> list[str]:
    found: list[str] = []
    at = item.section
    while at and at not in found:
        found.append(at)
        at = by_iri[at].section if at in by_iri else ""
    return found


def _of(places: Sequence[str], answered: dict[str, dict[str, None]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entity for place in places for entity in answered.get(place, ())))


def directives(store: Store, papers: Sequence[str] | None = None) -> list[Directive]:
    """The higher-level directives of the papers, the one that most initiatives answer in their own words first."""
    ties = links(store, papers)
    return ranked(covered(parts(store, papers), ties), ties)


def ranked(covers: Iterable[Covered], ties: Iterable[Tie]) -> list[Directive]:
    """As `directives`, from coverage and links that are at hand."""
    by_entity: dict[str, list[Tie]] = {}
    for tie in ties:
        if tie.family == "responds" and tie.standing in ABOVE:
            by_entity.setdefault(tie.entity, []).append(tie)
    inherited: dict[str, int] = {}
    for cover in covers:
        for entity in cover.inherited:
            inherited[entity] = inherited.get(entity, 0) + (entity not in cover.own)
    found = [_directive(iri, of, inherited.get(iri, 0)) for iri, of in by_entity.items()]
    return sorted(found, key=lambda d: (-d.items, -d.inherited, -d.links, d.label, d.iri))


def _directive(iri: str, of: list[Tie], inherited: int) -> Directive:
    return Directive(
        iri=iri, label=of[0].label, type=of[0].type, tier=of[0].tier, standings=tuple(sorted({t.standing for t in of})),
        papers=len({t.paper for t in of}), items=len({t.source for t in of if t.scope == "item"}), inherited=inherited, links=len(of),
    )  # fmt: skip
