"""The names that IRIs of an answer have in the graph, and the card or passage that each leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pyoxigraph as ox
import streamlit as st

from graph.completion import short
from graph.figure.words import term
from graph.model import Term
from graph.store_terms import plain
from graph.vocab import NS, THINGS, name_of
from views import data, network, state, words
from views.words import lang


@dataclass(frozen=True, slots=True)
class Known:
    """What an IRI is called and where its card is: a page of the app and its parameters."""

    label: str
    type: str = ""  # JSON type of an entity; paper, section, item
    page: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    standing: str = "unknown"


def known() -> Mapping[str, Known]:
    """Every paper, part and entity of the store by IRI."""
    here = data.store()
    return _known(here.where, here.version(), lang())


@st.cache_resource(max_entries=4, show_spinner=False)
def _known(place: str, version: str, language: str) -> dict[str, Known]:
    found = {t.iri: Known(network.visible(t.label), t.type, "entity", {"id": state.short(t.iri)}, next(iter(t.standings), "unknown")) for t in data.things()}
    for p in data.parts():
        label = f"{words.place(p.id)} {network.heading(network.visible(p.heading))}"
        found[p.iri] = Known(label, p.kind, "reader", {"paper": state.short(p.paper), "at": f"{p.start}-{p.end}"})
    return found | {p.iri: Known(network.visible(p.title), "paper", "reader", {"paper": state.short(p.iri)}) for p in data.papers()}


def label(value: Term | None, names: Mapping[str, Known]) -> str:
    """A term in words: its name among `known()`, the words of a term of the ontology, a literal as it is."""
    text = plain(value)
    if not isinstance(value, ox.NamedNode):
        return network.visible(text)
    if text in names:
        return names[text].label
    return network.visible(term(text, lang()) if text.startswith(NS) else brief(text))


def brief(iri: str) -> str:
    """An IRI for the eye: programme/青马工程, pt:implements, or as it is."""
    if iri.startswith(THINGS):
        return network.visible(f"{iri.removeprefix(THINGS).partition('/')[0]}/{name_of(iri)}")
    return short(iri).strip("<>")


def address(iri: str, names: Mapping[str, Known]) -> str:
    """The card of a thing as a link that keeps language and papers, with the IRI in short behind its #; "" where there is none."""
    named = names.get(iri)
    return f"./{named.page}?{urlencode(state.where(**named.params))}#{brief(iri)}" if named else ""
