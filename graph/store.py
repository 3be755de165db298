"""Where the graph is kept: a folder (default) or any SPARQL 1.1 server, behind one interface.

`where` is one of

- a path: a folder with one sorted .nq file a paper (the truth) and an index beside it that is rebuilt when it is stale;
- a URL: a SPARQL 1.1 server. `http://host:7878` is Oxigraph's layout (/query, /update, /store); for others name the addresses,
  `http://host:8890/sparql,update=http://host:8890/sparql-auth,store=http://host:8890/sparql-graph-crud-auth,auth=digest`.
  Name and password come from POLICYTRACE_STORE_USER and POLICYTRACE_STORE_PASSWORD, or a bearer token from POLICYTRACE_STORE_TOKEN.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from graph.model import Answer, Dataset, Row

DEFAULT = "data/store"
TIMEOUT = 30.0  # seconds for a user's query
LIMIT = 10_000  # rows or triples of a user's query


class Store(Protocol):
    """What everything above relies on. Graphs are named by IRI; a paper's graph by the IRI of its plan."""

    where: str
    services: frozenset[str]  # hosts that SERVICE may ask; none unless the operator says so

    def version(self) -> str:
        """Changes whenever a graph does; cheap enough to ask before every page."""

    def papers(self) -> tuple[str, ...]:
        """The IRIs of the papers, sorted."""

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of all graphs, sorted: papers, the ontology, people's decisions."""

    def put(self, content: str | Iterable[ox.Quad]) -> str:
        """Writes one whole graph in place of what it held: N-Quads as `extract.triples.to_nquads` makes them, or quads. Its IRI."""

    def remove(self, graph: str) -> bool:
        """Removes a graph; whether it was there."""

    def nquads(self, graph: str) -> str:
        """The sorted N-Quads of a graph, as they were put; a StoreError if there is none."""

    def select(self, query: str, *, papers: Sequence[str] | None = None, bindings: Mapping[str, str] | None = None) -> list[Row]:
        """The rows of one of our own queries as plain strings ("" for an unbound variable), over the named graphs of `papers` (None: all).

        `bindings` puts an IRI in place of a `$name` in the query; what is no IRI is refused.
        """

    def construct(self, query: str, *, papers: Sequence[str] | None = None, bindings: Mapping[str, str] | None = None) -> list[ox.Triple]:
        """The triples of one of our own CONSTRUCT queries."""

    def run(self, query: str, *, papers: Sequence[str] | None = None, timeout: float = TIMEOUT, limit: int | None = LIMIT,
            dataset: Dataset | None = None, stop: threading.Event | None = None) -> Answer:
        """A user's query of any kind, read-only, stopped at `timeout` seconds with a QueryError that says so, and cut at `limit` rows.

        Its default graph is all the graphs that it may see together, so that it works with GRAPH and without;
        `dataset` sets default and named graphs apart, as the SPARQL protocol does. Setting `stop` ends the query with a QueryStopped.
        """

    def close(self) -> None:
        """Lets go of processes and files; a closed store opens again when it is asked."""


def open_store(where: str | Path = DEFAULT) -> Store:
    """The store at a folder or server (see above). A folder that is not there is made at the first `put`."""
    text = str(where)
    if text.startswith(("http://", "https://")):
        from graph.store_server import ServerStore

        return ServerStore(text)
    from graph.store_folder import FolderStore

    return FolderStore(Path(text))
