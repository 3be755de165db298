"""What the visitor picked and changed on the canvas: selection, hiding, isolating, fetching neighbours, paths; undo, redo, and saved views."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from views import network, state, viewing, words
from views.viewing import EDITS, Edits, Shown
from views.words import say

PAGE = "graph"
FAMILIES = ("responds", "undertakes", "involves", "header")


def edits() -> Edits:
    """The changes as they are now."""
    found: Edits = st.session_state.setdefault("graph.edits", Edits())
    return found


def chosen() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The nodes and the lines that are picked."""
    return st.session_state.get("graph.nodes", ()), st.session_state.get("graph.lines", ())


def take(graph: Any) -> None:
    """Takes selection and changes from the URL when they are new there, forgets what the graph no longer has, and writes them back."""
    codes: dict[str, str] = {}
    for name in ("sel", "hide", "only", "plus", "path"):
        raw = st.query_params.get(name)
        if raw is None or raw == st.session_state.get(f"url:{PAGE}.{name}"):
            continue
        codes = codes or {state.short(n): n for n in graph}
        found = tuple(codes[c] for c in state.several(raw) if c in codes)
        if name == "sel":
            st.session_state["graph.nodes"], st.session_state["graph.lines"] = found, ()
            st.session_state["graph.centre"] = True
        else:
            st.session_state["graph.edits"] = replace(edits(), **{{"hide": "hidden"}.get(name, name): found})
    st.session_state["graph.nodes"] = tuple(n for n in chosen()[0] if n in graph)
    now = edits()
    for name, nodes in (("sel", chosen()[0]), ("hide", now.hidden), ("only", now.only), ("plus", now.plus), ("path", now.path)):
        state.put(PAGE, name, nodes, state.joined([state.short(n) for n in nodes]))


def heard(name: str) -> Callable[[], None]:
    """The callback for what the canvas tells: a click, a double click, a drag."""

    def act() -> None:
        told = st.session_state["canvas"].get(name)
        if not told:
            return
        if name == "picked":
            st.session_state["graph.nodes"], st.session_state["graph.lines"] = tuple(told["nodes"]), tuple(told["edges"][:1])
        elif name == "opened":
            change("expand", (told["node"],))
        else:
            kept = tuple(p for p in edits().pinned if p[0] not in told)
            _remember(replace(edits(), pinned=(*kept, *((n, float(x), float(y)) for n, (x, y) in told.items()))))

    return act


def pick(node: str) -> None:
    """Picks a node, and brings it onto the canvas if it is not there."""
    st.session_state["graph.nodes"], st.session_state["graph.lines"] = (node,), ()
    st.session_state["graph.centre"] = True
    if node not in edits().plus or node in edits().hidden:
        change("expand", (node,))


def clear() -> None:
    """Nothing picked."""
    st.session_state["graph.nodes"], st.session_state["graph.lines"] = (), ()


def change(name: str, nodes: tuple[str, ...]) -> None:
    """One of viewing.EDITS; it can be undone."""
    _remember(EDITS[name](edits(), nodes))
    if name in ("hide", "everything"):
        clear()


def _remember(new: Edits) -> None:
    st.session_state["graph.past"] = [*st.session_state.get("graph.past", []), edits()][-50:]
    st.session_state["graph.future"] = []
    st.session_state["graph.edits"] = new


def step(back: bool) -> None:
    """Undo, or redo."""
    here, there = ("graph.past", "graph.future") if back else ("graph.future", "graph.past")
    steps = st.session_state.get(here, [])
    if steps:
        st.session_state[there] = [*st.session_state.get(there, []), edits()]
        st.session_state["graph.edits"] = steps[-1]
        st.session_state[here] = steps[:-1]


def toolbar(graph: Any, view: Shown) -> None:
    """What can be done with what is picked."""
    nodes = chosen()[0]
    with st.container(horizontal=True, gap="small"):
        for name, icon in (("expand", "open_in_full"), ("collapse", "close_fullscreen"), ("isolate", "filter_center_focus"), ("hide", "visibility_off")):
            st.button(say(f"do_{name}"), key=f"do-{name}", icon=f":material/{icon}:", disabled=not nodes, on_click=change, args=(name, nodes),
                      help=say(f"do_{name}_help"))
        st.button(say("undo"), key="do-undo", icon=":material/undo:", disabled=not st.session_state.get("graph.past"), on_click=step, args=(True,))
        st.button(say("redo"), key="do-redo", icon=":material/redo:", disabled=not st.session_state.get("graph.future"), on_click=step, args=(False,))
        st.button(say("do_everything"), key="do-everything", icon=":material/restart_alt:", disabled=edits() == Edits(), on_click=change,
                  args=("everything", ()))


def saved_views() -> None:
    """Views under a name: kept in the session, and as a file to take along. A view is its URL parameters."""
    views: dict[str, dict[str, str]] = st.session_state.setdefault("graph.views", {})
    with st.popover(say("views"), icon=":material/bookmark:"):
        st.caption(say("views_help"))
        name = st.text_input(say("view_name"), key="graph.view_name", max_chars=60)
        if st.button(say("view_save"), disabled=not name, key="view-save"):
            views[name] = st.query_params.to_dict()
        for i, (title, params) in enumerate(views.items()):
            st.page_link(state.pages()[PAGE], label=state.plain(title), icon=":material/bookmark:", query_params=params)
            st.button(say("view_drop"), key=f"view-drop-{i}", on_click=views.pop, args=(title,), type="tertiary")
        st.download_button(say("view_file"), json.dumps(views, ensure_ascii=False, indent=1), "policytrace-views.json", disabled=not views, key="view-file")


def path_chooser(graph: Any) -> None:
    """How are two nodes tied? Chooses both, and shows the shortest way."""
    with st.popover(say("path"), icon=":material/route:", width="content"):
        options = sorted((n for n in graph), key=lambda n: (graph.nodes[n]["kind"] != "entity", -graph.degree(n), n))
        text = lambda n: network.clip(network.caption(graph.nodes[n]), 60)  # noqa: E731
        a = st.selectbox(say("path_from"), options, index=None, key="graph.from", format_func=text, placeholder=say("choose"))
        b = st.selectbox(say("path_to"), options, index=None, key="graph.to", format_func=text, placeholder=say("choose"))
        if st.button(say("path_show"), key="path-show", type="primary", disabled=not (a and b)):
            found = viewing.path(graph, a, b)
            if found:
                change("path", tuple(found))
                st.rerun()
            st.info(say("path_none"))


def path_told(graph: Any) -> None:
    """The path that is shown, in words."""
    if edits().path:
        st.markdown(" → ".join(f"**{state.plain(network.clip(network.caption(graph.nodes[n]), 40))}**" for n in edits().path if n in graph))


def focus(view: Shown) -> str:
    """The node in the middle of the layout “around”: the picked one, else the one with the most lines."""
    count = counts(view)
    nodes = [n for n in chosen()[0] if n in view.nodes]
    return nodes[0] if nodes else max(view.nodes, key=lambda n: (count[n], n))


def counts(view: Shown) -> Counter[str]:
    """How many links each node has on the canvas."""
    return Counter(end for pair, keys in view.lines.items() for end in pair for _ in keys)


def names(graph: Any) -> list[tuple[str, tuple[str, ...]]]:
    """What the search looks at: the name and aliases of each node, the most linked first."""
    rows = sorted(graph.nodes(data=True), key=lambda pair: (-graph.degree(pair[0]), pair[0]))
    return [(n, (network.caption(row), *row.get("aliases", ()))) for n, row in rows]


def sections(graph: Any) -> list[str]:
    """The sections, and the papers where there are several."""
    papers = [n for n, row in graph.nodes(data=True) if row["kind"] == "paper"]
    return [*(papers if len(papers) > 1 else []), *(n for n, row in graph.nodes(data=True) if row["kind"] == "section")]


def read(raw: str, options: Sequence[str]) -> list[str]:
    """The values of a filter in the URL: keys, or codes of IRIs."""
    values = set(state.several(raw))
    return [o for o in options if o in values or state.short(o) in values]


def option(graph: Any, name: str, value: str) -> str:
    """A filter's value in words."""
    if name == "part":
        return network.clip(network.caption(graph.nodes[value]), 40)
    makers: dict[str, Callable[[str], str]] = {"family": words.family, "relation": words.relation, "type": words.kind, "scope": lambda v: say(f"scope_{v}")}
    return makers[name](value) if name in makers else words.concept(name, value)
