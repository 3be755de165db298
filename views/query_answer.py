"""The answer of a query: a table with labels and cards, a network, charts, and files."""

from __future__ import annotations

import pandas as pd
import pyoxigraph as ox
import streamlit as st

from graph.answers import as_text, grid
from graph.answers_excel import as_excel
from graph.model import Answer, Term
from graph.store_terms import plain
from views import query_graph, state
from views.query_charts import CHARTS
from views.query_job import Job
from views.query_names import address, known, label
from views.words import say

VIEWS = {"table": ":material/table_rows:", "graph": ":material/hub:", "bar": ":material/bar_chart:", "timeline": ":material/timeline:", "matrix": ":material/grid_on:"}
FORMS = {"csv": "text/csv", "tsv": "text/tab-separated-values", "json": "application/json", "xml": "application/xml", "ttl": "text/turtle"}
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
INTEGERS = ("integer", "int", "long", "nonNegativeInteger")
DECIMALS = ("decimal", "double", "float")


def show(job: Job) -> None:
    """What a finished query gave: its answer, or why there is none."""
    if job.fault:
        st.error(state.plain(job.fault), icon=":material/error:")
        return
    if job.answer is None:
        return
    answer = job.answer
    if answer.kind == "boolean":
        st.success(say(f"answer_{str(answer.boolean).lower()}"), icon=":material/check_circle:" if answer.boolean else ":material/cancel:")
    else:
        _told(answer, job)
        how = _view()
        table, numbers = frame(answer)
        if not len(table):
            st.caption(say("answer_none"))
        elif how == "table":
            _table(answer, table)
        elif how == "graph":
            query_graph.show(answer)
        else:
            CHARTS[how](table, numbers)
    _files(answer)


def _told(answer: Answer, job: Job) -> None:
    n = len(answer.rows) or len(answer.triples)
    st.caption(f"{say('n_answers', n)} · {say('answer_ms', round(job.seconds * 1000))}")
    if answer.cut:
        st.warning(say("answer_cut", job.limit), icon=":material/content_cut:")


def _view() -> str:
    key = state.take("query", "view", "table", lambda raw: raw if raw in VIEWS else "table")
    how: str = st.segmented_control(say("answer_view"), list(VIEWS), key=key, format_func=lambda v: f"{VIEWS[v]} {say(f'view_{v}')}", required=True, label_visibility="collapsed")
    state.put("query", "view", how, "" if how == "table" else how)
    return how


def frame(answer: Answer) -> tuple[pd.DataFrame, list[str]]:
    """The answer in words, a column a variable, and which columns are numbers."""
    names, rows = grid(answer)
    numbers = [n for i, n in enumerate(names) if rows and all(number(row[i]) is not None for row in rows)]
    cells = [[number(v) if n in numbers else label(v) for n, v in zip(names, row, strict=True)] for row in rows]
    return pd.DataFrame(cells, columns=names), numbers


def number(value: Term | None) -> float | int | None:
    """A numeric literal as a number; None for anything else."""
    kind = value.datatype.value.rpartition("#")[2] if isinstance(value, ox.Literal) else ""
    try:
        return int(value.value) if kind in INTEGERS else float(value.value) if kind in DECIMALS else None  # type: ignore[union-attr]
    except ValueError:
        return None


def _table(answer: Answer, table: pd.DataFrame) -> None:
    """The words, and beside each thing its IRI as a link to its card; a row that is chosen offers them below."""
    names, rows = grid(answer)
    shown, config = pd.DataFrame(index=table.index), {}
    for i, name in enumerate(names):
        shown[name] = table[name]
        links = [address(plain(row[i])) if isinstance(row[i], ox.NamedNode) else "" for row in rows]
        if any(links):
            key = f"{name} ↗"
            shown[key] = [link or None for link in links]
            config[key] = st.column_config.LinkColumn(say("column_card", name), display_text=r"#(.*)$", help=say("column_card_help"))
    event = st.dataframe(shown, hide_index=True, column_config=config, on_select="rerun", selection_mode="single-row", key="query.rows")
    at = event["selection"]["rows"]
    if at and at[0] < len(rows):
        with st.container(horizontal=True):
            for value in dict.fromkeys(plain(v) for v in rows[at[0]] if isinstance(v, ox.NamedNode)):
                if named := known().get(value):
                    state.link(named.page, named.label[:60], icon=":material/badge:", **named.params)


def _files(answer: Answer) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say("download"), width="content")
        for form, mime in FORMS.items():
            st.download_button("Turtle" if form == "ttl" else form.upper(), lambda f=form: as_text(answer, f).encode("utf-8", "replace"), f"policytrace-answer.{form}", mime,
                               key=f"query-{form}", on_click="ignore", icon=":material/download:")
        st.download_button("Excel", lambda: as_excel(answer, {iri: named.label for iri, named in known().items()}), "policytrace-answer.xlsx", EXCEL, key="query-xlsx",
                           on_click="ignore", icon=":material/download:")
