"""What does a paper, section or initiative say of an entity, and in which words? The evidence table."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model import Part, Quote, Tie
from graph.queries.entities import Profile, profiles
from graph.queries.papers import parts
from graph.queries.terms import PREFIXES, RELATION_OF, key_of, numbers, one, part_id, table
from graph.store import Store
from graph.vocab import FAMILIES, PT, name_of

TOLD = "FILTER(?p NOT IN (pt:evidence, rdf:type))"
LINKS = f"""
SELECT ?paper ?s ?p ?o WHERE {{
  GRAPH ?paper {{ ?s a pt:Link ; ?p ?o }} {TOLD}
}}"""
LINKS_OF = f"""
SELECT ?paper ?s ?p ?o WHERE {{
  GRAPH ?paper {{ ?s rdf:object $entity ; a pt:Link ; ?p ?o }} {TOLD}
}}"""
QUOTES = """
SELECT ?link ?evidence ?text WHERE {
  GRAPH ?paper { ?link a pt:Link ; pt:evidence ?evidence . ?evidence pt:clause ?clause . ?clause oa:hasSelector ?quote . ?quote oa:exact ?text }
}"""
QUOTES_OF = """
SELECT ?link ?evidence ?text WHERE {
  GRAPH ?paper { ?link rdf:object $entity ; a pt:Link ; pt:evidence ?evidence . ?evidence pt:clause ?clause .
                 ?clause oa:hasSelector ?quote . ?quote oa:exact ?text }
}"""
SUBJECT, PREDICATE, OBJECT = (f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}" for name in ("subject", "predicate", "object"))
SCOPES = ("plan", "section", "item")


def links(store: Store, papers: Sequence[str] | None = None, *, entity: str = "") -> list[Tie]:
    """The links of the papers with their evidence, in the order of the text; with `entity`, only those to it.

    A link stands where its words stand: that an item inherits its heading's links is for `coverage` to show.
    """
    bindings = {"entity": entity} if entity else {}
    quotes: dict[str, list[Quote]] = {}
    for row in store.select(PREFIXES + (QUOTES_OF if entity else QUOTES), papers=papers, bindings=bindings):
        start, end, *mention = numbers(row["evidence"])
        quotes.setdefault(row["link"], []).append(Quote(start, end, row["text"], mention[0], mention[1]))
    places = {p.iri: p for p in parts(store, papers, entity=entity)}
    known = profiles(store, papers, entity=entity)
    found = [
        _tie(paper, iri, row, places, known, tuple(sorted(quotes.get(iri, ()), key=lambda q: (q.start, q.mention_start))))
        for (paper, iri), row in table(store, LINKS_OF if entity else LINKS, papers, **bindings).items()
    ]
    return sorted(found, key=lambda t: (t.paper, SCOPES.index(t.scope), places[t.source].start if t.source in places else -1, *_place(t)))


def _place(tie: Tie) -> tuple[int, int, str, str]:
    return (tie.quotes[0].mention_start if tie.quotes else -1, tie.order, tie.relation, tie.iri)


def _tie(paper: str, iri: str, row: dict[str, list[str]], places: dict[str, Part], known: dict[tuple[str, str], Profile], quotes: tuple[Quote, ...]) -> Tie:
    source, entity = one(row, SUBJECT), one(row, OBJECT)
    part = places.get(source)
    relation = RELATION_OF[one(row, PREDICATE)]
    profile = known.get((paper, entity), Profile(entity, name_of(entity), ""))
    return Tie(
        iri=iri, paper=paper, source=source, source_id=part_id(source, paper), scope=key_of(one(row, str(PT.scope))),
        heading=part.heading if part else "", section=(part.iri if part.kind == "section" else part.section) if part else "",
        relation=relation, family=FAMILIES[relation], entity=entity, label=profile.label, type=profile.type, tier=profile.tier,
        system=profile.system, standing=profile.standing, cue=one(row, str(PT.cue)), via=one(row, str(PT.via)),
        stage=key_of(one(row, str(PT.stage))), basis=key_of(one(row, str(PT.basis))), mode=key_of(one(row, str(PT.mode))),
        role=key_of(one(row, str(PT.role))), order=int(one(row, str(PT.order)) or 0), confidence=float(one(row, str(PT.confidence)) or 1),
        quotes=quotes,
    )  # fmt: skip
