"""The tour: five steps from the question to the sentence, for the first visit."""

from __future__ import annotations

import streamlit as st

from views import state
from views.words import say

STEPS = ("overview", "graph", "reader", "evidence", "export")


def show() -> None:
    """The steps in a fold; each leads to its page."""
    with st.expander(say("tour"), icon=":material/route:", expanded=False):
        for column, (i, page) in zip(st.columns(len(STEPS)), enumerate(STEPS, 1), strict=True):
            with column:
                st.markdown(f"**{i}. {say(f'tour_{page}')}**")
                st.caption(say(f"tour_{page}_text"))
                state.link(page, say(f"page_{page}"), icon=":material/arrow_forward:")
