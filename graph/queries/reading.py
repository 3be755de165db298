"""The text of a paper with its mentions, what cleaning changed in it, and all about one entity."""

from __future__ import annotations

from collections.abc import Sequence

from graph.errors import StoreError
from graph.model import Card, Cleaned, Named
from graph.queries.entities import Profile, entity, profiles
from graph.queries.terms import PREFIXES, numbers, part_id, type_of
from graph.queries.ties import links
from graph.store import Store
from graph.vocab import name_of

MENTIONS = """
SELECT ?paper ?mention ?entity ?place ?type ?text ?prefix ?suffix WHERE {
  GRAPH ?paper { ?mention a pt:Mention ; pt:place ?place ; pt:entityType ?type ; oa:hasSelector ?quote .
                 ?quote oa:exact ?text ; oa:prefix ?prefix ; oa:suffix ?suffix . OPTIONAL { ?mention pt:refersTo ?entity } }
}"""
MENTIONS_OF = """
SELECT ?paper ?mention ($entity AS ?entity) ?place ?type ?text ?prefix ?suffix WHERE {
  GRAPH ?paper { ?mention pt:refersTo $entity ; a pt:Mention ; pt:place ?place ; pt:entityType ?type ; oa:hasSelector ?quote .
                 ?quote oa:exact ?text ; oa:prefix ?prefix ; oa:suffix ?suffix }
}"""
TEXT = "SELECT ?text WHERE { GRAPH $paper { $paper pt:text ?text } }"
CHANGES = """
SELECT ?change ?at ?before ?after ?rule WHERE {
  GRAPH $paper { ?change a pt:Change ; oa:hasSelector ?at ; pt:before ?before ; pt:after ?after ; pt:rule ?rule }
}"""


def mentions(store: Store, papers: Sequence[str] | None = None, *, entity: str = "") -> list[Named]:
    """The mentions of the papers in the order of the text, the outer before the inner; with `entity`, only those of it."""
    bindings = {"entity": entity} if entity else {}
    known = profiles(store, papers, entity=entity)
    rows = store.select(PREFIXES + (MENTIONS_OF if entity else MENTIONS), papers=papers, bindings=bindings)
    found = [_named(row, known) for row in rows]
    return sorted(found, key=lambda m: (m.paper, m.start, -m.end, m.entity, m.type))


def _named(row: dict[str, str], known: dict[tuple[str, str], Profile]) -> Named:
    paper, iri = row["paper"], row["entity"]
    start, end = numbers(row["mention"])
    profile = known.get((paper, iri), Profile(iri, name_of(iri) if iri else row["text"], type_of((row["type"],)), standing="unknown"))
    return Named(row["mention"], paper, start, end, row["text"], iri, profile.label, profile.type, profile.standing,
                 part_id(row["place"], paper), row["prefix"], row["suffix"])


def source_text(store: Store, paper: str) -> str:
    """The source text of a paper, to the character; a StoreError if the store does not hold it."""
    rows = store.select(PREFIXES + TEXT, bindings={"paper": paper})
    if not rows:
        raise StoreError(f"{name_of(paper)} is not in {store.where}: add the paper, or choose another")
    return rows[0]["text"]


def changes(store: Store, paper: str) -> list[Cleaned]:
    """What cleaning changed in a paper, in the order of the text."""
    rows = sorted(store.select(PREFIXES + CHANGES, bindings={"paper": paper}), key=lambda r: (numbers(r["at"]), int(r["change"].rpartition("-")[2])))
    return [Cleaned(numbers(r["at"])[0], numbers(r["at"])[1], r["before"], r["after"], r["rule"]) for r in rows]


def card(store: Store, iri: str, papers: Sequence[str] | None = None) -> Card:
    """All about an entity: names, standing, mentions, links. One that no paper knows is a QueryError."""
    thing, standings = entity(store, iri, papers)
    return Card(thing, standings, tuple(mentions(store, papers, entity=iri)), tuple(links(store, papers, entity=iri)))


