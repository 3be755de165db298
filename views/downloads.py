"""The row of downloads under a table; a file is made when it is asked for."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from views import table
from views.words import say


def row(frame: pd.DataFrame, name: str, *, key: str) -> None:
    """CSV, Excel, Parquet and Stata of a table."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say("download"), width="content")
        for suffix, (make, mime) in table.FILES.items():
            st.download_button(suffix.upper() if suffix != "xlsx" else "Excel", lambda m=make: m(frame), f"{name}.{suffix}", mime, key=f"{key}-{suffix}",
                               on_click="ignore", icon=":material/download:")
