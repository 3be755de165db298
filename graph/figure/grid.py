"""The matrix: tasks against directives, a mark where a task's own words answer a directive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
STEP = SIZE * 1.06  # from letter to letter of a column's name
HEAD = (LETTERS + 1.4) * STEP + 10
MARKS = {"implements": "#37474f", "studies": "#00684a", "guided_by": "#00558a", "serves": "#a83c00"}


@dataclass(frozen=True, slots=True)
class _Grid:
    """Rows and columns by IRI; `turned` where the directives go down."""

    down: tuple[str, ...]
    across: tuple[str, ...]
    turned: bool

    def place(self, tie: Tie) -> tuple[int, int]:
        """Column and row of a tie."""
        a, b = (tie.source, tie.entity) if self.turned else (tie.entity, tie.source)
        return self.across.index(a), self.down.index(b)


def matrix(subject: Subject, options: Options) -> Drawing:
    """Directives by rank, tasks in the order of the text, whichever way round shows more of them."""
    lang = options.lang
    ties = [t for t in subject.ties if t.scope == "item" and t.family == "responds" and t.standing in ABOVE]
    frame = Frame(options.title or word("matrix", lang), options.subtitle or subject.name(lang), _legend(ties, lang), subject.caption(options), (), lang)
    body = room(options.paper, frame)
    side = min(body.w * 0.42, 230.0)
    high, wide = int((body.h - HEAD) // ROW), int((body.w - side) // CELL)
    grid = max((_fitted(ties, min(high, options.max_nodes), wide, turned=True), _fitted(ties, min(wide, options.max_nodes), high, turned=False)),
               key=lambda g: len(g.down) + len(g.across))
    shown = [t for t in ties if {t.source, t.entity} <= {*grid.down, *grid.across}]
    left_out = len({t.entity for t in ties} | {t.source for t in ties}) - len(grid.down) - len(grid.across)
    notes = (word("left_out", lang, left_out),) if left_out else ()
    frame = Frame(frame.title, frame.subtitle, _legend(shown, lang), (*frame.caption, *notes), quotes(shown, subject, lang), lang)
    return subject.finish(compose(options.paper, frame, _draw(shown, grid, body, side), body), options, left_out)


def _fitted(ties: Sequence[Tie], directives: int, tasks: int, *, turned: bool) -> _Grid:
    """The best `directives`, and of the tasks that answer them as many as there is room for; then only directives that are still answered."""
    ranked = _ranked(ties)[:directives]
    found = [t for t in ties if t.entity in ranked]
    order = list(dict.fromkeys(t.source for t in ties))
    count = {s: sum(t.source == s for t in found) for s in order}
    best = sorted(sorted(filter(count.get, order), key=lambda s: -count[s])[:tasks], key=order.index)
    kept = tuple(e for e in ranked if any(t.entity == e and t.source in best for t in found))
    return _Grid(kept, tuple(best), True) if turned else _Grid(tuple(best), kept, False)


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


def _draw(ties: Sequence[Tie], grid: _Grid, body: Body, side: float) -> Drawing:
    names = {t.entity: ("", t.label) for t in ties} | {t.source: (t.source_id, t.heading) for t in ties}
    x0, y0 = body.x + side, body.y + HEAD
    cell = min(max((body.w - side) / max(len(grid.across), 1), CELL), 26.0)
    right, bottom = x0 + cell * len(grid.across), y0 + ROW * len(grid.down)
    lines = [Line(((body.x, y0 + ROW * i), (right, y0 + ROW * i)), "#dddddd", 0.5, curved=False) for i in range(len(grid.down) + 1)]
    lines += [Line(((x0 + cell * j, y0), (x0 + cell * j, bottom)), "#e6e6e6", 0.5, curved=False) for j in range(len(grid.across) + 1)]
    texts = [Text(x0 - 5, y0 + ROW * i + 10, wrap(". ".join(filter(None, names[key])), SIZE, side - 8, 1)[0], SIZE, INK, "end") for i, key in enumerate(grid.down)]
    for j, key in enumerate(grid.across):
        texts += _upright(*names[key], x0 + cell * (j + 0.5), y0 - 5)
    cells = [_cell(t, x0 + cell * j, y0 + ROW * i, cell) for t in ties for j, i in [grid.place(t)]]
    return Drawing(0, 0, "", (), tuple(lines), tuple(texts), tuple(cells))


def _upright(number: str, name: str, x: float, bottom: float) -> list[Text]:
    """A name written downwards in one or two lines, the right one first, as Chinese is; a task's number lies under it."""
    found = [Text(x, bottom, number, SIZE, SOFT, "middle")] if number else []
    bottom -= 1.4 * STEP if number else 0
    name = name if len(name) <= 2 * LETTERS else name[: 2 * LETTERS - 1] + "…"
    rows = [name] if len(name) <= LETTERS else [name[: (len(name) + 1) // 2], name[(len(name) + 1) // 2:]]
    for k, row in enumerate(rows):
        middle = x + (0 if len(rows) == 1 else (0.5 - k) * 8.4)
        top = bottom - (LETTERS if len(rows) > 1 else len(row)) * STEP
        found += [Text(middle, top + (i + 0.9) * STEP, c, SIZE, SOFT, "middle") for i, c in enumerate(row) if not c.isspace()]
    return found


def _cell(tie: Tie, x: float, y: float, w: float) -> Area:
    inset = 2.5
    a, b, c, d = x + inset, y + inset, x + w - inset, y + ROW - inset
    return Area(f"M{a:.2f} {b:.2f}L{c:.2f} {b:.2f}L{c:.2f} {d:.2f}L{a:.2f} {d:.2f}Z", MARKS[tie.relation], 1.0, "", f"{tie.source_id} {tie.cue or tie.relation} {tie.label}",
                (a, b, c - a, d - b))
