"""The evidence table and the network for statistics packages and network tools: Excel, Parquet, Stata, Cytoscape JSON."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from graph.project import project
from graph.queries import links, papers
from graph.store import Store

FORMULA = ("=", "+", "-", "@", "\t", "\r")
FIXED = (2000, 1, 1, 0, 0, 0)
CODED = ("scope", "relation", "family", "type", "tier", "system", "standing", "stage", "basis", "mode", "role")


def evidence(store: Store, selection: Sequence[str] | None = None) -> pd.DataFrame:
    """A row for each piece of evidence, with stable ids: `link` the link's IRI, `n` its evidence's number from 1."""
    titles = {p.iri: p for p in papers(store, selection)}
    rows = []
    for tie in links(store, selection):
        paper = titles.get(tie.paper)
        for n, quote in enumerate(tie.quotes or (None,), 1):
            rows.append({
                "link": tie.iri, "n": n, "paper": tie.paper, "title": paper.title if paper else "", "document_number": paper.number if paper else "",
                "date": paper.date if paper else "", "place": tie.source_id, "scope": tie.scope, "heading": tie.heading, "relation": tie.relation,
                "family": tie.family, "entity": tie.entity, "label": tie.label, "type": tie.type, "tier": tie.tier, "system": tie.system,
                "standing": tie.standing, "cue": tie.cue, "via": tie.via, "stage": tie.stage, "basis": tie.basis, "mode": tie.mode, "role": tie.role,
                "order": tie.order, "confidence": tie.confidence, "start": quote.start if quote else -1, "end": quote.end if quote else -1,
                "quote": quote.text if quote else "",
            })  # fmt: skip
    columns = list(rows[0]) if rows else ["link", "n", "paper", "title", "relation", "entity", "label", "quote"]
    return pd.DataFrame(rows, columns=columns)


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """CSV that Excel opens right: UTF-8 with its mark, an apostrophe before what it would take for a formula."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(columns)
    table.writerows([cell(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def cell(value: Any) -> str:
    """=1+1 → '=1+1; numbers as they are."""
    text = str(value)
    return "'" + text if text.startswith(FORMULA) and not isinstance(value, int | float) else text


def xlsx(store: Store, selection: Sequence[str] | None = None) -> bytes:
    """Excel: one sheet, the heading frozen, filters on; text that begins like a formula stays text."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    table = evidence(store, selection)
    book = Workbook()
    sheet = book.active
    sheet.title = "evidence"
    sheet.append(list(table.columns))
    for row in table.itertuples(index=False):
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("�", v) if isinstance(v, str) else v for v in row])
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            if cell.data_type == "f":
                cell.data_type = "s"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return fixed_zip(out.getvalue())


def fixed_zip(data: bytes) -> bytes:
    """The same members with a fixed date, and no time of writing in the core properties: the same table, the same bytes."""
    import re

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
            info = zipfile.ZipInfo(name, FIXED)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return out.getvalue()


def parquet(store: Store, selection: Sequence[str] | None = None) -> bytes:
    """Parquet, for R (arrow), Python, DuckDB: docs/evidence.R reads it (the pack has both)."""
    out = io.BytesIO()
    evidence(store, selection).to_parquet(out, index=False)
    return out.getvalue()


def stata(store: Store, selection: Sequence[str] | None = None) -> bytes:
    """Stata 14 and later (.dta 118, UTF-8): coded columns with value labels, the words of the text as strL."""
    import datetime

    table = evidence(store, selection).rename(columns={"start": "start_at", "end": "end_at"})  # `end` is a word of Stata's own
    for column in CODED:
        if column in table:
            table[column] = pd.Categorical(table[column], categories=sorted(set(table[column])))
    long = [c for c in ("quote", "heading", "label", "entity", "link", "paper", "title") if c in table]
    out = io.BytesIO()
    table.to_stata(out, write_index=False, version=118, convert_strl=long, data_label="PolicyTrace evidence", time_stamp=datetime.datetime(2000, 1, 1))
    return out.getvalue()


def cytoscape(store: Store, selection: Sequence[str] | None = None) -> bytes:
    """Cytoscape JSON (.cyjs) of the network, with stable ids."""
    graph = project(store, selection)
    nodes = [{"data": {"id": node, "name": data.get("label", node), **_plain(data)}} for node, data in graph.nodes(data=True)]
    edges = [{"data": {"id": key, "source": a, "target": b, "interaction": data.get("relation", ""), **_plain(data)}} for a, b, key, data in graph.edges(keys=True, data=True)]
    text = json.dumps({"format_version": "1.0", "generated_by": "PolicyTrace", "elements": {"nodes": nodes, "edges": edges}}, ensure_ascii=False, indent=1)
    return text.encode("utf-8")


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Attributes as JSON holds them; quotes as their words."""
    found: dict[str, Any] = {}
    for key, value in data.items():
        if key == "quotes":
            found["quotes"] = [q.text for q in value]
        elif key not in ("id", "source", "target", "iri"):
            found[key] = list(value) if isinstance(value, tuple) else value
        elif key == "id":
            found["number"] = value
    return found
