"""An answer as a network: the triples of CONSTRUCT, or rows with two things."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyoxigraph as ox
import streamlit as st

from graph.figure import style
from graph.model import Answer, Term
from graph.store_terms import plain
from views import layout, network, state, words
from views.query_names import Known, known, label
from views.words import say

MOST = 250  # lines in one picture
WIDE = 225.0  # of a box
Line = tuple[Term, Term, str]


def show(answer: Answer) -> None:
    """The network, and a link to the card of what was picked."""
    lines = _triples(answer) if answer.kind == "triples" else _rows(answer)
    if not lines:
        st.info(say("chart_two_things"), icon=":material/hub:")
        return
    if len(lines) > MOST:
        st.caption(say("chart_cut", MOST, len(lines)))
    canvas = drawn(lines[:MOST])
    network.show(canvas, key="query-canvas", token=str(hash((canvas.nodes[0]["id"], len(canvas.nodes), len(canvas.edges)))), selected=[], heard=_heard)
    picked = known().get(st.session_state.get("query.node", ""))
    if picked and any(n["id"] == st.session_state["query.node"] for n in canvas.nodes):
        state.link(picked.page, picked.label, icon=":material/badge:", **picked.params)


def _heard(name: str) -> Callable[[], None]:
    def heard() -> None:
        told = st.session_state["query-canvas"].get(name)
        if name == "picked" and told:
            st.session_state["query.node"] = next(iter(told["nodes"]), "")

    return heard


def _triples(answer: Answer) -> list[Line]:
    names = known()
    rows = [t for t in answer.triples if not isinstance(t.object, ox.Literal)] or answer.triples
    return [(t.subject, t.object, label(t.predicate, names)) for t in rows]


def columns(answer: Answer) -> list[str]:
    """The variables that are bound to things: IRIs that have a name here come first."""
    names = known()
    score = {v: sum((plain(row[i]) in names) * 2 + 1 for row in answer.rows if isinstance(row[i], ox.NamedNode)) for i, v in enumerate(answer.variables)}
    return [v for v in sorted(answer.variables, key=lambda v: -score[v]) if score[v]]


def _rows(answer: Answer) -> list[Line]:
    things = columns(answer)
    if len(things) < 2:
        return []
    order = [v for v in answer.variables if v in things[:2]]
    left, right, word = st.columns(3)
    start = left.selectbox(say("chart_from"), things, index=things.index(order[0]), key="query.graph.from")
    end = right.selectbox(say("chart_to"), [v for v in things if v != start], key="query.graph.to")
    said = word.selectbox(say("chart_label"), ["", *(v for v in answer.variables if v not in (start, end))], key="query.graph.word", format_func=lambda v: v or "—")
    a, b, w = (answer.variables.index(v) if v else -1 for v in (start, end, said))
    names = known()
    pairs = {(row[a], row[b], label(row[w], names) if w >= 0 else "") for row in answer.rows if row[a] is not None and row[b] is not None}
    return sorted(pairs, key=lambda line: (plain(line[0]), plain(line[1]), line[2]))


def drawn(lines: Sequence[Line]) -> network.Canvas:
    """Nodes and merged lines, placed by force."""
    terms = {plain(t): t for a, b, _ in lines for t in (a, b)}
    behind: dict[tuple[str, str], list[str]] = defaultdict(list)
    for a, b, said in lines:
        behind[plain(a), plain(b)].append(said)
    pairs = sorted(behind)
    places = _places(tuple(sorted(terms)), tuple(pairs))
    count = Counter(key for pair in pairs for key in set(pair))
    names = known()
    nodes = [_node(key, terms[key], places[key], count[key], names) for key in sorted(terms)]
    edges = [{"id": f"{a}>{b}", "from": a, "to": b, "colour": style.line("responds", False)[0], "light": "#b9c7ce", "dashes": (), "width": 1.4,
              "label": network.clip(" · ".join(filter(None, dict.fromkeys(behind[a, b]))), 24), "tip": [network.clip(s, 140) for s in dict.fromkeys(behind[a, b]) if s] or ["—"]}
             for a, b in pairs]  # fmt: skip
    return network.Canvas(nodes, edges, {})


@st.cache_resource(max_entries=16, show_spinner=False)
def _places(nodes: tuple[str, ...], pairs: tuple[tuple[str, str], ...]) -> dict[str, layout.Point]:
    return layout.force(dict.fromkeys(nodes, WIDE), pairs)


def _node(key: str, value: Term, at: tuple[float, float], ties: int, names: Mapping[str, Known]) -> dict[str, Any]:
    named = names.get(key)
    text = label(value, names) or "—"
    if named and named.type not in network.PARTS:
        row = {"kind": "entity", "type": named.type, "label": text, "standings": (named.standing,), "tier": ""}
        return network.Looks().node(key, row, at, ties, False)
    fill, stroke = network.PARTS[named.type] if named else ("#ffffff", "#777777")
    lines = network.wrapped(text, 28, 2)
    what = words.kind(named.type) if named else ""
    return {"id": key, "x": at[0], "y": at[1], "w": WIDE, "h": 20.0 + 18 * len(lines), "form": "round", "fill": fill, "stroke": stroke, "lines": lines, "bold": bool(named),
            "dashed": not named, "pinned": False, "tip": [network.clip(text, 160), what, say("n_ties", ties)]}
