"""The legend: what the shapes, grounds and lines on the canvas mean, and only of what is on it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from html import escape
from typing import Any

from graph.figure import style
from views import layout, network, words
from views.viewing import Shown
from views.words import say

OUTLINE = "#808080"  # seen on light and on dark
OUTLINES = {
    "rect": "1,2 25,2 25,14 1,14", "fold": "1,2 21,2 25,6 25,14 1,14", "tag": "1,2 20,2 25,8 20,14 1,14", "hexagon": "6,2 20,2 25,8 20,14 6,14 1,8",
    "octagon": "5,2 21,2 25,5 25,11 21,14 5,14 1,11 1,5",
}  # fmt: skip


def html(graph: Any, view: Shown) -> str:
    """One line of keys: grounds by standing, shapes by class, strokes by family."""
    nodes = [graph.nodes[n] for n in view.nodes]
    standings = {s for row in nodes if row["kind"] == "entity" for s in row.get("standings", ())[:1]}
    types = {row["type"] for row in nodes if row["kind"] == "entity"}
    families = {row["family"] for s, t in view.lines for row in graph.get_edge_data(s, t, default={}).values()}
    keys = [_key(_box("rect", style.fill(s, False), style.stroke(s, False)), words.concept("standing", s)) for s in style.FILLS if s in standings]
    keys += [_key(_box(style.SHAPES[t], "none", OUTLINE), words.kind(t)) for t in style.SHAPES if t in types]
    keys += [_key(_stroke(f), words.family(f)) for f in style.FAMILIES if f in families]
    return f'<div role="note" aria-label="{escape(say("legend"))}">{"".join(keys)}</div><div class="pt-meta">{escape(say("said"))}</div>'


def _key(picture: str, label: str) -> str:
    return f'<span class="pt-key">{picture}{escape(label)}</span>'


def _box(form: str, fill: str, stroke: str) -> str:
    paint = f'fill="{fill}" stroke="{stroke}" stroke-width="1.5"'
    return _image(26, f'<rect x="1" y="2" width="24" height="12" rx="6" {paint}/>' if form == "pill" else f'<polygon points="{OUTLINES[form]}" {paint}/>')


def _stroke(family: str) -> str:
    dashes = {"undertakes": "6 3", "involves": "2 3", "header": "1 3"}.get(family, "")
    return _image(30, f'<line x1="0" y1="8" x2="30" y2="8" stroke="{OUTLINE}" stroke-width="2.4" stroke-dasharray="{dashes}"/>')


def _image(width: int, inside: str) -> str:
    """A small picture as a data address: Streamlit drops inline SVG from HTML."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="16">{inside}</svg>'
    return f'<img alt="" width="{width}" height="16" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}">'


def lanes(graph: Any, places: Mapping[str, tuple[float, float]]) -> list[dict[str, Any]]:
    """The headings over the columns of the layered layout: Party on the left, line and government on the right, with their tiers."""
    top = min((y for _, y in places.values()), default=0.0) - 62
    columns: dict[float, str] = {}
    for node, (x, _) in places.items():
        row = graph.nodes[node]
        if row["kind"] != "entity":
            columns.setdefault(x, say("tasks"))
        else:
            lane = layout.lane(row)
            tier = words.concept("tier", row.get("tier", "")) if lane != "rest" and row.get("tier", "") in layout.TIERS else ""
            columns.setdefault(x, " · ".join(filter(None, [say(f"lane_{lane}"), tier])))
    merged: dict[str, list[float]] = {}
    for x, text in columns.items():
        merged.setdefault(text, []).append(x)
    return [{"text": network.clip(text, 40), "x": sum(xs) / len(xs), "y": top} for text, xs in merged.items()]
