"""Entity: all about one name: what it is, how the papers stand to it and why, its place, mentions, links, neighbours, and how to cite it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from graph import hierarchy
from graph.model import Card, Thing
from graph.vocab import name_of
from views import cards, cite, data, downloads, frame, legend, network, search, state, table, viewing, words
from views.viewing import Edits
from views.words import say

ICON = ":material/badge:"
PAGE = "entity"
MOST = 500  # names, the most linked first, that are offered; the search knows all


def show() -> None:
    """The page."""
    st.title(say("page_entity"), help=say("entity_help"))
    if frame.empty():
        return
    rows = data.things(state.chosen())
    if not rows:
        st.info(say("entity_none"))
        return
    iri = _choose(rows)
    card = data.card(iri, state.chosen())
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        cards.thing(card.thing)
        _standing(card)
        _hierarchy(card.thing, rows)
        st.caption("IRI")
        st.code(iri, language=None, wrap_lines=True)
        with st.container(horizontal=True):
            state.link("graph", say("to_graph"), icon=":material/account_tree:", sel=state.short(iri), plus=state.short(iri))
            state.link("trace", say("to_trace"), icon=":material/timeline:", directive=state.short(iri))
    with right:
        _ego(iri)
    cite.box([(t.paper, t.source_id) for t in card.ties] + [(m.paper, m.place) for m in card.mentions], key="entity")
    links, mentions = st.tabs([say("tab_links", len(card.ties)), say("tab_mentions", len(card.mentions))])
    with links:
        _ties(card)
    with mentions:
        _mentions(card)


def _choose(rows: tuple[Thing, ...]) -> str:
    names: dict[str, Thing] = data.derived("things", state.chosen(), lambda: {t.iri: t for t in rows})
    texts: dict[str, str] = data.derived(f"things {words.lang()}", state.chosen(), lambda: {t.iri: f"{network.clip(t.label, 60)} · {words.kind(t.type)}" for t in rows})
    bar = st.container(horizontal=True, vertical_alignment="bottom")
    query = bar.text_input(say("find"), key="entity.find", placeholder=say("find_hint"), width=260)
    spoken: search.Names = data.derived("things by name", state.chosen(), lambda: search.Names((t.iri, (t.label, *t.aliases)) for t in rows))
    options = spoken.find(query, 30) if query else list(names)[:MOST]
    key = state.take(PAGE, "id", rows[0].iri, lambda raw: state.full(raw, list(names)) or rows[0].iri)
    if query and options and st.session_state.get("entity.asked") != query:
        st.session_state[key] = options[0]
    st.session_state["entity.asked"] = query
    if st.session_state[key] not in names:
        st.session_state[key] = rows[0].iri
    if st.session_state[key] not in options:
        options = [st.session_state[key], *options]
    iri: str = bar.selectbox(say("entity"), options, key=key, format_func=texts.__getitem__)
    state.put(PAGE, "id", iri, state.short(iri))
    return iri


def _standing(card: Card) -> None:
    """How each paper stands to it, and the rule that says so."""
    titles = cards.titles()
    st.html("".join(
        f'<div class="pt-meta">{cards.chip(words.concept("standing", s.standing), s.standing)}《{cards.safe(titles.get(s.paper, ""))}》 {cards.safe(words.reason(s.reason))}</div>'
        for s in card.standings[:12]
    ))  # fmt: skip


def _hierarchy(thing: Thing, rows: tuple[Thing, ...]) -> None:
    """Who issued, held, runs or set it, and the congress over a plenum; and what it issued, held, runs or set itself."""
    names: dict[str, Thing] = data.derived("things", state.chosen(), lambda: {t.iri: t for t in rows})
    ranks: dict[str, list[str]] = data.derived("below", state.chosen(), lambda: _below(rows))
    labels: dict[str, str] = data.derived("bodies", state.chosen(), lambda: {t.label: t.iri for t in rows if t.type in ("MEETING", "ORG")})
    above = list(dict.fromkeys((*thing.makers, *(labels.get(name, name) for name in hierarchy.above(thing.label)))))
    below = ranks.get(thing.iri, []) + ranks.get(thing.label, [])
    for title, found in ((say("stands_under"), above), (say("stands_over"), below)):
        if found:
            st.caption(title)
            with st.container(horizontal=True):
                for iri in found[:20]:
                    name = network.clip(names[iri].label if iri in names else name_of(iri) if iri.startswith("http") else iri, 40)
                    if iri in names:
                        state.link("entity", name, icon=":material/subdirectory_arrow_right:", id=state.short(iri))
                    else:
                        st.caption(state.plain(name))


def _below(rows: tuple[Thing, ...]) -> dict[str, list[str]]:
    """What each thing made, by its IRI, and what stands under it by the form of its name, by its label."""
    found: dict[str, list[str]] = {}
    for t in rows:
        for above in dict.fromkeys((*t.makers, *hierarchy.above(t.label))):
            found.setdefault(above, []).append(t.iri)
    return found


def _ego(iri: str) -> None:
    graph: Any = data.network(state.chosen())
    if iri not in graph:
        return
    view = viewing.ego(graph, iri)
    if not view.nodes:
        return
    places = viewing.places(graph, view, "around", iri, Edits())
    looks: network.Looks = data.derived(f"looks {words.lang()}", state.chosen(), network.Looks)
    nodes = [looks.node(n, graph.nodes[n], places[n], graph.degree(n), False) for n in places]
    edges = [looks.edge(s, t, keys, graph[s][t]) for (s, t), keys in view.lines.items()]

    def heard(_name: str) -> Any:
        def act() -> None:
            told = st.session_state["ego"].get("picked")
            nodes = [n for n in (told or {}).get("nodes", []) if graph.nodes.get(n, {}).get("kind") == "entity"]
            if nodes:
                st.session_state[f"{PAGE}.id"] = nodes[0]
        return act

    network.show(network.Canvas(nodes, edges, {}), key="ego", token=iri, selected=[iri], small=True, heard=heard)
    st.html(legend.html(graph, view))


def _ties(card: Card) -> None:
    """The links that lead to it; where it is a paper that was read, those that lead from it and its parts too."""
    cards.ties(card.ties, key=f"entity:{card.thing.iri}", name=False)
    out = [t for t in data.ties(state.chosen()) if t.paper == card.thing.iri]
    if out:
        st.subheader(say("links_out", len(out)))
        cards.ties(out, key=f"out:{card.thing.iri}")
    if card.ties or out:
        downloads.row(cards.maker([*card.ties, *out], table.COLUMNS), "policytrace-entity", key="entity")


def _mentions(card: Card) -> None:
    for m in card.mentions[: 200 if st.session_state.get("more:mentions") else 20]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(f'<div class="pt-quote" dir="ltr">{cards.safe(words.place(m.place))} · …{cards.safe(m.prefix[-24:])}<mark>{cards.safe(m.text)}</mark>'
                    f"{cards.safe(m.suffix[:24])}…</div>")
            state.link("reader", say("to_sentence"), icon=":material/format_quote:", paper=state.short(m.paper), at=f"{m.start}-{m.end}")
    if len(card.mentions) > 20 and not st.session_state.get("more:mentions"):
        st.button(say("show_more", len(card.mentions) - 20), on_click=lambda: st.session_state.update({"more:mentions": True}))
