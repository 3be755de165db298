"""Lines that go round boxes: the free ground is cut into upright slabs, a line takes the gaps with the least way up and down, pulled taut."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from graph.figure.drawing import Box, Point, enters

AWAY, MARGIN, STEP = 2.0, 1.8, 1.3  # from a box to the side, above and below it; between lines round the same corner
Door = tuple[float, float, float]  # x, from, to


class Field:
    """The ground between boxes that stand at least 2 × AWAY apart; `low` and `high` are its edges above and below."""

    def __init__(self, boxes: Iterable[Box], low: float, high: float) -> None:
        self.blocks: list[tuple[float, float, float, float]] = [(round(b.x - AWAY, 2), b.y, round(b.x + b.w + AWAY, 2), b.y + b.h) for b in boxes]
        self.cuts = sorted({x for left, _, right, _ in self.blocks for x in (left, right)})
        self.gaps = [self._free(a, b, low, high) for a, b in pairwise(self.cuts)]
        self.used: Counter[tuple[float, float]] = Counter()

    def _free(self, left: float, right: float, low: float, high: float) -> list[tuple[float, float]]:
        """The gaps of a slab, from top to bottom."""
        found, y = [], low
        for _, top, _, bottom in sorted((b for b in self.blocks if b[0] < right and b[2] > left), key=lambda b: b[1]):
            if top - y >= 2 * MARGIN:
                found.append((y, top))
            y = max(y, bottom)
        return [*found, (y, high)] if high - y >= 2 * MARGIN else found

    def way(self, start: Point, end: Point) -> list[Point]:
        """Corner points from `start` to `end`, both on cuts and from left to right; [] where no way leads from slab to slab."""
        chain = self._gaps_on_the_way(start, end)
        if not chain:
            return []
        first = bisect_left(self.cuts, start[0])
        doors = [self._door(self.cuts[first + n], a, b) for n, (a, b) in enumerate(pairwise(chain), 1)]
        points = _taut(start, doors, end)
        self.used.update((round(x, 2), self._edge(x, y)) for x, y in points[1:-1])
        return points

    def _gaps_on_the_way(self, start: Point, end: Point) -> list[tuple[float, float]]:
        """The gaps, slab by slab, with the least way up and down (A*)."""
        first, last = bisect_left(self.cuts, start[0]), bisect_left(self.cuts, end[0]) - 1
        slope = (end[1] - start[1]) / (end[0] - start[0])
        heap: list[tuple[float, int, float, float, tuple[tuple[float, float], ...]]] = [
            (abs(end[1] - start[1]), -first, 0.0, start[1], (gap,)) for gap in self.gaps[first] if gap[0] <= start[1] <= gap[1]]
        done: set[tuple[int, tuple[float, float]]] = set()
        while heap:
            _, back, cost, y, chain = heapq.heappop(heap)
            slab, gap = -back, chain[-1]
            if slab == last and gap[0] <= end[1] <= gap[1]:
                return list(chain)
            if slab >= last or (slab, gap) in done:
                continue
            done.add((slab, gap))
            straight = start[1] + slope * (self.cuts[slab + 1] - start[0])
            for other in self.gaps[slab + 1]:
                low, high = max(gap[0], other[0]) + MARGIN, min(gap[1], other[1]) - MARGIN
                if low <= high:
                    at = min(max(straight, low), high)
                    gone = cost + abs(at - y)
                    heapq.heappush(heap, (gone + abs(end[1] - at), -slab - 1, gone, at, (*chain, other)))
        return []

    def _door(self, x: float, a: tuple[float, float], b: tuple[float, float]) -> Door:
        """Where a line may pass from one gap to the next, a little further from a corner that others have taken already."""
        low, high = max(a[0], b[0]), min(a[1], b[1])
        spare = (high - low - 2 * MARGIN) * 0.45
        return (x, low + MARGIN + min(STEP * self.used[round(x, 2), round(low, 2)], spare), high - MARGIN - min(STEP * self.used[round(x, 2), round(high, 2)], spare))

    def _edge(self, x: float, y: float) -> float:
        """The edge of the box round which a line turns at (x, y)."""
        edges: list[float] = [e for left, top, right, bottom in self.blocks if x in (left, right) for e in (top, bottom)]
        nearest = min(edges, key=lambda e: abs(e - y), default=0.0)
        return round(nearest, 2)


def _taut(start: Point, doors: Sequence[Door], end: Point) -> list[Point]:
    """The shortest way through the doors: straight as far as all of them can be seen, then round the one that hides the rest."""
    gates = [*doors, (end[0], end[1], end[1])]
    points, i = [start], 0
    while i < len(gates):
        (x0, y0), down, up = points[-1], (-1e9, i), (1e9, i)
        for j in range(i, len(gates)):
            x, low, high = gates[j]
            steep, flat = (low - y0) / (x - x0), (high - y0) / (x - x0)
            if steep > up[0] or flat < down[0]:
                i = (up if steep > up[0] else down)[1]
                points.append((gates[i][0], gates[i][2] if steep > up[0] else gates[i][1]))
                i += 1
                break
            down, up = max(down, (steep, j)), min(up, (flat, j))
        else:
            break
    return [*points, end]


def smooth(points: Sequence[Point]) -> tuple[Point, ...]:
    """A polyline as cubic curves, 3 n + 1 points, its corners rounded by less than the margin that they keep."""
    found: list[Point] = [points[0]]
    for before, at, after in zip(points, points[1:], points[2:], strict=False):
        (u, a), (v, b) = _towards(at, before), _towards(at, after)
        bend = ((u[0] + v[0]) ** 2 + (u[1] + v[1]) ** 2) ** 0.5
        d = min(a / 2, b / 2, 24.0, 3.2 * MARGIN / max(bend, 1e-6))
        inn, out = (at[0] + u[0] * d, at[1] + u[1] * d), (at[0] + v[0] * d, at[1] + v[1] * d)
        found += [*_straight(found[-1], inn), _between(inn, at, 2 / 3), _between(out, at, 2 / 3), out]
    return (*found, *_straight(found[-1], points[-1]))


def _towards(a: Point, b: Point) -> tuple[Point, float]:
    """Direction of length 1, and distance."""
    x, y = b[0] - a[0], b[1] - a[1]
    far = max((x * x + y * y) ** 0.5, 1e-6)
    return (x / far, y / far), far


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _straight(a: Point, b: Point) -> tuple[Point, Point, Point]:
    return _between(a, b, 1 / 3), _between(a, b, 2 / 3), b


class Router:
    """Curves from box to box: from side to side, or from top to bottom where the two stand above each other; round the others."""

    def __init__(self, boxes: Sequence[Box], left: float, top: float, right: float, bottom: float) -> None:
        self.boxes = boxes
        self.across = Field(boxes, top, bottom)
        self.down = Field([_turned(b) for b in boxes], left, right)

    def curve(self, a: Box, b: Box) -> tuple[Point, ...]:
        """Points of a cubic curve, 3 n + 1 of them."""
        upright = _above(a, b)
        easy = _flipped(_bent(_turned(a), _turned(b))) if upright else _bent(a, b)
        if not any(enters(easy, box) for box in self.boxes):
            return easy
        return self._round(a, b, upright) or self._round(a, b, not upright) or easy

    def _round(self, a: Box, b: Box, upright: bool) -> tuple[Point, ...]:
        if upright:
            return _flipped(_led(self.down, _turned(a), _turned(b)))
        return _led(self.across, a, b)


def _led(field: Field, a: Box, b: Box) -> tuple[Point, ...]:
    """The way that a field gives from the side of one box to the side of the other, () where there is none."""
    turn = a.x > b.x
    a, b = (b, a) if turn else (a, b)
    start, end = (a.x + a.w, a.y + a.h / 2), (b.x, b.y + b.h / 2)
    inner = (round(start[0] + AWAY, 2), start[1]), (round(end[0] - AWAY, 2), end[1])
    way = field.way(*inner) if inner[0][0] < inner[1][0] else []
    points = smooth([start, *way, end]) if way else ()
    return points[::-1] if turn else points


def _above(a: Box, b: Box) -> bool:
    """Whether two boxes are best joined from top to bottom."""
    beside = abs(a.x + a.w / 2 - b.x - b.w / 2) - (a.w + b.w) / 2
    return beside <= 20 and abs(a.y + a.h / 2 - b.y - b.h / 2) - (a.h + b.h) / 2 > 0


def _bent(a: Box, b: Box) -> tuple[Point, ...]:
    """From side to side in one curve."""
    side = 1 if b.x + b.w / 2 > a.x + a.w / 2 else -1
    start, end = (a.x + (a.w if side > 0 else 0), a.y + a.h / 2), (b.x + (0 if side > 0 else b.w), b.y + b.h / 2)
    bend = (end[0] - start[0]) / 2
    return start, (start[0] + bend, start[1]), (end[0] - bend, end[1]), end


def _turned(box: Box) -> Box:
    """The box with its axes exchanged."""
    return Box(box.id, box.y, box.x, box.h, box.w, ())


def _flipped(points: Sequence[Point]) -> tuple[Point, ...]:
    return tuple((y, x) for x, y in points)
