"""The .nq files of a folder in the memory of this process, for the app's own queries; a change brings in only the files that changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.store_index import Stamp, graph_of, load, scan, stamp_of
from graph.store_terms import ontology_nquads
from graph.vocab import ONTOLOGY_FILE


@dataclass(frozen=True, slots=True)
class Memory:
    """What is held: the store, the state of the files that it was made from, and the graph of each file."""

    store: ox.Store
    stamp: str
    files: dict[str, Stamp]
    graphs: dict[str, str]
    ontology: int  # when ontology.ttl was changed, in nanoseconds


def brought_up(folder: Path, old: Memory | None) -> Memory:
    """The files as they are now, from those of before where there are any. The caller holds the lock of the folder, and drops `old` if this fails."""
    files, ontology = scan(folder), ONTOLOGY_FILE.stat().st_mtime_ns
    if old is None or old.ontology != ontology:
        old = Memory(ox.Store(), "", {}, {}, ontology)
        old.store.bulk_load(ontology_nquads(), format=ox.RdfFormat.N_QUADS)
    same = {name for name, stamp in files.items() if old.files.get(name) == stamp}
    for name in old.graphs.keys() - same:
        old.store.remove_graph(ox.NamedNode(old.graphs[name]))
    added = sorted(files.keys() - same)
    graphs = {name: old.graphs[name] for name in same} | {name: graph_of(folder / name) for name in added}
    load(old.store, [folder / name for name in added])
    return Memory(old.store, stamp_of(files), files, dict(sorted(graphs.items())), ontology)


