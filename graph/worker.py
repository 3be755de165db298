"""One process that answers one user's query at a time from a read-only index, so that it can be killed. Run as a script: `worker.py INDEX`.

Each request is a pickled dict after its length in eight bytes; so is each answer. It imports nothing of ours, to start in about 40 ms.
"""

from __future__ import annotations

import pickle
import resource
import sys
from itertools import islice
from typing import Any

import pyoxigraph as ox

MEMORY = 4 << 30  # bytes of address space; a query that wants more fails, and the machine lives


def answer(store: ox.Store, query: str, dataset: tuple[tuple[str, ...], tuple[str, ...]] | None, limit: int | None) -> dict[str, Any]:
    """The answer as plain data: kind, variables, rows or triples, and whether `limit` cut it. No dataset: all graphs, together by default."""
    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None
    named: list[ox.NamedNode | ox.BlankNode] | None = None
    if dataset is not None:
        default, named = [ox.NamedNode(g) for g in dataset[0]], [ox.NamedNode(g) for g in dataset[1]]
    found = store.query(query, use_default_graph_as_union=dataset is None, default_graph=default, named_graphs=named)
    if isinstance(found, ox.QueryBoolean):
        return {"kind": "boolean", "boolean": bool(found)}
    stop = None if limit is None else limit + 1
    if isinstance(found, ox.QueryTriples):
        triples = list(islice(found, stop))
        return {"kind": "triples", "triples": triples[:limit], "cut": limit is not None and len(triples) > limit}
    names = tuple(v.value for v in found.variables)
    rows = [tuple(row[name] for name in names) for row in islice(found, stop)]
    return {"kind": "rows", "variables": names, "rows": rows[:limit], "cut": limit is not None and len(rows) > limit}


def serve(path: str) -> None:
    """Answers requests from stdin until it ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    store = ox.Store.read_only(path)
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while len(head := requests.read(8)) == 8:
        request = pickle.loads(requests.read(int.from_bytes(head, "big")))
        try:
            reply = answer(store, **request)
        except (SyntaxError, OSError, ValueError, MemoryError) as fault:
            reply = {"kind": "fault", "fault": type(fault).__name__, "message": str(fault)}
        body = pickle.dumps(reply)
        answers.write(len(body).to_bytes(8, "big") + body)
        answers.flush()


if __name__ == "__main__":
    serve(sys.argv[1])
