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
WIDE = {"quote": "large", "heading": "medium", "label": "medium"}


def show() -> None:
    """The page."""
    st.title(say("page_evidence"), help=say("evidence_help"))
    if frame.empty():
        return
    every = data.ties(state.chosen())
    bar = st.container(horizontal=True, vertical_alignment="bottom")
    query = _query(bar)
    found = sorted(_searched(_filtered(bar, every), query), key=lambda t: t.family == "header")
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
    shown = _kwic(found, query) if kwic else table.frame(found, cards.titles(), columns)
    config: dict[str, Any] = {say(f"column_{c}"): st.column_config.TextColumn(width=w) for c, w in WIDE.items()}
    if kwic:
        config = {say("kwic_before"): st.column_config.TextColumn(alignment="right")}
    event = st.dataframe(shown, hide_index=True, on_select="rerun", selection_mode="single-row", key="evidence.rows", column_config=config,
                         height=min(560, 38 + 35 * max(len(shown), 1)))
    downloads.row(shown if kwic else table.frame(found, cards.titles(), table.COLUMNS), "policytrace-evidence", key="evidence")
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
    query: str = bar.text_input(say("search"), key=key, placeholder=say("search_hint"), width=280)
    state.put(PAGE, "q", query, query)
    return query.strip()


def _searched(ties: list[Tie], query: str) -> list[Tie]:
    """The links in whose sentence, name, verb or heading the query stands; a name is also found by its pinyin."""
    if not query:
        return ties
    low = query.lower()
    sounding = {t.entity for t in ties if query.isascii() and len(query) > 2 and search.rank(query, (t.label,)) < 9}
    return [t for t in ties if t.entity in sounding or any(low in part.lower() for part in (t.label, t.cue, t.via, t.heading, *(q.text for q in t.quotes)))]


def _filtered(bar: Any, ties: tuple[Tie, ...]) -> list[Tie]:
    found = list(ties)
    with bar.popover(say("filters"), icon=":material/filter_alt:", width=150):
        left, right = st.columns(2, width=560)
        for i, name in enumerate(FIELDS):
            options = sorted({getattr(t, name) for t in ties} - {"", "-"})
            key = state.take(PAGE, name, [], lambda raw, o=options: [v for v in state.several(raw) if v in o])
            st.session_state[key] = [v for v in st.session_state[key] if v in options]
            with left if i % 2 == 0 else right:
                chosen = st.multiselect(say(f"filter_{name}"), options, key=key, format_func=lambda v, n=name: _option(n, v), placeholder=say("any"))
            state.put(PAGE, name, chosen, state.joined(chosen))
            found = [t for t in found if not chosen or getattr(t, name) in chosen]
        key = state.take(PAGE, "sure", 0.0, lambda raw: min(1.0, float(raw)) if raw.replace(".", "", 1).isdigit() else 0.0)
        least = st.slider(say("least"), 0.0, 1.0, key=key, step=0.05)
        state.put(PAGE, "sure", least, f"{least:.2f}" if least else "")
    return [t for t in found if t.confidence >= least]


def _option(name: str, value: str) -> str:
    makers = {"family": words.family, "relation": words.relation, "type": words.kind, "scope": lambda v: say(f"scope_{v}")}
    return makers[name](value) if name in makers else words.concept(name, value)


def _columns(bar: Any) -> list[str]:
    with bar.popover(say("columns"), icon=":material/view_column:", width=130):
        chosen = st.multiselect(say("columns"), table.COLUMNS, default=table.FIRST, key="evidence.columns", format_func=lambda c: say(f"column_{c}"))
    return chosen or list(table.FIRST)


def _group(bar: Any) -> str:
    options = ("label", "relation", "place", "cue", "standing", "tier", "stage", "paper")
    key = state.take(PAGE, "group", None, lambda raw: raw if raw in options else None)
    found = bar.selectbox(say("group"), options, index=None, key=key, format_func=lambda c: say(f"column_{c}"), placeholder=say("group_none"), width=190)
    state.put(PAGE, "group", found, found or "")
    return found or ""


def _grouped(found: list[Tie], group: str) -> None:
    """Counts a group: links, places, papers; then the links of the group that is chosen."""
    rows = pd.DataFrame(table.rows(found, cards.titles()))
    counts = rows.groupby(group, sort=False).agg(links=("label", "size"), places=("place", "nunique"), papers=("paper", "nunique"))
    counts = counts.sort_values("links", ascending=False, kind="stable").reset_index()
    shown = counts.rename(columns={group: say(f"column_{group}"), "links": say("column_links"), "places": say("column_places"), "papers": say("column_papers")})
    event = st.dataframe(shown, hide_index=True, on_select="rerun", selection_mode="single-row", key="evidence.groups")
    downloads.row(shown, f"policytrace-by-{group}", key="evidence-groups")
    at = event["selection"]["rows"]
    if at and at[0] < len(counts):
        value = counts.iloc[at[0]][group]
        cards.ties([t for t, row in zip(found, rows[group], strict=True) if row == value], key=f"group:{group}:{value}")


def _kwic(found: list[Tie], query: str) -> pd.DataFrame:
    lines = [table.around(t, query) for t in found]
    head = {say("column_place"): [words.place(t.source_id) for t in found]}
    parts = {say(f"kwic_{name}"): [line[i] for line in lines] for i, name in enumerate(("before", "word", "after"))}
    return pd.DataFrame({**head, **parts, say("column_relation"): [words.relation(t.relation) for t in found]})
