"""Reader: the source text with its mentions, the links of an item beside it, and the sentence of a link marked."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from graph.figure import style
from graph.model import Cleaned, Named, Part
from views import cards, data, frame, network, passages, state, words
from views.words import say

ICON = ":material/menu_book:"
PAGE = "reader"
HERE = Path(__file__).resolve().parent
_draw = st.components.v2.component("policytrace_reader", html='<div class="pt-reader" tabindex="0" role="region"></div>', isolate_styles=False,
                                   css=(HERE / "reader.css").read_text("utf-8"), js=(HERE / "reader.js").read_text("utf-8"))


def show() -> None:
    """The page."""
    st.title(say("page_reader"), help=say("reader_help"))
    if frame.empty():
        return
    bar = st.container(horizontal=True, vertical_alignment="bottom")
    paper = _paper(bar)
    text, mentions, changes = data.reading(paper)
    parts = data.parts([paper])
    at = _target(bar, paper, parts, len(text))
    cleaned = changes if bar.toggle(say("show_changes", len(changes)), key="reader.changes", help=say("show_changes_help")) else ()
    _search(text, paper)
    left, right = st.columns([1.9, 1], gap="medium")
    with left:
        _text(paper, text, parts, mentions, at, cleaned)
        _key(mentions)
    with right:
        if cleaned:
            _changes(paper, text, cleaned)
        _beside(paper, parts, at)


def _paper(bar: Any) -> str:
    rows = data.papers(state.chosen())
    names = {p.iri: p.title for p in rows}
    everywhere = data.papers()
    key = state.take(PAGE, "paper", rows[0].iri, lambda raw: state.full(raw, [p.iri for p in everywhere]) or rows[0].iri)
    if st.session_state[key] not in names:
        names |= {p.iri: p.title for p in everywhere if p.iri == st.session_state[key]}
    if st.session_state[key] not in names:
        st.session_state[key] = rows[0].iri
    paper: str = bar.selectbox(say("paper"), list(names), key=key, format_func=lambda iri: network.clip(names[iri], 60), width=420)
    state.put(PAGE, "paper", paper, state.short(paper))
    return paper


def _target(bar: Any, paper: str, parts: tuple[Part, ...], length: int) -> tuple[int, int]:
    """The marked range: from the URL (at=start-end), or the part that was chosen in the outline."""
    def jump() -> None:
        part = next((p for p in parts if p.iri == st.session_state.get("reader.outline")), None)
        if part:
            st.session_state["reader.at"] = (paper, part.start, min(part.end, max(part.heading_end, part.start + 1) if part.kind == "section" else part.end))

    raw = st.query_params.get("at")
    if raw is not None and raw != st.session_state.get("url:reader.at"):
        start, _, end = raw.partition("-")
        if start.isdecimal() and end.isdecimal():
            st.session_state["reader.at"] = (paper, int(start), int(end))
            st.session_state["reader.entity"] = ""
    bar.selectbox(say("outline"), [p.iri for p in parts], index=None, key="reader.outline", on_change=jump, placeholder=say("outline_hint"), width=340,
                  format_func={p.iri: f"{words.place(p.id)} {network.clip(network.heading(p.heading), 30)}" for p in parts}.__getitem__)
    where, start, end = st.session_state.get("reader.at", (paper, 0, 0))
    found = (start, min(end, length)) if where == paper and start < end and start < length else (0, 0)
    state.put(PAGE, "at", found, f"{found[0]}-{found[1]}" if found[1] else "")
    return found


def _text(paper: str, text: str, parts: tuple[Part, ...], mentions: tuple[Named, ...], at: tuple[int, int], cleaned: Any) -> None:
    def heard() -> None:
        told = st.session_state["reader"].get("picked")
        if told and 0 <= told["mention"] < len(mentions):
            st.session_state["reader.entity"] = mentions[told["mention"]].entity

    rows = [{"type": m.type, "label": network.clip(network.visible(f"{m.label} · {words.kind(m.type)} · {words.concept('standing', m.standing)}"), 200),
             "entity": state.short(m.entity), "stroke": style.stroke(m.standing, False)} for m in mentions]
    chosen = st.session_state.get("reader.entity", "")
    _draw(key="reader", on_picked_change=heard, data={
        "blocks": passages.blocks(text, parts, mentions, at, cleaned), "mentions": rows, "target": f"{paper} {at}",
        "chosen": state.short(chosen) if chosen else "", "title": say("reader_aria"),
    })  # fmt: skip


def _changes(paper: str, text: str, changes: tuple[Cleaned, ...]) -> None:
    """What cleaning changed, as a table; a row that is chosen is marked in the text."""
    told = passages.words_changed(changes)
    st.caption(say("changes_told", len(told), len(changes)))
    rows = changes if st.toggle(say("changes_all"), key="reader.changes.all") else tuple(told)
    pairs = [passages.in_context(text, c) for c in rows]
    shown = pd.DataFrame({say("column_before"): [a for a, _ in pairs], say("column_after"): [b for _, b in pairs],
                          say("column_rule"): [words.cleaning(c.rule) for c in rows]})  # fmt: skip
    event = st.dataframe(shown, hide_index=True, on_select="rerun", selection_mode="single-row", key=f"reader.changed.{len(rows)}", height=min(320, 38 + 35 * max(len(rows), 1)))
    at = event["selection"]["rows"]
    if at and at[0] < len(rows) and st.session_state.get("reader.changed.row") != (len(rows), at[0]):
        st.session_state["reader.changed.row"] = (len(rows), at[0])
        st.session_state["reader.at"] = (paper, rows[at[0]].start, max(rows[at[0]].end, rows[at[0]].start + 1))
        st.rerun()


def _key(mentions: tuple[Named, ...]) -> None:
    """Grounds by standing, underlines by class: only of what is in the text."""
    standings, types = {m.standing for m in mentions}, {m.type for m in mentions}
    grounds = "".join(cards.chip(words.concept("standing", s), s) for s in style.FILLS if s in standings)
    lines = "".join(f'<span class="pt-key"><span class="pt-sample" data-type="{t}">{escape(words.kind(t))}</span></span>' for t in style.SHAPES if t in types)
    st.html(f"<div>{grounds}</div><div>{lines}</div>")


def _beside(paper: str, parts: tuple[Part, ...], at: tuple[int, int]) -> None:
    """The entity that was clicked, else the links of the part in which the marked range begins, else how to begin."""
    entity = st.session_state.get("reader.entity", "")
    if entity:
        st.button(say("close"), key="reader-close", icon=":material/close:", type="tertiary", on_click=lambda: st.session_state.update({"reader.entity": ""}))
        card = data.card(entity, [paper])
        cards.thing(card.thing, reasons=[s.reason for s in card.standings])
        with st.container(horizontal=True):
            state.link("entity", say("to_entity"), icon=":material/badge:", id=state.short(entity))
            state.link("graph", say("to_graph"), icon=":material/account_tree:", sel=state.short(entity), plus=state.short(entity))
        cards.ties(card.ties, key=f"reader:{entity}", name=False)
        return
    holders = [p for p in parts if at[1] and p.start <= at[0] < p.end]
    if not holders:
        st.info(say("reader_hint"), icon=":material/touch_app:")
        return
    part = min(holders, key=lambda p: p.end - p.start)
    st.subheader(words.place(part.id))
    state.link("graph", say("to_graph"), icon=":material/account_tree:", sel=state.short(part.iri), plus=state.short(part.iri))
    rows = [t for t in data.ties([paper]) if t.source == part.iri]
    if not any(t.family == "responds" for t in rows):
        st.caption(say("no_directive"))
    cards.ties(rows, key=f"reader:{part.iri}")


def _search(text: str, paper: str) -> None:
    query = st.text_input(say("search_text"), key="reader.search", placeholder=say("search_text_hint"), label_visibility="collapsed")
    if not query:
        return
    found = passages.hits(text, query)
    st.caption(say("n_hits", len(found)))

    def jump() -> None:
        at = st.session_state.get("reader.hit")
        if at is not None:
            st.session_state["reader.at"] = (paper, found[at][0], found[at][1])

    st.selectbox(say("hits"), range(len(found)), index=None, key="reader.hit", on_change=jump, placeholder=say("hits_hint"), label_visibility="collapsed",
                 format_func=lambda i: network.visible("…" + found[i][2] + "【" + found[i][3] + "】" + found[i][4] + "…"))
