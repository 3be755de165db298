"""The matrix: tasks down, directives across, a mark where a task's own words answer a directive."""

from __future__ import annotations

from collections.abc import Sequence

from graph.figure import style
from graph.figure.drawing import Area, Drawing, Line, Text
from graph.figure.page import INK, SOFT, Body, Frame, compose, room
from graph.figure.subject import Options, Subject
from graph.figure.trace import ABOVE, TIERS, quotes
from graph.figure.words import relation, word
from graph.figure.wrap import wrap
from graph.model import Tie

CELL, ROW, SIZE = 17.0, 14.0, 7.5
LETTERS = 15  # characters of a column's name, in two upright lines
MARKS = {"implements": "#37474f", "studies": "#00684a", "guided_by": "#00558a", "serves": "#a83c00"}


def matrix(subject: Subject, options: Options) -> Drawing:
    """Ranked columns, tasks in the order of the text, as many as fit the page."""
    lang = options.lang
    ties = [t for t in subject.ties if t.scope == "item" and t.family == "responds" and t.standing in ABOVE]
    frame = Frame(options.title or word("matrix", lang), options.subtitle or subject.name(lang), _legend(ties, lang), subject.caption(options), (), lang)
    body = room(options.paper, frame)
    head = LETTERS * SIZE * 1.06 + 10
    side = min(body.w * 0.42, 230.0)
    across = _ranked(ties)[: min(int((body.w - side) // CELL), options.max_nodes)]
    tasks = list(dict.fromkeys(t.source for t in ties if t.entity in across))[: int((body.h - head) // ROW)]
    shown = [t for t in ties if t.source in tasks and t.entity in across]
    drawing = _draw(shown, tasks, across, body, side, head, options)
    left_out = len({t.entity for t in ties}) + len({t.source for t in ties}) - len(tasks) - len(across)
    notes = (word("left_out", lang, left_out),) if left_out else ()
    frame = Frame(frame.title, frame.subtitle, _legend(shown, lang), (*frame.caption, *notes), quotes(shown, subject, lang), lang)
    return subject.finish(compose(options.paper, frame, drawing, body), options, left_out)


def _legend(ties: Sequence[Tie], lang: str) -> tuple[style.Key, ...]:
    return tuple(style.Key(relation(r, lang), MARKS[r], MARKS[r]) for r in MARKS if any(t.relation == r for t in ties))


def _ranked(ties: Sequence[Tie]) -> list[str]:
    """Most answered first; then the Party's before the others', the higher tier first, so that like stands by like."""
    count: dict[str, set[str]] = {}
    first: dict[str, Tie] = {}
    for t in ties:
        count.setdefault(t.entity, set()).add(t.source)
        first.setdefault(t.entity, t)
    return sorted(count, key=lambda e: (-len(count[e]), ABOVE.index(first[e].standing), TIERS.index(first[e].tier), first[e].label))


def _draw(ties: Sequence[Tie], tasks: Sequence[str], across: Sequence[str], body: Body, side: float, head: float, options: Options) -> Drawing:
    first = {t.source: t for t in reversed(ties)} | {t.entity: t for t in reversed(ties)}
    x0, y0 = body.x + side, body.y + head
    right, bottom = x0 + CELL * len(across), y0 + ROW * len(tasks)
    lines = [Line(((body.x, y0 + ROW * i), (right, y0 + ROW * i)), "#dddddd", 0.5, curved=False) for i in range(len(tasks) + 1)]
    lines += [Line(((x0 + CELL * j, y0), (x0 + CELL * j, bottom)), "#e6e6e6", 0.5, curved=False) for j in range(len(across) + 1)]
    texts = [Text(body.x + side - 5, y0 + ROW * i + 10, wrap(f"{first[s].source_id}. {first[s].heading}", SIZE, side - 8, 1)[0], SIZE, INK, "end") for i, s in enumerate(tasks) if s in first]
    for j, entity in enumerate(across):
        if entity in first:
            texts += _upright(first[entity].label, x0 + CELL * (j + 0.5), y0 - 5)
    cells = [_cell(t, x0 + CELL * across.index(t.entity), y0 + ROW * tasks.index(t.source)) for t in ties]
    return Drawing(0, 0, "", (), tuple(lines), tuple(texts), tuple(cells))


def _upright(name: str, x: float, bottom: float) -> list[Text]:
    """A name written downwards in one or two lines, the right one first, as Chinese is."""
    name = name if len(name) <= 2 * LETTERS else name[: 2 * LETTERS - 1] + "…"
    rows = [name] if len(name) <= LETTERS else [name[: (len(name) + 1) // 2], name[(len(name) + 1) // 2:]]
    found = []
    for k, row in enumerate(rows):
        middle = x + (0 if len(rows) == 1 else (0.5 - k) * 8.4)
        top = bottom - LETTERS * SIZE * 1.06 if len(rows) > 1 else bottom - len(row) * SIZE * 1.06
        found += [Text(middle, top + (i + 0.9) * SIZE * 1.06, c, SIZE, SOFT, "middle") for i, c in enumerate(row) if not c.isspace()]
    return found


def _cell(tie: Tie, x: float, y: float) -> Area:
    inset = 2.5
    a, b, c, d = x + inset, y + inset, x + CELL - inset, y + ROW - inset
    return Area(f"M{a:.2f} {b:.2f}L{c:.2f} {b:.2f}L{c:.2f} {d:.2f}L{a:.2f} {d:.2f}Z", MARKS[tie.relation], 1.0, "", f"{tie.source_id} {tie.cue or tie.relation} {tie.label}",
                (a, b, c - a, d - b))


