"""What both stores share: N-Quads in and out, a query with its bindings, the graph of the ontology."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from operator import lt

import pyoxigraph as ox

from graph.errors import QueryError, StoreError
from graph.model import Row, Term
from graph.vocab import NS, ONTOLOGY_FILE, THINGS

ONTOLOGY = NS.removesuffix("#")  # the graph of the namespace
LINE = re.compile(r"<.* <([^<>\"{}|^`\\\x00-\x20]*)> \.")  # the object before the graph may be an IRI or a literal


def canonical(content: str | Iterable[ox.Quad]) -> tuple[str, str]:
    """The graph's IRI and its sorted N-Quads. Exactly one named graph is allowed, with a name of ours.

    Text must be N-Quads one statement a line; it is sorted here, and is not parsed (that costs more than making it).
    """
    text = content if isinstance(content, str) else "".join(f"{quad} .\n" for quad in content)
    lines = [line for line in text.split("\n") if line]
    if not all(map(lt, lines, islice(lines, 1, None))):  # most often it is sorted
        lines = sorted(set(lines))
    if not lines:
        raise StoreError("an empty graph can't be put: use remove() to take a graph away")
    found = LINE.fullmatch(lines[0])
    graph = found.group(1) if found else ""
    if not graph.startswith((THINGS, NS.removesuffix("#"))):
        raise StoreError(f"{graph or lines[0][:80]!r} is no graph of ours: a graph's name begins with {THINGS} or {NS}")
    end, text = f" <{graph}> .", "\n".join(lines) + "\n"
    if text.count(end + "\n") != len(lines) or text.count("\n<") + text.startswith("<") != len(lines):
        wrong = next(line for line in lines if not line.endswith(end) or line[0] != "<")
        raise StoreError(f"not N-Quads of the one graph {graph}: {wrong[:120]}")
    return graph, text


def bound(query: str, bindings: Mapping[str, str] | None) -> str:
    """The query with each `$name` replaced by its IRI. What is no legal IRI is a QueryError, so nothing can be injected."""
    for name, value in (bindings or {}).items():
        try:
            term = str(ox.NamedNode(value))
        except ValueError:
            raise QueryError(f"{value!r} is no IRI: choose a thing from the graph") from None
        query = re.sub(rf"\${name}\b", term.replace("\\", "\\\\"), query)
    return query


def plain(value: Term | None) -> str:
    """A term as a plain string: an IRI, or a literal's words; "" where there is none."""
    if value is None:
        return ""
    return value.value if isinstance(value, ox.NamedNode | ox.Literal | ox.BlankNode) else str(value)


def rows_of(found: ox.QuerySolutions) -> list[Row]:
    """The solutions as dicts of strings. (Our own queries find IRIs and literals only.)"""
    names = [v.value for v in found.variables]
    with _no_collection():
        return [dict(zip(names, ["" if term is None else term.value for term in row], strict=True)) for row in found]


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without the garbage collector, which looks through all rows again and again while they grow."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@lru_cache(maxsize=1)
def ontology_nquads() -> str:
    """The ontology as sorted N-Quads in its own graph; its few blank nodes (in shapes) are named by their order."""
    graph = ox.NamedNode(ONTOLOGY)
    quads = ox.parse(ONTOLOGY_FILE.read_bytes(), format=ox.RdfFormat.TURTLE)
    data = ox.Dataset(ox.Quad(q.subject, q.predicate, q.object, graph) for q in quads)
    data.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return "".join(sorted(f"{quad} .\n" for quad in data))
