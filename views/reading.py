"""From an uploaded file to the store: the same way as `python -m extract`, for a file that is not on the disk under its own name.

The extractor, with its models, is loaded when the first paper is read, so that looking at a graph does not wait for it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath, PureWindowsPath

from extract.model import Extraction, RawDocument
from graph.model import Paper
from graph.queries import source_text
from graph.store import Store
from graph.vocab import entity_iri


def add(name: str, content: bytes, store: Store) -> Extraction:
    """Reads a file's bytes and puts the paper into the store. The name gives its base name and form, and is never a path."""
    from extract.read import read

    base = PureWindowsPath(PurePosixPath(name).name).name or "paper.txt"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"paper{Path(base).suffix.lower()}"
        path.write_bytes(content)
        raw = read(path)
    return _put(RawDocument(raw.text, base, raw.sha256, raw.format, raw.encoding), store)


def again(paper: Paper, store: Store) -> Extraction:
    """Reads a paper again from the source text that the store holds."""
    raw = RawDocument(source_text(store, paper.iri), paper.file, paper.sha256, paper.format, paper.encoding)
    found = _put(raw, store)
    if iri_of(found) != paper.iri:
        store.remove(paper.iri)
    return found


def _put(raw: RawDocument, store: Store) -> Extraction:
    from extract.pipeline import extract
    from extract.triples import to_nquads

    found = extract(raw)
    store.put(to_nquads(found))
    return found


def iri_of(found: Extraction) -> str:
    """The IRI of the paper that was read."""
    return entity_iri(found.id)
