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


def file_names(found: Sequence[Extraction], ending: str) -> list[str]:
    """One name a paper from its file's stem; the second of a name gets _2, in the order given: plan.txt, plan.docx → plan.json, plan_2.json."""
    names: list[str] = []
    taken: set[str] = set()
    for x in found:
        stem, count = Path(x.raw.source).stem, 2
        name = stem
        while name.lower() in taken:
            name, count = f"{stem}_{count}", count + 1
        taken.add(name.lower())
        names.append(f"{name}.{ending}")
    return names
