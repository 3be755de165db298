"""The script of the app: language, papers and pages. app.py serves it.

It has a folder of its own: while it runs, Streamlit looks for modules there first, and views/trace.py must not stand for Python's own `trace`.
"""

from __future__ import annotations

import streamlit as st

from views import PAGES, frame

frame.prepare()
page = st.navigation(frame.pages(PAGES), position="sidebar")
frame.show(page)
