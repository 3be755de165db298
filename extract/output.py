"""Extractions → files: one format for all papers in a file, or one file a paper in a folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pyoxigraph as ox

from extract.model import Extraction
from extract.standoff import dumps
from extract.triples import quads, to_nquads

Writer = Callable[[Sequence[Extraction]], str]


def _nquads(found: Sequence[Extraction]) -> str:
    return "".join(sorted({line for x in found for line in to_nquads(x).splitlines(keepends=True)}))


def _rdf(form: ox.RdfFormat, graphs: bool) -> Writer:
    def write(found: Sequence[Extraction]) -> str:
        ordered = [q for x in found for q in quads(x)]
        triples = {str(q.triple): q.triple for q in ordered}
        return (ox.serialize(ordered if graphs else [triples[key] for key in sorted(triples)], format=form) or b"").decode("utf-8")

    return write


def _json(found: Sequence[Extraction]) -> str:
    return dumps(found[0])


WRITERS: dict[str, Writer] = {
    "json": _json,
    "nq": _nquads,
    "ttl": _rdf(ox.RdfFormat.TURTLE, graphs=False),
    "trig": _rdf(ox.RdfFormat.TRIG, graphs=True),
    "jsonld": _rdf(ox.RdfFormat.JSON_LD, graphs=True),
}


def ordered(found: Sequence[Extraction]) -> list[Extraction]:
    """The papers in an order that the order of the input does not change: by id, then by the file's hash and name."""
    return sorted(found, key=lambda x: (x.id, x.raw.sha256, x.raw.source))


def file_name(source: str, ending: str, taken: set[str]) -> str:
    """A name from the file's stem that is not taken yet, and takes it: plan.txt, plan.docx → plan.json, plan_2.json."""
    stem, count = Path(source).stem, 2
    name = stem
    while name.lower() in taken:
        name, count = f"{stem}_{count}", count + 1
    taken.add(name.lower())
    return f"{name}.{ending}"
