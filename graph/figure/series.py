"""Figures of numbers and years: the timeline of meetings and documents, shares by level."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

from graph.figure import style
from graph.figure.draw import draw_columns
from graph.figure.drawing import Area, Drawing, Text
from graph.figure.lanes import Node, columns, reduce
from graph.figure.page import INK, SOFT, Frame, compose, room
from graph.figure.subject import Options, Subject
from graph.figure.trace import ABOVE, TIERS, quotes
from graph.figure.words import LABELS, concept, word
from graph.model import Tie

YEAR = re.compile(r"(?:19|20)\d\d")


def timeline(subject: Subject, options: Options) -> Drawing:
    """Meetings and documents under the year in which they were held or issued, as far as name, number or data/labels/dates.toml tell."""
    lang = options.lang
    ties = [t for t in subject.ties if t.type in ("MEETING", "DOC") and t.family in ("responds", "undertakes")]
    frame = Frame(options.title or word("timeline", lang), options.subtitle or subject.name(lang), style.legend(ties, lang, options.grey, lines=False), subject.caption(options), (), lang)
    body = room(options.paper, frame)
    years = _years(ties)
    most = max(2, int(body.w // 105))
    dated = sorted({y for y in years.values() if y})
    shown_years = dated[-(most - 1):] if any(not y for y in years.values()) else dated[-most:]
    undated = _undated(years, ties, most - len(shown_years))
    heads = [*map(str, shown_years), *([word("undated", lang)] if undated else []), *[""] * max(undated.values(), default=0)]
    if len(dated) > len(shown_years):
        heads[0] = f"≤ {heads[0]}"
    spec = columns(body.x, body.w, [1.0] * max(len(heads), 1), heads or [""], 8)
    nodes = [_dated(e, year, shown_years, ties, undated.get(e, 0)) for e, year in years.items()]
    kept, left_out = reduce(nodes, [(n.id, n.id) for n in nodes], options.max_nodes, body.h - 20, 7.5, spec, 4)
    drawing = draw_columns(kept, [], spec, body, size=7.5, lines=4, grey=options.grey, group_label=lambda g: concept("tier", TIERS[int(g)], lang))
    shown = [t for t in ties if t.entity in {n.id for n in kept}]
    notes = (word("left_out", lang, left_out),) if left_out else ()
    frame = Frame(frame.title, frame.subtitle, style.legend(shown, lang, options.grey, lines=False), (*frame.caption, *notes), quotes(shown, subject, lang), lang)
    return subject.finish(compose(options.paper, frame, drawing, body), options, left_out)


def _undated(years: dict[str, int], ties: Sequence[Tie], wide: int) -> dict[str, int]:
    """Which of the columns without a year each thing without one stands in: as many as are free, the higher tiers first."""
    first = {t.entity: t for t in reversed(ties)}
    found = sorted((e for e, y in years.items() if not y), key=lambda e: TIERS.index(first[e].tier))
    count = min(max(wide, 1), max(1, len(found) // 3))
    return {e: i * count // len(found) for i, e in enumerate(found)}


def _dated(entity: str, year: int, years: Sequence[int], ties: Sequence[Tie], beyond: int) -> Node:
    first = next(t for t in ties if t.entity == entity)
    column = len(years) + beyond if not year else max((i for i, y in enumerate(years) if y <= year), default=0)
    rank = float(sum(t.entity == entity for t in ties))
    return Node(entity, first.label, column, str(TIERS.index(first.tier)), first.type, first.standing, rank, year)


def _years(ties: Sequence[Tie]) -> dict[str, int]:
    """The year of each thing, 0 where none is told."""
    return {t.entity: year_of(t.label) for t in ties}


@lru_cache(maxsize=4096)
def year_of(name: str) -> int:
    """2023年金融工作会议 → 2023; 规划（2021—2025年） → 2021; 中国共产党第二十次全国代表大会 → 2022; 中央经济工作会议 → 0."""
    for row in _dates():
        if re.search(row["pattern"], name):
            return int(row["year"])
    found = YEAR.search(name)
    return int(found.group()) if found else 0


@lru_cache(maxsize=1)
def _dates() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = tomllib.loads((LABELS.parent / "dates.toml").read_text("utf-8"))["meetings"]
    return rows


def shares(subject: Subject, options: Options) -> Drawing:
    """How many ties in the tasks' own words go to which tier, split by standing."""
    lang = options.lang
    ties = [t for t in subject.ties if t.scope == "item" and t.family == "responds" and t.standing in ABOVE]
    frame = Frame(options.title or word("shares", lang), options.subtitle or subject.name(lang), _keys(ties, options), subject.caption(options), quotes(ties, subject, lang), lang)
    body = room(options.paper, frame)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for t in ties:
        counts[t.tier][t.standing] += 1
    tiers = [t for t in TIERS if t in counts]
    side, longest = 110.0 if body.w > 400 else 70.0, max((sum(c.values()) for c in counts.values()), default=1)
    unit = (body.w - side - 60) / longest
    step = min(46.0, body.h / max(len(tiers), 1))
    texts: list[Text] = []
    areas: list[Area] = []
    for i, tier in enumerate(tiers):
        y, x, total = body.y + 10 + i * step, body.x + side, sum(counts[tier].values())
        texts.append(Text(x - 8, y + step * 0.35, concept("tier", tier, lang), 9, INK, "end"))
        for s in ABOVE:
            w = counts[tier][s] * unit
            if w:
                areas.append(_bar(x, y, w, step * 0.6, style.stroke(s, False) if not options.grey else ("#333333", "#666666", "#999999", "#bbbbbb")[ABOVE.index(s)]))
                x += w
        texts.append(Text(x + 6, y + step * 0.35, f"{total}（{total / len(ties):.0%}）", 8.5, SOFT))
    return subject.finish(compose(options.paper, frame, Drawing(0, 0, "", (), (), tuple(texts), tuple(areas)), body), options, 0)


def _bar(x: float, y: float, w: float, h: float, colour: str) -> Area:
    return Area(f"M{x:.2f} {y:.2f}L{x + w:.2f} {y:.2f}L{x + w:.2f} {y + h:.2f}L{x:.2f} {y + h:.2f}Z", colour, 1.0, "#ffffff", "", (x, y, w, h))


def _keys(ties: Sequence[Tie], options: Options) -> tuple[style.Key, ...]:
    tone = ("#333333", "#666666", "#999999", "#bbbbbb")
    return tuple(style.Key(concept("standing", s, options.lang), c, c) for s in ABOVE if any(t.standing == s for t in ties)
                 for c in [tone[ABOVE.index(s)] if options.grey else style.stroke(s, False)])
