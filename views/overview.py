"""Overview: what the chosen papers are, how they hang together, which directives are answered most, and what is named nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from graph.model import Covered, Directive, Part, Tie
from graph.queries import ABOVE, ranked
from views import cards, data, downloads, flow, frame, network, state, tour, words
from views.words import say

ICON = ":material/dashboard:"


def show() -> None:
    """The page."""
    st.title("PolicyTrace 政脉", help=say("overview_help"))
    st.markdown(say("question"))
    tour.show()
    if frame.empty():
        return
    ties = data.ties(state.chosen())
    answers = data.answers(state.chosen())
    covers = data.covered(state.chosen())
    _numbers(covers, answers)
    _papers()
    _directives(covers, answers)
    flow.show(data.counted(answers), data.parts(state.chosen()))
    left, right = st.columns(2, gap="medium")
    with left:
        _coverage(covers, answers)
    with right:
        _stages(ties)


def _numbers(covers: Sequence[Covered], answers: list[Tie]) -> None:
    """The numbers, each over a link that leads to its items."""
    counted = data.counted(answers)
    own = [c for c in covers if c.own]
    columns = st.columns(5)
    papers = data.papers(state.chosen())
    numbers = (("papers", len(papers)), ("items", len(covers)), ("directives", len({t.entity for t in counted})), ("links", len(counted)),
               ("answering", f"{len(own)} / {len(covers)}"))
    same = _same_links()
    ways: dict[str, tuple[str, dict[str, str]]] = {
        "papers": ("library", {}), "items": ("trace", {"side": "initiative"}), "directives": ("evidence", {**same, "group": "label"}),
        "links": ("evidence", same), "answering": ("evidence", {**same, "scope": "item", "group": "place"}),
    }  # fmt: skip
    for column, (name, value) in zip(columns, numbers, strict=True):
        with column:
            st.metric(say(f"number_{name}"), value, help=say(f"number_{name}_help"))
            page, params = ways[name]
            state.link(page, say("number_show"), icon=":material/arrow_forward:", help=say(f"number_{name}_help"), **params)


def _same_links() -> dict[str, str]:
    """The filters of the evidence table under which stand just the links that count."""
    types = {t.type for t in data.ties(state.chosen())} - {"DOCTRINE"} if st.session_state.get("formulas") else set()
    return {"anew": "1", "family": "responds", "standing": state.joined(sorted(ABOVE)), "scope": state.joined(sorted(data.scopes())), "type": state.joined(sorted(types))}


def _papers() -> None:
    rows = data.papers(state.chosen())
    if len(rows) == 1:
        with st.expander(network.clip(state.plain(rows[0].title), 200), icon=":material/description:", expanded=True):
            cards.paper(rows[0])
            with st.container(horizontal=True):
                state.link("reader", say("to_reader"), icon=":material/menu_book:", paper=state.short(rows[0].iri))
                state.link("graph", say("to_graph"), icon=":material/account_tree:")
                state.link("evidence", say("to_evidence"), icon=":material/table_rows:")
        return
    with st.expander(say("overview_papers", len(rows)), icon=":material/description:"):
        st.dataframe([{say("field_title"): p.title, say("field_number"): p.number, say("field_date"): p.date, say("field_issuer"): p.issuer,
                       say("field_genre"): p.genre} for p in rows], hide_index=True)


def _directives(covers: Sequence[Covered], answers: list[Tie]) -> None:
    """The most answered directives; a row that is chosen shows who answers it, with the words."""
    st.subheader(say("most_answered"), help=say("most_answered_help"))
    switches = data.switches()
    rows = data.derived(f"ranked {switches}", state.chosen(), lambda: ranked(covers, data.counted(answers)))
    if not rows:
        st.info(say("no_directives"))
        return
    most = max(max(d.items for d in rows), 1)
    shown = data.derived(f"most answered {switches} {words.lang()}", state.chosen(), lambda: _ranking(rows))
    event = st.dataframe(shown, hide_index=True, on_select="rerun", selection_mode="single-row", key="overview.directives", height=38 + 35 * min(len(rows), 10),
                         column_config={say("column_items"): st.column_config.ProgressColumn(min_value=0, max_value=most, format="%d"),
                                        say("directive"): st.column_config.TextColumn(width=300)})
    downloads.row(lambda: shown, "policytrace-directives", key="overview-directives")
    at = event["selection"]["rows"]
    if at and at[0] < len(rows):
        iri = rows[at[0]].iri
        with st.container(horizontal=True):
            state.link("trace", say("to_trace"), icon=":material/timeline:", directive=state.short(iri))
            state.link("graph", say("to_graph"), icon=":material/account_tree:", sel=state.short(iri), plus=state.short(iri))
        cards.ties([t for t in answers if t.entity == iri], key=f"overview:{iri}", name=False)
    else:
        st.caption(say("row_hint"))


def _ranking(rows: Sequence[Directive]) -> pd.DataFrame:
    return pd.DataFrame([{say("directive"): network.visible(d.label), say("column_items"): d.items, say("column_inherited"): d.inherited,
                          say("column_type"): words.kind(d.type), say("column_tier"): words.concept("tier", d.tier),
                          say("column_standing"): "、".join(words.concept("standing", s) for s in d.standings)} for d in rows])  # fmt: skip


def _coverage(covers: Sequence[Covered], answers: list[Tie]) -> None:
    """Initiatives that name no directive in their own words; directives that only a heading or the general part names."""
    st.subheader(say("coverage"), help=say("coverage_help"))
    silent = [c for c in covers if not c.own]
    with st.expander(say("coverage_items", len(silent), len(covers)), icon=":material/radio_button_unchecked:"):
        _parts([c.item for c in silent])
    by_scope: dict[str, set[str]] = {}
    for t in answers:
        by_scope.setdefault(t.entity, set()).add(t.scope)
    only = [t for t in {t.entity: t for t in answers}.values() if "item" not in by_scope[t.entity]]
    with st.expander(say("coverage_directives", len(only), len(by_scope)), icon=":material/title:"):
        for t in only[:100]:
            state.link("trace", network.clip(network.visible(t.label), 60), icon=":material/timeline:", directive=state.short(t.entity))


def _parts(rows: Sequence[Part]) -> None:
    for p in rows[:100]:
        label = f"{words.place(p.id)} {network.clip(network.heading(network.visible(p.heading)), 44)}"
        state.link("trace", label, icon=":material/chevron_right:", item=state.short(p.iri))


def _stages(ties: Sequence[Tie]) -> None:
    """What is worded as new, and what goes on."""
    st.subheader(say("stages"), help=say("stages_help"))
    staged = [t for t in ties if t.stage and t.family == "undertakes"] or [t for t in ties if t.stage]
    counts = Counter(t.stage for t in staged)
    if not counts:
        st.caption(say("stages_none"))
        return
    order = [s for s in ("prepare", "launch", "pilot", "continue", "expand", "improve", "end") if counts[s]]
    stage = st.pills(say("stages"), order, key="overview.stage", format_func=lambda s: f"{words.concept('stage', s)} {counts[s]}", label_visibility="collapsed")
    if stage:
        cards.ties([t for t in staged if t.stage == stage], key=f"stage:{stage}")
    else:
        st.caption(say("stages_hint"))
