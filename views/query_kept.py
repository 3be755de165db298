"""What a visitor keeps: history, starred and named queries, the link to a query, and the query as code."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable
from urllib.parse import urlencode

import streamlit as st

from graph import saved
from graph.completion import LONGEST as QUERY
from graph.completion import with_prefixes
from graph.snippets import CODES
from views import data, state
from views.words import say

SHORT, LONGEST = 1500, 6000  # characters of a query that stands in the address as it is, and of a packed one


def packed(text: str) -> str:
    """A query as it stands in the address: itself, or packed behind a ~; "" where it is too long even so."""
    if len(text) <= SHORT and not text.startswith("~"):
        return text
    code = "~" + base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")
    return code if len(code) <= LONGEST else ""


def unpacked(raw: str) -> str:
    """The inverse; what was not packed by us is taken as it is."""
    if not raw.startswith("~"):
        return raw
    try:
        body = zlib.decompressobj().decompress(base64.urlsafe_b64decode(raw[1:] + "=" * (-len(raw[1:]) % 4)), QUERY)
        return body.decode()
    except (ValueError, zlib.error):
        return raw


def title(row: saved.Saved) -> str:
    """What a kept query is called in a list: its name, its title comment, or how it begins."""
    lines = [line.strip() for line in row.query.splitlines() if line.strip() and not line.upper().startswith(("PREFIX", "BASE"))]
    return (row.name or " ".join(lines))[:70] or "—"


def library(load: Callable[[str], None]) -> None:
    """The kept queries in a fold: starred first, then what was run; a click puts one into the editor."""
    where = data.store().where
    with st.popover(say("kept"), icon=":material/bookmarks:", width="content"):
        rows = saved.kept(where)
        st.markdown(f"**{say('kept_starred')}**")
        _rows([r for r in rows if r.starred], load, ":material/star:")
        st.markdown(f"**{say('kept_history')}**")
        history = [r for r in rows if not r.starred]
        _rows(history[:20], load, ":material/history:")
        if history:
            st.button(say("kept_forget"), key="query-forget", on_click=saved.forget, args=(where,), icon=":material/delete_sweep:", type="tertiary")


def _rows(rows: list[saved.Saved], load: Callable[[str], None], icon: str) -> None:
    if not rows:
        st.caption(say("kept_none"))
    box = st.container(gap=None)
    for row in rows:
        box.button(state.plain(title(row)), key=f"kept-{row.id}", on_click=load, args=(row.query,), icon=icon, type="tertiary")


def star(text: str) -> None:
    """Stars the query in the editor, under a name if one is given; or takes the star away."""
    where = data.store().where
    known = next((r for r in saved.kept(where) if r.query == text and r.starred), None)
    with st.popover(say("starred") if known else say("star"), icon=":material/star:" if known else ":material/star_border:", width="content"):
        name = st.text_input(say("star_name"), value=known.name if known else "", key=f"query.name.{known.id if known else ''}", max_chars=saved.NAME, placeholder=say("star_hint"))
        st.button(say("star_keep"), key="query-star", on_click=saved.star, args=(where, text, name), disabled=not text.strip(), type="primary")
        if known:
            st.button(say("star_drop"), key="query-unstar", on_click=saved.unstar, args=(where, text), type="tertiary")


def share(text: str) -> None:
    """The link that holds the query, and the query as code."""
    with st.popover(say("share"), icon=":material/link:", width="content"):
        code = packed(text)
        st.markdown(f"**{say('share_link')}**")
        if code:
            params = state.where(sparql=code)
            st.code(f"{_base()}?{urlencode(params)}", language=None, wrap_lines=True)
        else:
            st.caption(say("share_long"))
        st.markdown(f"**{say('share_code')}**", help=say("share_code_help"))
        full, papers = with_prefixes(text), state.chosen() or ()
        for tab, make in zip(st.tabs(list(CODES)), CODES.values(), strict=True):
            tab.code(make(full, papers), language=None, wrap_lines=True)


def _base() -> str:
    return str(st.context.url or "").partition("?")[0]
