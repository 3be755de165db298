"""Terms in N-Triples form, and the pieces of a paper with their selectors."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from rdflib.namespace import RDF, RDFS, XSD

from extract.model import Extraction, Span
from graph.vocab import OA, entity_iri, local, part_iri

Triple = tuple[str, str, str]  # subject, predicate, object as N-Triples terms
CONTEXT = 32  # characters of prefix and suffix in a quote selector
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
                        | {chr(c): f"\\u{c:04X}" for c in (*range(8), 11, *range(14, 32), 127)})
A = f"<{RDF.type}>"
LABEL = f"<{RDFS.label}>"
DATES = ((re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), XSD.date), (re.compile(r"[0-9]{4}-[0-9]{2}"), XSD.gYearMonth), (re.compile(r"[0-9]{4}"), XSD.gYear))


def node(value: str) -> str:
    """An IRI as a term."""
    return f"<{value}>"


def plain(text: str) -> str:
    """A string as a term, escaped as canonical N-Quads have it."""
    return f'"{text.translate(ESCAPES)}"'


def zh(text: str) -> str:
    """Chinese words as a term."""
    return f'"{text.translate(ESCAPES)}"@zh'


def integer(number: int) -> str:
    """A whole number as a term."""
    return f'"{number}"^^<{XSD.integer}>'


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


def place_iri(x: Extraction, paper: str, place: str) -> str:
    """The IRI of what a link comes from: "plan" → the document, "s3.1" → …#s3.1, "6" → …#item-6."""
    if place == "plan":
        return paper
    return part_iri(paper, local(place) if place in section_ids(x) else f"item-{local(place)}")


@lru_cache(maxsize=4)
def _ids(sections: tuple[str, ...]) -> frozenset[str]:
    return frozenset(sections)


def section_ids(x: Extraction) -> frozenset[str]:
    return _ids(tuple(s.id for s in x.sections))


def specific(x: Extraction, paper: str, span: Span) -> Iterator[Triple]:
    """A piece of the paper with both selectors: the position for speed, the quote to anchor it again when the text has changed."""
    start, end = span
    this, quote = node(part_iri(paper, f"char={start},{end}")), node(part_iri(paper, f"quote={start},{end}"))
    text = x.raw.text
    yield this, A, node(OA.SpecificResource)
    yield this, node(OA.hasSource), node(paper)
    yield this, node(OA.hasSelector), node(part_iri(paper, f"pos={start},{end}"))
    yield this, node(OA.hasSelector), quote
    yield quote, A, node(OA.TextQuoteSelector)
    yield quote, node(OA.exact), plain(text[start:end])
    yield quote, node(OA.prefix), plain(text[max(0, start - CONTEXT):start])
    yield quote, node(OA.suffix), plain(text[end:end + CONTEXT])
    yield from position(paper, span)


def position(paper: str, span: Span) -> Iterator[Triple]:
    this = node(part_iri(paper, f"pos={span[0]},{span[1]}"))
    yield this, A, node(OA.TextPositionSelector)
    yield this, node(OA.start), integer(span[0])
    yield this, node(OA.end), integer(span[1])
