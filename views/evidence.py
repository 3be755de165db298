"""Evidence: a row a link, with its sentence; filter, search, sort, group, and take along."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from graph.model import Tie
from views import cards, data, downloads, frame, search, state, table, words
from views.words import say

ICON = ":material/table_rows:"
PAGE = "evidence"
FIELDS = ("family", "relation", "type", "standing", "tier", "system", "scope", "stage", "role")
WIDE: dict[str, Any] = {"place": 120, "heading": 150, "relation": 120, "label": 190, "cue": 90, "quote": "large"}
MOST, KWIC = 1000, 5000  # rows on the page (files hold all), lines of keyword in context


def show() -> None:
    """The page."""
    state.anew(PAGE)
    st.title(say("page_evidence"), help=say("evidence_help"))
    if frame.empty():
        return
    every = data.derived("evidence", state.chosen(), lambda: sorted(data.ties(state.chosen()), key=lambda t: t.family == "header"))
    bar = st.container(horizontal=True, vertical_alignment="bottom")
    query = _query(bar)
    found = _searched(_filtered(bar, every), query)
    columns = _columns(bar)
    group = _group(bar)
    st.caption(say("n_rows", len(found), len(every)))
    if not found:
        st.info(say("evidence_nothing"), icon=":material/filter_alt_off:")
        return
    if group:
        _grouped(found, group)
        return
    kwic = bar.toggle("KWIC", key="evidence.kwic", help=say("kwic_help"))
    shown = _kwic(found, query) if kwic else cards.maker(found[:MOST], columns)()
    config: dict[str, Any] = {say(f"column_{c}"): st.column_config.TextColumn(width=w) for c, w in WIDE.items()}
    if kwic:
        config = {say("kwic_before"): st.column_config.TextColumn(alignment="right")}
    event = st.dataframe(shown, hide_index=True, on_select="rerun", selection_mode="single-row", key="evidence.rows", column_config=config,
                         height=min(560, 38 + 35 * max(len(shown), 1)))
    if len(shown) < len(found):
        st.caption(say("rows_cut", MOST, len(found)))
    downloads.row((lambda: shown) if kwic else cards.maker(found, table.COLUMNS), "policytrace-kwic" if kwic else "policytrace-evidence", key="evidence")
    at = event["selection"]["rows"]
    if at and at[0] < len(found):
        with st.container(border=True):
            cards.tie(found[at[0]])
            with st.container(horizontal=True):
                state.link("entity", say("to_entity"), icon=":material/badge:", id=state.short(found[at[0]].entity))
                state.link("graph", say("to_graph"), icon=":material/account_tree:", sel=state.short(found[at[0]].entity), plus=state.short(found[at[0]].entity))
    else:
        st.caption(say("row_hint"))


def _query(bar: Any) -> str:
    key = state.take(PAGE, "q", "")
    query: str = bar.text_input(say("search"), key=key, placeholder=say("search_hint"), width=250)
    state.put(PAGE, "q", query, query)
    return query.strip()


def _searched(ties: list[Tie], query: str) -> list[Tie]:
    """The links in whose sentence, name, verb or heading the query stands; a name is also found by its pinyin."""
    if not query:
        return ties
    low = query.lower()
    names = {t.entity: t.label for t in ties} if query.isascii() and len(query) > 2 else {}
    sounding = {entity for entity, label in names.items() if search.rank(query, (label,)) < 9}
    texts: dict[str, str] = data.derived("texts", state.chosen(), lambda: {t.iri: _words(t) for t in data.ties(state.chosen())})
    return [t for t in ties if t.entity in sounding or low in texts[t.iri]]


def _words(t: Tie) -> str:
    return "\n".join((t.label, t.cue, t.via, t.heading, *(q.text for q in t.quotes), *("".join(q.text.split()) for q in t.quotes))).lower()


def _filtered(bar: Any, ties: list[Tie]) -> list[Tie]:
    found = ties
    every = data.derived("evidence choices", state.chosen(), lambda: {name: sorted({getattr(t, name) for t in ties} - {"", "-"}) for name in FIELDS})
    with bar.popover(say("filters"), icon=":material/filter_alt:", width="content"):
        left, right = st.columns(2, width=560)
        for i, name in enumerate(FIELDS):
            options = every[name]
            key = state.take(PAGE, name, [], lambda raw, o=options: [v for v in state.several(raw) if v in o])
            st.session_state[key] = [v for v in st.session_state[key] if v in options]
            with left if i % 2 == 0 else right:
                chosen = st.multiselect(say(f"filter_{name}"), options, key=key, format_func=lambda v, n=name: _option(n, v), placeholder=say("any"))
            state.put(PAGE, name, chosen, state.joined(chosen))
            found = [t for t in found if getattr(t, name) in chosen] if chosen else found
        key = state.take(PAGE, "sure", 0.0, lambda raw: min(1.0, float(raw)) if raw.replace(".", "", 1).isdigit() else 0.0)
        least = st.slider(say("least"), 0.0, 1.0, key=key, step=0.05)
        state.put(PAGE, "sure", least, f"{least:.2f}" if least else "")
    return [t for t in found if t.confidence >= least] if least else found


def _option(name: str, value: str) -> str:
    makers = {"family": words.family, "relation": words.relation, "type": words.kind, "scope": lambda v: say(f"scope_{v}")}
    return makers[name](value) if name in makers else words.concept(name, value)


def _columns(bar: Any) -> list[str]:
    with bar.popover(say("columns"), icon=":material/view_column:", width="content"):
        chosen = st.multiselect(say("columns"), table.COLUMNS, default=table.FIRST, key="evidence.columns", format_func=lambda c: say(f"column_{c}"))
    return chosen or list(table.FIRST)


def _group(bar: Any) -> str:
    options = ("label", "relation", "place", "cue", "standing", "tier", "stage", "paper")
    key = state.take(PAGE, "group", None, lambda raw: raw if raw in options else None)
    found = bar.selectbox(say("group"), options, index=None, key=key, format_func=lambda c: say(f"column_{c}"), placeholder=say("group_none"), width=170)
    state.put(PAGE, "group", found, found or "")
    return found or ""


def _grouped(found: list[Tie], group: str) -> None:
    """Counts a group: links, places, papers; then the links of the group that is chosen. A place is one of one paper."""
    rows = cards.rows().loc[[t.iri for t in found]].assign(source=[t.source for t in found], entity=[t.entity for t in found])
    by = {"place": ["source", "place", "paper"], "label": ["entity", "label"]}.get(group, [group])
    counts = rows.groupby(by, sort=False).agg(links=("label", "size"), places=("source", "nunique"), papers=("paper", "nunique"))
    counts = counts.sort_values("links", ascending=False, kind="stable").reset_index()
    names = {c: say(f"column_{c}") for c in dict.fromkeys((group, *(["heading"] if group == "place" else []), "links", "places", "papers"))}
    if group == "place":
        counts["heading"] = rows.groupby(by, sort=False)["heading"].first().reindex(pd.MultiIndex.from_frame(counts[by])).to_list()
    shown = counts[list(names)].rename(columns=names)
    event = st.dataframe(shown.head(MOST), hide_index=True, on_select="rerun", selection_mode="single-row", key="evidence.groups")
    st.caption(say("n_groups", len(counts)))
    downloads.row(lambda: shown, f"policytrace-by-{group}", key="evidence-groups")
    at = event["selection"]["rows"]
    if at and at[0] < len(counts):
        value = counts.iloc[at[0]][by[0]]
        cards.ties([t for t, row in zip(found, rows[by[0]], strict=True) if row == value], key=f"group:{group}:{value}")


def _kwic(found: list[Tie], query: str) -> pd.DataFrame:
    found = found[:KWIC]
    lines = [table.around(t, query) for t in found]
    head = {say("column_place"): [words.place(t.source_id) for t in found]}
    parts = {say(f"kwic_{name}"): [line[i] for line in lines] for i, name in enumerate(("before", "word", "after"))}
    return pd.DataFrame({**head, **parts, say("column_relation"): [words.relation(t.relation) for t in found]})
