"""Export: a picture for a briefing, and the data in every form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from graph.briefing import briefing
from graph.briefing_pdf import briefing_pdf
from graph.errors import FigureError, GraphError
from graph.export import EXPORTERS, export
from graph.figure import KINDS, draw, render, reopen
from graph.figure.formats import FORMATS
from graph.figure.page import PAPERS
from graph.figure.subject import CANVAS, Options
from graph.pack import pack
from graph.queries import ranked
from views import data, frame, network, state, words
from views.words import lang, say

ICON = ":material/ios_share:"
PAGE = "export"
NEEDS = {"directive": 1, "initiative": 1, "path": 2}
MIMES = {
    ".png": "image/png", ".svg": "image/svg+xml", ".pdf": "application/pdf",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip

PACKS: dict[str, Callable[..., bytes]] = {"zip": pack, "docx": briefing, "pdf": briefing_pdf}


def show() -> None:
    """The page."""
    st.title(say("page_export"), help=say("export_help"))
    if frame.empty():
        return
    picture, files, bundle = st.tabs([say("tab_picture"), say("tab_data"), say("tab_pack")])
    with picture:
        _picture()
    with files:
        _data()
    with bundle:
        _pack()


def _pack() -> None:
    """A zip with everything, or the briefing as one Word or PDF file; made when asked for, with a progress bar."""
    form = st.segmented_control(say("pack_form"), list(PACKS), default="zip", key="export.form", format_func=lambda f: say(f"pack_{f}"), required=True)
    st.write(say("pack_help" if form == "zip" else "pack_help_one"))
    key = f"{data.store().version()} {state.chosen()} {lang()} {form}"
    if st.button(say("pack_make"), key="export.pack", icon=":material/inventory_2:"):
        bar = st.progress(0.0)
        try:
            st.session_state["export.made"] = (key, PACKS[form](data.store(), state.chosen(), lang(), lambda share, what: bar.progress(min(share, 1.0), what)))
        except GraphError as fault:
            st.error(state.plain(str(fault)), icon=":material/error:")
        bar.empty()
    made = st.session_state.get("export.made")
    if made and made[0] == key:
        name, mime = f"policytrace-{'pack' if form == 'zip' else 'briefing'}.{form}", "application/zip" if form == "zip" else MIMES[f".{form}"]
        st.download_button(say("pack_save", form.upper()), made[1], name, mime, key="export.pack.save", on_click="ignore", icon=":material/download:")


def _picture() -> None:
    left, right = st.columns([1, 2.4], gap="medium")
    with left.expander(say("figure_open"), icon=":material/folder_open:"):
        file = st.file_uploader(say("figure_open_help"), [s.removeprefix(".") for s in FORMATS], key="export.opened", max_upload_size=40)
    if file is not None:
        with right:
            _opened(file.getvalue(), file.name)
        return
    with left:
        kinds = [k for k in KINDS if k != "view" or "graph.seen" in st.session_state]  # the Graph page's view, once there is one
        kind = st.selectbox(say("figure_kind"), kinds, key="export.kind", format_func=lambda k: words.terms.word(k, lang()))
        iris = _subjects(kind)
        paper = st.selectbox(say("figure_paper"), [CANVAS, *PAPERS] if kind == "view" else list(PAPERS), key="export.paper", format_func=lambda p: say(f"paper_{p}"))
        language = st.selectbox(say("figure_lang"), ("zh", "en", "both"), index=("zh", "en").index(lang()), key="export.lang", format_func=lambda v: say(f"lang_{v}"))
        most = st.slider(say("figure_most"), 10, 200, 60, 10, key="export.most", disabled=paper == CANVAS)
        grey = st.toggle(say("figure_grey"), key="export.grey")
        title = st.text_input(say("figure_title"), key="export.title", max_chars=120)
    if iris is None:
        right.info(say("figure_choose"))
        return
    seen: Options = st.session_state["graph.seen"] if kind == "view" else Options(papers=tuple(state.chosen() or ()))
    most = seen.max_nodes if paper == CANVAS else most
    options = Options(language, paper, most, grey, title, "", iris, seen.papers, seen.canvas)
    with right:
        _preview(kind, options)


def _opened(content: bytes, name: str) -> None:
    """A figure of ours, drawn again from the graph as it is now; a word where its papers have changed since."""
    try:
        kind, options, papers = reopen(content, name)
    except FigureError as fault:
        st.error(state.plain(str(fault)), icon=":material/error:")
        return
    if {p.iri: p.sha256 for p in data.papers() if p.iri in papers} != papers:
        st.warning(say("figure_changed"), icon=":material/history:")
    _preview(kind, options)


def _preview(kind: str, options: Options) -> None:
    try:
        with st.spinner(say("drawing")):
            preview = _drawn(data.store().version(), data.store().where, kind, options, ".png")
    except GraphError as fault:
        st.error(state.plain(str(fault)), icon=":material/error:")
        return
    st.image(preview, width="stretch", alt=words.terms.word(kind, lang()))
    files(kind, options, key="figure")


def files(kind: str, options: Options, *, key: str) -> None:
    """The row of downloads of a figure; each file is made when it is asked for."""
    version, place = data.store().version(), data.store().where  # what is pressed later runs outside the page
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say("download"), width="content")
        for suffix in FORMATS:
            label = "PNG 300 dpi" if suffix == ".png" else suffix.removeprefix(".").upper()
            st.download_button(label, lambda s=suffix: _drawn(version, place, kind, options, s), f"policytrace-{kind}{suffix}",
                               MIMES.get(suffix), key=f"{key}{suffix}", on_click="ignore", icon=":material/download:")


@st.cache_data(max_entries=12, show_spinner=False)
def _drawn(version: str, place: str, kind: str, options: Options, suffix: str) -> bytes:
    return render(draw(kind, data.store(), options), suffix)


def _subjects(kind: str) -> tuple[str, ...] | None:
    """The directive, the initiative, or the two ends that a figure is about; None where the choice is not made yet."""
    many = NEEDS.get(kind, 0)
    if not many:
        return ()
    if kind == "directive":
        rows = [(d.iri, d.label) for d in ranked(data.covered(state.chosen()), data.ties(state.chosen()))]
    elif kind == "initiative":
        rows = [(p.iri, f"{words.place(p.id)} {network.heading(p.heading)}") for p in data.parts(state.chosen()) if p.kind == "item"]
    else:
        rows = [(t.iri, t.label) for t in data.things(state.chosen())]
    names = {iri: network.clip(network.visible(label), 60) for iri, label in rows}
    found = [st.selectbox(say(f"figure_of_{kind}", i + 1), list(names), index=0 if many == 1 and names else None, key=f"export.{kind}.{i}",
                          format_func=names.__getitem__, placeholder=say("choose")) for i in range(many)]  # fmt: skip
    return tuple(found) if all(found) else None


def _data() -> None:
    st.caption(say("data_help"))
    for form in EXPORTERS:
        with st.container(horizontal=True, vertical_alignment="center"):
            what: Any = lambda f=form: export(data.store(), f, state.chosen())  # noqa: E731
            st.download_button(f".{form}", what, f"policytrace.{form}", key=f"data-{form}", on_click="ignore", icon=":material/download:", width=130)
            st.caption(say(f"data_{form}") if f"data_{form}" in words.strings() else form, width="content")
