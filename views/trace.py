"""Trace: from a directive down to who answers it, from an initiative up to what it answers, and both at once as a matrix."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from graph.model import Covered, Directive, Part, Tie
from graph.queries import ABOVE, ranked
from views import cards, data, downloads, frame, network, state, table, words
from views.words import say

ICON = ":material/timeline:"
PAGE = "trace"
WIDE = 30  # directives in the matrix, and how many more at a time
SIDES = ("directive", "initiative", "matrix")


def show() -> None:
    """The page."""
    st.title(say("page_trace"), help=say("trace_help"))
    if frame.empty():
        return
    if "directive" in st.query_params and st.query_params["directive"] != st.session_state.get("url:trace.directive"):
        st.session_state["trace.side"] = "directive"
    if "item" in st.query_params and st.query_params["item"] != st.session_state.get("url:trace.item"):
        st.session_state["trace.side"] = "initiative"
    key = state.take(PAGE, "side", "directive", lambda raw: raw if raw in SIDES else "directive")
    side = st.segmented_control(say("trace_side"), SIDES, key=key, format_func=lambda s: say(f"trace_{s}"), required=True, label_visibility="collapsed")
    state.put(PAGE, "side", side, "" if side == "directive" else side)
    answers = data.answers(state.chosen())
    if not answers:
        st.info(say("no_directives"))
        return
    {"directive": _down, "initiative": _up, "matrix": _matrix}[side](answers)


def found(answers: list[Tie]) -> list[Directive]:
    """The directives, the most answered first."""
    rows: list[Directive] = data.derived(f"all ranked {data.switches()}", state.chosen(), lambda: ranked(data.covered(state.chosen()), answers))
    return rows


def _down(answers: list[Tie]) -> None:
    rows = {d.iri: d for d in found(answers)}
    key = state.take(PAGE, "directive", next(iter(rows)), lambda raw: state.full(raw, list(rows)) or next(iter(rows)))
    if st.session_state[key] not in rows:
        st.session_state[key] = next(iter(rows))
    iri = st.selectbox(say("directive"), list(rows), key=key, format_func=lambda i: f"{network.clip(rows[i].label, 70)} · {say('n_items', rows[i].items)}")
    state.put(PAGE, "directive", iri, state.short(iri))
    row = rows[iri]
    st.markdown(say("trace_down", row.items, row.inherited, row.links))
    ties = [t for t in answers if t.entity == iri]
    shown = table.frame(ties, cards.titles(), ("place", "heading", "relation", "cue", "via", "stage", "quote", "paper"))
    st.dataframe(shown, hide_index=True)
    downloads.row(lambda: shown, "policytrace-directive", key="trace-down")
    with st.container(horizontal=True):
        state.link("graph", say("to_graph"), icon=":material/account_tree:", sel=state.short(iri), plus=state.short(iri))
        state.link("entity", say("to_entity"), icon=":material/badge:", id=state.short(iri))
    cards.ties(ties, key=f"down:{iri}", name=False)
    _inheriting(iri)


def _inheriting(iri: str) -> None:
    """The initiatives that only stand under a heading that answers it: always named as inherited."""
    rows = [c.item for c in data.covered(state.chosen()) if iri in c.inherited and iri not in c.own]
    if rows:
        with st.expander(say("inheriting", len(rows)), icon=":material/subdirectory_arrow_right:"):
            for part in rows[:60]:
                st.markdown(f"- {words.place(part.id)} {state.plain(network.heading(part.heading))}")


def _up(answers: list[Tie]) -> None:
    covers = {c.item.iri: c for c in data.covered(state.chosen())}
    if not covers:
        st.info(say("no_items"))
        return
    key = state.take(PAGE, "item", next(iter(covers)), lambda raw: state.full(raw, list(covers)) or next(iter(covers)))
    if st.session_state[key] not in covers:
        st.session_state[key] = next(iter(covers))
    iri = st.selectbox(say("initiative"), list(covers), key=key, format_func=lambda i: _item(covers[i].item))
    state.put(PAGE, "item", iri, state.short(iri))
    cover = covers[iri]
    cards.part(cover.item)
    holders = _holders(cover)
    steps = (("own", {iri}), ("by_heading", holders), ("by_general", {cover.item.paper}))
    above = [t for _, sources in steps for t in answers if t.source in sources]
    for name, sources in steps:
        ties = [t for t in answers if t.source in sources]
        st.subheader(say(f"trace_{name}", len(ties)))
        if ties:
            cards.ties(ties, key=f"up:{name}:{iri}")
        else:
            st.caption(say("no_directive"))
    if above:
        downloads.row(cards.maker(above, table.COLUMNS), "policytrace-task", key="trace-up")
    rest = [t for t in data.ties_of(state.chosen()).get(iri, ()) if not (t.family == "responds" and t.standing in ABOVE)]
    if rest:
        with st.expander(say("trace_rest", len(rest))):
            cards.ties(rest, key=f"up:rest:{iri}")


def _holders(cover: Covered) -> set[str]:
    by_iri = {p.iri: p for p in data.parts([cover.item.paper])}
    holders: set[str] = set()
    at = cover.item.section
    while at in by_iri and at not in holders:
        holders.add(at)
        at = by_iri[at].section
    return holders


def _item(part: Part) -> str:
    return f"{words.place(part.id)} {network.clip(network.heading(network.visible(part.heading)), 50)}"


def _matrix(answers: list[Tie]) -> None:
    """Initiatives against directives; a cell holds the relations, and leads to its sentences."""
    bar = st.container(horizontal=True, vertical_alignment="bottom")
    words_in = bar.text_input(say("matrix_find"), key="trace.matrix.find", placeholder=say("matrix_hint"), width=280)
    every = sorted({t.standing for t in answers})
    standings = bar.multiselect(say("filter_standing"), every, key="trace.matrix.standing", format_func=lambda s: words.concept("standing", s),
                                placeholder=say("any"), width=260)
    counted = [t for t in data.counted(answers) if t.scope != "plan" and (not standings or t.standing in standings) and _named(t, words_in)]
    named = {t.entity for t in counted}
    rows = [d for d in found(answers) if d.iri in named]
    if not rows:
        st.info(say("matrix_nothing"), icon=":material/filter_alt_off:")
        return
    wide = st.session_state.get("trace.wide", WIDE)
    cells = _cells([t for t in counted if t.entity in {d.iri for d in rows[:wide]}])
    sources = list(dict.fromkeys(source for source, _ in cells))
    grid = _grid(rows[:wide], sources, cells)
    event = st.dataframe(grid, hide_index=True, on_select="rerun", selection_mode="single-cell", key="trace.matrix", height=min(720, 38 + 35 * len(sources)),
                         column_config={say("initiative"): st.column_config.TextColumn(pinned=True, width=260)})
    if len(rows) > wide:
        st.button(say("matrix_wider", wide, len(rows)), key="matrix-wider", icon=":material/add:", on_click=lambda: st.session_state.update({"trace.wide": wide + WIDE}))
    downloads.row(lambda: grid, "policytrace-matrix", key="trace-matrix")
    picked = event["selection"]["cells"]
    if picked and picked[0][0] < len(sources) and picked[0][1] in grid.columns[1:]:
        at, name = picked[0]
        cards.ties(cells.get((sources[at], rows[list(grid.columns).index(name) - 1].iri), []), key=f"cell:{at}:{name}")
    else:
        st.caption(say("cell_hint"))


def _named(t: Tie, text: str) -> bool:
    """Whether a word stands in the task or the directive of a link."""
    low = text.strip().lower()
    return not low or low in f"{words.place(t.source_id)} {t.heading} {t.label}".lower()


def _cells(ties: list[Tie]) -> dict[tuple[str, str], list[Tie]]:
    cells: dict[tuple[str, str], list[Tie]] = {}
    for t in ties:
        cells.setdefault((t.source, t.entity), []).append(t)
    return cells


def _grid(rows: list[Directive], sources: list[str], cells: dict[tuple[str, str], list[Tie]]) -> pd.DataFrame:
    names = _distinct([network.clip(network.visible(d.label), 24) for d in rows])
    heads = {s: f"{words.place(ties[0].source_id)} {network.clip(network.heading(network.visible(ties[0].heading)), 24)}" for (s, _), ties in cells.items()}
    said = {pair: " ".join(dict.fromkeys(words.relation(t.relation) for t in ties)) for pair, ties in cells.items()}
    grid = pd.DataFrame([[said.get((s, d.iri), "") for d in rows] for s in sources], columns=names)
    grid.insert(0, say("initiative"), [heads[s] for s in sources])
    return grid


def _distinct(names: list[str]) -> list[str]:
    return [n if names.count(n) == 1 else f"{n} ({i + 1})" for i, n in enumerate(names)]
