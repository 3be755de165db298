"""The graph of a selection of papers as a file: RDF for programs, networks for Gephi and yEd, the evidence table for Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from graph import write
from graph.errors import ExportError
from graph.export_html import page
from graph.export_networks import edges, gexf, graphml, nodes
from graph.export_qdpx import qdpx
from graph.export_references import FORMS, references
from graph.export_tables import csv_bytes, cytoscape, parquet, stata, xlsx
from graph.queries import links, papers
from graph.store import Store

Exporter = Callable[[Store, Sequence[str] | None], bytes]
COLUMNS = (
    "paper", "title", "place", "scope", "heading", "relation", "family", "entity", "label", "type", "tier", "system", "standing", "cue", "via",
    "stage", "basis", "mode", "role", "order", "confidence", "start", "end", "quote", "link", "n",
)  # fmt: skip


def export(store: Store, form: str, selection: Sequence[str] | None = None) -> bytes:
    """The bytes of an export; the same for the same graph. A form that is not in EXPORTERS is an ExportError."""
    if form not in EXPORTERS:
        raise ExportError(f"{form!r} is no form of export: use one of {', '.join(EXPORTERS)}")
    return EXPORTERS[form](store, selection)


def export_file(store: Store, path: Path, selection: Sequence[str] | None = None) -> None:
    """Writes an export whose form is the end of the file's name: x.csv is the evidence table, x.nodes.csv the nodes."""
    form = max((f for f in EXPORTERS if path.name.endswith(f".{f}")), key=len, default=path.suffix.removeprefix("."))
    data = export(store, form, selection)
    try:
        path.write_bytes(data)
    except OSError as fault:
        raise ExportError(f"{path} can't be written: {fault.strerror}; choose another place") from None


def nquads(store: Store, selection: Sequence[str] | None = None) -> bytes:
    """Sorted N-Quads, the reference form."""
    return _nquads(store, selection).encode()


def turtle(store: Store, selection: Sequence[str] | None = None) -> bytes:
    """Turtle; the graphs run together."""
    return write.turtle(write.parse(_nquads(store, selection))).encode()


def trig(store: Store, selection: Sequence[str] | None = None) -> bytes:
    """TriG: with the named graphs."""
    return write.trig(write.parse(_nquads(store, selection))).encode()


def jsonld(store: Store, selection: Sequence[str] | None = None) -> bytes:
    """JSON-LD: with the named graphs."""
    return write.jsonld(write.parse(_nquads(store, selection))).encode()


def table(store: Store, selection: Sequence[str] | None = None) -> bytes:
    """The evidence table as CSV that Excel opens right (UTF-8 with its mark): a row for each piece of evidence; `link` and `n` name it."""
    titles = {p.iri: p.title for p in papers(store, selection)}
    rows: list[list[Any]] = []
    for tie in links(store, selection):
        head = [tie.paper, titles.get(tie.paper, ""), tie.source_id, *(getattr(tie, name) for name in COLUMNS[3:21])]
        for n, quote in enumerate(tie.quotes or (None,), 1):
            rest = [quote.start, quote.end, quote.text] if quote else ["", "", ""]
            rows.append([*head, *rest, tie.iri, n])
    return csv_bytes(COLUMNS, rows)


EXPORTERS: dict[str, Exporter] = {
    "ttl": turtle, "trig": trig, "nq": nquads, "jsonld": jsonld, "graphml": graphml, "gexf": gexf, "csv": table, "nodes.csv": nodes, "edges.csv": edges, "xlsx": xlsx,
    "parquet": parquet, "dta": stata, "cyjs": cytoscape, "qdpx": qdpx, "html": page, **{form: references(form) for form in FORMS},
}  # fmt: skip


def _nquads(store: Store, selection: Sequence[str] | None) -> str:
    chosen = store.papers() if selection is None else sorted(set(selection))
    return "".join(sorted(line for paper in chosen for line in store.nquads(paper).splitlines(keepends=True)))
