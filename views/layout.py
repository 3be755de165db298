"""Where the nodes of the canvas stand: computed here, so that the same graph gives the same picture on every run and every machine.

`layers` puts the initiatives in the middle, the Party's directives on the left (块 and 党委), those of government, line and law on the right (条); the
higher the authority, the further out. `force` is networkx' spring layout with a fixed seed; `around` puts one node in the middle of rings.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

import networkx as nx
import numpy as np
import numpy.typing as npt

from graph.figure.style import WIDTHS as WIDTHS

Point = tuple[float, float]
Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
GAP = 14.0
TIERS = ("grassroots", "township", "county", "prefectural", "provincial", "central")
LEFT = frozenset({"party"})
RIGHT = frozenset({"government", "line", "law", "unknown"})
ROW, COLUMN, TALLEST = 44.0, 236.0, 32
MOST_UNTANGLED = 160  # lines: half a second, once
MIDDLE = 330.0  # width of a column of initiatives


def layers(nodes: Mapping[str, Mapping[str, object]], edges: Sequence[tuple[str, str]]) -> dict[str, Point]:
    """By authority: a column for each lane and tier, those nearer to the initiatives closer to the middle; rows by the initiatives they are tied to."""
    tallest = max(TALLEST, math.ceil(math.sqrt(2.4 * len(nodes))))
    middle = [n for n, row in nodes.items() if row["kind"] != "entity"]
    placed = _columns(middle, 0.0, 0, tallest)
    heights = _heights([n for n in nodes if n not in placed], edges, placed)
    reach = dict.fromkeys((-1, 1), _count(middle, 0, tallest) * MIDDLE / 2)
    strips: list[tuple[str, ...]] = []
    for side, strip in ((-1, "left"), (1, "right"), (1, "rest")):
        for tier in ("", *TIERS) if strip != "rest" else ("",):
            column = [n for n, row in nodes.items() if n not in placed and lane(row) == strip and (strip == "rest" or _tier(row) == tier)]
            if not column:
                continue
            column.sort(key=lambda n: (heights[n], n))
            width = _count(column, side, tallest) * COLUMN
            at = side * (reach[side] + width / 2 + 40)
            placed |= _columns(column, at, side, tallest)
            reach[side] += width + 40
            strips.append(tuple(column))
    return dict(_untangled(tuple(placed.items()), tuple(strips), tuple(edges)))


@lru_cache(maxsize=64)
def _untangled(placed: tuple[tuple[str, Point], ...], strips: tuple[tuple[str, ...], ...], edges: tuple[tuple[str, str], ...]) -> tuple[tuple[str, Point], ...]:
    """Two of a strip change places wherever fewer lines then cross; the initiatives keep the order of the text. Large graphs stay as they are."""
    number = {n: i for i, (n, _) in enumerate(placed)}
    ends = np.array([(number[a], number[b]) for a, b in edges if a in number and b in number], dtype=np.intp).reshape(-1, 2)
    if not 1 < len(ends) <= MOST_UNTANGLED:
        return placed
    at = np.array([place for _, place in placed], dtype=np.float64)
    share = (ends[:, None, :, None] == ends[None, :, None, :]).any(axis=(2, 3))
    of = [np.flatnonzero((ends == node).any(axis=1)) for node in range(len(placed))]
    tied = {pair for a, b in ends.tolist() for pair in ((a, b), (b, a))}
    crossed = _crossed(at, ends, share, np.arange(len(ends)))
    for _ in range(3):
        swapped = False
        for a, b in ((number[a], number[b]) for strip in strips for a, b in combinations(strip, 2)):
            moved = np.unique(np.concatenate((of[a], of[b]))) if (a, b) in tied else np.concatenate((of[a], of[b]))
            before = _count_of(crossed[moved], moved)
            if not before:
                continue
            at[[a, b]] = at[[b, a]]
            then = _crossed(at, ends, share, moved)
            if _count_of(then, moved) < before:
                swapped = True
                crossed[moved], crossed[:, moved] = then, then.T
            else:
                at[[a, b]] = at[[b, a]]
        if not swapped:
            break
    return tuple((n, (float(x), float(y))) for (n, _), (x, y) in zip(placed, at, strict=True))


def _crossed(at: Array, ends: npt.NDArray[np.intp], share: Flags, moved: npt.NDArray[np.intp]) -> Flags:
    """Which lines each of the moved ones crosses, all drawn straight; those that share an end do not cross."""
    (rx, ry), (sx, sy) = at[ends[:, 0]].T, at[ends[:, 1]].T
    px, py, qx, qy = (v[moved, None] for v in (rx, ry, sx, sy))
    ux, uy, vx, vy = qx - px, qy - py, sx - rx, sy - ry
    one = ux * (ry - py) - uy * (rx - px)
    two = ux * (sy - py) - uy * (sx - px)
    three = vx * (py - ry) - vy * (px - rx)
    four = vx * (qy - ry) - vy * (qx - rx)
    return np.asarray((one * two < 0) & (three * four < 0) & ~share[moved])


def _count_of(crossed: Flags, moved: npt.NDArray[np.intp]) -> int:
    """How many pairs cross; one of two moved lines is there twice."""
    return int(np.count_nonzero(crossed)) - int(np.count_nonzero(crossed[:, moved])) // 2


def lane(row: Mapping[str, object]) -> str:
    """The lane of an entity: left (Party), right (government, line, law, not stated), or rest (own level and below)."""
    standings = row.get("standings") or ()
    first = next(iter(standings), "unknown") if isinstance(standings, tuple | list) else "unknown"
    return "left" if first in LEFT else "right" if first in RIGHT else "rest"


def _tier(row: Mapping[str, object]) -> str:
    tier = str(row.get("tier", ""))
    return tier if tier in TIERS else ""


def _count(column: Sequence[str], side: int, tallest: int) -> int:
    """Into how many columns one is broken: directives take more height than initiatives."""
    return max(1, math.ceil(len(column) / (tallest * 0.72 if side else tallest)))


def _columns(column: Sequence[str], middle: float, side: int, tallest: int) -> dict[str, Point]:
    """A column's places around x = `middle`; one that is too tall is broken into several."""
    count = _count(column, side, tallest)
    tall = math.ceil(len(column) / count) if column else 0
    found: dict[str, Point] = {}
    for i, node in enumerate(column):
        of, at = divmod(i, tall)
        size = min(tall, len(column) - of * tall)
        row = ROW if not side else max(ROW * 1.38, min(ROW * 2.2, ROW * TALLEST * 0.8 / max(size, 1)))
        found[node] = (middle + (of - (count - 1) / 2) * (COLUMN if side else MIDDLE), (at - (size - 1) / 2) * row)
    return found


def _heights(nodes: Iterable[str], edges: Sequence[tuple[str, str]], placed: Mapping[str, Point]) -> dict[str, float]:
    """The mean height of the placed neighbours: boxes stand near what they are tied to, so that lines cross less."""
    near: dict[str, list[float]] = defaultdict(list)
    for a, b in edges:
        for this, other in ((a, b), (b, a)):
            if other in placed:
                near[this].append(placed[other][1])
    return {n: sum(near[n]) / len(near[n]) if near[n] else 0.0 for n in nodes}


def force(nodes: Mapping[str, float], edges: Sequence[tuple[str, str]]) -> dict[str, Point]:
    """By attraction; `nodes` has the width of each box. The seed is fixed, and boxes that would overlap are moved apart."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    if not graph:
        return {}
    room = 1.0 if len(graph) <= 400 else 1.3
    wide, tall = room * 130 * math.sqrt(len(graph)) + 100, room * 62 * math.sqrt(len(graph)) + 80
    core = graph.subgraph([n for n in graph if graph.degree(n) > 1]) if len(graph) > 400 else graph
    found = _sprung(core)
    places = {n: (x * wide, y * tall) for n, (x, y) in found.items()}
    for node in found:
        leaves = [n for n in graph.adj[node] if n not in found]
        for i, leaf in enumerate(leaves):
            angle, far = math.tau * i / len(leaves), 90 + 12 * len(leaves)
            places[leaf] = (places[node][0] + 1.6 * far * math.cos(angle), places[node][1] + far * math.sin(angle))
    for i, node in enumerate(n for n in graph if n not in places):  # pairs that nothing else is tied to
        places[node] = (i * 40.0 - wide, tall + 200.0)
    return apart({n: places[n] for n in nodes}, nodes)


def _sprung(graph: nx.Graph[str]) -> dict[str, Point]:
    """The spring layout of Fruchterman and Reingold about (0, 0), from a fixed start; what nothing ties is held together by a point that is not drawn.

    It is networkx' way of counting, in a tenth of the time: boxes push each other a few rows of the matrix at a time, and lines pull only where there are lines.
    """
    names = list(graph)
    number = {n: i for i, n in enumerate(names)}
    lines = [(number[a], number[b], 1.0) for a, b in graph.edges]
    lines += [(len(names), number[max(group, key=lambda n: (graph.degree(n), n))], 0.3) for group in sorted(map(sorted, nx.connected_components(graph)))]
    many = len(names) + 1
    a, b = (np.array([line[end] for line in lines], dtype=np.intp) for end in (0, 1))
    at = np.random.RandomState(7).rand(many, 2).T
    steps, apart_ = 80 if many <= 400 else 15, 1.6 / math.sqrt(many)
    heat = float(np.ptp(at, axis=1).max()) * 0.1
    for step in range(steps):
        way = at[:, a] - at[:, b]
        pull = way * (np.array([line[2] for line in lines]) * np.maximum(np.hypot(*way), 0.01) / apart_)
        force = _pushed(at, apart_**2) + np.array([np.bincount(b, p, many) - np.bincount(a, p, many) for p in pull])
        move = force * (heat * (1 - step / (steps + 1)) / np.maximum(np.hypot(*force), 0.01))
        at = at + move
        if np.linalg.norm(move) / many < 1e-4:
            break
    at = at - at.mean(axis=1, keepdims=True)
    x, y = at / np.abs(at).max()
    return {n: (float(x[i]), float(y[i])) for i, n in enumerate(names)}


def _pushed(at: Array, strength: float, rows: int = 128) -> Array:
    """How hard each point is pushed away by all the others."""
    found = np.empty_like(at)
    for start in range(0, at.shape[1], rows):
        way = at[:, start : start + rows, None] - at[:, None, :]
        near = strength / np.maximum(way[0] ** 2 + way[1] ** 2, 1e-4)
        found[:, start : start + rows] = (way * near).sum(axis=2)
    return found


def around(nodes: Mapping[str, float], edges: Sequence[tuple[str, str]], focus: str) -> dict[str, Point]:
    """One node in the middle, its neighbours on a ring, theirs on the next, and so on; `nodes` has the width of each box."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    if focus not in graph:
        return force(nodes, edges)
    far = nx.single_source_shortest_path_length(graph, focus)
    rings: dict[int, list[str]] = defaultdict(list)
    for node in nodes:
        rings[far.get(node, max(far.values()) + 1)].append(node)
    found: dict[str, Point] = {}
    radius = 0.0
    for distance, ring in sorted(rings.items()):
        radius = 0.0 if distance == 0 else max(radius + 170, len(ring) * 72 / math.tau)
        for i, node in enumerate(ring):
            angle = math.tau * i / len(ring) - math.pi / 2
            found[node] = (radius * 1.4 * math.cos(angle), radius * math.sin(angle))
    return apart(found, nodes)


def apart(places: Mapping[str, Point], widths: Mapping[str, float], height: float = 66.0, rounds: int = 400) -> dict[str, Point]:
    """Moves boxes that overlap away from each other, each along the shorter way; where that does not come to an end, all is spread a little."""
    names = list(places)
    x, y = (np.array([places[n][axis] for n in names]) for axis in (0, 1))
    wide = np.array([widths[n] for n in names]) + GAP
    for turn in range(rounds):
        move_x, move_y = _pushes(x, y, wide, height)
        if not (move_x.any() or move_y.any()):
            break
        x, y = x + move_x, y + move_y
        if turn % 40 == 39:
            x, y = x * 1.08, y * 1.08
    return {n: (round(float(x[i]), 1), round(float(y[i]), 1)) for i, n in enumerate(names)}


def _pushes(x: Array, y: Array, wide: Array, height: float) -> tuple[Array, Array]:
    """How far each box is pushed by those that it overlaps: of the boxes from top to bottom, each with those that begin before it ends."""
    many = len(x)
    order = np.argsort(y, kind="stable")
    count = np.searchsorted(y[order], y[order] + height) - np.arange(many) - 1
    first = np.repeat(np.arange(many), count)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(count) - count, count)
    a, b = order[first], order[second]
    across = x[b] - x[a]
    over_x, over_y = (wide[a] + wide[b]) / 2 - np.abs(across), height - (y[b] - y[a])
    hit = np.flatnonzero((over_x > 0.5) & (over_y > 0.5))
    a, b, across, over_x, over_y = a[hit], b[hit], across[hit], over_x[hit], over_y[hit]
    flat = over_x < over_y * 1.5
    push_x, push_y = np.where(flat, over_x, 0) * np.where(across >= 0, 0.5, -0.5), np.where(flat, 0, over_y) * 0.5
    move_x, move_y = (np.bincount(b, push, many) - np.bincount(a, push, many) for push in (push_x, push_y))
    return move_x, move_y
