"""Graph: the network of the chosen papers, and beside it the card and the sentences of what was picked."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from graph.errors import QueryError
from graph.figure.subject import CANVAS, Canvas, Options
from views import cards, data, export, frame, legend, network, picked, search, state, viewing, words
from views.viewing import DIRECTIVES, FIELDS, Shown
from views.words import say

ICON = ":material/account_tree:"
PAGE = "graph"
LAYOUTS = ("layers", "force", "around")
SIZES = (100, 300, 800, 2000)


def show() -> None:
    """The page."""
    st.title(say("page_graph"), help=say("graph_help"))
    if frame.empty():
        return
    graph = data.network(state.chosen())
    picked.take(graph)
    bar = st.container(horizontal=True, vertical_alignment="bottom")
    _find(bar, graph)
    kind = _layout(bar)
    filters, least, most = _filters(bar, graph)
    with bar:
        picked.path_chooser(graph)
        picked.saved_views()
    view = viewing.shown(graph, filters, picked.edits(), least=least, most=most)
    picked.toolbar(graph, view)
    with st.container():  # always there, so that the canvas keeps its place and is not built anew
        picked.path_told(graph)
    if kind == "around" and view.nodes:
        view = viewing.near(view, picked.focus(view))
    if not view.nodes:
        st.info(say("graph_nothing"), icon=":material/filter_alt_off:")
        return
    chosen, lines = picked.chosen()
    left, right = st.columns([1.9, 1] if chosen or lines else [60, 1], gap="small")
    with left:
        canvas = _canvas(graph, view, kind, chosen)
        network.show(canvas, key="canvas", token=_token(filters, least, most, kind, chosen, view), selected=chosen, lines=lines, heard=picked.heard,
                     centre=st.session_state.pop("graph.centre", False))
        legend.show(graph, view, data.papers(state.chosen()))
        if view.left_out:
            st.warning(say("left_out", len(view.nodes), view.left_out), icon=":material/visibility_off:")
    with right:
        _card(graph, canvas, chosen, lines)
    with bar:
        _picture(canvas)
    _table(graph, view)


def _picture(canvas: network.Canvas) -> None:
    """The canvas as a figure: files of a page as large as it, and the way to the Export page, where paper, words and greys are chosen."""
    seen = Canvas(
        tuple((n["id"], n["x"], n["y"]) for n in canvas.nodes), tuple(k for keys in canvas.behind.values() for k in keys),
        tuple((lane["text"], lane["x"], lane["y"]) for lane in canvas.lanes), canvas.left_out,
    )  # fmt: skip
    st.session_state["graph.seen"] = options = Options(words.lang(), CANVAS, max(len(seen.places), 2), papers=tuple(state.chosen() or ()), canvas=seen)
    with st.popover(say("view_picture"), icon=":material/image:", width="content"):
        st.caption(say("view_picture_help"))
        export.files("view", options, key="graph.picture")
        if st.button(say("view_picture_more"), key="graph.picture.more", icon=":material/ios_share:", type="tertiary"):
            st.session_state["export.kind"] = "view"
            st.switch_page(state.pages()["export"])


def _token(filters: Any, least: float, most: int, kind: str, chosen: tuple[str, ...], view: Shown) -> str:
    """Changes when the picture is another one and should be fitted anew; a filter or a click leaves the visitor's zoom alone."""
    focus = chosen[0] if kind == "around" and chosen else ""
    return json.dumps([kind, focus, state.chosen(), picked.edits().path, picked.edits().only, most])


def _canvas(graph: Any, view: Shown, kind: str, chosen: tuple[str, ...]) -> network.Canvas:
    edits = picked.edits()
    places = viewing.places(graph, view, kind, picked.focus(view), edits)
    pinned = {n for n, _, _ in edits.pinned}
    count = picked.counts(view)
    nodes = [network.node(n, graph.nodes[n], places[n], count[n], n in pinned) for n in places]
    edges = [network.edge(s, t, [graph[s][t][k] for k in keys]) for (s, t), keys in view.lines.items()]
    behind = {f"{s}>{t}": keys for (s, t), keys in view.lines.items()}
    return network.Canvas(nodes, edges, behind, view.left_out, legend.lanes(graph, places) if kind == "layers" else [])


def _find(bar: Any, graph: Any) -> None:
    text = bar.text_input(say("find"), key="graph.find", placeholder=say("find_hint"), width=250)
    found = search.find(text, picked.names(graph)) if text else []
    with st.container(horizontal=True):
        if text and not found:
            st.caption(say("find_nothing", state.plain(text[:40])))
        for node in found:
            label = state.plain(network.clip(network.caption(graph.nodes[node]), 28))
            st.button(label, key=f"found-{state.short(node)}", on_click=picked.pick, args=(node,), icon=":material/my_location:")


def _layout(bar: Any) -> str:
    key = state.take(PAGE, "layout", "layers", lambda raw: raw if raw in LAYOUTS else "layers")
    kind: str = bar.segmented_control(say("layout"), LAYOUTS, key=key, format_func=lambda k: say(f"layout_{k}"), required=True)
    state.put(PAGE, "layout", kind, "" if kind == "layers" else kind)
    return kind


def _filters(bar: Any, graph: Any) -> tuple[dict[str, list[str]], float, int]:
    """The filters, in a fold; each from the URL and back into it. A family or standing that is not chosen is not shown; no choice at all is no filter."""
    found: dict[str, list[str]] = {}
    with bar.popover(say("filters"), icon=":material/filter_alt:", width="content"):
        st.caption(say("filters_help"))
        left, right = st.columns(2, width=560)
        for i, name in enumerate(FIELDS):
            default = list(DIRECTIVES.get(name, ()))
            options = picked.sections(graph) if name == "part" else viewing.choices(graph, name)
            key = state.take(PAGE, name, [v for v in default if v in options], lambda raw, o=options: picked.read(raw, o))
            st.session_state[key] = [v for v in st.session_state[key] if v in options]
            with left if i % 2 == 0 else right:
                found[name] = st.multiselect(say(f"filter_{name}"), options, key=key, format_func=lambda v, n=name: picked.option(graph, n, v),
                                             placeholder=say("any"))
            text = state.joined([state.short(v) if name == "part" else v for v in found[name]]) or "-"
            state.put(PAGE, name, found[name], "" if sorted(found[name]) == sorted(default) or (text == "-" and not default) else text)
        key = state.take(PAGE, "least", 0.0, lambda raw: min(1.0, max(0.0, float(raw))) if raw.replace(".", "", 1).isdigit() else 0.0)
        least = left.slider(say("least"), 0.0, 1.0, key=key, step=0.05)
        state.put(PAGE, "least", least, f"{least:.2f}" if least else "")
        key = state.take(PAGE, "most", 300, lambda raw: int(raw) if raw in map(str, SIZES) else 300)
        most = right.selectbox(say("most"), SIZES, key=key)
        state.put(PAGE, "most", most, str(most) if most != 300 else "")
    return found, least, most


def _card(graph: Any, canvas: network.Canvas, chosen: tuple[str, ...], lines: tuple[str, ...]) -> None:
    """What was picked: an entity, a part, or the links behind a line."""
    if not chosen and not lines:
        return
    rows = {t.iri: t for t in data.ties(state.chosen())}
    st.button(say("close"), key="graph-close", icon=":material/close:", on_click=picked.clear, type="tertiary")
    if lines:
        behind = [rows[k] for line in lines for k in canvas.behind.get(line, ()) if k in rows]
        cards.ties(behind, key=f"line:{lines[0]}")
        return
    node = chosen[0]
    if graph.nodes[node]["kind"] != "entity" and graph.nodes[node]["kind"] != "paper":
        part = next(p for p in data.parts(state.chosen()) if p.iri == node)
        cards.part(part)
        cards.ties([t for t in rows.values() if t.source == node], key=node)
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


def _table(graph: Any, view: Shown) -> None:
    """What is on the canvas as a table; a row that is chosen is marked on the canvas."""
    with st.expander(say("canvas_table", len(view.nodes)), icon=":material/table_rows:"):
        count = picked.counts(view)
        nodes = sorted(view.nodes, key=lambda n: (-count[n], n))
        rows = [{say("column_label"): network.visible(network.caption(graph.nodes[n])),
                 say("column_type"): words.kind(graph.nodes[n]["type"] if graph.nodes[n]["kind"] == "entity" else graph.nodes[n]["kind"]),
                 say("column_tier"): words.concept("tier", graph.nodes[n].get("tier", "")), say("column_links"): count[n]} for n in nodes]
        event = st.dataframe(rows, key="graph.table", on_select="rerun", selection_mode="single-row", hide_index=True, height=300)
        at = event["selection"]["rows"]
        if at and st.session_state.get("graph.row") != at:
            st.session_state["graph.row"] = at
            picked.pick(nodes[at[0]])
            st.rerun()
