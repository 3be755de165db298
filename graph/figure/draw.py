"""Ordered columns → boxes and curves: the common hand of the trace, the ego pictures and the path."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from graph.figure import style
from graph.figure.drawing import Box, Drawing, Line, Text
from graph.figure.font import width
from graph.figure.lanes import GAP, HEAD, Columns, Node, height, order
from graph.figure.page import INK, SMALLEST, SOFT, Body
from graph.figure.wrap import wrap


@dataclass(frozen=True, slots=True)
class Strand:
    """One curve: two nodes, the family that gives its stroke, how many ties it stands for, and its words for a tooltip."""

    a: str
    b: str
    family: str
    count: int = 1
    title: str = ""


def draw_columns(nodes: Sequence[Node], strands: Sequence[Strand], spec: Columns, body: Body, *, size: float, lines: int, grey: bool,
                 group_label: Callable[[str], str]) -> Drawing:
    """Boxes in their columns, spread over the height, and curves in the gutters between neighbours: no curve runs through a box."""
    placed = order(nodes, [(s.a, s.b) for s in strands])
    boxes: dict[str, Box] = {}
    texts: list[Text] = []
    for column, ranked in sorted(placed.items()):
        made, words = _column(ranked, column, spec, body, size, lines, grey, group_label, bool(strands))
        boxes |= made
        texts += words
    column_of = {n.id: n.column for n in nodes}
    curves = tuple(_curve(s, boxes, column_of, grey) for s in strands if s.a in boxes and s.b in boxes)
    return Drawing(0, 0, "", tuple(boxes.values()), curves, tuple(texts))


def _column(ranked: Sequence[Node], column: int, spec: Columns, body: Body, size: float, lines: int, grey: bool,
            group_label: Callable[[str], str], strands: bool) -> tuple[dict[str, Box], list[Text]]:
    x, w = spec.x[column], spec.w[column]
    title = spec.headings[column]
    letters = min(max(9 * w / max(width(title, 9), 1), SMALLEST), 9)
    texts = [Text(x + w / 2, body.y + 9, line, letters, INK, "middle") for line in wrap(title, letters, w, 1)]
    heights = [height(n.label, size, w, lines) for n in ranked]
    groups = [g for i, g in enumerate(n.group for n in ranked) if g and (i == 0 or ranked[i - 1].group != g)]
    used = sum(h for _, h in heights) + HEAD * (len(groups) + 1)
    widest = 26.0 if strands else 8.0
    slack = max(body.h - used, 0.0) / max(len(ranked), 1)
    gap = min(max(slack, GAP), widest)
    y = body.y + HEAD + (max((body.h - used - gap * len(ranked)) / 2, 0) * 0.5 if strands else 0.0)
    boxes: dict[str, Box] = {}
    before = ""
    for node, (rows, h) in zip(ranked, heights, strict=True):
        if node.group and node.group != before:
            texts.append(Text(x, y + HEAD - 4.5, group_label(node.group), 7.5, SOFT))
            y += HEAD
        before = node.group
        boxes[node.id] = Box(node.id, x, y, w, h, rows, size, style.SHAPES.get(node.type, "round"), style.fill(node.standing, grey),
                             style.stroke(node.standing, grey), INK, "middle" if node.type else "start", node.label)
        y += h + gap
    return boxes, texts


def _curve(strand: Strand, boxes: Mapping[str, Box], column_of: Mapping[str, int], grey: bool) -> Line:
    left, right = sorted((strand.a, strand.b), key=lambda n: column_of[n])
    p, q = boxes[left], boxes[right]
    start, end = (p.x + p.w, p.y + p.h / 2), (q.x, q.y + q.h / 2)
    bend = (end[0] - start[0]) * 0.5
    colour, dash = style.line(strand.family, grey)
    wide = min(0.8 + 0.4 * (strand.count - 1), 2.4)
    points = (start, (start[0] + bend, start[1]), (end[0] - bend, end[1]), end)
    return Line(points, colour, wide, dash, left, right, strand.title, True, 0.75)
