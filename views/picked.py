"""What the visitor picked and changed on the canvas: selection, hiding, isolating, fetching neighbours, pinning, paths; undo and redo; all of it in the URL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from views import data, state, viewing
from views.viewing import EDITS, Edits, Shown

PAGE = "graph"
BACK = 50  # steps that can be undone
PINS = 60  # kept places that the URL holds


def edits() -> Edits:
    """The changes as they are now."""
    found: Edits = st.session_state.setdefault("graph.edits", Edits())
    return found


def chosen() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The nodes and the lines that are picked; a line is named by its two ends: a>b."""
    return st.session_state.get("graph.nodes", ()), st.session_state.get("graph.lines", ())


def take(graph: Any) -> None:
    """Takes selection and changes from the URL when they are new there, forgets what the graph no longer has, and writes them back."""
    fresh = {name: raw for name in ("sel", "line", "hide", "only", "plus", "path", "pos") if (raw := st.query_params.get(name)) is not None
             and raw != st.session_state.get(f"url:{PAGE}.{name}")}  # fmt: skip
    if fresh:
        _read(fresh, data.derived("codes", state.chosen(), lambda: {state.short(n): n for n in graph}))
    st.session_state["graph.nodes"] = tuple(n for n in chosen()[0] if n in graph)
    now = edits()
    for name, nodes in (("sel", chosen()[0]), ("hide", now.hidden), ("only", now.only), ("plus", now.plus)):
        state.put(PAGE, name, nodes, state.joined([state.short(n) for n in nodes]))
    lines = [line.split(">https:", 1) for line in chosen()[1] if ">https:" in line]
    state.put(PAGE, "line", chosen()[1], state.joined([f"{state.short(a)}.{state.short('https:' + b)}" for a, b in lines]))
    state.put(PAGE, "path", now.paths, state.joined([".".join(map(state.short, way)) for way in now.paths]))
    state.put(PAGE, "pos", now.pinned, state.joined([f"{state.short(n)}.{x:.0f}.{y:.0f}" for n, x, y in now.pinned[-PINS:]]))


def _read(fresh: Mapping[str, str], codes: Mapping[str, str]) -> None:
    """The parameters of the URL as selection and changes; a code that no node has is passed over."""
    for name, raw in fresh.items():
        parts = [part.split(".") for part in state.several(raw)]
        nodes = tuple(codes[p[0]] for p in parts if p[0] in codes)
        if name == "sel":
            st.session_state["graph.nodes"], st.session_state["graph.centre"] = nodes, True
        elif name == "line":
            st.session_state["graph.lines"] = tuple(f"{codes[p[0]]}>{codes[p[1]]}" for p in parts if len(p) == 2 and set(p) <= set(codes))
        elif name == "path":
            st.session_state["graph.edits"] = replace(edits(), paths=tuple(tuple(codes[c] for c in p) for p in parts if len(p) > 1 and set(p) <= set(codes)))
        elif name == "pos":
            places = [(codes[p[0]], float(p[1]), float(p[2])) for p in parts if len(p) == 3 and p[0] in codes and _number(p[1]) and _number(p[2])]
            st.session_state["graph.edits"] = replace(edits(), pinned=tuple(places))
        else:
            st.session_state["graph.edits"] = replace(edits(), **{{"hide": "hidden"}.get(name, name): nodes})


def _number(text: str) -> bool:
    return text.removeprefix("-").isdecimal() and text.isascii() and len(text) < 8


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
            remember(replace(edits(), pinned=(*kept, *((n, round(float(x)), round(float(y))) for n, (x, y) in told.items()))))

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
    remember(EDITS[name](edits(), nodes))
    if name in ("hide", "everything"):
        clear()


def pin(nodes: tuple[str, ...]) -> None:
    """Keeps the nodes where they stand now, in every layout; or lets them go."""
    places = {n: (x, y) for n, x, y in st.session_state["graph.seen"].canvas.places if n in nodes}
    remember(viewing.pin(edits(), places))


def remember(new: Edits) -> None:
    """Puts changes into effect, so that undo leads back."""
    st.session_state["graph.past"] = [*st.session_state.get("graph.past", []), edits()][-BACK:]
    st.session_state["graph.future"] = []
    st.session_state["graph.edits"] = new


def step(back: bool) -> None:
    """Undo, or redo."""
    here, there = ("graph.past", "graph.future") if back else ("graph.future", "graph.past")
    steps = st.session_state.get(here, [])
    if steps:
        st.session_state[there] = [*st.session_state.get(there, []), edits()][-BACK:]
        st.session_state["graph.edits"] = steps[-1]
        st.session_state[here] = steps[:-1]


def focus(view: Shown) -> str:
    """The node in the middle of the layout “around”: the picked one, else the one with the most lines."""
    count = counts(view)
    nodes = [n for n in chosen()[0] if n in view.nodes]
    return nodes[0] if nodes else max(view.nodes, key=lambda n: (count[n], n))


def counts(view: Shown) -> Counter[str]:
    """How many links each node has on the canvas."""
    return Counter(end for pair, keys in view.lines.items() for end in pair for _ in keys)
