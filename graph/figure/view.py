"""What the Graph page shows at this moment, as it is laid out there: the same places, the same nodes. What does not fit is left out by rank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.errors import FigureError
from graph.figure import style
from graph.figure.drawing import Box, Drawing, Line, Point, Text
from graph.figure.font import LEADING
from graph.figure.page import INK, SMALLEST, SOFT, Body, Frame, compose, margin, room
from graph.figure.route import Router
from graph.figure.subject import CANVAS, Canvas, Options, Subject
from graph.figure.trace import quotes, source_name
from graph.figure.words import relation, word
from graph.figure.wrap import wrap
from graph.model import Tie
from graph.vocab import name_of

HEAD, GAP = 16.0, 4.0
SCALE, LARGEST = 0.5, 1500.0  # points a pixel of the canvas; the largest side of a page of its own size (Word takes no more than 1584)
TRIES = tuple((size, wide) for size in (8.5, 7.5, SMALLEST) for wide in (132.0, 104.0, 80.0, 60.0))


@dataclass(frozen=True, slots=True)
class _Spot:
    """A node on its way onto the page: its middle in pixels of the canvas, what it is called and how it looks."""

    id: str
    x: float
    y: float
    label: str
    type: str
    standing: str
    ties: int


def view(subject: Subject, options: Options) -> Drawing:
    """The boxes where they stand on the canvas, drawn to the page's scale; the best linked come first where there is no room for all."""
    canvas, lang = options.canvas, options.lang
    if canvas is None or not canvas.places:
        raise FigureError("view: nothing is laid out; use the button on the Graph page, or --from a file that it made")
    wanted = set(canvas.lines)
    ties = [t for t in subject.ties if t.iri in wanted]
    spots = _spots(subject, canvas, ties)[:options.max_nodes]
    frame = _frame(subject, options, spots, ties)
    paper = options.paper if options.paper != CANVAS else _page(canvas, frame)
    body = room(paper, frame)
    boxes = _best(spots, body, [(7.5, 0.0)] if options.paper == CANVAS else TRIES, options.grey)
    seen = [s for s in spots if s.id in boxes]
    shown = [t for t in ties if t.source in boxes and t.entity in boxes]
    left_out = len(canvas.places) - len(seen) + canvas.beyond
    notes = (word("left_out", lang, left_out),) if left_out else ()
    frame = _frame(subject, options, seen, shown)
    frame = replace(frame, caption=(*frame.caption, *notes), quotes=quotes(shown, subject, lang))
    drawing = Drawing(0, 0, "", tuple(boxes[s.id] for s in seen), tuple(_lines(canvas, shown, boxes, body, options)), tuple(_heads(canvas, boxes, spots, body)))
    return subject.finish(compose(paper, frame, drawing, body), options, left_out)


def _frame(subject: Subject, options: Options, spots: Sequence[_Spot], ties: Sequence[Tie]) -> Frame:
    lang = options.lang
    keys = style.keys({s.standing for s in spots}, {s.type for s in spots}, {t.family for t in ties}, lang, options.grey)
    held = {f"{t.source}>{t.entity}" for t in ties}
    if options.canvas and any(">" in line and line not in held for line in options.canvas.lines):
        keys = (*keys, style.Key(word("structure", lang), "#8a8a8a", line=True, dash="1 3"))
    return Frame(options.title or word("view_title", lang), options.subtitle or subject.name(lang), keys, subject.caption(options), (), lang)


def _spots(subject: Subject, canvas: Canvas, ties: Sequence[Tie]) -> list[_Spot]:
    """The nodes, the best linked first."""
    count = Counter(end for t in ties for end in (t.source, t.entity))
    things = {t.iri: (t.label, t.type, next(iter(t.standings), "unknown")) for t in subject.things}
    held = {p.iri: (f"{p.id}. {p.heading}" if p.kind == "item" else p.heading, "", "") for p in subject.parts}
    named = things | held | {p.iri: (f"《{p.title}》", "", "") for p in subject.papers}
    spots = []
    for node, x, y in canvas.places:
        label, kind, standing = named.get(node, (name_of(node), "", "unknown"))
        spots.append(_Spot(node, x, y, label, kind, standing, count[node]))
    return sorted(spots, key=lambda s: (-s.ties, s.y, s.x, s.id))


def _page(canvas: Canvas, frame: Frame) -> str:
    """A page as large as the canvas, at a scale at which names can be read."""
    xs, ys = [x for _, x, _ in canvas.places], [y for *_, y in canvas.places]
    wide, tall = (max(xs) - min(xs) + style.WIDTHS["part"] + 20) * SCALE, (max(ys) - min(ys) + 60) * SCALE
    edge = margin(CANVAS)
    w = min(max(wide, 480.0) + 2 * edge, LARGEST)
    top = room(f"{w}x{LARGEST}", frame).y
    h = min(max((top + tall + HEAD + edge) / 0.85, 420.0), LARGEST)
    return f"{w:.2f}x{h:.2f}"


def _best(spots: Sequence[_Spot], body: Body, tries: Iterable[tuple[float, float]], grey: bool) -> dict[str, Box]:
    """The boxes of the try that shows the most nodes with whole names; of equals the largest letters."""
    best: dict[str, Box] = {}
    value = -1.0
    for size, wide in tries:
        found = _placed(spots, body, size, wide, grey)
        cut = sum(b.lines[-1].endswith("…") for b in found.values())
        if len(found) - 0.4 * cut > value:
            best, value = found, len(found) - 0.4 * cut
        if value == len(spots):
            break
    return best


def _placed(spots: Sequence[_Spot], body: Body, size: float, wide: float, grey: bool) -> dict[str, Box]:
    """As many boxes as stand free, by rank; the next one is made narrower or lower before it is left out. `wide` 0: as on the canvas."""
    place = _map(spots, body, wide or style.WIDTHS["part"] * SCALE)
    found: dict[str, Box] = {}
    for s in spots:
        w0 = wide or style.WIDTHS["entity" if s.type or s.standing else "part"] * SCALE
        x, y = place[s.id]
        for w, most in ((w0, 2), (w0 * 0.75, 3), (w0 * 0.75, 2), (w0, 1), (w0 * 0.6, 2)):
            lines = wrap(s.label, size, w - 10, most)
            h = len(lines) * size * LEADING + 5
            box = Box(s.id, x - w / 2, min(max(y - h / 2, body.y + HEAD), body.y + body.h - h), w, h, lines, size, style.SHAPES.get(s.type, "round"),
                      style.fill(s.standing, grey), style.stroke(s.standing, grey), INK, "middle", s.label)
            if not any(_touch(box, other) for other in found.values()):
                found[s.id] = box
                break
    return found


def _touch(a: Box, b: Box) -> bool:
    return a.x < b.x + b.w + GAP and b.x < a.x + a.w + GAP and a.y < b.y + b.h + GAP and b.y < a.y + a.h + GAP


def _map(spots: Sequence[_Spot], body: Body, wide: float) -> dict[str, Point]:
    """Pixels of the canvas → points in the body: each axis filled, at most 0.8 points a pixel, in the middle."""
    found = []
    for values, start, length, edge in (([s.x for s in spots], body.x, body.w, wide), ([s.y for s in spots], body.y + HEAD, body.h - HEAD, 24.0)):
        low, high = min(values), max(values)
        scale = min((length - edge) / (high - low), 0.8) if high > low else 0.0
        found.append([start + length / 2 + (v - (low + high) / 2) * scale for v in values])
    return {s.id: (x, y) for s, x, y in zip(spots, *found, strict=True)}


def _lines(canvas: Canvas, ties: Sequence[Tie], boxes: Mapping[str, Box], body: Body, options: Options) -> Iterable[Line]:
    """One curve for all the ties between two boxes, and thin ones for what holds or made what. They go round the other boxes."""
    router = Router(tuple(boxes.values()), body.x - 8, body.y + HEAD - 6, body.x + body.w + 8, body.y + body.h + 6)
    pairs: dict[tuple[str, str], list[Tie]] = {}
    for t in ties:
        pairs.setdefault((t.source, t.entity), []).append(t)
    for (a, b), found in pairs.items():
        colour, dash = style.line(found[0].family, options.grey)
        said = " · ".join(f"{source_name(t, options.lang)} {relation(t.relation, options.lang)} {t.label}" for t in found)
        yield Line(router.curve(boxes[a], boxes[b]), colour, min(0.8 + 0.4 * (len(found) - 1), 2.4), dash, a, b, said, True, 0.75)
    for line in canvas.lines:
        a, _, b = line.partition(">")
        if a in boxes and b in boxes and (a, b) not in pairs:
            yield Line(router.curve(boxes[a], boxes[b]), "#8a8a8a", 0.8, "1 3", a, b)


def _heads(canvas: Canvas, boxes: Mapping[str, Box], spots: Sequence[_Spot], body: Body) -> Iterable[Text]:
    """The headings over their columns, cut where the next one begins; those beyond what is drawn are left out."""
    middles = sorted({s.x: boxes[s.id].x + boxes[s.id].w / 2 for s in spots if s.id in boxes}.items())
    if len(middles) < 2:
        return
    (x0, p0), (x1, p1) = middles[0], middles[-1]
    heads = sorted((p0 + (x - x0) * (p1 - p0) / (x1 - x0), text) for text, x, _ in canvas.heads if x0 - 1 <= x <= x1 + 1)
    for i, (x, text) in enumerate(heads):
        free = [abs(x - heads[j][0]) for j in (i - 1, i + 1) if 0 <= j < len(heads)]
        half = min([*(d / 2 - 3 for d in free), x - body.x, body.x + body.w - x])
        for line in wrap(text, 8.0, half * 2, 1) if half > 12 else ():
            yield Text(x, body.y + 9, line, 8.0, SOFT, "middle")
