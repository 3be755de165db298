"""Columns of boxes with ties between neighbours: order with few crossings, places that fit the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
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


def order(nodes: Sequence[Node], ties: Ties, sweeps: int = 12) -> dict[int, list[Node]]:
    """The nodes of each column from top to bottom, groups kept together, with few crossings.

    Barycentres first (Sugiyama, Tagawa and Toda 1981), then neighbours are exchanged as long as a crossing goes. Deterministic.
    """
    columns: dict[int, list[Node]] = defaultdict(list)
    for node in sorted(nodes, key=lambda n: (n.column, n.group, n.fixed, n.id)):
        columns[node.column].append(node)
    near = _neighbours(ties)
    best, fewest = {c: list(ns) for c, ns in columns.items()}, _crossings(columns, ties)
    for sweep in range(sweeps):
        for column in sorted(columns, reverse=bool(sweep % 2)):
            place = {n.id: i / max(len(ns), 1) for ns in columns.values() for i, n in enumerate(ns)}
            columns[column].sort(key=lambda n: (n.group, _barycentre(n, near, place), n.fixed, n.id))
        now = _crossings(columns, ties)
        if now < fewest:
            best, fewest = {c: list(ns) for c, ns in columns.items()}, now
    return _exchange(best, near)


def _neighbours(ties: Ties) -> dict[str, list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for a, b in ties:
        near[a].append(b)
        near[b].append(a)
    return near


def _barycentre(node: Node, near: dict[str, list[str]], place: dict[str, float]) -> float:
    there = [place[n] for n in near[node.id] if n in place]
    return sum(there) / len(there) if there else place[node.id]


def _exchange(columns: dict[int, list[Node]], near: dict[str, list[str]], rounds: int = 60) -> dict[int, list[Node]]:
    """Exchanges neighbours of one group while that takes crossings away."""
    for _ in range(rounds):
        changed = False
        for column, nodes in sorted(columns.items()):
            place = {n.id: (c, i) for c, ns in columns.items() if c != column for i, n in enumerate(ns)}
            for i in range(len(nodes) - 1):
                a, b = nodes[i], nodes[i + 1]
                if a.group == b.group and _between(b, a, near, place) < _between(a, b, near, place):
                    nodes[i], nodes[i + 1] = b, a
                    changed = True
        if not changed:
            break
    return columns


def _between(upper: Node, lower: Node, near: dict[str, list[str]], place: dict[str, tuple[int, int]]) -> int:
    """Crossings of the ties of two neighbours in this order."""
    above = [place[n] for n in near[upper.id] if n in place]
    below = [place[n] for n in near[lower.id] if n in place]
    return sum(1 for c, i in above for d, j in below if c == d and i > j)


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
