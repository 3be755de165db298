"""Terms in N-Triples form, and the pieces of a paper with their selectors."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from rdflib import Namespace
from rdflib.namespace import DCTERMS, RDF, RDFS, XSD, DefinedNamespace

from extract.model import Extraction, Span
from graph.vocab import OA, PT, entity_iri, local, part_iri

Triple = tuple[str, str, str]  # subject, predicate, object as N-Triples terms
CONTEXT = 32  # characters of prefix and suffix in a quote selector
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
                        | {chr(c): f"\\u{c:04X}" for c in (*range(8), 11, *range(14, 32), 127)})
ESCAPED = re.compile("[\x00-\x1f\"\\\\\x7f]")
A = f"<{RDF.type}>"
LABEL = f"<{RDFS.label}>"
DATES = ((re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), XSD.date), (re.compile(r"[0-9]{4}-[0-9]{2}"), XSD.gYearMonth), (re.compile(r"[0-9]{4}"), XSD.gYear))


def node(value: str) -> str:
    """An IRI as a term."""
    return f"<{value}>"


class Terms:
    """The names of a vocabulary as terms, each made once: `pt.evidence`."""

    def __init__(self, names: Namespace | type[DefinedNamespace]) -> None:
        self._names = names

    def __getattr__(self, name: str) -> str:
        term = node(self._names[name])
        setattr(self, name, term)
        return term


pt, oa, dcterms, rdf = Terms(PT), Terms(OA), Terms(DCTERMS), Terms(RDF)
INTEGER = node(XSD.integer)


def plain(text: str) -> str:
    """A string as a term, escaped as canonical N-Quads have it."""
    return f'"{_escaped(text)}"'


def zh(text: str) -> str:
    """Chinese words as a term."""
    return f'"{_escaped(text)}"@zh'


def _escaped(text: str) -> str:
    return text.translate(ESCAPES) if ESCAPED.search(text) else text


def integer(number: int) -> str:
    """A whole number as a term."""
    return f'"{number}"^^{INTEGER}'


def decimal(number: float) -> str:
    """A decimal in canonical form: 0.90 → 0.9, 1.0 → 1."""
    digits = f"{number:.4f}".rstrip("0").rstrip(".")
    return f'"{digits}"^^<{XSD.decimal}>'


def day(value: str) -> str:
    """An ISO date with its type: 2023-04-10 is a day, 2023-04 a month, 2023 a year; what is none (2023年春, 2023-02-30) stays words."""
    for pattern, kind in DATES:
        if pattern.fullmatch(value):
            try:
                date.fromisoformat((value + "-01-01")[:10])
            except ValueError:
                break
            return f'"{value}"^^<{kind}>'
    return plain(value)


@lru_cache(maxsize=65536)
def short_hash(entity_id: str) -> str:
    """Eight hex digits that tell an entity in the name of a part."""
    return hashlib.sha256(entity_iri(entity_id).encode()).hexdigest()[:8]


def place_iri(sections: frozenset[str], paper: str, place: str) -> str:
    """The IRI of what a link comes from: "plan" → the document, "s3.1" → …#s3.1, "6" → …#item-6. `sections` are the ids of the paper's sections."""
    if place == "plan":
        return paper
    return part_iri(paper, local(place) if place in sections else f"item-{local(place)}")


def sections_of(x: Extraction) -> frozenset[str]:
    """The ids of the sections of a paper."""
    return frozenset(s.id for s in x.sections)


def pieces(text: str, paper: str, spans: Iterable[Span]) -> Iterator[Triple]:
    """Pieces of the paper with both selectors: the position for speed, the quote to anchor it again when the text has changed."""
    source = node(paper)
    for start, end in sorted(spans):
        this, quote, place = (node(part_iri(paper, f"{kind}={start},{end}")) for kind in ("char", "quote", "pos"))
        yield this, A, oa.SpecificResource
        yield this, oa.hasSource, source
        yield this, oa.hasSelector, place
        yield this, oa.hasSelector, quote
        yield quote, A, oa.TextQuoteSelector
        yield quote, oa.exact, plain(text[start:end])
        yield quote, oa.prefix, plain(text[max(0, start - CONTEXT):start])
        yield quote, oa.suffix, plain(text[end:end + CONTEXT])
        yield from position(place, (start, end))


def position(this: str, span: Span) -> Iterator[Triple]:
    """What a selector by position says."""
    yield this, A, oa.TextPositionSelector
    yield this, oa.start, integer(span[0])
    yield this, oa.end, integer(span[1])
