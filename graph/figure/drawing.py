"""The nouns of a figure: boxes, lines and texts on a page, in points from the top left corner. Every format is written from them."""

from __future__ import annotations

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
    """A tie from box to box: a cubic curve through four points, or a polyline where `curved` is false."""

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
