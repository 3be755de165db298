"""The store that is a SPARQL 1.1 server: query, update and graph-store addresses, credentials from the environment.

Which engines write a graph in one piece is a fact of the engine: docs/graph.md lists what was tried. Where no graph-store address is known a
graph goes by one update request (DROP and INSERT DATA together).
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import pyoxigraph as ox
import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from graph.errors import QueryError, QueryStopped, QueryTimeout, StoreError
from graph.guard import refuse, words
from graph.model import Answer, Dataset, Row
from graph.store import LIMIT, TIMEOUT
from graph.store_terms import ONTOLOGY, bound, canonical, ontology_nquads, plain
from graph.vocab import NS, THINGS

CATALOGUE = "https://w3id.org/policytrace/catalogue"  # graph → sum of its content, so that `version` is cheap
NOTHING = "https://w3id.org/policytrace/nothing"
SUM = NS + "sha256"
OWN_QUERY = 600.0  # seconds for one of our own queries
RESULTS = "application/sparql-results+json"
BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
VIRTUOSO_ASK = "__ASK_RETVAL"  # Virtuoso answers ASK with one row, 1 or 0
NAMED = 500  # graphs that are named in a request; for more, the server's own default graph is used
PAPERS = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?graph <" + NS + "text> ?text } }"
GRAPHS = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } }"
SUMS = "SELECT ?graph ?sum WHERE { GRAPH <" + CATALOGUE + "> { ?graph <" + SUM + "> ?sum } }"


class Bearer(AuthBase):
    """A token in the Authorization header."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


def addresses(where: str) -> dict[str, str]:
    """The addresses in a store's name: query, update, store, and auth (basic, digest).

    http://localhost:7878 → /query, /update, /store under it (Oxigraph); http://host/sparql,update=http://host/u → those.
    """
    first, *more = where.split(",")
    named = dict(part.partition("=")[::2] for part in more)
    unknown = sorted(set(named) - {"update", "store", "auth"})
    if unknown or named.get("auth", "basic") not in ("basic", "digest"):
        raise StoreError(f"{where}: write QUERY,update=URL,store=URL,auth=basic|digest; {', '.join(unknown) or named['auth']} is not known")
    if urlsplit(first).path in ("", "/"):
        base = first.rstrip("/")
        return {"query": base + "/query", "update": base + "/update", "store": base + "/store"} | named
    return {"query": first} | named


class ServerStore:
    """See `graph.store.Store`."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.services: frozenset[str] = frozenset()
        self.at = addresses(where)
        self._session = requests.Session()
        self._session.auth = _credentials(self.at.get("auth", "basic"))
        self._session.trust_env = False
        self._ontology = False

    def version(self) -> str:
        """A sum over the catalogue and the list of papers."""
        state = sorted((r["graph"], r["sum"]) for r in self.select(SUMS)), self.papers()
        return hashlib.sha256(json.dumps(state).encode()).hexdigest()[:16]

    def papers(self) -> tuple[str, ...]:
        """The graphs that hold the text of the paper that they are named by."""
        return tuple(sorted(r["graph"] for r in self.select(PAPERS) if r["graph"].startswith(THINGS + "document/")))

    def graphs(self) -> tuple[str, ...]:
        """All graphs of ours, the ontology's too; the catalogue is the store's own affair."""
        found = {r["graph"] for r in self.select(GRAPHS)} | {ONTOLOGY}
        return tuple(sorted(g for g in found if g.startswith((THINGS, ONTOLOGY))))

    def put(self, content: str | Iterable[ox.Quad]) -> str:
        """Puts a graph in place of what was there, then its sum into the catalogue. The ontology goes first, once."""
        graph, text = canonical(content)
        if not self._ontology:
            self._put(ONTOLOGY, ontology_nquads())
            self._ontology = True
        self._put(graph, text)
        return graph

    def remove(self, graph: str) -> bool:
        """Drops a graph and its entry in the catalogue."""
        if not self.run(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", papers=(graph,)).boolean:
            return False
        self._update(f"DROP SILENT GRAPH <{graph}> ; {_uncatalogue(graph)}")
        return True

    def nquads(self, graph: str) -> str:
        """The graph as sorted N-Quads, made from the triples that the server gives back."""
        triples = self.construct("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH $graph { ?s ?p ?o } }", bindings={"graph": graph})
        if not triples:
            raise StoreError(f"no graph {graph} in {self.where}: list the papers to see what is there")
        return "".join(sorted({f"{triple} <{graph}> .\n" for triple in triples}))

    def select(self, query: str, *, papers: Sequence[str] | None = None, bindings: Mapping[str, str] | None = None) -> list[Row]:
        """Our own queries, over the named graphs of `papers`."""
        names, rows = self._select(bound(query, bindings), _dataset((), papers), OWN_QUERY)[:2]
        return [dict(zip(names, map(plain, row), strict=True)) for row in rows]

    def construct(self, query: str, *, papers: Sequence[str] | None = None, bindings: Mapping[str, str] | None = None) -> list[ox.Triple]:
        """The triples of one of our own CONSTRUCT queries."""
        body = self._ask(bound(query, bindings), _dataset((), papers), OWN_QUERY, "application/n-triples")
        return [q.triple for q in _parsed(body)]

    def run(self, query: str, *, papers: Sequence[str] | None = None, timeout: float = TIMEOUT, limit: int | None = LIMIT,
            dataset: Dataset | None = None, stop: threading.Event | None = None) -> Answer:
        """A user's query; the connection is cut at the time-out (a server that goes on computing needs its own). `stop` throws a late answer away."""
        refuse(query, self.services)
        over = _dataset(*dataset) if dataset else self._everything(papers)
        kind = form(query)
        if kind in ("CONSTRUCT", "DESCRIBE"):
            triples = [q.triple for q in _parsed(self._ask(query, over, timeout, "application/n-triples"))]
            return Answer("triples", triples=tuple(triples[:limit]), cut=limit is not None and len(triples) > limit)
        names, rows, truth = self._select(query, over, timeout)
        if stop is not None and stop.is_set():
            raise QueryStopped("the query was cancelled: it has no answer")
        if truth is not None:
            return Answer("boolean", boolean=truth)
        return Answer("rows", names, tuple(rows[:limit]), cut=limit is not None and len(rows) > limit)

    def _everything(self, papers: Sequence[str] | None) -> list[tuple[str, str]]:
        chosen = self.papers() if papers is None else papers
        graphs = (*chosen, ONTOLOGY) if papers is not None or len(chosen) <= NAMED else None
        return _dataset(graphs or (), graphs)

    def close(self) -> None:
        """Ends the connections."""
        self._session.close()

    def _select(self, query: str, dataset: list[tuple[str, str]], timeout: float) -> tuple[tuple[str, ...], list[Any], bool | None]:
        body = self._ask(query, dataset, timeout, RESULTS)
        try:
            found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
            if isinstance(found, ox.QueryBoolean):
                return (), [], bool(found)
            names = tuple(v.value for v in found.variables)
            if names == (VIRTUOSO_ASK,):
                return (), [], any(plain(row[VIRTUOSO_ASK]) == "1" for row in found)
            return names, [tuple(_usual(row[n]) for n in names) for row in found], None
        except (SyntaxError, OSError, ValueError):
            raise QueryError(f"{self.at['query']} broke off its answer: most often its own time-out; narrow the query") from None

    def _ask(self, query: str, dataset: list[tuple[str, str]], timeout: float, accept: str) -> bytes:
        return self._send("POST", self.at["query"], [("query", query), *dataset], timeout, {"Accept": accept}, QueryError)

    def _update(self, update: str) -> None:
        if "update" not in self.at:
            raise StoreError(f"{self.where} is read-only: name its update address, {self.where},update=URL")
        self._send("POST", self.at["update"], [("update", update)], OWN_QUERY, {}, StoreError)

    def _put(self, graph: str, nquads: str) -> None:
        end = f" <{graph}> .\n"
        triples = "".join(line.removesuffix(end) + " .\n" if line.endswith(end) else line for line in nquads.splitlines(keepends=True))
        if "store" in self.at:
            url = requests.Request("PUT", self.at["store"], params={"graph": graph}).prepare().url
            self._send("PUT", str(url), triples.encode(), OWN_QUERY, {"Content-Type": "application/n-triples"}, StoreError)
        else:
            self._update(f"DROP SILENT GRAPH <{graph}> ; INSERT DATA {{ GRAPH <{graph}> {{ {triples} }} }}")
        total = hashlib.sha256(nquads.encode()).hexdigest()[:16]
        self._update(f'{_uncatalogue(graph)} ; INSERT DATA {{ GRAPH <{CATALOGUE}> {{ <{graph}> <{SUM}> "{total}" }} }}')

    def _send(self, method: str, url: str, data: Any, timeout: float, headers: dict[str, str], fault: type[QueryError] | type[StoreError]) -> bytes:
        """The body of the answer, all of it within `timeout` seconds."""
        deadline = time.monotonic() + timeout
        try:
            with self._session.request(method, url, data=data, headers=headers, timeout=(10, timeout), stream=True) as answer:
                body = bytearray()
                for part in answer.iter_content(1 << 16):
                    body += part
                    if time.monotonic() > deadline:
                        raise requests.Timeout
        except requests.Timeout:
            late = QueryTimeout if fault is QueryError else fault
            raise late(f"time-out: {url} gave no answer within {timeout:g} s; narrow the query, or raise the time-out") from None
        except requests.RequestException as lost:
            raise fault(f"{url} can't be reached or broke off ({type(lost).__name__}): see that the server runs, then try again") from None
        if answer.status_code in (401, 403):
            raise fault(f"{url} refuses us ({answer.status_code}): set POLICYTRACE_STORE_USER and POLICYTRACE_STORE_PASSWORD")
        if not answer.ok:
            raise fault(f"{url} answers {answer.status_code}: {bytes(body[:500]).decode('utf-8', 'replace').strip()}")
        return bytes(body)


def form(query: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE: the first such word of a query."""
    return next((w for w in words(query) if w in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), "SELECT")


def _usual(term: Any) -> Any:
    """A truth value as we write it: Virtuoso says 1 and 0 in rows."""
    if isinstance(term, ox.Literal) and term.datatype.value == BOOLEAN and term.value in ("0", "1"):
        return ox.Literal(term.value == "1")
    return term


def _uncatalogue(graph: str) -> str:
    return f"DELETE WHERE {{ GRAPH <{CATALOGUE}> {{ <{graph}> <{SUM}> ?old }} }}"


def _dataset(default: Iterable[str], named: Sequence[str] | None) -> list[tuple[str, str]]:
    """The graphs that a request may see: None is all; none at all is asked by naming a graph that does not exist."""
    if named is not None and not named:
        named = (NOTHING,)
    return [("default-graph-uri", g) for g in default] + [("named-graph-uri", g) for g in named or ()]


def _parsed(body: bytes) -> list[ox.Quad]:
    try:
        return list(ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
    except SyntaxError:
        raise QueryError("the server broke off its answer: most often its own time-out; narrow the query") from None


def _credentials(kind: str) -> AuthBase | None:
    token, user = os.environ.get("POLICYTRACE_STORE_TOKEN", ""), os.environ.get("POLICYTRACE_STORE_USER", "")
    if token:
        return Bearer(token)
    if not user:
        return None
    password = os.environ.get("POLICYTRACE_STORE_PASSWORD", "")
    return HTTPDigestAuth(user, password) if kind == "digest" else HTTPBasicAuth(user, password)
