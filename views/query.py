"""SPARQL: a question form for those who don't write it, an editor for those who do; a time-out is an error and never an empty answer."""

from __future__ import annotations

import streamlit as st

from graph import saved
from graph.completion import with_prefixes
from graph.errors import GraphError
from graph.examples import Example, examples
from graph.question import sparql
from views import data, query_answer, query_form, query_job, query_kept, state, workbench
from views.words import lang, say

ICON = ":material/terminal:"
PAGE = "query"
WAYS = ("editor", "form")
TIMEOUTS = (2, 5, 15, 30, 60)
LIMITS = (100, 1000, 10_000)


def show() -> None:
    """The page."""
    st.title(say("page_query"), help=say("query_help"))
    found = {e.name: e for e in examples()}
    state.take(PAGE, "sparql", next(iter(found.values())).query, query_kept.unpacked)
    workbench.hear()
    key = state.take(PAGE, "way", "editor", lambda raw: raw if raw in WAYS else "editor")
    way = st.segmented_control(say("way"), WAYS, key=key, format_func=lambda w: say(f"way_{w}"), required=True, label_visibility="collapsed")
    state.put(PAGE, "way", way, "" if way == "editor" else way)
    _begin()
    if way == "form":
        _form()
    else:
        _editor(found)
    _result(way)


def _editor(found: dict[str, Example]) -> None:
    bar = st.container(horizontal=True, vertical_alignment="bottom")
    _examples(bar, found)
    text: str = st.session_state["query.sparql"]
    with bar:
        query_kept.library(_load)
    workbench.show(text, run=_run)
    state.put(PAGE, "sparql", text, query_kept.packed(text) if text not in {e.query for e in found.values()} else "")
    bar = st.container(horizontal=True, vertical_alignment="bottom")
    bar.button(say("run"), type="primary", icon=":material/play_arrow:", key="query-run", on_click=_run, args=("",), help=say("query_box_help"))
    with bar:
        _bounds()
        query_kept.star(text)
        query_kept.share(text)


def _bounds() -> None:
    """Time-out and row limit, kept over both ways."""
    for name, options, default in (("timeout", TIMEOUTS, 30), ("limit", LIMITS, 1000)):
        key = state.take(PAGE, name, default, lambda raw, o=options, d=default: int(raw) if raw in map(str, o) else d)
        value = st.selectbox(say(name), options, key=key, format_func=lambda n, u=name: f"{n} s" if u == "timeout" else say("n_answers", n), width=130)
        state.put(PAGE, name, value, "" if value == default else str(value))


def _examples(bar: st.delta_generator.DeltaGenerator, found: dict[str, Example]) -> None:
    def fill() -> None:
        name = st.session_state.get("query.example")
        if name:
            _run(found[name].query)

    name = bar.selectbox(say("examples"), list(found), index=None, key="query.example", format_func=lambda n: found[n].title[lang()], on_change=fill,
                         placeholder=say("examples_hint"))
    if name:
        st.caption(state.plain(found[name].description[lang()]))


def _form() -> None:
    question = query_form.asked()
    text = sparql(question)
    bar = st.container(horizontal=True, vertical_alignment="bottom")
    bar.button(say("form_ask"), type="primary", icon=":material/search:", key="query-ask", on_click=_run, args=(text,))
    bar.button(say("form_take"), icon=":material/edit_note:", key="query-take", on_click=_take, args=(text,))
    with bar:
        _bounds()
    with st.expander(say("form_sparql"), icon=":material/code:"):
        st.code(text, language=None, wrap_lines=True)


def _take(text: str) -> None:
    _load(text)
    st.session_state["query.way"] = "editor"


def _load(text: str) -> None:
    st.session_state["query.sparql"] = text


def _run(text: str, turn: int = 0) -> None:
    """Asks for a query to be run, "" for the one in the editor; `turn` is when the editor asked. One write and no more: Streamlit may end a callback at any touch of the session, when another click comes."""
    st.session_state["query.wish"] = (text, turn)


def _begin() -> None:
    """Begins the query that was asked for; one that still runs is cancelled."""
    wish = st.session_state.get("query.wish")
    if wish is None:
        return
    text, turn = wish
    old: query_job.Job | None = st.session_state.get("query.job")
    if old and not old.done.is_set():
        old.cancel(say("cancelled"))
    full, form, where = with_prefixes(text or st.session_state["query.sparql"]), st.session_state.get("query.way") == "form", data.store()
    job = query_job.start(where, full, state.chosen(), timeout=float(st.session_state.get("query.timeout", 30)), limit=int(st.session_state.get("query.limit", 1000)), form=form)
    st.session_state["query.job"] = job
    if not form and (not turn or turn > st.session_state.get("query.heard", 0)):  # what was written since stays
        _load(full)
    st.session_state["query.turn"] = max(turn, st.session_state.get("query.turn", 0))
    st.session_state["query.wish"] = None
    st.session_state.pop("query.rows", None)
    try:
        saved.ran(where.where, full)
    except GraphError as fault:
        st.toast(state.plain(str(fault)), icon=":material/error:")


def _result(way: str) -> None:
    job: query_job.Job | None = st.session_state.get("query.job")
    if job is None:
        st.caption(say("query_hint" if way == "editor" else "form_hint"))
    elif not job.done.is_set():
        _waiting()
    else:
        query_answer.show(job)


@st.fragment(run_every=0.25)
def _waiting() -> None:
    """Tells that a query runs, and offers to cancel it; the page is drawn anew once it is done."""
    job: query_job.Job = st.session_state["query.job"]
    if job.done.is_set():
        st.rerun(scope="app")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(say("cancel"), key="query-cancel", icon=":material/stop_circle:", on_click=job.cancel, args=(say("cancelled"),))
        st.caption(say("running", f"{job.running():.0f}", f"{job.timeout:.0f}"))
