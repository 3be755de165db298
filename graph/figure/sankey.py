"""The Sankey diagram: from authority (standing) through directive to task; a band is as wide as its ties are many."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from graph.figure import style
from graph.figure.drawing import Area, Drawing, Text
from graph.figure.lanes import Node, order
from graph.figure.page import INK, SOFT, Body, Frame, compose, room
from graph.figure.subject import Options, Subject
from graph.figure.trace import ABOVE, quotes
from graph.figure.words import concept, word
from graph.figure.wrap import wrap
from graph.model import Tie

BAR, GAP, SIZE = 9.0, 4.0, 7.5
Stage = dict[str, int]
Row = tuple[str, str, str]  # standing, directive, task


def sankey(subject: Subject, options: Options) -> Drawing:
    """Directives by rank, as many as stay readable; the others are summed up as one."""
    lang = options.lang
    ties = [t for t in subject.ties if t.scope == "item" and t.family == "responds" and t.standing in ABOVE]
    frame = Frame(options.title or word("sankey", lang), options.subtitle or subject.name(lang), _legend(ties, options), subject.caption(options), (), lang)
    body = room(options.paper, frame)
    most = min(options.max_nodes, int(body.h // (SIZE * 1.3 + GAP)))
    ranked = [e for e, _ in sorted(Counter(t.entity for t in ties).items(), key=lambda p: (-p[1], p[0]))][:most]
    shown = [t for t in ties if t.entity in ranked]
    left_out = len({t.entity for t in ties}) - len(ranked)
    notes = (word("left_out", lang, left_out),) if left_out else ()
    frame = Frame(frame.title, frame.subtitle, _legend(shown, options), (*frame.caption, *notes), quotes(shown, subject, lang), lang)
    return subject.finish(compose(options.paper, frame, _draw(shown, body, options), body), options, left_out)


def _legend(ties: Sequence[Tie], options: Options) -> tuple[style.Key, ...]:
    return tuple(style.Key(concept("standing", s, options.lang), style.stroke(s, options.grey), style.stroke(s, options.grey)) for s in ABOVE if any(t.standing == s for t in ties))


def _draw(ties: Sequence[Tie], body: Body, options: Options) -> Drawing:
    rows = [(t.standing, t.entity, t.source) for t in ties]
    names = {t.entity: t.label for t in ties} | {t.source: f"{t.source_id}. {t.heading}" for t in ties} | {s: concept("standing", s, options.lang) for s in ABOVE}
    stages = _order(rows)
    places = [_stack(stage, body, len(rows)) for stage in stages]
    first, label = min(52.0, body.w * 0.16), min(body.w * 0.3, 230.0)
    x = (body.x + first, body.x + (body.w - label + first) / 2 - label * 0.4, body.x + body.w - label - BAR)
    widths = (first - 4, x[2] - x[1] - BAR - 8, label)
    tone = {e: s for s, e, _ in rows} | {s: s for s in ABOVE}
    areas = [a for i in (0, 1) for a in _bands(rows, i, places, x, tone, options.grey)]
    texts: list[Text] = []
    for i, stage in enumerate(stages):
        for key in stage:
            y, h = places[i][key]
            areas.append(_bar(x[i], y, h, style.stroke(tone.get(key, "own"), options.grey)))
            texts += _label(names[key], i, x[i], y + h / 2, widths[i], 2 if i == 0 or h + GAP >= 2 * SIZE * 1.22 else 1)
    return Drawing(0, 0, "", (), (), tuple(texts), tuple(areas))


def _order(rows: Sequence[Row]) -> list[Stage]:
    """Each stage's keys with their weights, in an order in which few bands cross: standings in theirs, directives kept by standing."""
    standing = {e: str(ABOVE.index(s)) for s, e, _ in rows}
    nodes = [Node(s, s, 0, str(ABOVE.index(s))) for s in ABOVE if s in {r[0] for r in rows}]
    nodes += [Node(e, e, 1, standing[e], fixed=n) for n, e in enumerate(dict.fromkeys(e for _, e, _ in rows))]
    nodes += [Node(t, t, 2, fixed=n) for n, t in enumerate(dict.fromkeys(t for *_, t in rows))]
    placed = order(nodes, sorted({(s, e) for s, e, _ in rows} | {(e, t) for _, e, t in rows}))
    return [{n.id: sum(r[i] == n.id for r in rows) for n in placed.get(i, ())} for i in range(3)]


def _stack(stage: Stage, body: Body, total: int) -> dict[str, tuple[float, float]]:
    """Top and height of each bar of a stage."""
    free = body.h - GAP * (len(stage) - 1)
    unit = free / max(total, 1)
    found, y = {}, body.y
    for key, weight in stage.items():
        found[key] = (y, weight * unit)
        y += weight * unit + GAP
    return found


def _bands(rows: Sequence[Row], i: int, places: Sequence[dict[str, tuple[float, float]]], x: Sequence[float], tone: dict[str, str], grey: bool) -> list[Area]:
    """The bands between stage i and i + 1."""
    flow = Counter((r[i], r[i + 1]) for r in rows)
    out: dict[str, float] = defaultdict(float)
    into: dict[str, float] = defaultdict(float)
    weights = [Counter(r[k] for r in rows) for k in (i, i + 1)]
    order = [list(places[i]), list(places[i + 1])]
    found = []
    for a, b in sorted(flow, key=lambda p: (order[0].index(p[0]), order[1].index(p[1]))):
        (ya, ha), (yb, hb) = places[i][a], places[i + 1][b]
        wa, wb = ha * flow[a, b] / weights[0][a], hb * flow[a, b] / weights[1][b]
        found.append(_band(x[i] + BAR, ya + out[a], wa, x[i + 1], yb + into[b], wb, style.stroke(tone.get(b, tone.get(a, "own")), grey)))
        out[a] += wa
        into[b] += wb
    return found


def _band(x: float, y: float, h: float, u: float, v: float, k: float, colour: str) -> Area:
    m = (x + u) / 2
    path = (f"M{x:.2f} {y:.2f}C{m:.2f} {y:.2f} {m:.2f} {v:.2f} {u:.2f} {v:.2f}L{u:.2f} {v + k:.2f}"
            f"C{m:.2f} {v + k:.2f} {m:.2f} {y + h:.2f} {x:.2f} {y + h:.2f}Z")
    return Area(path, colour, 0.28)


def _bar(x: float, y: float, h: float, colour: str) -> Area:
    return Area(f"M{x:.2f} {y:.2f}L{x + BAR:.2f} {y:.2f}L{x + BAR:.2f} {y + h:.2f}L{x:.2f} {y + h:.2f}Z", colour, 1.0, "", "", (x, y, BAR, h))


def _label(name: str, stage: int, x: float, middle: float, wide: float, most: int) -> list[Text]:
    rows = wrap(name, SIZE, wide, most)
    at, anchor = (x - 4, "end") if stage == 0 else (x + BAR + 4, "start")
    return [Text(at, middle + SIZE * 0.35 + (i - (len(rows) - 1) / 2) * SIZE * 1.22, row, SIZE, SOFT if stage == 0 else INK, anchor) for i, row in enumerate(rows)]
