"""The store that is a folder: one sorted .nq file a paper, and the index of store_index.py beside them."""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graph.errors import QueryError, StoreError
from graph.guard import refuse
from graph.model import Answer, Dataset, Row
from graph.pool import Pool
from graph.store import LIMIT, TIMEOUT
from graph.store_index import Files, refresh, write_atomically
from graph.store_memory import Memory, brought_up
from graph.store_terms import ONTOLOGY, bound, canonical, rows_of
from graph.vocab import THINGS, name_of

IN_MEMORY = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 8  # bytes of .nq files that are held in memory (in about as many) for our own queries
UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')


def file_name(graph: str) -> str:
    """The file of a graph: the first 40 characters of its name and 8 hex digits of the IRI's hash.

    …/id/document/北京共青团2023年工作要点 → 北京共青团2023年工作要点_1a2b3c4d.nq; a name with a slash loses the slash.
    """
    name = UNSAFE.sub("_", name_of(graph))[:40].lstrip(".")
    return f"{name}_{hashlib.sha256(graph.encode()).hexdigest()[:8]}.nq"


class FolderStore:
    """See `graph.store.Store`."""

    def __init__(self, folder: Path) -> None:
        if folder.exists() and not folder.is_dir():
            raise StoreError(f"{folder} is a file: a store is a folder (or the URL of a SPARQL server)")
        self.where = str(folder)
        self.services: frozenset[str] = frozenset()
        self.folder = folder
        self.index = folder / ".index"
        self._files = Files(folder)
        self._lock = threading.RLock()
        self._manifest: dict[str, Any] = {}  # of the index on disk, as far as it was needed
        self._pool: Pool | None = None
        self._disk: ox.Store | None = None  # that index, opened for our own queries where memory does not hold the files
        self._memory: Memory | None = None
        atexit.register(self.close)

    def version(self) -> str:
        """A short word for the state of the files; changes whenever one does, within a second where one was written over in place by hand."""
        return self._files.now()[1]

    def papers(self) -> tuple[str, ...]:
        """The graphs that are named as documents."""
        return tuple(g for g in self.graphs() if g.startswith(THINGS + "document/"))

    def graphs(self) -> tuple[str, ...]:
        """All graphs, the ontology's too."""
        return tuple(sorted({*self._current()[1].values(), ONTOLOGY}))

    def put(self, content: str | Iterable[ox.Quad]) -> str:
        """Writes a graph's file aside and renames it, so that a crash leaves the old one whole."""
        graph, text = canonical(content)
        with self._locked():
            write_atomically(self.folder / file_name(graph), text)
        return graph

    def remove(self, graph: str) -> bool:
        """Removes a graph's file."""
        with self._locked():
            path = self.folder / file_name(graph)
            if not path.exists():
                return False
            path.unlink()
        return True

    def nquads(self, graph: str) -> str:
        """A graph's file as it stands."""
        try:
            return (self.folder / file_name(graph)).read_text(encoding="utf-8")
        except FileNotFoundError:
            raise StoreError(f"no graph {graph} in {self.where}: list the papers to see what is there") from None

    def select(self, query: str, *, papers: Sequence[str] | None = None, bindings: Mapping[str, str] | None = None) -> list[Row]:
        """Our own queries run in this process."""
        found = self._query(query, papers, bindings)
        assert isinstance(found, ox.QuerySolutions)
        return rows_of(found)

    def construct(self, query: str, *, papers: Sequence[str] | None = None, bindings: Mapping[str, str] | None = None) -> list[ox.Triple]:
        """Our own CONSTRUCT queries run in this process."""
        found = self._query(query, papers, bindings)
        assert isinstance(found, ox.QueryTriples)
        return list(found)

    def run(self, query: str, *, papers: Sequence[str] | None = None, timeout: float = TIMEOUT, limit: int | None = LIMIT,
            dataset: Dataset | None = None, stop: threading.Event | None = None) -> Answer:
        """A user's query runs in a process that opens the index read-only and is killed at the time-out."""
        refuse(query, self.services)
        if dataset is None and papers is not None:
            dataset = ((*papers, ONTOLOGY), (*papers, ONTOLOGY))
        reply = self._indexed().ask(query, dataset, limit, timeout, stop)
        if reply["kind"] == "fault":
            raise QueryError(f"the query can't be answered: {reply['message']}")
        return Answer(reply["kind"], reply.get("variables", ()), tuple(reply.get("rows", ())), tuple(reply.get("triples", ())),
                      reply.get("boolean", False), reply.get("cut", False))

    def close(self) -> None:
        """Ends the idle processes and lets go of the index."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()
            self._manifest, self._disk, self._memory, self._pool = {}, None, None, None

    def _query(self, query: str, papers: Sequence[str] | None, bindings: Mapping[str, str] | None) -> Any:
        graphs: list[ox.NamedNode | ox.BlankNode] | None = None if papers is None else [ox.NamedNode(p) for p in papers]
        try:
            return self._current()[0].query(bound(query, bindings), named_graphs=graphs)
        except SyntaxError as fault:
            raise QueryError(f"the query can't be read: {fault}") from None

    def _current(self) -> tuple[ox.Store, dict[str, str]]:
        """The store as of now for our own queries, and the graph of each file: in memory where that holds it (three times as fast), else the index."""
        with self._lock:
            files, stamp = self._files.now()
            if self._memory is not None and self._memory.stamp == stamp:
                return self._memory.store, self._memory.graphs
            if sum(size for size, _ in files.values()) > IN_MEMORY:
                self._memory = None
                self._indexed()
                if self._disk is None:
                    self._disk = ox.Store.read_only(str(self.index / self._manifest["generation"]))
                return self._disk, self._manifest["graphs"]
            with self._locked():
                old, self._memory = self._memory, None  # one that breaks off in the middle is not kept
                self._memory = brought_up(self.folder, old)
            return self._memory.store, self._memory.graphs

    def _indexed(self) -> Pool:
        """The processes for users' queries, over an index that is up to the files. It is made when the first of them needs it."""
        with self._lock:
            if self._pool is None or self.version() != self._manifest.get("stamp"):
                if self._pool is not None:
                    self._pool.close()
                with self._locked():
                    self._manifest = refresh(self.folder, self.index)
                self._pool, self._disk = Pool(self.index / self._manifest["generation"]), None
            return self._pool

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One writer at a time, between processes too."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.folder / ".lock", os.O_CREAT | os.O_RDWR, 0o644)
        except OSError as fault:
            raise StoreError(f"{self.where} can't be written: {fault.strerror}; choose another folder") from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
