"""Library: add papers, see how each was read, read again, remove, and undo."""

from __future__ import annotations

from collections import Counter
from typing import Any

import streamlit as st

from extract.errors import PolicyTraceError
from extract.model import Extraction
from graph.errors import GraphError
from graph.model import Paper
from views import cards, data, reading, state, words
from views.words import say

ICON = ":material/library_books:"
SUFFIXES = ["txt", "md", "docx", "pdf", "html", "htm"]


def show() -> None:
    """The page."""
    st.title(say("page_library"), help=say("library_help"))
    _add()
    _undo()
    rows = data.papers()
    if not rows:
        st.info(say("library_empty"), icon=":material/upload_file:")
        return
    st.subheader(say("library_papers", len(rows)))
    sizes = {s.paper: s for s in data.sizes()}
    for row in rows[: None if st.session_state.get("more:library") else 30]:
        _paper(row, sizes.get(row.iri))
    if len(rows) > 30 and not st.session_state.get("more:library"):
        st.button(say("show_more", len(rows) - 30), on_click=lambda: st.session_state.update({"more:library": True}))


def _add() -> None:
    turn = st.session_state.setdefault("library.turn", 0)
    with st.container(border=True):
        files = st.file_uploader(say("upload"), SUFFIXES, accept_multiple_files=True, key=f"upload-{turn}", help=say("upload_help"))
        if files and st.button(say("upload_read", len(files)), type="primary", icon=":material/play_arrow:", key="upload-read"):
            bar = st.progress(0.0)
            reports = []
            for i, file in enumerate(files):
                bar.progress(i / len(files), say("reading", state.plain(file.name)))
                reports.append(_read(file.name, file.getvalue()))
            st.session_state["library.reports"] = reports
            st.session_state["library.turn"] = turn + 1
            st.rerun()
    for name, found in st.session_state.get("library.reports", []):
        _report(name, found)


def _read(name: str, content: bytes) -> tuple[str, Extraction | str]:
    """Reads a file into the store: what was found, or the fault in words."""
    try:
        return name, reading.add(name, content, data.store())
    except (PolicyTraceError, GraphError) as fault:
        return name, str(fault)


def _report(name: str, found: Extraction | str) -> None:
    """What became of a file: its header, what was found in it, what stayed unresolved; or why it could not be read."""
    if isinstance(found, str):
        st.error(f"**{state.plain(name)}** {state.plain(found)}", icon=":material/error:")
        return
    with st.expander(say("report", state.plain(name), len(found.items), len(found.links)), icon=":material/check_circle:", expanded=True):
        head = found.header
        fields = {"field_title": head.title, "field_number": head.document_number, "field_issuer": head.issuer, "field_date": head.date,
                  "field_genre": head.genre}
        st.html('<div class="pt-card"><dl>' + "".join(f"<dt>{say(k)}</dt><dd>{cards.safe(v) or say('not_found')}</dd>" for k, v in fields.items()) + "</dl></div>")
        counts = Counter(m.type for m in found.mentions)
        st.caption(" · ".join(f"{words.kind(t)} {n}" for t, n in sorted(counts.items())))
        open_names = [e.label for e in found.entities if e.unresolved]
        if open_names:
            st.caption(say("report_unresolved", len(open_names), state.plain("、".join(open_names)[:300])))
        for note in found.notes:
            st.warning(state.plain(note), icon=":material/info:")
        iri = reading.iri_of(found)
        with st.container(horizontal=True):
            state.link("reader", say("to_reader"), icon=":material/menu_book:", paper=state.short(iri))
            state.link("evidence", say("to_evidence"), icon=":material/table_rows:", papers=state.short(iri))


def _paper(row: Paper, size: Any) -> None:
    with st.container(border=True):
        counts = [(say("sizes"), say("size_line", size.items, size.mentions, size.links, size.triples))] if size else []
        cards.paper(row, more=[*counts, *[(say("field_note"), n) for n in row.notes]])
        with st.container(horizontal=True, vertical_alignment="center"):
            state.link("reader", say("to_reader"), icon=":material/menu_book:", paper=state.short(row.iri))
            state.link("graph", say("to_graph"), icon=":material/account_tree:", papers=state.short(row.iri))
            st.button(say("read_again"), key=f"again-{state.short(row.iri)}", icon=":material/refresh:", on_click=_again, args=(row,), type="tertiary")
            st.button(say("remove"), key=f"remove-{state.short(row.iri)}", icon=":material/delete:", on_click=_remove, args=(row,), type="tertiary")


def _again(row: Paper) -> None:
    """Reads a paper again from the text that its graph holds (a docx, pdf or html: from the text that its reader returned)."""
    try:
        found = reading.again(row, data.store())
        st.session_state["library.reports"] = [(row.file, found)]
    except (PolicyTraceError, GraphError) as fault:
        st.session_state["library.reports"] = [(row.file, str(fault))]


def _remove(row: Paper) -> None:
    here = data.store()
    st.session_state["library.removed"] = [*st.session_state.get("library.removed", []), (row.title, here.nquads(row.iri))][-20:]
    here.remove(row.iri)
    st.session_state["library.reports"] = []


def _undo() -> None:
    removed = st.session_state.get("library.removed", [])
    if removed:
        title = removed[-1][0]
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.info(say("removed", state.plain(title)), icon=":material/delete:")
        right.button(say("undo"), key="undo-remove", icon=":material/undo:", on_click=_restore)


def _restore() -> None:
    _, nquads = st.session_state["library.removed"].pop()
    data.store().put(nquads)
