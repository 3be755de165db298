"""SPARQL: examples that run, an own query, its answer as a table and files; a time-out is an error and never an empty answer."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from graph.answers import as_text
from graph.errors import QueryError
from graph.model import Answer
from graph.store_terms import plain
from views import data, state
from views.words import lang, say

ICON = ":material/terminal:"
PAGE = "query"
EXAMPLES = Path(__file__).resolve().parent.parent / "data" / "queries"
FIRST = "PREFIX pt: <https://w3id.org/policytrace/ns#>\nSELECT * WHERE { GRAPH ?paper { ?s pt:implements ?o } } LIMIT 20\n"
FILES = {"rows": ("csv", "tsv", "json", "xml"), "triples": ("ttl", "nt", "csv", "json"), "boolean": ("json", "xml")}
TIMEOUTS = (5, 15, 30, 60)


def show() -> None:
    """The page."""
    st.title(say("page_query"), help=say("query_help"))
    examples = {path.stem: path.read_text("utf-8") for path in sorted(EXAMPLES.glob("*.rq"))}
    _examples(examples)
    key = state.take(PAGE, "sparql", next(iter(examples.values()), FIRST))
    text: str = st.text_area("SPARQL", key=key, height=290, help=say("query_box_help"))
    state.put(PAGE, "sparql", text, text if len(text) < 4000 and text not in examples.values() else "")
    bar = st.container(horizontal=True, vertical_alignment="bottom")
    timeout = bar.selectbox(say("timeout"), TIMEOUTS, index=2, key="query.timeout", format_func=lambda s: f"{s} s", width=120)
    if bar.button(say("run"), type="primary", icon=":material/play_arrow:", key="query-run", shortcut="Ctrl+Enter"):
        _run(text, float(timeout))
    _answer()


def _examples(examples: dict[str, str]) -> None:
    if not examples:
        return
    names = {stem: titled(text, stem) for stem, text in examples.items()}

    def fill() -> None:
        stem = st.session_state.get("query.example")
        if stem:
            st.session_state["query.sparql"] = examples[stem]
            _run(examples[stem], 30.0)

    st.selectbox(say("examples"), list(examples), index=None, key="query.example", format_func=names.__getitem__, on_change=fill, placeholder=say("examples_hint"))


def titled(text: str, stem: str) -> str:
    """The title of an example: its comment lines “# zh: …” and “# en: …”, else its first comment, else its name."""
    comments = [line[1:].strip() for line in text.splitlines() if line.startswith("#")]
    own = [c.partition(":")[2].strip() for c in comments if c.startswith((f"{lang()}:", f"title@{lang()}:"))]
    return (own or comments or [stem])[0]


def _run(text: str, timeout: float) -> None:
    try:
        st.session_state["query.answer"] = data.store().run(text, papers=state.chosen(), timeout=timeout)
    except QueryError as fault:
        st.session_state["query.answer"] = str(fault)


def _answer() -> None:
    answer: Answer | str | None = st.session_state.get("query.answer")
    if answer is None:
        st.caption(say("query_hint"))
        return
    if isinstance(answer, str):
        st.error(state.plain(answer), icon=":material/error:")
        return
    if answer.kind == "boolean":
        st.success(str(answer.boolean).lower())
    else:
        rows = _grid(answer)
        st.caption(say("n_answers", len(rows)) + (" · " + say("answer_cut") if answer.cut else ""))
        st.dataframe(rows, hide_index=True)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say("download"), width="content")
        for form in FILES[answer.kind]:
            st.download_button(form.upper(), lambda f=form: as_text(answer, f).encode(), f"policytrace-answer.{form}", key=f"query-{form}", on_click="ignore",
                               icon=":material/download:")


def _grid(answer: Answer) -> pd.DataFrame:
    if answer.kind == "triples":
        return pd.DataFrame([[t.subject.value, t.predicate.value, plain(t.object)] for t in answer.triples], columns=["subject", "predicate", "object"])
    return pd.DataFrame([[plain(value) for value in row] for row in answer.rows], columns=list(answer.variables))
