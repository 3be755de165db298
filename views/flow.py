"""How the papers hang together: a Sankey from standing and tier through directive and section to initiative, each box a button that leads to its sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from graph.figure import style
from graph.model import Part, Tie
from views import cards, data, layout, network, state, words
from views.words import say

HERE = Path(__file__).resolve().parent
MOST = 30  # directives and tasks that get a box of their own; the others share one
UNIT, GAP, LEAST = 10.0, 6.0, 15.0  # height of a tie, between boxes, of the smallest box
COLUMNS = (0.0, 300.0, 660.0, 960.0)
WIDTH = 1240.0
REST = "…"
_draw = st.components.v2.component("policytrace_flow", html='<div class="pt-flow" role="group"></div>', isolate_styles=False,
                                   css=(HERE / "flow.css").read_text("utf-8"), js=(HERE / "flow.js").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Flow:
    """Boxes and bands as flow.js draws them; `ways` has for each tie the four boxes that it runs through."""

    boxes: list[dict[str, Any]]
    bands: list[dict[str, Any]]
    height: float
    ways: tuple[tuple[str, ...], ...]


def show(ties: list[Tie], parts: tuple[Part, ...]) -> None:
    """The Sankey, and the links behind the box that was clicked."""
    st.subheader(say("flow"), help=say("flow_help"))
    if not ties:
        st.caption(say("no_directives"))
        return
    made: Flow = data.derived(f"flow {data.switches()} {words.lang()}", state.chosen(), lambda: flow(ties, {p.iri: p for p in parts}))

    def heard() -> None:
        told = st.session_state["flow"].get("picked")
        st.session_state["flow.box"] = told["box"] if told else ""

    _draw(key="flow", on_picked_change=heard, data={"boxes": made.boxes, "bands": made.bands, "width": WIDTH, "height": made.height,
                                                    "chosen": st.session_state.get("flow.box", ""), "aria": say("flow_aria", len(ties))})
    box = st.session_state.get("flow.box", "")
    behind = [t for t, way in zip(ties, made.ways, strict=True) if box in way]
    if behind:
        st.button(say("close"), key="flow-close", icon=":material/close:", type="tertiary", on_click=lambda: st.session_state.update({"flow.box": ""}))
        cards.ties(behind, key=f"flow:{box}")


def flow(ties: Sequence[Tie], parts: Mapping[str, Part]) -> Flow:
    """The picture of the ties; the same for the same ties. Boxes stand in the order of authority, of answers, and of the text."""
    ways = _ways(ties, parts)
    counts = Counter(box for way in ways for box in way)
    labels = _labels(ties, ways, parts)
    columns = [sorted({way[i] for way in ways}, key=_order(i, ways, parts, list(style.FILLS))) for i in range(4)]
    boxes, height = _boxes(columns, counts, labels)
    standings = {box: way[0].partition(":")[2].partition(" ")[0] for way in ways for box in way[:2]}
    for name, box in boxes.items():
        standing = standings.get(name, "")
        box["fill"], box["stroke"] = (style.fill(standing, False), style.stroke(standing, False)) if standing else ("#ffffff", "#6d5a2d")
    return Flow(list(boxes.values()), _bands(ways, boxes), height, ways)


def _ways(ties: Sequence[Tie], parts: Mapping[str, Part]) -> tuple[tuple[str, ...], ...]:
    """For each tie its standing with its tier, directive, section and task; what is past MOST shares a box."""
    often = Counter(t.entity for t in ties)
    first = {e for e, _ in sorted(often.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]}
    busy = Counter(t.source for t in ties)
    drawn = {s for s, _ in sorted(busy.items(), key=lambda pair: (-pair[1], pair[0]))[: MOST + 8]}
    found = []
    for t in ties:
        section = t.section if t.section in parts else t.paper
        above = f"{t.standing} {t.tier}"
        found.append((f"standing:{above}", f"directive:{t.entity if t.entity in first else REST + above}", f"section:{section}",
                      f"task:{t.source if t.source in drawn else REST + section}"))
    return tuple(found)


def _order(column: int, ways: Sequence[tuple[str, ...]], parts: Mapping[str, Part], standings: list[str]) -> Callable[[str], Any]:
    counts = Counter(way[1] for way in ways)
    of = {way[1]: way[0].partition(":")[2] for way in ways}

    def place(box: str) -> tuple[Any, ...]:
        name = box.partition(":")[2]
        if column == 0:
            return _rank(name, standings)
        if column == 1:
            return (*_rank(of[box], standings), name.startswith(REST), -counts[box], name)
        part = parts.get(name.removeprefix(REST))
        return (part.paper if part else name, part.start if part else -1, name.startswith(REST), name)

    return place


def _rank(above: str, standings: list[str]) -> tuple[int, int, str]:
    standing, _, tier = above.partition(" ")
    return (standings.index(standing) if standing in standings else 99, -layout.TIERS.index(tier) if tier in layout.TIERS else 1, above)


def _labels(ties: Sequence[Tie], ways: Sequence[tuple[str, ...]], parts: Mapping[str, Part]) -> dict[str, str]:
    titles = cards.titles()
    found: dict[str, str] = {}
    shared: dict[str, set[str]] = {}
    for t, way in zip(ties, ways, strict=True):
        found[way[0]] = " · ".join(filter(None, [words.concept("standing", t.standing), words.concept("tier", t.tier) if t.tier in layout.TIERS else ""]))
        found[way[1]] = network.visible(t.label)
        section = parts.get(way[2].partition(":")[2])
        found[way[2]] = f"{words.place(section.id)} {network.heading(network.visible(section.heading))}" if section else network.visible(titles.get(t.paper, ""))
        found[way[3]] = f"{words.place(t.source_id)} {network.heading(network.visible(t.heading))}".strip()
        shared.setdefault(way[1], set()).add(t.entity)
        shared.setdefault(way[3], set()).add(t.source)
    for box, several in shared.items():
        if box.partition(":")[2].startswith(REST):
            found[box] = say("flow_rest" if box.startswith("directive") else "flow_rest_tasks", len(several))
    return found


def _boxes(columns: Sequence[Sequence[str]], counts: Counter[str], labels: Mapping[str, str]) -> tuple[dict[str, dict[str, Any]], float]:
    tall = [sum(max(LEAST, UNIT * counts[b]) + GAP for b in column) for column in columns]
    height = max(tall) + 10
    found: dict[str, dict[str, Any]] = {}
    for i, column in enumerate(columns):
        y = (height - tall[i]) / 2
        for box in column:
            h = max(LEAST, UNIT * counts[box])
            room = (COLUMNS[i + 1] if i < 3 else WIDTH) - COLUMNS[i] - 60
            found[box] = {"id": box, "x": COLUMNS[i], "y": y, "h": h, "label": network.wrapped(labels[box], int(room // 6.6), 1)[0],
                          "full": network.clip(labels[box], 200), "n": counts[box]}
            y += h + GAP
    return found, height


def _bands(ways: Sequence[tuple[str, ...]], boxes: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The bands between neighbouring columns, each as thick as its ties are many, in the order of the boxes at both ends."""
    found = []
    for i in range(3):
        pairs = Counter((way[i], way[i + 1]) for way in ways)
        used: Counter[tuple[str, bool]] = Counter()
        for (a, b), n in sorted(pairs.items(), key=lambda pair: (boxes[pair[0][0]]["y"], boxes[pair[0][1]]["y"])):
            left, right = boxes[a], boxes[b]
            up, down = left["h"] / left["n"], right["h"] / right["n"]
            found.append({"from": a, "to": b, "x1": left["x"] + 12, "x2": right["x"], "y1": left["y"] + used[a, False] * up, "y2": right["y"] + used[b, True] * down,
                          "h1": n * up, "h2": n * down, "fill": left["stroke"]})
            used[a, False] += n
            used[b, True] += n
    return found
