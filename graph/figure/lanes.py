"""Columns of boxes with ties between neighbours: order with few crossings, places that fit the page."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.figure.font import LEADING
from graph.figure.wrap import wrap


@dataclass(frozen=True, slots=True)
class Node:
    """What a box stands for. `group` keeps nodes of a column together (a tier), in the order of `group` values."""

    id: str
    label: str
    column: int
    group: str = ""
    type: str = ""
    standing: str = ""
    rank: float = 0.0
    fixed: int = 0  # place in the text; the order where nothing pulls


Ties = Sequence[tuple[str, str]]


def order(nodes: Sequence[Node], ties: Ties, rounds: int = 160) -> dict[int, list[Node]]:
    """The nodes of each column from top to bottom, groups kept together, with few crossings.

    Barycentres (Sugiyama, Tagawa and Toda 1981) and sifting from the order of the text, then iterated local search: a few nodes of the best
    order so far are moved at random (fixed seed) and sifted again.
    """
    near = _neighbours(ties)
    rng = random.Random(len(nodes))
    columns: dict[int, list[Node]] = defaultdict(list)
    for node in sorted(nodes, key=lambda n: (n.column, n.group, n.fixed, n.id)):
        columns[node.column].append(node)
    best = _exchange(_swept(columns, near, ties), near)
    fewest = _crossings(best, ties)
    for _ in range(rounds if fewest else 0):
        found = _exchange(_shaken(best, rng), near)
        crossed = _crossings(found, ties)
        if crossed <= fewest:
            best, fewest = found, crossed
        if fewest == 0:
            break
    return best


def _shaken(columns: dict[int, list[Node]], rng: random.Random) -> dict[int, list[Node]]:
    """A copy with a few nodes somewhere else in their groups."""
    shaken = {c: list(ns) for c, ns in columns.items()}
    for nodes in shaken.values():
        for _ in range(1 + len(nodes) // 8):
            node = nodes.pop(rng.randrange(len(nodes)))
            places = [i for i in range(len(nodes) + 1) if node.group in {n.group for n in nodes[max(i - 1, 0):i + 1]}] or [_home(node, nodes)]
            nodes.insert(rng.choice(places), node)
    return shaken


def _home(node: Node, nodes: Sequence[Node]) -> int:
    return sum(n.group < node.group for n in nodes)


def _swept(columns: dict[int, list[Node]], near: dict[str, list[str]], ties: Ties, sweeps: int = 8) -> dict[int, list[Node]]:
    """Columns sorted by the barycentres of what they are tied to, down and up again; the best state on the way."""
    best, fewest = {c: list(ns) for c, ns in columns.items()}, _crossings(columns, ties)
    for sweep in range(sweeps):
        for column in sorted(columns, reverse=bool(sweep % 2)):
            place = {n.id: i / max(len(ns), 1) for ns in columns.values() for i, n in enumerate(ns)}
            columns[column].sort(key=lambda n: (n.group, _barycentre(n, near, place), n.fixed, n.id))
        now = _crossings(columns, ties)
        if now < fewest:
            best, fewest = {c: list(ns) for c, ns in columns.items()}, now
    return best


def _neighbours(ties: Ties) -> dict[str, list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for a, b in ties:
        near[a].append(b)
        near[b].append(a)
    return near


def _barycentre(node: Node, near: dict[str, list[str]], place: dict[str, float]) -> float:
    there = [place[n] for n in near[node.id] if n in place]
    return sum(there) / len(there) if there else place[node.id]


def _exchange(columns: dict[int, list[Node]], near: dict[str, list[str]], rounds: int = 24) -> dict[int, list[Node]]:
    """Takes each node out and puts it back, inside its group, where its ties cross least (sifting: Matuszewski et al. 1999), as long as that helps."""
    for _ in range(rounds):
        changed = False
        for column, nodes in sorted(columns.items()):
            place = {n.id: (c, i) for c, ns in columns.items() if c != column for i, n in enumerate(ns)}
            ends = {n.id: [place[m] for m in near[n.id] if m in place] for n in nodes}
            known: dict[tuple[str, str], int] = {}
            for node in list(nodes):
                changed |= _sift(node, nodes, ends, known)
        if not changed:
            break
    return columns


Ends = Mapping[str, Sequence[tuple[int, int]]]  # of each node of a column: column and place of what it is tied to


def _sift(node: Node, nodes: list[Node], ends: Ends, known: dict[tuple[str, str], int]) -> bool:
    """Moves a node to its best place among its group; whether it moved. Costs are counted against its own place, as it passes its neighbours."""
    at = nodes.index(node)
    best, best_cost = at, 0
    for step in (-1, 1):
        cost, i = 0, at + step
        while 0 <= i < len(nodes) and nodes[i].group == node.group:
            other = nodes[i]
            pair = (other, node) if step < 0 else (node, other)
            cost += _gain(pair[0].id, pair[1].id, ends, known)
            if cost < best_cost:
                best, best_cost = i, cost
            i += step
    nodes.insert(best, nodes.pop(at))
    return best != at


def _gain(upper: str, lower: str, ends: Ends, known: dict[tuple[str, str], int]) -> int:
    """How many crossings more the ties of two nodes have once they have changed places."""
    if (upper, lower) not in known:
        found = sum((i < j) - (i > j) for c, i in ends[upper] for d, j in ends[lower] if c == d)
        known[upper, lower], known[lower, upper] = found, -found
    return known[upper, lower]


def _crossings(columns: dict[int, list[Node]], ties: Ties) -> int:
    place = {n.id: (c, i) for c, ns in columns.items() for i, n in enumerate(ns)}
    gutters: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for a, b in ties:
        if a in place and b in place:
            (c, i), (d, j) = sorted((place[a], place[b]))
            gutters[c, d].append((i, j))
    return sum(1 for pairs in gutters.values() for n, (i, j) in enumerate(pairs) for k, m in pairs[n + 1:] if (i - k) * (j - m) < 0)


def height(label: str, size: float, wide: float, most: int) -> tuple[tuple[str, ...], float]:
    """The lines of a label and the height of its box."""
    lines = wrap(label, size, wide - 12, most)
    return lines, len(lines) * size * LEADING + 4


@dataclass(frozen=True, slots=True)
class Columns:
    """Where columns stand: left edge and width of each, and the heading above it."""

    x: tuple[float, ...]
    w: tuple[float, ...]
    headings: tuple[str, ...]


def columns(x: float, w: float, shares: Sequence[float], headings: Sequence[str], gutter: float) -> Columns:
    """Columns that share the width `w` in proportion, with gutters between."""
    room = w - gutter * (len(shares) - 1)
    widths = tuple(room * s / sum(shares) for s in shares)
    starts = tuple(x + sum(widths[:i]) + gutter * i for i in range(len(widths)))
    return Columns(starts, widths, tuple(headings))


def reduce(nodes: Sequence[Node], ties: Ties, most: int, budget: float, size: float, spec: Columns, lines: int) -> tuple[list[Node], int]:
    """The nodes that fit, and how many were left out: lowest rank first, never the font made smaller; then what has lost its last tie."""
    keep = sorted(nodes, key=lambda n: (-n.rank, n.column, n.fixed, n.id))
    kept = keep[:most]
    while True:
        over = [c for c in range(len(spec.w)) if _stack([n for n in kept if n.column == c], size, spec.w[c], lines) > budget]
        if not over:
            break
        kept.remove(next(n for n in reversed(kept) if n.column == over[0]))
    ids = {n.id for n in kept}
    tied = {end for a, b in ties if a in ids and b in ids for end in (a, b)}
    kept = [n for n in kept if n.id in tied]
    return kept, len(nodes) - len(kept)


def fit(nodes: Sequence[Node], ties: Ties, most: int, budget: float, sizes: Sequence[float], spec: Columns, lines: int) -> tuple[list[Node], int, float]:
    """The largest of `sizes` at which no more is left out than `most` asks for; the smallest, with what fits, where there is none."""
    wanted = min(len(nodes), most)
    for size in sizes:
        kept, left_out = reduce(nodes, ties, most, budget, size, spec, lines)
        if len(kept) >= wanted - 1:
            return kept, left_out, size
    return kept, left_out, size


GAP, HEAD = 3.5, 13.0


def _stack(nodes: Sequence[Node], size: float, wide: float, lines: int) -> float:
    """The height of a column: its boxes, the gaps between, a heading for each group."""
    groups = {n.group for n in nodes if n.group}
    return sum(height(n.label, size, wide, lines)[1] + GAP for n in nodes) + HEAD * (len(groups) + 1)
