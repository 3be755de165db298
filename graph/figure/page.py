"""A page: its size, and what frames every figure: title, legend of just what occurs, caption, numbered sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.figure.drawing import Box, Drawing, Line, Quote, Text
from graph.figure.font import LEADING, width
from graph.figure.style import Key
from graph.figure.words import relation, word
from graph.figure.wrap import wrap

PAPERS: dict[str, tuple[float, float]] = {  # points
    "a4": (595.28, 841.89),
    "a4-landscape": (841.89, 595.28),
    "a3": (1190.55, 841.89),
    "slide": (960.0, 540.0),
    "column": (255.12, 680.0),  # 90 mm, one column of a journal
}
SMALLEST = 7.0  # points at print size
INK, SOFT = "#1a1a1a", "#4d4d4d"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the body."""

    title: str
    subtitle: str
    keys: tuple[Key, ...]
    caption: tuple[str, ...]
    quotes: tuple[Quote, ...]
    lang: str


@dataclass(frozen=True, slots=True)
class Body:
    """The room that the frame leaves for the figure itself."""

    x: float
    y: float
    w: float
    h: float


def size(paper: str) -> tuple[float, float]:
    """Width and height of a paper in points; a page of its own size is written 1200x700."""
    if paper in PAPERS:
        return PAPERS[paper]
    w, h = paper.split("x")
    return float(w), float(h)


def margin(paper: str) -> float:
    """The white edge of a paper."""
    return 14.0 if paper == "column" else 28.0


def room(paper: str, frame: Frame) -> Body:
    """Where the figure itself goes: between title and legend above, caption and sources below."""
    w, h = size(paper)
    edge = margin(paper)
    top = edge + _head(frame, w - 2 * edge, 0).bottom + 4
    below = h * {"slide": 0.13, "column": 0.17, "a4-landscape": 0.17}.get(paper, 0.15)
    return Body(edge, top, w - 2 * edge, h - top - below - edge / 2)


def compose(paper: str, frame: Frame, drawing: Drawing, body: Body) -> Drawing:
    """The whole page: the figure with its frame around it."""
    w, h = size(paper)
    edge = margin(paper)
    head = _head(frame, w - 2 * edge, edge)
    below = min(_bottom(drawing) + 10, body.y + body.h) + 8  # what the figure leaves free goes to its sources
    foot = _foot(frame, Body(edge, below, w - 2 * edge, h - edge / 2 - below))
    return replace(drawing, width=w, height=h, title=frame.title, lang=frame.lang, quotes=frame.quotes,
                   boxes=(*head.boxes, *drawing.boxes), lines=(*head.lines, *drawing.lines), texts=(*head.texts, *drawing.texts, *foot))


def _bottom(drawing: Drawing) -> float:
    """Where the figure itself ends."""
    ends = [b.y + b.h for b in drawing.boxes] + [a.bounds[1] + a.bounds[3] for a in drawing.areas] + [t.y for t in drawing.texts]
    return max([*ends, *(y for line in drawing.lines for _, y in line.points)], default=0.0)


@dataclass(frozen=True, slots=True)
class _Head:
    texts: tuple[Text, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    bottom: float


def _head(frame: Frame, w: float, edge: float) -> _Head:
    """Title, subtitle and legend, from the top edge down."""
    size = 15.0 if w > 400 else 11.0
    y = edge
    texts: list[Text] = []
    for line in wrap(frame.title, size, w, 2):
        y += size * LEADING
        texts.append(Text(edge, y - size * 0.25, line, size, INK))
    for line in wrap(frame.subtitle, 8.5, w, 2) if frame.subtitle else ():
        y += 8.5 * LEADING
        texts.append(Text(edge, y - 2, line, 8.5, SOFT))
    legend = _legend(frame.keys, edge, y + 5, w)
    return _Head((*texts, *legend.texts), legend.boxes, legend.lines, legend.bottom)


def _legend(keys: tuple[Key, ...], x0: float, y: float, w: float) -> _Head:
    """The legend in rows, each key a sample and its words."""
    texts: list[Text] = []
    boxes: list[Box] = []
    lines: list[Line] = []
    x, size, height = x0, 7.5, 12.0
    for n, key in enumerate(keys):
        need = 20 + width(key.label, size) + 10
        if x + need > x0 + w and x > x0:
            x, y = x0, y + height
        if key.line:
            lines.append(Line(((x, y + 5), (x + 16, y + 5)), key.colour, 1.6, key.dash, curved=False))
        else:
            boxes.append(Box(f"legend-{n}", x, y + 0.5, 16, 9, (), size, key.shape, key.fill, key.colour))
        texts.append(Text(x + 20, y + 7.8, key.label, size, INK))
        x += need
    return _Head(tuple(texts), tuple(boxes), tuple(lines), y + height if keys else y)


def _foot(frame: Frame, body: Body) -> list[Text]:
    """Caption lines, then as many numbered sources as fit, in columns."""
    texts: list[Text] = []
    y = body.y
    for line in (piece for c in frame.caption if c for piece in wrap(c, 7.5, body.w, 2)):
        y += 7.5 * LEADING
        texts.append(Text(body.x, y, line, 7.5, SOFT))
    return texts + _sources(frame, Body(body.x, y + 3, body.w, body.y + body.h - y - 3))


def _sources(frame: Frame, body: Body) -> list[Text]:
    """Numbered, each on as many lines as let all of them be seen; where they do not fit even so, the first ones, and how many more there are."""
    step = SMALLEST * LEADING
    columns, rows = max(1, int(body.w // 250)), int((body.h - step) // step)
    if rows < 1 or not frame.quotes:
        return []
    wide = body.w / columns - 10
    for most in (4, 3, 2, 1):
        blocks = [_source(n, quote, frame.lang, wide, most) for n, quote in enumerate(frame.quotes, 1)]
        placed = _flowed(blocks, columns, rows)
        if len(placed) == len(blocks):
            placed = next(p for r in range(1, rows + 1) if len(p := _flowed(blocks, columns, r)) == len(blocks))  # columns of about one height
            break
    rest = len(blocks) - len(placed)
    head = word("sources", frame.lang) + (word("more_sources", frame.lang, rest) if rest else "")
    texts = [Text(body.x, body.y + step, head, SMALLEST, INK)]
    for (column, row), lines in zip(placed, blocks, strict=False):
        texts += [Text(body.x + column * (wide + 10), body.y + (row + i + 2) * step, line, SMALLEST, SOFT) for i, line in enumerate(lines)]
    return texts


def _flowed(blocks: Sequence[Sequence[str]], columns: int, rows: int) -> list[tuple[int, int]]:
    """Column and row of each block, down one column after the other; as many as fit."""
    found, column, row = [], 0, 0
    for lines in blocks:
        if row + len(lines) > rows:
            column, row = column + 1, 0
        if column == columns or len(lines) > rows:
            break
        found.append((column, row))
        row += len(lines)
    return found


def _source(n: int, quote: Quote, lang: str, wide: float, most: int) -> tuple[str, ...]:
    """[3] 第6项 · 踊跃投身 · “…踊跃投身京津冀协同发展，联合天津…”: cut so that the name is seen."""
    head = f"[{n}] {quote.item} · {quote.verb or relation(quote.relation, lang)} · "
    room = wide * most * (1.0 if most == 1 else 0.94) - width(head, SMALLEST)
    return wrap(head + excerpt(quote.words, quote.focus, SMALLEST, room), SMALLEST, wide, most, prose=True)


def excerpt(words: str, focus: str, size: float, wide: float) -> str:
    """The words in quotation marks, cut at both ends to what fits, about two thirds of the room before the end of `focus`."""
    if width(f"“{words}”", size) <= wide:
        return f"“{words}”"
    end = words.find(focus) + len(focus) if focus and focus in words else 0
    start = end
    while start > 0 and width(f"“…{words[start - 1:end]}…”", size) <= max(wide * 0.75, width(f"“…{focus}…”", size)):
        start -= 1
    while end < len(words) and width(f"“…{words[start:end + 1]}…”", size) <= wide:
        end += 1
    return wrap(f"“{'…' if start else ''}{words[start:end]}{'…' if end < len(words) else ''}”", size, wide, 1)[0]
