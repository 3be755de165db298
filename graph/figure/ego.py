"""One thing and all that is tied to it, each tie with its words: a directive, an initiative, the path between two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import networkx as nx

from graph.errors import FigureError
from graph.figure import style
from graph.figure.drawing import Box, Drawing, Line, Text
from graph.figure.font import LEADING
from graph.figure.lanes import Columns, columns
from graph.figure.page import INK, SOFT, Body, Frame, compose, excerpt, room
from graph.figure.subject import Options, Subject
from graph.figure.trace import focus, quotes, source_name, words
from graph.figure.words import relation, word
from graph.figure.wrap import wrap
from graph.model import Tie
from graph.vocab import name_of

Label = Callable[[Tie], str]
GAP = 5.0


def directive(subject: Subject, options: Options) -> Drawing:
    """Who answers a directive, with what verb, in which words."""
    name = _one(options, "directive")
    ties = [t for t in subject.ties if name in (t.entity, t.label, name_of(t.entity))]
    if not ties:
        raise FigureError(f"{name}: the chosen papers name nothing of that IRI or name; look it up with python -m graph query")
    first = ties[0]
    centre = Box("centre", 0, 0, 0, 0, (), 9.0, style.SHAPES.get(first.type, "round"), style.fill(first.standing, options.grey),
                 style.stroke(first.standing, options.grey), title=first.label)
    return _rows(subject, options, ties, centre, lambda t: _place(t, options.lang), word("directive", options.lang))


def initiative(subject: Subject, options: Options) -> Drawing:
    """All that a task is tied to."""
    name = _one(options, "initiative")
    ties = [t for t in subject.ties if name in (t.source, t.source_id)]
    if not ties:
        raise FigureError(f"{name}: no such task in the chosen papers, or it has no tie; give the IRI, or its number (6, 2.3)")
    centre = Box("centre", 0, 0, 0, 0, (), 9.0, "round", "#ffffff", "#333333", title=_place(ties[0], options.lang))
    return _rows(subject, options, ties, centre, lambda t: t.label, word("initiative", options.lang))


def _one(options: Options, kind: str) -> str:
    if len(options.iris) != 1:
        raise FigureError(f"{kind}: give exactly one IRI or name after the kind")
    return options.iris[0]


def _place(tie: Tie, lang: str) -> str:
    """6. 助力优化提升首都功能; 第2部分 and its heading; the plan as a whole."""
    if tie.scope == "item" and tie.heading:
        return f"{tie.source_id}. {tie.heading}"
    return f"{source_name(tie, lang)} {tie.heading if tie.scope != 'plan' else ''}".strip()


def _rows(subject: Subject, options: Options, ties: Sequence[Tie], centre: Box, label: Label, what: str) -> Drawing:
    """The thing at the left, a row for each thing that it is tied to: its name, the verbs, the words. The font is the largest at which all fit."""
    lang = options.lang
    frame = Frame(options.title or f"{what}：{centre.title}", options.subtitle or subject.name(lang), style.legend(ties, lang, options.grey), subject.caption(options), (), lang)
    body = room(options.paper, frame)
    spec = columns(body.x, body.w, (0.8, 1.1, 1.7), ("", "", ""), 34 if body.w > 400 else 16)
    groups: dict[str, list[Tie]] = {}
    for tie in ties:
        groups.setdefault(label(tie), []).append(tie)
    rows = list(groups.items())[:options.max_nodes - 1]
    for size in (10.5, 9.5, 8.5, 7.5):
        pairs = _placed(rows, spec, body, size, options)
        if len(pairs) == len(rows):
            break
    shown = [t for _, found in rows[:len(pairs)] for t in found]
    bottom = max((b.y + b.h for pair in pairs for b in pair), default=body.y)
    middle = _centre(centre, spec.x[0], spec.w[0], (body.y + bottom) / 2, size + 1)
    lines = [_spoke(middle, pair[0], found[0], options.grey) for pair, (_, found) in zip(pairs, rows, strict=False)]
    lines += [Line(((a.x + a.w, a.y + a.h / 2), (b.x, a.y + a.h / 2)), "#999999", 0.6, "1.5 2", a.id, b.id, curved=False) for a, b in pairs]
    left_out = len(groups) - len(pairs)
    notes = (word("left_out", lang, left_out),) if left_out else ()
    frame = Frame(frame.title, frame.subtitle, style.legend(shown, lang, options.grey), (*frame.caption, *notes), quotes(shown, subject, lang), lang)
    boxes = (middle, *(b for pair in pairs for b in pair))
    return subject.finish(compose(options.paper, frame, Drawing(0, 0, "", boxes, tuple(lines)), body), options, left_out)


def _placed(rows: Sequence[tuple[str, list[Tie]]], spec: Columns, body: Body, size: float, options: Options) -> list[tuple[Box, Box]]:
    """As many rows as fit at a font size."""
    pairs: list[tuple[Box, Box]] = []
    y = body.y + 4
    for n, (name, found) in enumerate(rows):
        pair = _row(n, name, found, spec, y, size, options)
        if pair[0].y + pair[0].h > body.y + body.h:
            break
        pairs.append(pair)
        y = pair[0].y + pair[0].h + GAP
    return pairs


def _row(n: int, name: str, found: Sequence[Tie], spec: Columns, y: float, size: float, options: Options) -> tuple[Box, Box]:
    """The two boxes of a row: the other end, and the verbs with the words."""
    first, small = found[0], size - 0.5
    left = wrap(name, size, spec.w[1] - 14, 3)
    right: list[str] = []
    for tie in found[:3]:
        right += wrap(_verb(tie, options.lang), small, spec.w[2] - 12, 1)
        right += wrap(excerpt(words(tie), focus(tie), small, (spec.w[2] - 12) * 1.9) if tie.quotes else "", small, spec.w[2] - 12, 2)
    h = max(len(left) * size, len(right) * small) * LEADING + 6
    entity = name == first.label
    ground = (style.fill(first.standing, options.grey), style.stroke(first.standing, options.grey)) if entity else ("#ffffff", "#333333")
    shape = style.SHAPES.get(first.type, "round") if entity else "round"
    return (Box(f"row {n}", spec.x[1], y, spec.w[1], h, left, size, shape, *ground, INK, "middle", name),
            Box(f"words {n}", spec.x[2], y, spec.w[2], h, tuple(right), small, "rect", "#ffffff", "#cccccc", SOFT, "start", words(first)))


def _verb(tie: Tie, lang: str) -> str:
    cue = f"（{tie.cue}{'…' + tie.via if tie.via else ''}）" if tie.cue else ""
    return f"{relation(tie.relation, lang)}{cue}"


def _centre(box: Box, x: float, w: float, middle: float, size: float) -> Box:
    lines = wrap(box.title, size, w - 14, 6)
    h = len(lines) * size * LEADING + 10
    return Box(box.id, x, middle - h / 2, w, h, lines, size, box.shape, box.fill, box.stroke, INK, "middle", box.title)


def _spoke(centre: Box, box: Box, tie: Tie, grey: bool) -> Line:
    start, end = (centre.x + centre.w, centre.y + centre.h / 2), (box.x, box.y + box.h / 2)
    bend = (end[0] - start[0]) / 2
    colour, dash = style.line(tie.family, grey)
    return Line((start, (start[0] + bend, start[1]), (end[0] - bend, end[1]), end), colour, 0.9, dash, centre.id, box.id, f"{tie.source_id} {tie.label}")


def path(subject: Subject, options: Options) -> Drawing:
    """The shortest chain of ties between two things, each step with its words; sections and plans hold their tasks together."""
    if len(options.iris) != 2:
        raise FigureError("path: give the two ends (IRI or name) after the kind")
    graph = _network(subject, options.lang)
    ends = [_find(name, subject, graph) for name in options.iris]
    try:
        chain: list[str] = nx.shortest_path(graph, *ends)
    except nx.NetworkXNoPath:
        raise FigureError(f"{options.iris[0]} and {options.iris[1]}: no chain of ties joins them in the chosen papers") from None
    return _chain(subject, options, graph, chain)


def _network(subject: Subject, lang: str) -> nx.Graph:
    """Things and places as nodes with their labels; a tie, or a part and what holds it, as edges."""
    graph = nx.Graph()
    for paper in subject.papers:
        graph.add_node(paper.iri, label=f"《{paper.title}》", type="", standing="")
    for part in subject.parts:
        number = word("section", lang, part.id.removeprefix("s")) if part.kind == "section" else f"{part.id}."
        graph.add_node(part.iri, label=f"{number} {part.heading}", type="", standing="")
    for part in subject.parts:
        graph.add_edge(part.iri, part.section or part.paper, weight=2)
    for tie in subject.ties:
        if tie.source in graph:
            graph.add_node(tie.entity, label=tie.label, type=tie.type, standing=tie.standing)
            if not graph.has_edge(tie.source, tie.entity):
                graph.add_edge(tie.source, tie.entity, weight=1, tie=tie)
    return graph


def _find(name: str, subject: Subject, graph: nx.Graph) -> str:
    for node, data in graph.nodes(data=True):
        if name in (node, data.get("label"), name_of(node)):
            return str(node)
    found = next((p.iri for p in subject.parts if p.id == name), None)
    if found is None:
        raise FigureError(f"{name}: the chosen papers name nothing of that IRI, name or number")
    return found


def _chain(subject: Subject, options: Options, graph: nx.Graph, chain: Sequence[str]) -> Drawing:
    ties = [graph.edges[a, b]["tie"] for a, b in pairwise(chain) if "tie" in graph.edges[a, b]]
    lang = options.lang
    frame = Frame(options.title or word("path", lang), options.subtitle or subject.name(lang), style.legend(ties, lang, options.grey), subject.caption(options),
                  quotes(ties, subject, lang), lang)
    body = room(options.paper, frame)
    step = min(body.h / max(len(chain), 1), 86.0)
    boxes = [_link_box(graph.nodes[node], i, body, step, options) for i, node in enumerate(chain)]
    lines, texts = [], []
    for upper, lower, a, b in zip(boxes, boxes[1:], chain, chain[1:], strict=False):
        x = upper.x + upper.w / 2
        lines.append(Line(((x, upper.y + upper.h), (x, lower.y)), "#37474f", 1.2, "", upper.id, lower.id, curved=False))
        texts += _step_words(graph.edges[a, b].get("tie"), x + 8, (upper.y + upper.h + lower.y) / 2, body, options)
    return subject.finish(compose(options.paper, frame, Drawing(0, 0, "", tuple(boxes), tuple(lines), tuple(texts)), body), options, 0)


def _link_box(data: dict[str, str], i: int, body: Body, step: float, options: Options) -> Box:
    w = min(body.w * 0.7, 320.0)
    lines = wrap(data["label"], 9.0, w - 14, 2)
    h = len(lines) * 9.0 * LEADING + 8
    return Box(f"step {i}", body.x + (body.w - w) / 2, body.y + i * step, w, h, lines, 9.0, style.SHAPES.get(data["type"], "round"),
               style.fill(data["standing"], options.grey), style.stroke(data["standing"], options.grey), INK, "middle", data["label"])


def _step_words(tie: Tie | None, x: float, y: float, body: Body, options: Options) -> list[Text]:
    wide = body.x + body.w - x
    said = excerpt(words(tie), focus(tie), 7.5, wide * 0.95) if tie and tie.quotes else ""
    rows = [_verb(tie, options.lang), said] if tie else [word("part_of", options.lang)]
    return [Text(x, y + 3 + (i - (len(rows) - 1) / 2) * 7.5 * LEADING, row, 7.5, SOFT) for i, row in enumerate(rows)]
