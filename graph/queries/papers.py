"""Which papers are there, what do their headers say, which parts have they, how large are they?"""

from __future__ import annotations

from collections.abc import Sequence

from rdflib.namespace import DCTERMS

from graph.model import Paper, Part, Size
from graph.queries.terms import PREFIXES, Table, numbers, one, table
from graph.store import Store
from graph.vocab import ELI, OA, PT, SCHEMA, name_of

PAPERS = """
SELECT ?paper (?paper AS ?s) ?p ?o WHERE {
  VALUES ?p { dcterms:title eli:number eli:date_document pt:issuerText pt:onBehalfOfText pt:approvedByText pt:recipientsText pt:region
              pt:instrumentName pt:genreName pt:note }
  GRAPH ?paper { ?paper pt:text ?text ; ?p ?o }
}"""
NOTICES = """
SELECT ?paper (?notice AS ?s) ?p ?o WHERE {
  VALUES ?p { dcterms:title pt:instrumentName }
  GRAPH ?paper { ?notice dcterms:hasPart ?paper ; ?p ?o }
}"""
READINGS = """
SELECT ?paper ?s ?p ?o WHERE {
  GRAPH ?paper { ?paper prov:wasGeneratedBy ?reading . ?reading prov:used|prov:wasAssociatedWith ?s . ?s ?p ?o }
}"""
TOLD = "FILTER(?p IN (rdf:type, dcterms:identifier, dcterms:isPartOf, oa:hasSelector, pt:heading, pt:headingEnd, pt:number))"
PARTS = f"""
SELECT ?paper ?s ?p ?o WHERE {{
  VALUES ?class {{ pt:Section pt:Initiative }}
  GRAPH ?paper {{ ?s a ?class ; ?p ?o }} {TOLD}
}}"""
PARTS_OF = f"""
SELECT DISTINCT ?paper ?s ?p ?o WHERE {{
  GRAPH ?paper {{ ?link rdf:object $entity ; rdf:subject ?s . ?s ?p ?o }} {TOLD}
}}"""
SIZES = """
SELECT ?paper ?class (COUNT(DISTINCT ?s) AS ?n) WHERE {
  VALUES ?class { pt:Section pt:Initiative pt:Mention pt:Assessment pt:Link }
  GRAPH ?paper { ?s a ?class }
} GROUP BY ?paper ?class"""
TRIPLES = "SELECT ?paper (COUNT(*) AS ?n) WHERE { GRAPH ?paper { ?s ?p ?o } } GROUP BY ?paper"
IS_PART = {str(PT.Section), str(PT.Initiative)}
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def papers(store: Store, papers: Sequence[str] | None = None) -> list[Paper]:
    """The papers with what their headers say, by date and title."""
    heads = table(store, PAPERS, papers)
    notices = {paper: (iri, row) for (paper, iri), row in table(store, NOTICES, papers).items()}
    readings = _readings(table(store, READINGS, papers))
    found = [_paper(paper, row, notices.get(paper, ("", {})), readings.get(paper, {})) for (paper, _), row in heads.items()]
    return sorted(found, key=lambda p: (p.date, p.title, p.iri))


def _readings(rows: Table) -> dict[str, dict[str, list[str]]]:
    merged: dict[str, dict[str, list[str]]] = {}
    for (paper, _), row in rows.items():
        merged.setdefault(paper, {}).update(row)
    return merged


def _paper(iri: str, row: dict[str, list[str]], notice: tuple[str, dict[str, list[str]]], reading: dict[str, list[str]]) -> Paper:
    notice_iri, notice_row = notice
    return Paper(
        iri=iri, title=one(row, str(DCTERMS.title)) or name_of(iri), number=one(row, str(ELI.number)), date=one(row, str(ELI.date_document)),
        issuer=one(row, str(PT.issuerText)), on_behalf_of=one(row, str(PT.onBehalfOfText)), approved_by=one(row, str(PT.approvedByText)),
        recipients=one(row, str(PT.recipientsText)), region=one(row, str(PT.region)),
        instrument=one(row, str(PT.instrumentName)) or one(notice_row, str(PT.instrumentName)), genre=one(row, str(PT.genreName)),
        notice=notice_iri, notice_title=one(notice_row, str(DCTERMS.title)), file=one(reading, str(PT.fileName)),
        format=one(reading, str(PT["format"])), encoding=one(reading, str(PT.encoding)), sha256=one(reading, str(PT.sha256)),
        tool=one(reading, str(SCHEMA.softwareVersion)), lexicon=one(reading, str(PT.lexicon)), notes=tuple(row.get(str(PT.note), ())),
    )  # fmt: skip


def parts(store: Store, papers: Sequence[str] | None = None, *, entity: str = "") -> list[Part]:
    """The sections and initiatives of the papers, each paper's in the order of its text, a section before what it holds.

    With `entity`, only those whose links lead to it.
    """
    rows = table(store, PARTS_OF, papers, entity=entity) if entity else table(store, PARTS, papers)
    found = [_part(paper, iri, row) for (paper, iri), row in rows.items() if not IS_PART.isdisjoint(row.get(RDF_TYPE, ()))]
    return sorted(found, key=lambda p: (p.paper, p.start, -p.end, p.kind != "section", p.id))


def sections(store: Store, papers: Sequence[str] | None = None) -> list[Part]:
    """The sections of the papers, in order."""
    return [p for p in parts(store, papers) if p.kind == "section"]


def items(store: Store, papers: Sequence[str] | None = None) -> list[Part]:
    """The initiatives of the papers, in order."""
    return [p for p in parts(store, papers) if p.kind == "item"]


def _part(paper: str, iri: str, row: dict[str, list[str]]) -> Part:
    holders = row.get(str(DCTERMS.isPartOf), [])
    start, end = numbers(one(row, str(OA.hasSelector)))
    return Part(
        iri=iri, paper=paper, id=one(row, str(DCTERMS.identifier)), kind="section" if str(PT.Section) in row[RDF_TYPE] else "item",
        heading=one(row, str(PT.heading)), start=start, end=end, section=next((h for h in holders if "#" in h), ""),
        document=next((h for h in holders if "#" not in h), paper), number=one(row, str(PT.number)),
        heading_end=int(one(row, str(PT.headingEnd)) or 0),
    )  # fmt: skip


def sizes(store: Store, papers: Sequence[str] | None = None) -> list[Size]:
    """How many triples, sections, items, mentions, entities and links each paper has."""
    counts: dict[str, dict[str, int]] = {}
    for row in store.select(PREFIXES + SIZES, papers=papers):
        counts.setdefault(row["paper"], {})[row["class"]] = int(row["n"])
    triples = {row["paper"]: int(row["n"]) for row in store.select(TRIPLES, papers=papers)}
    kinds = (PT.Section, PT.Initiative, PT.Mention, PT.Assessment, PT.Link)
    known = set(store.papers())
    return [Size(paper, triples[paper], *(counts.get(paper, {}).get(str(kind), 0) for kind in kinds)) for paper in sorted(triples) if paper in known]
