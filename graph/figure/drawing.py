"""The nouns of a figure: boxes, lines and texts on a page, in points from the top left corner. Every format is written from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A node: its outline and its label, already broken into lines that fit."""

    id: str
    x: float
    y: float
    w: float
    h: float
    lines: tuple[str, ...]
    size: float = 8.0
    shape: str = "rect"  # rect pill octagon hexagon bar tag
    fill: str = "#ffffff"
    stroke: str = "#333333"
    ink: str = "#1a1a1a"
    align: str = "middle"  # middle, start
    title: str = ""  # the whole name, for a tooltip and a screen reader


@dataclass(frozen=True, slots=True)
class Line:
    """A tie from box to box: cubic curves, of 3 n + 1 points, or a polyline where `curved` is false."""

    points: tuple[Point, ...]
    colour: str = "#555555"
    width: float = 0.9
    dash: str = ""
    source: str = ""
    target: str = ""
    title: str = ""
    curved: bool = True
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Text:
    """A line of words that stands by itself; (x, y) is the left or middle end of its base line."""

    x: float
    y: float
    text: str
    size: float = 8.0
    colour: str = "#1a1a1a"
    anchor: str = "start"  # start, middle, end


@dataclass(frozen=True, slots=True)
class Area:
    """A filled shape without words: a bar, a band of a Sankey diagram, a cell; `path` in SVG's own notation of M, L, C, Z."""

    path: str
    fill: str
    opacity: float = 1.0
    stroke: str = ""
    title: str = ""
    bounds: tuple[float, float, float, float] = (0, 0, 0, 0)  # x, y, w, h, for formats without paths


@dataclass(frozen=True, slots=True)
class Quote:
    """A source of the figure: which item says what of which entity, with which verb, in which words."""

    item: str
    relation: str
    entity: str
    verb: str
    words: str
    paper: str = ""
    focus: str = ""  # the name as the words have it, to be seen where they are cut


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole page. `spec` is what draws it again; `quotes` are all its sources, of which the page shows as many as fit."""

    width: float
    height: float
    title: str
    boxes: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    texts: tuple[Text, ...] = ()
    areas: tuple[Area, ...] = ()
    quotes: tuple[Quote, ...] = ()
    left_out: int = 0
    lang: str = "zh"
    date: str = ""  # ISO date of the paper: the date of the file
    spec: dict[str, object] = field(default_factory=dict)


def overlapping(drawing: Drawing) -> list[tuple[str, str]]:
    """Pairs of boxes that share ground; [] is what a figure must give."""
    found = []
    boxes = sorted(drawing.boxes, key=lambda b: (b.y, b.x, b.id))
    for i, a in enumerate(boxes):
        for b in boxes[i + 1:]:
            if b.y >= a.y + a.h:
                break
            if a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.y + b.h:
                found.append((a.id, b.id))
    return found


def run_through(drawing: Drawing) -> list[tuple[str, str, str]]:
    """(source, target, box) of each tie that runs through a box, its own ends' too; [] is what a figure must give."""
    ties = [line for line in drawing.lines if line.source and line.target]
    return [(line.source, line.target, box.id) for line in ties for box in drawing.boxes if enters(line.points, box, line.curved)]


def enters(points: Sequence[Point], box: Box, curved: bool = True) -> bool:
    """Whether a line comes more than half a point into a box."""
    left, top, right, bottom = box.x + 0.5, box.y + 0.5, box.x + box.w - 0.5, box.y + box.h - 0.5
    if max(x for x, _ in points) < left or min(x for x, _ in points) > right or max(y for _, y in points) < top or min(y for _, y in points) > bottom:
        return False
    return any(left < x < right and top < y < bottom for x, y in along(points, curved))


def along(points: Sequence[Point], curved: bool = True, closeness: int = 24) -> Iterator[Point]:
    """Points along a line, so many a piece, its ends among them."""
    for i in range(0, len(points) - 1, 3 if curved else 1):
        a, b, c, d = points[i:i + 4] if curved else (points[i], points[i], points[i + 1], points[i + 1])
        for n in range(closeness + 1):
            t = n / closeness
            p, q, r, s = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            yield p * a[0] + q * b[0] + r * c[0] + s * d[0], p * a[1] + q * b[1] + r * c[1] + s * d[1]


def crossings(drawing: Drawing) -> int:
    """How many pairs of ties cross, taken as straight lines between their ends; ties that share an end do not."""
    ends = [(line.points[0], line.points[-1]) for line in drawing.lines if line.source and line.target]
    return sum(_cross(a, b) for i, a in enumerate(ends) for b in ends[i + 1:])


def _cross(a: tuple[Point, Point], b: tuple[Point, Point]) -> bool:
    if {a[0], a[1]} & {b[0], b[1]}:
        return False
    return _side(*a, b[0]) * _side(*a, b[1]) < 0 and _side(*b, a[0]) * _side(*b, a[1]) < 0


def _side(p: Point, q: Point, r: Point) -> float:
    return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
