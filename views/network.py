"""The network component: a view of the graph → what network.js draws, and what the visitor picked in it."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import streamlit as st

from graph.figure import style
from graph.vocab import THINGS
from views import words
from views.layout import WIDTHS
from views.words import say

HERE = Path(__file__).resolve().parent
ICON = '<svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6" aria-hidden="true">{}</svg>'
FIT = ICON.format('<rect x="4.5" y="5.5" width="7" height="5"/><path d="M1 4V1h3M12 1h3v3M15 12v3h-3M4 15H1v-3"/>')
FULL = ICON.format('<path d="M1 6V1h5M10 1h5v5M15 10v5h-5M6 15H1v-5"/>')
TOOLS = "".join(f'<button data-do="{key}" aria-label="{" / ".join(words.strings()[f"zoom_{key}"])}">{face}</button>'  # named in the reader's language once the script runs
                for key, face in (("in", "+"), ("out", "−"), ("fit", FIT), ("full", FULL)))
HTML = f"""<div class="pt-net"><div class="pt-canvas" tabindex="0" role="application"><canvas aria-hidden="true"></canvas></div><div class="pt-tools">{TOOLS}</div>
<div class="pt-said" role="status" aria-live="polite"></div><div class="pt-tip" hidden></div></div>"""
FORMS = {**style.SHAPES, "paper": "fold", "section": "round", "item": "round"}
PARTS = {"paper": ("#efe9dc", "#6d5a2d"), "section": ("#f3efe6", "#8a7a54"), "item": ("#ffffff", "#6d5a2d")}
LIGHTER = {"responds": "#b9c7ce", "undertakes": "#e0b25c", "involves": "#b5b5b5", "header": "#9a9a9a", "structure": "#777777"}
DASHES: dict[str, tuple[int, ...]] = {"responds": (), "undertakes": (8, 4), "involves": (2, 4), "header": (1, 4), "structure": (1, 6)}
LOOK, STROKE = ("w", "h", "form", "fill", "stroke", "bold", "dashed"), ("colour", "light", "dashes", "width", "label")
ENTITY, PART = (WIDTHS["entity"], 22, 2), (WIDTHS["part"], 34, 1)  # width of a box, cells of a line (a Chinese character takes two), lines

_draw = st.components.v2.component(
    "policytrace_network", html=HTML, css=(HERE / "network.css").read_text("utf-8"),
    js=(HERE / "canvas.js").read_text("utf-8") + (HERE / "network.js").read_text("utf-8"), isolate_styles=False,
)  # fmt: skip
_bring = st.components.v2.component(
    "policytrace_scene", html='<div class="pt-scene" hidden></div>', js=(HERE / "scene.js").read_text("utf-8"), isolate_styles=False
)


@dataclass(frozen=True)
class Canvas:
    """What is drawn: nodes and merged edges as rows for network.js, and the links behind each edge."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    behind: dict[str, tuple[str, ...]]  # edge → IRIs of its links
    left_out: int = 0
    lanes: list[dict[str, Any]] = field(default_factory=list)

    @cached_property
    def packed(self) -> bytes:
        """What canvas.js reads: a line of boxes and lines, a line of texts (JSON in UTF-8); each look and each text stands there once.

        {base, looks, strokes, lanes, nodes: [[id without base, x, y, look, pinned, lines, texts]], edges: [[node, node, stroke, texts]]} ⏎ [text]
        """
        looks, strokes, texts = _Once(), _Once(), _Once()
        at = {n["id"]: i for i, n in enumerate(self.nodes)}
        base = THINGS if all(n.startswith(THINGS) for n in at) else ""
        nodes = [[n["id"][len(base) :], n["x"], n["y"], looks(*(n[k] for k in LOOK)), int(n["pinned"]), "\n".join(n["lines"]), [texts(t) for t in n["tip"]]] for n in self.nodes]
        edges = [[at[e["from"]], at[e["to"]], strokes(*(e[k] for k in STROKE)), [texts(t) for t in e["tip"]]] for e in self.edges]
        first = {"base": base, "looks": list(looks.kept), "strokes": list(strokes.kept), "lanes": self.lanes, "nodes": nodes, "edges": edges}
        return _json(first) + b"\n" + _json([text for (text,) in texts.kept])

    @cached_property
    def sum(self) -> str:
        """The same for the same picture."""
        return hashlib.blake2b(self.packed, digest_size=12).hexdigest()


class _Once:
    """Numbers things, the same thing with the same number."""

    def __init__(self) -> None:
        self.kept: dict[tuple[Any, ...], int] = {}

    def __call__(self, *thing: Any) -> int:
        return self.kept.setdefault(thing, len(self.kept))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def show(canvas: Canvas, *, key: str, token: str, selected: Sequence[str], lines: Sequence[str] = (), centre: bool = False, small: bool = False, first: bool = False,
         heard: Callable[[str], Callable[[], None]] | None = None) -> Any:
    """Draws the canvas; a new `token` fits it anew. `heard(name)` makes the callback for picked ({nodes, edges}), opened ({node}), moved ({node: [x, y]}).

    What is drawn `first` in a session begins another run when it stands. The picture goes in an element of its own: as long as it stays the same, Streamlit sends a reference to it and not the picture.
    """
    _bring(key=f"{key}-scene", data=f"{key} {canvas.sum}\n".encode() + canvas.packed)
    data = {
        "key": key, "sum": canvas.sum, "token": token, "selected": list(selected), "lines": list(lines), "centre": centre, "small": small, "first": first,
        "words": {"aria": say("canvas_aria", len(canvas.nodes), len(canvas.edges)), **{k: say(f"zoom_{k}") for k in ("in", "out", "fit", "full")}},
    }  # fmt: skip
    calls: dict[str, Any] = {f"on_{name}_change": heard(name) if heard else _nothing for name in ("picked", "opened", "moved")}
    return _draw(key=key, data=data, on_stands_change=_nothing, **calls)


def _nothing() -> None:
    """An event that nobody waits for."""


class Looks:
    """How nodes and lines look in one language: worked out once and kept, as long as the papers stay the same (bounded by LINES)."""

    LINES = 20_000

    def __init__(self) -> None:
        self.nodes: dict[str, dict[str, Any]] = {}
        self.tied: dict[int, str] = {}
        self.lines: dict[tuple[str, ...], dict[str, Any]] = {}

    def node(self, iri: str, row: Mapping[str, Any], at: tuple[float, float], ties: int, pinned: bool) -> dict[str, Any]:
        """A node as network.js draws it, at a place and with the number of its ties on the canvas."""
        look = self.look(iri, row)
        tied = self.tied.get(ties) or self.tied.setdefault(ties, say("n_ties", ties))
        return {**look, "x": at[0], "y": at[1], "pinned": pinned, "tip": [*look["tip"], tied]}

    def look(self, iri: str, row: Mapping[str, Any]) -> dict[str, Any]:
        """A node's box and words, wherever it stands."""
        return self.nodes.get(iri) or self.nodes.setdefault(iri, node(iri, row))

    def edge(self, source: str, target: str, keys: tuple[str, ...], rows: Mapping[str, Any]) -> dict[str, Any]:
        """A line as network.js draws it."""
        if keys not in self.lines:
            if len(self.lines) >= self.LINES:
                self.lines.clear()
            self.lines[keys] = edge(source, target, [rows[k] for k in keys])
        return self.lines[keys]


def node(iri: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """A node as network.js draws it: a box whose shape tells the class, whose ground tells the standing."""
    entity = row["kind"] == "entity"
    standing = next(iter(row.get("standings") or ("unknown",)), "unknown") if entity else ""
    fill, stroke = (style.fill(standing, False), style.stroke(standing, False)) if entity else PARTS[row["kind"]]
    label = caption(row)
    wide, cells, most = ENTITY if entity else PART
    lines = wrapped(label, cells, most)
    what = " · ".join(filter(None, [words.kind(row["type"] if entity else row["kind"]), words.concept("tier", row.get("tier", "")) if entity else "",
                                    words.concept("standing", standing) if entity else ""]))
    return {
        "id": iri, "w": wide, "h": 20.0 + 18 * len(lines), "form": FORMS[row["type"] if entity else row["kind"]], "fill": fill, "stroke": stroke, "lines": lines,
        "bold": row["kind"] != "entity", "dashed": bool(row.get("unresolved")), "tip": [clip(label, 160), what],
    }  # fmt: skip


def caption(row: Mapping[str, Any]) -> str:
    """What stands on a node: an entity's name, an item's number with its heading."""
    label = visible(str(row["label"]))
    if row["kind"] == "item":
        return f"{row['id']} {heading(label)}"
    return heading(label) if row["kind"] == "section" else label


def heading(text: str) -> str:
    """A heading without its number and Markdown asterisks: 11. **全力维护首都安全稳定 → 全力维护首都安全稳定."""
    bare = text.replace("*", "").strip()
    head, dot, rest = bare.partition(".")
    if dot and head.strip().isdigit():
        bare = rest
    head, dot, rest = bare.partition("、")
    return (rest if dot and len(head) <= 3 else bare).strip() or text


def edge(source: str, target: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """One line for all the links between two nodes; its count stands on it where there are several."""
    family = rows[0]["family"]
    colour = style.line(family, False)[0] if family != "structure" else "#b9b9b9"
    names = list(dict.fromkeys(words.relation(r["relation"]) for r in rows))
    quotes = [clip(visible(q.text), 140) for r in rows for q in r.get("quotes", ())[:1]]
    return {
        "id": f"{source}>{target}", "from": source, "to": target, "colour": colour, "light": LIGHTER[family], "dashes": DASHES[family],
        "width": 1.2 + 0.7 * (len(rows) - 1 if len(rows) < 5 else 4), "label": f"×{len(rows)}" if len(rows) > 1 else "",
        "tip": [" · ".join(names), *(f"“{q}”" for q in quotes[:3])],
    }  # fmt: skip


def wrapped(text: str, cells: int, most: int) -> list[str]:
    """The lines of a label: at most `most` of so many cells, the last ending in … where more is left out."""
    if most > 1 and cells < _cells(text) <= cells * 1.6:
        cells = _cells(text) // 2 + 2  # two lines of about the same length
    lines = [""]
    for char in text:
        if _cells(lines[-1] + char) > cells:
            if len(lines) == most:
                return [*lines[:-1], lines[-1][:-1] + "…"]
            lines.append("")
        lines[-1] += char
    return lines


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def visible(text: str) -> str:
    """Text on one line, without marks that turn its direction: a name must not rearrange what stands beside it. 党的二⏎⏎十大 → 党的二十大."""
    pieces = "".join(c for c in text if unicodedata.bidirectional(c) not in ("RLE", "RLO", "LRE", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI")).split()
    line = ""
    for piece in pieces:
        line += (" " if line and not (_wide(line[-1]) and _wide(piece[0])) else "") + piece
    return line


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def clip(text: str, most: int) -> str:
    """At most so many characters."""
    return text if len(text) <= most else text[: most - 1] + "…"
