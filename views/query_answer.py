"""The answer of a query: a table with labels and cards, a network, charts, and files."""

from __future__ import annotations

from collections.abc import Mapping

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
from views.query_names import Known, address, known, label
from views.words import lang, say

VIEWS = {"table": ":material/table_rows:", "graph": ":material/hub:", "bar": ":material/bar_chart:", "timeline": ":material/timeline:", "matrix": ":material/grid_on:"}
FORMS = {
    "csv": ("CSV", "text/csv"), "tsv": ("TSV", "text/tab-separated-values"), "json": ("JSON", "application/json"), "xml": ("XML", "application/xml"),
    "ttl": ("Turtle", "text/turtle"), "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}  # fmt: skip
AT_ONCE = 2000  # rows of an answer whose files are made before they are asked for
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
        if job.form:
            table = table.rename(columns=titles())
        if not len(table):
            st.caption(say("answer_none"))
        elif how == "table":
            _table(answer, table)
        elif how == "graph":
            query_graph.show(answer)
        else:
            CHARTS[how](table, numbers)
    _files(job, answer)


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
    things = known()
    numbers = [n for i, n in enumerate(names) if rows and all(number(row[i]) is not None for row in rows)]
    cells = [[number(v) if n in numbers else label(v, things) for n, v in zip(names, row, strict=True)] for row in rows]
    return pd.DataFrame(cells, columns=names), numbers


def titles() -> dict[str, str]:
    """The columns of the question form in words."""
    return {"answer": say("form_answer"), "place": say("column_place"), "relation": say("column_relation"), "thing": say("column_label"), "quote": say("column_quote")}


def number(value: Term | None) -> float | int | None:
    """A numeric literal as a number; None for anything else."""
    kind = value.datatype.value.rpartition("#")[2] if isinstance(value, ox.Literal) else ""
    try:
        return int(value.value) if kind in INTEGERS else float(value.value) if kind in DECIMALS else None  # type: ignore[union-attr]
    except ValueError:
        return None


def _table(answer: Answer, table: pd.DataFrame) -> None:
    """The words, and beside each thing its IRI as a link to its card; a row that is chosen offers them below."""
    rows, things = grid(answer)[1], known()
    shown, config = pd.DataFrame(index=table.index), {}
    for i, name in enumerate(table.columns):
        shown[name] = table[name]
        links = [address(plain(row[i]), things) if isinstance(row[i], ox.NamedNode) else "" for row in rows]
        if any(links):
            key = f"{name} ↗"
            shown[key] = [link or None for link in links]
            config[key] = st.column_config.LinkColumn(say("column_card", name), display_text=r"#(.*)$", help=say("column_card_help"))
    event = st.dataframe(shown, hide_index=True, column_config=config, on_select="rerun", selection_mode="single-row", key="query.rows")
    at = event["selection"]["rows"]
    if at and at[0] < len(rows):
        with st.container(horizontal=True):
            for value in dict.fromkeys(plain(v) for v in rows[at[0]] if isinstance(v, ox.NamedNode)):
                if named := things.get(value):
                    state.link(named.page, named.label[:60], icon=":material/badge:", **named.params)


def _files(job: Job, answer: Answer) -> None:
    """The answer as files. Those of a short one are made at once, so that a click finds them whatever the page does meanwhile; others when asked for."""
    short = len(answer.rows) + len(answer.triples) <= AT_ONCE
    names, language = known(), lang()  # a file that is made later is made outside the visitor's session
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say("download"), width="content")
        for form, (title, mime) in FORMS.items():
            def make(form: str = form) -> bytes:
                return made(job, answer, form, names, language)

            st.download_button(title, make() if short else make, f"policytrace-answer.{form}", mime, key=f"query-{form}", on_click="ignore", icon=":material/download:")


def made(job: Job, answer: Answer, form: str, names: Mapping[str, Known], language: str) -> bytes:
    """One file of an answer; made once, Excel once in each language."""
    key = f"{form}-{language}" if form == "xlsx" else form
    if key not in job.files:
        job.files[key] = as_excel(answer, {iri: named.label for iri, named in names.items()}) if form == "xlsx" else as_text(answer, form).encode("utf-8", "replace")
    return job.files[key]
