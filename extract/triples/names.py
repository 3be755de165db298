"""The entities of a paper: what they are, whose they are, how the paper stands to them, and which are its directives."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib.namespace import FOAF, ORG, SKOS, XSD

from extract.model import ABOVE, RESPONDS, Entity, Extraction
from extract.triples.terms import LABEL, A, Triple, node, plain, pt, short_hash, zh
from graph.vocab import CLASSES, DIRECTIVES, ELI, PT, SCHEMA, concept, entity_iri, part_iri

ALSO = {
    "DOC": (FOAF.Document,),
    "MEETING": (SCHEMA.Event,),
    "PROGRAMME": (SCHEMA.Project,),
    "ORG": (ORG.Organization,),
    "DOCTRINE": (PT.Formulation, SKOS.Concept),
    "STRATEGY": (PT.Formulation, SKOS.Concept),
}
MAKER = {"DOC": PT.issuedBy, "MEETING": PT.heldBy, "PROGRAMME": PT.owner, "ORG": PT.belongsTo, "DOCTRINE": PT.setBy, "STRATEGY": PT.setBy}


def named(this: str, kind: str, label: str) -> Iterator[Triple]:
    for cls in (CLASSES[kind], *ALSO[kind]):
        yield this, A, node(cls)
    yield this, LABEL, zh(label)
    if SKOS.Concept in ALSO[kind]:
        yield this, node(SKOS.prefLabel), zh(label)


def entities(x: Extraction, paper: str) -> Iterator[Triple]:
    known = {e.label: e.id for e in x.entities if e.type in ("ORG", "MEETING")}
    for e in x.entities:
        this = node(entity_iri(e.id))
        yield from named(this, e.type, e.label)
        if e.type == "DOC" and e.standing == "law":
            yield this, A, node(ELI.LegalResource)
        for alias in e.aliases:
            yield this, node(SKOS.altLabel), zh(alias)
        for prop, scheme, key in ((PT.tier, "tier", e.tier), (PT.system, "system", e.system)):
            if key:
                yield this, node(prop), node(concept(scheme, key))
        if e.unresolved:
            yield this, pt.unresolved, f'"true"^^<{XSD.boolean}>'
        if e.number:
            yield this, node(ELI.number), plain(e.number)
        yield from _maker(e, this, known)
        yield from _assessment(e, this, paper)


def _maker(e: Entity, this: str, known: dict[str, str]) -> Iterator[Triple]:
    for name in e.issuer.split("、") if e.issuer else ():
        body = known.get(name, f"organization/{name}")
        yield this, node(MAKER[e.type]), node(entity_iri(body))
        if name not in known:
            yield from named(node(entity_iri(body)), "ORG", name)


def _assessment(e: Entity, this: str, paper: str) -> Iterator[Triple]:
    """How the paper stands to the entity: a node of the paper, with the reason in words."""
    assessment = node(part_iri(paper, f"standing-{short_hash(e.id)}"))
    yield assessment, A, pt.Assessment
    yield assessment, pt.paper, node(paper)
    yield assessment, pt.entity, this
    yield assessment, pt.standing, node(concept("standing", e.standing or "unknown"))
    if e.why:
        yield assessment, pt.reason, plain(e.why)


def directives(x: Extraction, paper: str) -> Iterator[Triple]:
    """`pt:hasDirective` and its sub-property, for what the paper responds to and what stands above it."""
    answered = {link.entity for link in x.links if link.relation in RESPONDS}
    for e in x.entities:
        if e.id in answered and e.standing in ABOVE:
            yield node(paper), pt.hasDirective, node(entity_iri(e.id))
            yield node(paper), node(DIRECTIVES[e.standing]), node(entity_iri(e.id))
