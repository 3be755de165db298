"""What a visitor has chosen: language, papers, and each page's choices. It stands in the URL, so that a link shows the same view elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import streamlit as st

from views.words import LANGUAGES

SWITCHES = ("headings", "general", "formulas")  # what counts, besides a task's own words
SEPARATOR = "~"  # between the values of one parameter; stands in no key and no hash


@lru_cache(maxsize=65_536)
def short(iri: str) -> str:
    """An IRI as it stands in the URL: ten hex digits."""
    return hashlib.sha256(iri.encode()).hexdigest()[:10]


def full(code: str, among: Sequence[str]) -> str:
    """The IRI that a code of the URL stands for, "" if none of `among` does."""
    return next((iri for iri in among if short(iri) == code), "")


def begin(papers: Sequence[str]) -> None:
    """Takes language, papers and switches from the URL into the session, before anything is shown."""
    wanted = st.query_params.get("lang")
    if wanted in LANGUAGES and wanted != st.session_state.get("url:lang"):
        st.session_state["lang"] = wanted
    if st.session_state.get("lang") not in LANGUAGES:  # Streamlit empties a widget's value when a page is left while it runs
        st.session_state["lang"] = st.session_state.get("kept:lang", "zh")
    st.session_state["kept:lang"] = st.session_state["lang"]
    codes = st.query_params.get("papers")
    if codes is not None and codes != st.session_state.get("url:papers"):
        st.session_state["papers"] = [iri for code in codes.split(SEPARATOR) if (iri := full(code, papers))]
    letters = st.query_params.get("count")
    if letters is not None and letters != st.session_state.get("url:count"):
        st.session_state.update({name: name[0] in letters for name in SWITCHES})
    chosen = st.session_state.get("papers")
    kept = st.session_state.get("kept:papers", []) if chosen is None else chosen
    st.session_state["papers"] = st.session_state["kept:papers"] = [iri for iri in kept if iri in papers]


def end() -> None:
    """Writes language, papers and switches into the URL (no papers chosen: all)."""
    _write("lang", st.session_state["lang"])
    _write("papers", SEPARATOR.join(short(p) for p in st.session_state["papers"]))
    _write("count", counting())


def counting() -> str:
    """The initials of the switches that are on."""
    return "".join(name[0] for name in SWITCHES if st.session_state.get(name))


def chosen() -> tuple[str, ...] | None:
    """The IRIs of the papers looked at; None is all."""
    return tuple(sorted(st.session_state.get("papers", []))) or None


def take(page: str, key: str, default: Any, read: Callable[[str], Any] = str) -> str:
    """Readies a page's choice before its widget: from the URL if that is new, else as it was left. The key of the widget."""
    name = f"{page}.{key}"
    raw = st.query_params.get(key)
    if raw is not None and raw != st.session_state.get(f"url:{name}"):
        st.session_state[name] = read(raw)
    elif st.session_state.get(name) is None:
        st.session_state[name] = st.session_state.get(f"kept:{name}", default)
    return name


def put(page: str, key: str, value: Any, text: str) -> None:
    """Keeps a page's choice for the visitor's return, and in the URL ("" leaves it out)."""
    st.session_state[f"kept:{page}.{key}"] = value
    _write(key, text, f"{page}.{key}")


def anew(page: str) -> None:
    """A link with anew=1 shows a page with what the link says and nothing that was chosen on it before."""
    if "anew" in st.query_params:
        forget(page)
        del st.query_params["anew"]


def forget(page: str) -> None:
    """Drops a page's choices."""
    for key in list(st.session_state):
        if str(key).startswith((f"{page}.", f"kept:{page}.", f"url:{page}.")):
            del st.session_state[key]


def _write(key: str, text: str, name: str = "") -> None:
    st.session_state[f"url:{name or key}"] = text
    if text and st.query_params.get(key) != text:
        st.query_params[key] = text
    elif not text and key in st.query_params:
        del st.query_params[key]


def several(text: str) -> list[str]:
    """The values of a parameter that holds several."""
    return [part for part in text.split(SEPARATOR) if part]


def joined(values: Sequence[str]) -> str:
    """The inverse of `several`."""
    return SEPARATOR.join(values)


def where(**params: str) -> dict[str, str]:
    """Query parameters for a link within the app: these, the language, the papers and the switches."""
    papers = SEPARATOR.join(short(p) for p in st.session_state.get("papers", []))
    every = {"lang": st.session_state["lang"], "papers": papers, "count": counting(), **params}
    return {k: v for k, v in every.items() if v}


def link(page: str, label: str, *, icon: str | None = None, help: str | None = None, **params: str) -> None:
    """A link to another page of the app, which keeps language and papers."""
    st.page_link(pages()[page], label=plain(label), icon=icon, help=help, query_params=where(**params))


def go(page: str, **params: str) -> None:
    """Turns to another page."""
    st.switch_page(pages()[page], query_params=where(**params))


def pages() -> Mapping[str, Any]:
    """The pages of the app by key, as app.py registered them."""
    found: Mapping[str, Any] = st.session_state["pages"]
    return found


MARKDOWN = str.maketrans({c: "\\" + c for c in "\\`*_{}[]()<>#+-!|~$:^"})


def plain(text: str) -> str:
    """Text from a paper as a label in which Markdown, emoji codes and formulas stay what they are: characters."""
    return " ".join(text.split()).translate(MARKDOWN)
