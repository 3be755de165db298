"""The index beside the .nq files: Oxigraph on disk, in generations, each written once and then only read.

A new generation is a hard-linked copy of the last one with the changed papers put in, so a reader never sees a half-written index and two
processes never share one that changes. `manifest.json` names the generation and the files it was made from; it is replaced at the end.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graph.errors import StoreError
from graph.store_terms import LINE, ONTOLOGY, ontology_nquads
from graph.vocab import ONTOLOGY_FILE

TOGETHER, LOADERS = 16, 2  # files in a batch, batches at a time
Stamp = tuple[int, int]  # size in bytes, time of change in nanoseconds


def scan(folder: Path) -> dict[str, Stamp]:
    """The .nq files of a folder with their stamps, by name. A folder that is not there holds none."""
    if not folder.is_dir():
        return {}
    found = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".nq") and not entry.name.startswith("."):
                stat = entry.stat()
                found[entry.name] = (stat.st_size, stat.st_mtime_ns)
    return dict(sorted(found.items()))


def stamp_of(files: dict[str, Stamp]) -> str:
    """One short word for a state of the folder and the ontology."""
    ontology = ONTOLOGY_FILE.stat()
    state = json.dumps([files, ontology.st_size, ontology.st_mtime_ns])
    return hashlib.sha256(state.encode()).hexdigest()[:16]


class Files:
    """What `scan` and `stamp_of` say of a folder, from memory where nothing can have changed.

    A file that is put, replaced or removed changes its folder's time of change. That time must lie CALM seconds before the look at the files, since two
    changes in one tick of the clock have the same one; and a file that is written over in place does not change it, so that all are looked at once in AGE seconds.
    """

    AGE, CALM = 1.0, 0.05

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._last: tuple[dict[str, Stamp], str, int, float] | None = None  # files, stamp, the folder's time of change, when they were looked at

    def now(self) -> tuple[dict[str, Stamp], str]:
        """The files and their stamp."""
        last, began = self._last, time.time()
        changed = self.folder.stat().st_mtime_ns if self.folder.is_dir() else 0
        if last and last[2] == changed and 0 <= began - last[3] < self.AGE and last[3] - changed / 1e9 > self.CALM:
            return last[0], last[1]
        files = scan(self.folder)
        self._last = files, stamp_of(files), changed, began
        return self._last[:2]


def read_manifest(index: Path) -> dict[str, Any]:
    """The manifest, or an empty one where there is none or it is damaged (the index is then made anew)."""
    try:
        data = json.loads((index / "manifest.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return data if isinstance(data, dict) and (index / str(data.get("generation"))).is_dir() else {}


def refresh(folder: Path, index: Path) -> dict[str, Any]:
    """Brings the index up to the files, if it is behind; the manifest. The caller holds the lock of the folder."""
    files = scan(folder)
    stamp = stamp_of(files)
    old = read_manifest(index)
    if old.get("stamp") == stamp:
        return old
    index.mkdir(parents=True, exist_ok=True)
    number = int(str(old.get("generation", "g0"))[1:]) + 1
    while (index / f"g{number}").exists():
        number += 1
    new = index / f"g{number}"
    graphs = _write(folder, files, old, index, new)
    manifest = {"generation": new.name, "stamp": stamp, "ontology": _ontology_sum(), "files": {k: list(v) for k, v in files.items()},
                "graphs": graphs}
    write_atomically(index / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    for other in index.glob("g*"):
        if other.name not in (new.name, old.get("generation")):
            shutil.rmtree(other, ignore_errors=True)
    return manifest


def _write(folder: Path, files: dict[str, Stamp], old: dict[str, Any], index: Path, new: Path) -> dict[str, str]:
    """Writes the generation `new`; the graph of each file."""
    known: dict[str, str] = dict(old.get("graphs", {}))
    same = {name for name, stamp in files.items() if old.get("files", {}).get(name) == list(stamp)}
    if old and len(same) * 2 >= len(files) and _copied(index / old["generation"], new):
        store = ox.Store(str(new))
        gone = [graph for name, graph in known.items() if name not in same]
    else:
        store, gone, same, known = ox.Store(str(new)), [], set(), {}
    for graph in gone:
        store.remove_graph(ox.NamedNode(graph))
    if not same or old.get("ontology") != _ontology_sum():
        store.remove_graph(ox.NamedNode(ONTOLOGY))
        store.bulk_load(ontology_nquads(), format=ox.RdfFormat.N_QUADS)
    added = sorted(set(files) - same)
    graphs = {name: known[name] for name in same} | {name: graph_of(folder / name) for name in added}
    load(store, [folder / name for name in added])
    if len(added) > TOGETHER:
        store.optimize()  # many batches in one piece: queries are two and a half times as fast
    store.flush()
    return dict(sorted(graphs.items()))


def graph_of(path: Path) -> str:
    """The graph of a .nq file, by its first line. One that is damaged there is a StoreError that names it."""
    with path.open(encoding="utf-8") as lines:
        found = LINE.fullmatch(lines.readline().rstrip("\n"))
    if found is None:
        raise StoreError(f"{path}: its first line is no statement of a named graph; restore the file or remove it")
    return found.group(1)


def load(store: ox.Store, paths: Sequence[Path]) -> None:
    """Loads .nq files, a few together and two batches at a time: the engine's parser and loader, no statement passes through Python.

    A file that is damaged is a StoreError that names it; the store then holds a part and is of no use. (`lenient` leaves out only the look at the
    characters of IRIs, which were written by us: a fifth of the time.)
    """
    batches = [paths[n : n + TOGETHER] for n in range(0, len(paths), TOGETHER)]
    with ThreadPoolExecutor(LOADERS) as pool:
        for _ in pool.map(lambda batch: _load(store, batch), batches):
            pass


def _load(store: ox.Store, paths: Sequence[Path]) -> None:
    try:
        store.bulk_load(input=b"\n".join(path.read_bytes() for path in paths), format=ox.RdfFormat.N_QUADS, lenient=True)
    except SyntaxError as fault:
        if len(paths) == 1:
            raise StoreError(f"{paths[0]}: {fault}; restore the file or remove it") from None
        for path in paths:
            _load(store, [path])


def _copied(old: Path, new: Path) -> bool:
    try:
        ox.Store.read_only(str(old)).backup(str(new))
    except OSError:  # damaged: it is disposable
        shutil.rmtree(new, ignore_errors=True)
        return False
    return True


def _ontology_sum() -> str:
    return hashlib.sha256(ONTOLOGY_FILE.read_bytes()).hexdigest()[:16]


def write_atomically(path: Path, text: str) -> None:
    """Writes aside, syncs and renames, so that a crash leaves the old file or the new one, never half of one."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    with aside.open("w", encoding="utf-8", newline="\n") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    aside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
