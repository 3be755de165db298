"""The question form: choices in words → a Question, which graph.question writes as SPARQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from graph.question import PLACES, RELATED, RELATING, SUBJECTS, WHO, Question
from graph.vocab import CLASSES, concepts
from views import data, network, state, words
from views.words import say

WORDS = 80  # characters of a name that is looked for


def asked() -> Question:
    """The form, and the question that it holds."""
    st.caption(say("form_help"))
    left, middle = st.columns([1, 1.2])
    subject: str = left.selectbox(say("form_subject"), SUBJECTS, key=_ready("subject", SUBJECTS, "initiative"), format_func=_subject)
    relations = [r for r in (*RELATING, WHO) if r != "header" and (subject not in PLACES or r != WHO)]
    relation: str = middle.selectbox(say("form_relation"), relations, key=_ready("relation", relations, "responds"), format_func=lambda r: _relation(r, subject))
    st.markdown(f"**{say('form_thing')}**")
    first, second, third, fourth = st.columns(4)
    classes = first.multiselect(say("column_type"), list(CLASSES), key="query.form.class", format_func=words.kind, placeholder=say("any"))
    tiers = _concepts(second, "tier")
    standings = _concepts(third, "standing")
    systems = _concepts(fourth, "system")
    name, thing = st.columns([1, 1.6])
    said = name.text_input(say("form_name"), key="query.form.name", max_chars=WORDS, placeholder=say("form_name_hint"))
    things = data.things(state.chosen())
    labels = {t.iri: network.clip(network.visible(t.label), 60) for t in things}
    which = thing.multiselect(say("form_which"), list(labels), key="query.form.thing", format_func=lambda iri: labels.get(iri, ""), placeholder=say("any"))
    papers, parts = _where()
    return Question(subject, relation, tuple(classes), tuple(tiers), tuple(systems), tuple(standings), tuple(w for w in which if w in labels), said, papers, parts)


def _ready(name: str, options: Sequence[str], default: str) -> str:
    """A choice that is none of the options any more falls back."""
    key = f"query.form.{name}"
    if st.session_state.get(key) not in options:
        st.session_state[key] = default
    return key


def _subject(key: str) -> str:
    return say(f"form_subject_{key}") if key in PLACES else words.kind(key)


def _relation(key: str, subject: str) -> str:
    said = say("form_made_by") if key == WHO else say("form_any_tie") if key == "any" else words.family(key) if key in RELATED else words.relation(key)
    return said if subject in PLACES or key == WHO else say("form_place_that", said)


def _concepts(box: Any, scheme: str) -> list[str]:
    keys = [k for s, k in concepts() if s == scheme and k.isascii() and k not in ("none", "-")]
    found: list[str] = box.multiselect(say(f"column_{scheme}"), keys, key=f"query.form.{scheme}", format_func=lambda k: words.concept(scheme, k), placeholder=say("any"))
    return found


def _where() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Papers and sections; a section brings those that stand in it."""
    left, right = st.columns([1, 1.6])
    rows = {p.iri: network.visible(p.title) for p in data.papers(state.chosen())}
    papers = [p for p in left.multiselect(say("form_paper"), list(rows), key="query.form.paper", format_func=lambda iri: rows.get(iri, ""), placeholder=say("any")) if p in rows]
    sections = {p.iri: p for p in data.parts(state.chosen()) if p.kind == "section" and (not papers or p.paper in papers)}
    many = len(rows) > 1

    def named(iri: str) -> str:
        part = sections.get(iri)
        if part is None:
            return ""
        return network.clip(f"{words.place(part.id)} {network.heading(network.visible(part.heading))}" + (f" · {rows[part.paper]}" if many else ""), 70)

    st.session_state["query.form.section"] = [s for s in st.session_state.get("query.form.section", []) if s in sections]
    chosen = right.multiselect(say("form_section"), list(sections), key="query.form.section", format_func=named, placeholder=say("any"))
    return tuple(papers), tuple(within(chosen, {iri: p.section for iri, p in sections.items()}))


def within(chosen: Sequence[str], above: dict[str, str]) -> list[str]:
    """The sections and all that stand in them; `above` tells each section's own."""
    found = list(chosen)
    for iri in found:
        found += [s for s, up in above.items() if up == iri and s not in found]
    return found
