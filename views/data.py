"""What the pages ask of the graph, kept while the graph stays the same. Answers are tuples of frozen dataclasses, so sharing them is safe."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from graph import hierarchy, queries
from graph.model import Card, Cleaned, Covered, Named, Paper, Part, Size, Thing, Tie
from graph.project import project
from graph.store import DEFAULT, Store, open_store
from graph.vocab import name_of

Papers = Sequence[str] | None
QUESTIONS: dict[str, Callable[..., Any]] = {
    "papers": queries.papers, "parts": queries.parts, "links": queries.links, "entities": queries.entities, "sizes": queries.sizes,
}  # fmt: skip


@st.cache_resource(max_entries=4, show_spinner=False)
def _open(place: str) -> Store:
    return open_store(place)


def store() -> Store:
    """The store of this app: POLICYTRACE_STORE, else data/store."""
    return _open(os.environ.get("POLICYTRACE_STORE", DEFAULT))


@st.cache_resource(max_entries=48, show_spinner=False)
def _ask(place: str, version: str, question: str, papers: tuple[str, ...] | None) -> tuple[Any, ...]:
    return tuple(QUESTIONS[question](_open(place), papers))


def _asked(question: str, papers: Papers) -> tuple[Any, ...]:
    here = store()
    return _ask(here.where, here.version(), question, None if papers is None else tuple(papers))


def papers(selection: Papers = None) -> tuple[Paper, ...]:
    """The papers by date and title."""
    return _asked("papers", selection)


def parts(selection: Papers = None) -> tuple[Part, ...]:
    """Sections and initiatives in the order of the text."""
    return _asked("parts", selection)


def ties(selection: Papers = None) -> tuple[Tie, ...]:
    """The links with their evidence."""
    return _asked("links", selection)


def things(selection: Papers = None) -> tuple[Thing, ...]:
    """The entities, the most linked first."""
    return _asked("entities", selection)


def sizes(selection: Papers = None) -> tuple[Size, ...]:
    """How much each paper holds."""
    return _asked("sizes", selection)


@st.cache_resource(max_entries=16, show_spinner=False)
def _paper(place: str, version: str, paper: str) -> tuple[str, tuple[Named, ...], tuple[Cleaned, ...]]:
    here = _open(place)
    return queries.source_text(here, paper), tuple(queries.mentions(here, [paper])), tuple(queries.changes(here, paper))


def reading(paper: str) -> tuple[str, tuple[Named, ...], tuple[Cleaned, ...]]:
    """The source text of a paper, its mentions, and what cleaning changed."""
    here = store()
    return _paper(here.where, here.version(), paper)


@st.cache_resource(max_entries=128, show_spinner=False)
def _card(place: str, version: str, papers: tuple[str, ...] | None, iri: str) -> Card:
    return queries.card(_open(place), iri, papers)


def _now(selection: Papers) -> tuple[str, str, tuple[str, ...] | None]:
    """What every answer hangs on: the store, its state, the papers that are looked at."""
    here = store()
    return here.where, here.version(), None if selection is None else tuple(selection)


# Three caches of one shape: Streamlit tells caches apart by the function, so that one made by a factory would be one cache with one bound.
@st.cache_resource(max_entries=96, show_spinner=False)
def _derived(place: str, version: str, papers: tuple[str, ...] | None, what: str, _make: Callable[[], Any]) -> Any:
    return _make()


def derived(what: str, selection: Papers, make: Callable[[], Any]) -> Any:
    """What `make` works out from the papers, kept while they stay the same; `what` names it, and says all else that it hangs on. Look, don't change."""
    return _derived(*_now(selection), what, make)


@st.cache_resource(max_entries=48, show_spinner=False)
def _view(place: str, version: str, papers: tuple[str, ...] | None, key: str, _make: Callable[[], Any]) -> Any:
    return _make()


def view(key: str, selection: Papers, make: Callable[[], Any]) -> Any:
    """As `derived`, for views of the graph, of which there are many: they don't push out what every page needs."""
    return _view(*_now(selection), key, make)


@st.cache_resource(max_entries=12, show_spinner=False)
def _picture(place: str, version: str, papers: tuple[str, ...] | None, key: str, _make: Callable[[], Any]) -> Any:
    return _make()


def picture(key: str, selection: Papers, make: Callable[[], Any]) -> Any:
    """As `view`, for what is drawn of one, some megabytes where it is large."""
    return _picture(*_now(selection), key, make)


def card(iri: str, selection: Papers = None) -> Card:
    """All about one entity."""
    return _card(*_now(selection), iri)


def counted(rows: Iterable[Tie]) -> list[Tie]:
    """The links that count: an item's own words, and what the visitor's switches add (headings, general part) or hide (formulas)."""
    hidden = {"DOCTRINE"} if st.session_state.get("formulas") else set()
    counting = scopes()
    return [t for t in rows if t.scope in counting and t.type not in hidden]


def switches() -> str:
    """The visitor's switches, as a part of a name for `derived`."""
    return "".join(name[0] for name in ("headings", "general", "formulas") if st.session_state.get(name))


def scopes() -> set[str]:
    """Where the links that count stand."""
    return {"item"} | ({"section"} if st.session_state.get("headings") else set()) | ({"plan"} if st.session_state.get("general") else set())


def covered(selection: Papers = None) -> list[Covered]:
    """Each initiative with the directives it answers; formulas are left out where the visitor hides them."""
    hidden = bool(st.session_state.get("formulas"))
    found: list[Covered] = derived(f"covered {hidden}", selection, lambda: queries.covered(parts(selection), [t for t in ties(selection) if not (hidden and t.type == "DOCTRINE")]))
    return found


def answers(selection: Papers = None) -> list[Tie]:
    """The links by which a part of a paper answers a directive."""
    found: list[Tie] = derived("answers", selection, lambda: [t for t in ties(selection) if t.family == "responds" and t.standing in queries.ABOVE])
    return found


def tie_of(selection: Papers = None) -> Mapping[str, Tie]:
    """The links by their IRIs."""
    found: Mapping[str, Tie] = derived("tie_of", selection, lambda: {t.iri: t for t in ties(selection)})
    return found


def ties_of(selection: Papers = None) -> Mapping[str, list[Tie]]:
    """The links by the part of a paper that they stand in."""
    found: dict[str, list[Tie]] = {}

    def make() -> dict[str, list[Tie]]:
        for t in ties(selection):
            found.setdefault(t.source, []).append(t)
        return found

    kept: Mapping[str, list[Tie]] = derived("ties_of", selection, make)
    return kept


@st.cache_resource(max_entries=8, show_spinner=False)
def _network(place: str, version: str, papers: tuple[str, ...] | None) -> Any:
    return with_makers(project(_open(place), papers))


def with_makers(graph: Any) -> Any:
    """The projection with an edge from each thing to who issued, held, runs or set it, and from a plenum to its congress, where that is a node too."""
    known = {alias: node for node, row in sorted(graph.nodes(data=True)) if row.get("type") == "ORG" for alias in (row["label"], *row.get("aliases", ()))}
    for node, row in list(graph.nodes(data=True)):
        for maker in row.get("makers", ()):
            found = maker if maker in graph else known.get(name_of(maker), "")
            if found and found != node:
                graph.add_edge(node, found, key=f"{node}>{found}", relation="made_by", family="structure")
    meetings = {row["label"]: node for node, row in graph.nodes(data=True) if row.get("type") == "MEETING"}
    for label, node in meetings.items():
        for found in [meetings[name] for name in hierarchy.above(label) if name in meetings]:
            graph.add_edge(node, found, key=f"{node}>{found}", relation="part_of", family="structure")
    return graph


def network(selection: Papers = None) -> Any:
    """The projection of the papers to a networkx MultiDiGraph, with who made what. It is shared: look, don't change."""
    return _network(*_now(selection))
