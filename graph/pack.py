"""The pack: one zip with the briefing, the figures, the tables, and the replication file (codebook, versions, hashes, queries)."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

from graph.briefing import FIGURES, Progress, briefing, figure, summary
from graph.codebook import codebook
from graph.export import export
from graph.export_tables import FIXED
from graph.figure import render
from graph.queries import coverage, papers
from graph.store import Store

ROOT = Path(__file__).resolve().parent.parent
QUERIES, SCRIPT = ROOT / "data" / "queries", ROOT / "docs" / "evidence.R"
TABLES = ("csv", "xlsx", "dta", "parquet", "nodes.csv", "edges.csv", "ttl", "trig", "jsonld", "qdpx", "gexf", "graphml", "cyjs", "html", "gbt", "bib", "ris")

EVIDENCE, NETWORK = ("csv", "xlsx", "dta", "parquet"), ("nodes.csv", "edges.csv")


def pack(store: Store, selection: Sequence[str] | None = None, lang: str = "zh", progress: Progress = lambda share, what: None) -> bytes:
    """The zip; members in order of name with a fixed date, so that the same graph gives the same bytes."""
    members: dict[str, bytes] = {"summary.txt": ("\n".join(summary(store, selection, lang)) + "\n").encode()}
    drawings = {}
    for n, kind in enumerate(FIGURES):
        progress(0.5 * n / len(FIGURES), kind)
        drawings[kind] = figure(kind, store, selection, lang)
        members |= {f"figures/{kind}{suffix}": render(drawings[kind], suffix) for suffix in (".pdf", ".svg")}
    members["briefing.docx"] = briefing(store, selection, lang, lambda share, what: progress(0.5 + share * 0.3, what), drawings)
    for n, form in enumerate(TABLES):
        progress(0.8 + 0.2 * n / len(TABLES), form)
        members[f"data/{'' if form in NETWORK else 'evidence.' if form in EVIDENCE else 'papers.'}{form}"] = export(store, form, selection)
    members["data/evidence.R"] = SCRIPT.read_bytes()
    members |= _replication(store, selection)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, FIXED)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, members[name])
    progress(1.0, "")
    return out.getvalue()


def _replication(store: Store, selection: Sequence[str] | None) -> dict[str, bytes]:
    """What another needs to make the tables again: items, codebook, versions and hashes, the queries."""
    rows = io.StringIO(newline="")
    table = csv.writer(rows)
    table.writerow(("paper", "item", "heading", "start", "end", "directives_own_words", "directives_headings", "directives_general_part"))
    for c in coverage(store, selection):
        table.writerow((c.item.paper, c.item.id, c.item.heading, c.item.start, c.item.end, len(c.own), len(c.inherited), len(c.general)))
    versions = [{"iri": p.iri, "title": p.title, "number": p.number, "file": p.file, "sha256": p.sha256, "tool": p.tool, "lexicon": p.lexicon} for p in papers(store, selection)]
    found = {"replication/items.csv": b"\xef\xbb\xbf" + rows.getvalue().encode(), "replication/codebook.md": codebook().encode(),
             "replication/versions.json": (json.dumps(versions, ensure_ascii=False, indent=1) + "\n").encode()}
    return found | {f"replication/queries/{p.name}": p.read_bytes() for p in sorted(QUERIES.glob("*.rq"))}
