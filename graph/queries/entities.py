"""Which entities do the papers speak of, what are they, and how do the papers stand to them?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rdflib.namespace import RDFS, SKOS

from graph.errors import QueryError
from graph.model import Standing, Thing
from graph.queries.terms import PREFIXES, key_of, one, table, type_of
from graph.store import Store
from graph.vocab import ELI, PT, name_of

TOLD = """FILTER(?p IN (rdf:type, rdfs:label, skos:altLabel, eli:number, pt:tier, pt:system, pt:unresolved, pt:heldBy, pt:owner, pt:setBy, pt:belongsTo,
               pt:issuedBy))"""
ENTITIES = f"""
SELECT ?paper ?s ?p ?o WHERE {{
  GRAPH ?paper {{ ?assessment pt:entity ?s . ?s ?p ?o }} {TOLD}
}}"""
ENTITY = f"""
SELECT ?paper ($entity AS ?s) ?p ?o WHERE {{
  GRAPH ?paper {{ $entity ?p ?o }} {TOLD}
}}"""
STANDINGS = """
SELECT ?paper ?entity ?standing ?reason WHERE {
  GRAPH ?paper { ?assessment pt:entity ?entity ; pt:standing ?standing . OPTIONAL { ?assessment pt:reason ?reason } }
}"""
STANDINGS_OF = """
SELECT ?paper ($entity AS ?entity) ?standing ?reason WHERE {
  GRAPH ?paper { ?assessment pt:entity $entity ; a pt:Assessment ; pt:standing ?standing . OPTIONAL { ?assessment pt:reason ?reason } }
}"""
MENTIONED = "SELECT ?entity (COUNT(*) AS ?n) WHERE { GRAPH ?paper { ?mention pt:refersTo ?entity } } GROUP BY ?entity"
LINKED = "SELECT ?entity (COUNT(*) AS ?n) WHERE { GRAPH ?paper { ?link a pt:Link ; rdf:object ?entity } } GROUP BY ?entity"
MENTIONED_OF = "SELECT ($entity AS ?entity) (COUNT(*) AS ?n) WHERE { GRAPH ?paper { ?mention pt:refersTo $entity } }"
LINKED_OF = "SELECT ($entity AS ?entity) (COUNT(*) AS ?n) WHERE { GRAPH ?paper { ?link rdf:object $entity ; a pt:Link } }"
ENGLISH = 'SELECT ?entity ?label WHERE { GRAPH ?paper { ?entity skos:prefLabel ?label FILTER(langMatches(lang(?label), "en")) } }'
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
MAKERS = (PT.heldBy, PT.owner, PT.setBy, PT.belongsTo, PT.issuedBy)


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity as one paper has it."""

    iri: str
    label: str
    type: str
    tier: str = ""
    system: str = ""
    standing: str = ""
    reason: str = ""
    aliases: tuple[str, ...] = ()
    number: str = ""
    makers: tuple[str, ...] = ()
    unresolved: bool = False


def profiles(store: Store, papers: Sequence[str] | None = None, *, entity: str = "") -> dict[tuple[str, str], Profile]:
    """Each entity as each paper has it, by (paper, entity); with `entity`, only that one."""
    bindings = {"entity": entity} if entity else {}
    rows = store.select(PREFIXES + (STANDINGS_OF if entity else STANDINGS), papers=papers, bindings=bindings)
    judged = {(r["paper"], r["entity"]): (key_of(r["standing"]), r["reason"]) for r in rows}
    found = table(store, ENTITY if entity else ENTITIES, papers, **bindings)
    return {key: _profile(key[1], row, *judged.get(key, ("unknown", ""))) for key, row in found.items() if type_of(row.get(RDF_TYPE, ()))}


def _profile(iri: str, row: dict[str, list[str]], standing: str, reason: str) -> Profile:
    makers = sorted({value for prop in MAKERS for value in row.get(str(prop), ())})
    return Profile(
        iri=iri, label=one(row, str(RDFS.label)) or name_of(iri), type=type_of(row[RDF_TYPE]), tier=key_of(one(row, str(PT.tier))),
        system=key_of(one(row, str(PT.system))), standing=standing, reason=reason, aliases=tuple(row.get(str(SKOS.altLabel), ())),
        number=one(row, str(ELI.number)), makers=tuple(makers), unresolved=one(row, str(PT.unresolved)) == "true",
    )  # fmt: skip


def entities(store: Store, papers: Sequence[str] | None = None) -> list[Thing]:
    """The entities that the papers speak of, with counts; the most linked first, then the most mentioned, then by name."""
    by_entity: dict[str, list[Profile]] = {}
    for (_, iri), profile in profiles(store, papers).items():
        by_entity.setdefault(iri, []).append(profile)
    mentioned, linked = _counts(store, MENTIONED, papers), _counts(store, LINKED, papers)
    found = [thing(of, mentioned.get(iri, 0), linked.get(iri, 0)) for iri, of in by_entity.items()]
    return sorted(found, key=lambda t: (-t.links, -t.mentions, t.label, t.iri))


def english(store: Store, papers: Sequence[str] | None = None) -> dict[str, str]:
    """IRI → English name, of what a paper's graph gives one (`skos:prefLabel "…"@en`); extraction invents none. Of several the first."""
    rows = store.select(PREFIXES + ENGLISH, papers=papers)
    return dict(sorted(((row["entity"], row["label"]) for row in rows), reverse=True))


def entity(store: Store, iri: str, papers: Sequence[str] | None = None) -> tuple[Thing, tuple[Standing, ...]]:
    """One entity over the papers, and how each stands to it. An entity that no paper knows is a QueryError."""
    found = profiles(store, papers, entity=iri)
    if not found:
        raise QueryError(f"{name_of(iri)}: no such thing in the papers looked at; choose other papers or another name")
    mentioned, linked = (_counts(store, query, papers, entity=iri).get(iri, 0) for query in (MENTIONED_OF, LINKED_OF))
    standings = tuple(Standing(paper, p.standing, p.reason) for (paper, _), p in found.items())
    return thing(list(found.values()), mentioned, linked), standings


def thing(of: Sequence[Profile], mentions: int, links: int) -> Thing:
    """One entity out of how several papers have it: where they differ, the first in order that says anything."""
    first = of[0]
    return Thing(
        iri=first.iri, label=first.label, type=first.type, tier=next(_said(p.tier for p in of), ""),
        system=next(_said(p.system for p in of), ""), standings=tuple(sorted({p.standing for p in of})),
        aliases=tuple(sorted({a for p in of for a in p.aliases})), number=next(_said(p.number for p in of), ""),
        makers=tuple(sorted({m for p in of for m in p.makers})), unresolved=all(p.unresolved for p in of), papers=len(of),
        mentions=mentions, links=links,
    )  # fmt: skip


def _said(values: Iterable[str]) -> Iterator[str]:
    return (v for v in values if v)


def _counts(store: Store, query: str, papers: Sequence[str] | None, **bindings: str) -> dict[str, int]:
    return {row["entity"]: int(row["n"]) for row in store.select(PREFIXES + query, papers=papers, bindings=bindings) if row["entity"]}


