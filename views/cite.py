"""A ready citation of a paper and the place in it."""

from __future__ import annotations

import streamlit as st

from graph.export_references import FORMS, cite
from graph.model import Tie
from views import data
from views.words import say

NAMES = {"gbt": "GB/T 7714", "bib": "BibTeX", "ris": "RIS"}


def box(tie: Tie, *, key: str) -> None:
    """The citation of the paper in which a link stands, with its place."""
    paper = next((p for p in data.papers() if p.iri == tie.paper), None)
    if paper is None:
        return
    with st.expander(say("cite"), icon=":material/format_quote:"):
        form = st.segmented_control(say("cite_style"), list(FORMS), default="gbt", key=f"{key}.cite", label_visibility="collapsed",
                                    format_func=lambda f: NAMES.get(f, f), required=True)
        st.code(cite(paper, form or "gbt", tie.source_id if tie.scope == "item" else ""), language=None, wrap_lines=True)
