"""The row of downloads under a table; a file is made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from views import table
from views.words import say

NAMES = {"xlsx": "Excel", "parquet": "Parquet", "dta": "Stata"}


def row(frame: Callable[[], pd.DataFrame], name: str, *, key: str) -> None:
    """CSV, Excel, Parquet and Stata of a table. `frame` is called when a file is asked for, outside the page: it knows nothing of the visitor then."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say("download"), width="content")
        for suffix, (make, mime) in table.FILES.items():
            st.download_button(NAMES.get(suffix, suffix.upper()), lambda m=make: m(frame()), f"{name}.{suffix}", mime, key=f"{key}-{suffix}",
                               on_click="ignore", icon=":material/download:")
