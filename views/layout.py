"""Where the nodes of the canvas stand: computed here, so that the same graph gives the same picture on every run and every machine.

`layers` puts the initiatives in the middle, the Party's directives on the left (块 and 党委), those of government, line and law on the right (条); the
higher the authority, the further out. `force` is networkx' spring layout with a fixed seed; `around` puts one node in the middle of rings.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import networkx as nx

Point = tuple[float, float]
TIERS = ("grassroots", "township", "county", "prefectural", "provincial", "central")
LEFT = frozenset({"party"})
RIGHT = frozenset({"government", "line", "law", "unknown"})
ROW, COLUMN, TALLEST = 44.0, 300.0, 32
MIDDLE = 380.0  # width of a column of initiatives


def layers(nodes: Mapping[str, Mapping[str, object]], edges: Sequence[tuple[str, str]]) -> dict[str, Point]:
    """By authority: a column for each lane and tier, those nearer to the initiatives closer to the middle; rows by the initiatives they are tied to."""
    middle = [n for n, row in nodes.items() if row["kind"] != "entity"]
    placed = _columns(middle, 0.0, 0)
    heights = _heights([n for n in nodes if n not in placed], edges, placed)
    reach = dict.fromkeys((-1, 1), _reach(middle, MIDDLE))
    for side, strip in ((-1, "left"), (1, "right"), (1, "rest")):
        for tier in ("", *TIERS) if strip != "rest" else ("",):
            column = [n for n, row in nodes.items() if n not in placed and lane(row) == strip and (strip == "rest" or _tier(row) == tier)]
            if not column:
                continue
            column.sort(key=lambda n: (heights[n], n))
            width = _reach(column) * 2
            at = side * (reach[side] + width / 2 + 40)
            placed |= _columns(column, at, side)
            reach[side] += width + 40
    return placed


def lane(row: Mapping[str, object]) -> str:
    """The lane of an entity: left (Party), right (government, line, law, not stated), or rest (own level and below)."""
    standings = row.get("standings") or ()
    first = next(iter(standings), "unknown") if isinstance(standings, tuple | list) else "unknown"
    return "left" if first in LEFT else "right" if first in RIGHT else "rest"


def _tier(row: Mapping[str, object]) -> str:
    tier = str(row.get("tier", ""))
    return tier if tier in TIERS else ""


def _reach(column: Sequence[str], wide: float = COLUMN) -> float:
    """Half the width of a column that is broken when it gets too tall."""
    return _count(column, 0 if wide == MIDDLE else 1) * wide / 2


def _count(column: Sequence[str], side: int) -> int:
    """Into how many columns one is broken: directives take more height than initiatives."""
    return max(1, math.ceil(len(column) / (TALLEST * 0.72 if side else TALLEST)))


def _columns(column: Sequence[str], middle: float, side: int) -> dict[str, Point]:
    """A column's places around x = `middle`; one that is too tall is broken into several."""
    count = _count(column, side)
    tall = math.ceil(len(column) / count) if column else 0
    found: dict[str, Point] = {}
    for i, node in enumerate(column):
        of, at = divmod(i, tall)
        size = min(tall, len(column) - of * tall)
        row = ROW if not side else max(ROW * 1.4, min(ROW * 2.2, ROW * TALLEST * 0.8 / max(size, 1)))
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


def force(nodes: Mapping[str, Mapping[str, object]], edges: Sequence[tuple[str, str]]) -> dict[str, Point]:
    """By attraction; the seed is fixed, and boxes that would overlap are moved apart."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    if not graph:
        return {}
    many = len(graph)
    for group in sorted(map(sorted, nx.connected_components(graph))):  # holds the parts together that nothing ties
        graph.add_edge("", max(group, key=lambda n: (graph.degree(n), n)), weight=0.3)
    found = nx.spring_layout(graph, seed=7, k=1.6 / math.sqrt(many), iterations=80 if many <= 400 else 25, method="force")
    wide, tall = 150 * math.sqrt(many) + 100, 62 * math.sqrt(many) + 80
    return apart({n: (float(x) * wide, float(y) * tall) for n, (x, y) in found.items() if n in nodes})


def around(nodes: Mapping[str, Mapping[str, object]], edges: Sequence[tuple[str, str]], focus: str) -> dict[str, Point]:
    """One node in the middle, its neighbours on a ring, theirs on the next, and so on."""
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
        radius = 0.0 if distance == 0 else max(radius + 190, len(ring) * 78 / math.tau)
        for i, node in enumerate(ring):
            angle = math.tau * i / len(ring) - math.pi / 2
            found[node] = (radius * 1.5 * math.cos(angle), radius * math.sin(angle))
    return apart(found)


def apart(places: dict[str, Point], width: float = 300.0, height: float = 64.0, rounds: int = 90) -> dict[str, Point]:
    """Moves boxes that overlap away from each other, in a fixed order; the first stays where it is."""
    if len(places) > 600:
        return places
    at = {n: [x, y] for n, (x, y) in places.items()}
    names = list(at)
    for _ in range(rounds):
        moved = False
        names.sort(key=lambda n: at[n][0])
        for i, a in enumerate(names):
            for b in names[i + 1 :]:
                dx, dy = at[b][0] - at[a][0], at[b][1] - at[a][1]
                if dx >= width:
                    break
                if abs(dy) < height:
                    push = (height - abs(dy)) / 2 + 1
                    up = 1 if dy >= 0 else -1
                    at[a][1] -= up * push
                    at[b][1] += up * push
                    moved = True
        if not moved:
            break
    return {n: (round(at[n][0], 1), round(at[n][1], 1)) for n in places}


LAYOUTS: dict[str, Callable[..., dict[str, Point]]] = {"layers": layers, "force": force, "around": around}
