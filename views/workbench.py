"""The SPARQL editor: what it completes, what it shows, and what the visitor wrote in it. workbench.js draws it on Ace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from graph.completion import PREFIXES, used
from graph.model import Thing
from views import data, network, search, state, words
from views.words import LANGUAGES, lang, say

HERE = Path(__file__).resolve().parent
KEY = "bench"
MOST = 2000  # names that are completed: the most linked
LONGEST = 120  # characters of a name in the list
_draw = st.components.v2.component("policytrace_bench", html='<div class="pt-bench"></div>', isolate_styles=False,
                                   css=(HERE / "workbench.css").read_text("utf-8"), js=(HERE / "workbench.js").read_text("utf-8"))


def show(text: str, *, run: Callable[[str, int], None]) -> None:
    """The editor with a text; `run` is called with what it holds and the moment when Ctrl+Enter is pressed there; `hear` takes what was written."""
    if text != st.session_state.get("query.inside"):
        st.session_state["query.token"] = st.session_state.get("query.token", 0) + 1
        st.session_state["query.inside"] = text

    def asked() -> None:
        told = st.session_state[KEY].get("run")
        if told:
            run(str(told["text"]), int(told["turn"]))

    here = data.store()
    terms, things = _known(here.where, here.version(), state.chosen(), lang())
    wanted = str(st.session_state.get(KEY, {}).get("wanted") or "")
    _draw(key=KEY, on_text_change=_nothing, on_run_change=asked, on_wanted_change=_nothing, data={
        "text": text, "token": str(st.session_state["query.token"]), "turn": max(st.session_state.get(f"query.{name}", 0) for name in ("heard", "turn")), "prefixes": PREFIXES, "terms": terms, "things": things,
        "wanted": wanted, "found": found(wanted, data.things(state.chosen())),
        "words": {k: say(f"bench_{k}") for k in ("variable", "class", "property", "concept", "keyword")},
    })  # fmt: skip


def hear() -> None:
    """Takes what the editor told since the last run into `query.sparql`. In the page and not in a callback, which Streamlit may end between two writes."""
    told = st.session_state.get(KEY, {}).get("text")
    if not told or told["turn"] == st.session_state.get("query.heard"):
        return
    for name, value in (("sparql", str(told["text"])), ("inside", str(told["text"])), ("heard", told["turn"])):  # `heard` last: an interrupted run begins anew
        st.session_state[f"query.{name}"] = value


def _nothing() -> None:
    """The editor told something: the run that follows takes it up."""


def found(wanted: str, things: Sequence[Thing]) -> list[list[str]]:
    """The names that fit what was typed, by their characters or their pinyin: qmgc → 青马工程; "" → none."""
    fit = search.find(wanted[:40], [(t.iri, (t.label, *t.aliases)) for t in things], most=12) if wanted else []
    rows = {t.iri: t for t in things}
    return [[f"<{iri}>", network.visible(rows[iri].label)[:LONGEST], words.kind(rows[iri].type)] for iri in fit]


@st.cache_resource(max_entries=8, show_spinner=False)
def _known(place: str, version: str, papers: tuple[str, ...] | None, language: str) -> tuple[list[list[str]], list[list[str]]]:
    """Terms and things as the editor completes them: [what is inserted, its words, its kind]."""
    at = LANGUAGES.index(language)
    terms = [[u.name, label if (label := (u.zh, u.en)[at]) and not label.startswith("http") else "", u.kind] for u in used(data.store(), papers)]
    things = [[f"<{t.iri}>", name, words.kind(t.type)] for t in data.things(papers)[:MOST]
              for name in dict.fromkeys(network.visible(n)[:LONGEST] for n in (t.label, *t.aliases[:3]))]
    return terms, things
