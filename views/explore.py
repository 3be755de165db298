"""Graph: the network of the chosen papers, and beside it the card and the sentences of what was picked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from graph.errors import QueryError
from graph.figure.subject import CANVAS, Canvas, Options
from views import cards, data, export, frame, graphbar, legend, network, picked, state, viewing, words
from views.viewing import Shown
from views.words import say

ICON = ":material/account_tree:"


def show() -> None:
    """The page."""
    st.title(say("page_graph"), help=say("graph_help"))
    if frame.empty():
        return
    graph = data.network(state.chosen())
    picked.take(graph)
    bar = st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="graph-bar")
    tools = st.container(horizontal=True, gap="small", key="graph-tools")
    if opening():
        for row in (bar, tools):
            row.html('<div class="pt-row"></div>')
    with st.container():  # always there, so that the canvas keeps its place and is not built anew
        graphbar.paths_told(graph)
    picture = _shown(graph)  # first: the browser draws it while the rest is made
    graphbar.choosers(bar, graph)
    graphbar.tools(tools, graph)
    if picture is None:
        return
    with bar:
        _files(picture)
    _table(graph, picture.view, picked.chosen()[0])


def opening() -> bool:
    """Whether this run opens the tab. It draws the canvas alone, which tells when it stands and so begins the run that draws the rest."""
    return bool(st.session_state.get("opening"))


def _shown(graph: Any) -> Picture | None:
    """The canvas with its legend and, beside it, the card of what is picked; None where no filter lets anything through."""
    kind, (filters, least, most), now = graphbar.layout(), graphbar.filters(graph), picked.edits()
    key = repr((sorted(filters.items()), now.hidden, now.only, now.plus, now.paths, least, most))
    view = data.view(key, state.chosen(), lambda: viewing.shown(graph, filters, now, least=least, most=most))
    if kind == "around" and view.nodes:
        key, whole = f"{key} around {picked.focus(view)}", view
        view = data.view(key, state.chosen(), lambda: viewing.near(whole, picked.focus(whole)))
    if not view.nodes:
        st.info(say("graph_nothing"), icon=":material/filter_alt_off:")
        return None
    chosen, lines = picked.chosen()
    picture: Picture = data.picture(f"{key} {kind} {now.pinned} {words.lang()}", state.chosen(), lambda: _picture(graph, view, kind))
    left, right = st.columns([1.9, 1] if chosen or lines else [60, 1], gap="small")
    with left:
        network.show(picture.canvas, key="canvas", token=_token(kind, most, chosen), selected=chosen, lines=lines, heard=picked.heard,
                     centre=st.session_state.pop("graph.centre", False), first=opening())
        if opening():
            st.stop()
        st.html(picture.legend)
        if view.left_out:
            st.warning(say("left_out", len(view.nodes), view.left_out), icon=":material/visibility_off:")
    with right:
        _card(graph, picture.canvas, chosen, lines)
    return picture


@dataclass(frozen=True)
class Picture:
    """What follows from a view and its layout: what is drawn, its legend, and the same for a figure."""

    view: Shown
    canvas: network.Canvas
    legend: str
    figure: Canvas


def _picture(graph: Any, view: Shown, kind: str) -> Picture:
    """The boxes in their places and the lines; they look as they did before, and hang on nothing that is picked."""
    edits = picked.edits()
    places = viewing.places(graph, view, kind, picked.focus(view), edits)
    pinned = {n for n, _, _ in edits.pinned}
    count = picked.counts(view)
    looks: network.Looks = data.derived(f"looks {words.lang()}", state.chosen(), network.Looks)
    nodes = [looks.node(n, graph.nodes[n], places[n], count[n], n in pinned) for n in places]
    edges = [looks.edge(s, t, keys, graph[s][t]) for (s, t), keys in view.lines.items()]
    behind = {f"{s}>{t}": keys for (s, t), keys in view.lines.items()}
    lanes = legend.lanes(graph, places) if kind == "layers" else []
    figure = Canvas(tuple((n, *places[n]) for n in places), tuple(k for keys in view.lines.values() for k in keys),
                    tuple((lane["text"], lane["x"], lane["y"]) for lane in lanes), view.left_out)  # fmt: skip
    return Picture(view, network.Canvas(nodes, edges, behind, view.left_out, lanes), legend.html(graph, view), figure)


def _files(picture: Picture) -> None:
    """The canvas as a figure: files of a page as large as it, and the way to the Export page, where paper, words and greys are chosen."""
    seen = picture.figure
    st.session_state["graph.seen"] = options = Options(words.lang(), CANVAS, max(len(seen.places), 2), papers=tuple(state.chosen() or ()), canvas=seen)
    fold = graphbar.folded("picture", say("view_picture"), "image")
    if not fold.open:
        return
    with fold:
        st.caption(say("view_picture_help"))
        export.files("view", options, key="graph.picture")
        if st.button(say("view_picture_more"), key="graph.picture.more", icon=":material/ios_share:", type="tertiary"):
            st.session_state["export.kind"] = "view"
            st.switch_page(state.pages()["export"])


def _token(kind: str, most: int, chosen: tuple[str, ...]) -> str:
    """Changes when the picture is another one and should be fitted anew; a filter or a click leaves the visitor's zoom alone."""
    focus = chosen[0] if kind == "around" and chosen else ""
    return json.dumps([kind, focus, state.chosen(), picked.edits().paths, picked.edits().only, most])


def _card(graph: Any, canvas: network.Canvas, chosen: tuple[str, ...], lines: tuple[str, ...]) -> None:
    """What was picked: an entity, a part, several, or the links behind a line."""
    if not chosen and not lines:
        return
    st.button(say("close"), key="graph-close", icon=":material/close:", on_click=picked.clear, type="tertiary")
    if lines:
        rows = data.tie_of(state.chosen())
        behind = [rows[k] for line in lines for k in canvas.behind.get(line, ()) if k in rows]
        cards.ties(behind, key=f"line:{lines[0]}")
    elif len(chosen) > 1:
        _several(graph, chosen)
    else:
        _one(graph, chosen[0])


def _several(graph: Any, chosen: tuple[str, ...]) -> None:
    """Several nodes: which they are, and the links between them."""
    st.markdown(say("n_picked", len(chosen)))
    for node in chosen[:30]:
        st.button(state.plain(network.clip(network.caption(graph.nodes[node]), 30)), key=f"one-{state.short(node)}", on_click=picked.pick, args=(node,), type="tertiary")
    of = data.ties_of(state.chosen())
    between = [t for node in chosen for t in of.get(node, ()) if t.entity in chosen]
    if between:
        cards.ties(between, key="between")
    else:
        st.caption(say("none_between"))


def _one(graph: Any, node: str) -> None:
    if graph.nodes[node]["kind"] not in ("entity", "paper"):
        part = next(p for p in data.parts(state.chosen()) if p.iri == node)
        cards.part(part)
        cards.ties(data.ties_of(state.chosen()).get(node, []), key=node)
        return
    try:
        card = data.card(node, state.chosen())
    except QueryError:
        cards.paper(next(p for p in data.papers() if p.iri == node))
        return
    cards.thing(card.thing, reasons=[s.reason for s in card.standings])
    state.link("entity", say("to_entity"), icon=":material/badge:", id=state.short(node))
    cards.ties(card.ties, key=node, name=False)
    if not card.ties:
        st.caption(say("only_mentioned", len(card.mentions)))


def _table(graph: Any, view: Shown, chosen: tuple[str, ...]) -> None:
    """What is on the canvas as a table, what is picked at its head; a row that is chosen is picked on the canvas. It is made when it is opened."""
    fold = st.expander(say("canvas_table", len(view.nodes)), icon=":material/table_rows:", key="graph-table", on_change="rerun")
    if not fold.open:
        return
    with fold:
        count = picked.counts(view)
        nodes = sorted(view.nodes, key=lambda n: (n not in chosen, -count[n], n))
        looks: network.Looks = data.derived(f"looks {words.lang()}", state.chosen(), network.Looks)
        tips = [looks.look(n, graph.nodes[n])["tip"] for n in nodes]
        rows = pd.DataFrame({say("column_picked"): ["●" if n in chosen else "" for n in nodes], say("column_label"): [tip[0] for tip in tips],
                             say("column_type"): [tip[1] for tip in tips], say("column_links"): [count[n] for n in nodes]})  # fmt: skip
        key = "graph.table " + state.joined([state.short(n) for n in chosen])  # another table for another choice: its rows stand in another order
        event = st.dataframe(rows, key=key, on_select="rerun", selection_mode="single-row", hide_index=True, height=300,
                             column_config={say("column_picked"): st.column_config.TextColumn(width=40)})
        at = event["selection"]["rows"]
        if at and nodes[at[0]] not in chosen:
            picked.pick(nodes[at[0]])
            st.rerun()
