"""An `Extraction` → the triples of its named graph, as terms in N-Triples form, so that the sorted N-Quads are quick to make and always the same.

The named graph is the IRI of the plan's document. There are no blank nodes: each part has an IRI of its place or its content (design.md,
section 3). What a paper holds of others is said in its own graph, so papers that are loaded together never mix: an entity's standing is an
`pt:Assessment` of *this* paper (`#standing-` + 8 hex digits), never a property of the entity.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from extract.model import Extraction
from extract.triples.documents import documents, parts
from extract.triples.names import directives, entities
from extract.triples.record import record
from extract.triples.terms import Triple, node
from extract.triples.words import links, mentions, quoted
from graph.vocab import entity_iri


def to_nquads(x: Extraction) -> str:
    """The sorted N-Quads of a paper, one statement a line: the form that the store keeps and that runs are compared by."""
    ending = f" {node(entity_iri(x.id))} .\n"
    said: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, value in triples(x):
        said[subject].add(f"{predicate} {value}")
    return "".join([f"{subject} {f'{ending}{subject} '.join(sorted(rest))}{ending}" for subject, rest in sorted(said.items())])


def quads(x: Extraction) -> list[ox.Quad]:
    """The same statements as pyoxigraph quads, in the order of the N-Quads."""
    return list(ox.parse(to_nquads(x), format=ox.RdfFormat.N_QUADS))


def triples(x: Extraction) -> Iterator[Triple]:
    """All that is known of a paper; a statement may come twice."""
    paper = entity_iri(x.id)
    yield from documents(x, paper)
    yield from parts(x, paper)
    yield from entities(x, paper)
    yield from mentions(x, paper)
    yield from links(x, paper)
    yield from quoted(x, paper)
    yield from directives(x, paper)
    yield from record(x, paper)
