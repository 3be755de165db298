"""What stands around every page: set-up, the menu, language, papers and switches, and faults told with their remedy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import streamlit as st

from extract.errors import PolicyTraceError
from graph.errors import GraphError
from views import data, fonts, state
from views.words import LANGUAGES, NAMES, lang, say

ICON = str(Path(__file__).with_name("icon.png"))
STYLE = """<style>
.stMainBlockContainer {padding: 1.6rem 2rem 3rem; max-width: 1800px}
[data-testid=stBaseButton-primary], [data-baseweb=tag] {background: #a83c00 !important; border-color: #a83c00 !important; color: #ffffff !important}
[data-testid=stBaseButton-primary] :is(p, span, kbd), [data-baseweb=tag] span {color: #ffffff !important; opacity: 1}
[data-testid=stCaptionContainer], [data-testid=stCaptionContainer] p {color: inherit !important}
[data-testid=stCaptionContainer] {opacity: .85}
.stMainBlockContainer h1 {padding: .2rem 0 .4rem}
.stSidebar [data-testid=stSidebarHeader] {height: 2.2rem}
.st-key-graph-tools, .st-key-graph-bar {gap: .45rem; row-gap: .45rem}
:is(.st-key-graph-tools, .st-key-graph-bar) :is([data-testid=stButton], [data-testid=stPopover]) button {padding: .25rem .6rem; min-height: 2.3rem}
.st-key-graph-bar [data-testid=stButtonGroup] button {padding: .25rem .7rem; min-height: 2.3rem}
.pt-row {height: 2.5rem} .st-key-graph-tools :is(.pt-row, [data-testid=stSkeleton]) {height: 2.25rem}
.pt-quote {border-left: 3px solid #c2571a; padding: .15rem .8rem; margin: .35rem 0; line-height: 1.75; overflow-wrap: anywhere}
.pt-quote mark {background: #ffe1b8; color: #1f2328; padding: 0 .1em; border-radius: 2px}
.pt-meta {font-size: .86rem; opacity: .82; overflow-wrap: anywhere}
.pt-name {font-size: 1.12rem; font-weight: 600; line-height: 1.5; overflow-wrap: anywhere; unicode-bidi: isolate}
.pt-chip {display: inline-block; border: 1px solid; border-radius: 99px; padding: 0 .6em; margin: .1em .3em .1em 0; font-size: .8rem; line-height: 1.6; color: #1f2328}
.pt-key {display: inline-flex; align-items: center; gap: .4em; margin: .1em 1em .1em 0; font-size: .82rem}
.pt-key svg {flex: none}
.pt-card {border: 1px solid color-mix(in srgb, currentColor 18%, transparent); border-radius: 8px; padding: .8rem 1.1rem; margin-bottom: .6rem}
.pt-card dl {padding: 0 !important; display: grid; grid-template-columns: max-content 1fr; gap: .15rem .9rem; margin: .4rem 0 0 !important; font-size: .9rem}
.pt-card dt {opacity: .72} .pt-card dd {margin: 0 !important; overflow-wrap: anywhere}
</style>"""


def prepare() -> None:
    """Set-up before anything is shown: the title of the window, static files, the visitor's choices."""
    st.set_page_config(page_title="PolicyTrace 政脉", page_icon=ICON, layout="wide", initial_sidebar_state=250)
    if not fonts.ready():
        fonts.build()
    state.begin(data.store().papers())
    st.html(STYLE)


def pages(modules: Mapping[str, ModuleType]) -> list[Any]:
    """The pages of the registry in its order, the first one the start page."""
    first = next(iter(modules))
    made = {
        key: st.Page(module.show, title=say(f"page_{key}"), icon=module.ICON, url_path=key, default=key == first)
        for key, module in modules.items()
    }
    st.session_state["pages"] = made
    return list(made.values())


def sidebar() -> None:
    """Language, the papers looked at, and what counts."""
    with st.sidebar:
        st.segmented_control("Language 语言", LANGUAGES, key="lang", format_func=NAMES.__getitem__, required=True)
        titles = {p.iri: p.title for p in data.papers()}
        st.multiselect(say("papers_chosen"), list(titles), key="papers", format_func=lambda iri: titles[iri], placeholder=say("papers_all", len(titles)),
                       help=say("papers_help"))
        with st.expander(say("switches"), icon=":material/tune:"):
            for name in state.SWITCHES:
                st.session_state[name] = st.session_state.get(name, False)
                st.toggle(say(f"switch_{name}"), key=name, help=say(f"switch_{name}_help"))


def show(page: Any) -> None:
    """Runs the page; a fault that the user can mend is told, with the remedy, instead of a trace.

    The sidebar comes first, but in a session's first run last: a page that opens a tab may end that run when it has sent what matters most (`explore.py`).
    """
    opening = st.session_state["opening"] = "opening" not in st.session_state
    if not opening:
        sidebar()
    state.end()
    st.html(f'<div lang="{"zh-Hans" if lang() == "zh" else "en"}" hidden></div>')
    try:
        page.run()
    except (GraphError, PolicyTraceError) as fault:
        st.error(state.plain(str(fault)), icon=":material/error:")
    if opening:
        sidebar()


def empty() -> bool:
    """Whether there is no paper to look at; then it says what to do."""
    if data.papers(state.chosen()):
        return False
    st.info(say("empty"), icon=":material/upload_file:")
    state.link("library", say("to_library"), icon=":material/upload_file:")
    return True
