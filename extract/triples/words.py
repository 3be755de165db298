"""Mentions and links of a paper, with the words that carry them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from rdflib.namespace import DCTERMS

from extract.model import Extraction, Link, Mention, Span
from extract.triples.terms import A, Triple, decimal, integer, node, pieces, place_iri, plain, pt, rdf, sections_of, short_hash, zh
from graph.vocab import CLASSES, FAMILIES, PT, RELATIONS, concept, entity_iri, local, part_iri

FAMILY = {"responds": PT.respondsTo, "undertakes": PT.undertakes, "involves": PT.involves, "header": DCTERMS.relation}


def mentions(x: Extraction, paper: str) -> Iterator[Triple]:
    place_of, sections = _Places(x), sections_of(x)
    for m in x.mentions:
        this = node(part_iri(paper, f"char={m.start},{m.end}"))
        yield this, A, pt.Mention
        yield this, pt.place, node(place_iri(sections, paper, place_of(m.start)))
        yield this, pt.entityType, node(CLASSES[m.type])
        yield from _mention_details(m, this)


def _mention_details(m: Mention, this: str) -> Iterator[Triple]:
    if m.entity:
        yield this, pt.refersTo, node(entity_iri(m.entity))
    if m.rule:
        yield this, pt.rule, plain(m.rule)
    if m.score != 1.0:
        yield this, pt.confidence, decimal(m.score)


class _Places:
    """Where a position stands, by bisection: the innermost item, else the innermost section, else the plan."""

    def __init__(self, x: Extraction) -> None:
        units = [(s.start, s.end, s.id) for s in x.sections], [(i.start, i.end, i.id) for i in x.items]
        self.edges = sorted({edge for kind in units for unit in kind for edge in unit[:2]})
        self.owners = ["plan"] * (len(self.edges) + 1)
        for kind in units:
            for start, end, key in sorted(kind, key=lambda u: (u[0] - u[1], u[2])):
                for at in range(bisect_left(self.edges, start) + 1, bisect_left(self.edges, end) + 1):
                    self.owners[at] = key

    def __call__(self, at: int) -> str:
        return self.owners[bisect_left(self.edges, at + 1)]


def links(x: Extraction, paper: str) -> Iterator[Triple]:
    sections = sections_of(x)
    for link in x.links:
        this = node(part_iri(paper, f"link-{local(link.source)}-{link.relation}-{short_hash(link.entity)}"))
        source, relation, entity = node(place_iri(sections, paper, link.source)), node(RELATIONS[link.relation]), node(entity_iri(link.entity))
        yield source, relation, entity
        yield source, node(FAMILY[FAMILIES[link.relation]]), entity
        yield this, A, pt.Link
        yield this, A, rdf.Statement
        yield this, rdf.subject, source
        yield this, rdf.predicate, relation
        yield this, rdf.object, entity
        scope = "plan" if link.source == "plan" else "section" if link.source in sections else "item"
        yield this, pt.scope, node(concept("scope", scope))
        yield from _attributes(link, this)
        for evidence in link.evidence:
            yield from _evidence(paper, this, (evidence.start, evidence.end), evidence.mention)


def _attributes(link: Link, this: str) -> Iterator[Triple]:
    yield this, pt.confidence, decimal(link.confidence)
    for prop, words in ((PT.cue, link.cue), (PT.via, link.via)):
        if words:
            yield this, node(prop), zh(words)
    for scheme, key in (("stage", link.stage), ("basis", link.basis), ("mode", link.mode), ("role", link.role)):
        if key:
            yield this, node(PT[scheme]), node(concept(scheme, key))
    if link.order:
        yield this, pt.order, integer(link.order)


def _evidence(paper: str, link: str, clause: Span, mention: Span) -> Iterator[Triple]:
    this = node(part_iri(paper, f"evidence={clause[0]},{clause[1]},{mention[0]},{mention[1]}"))
    quoted = node(part_iri(paper, f"char={clause[0]},{clause[1]}"))
    yield link, pt.evidence, this
    yield this, A, pt.Evidence
    yield this, pt.clause, quoted
    yield this, pt.mention, node(part_iri(paper, f"char={mention[0]},{mention[1]}"))
    yield quoted, A, pt.Clause


def quoted(x: Extraction, paper: str) -> Iterator[Triple]:
    """The pieces of the paper that mentions and links quote, each once."""
    spans = {(m.start, m.end) for m in x.mentions}
    for link in x.links:
        spans.update(span for e in link.evidence for span in ((e.start, e.end), e.mention))
    yield from pieces(x.raw.text, paper, spans)
