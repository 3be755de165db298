"""The documents of a paper, what its header says, and its sections and items."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdflib.namespace import FOAF

from extract.model import Document, Extraction, Span
from extract.triples.names import named
from extract.triples.terms import LABEL, A, Triple, day, dcterms, integer, node, oa, place_iri, plain, position, pt, sections_of, zh
from graph.vocab import ELI, PT, entity_iri, iri, known_concept, part_iri


def document_iri(x: Extraction, document: Document) -> str:
    """The IRI of a document that the file carries: of the plan by the paper's id, of others by their title.

    关于印发《X》的通知 without its issuer does not tell whose it is, so the issuer's name goes before it, unless the text names it in full itself.
    """
    if document.id == "plan" or len(x.documents) == 1:
        return entity_iri(x.id)
    title = plain_title(document.title)
    for e in x.entities:
        if e.type == "DOC" and title in (plain_title(name) for name in (e.label, *e.aliases)):
            return entity_iri(e.id)
    return iri("document", x.header.issuer + title if title.startswith("关于") else title)


def plain_title(title: str) -> str:
    """A title without quotes and 《》: 关于印发《北京共青团2023年工作要点》的通知 → 关于印发北京共青团2023年工作要点的通知."""
    return re.sub(r"[《》〈〉“”\"]", "", title)


def documents(x: Extraction, paper: str) -> Iterator[Triple]:
    head = x.header
    plan = node(paper)
    for d in x.documents:
        this = node(document_iri(x, d))
        yield this, A, pt.PolicyDocument
        yield this, A, node(FOAF.Document)
        yield this, LABEL, zh(d.title)
        yield this, dcterms.title, zh(d.title)
        if head.document_number:
            yield this, node(ELI.number), plain(head.document_number)
        if head.date:
            yield this, node(ELI.date_document), day(head.date)
        if this != plan:
            yield this, dcterms.hasPart if d.role == "notice" else dcterms.relation, plan
    if head.title:
        yield plan, dcterms.title, zh(head.title)
    yield from _instrument(x, plan)
    yield from _header(x, plan)


def _instrument(x: Extraction, plan: str) -> Iterator[Triple]:
    """文种 belongs to the notice that carries the plan, where there is one; 体裁 to the plan."""
    notices = [node(document_iri(x, d)) for d in x.documents if d.role == "notice"]
    for scheme, value, bearers in (("instrument", x.header.instrument, notices or [plan]), ("genre", x.header.genre, [plan])):
        if not value:
            continue
        known = known_concept(scheme, value)
        for bearer in bearers:
            yield bearer, node(PT[f"{scheme}Name"]), zh(value)
            if known:
                yield bearer, node(PT[scheme]), node(known)


def _header(x: Extraction, plan: str) -> Iterator[Triple]:
    head = x.header
    for prop, value in (
        (PT.issuerText, head.issuer), (PT.onBehalfOfText, head.on_behalf_of), (PT.approvedByText, head.approved_by),
        (PT.recipientsText, head.recipients), (PT.region, head.region),
    ):  # fmt: skip
        if value:
            yield plan, node(prop), zh(value)
    known = {e.label: e.id for e in x.entities if e.type in ("ORG", "MEETING")}
    for prop, names in ((PT.issuedBy, head.issuers), (PT.onBehalfOf, (head.on_behalf_of,))):
        for name in names:
            if not name:
                continue
            body = known.get(name, f"organization/{name}")
            yield plan, node(prop), node(entity_iri(body))
            yield plan, dcterms.relation, node(entity_iri(body))
            if name not in known:
                yield from named(node(entity_iri(body)), "ORG", name)


def parts(x: Extraction, paper: str) -> Iterator[Triple]:
    plan, sections = node(paper), sections_of(x)
    documents = {d.id: node(document_iri(x, d)) for d in x.documents}
    for s in x.sections:
        this = node(place_iri(sections, paper, s.id))
        yield this, A, pt.Section
        yield this, pt.number, plain(s.number)
        yield this, pt.headingEnd, integer(s.heading_end)
        if s.parent:
            yield this, dcterms.isPartOf, node(place_iri(sections, paper, s.parent))
        yield from _part(paper, this, documents.get(s.document, plan), s.id, s.heading, (s.start, s.end))
    for i in x.items:
        this = node(place_iri(sections, paper, i.id))
        yield this, A, pt.Initiative
        if i.section:
            yield this, dcterms.isPartOf, node(place_iri(sections, paper, i.section))
        yield from _part(paper, this, documents.get(i.document, plan), i.id, i.heading, (i.start, i.end))


def _part(paper: str, this: str, document: str, key: str, heading: str, span: Span) -> Iterator[Triple]:
    yield this, dcterms.isPartOf, document
    yield this, dcterms.identifier, plain(key)
    if heading:
        yield this, pt.heading, zh(heading)
        yield this, LABEL, zh(heading)
    selector = node(part_iri(paper, f"pos={span[0]},{span[1]}"))
    yield this, oa.hasSelector, selector
    yield from position(selector, span)
