"""The script of the app: language, papers and pages. app.py serves it."""

from __future__ import annotations

import streamlit as st

from views import PAGES, frame

frame.prepare()
page = st.navigation(frame.pages(PAGES), position="sidebar")
frame.show(page)
