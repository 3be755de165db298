"""A ready citation of a paper and the place in it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from graph.export_references import FORMS, cite
from views import cards, data, network, words
from views.words import say

NAMES = {"gbt": "GB/T 7714", "bib": "BibTeX", "ris": "RIS"}
MOST = 200  # places that are offered


def box(places: Sequence[tuple[str, str]], *, key: str) -> None:
    """The citation of one of the places (paper, id of the part) where a name stands."""
    papers = {p.iri: p for p in data.papers()}
    options = [place for place in dict.fromkeys(places) if place[0] in papers][:MOST]
    if not options:
        return
    titles = cards.titles()
    with st.expander(say("cite"), icon=":material/format_quote:"):
        at = st.selectbox(say("cite_place"), options, key=f"{key}.place", format_func=lambda o: f"《{network.clip(network.visible(titles[o[0]]), 50)}》{words.place(o[1])}")
        form = st.segmented_control(say("cite_style"), list(FORMS), default="gbt", key=f"{key}.cite", label_visibility="collapsed",
                                    format_func=lambda f: NAMES.get(f, f), required=True)
        place = at[1] if at[1] != "plan" and not at[1].startswith("s") else ""
        st.code(cite(papers[at[0]], form or "gbt", place), language=None, wrap_lines=True)
