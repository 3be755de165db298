"""Pictures of an answer: bar chart, timeline and matrix as Vega-Lite, drawn offline by Streamlit. Columns are renamed, so no name can be a path or a formula."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from views import network
from views.words import say

MOST = 40  # bars, rows, columns, points in one picture
ACROSS = 24  # columns of the matrix
COLOURS = {"light": ("#a83c00", "#1f2328"), "dark": ("#f0a070", "#e8e6e3")}  # mark, words


def draw(rows: pd.DataFrame, spec: dict[str, Any], key: str) -> None:
    """A picture as wide as the page, in the colours of light or dark."""
    mark, ink = COLOURS["dark" if st.context.theme.type == "dark" else "light"]
    axis = {"labelColor": ink, "titleColor": ink, "labelFontSize": 13, "titleFontSize": 13, "labelLimit": 340, "labelOverlap": False}
    config = {"axis": axis, "legend": {"labelColor": ink, "titleColor": ink}, "bar": {"color": mark}, "point": {"color": mark}, "mark": {"tooltip": True}}
    st.vega_lite_chart(rows, {**spec, "config": config, "autosize": {"type": "fit-x", "contains": "padding"}}, key=key)


def bar(table: pd.DataFrame, numbers: Sequence[str]) -> None:
    """How much of what: a number for each name, or how many rows each name has."""
    left, right = st.columns(2)
    name = left.selectbox(say("chart_of"), [c for c in table if c not in numbers] or list(table), key="query.bar.of")
    by = right.selectbox(say("chart_by"), ["", *numbers], index=1 if numbers else 0, key="query.bar.by", format_func=lambda c: c or say("chart_count"))
    rows = _summed(table, name, by)
    if len(rows) > MOST:
        st.caption(say("chart_cut", MOST, len(rows)))
    spec = {
        "mark": "bar", "height": {"step": 26},
        "encoding": {"y": {"field": "name", "type": "nominal", "sort": None, "title": None},
                     "x": {"field": "n", "type": "quantitative", "title": by or say("chart_count"), "axis": {"tickMinStep": 1}}},
    }  # fmt: skip
    draw(pd.DataFrame(rows[:MOST], columns=["name", "n"]), spec, "query-bar")


def _summed(table: pd.DataFrame, name: str, by: str) -> list[tuple[str, float]]:
    total: Counter[str] = Counter()
    for key, n in zip(table[name].map(str), pd.to_numeric(table[by], errors="coerce").fillna(0) if by else [1] * len(table), strict=True):
        total[network.clip(key, 60)] += n
    return [(k, float(v)) for k, v in sorted(total.items(), key=lambda row: (-row[1], row[0]))]


def dated(table: pd.DataFrame) -> list[str]:
    """The columns that hold dates or years."""
    return [c for c in table if len(table) and table[c].map(lambda v: v == "" or _is_day(v)).all() and table[c].map(_is_day).any()]


def _is_day(value: object) -> bool:
    """2023, 2023-03, 2023-03-01T… are; 20 and 2023年 are not, nor is a number."""
    parts = value[:10].split("-") if isinstance(value, str) else []
    return [len(p) for p in parts] in ([4], [4, 2], [4, 2, 2]) and all(p.isascii() and p.isdigit() for p in parts)


def timeline(table: pd.DataFrame, _: Sequence[str]) -> None:
    """What was when: a point for each row with a date."""
    dates = dated(table)
    if not dates:
        st.info(say("chart_no_date"), icon=":material/event_busy:")
        return
    left, right = st.columns(2)
    when = left.selectbox(say("chart_when"), dates, key="query.time.when")
    name = right.selectbox(say("chart_of"), [c for c in table if c != when] or [when], key="query.time.of")
    rows = sorted({(_day(v), network.clip(str(n), 50)) for v, n in zip(table[when], table[name], strict=True) if v})
    if len(rows) > MOST:
        st.caption(say("chart_cut", MOST, len(rows)))
    spec = {
        "mark": {"type": "point", "filled": True, "size": 110}, "height": {"step": 26},
        "encoding": {"x": {"field": "day", "type": "temporal", "title": when, "axis": {"format": "%Y-%m"}},
                     "y": {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"grid": True}}},
    }  # fmt: skip
    draw(pd.DataFrame(rows[:MOST], columns=["day", "name"]), spec, "query-time")


def _day(value: object) -> str:
    parts = str(value).strip()[:10].split("-")
    return "-".join([*parts, "01", "01"][:3])


def matrix(table: pd.DataFrame, numbers: Sequence[str]) -> None:
    """How often two names stand in one row."""
    names = [c for c in table if c not in numbers]
    if len(names) < 2:
        st.info(say("chart_two"), icon=":material/grid_off:")
        return
    left, right = st.columns(2)
    down = left.selectbox(say("chart_down"), names, key="query.matrix.down")
    across = right.selectbox(say("chart_across"), [c for c in names if c != down], key="query.matrix.across")
    count = Counter((network.clip(str(a), 50), network.clip(str(b), 40)) for a, b in zip(table[down], table[across], strict=True))
    kept = [{k for k, _ in Counter(pair[i] for pair in count.elements()).most_common(most)} for i, most in enumerate((MOST, ACROSS))]
    rows = [(a, b, n) for (a, b), n in sorted(count.items()) if a in kept[0] and b in kept[1]]
    if len(rows) < len(count):
        st.caption(say("chart_cut", len(rows), len(count)))
    encoding: dict[str, Any] = {"y": {"field": "down", "type": "nominal", "title": None},
                                "x": {"field": "across", "type": "nominal", "title": None, "axis": {"labelAngle": -50, "orient": "top", "labelLimit": 260}}}
    colour = {"field": "n", "type": "quantitative", "legend": None, "scale": {"range": ["#ffe1b8", "#f0a070"]}}
    spec = {"height": {"step": 24}, "encoding": encoding, "layer": [{"mark": {"type": "rect"}, "encoding": {"color": colour}},
                                                                    {"mark": {"type": "text", "color": "#1f2328"}, "encoding": {"text": {"field": "n"}}}]}
    draw(pd.DataFrame(rows, columns=["down", "across", "n"]), spec, "query-matrix")


CHARTS: dict[str, Callable[[pd.DataFrame, Sequence[str]], None]] = {"bar": bar, "timeline": timeline, "matrix": matrix}
