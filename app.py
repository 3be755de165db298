"""The app: language, papers and pages. `make run`, or `python -m streamlit run app.py`."""

from __future__ import annotations

import streamlit as st

from views import PAGES, frame

frame.prepare()
page = st.navigation(frame.pages(PAGES), position="sidebar")
frame.sidebar()
frame.show(page)
