"""A view of the graph: which nodes and lines are on the canvas. Nothing here knows of streamlit; explore.py shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, pairwise

import networkx as nx
import numpy as np

from views import layout
from views.links import links_of

Filters = Mapping[str, Sequence[str]]
FIELDS = ("family", "relation", "type", "standing", "tier", "system", "scope", "stage", "role", "part")
DIRECTIVES: Filters = {"family": ("responds",), "standing": ("party", "government", "line", "law")}


@dataclass(frozen=True, slots=True)
class Edits:
    """What the visitor did to the view: nodes hidden, the only ones left, those whose neighbours were fetched (each time CAP more), paths, places kept."""

    hidden: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    plus: tuple[str, ...] = ()
    paths: tuple[tuple[str, ...], ...] = ()
    pinned: tuple[tuple[str, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """The nodes and lines of a view; each line with the keys of its links."""

    nodes: tuple[str, ...]
    lines: Mapping[tuple[str, str], tuple[str, ...]]
    left_out: int = 0


Graph = nx.MultiDiGraph
WEIGHTS = {"part_of": 2.2, "made_by": 1.2}
CAP = 24  # neighbours that are fetched at once
WAYS = 4  # paths of the same length that are shown


def shown(graph: Graph[str], filters: Filters, edits: Edits, *, least: float = 0.0, most: int = 300) -> Shown:
    """What a view shows of the graph. Of more than `most` nodes those with the most links are kept; `left_out` counts the others."""
    near = {node: neighbours(graph, node)[: CAP * turns] for node, turns in Counter(edits.plus).items() if node in graph}
    called = [*near, *(n for found in near.values() for n in found), *edits.only, *(n for way in edits.paths for n in way)]
    kept = [n for n in called if n in graph and n not in edits.hidden]
    if edits.paths:
        return _walked(graph, edits, kept, most)
    links = links_of(graph)
    found = links.passing(filters, least)
    if near:
        found = np.unique(np.concatenate([found, *(links.between(node, others) for node, others in near.items())]))
    found = links.within(found, edits.hidden, edits.only)
    nodes, left_out = links.best(found, kept, most)
    return Shown(tuple(links.nodes[i] for i in nodes.tolist()), links.lines(found, nodes), left_out)


def _walked(graph: Graph[str], edits: Edits, kept: Sequence[str], most: int) -> Shown:
    """The ways between two nodes, with what holds or made what; what was fetched or isolated stays."""
    hidden, only = set(edits.hidden), set(edits.only)
    pairs = {p for way in edits.paths for a, b in pairwise(way) for p in ((a, b), (b, a)) if graph.has_edge(*p) and not hidden & {*p} and (not only or only.issuperset(p))}
    degree = Counter(end for pair in pairs for end in pair for _ in graph[pair[0]][pair[1]])
    for node in kept:
        degree[node] += 10**6
    ranked = sorted(degree, key=lambda n: (-degree[n], n))
    stay = set(ranked[:most])
    return Shown(tuple(n for n in graph if n in stay), {(a, b): tuple(graph[a][b]) for a, b in sorted(pairs) if {a, b} <= stay}, len(ranked) - len(stay))


def ego(graph: Graph[str], node: str, most: int = 24) -> Shown:
    """A node with its best linked neighbours, and the lines from one to the other."""
    stay = set(neighbours(graph, node)[:most])
    lines: dict[tuple[str, str], list[str]] = {}
    for source, target, key, row in [*graph.out_edges(node, keys=True, data=True), *graph.in_edges(node, keys=True, data=True)]:
        if row["family"] != "structure" and (target if source == node else source) in stay:
            lines.setdefault((source, target), []).append(key)
    return Shown((node, *sorted(stay)) if stay else (), {pair: tuple(keys) for pair, keys in lines.items()})


def places(graph: Graph[str], view: Shown, kind: str, focus: str, edits: Edits) -> dict[str, tuple[float, float]]:
    """Where the nodes stand; what the visitor dragged stays where it was put."""
    order = _ordered(graph, view.nodes)
    if kind == "layers":
        found: Mapping[str, tuple[float, float]] = layout.layers({n: graph.nodes[n] for n in order}, list(view.lines))
    else:
        boxes = tuple((n, layout.WIDTHS["entity" if graph.nodes[n]["kind"] == "entity" else "part"]) for n in order)
        found = _settled(kind, boxes, tuple(view.lines), focus)
    return {**found, **{n: (x, y) for n, x, y in edits.pinned if n in found}}


@lru_cache(maxsize=24)
def _settled(kind: str, boxes: tuple[tuple[str, float], ...], lines: tuple[tuple[str, str], ...], focus: str) -> Mapping[str, tuple[float, float]]:
    """The places of force and around, which take long and hang on boxes and lines alone."""
    return layout.around(dict(boxes), lines, focus) if kind == "around" else layout.force(dict(boxes), lines)


def near(view: Shown, focus: str, most: int = 40) -> Shown:
    """The part of a view around one node: its neighbours, and theirs where there are not too many."""
    graph: nx.Graph[str] = nx.Graph(list(view.lines))
    if focus not in graph:
        return view
    far = nx.single_source_shortest_path_length(graph, focus, cutoff=2)
    hops = 2 if len(far) <= most else 1
    stay = {n for n, d in far.items() if d <= hops}
    lines = {pair: keys for pair, keys in view.lines.items() if stay.issuperset(pair)}
    return Shown(tuple(n for n in view.nodes if n in stay), lines, view.left_out)


def _ordered(graph: Graph[str], nodes: Sequence[str]) -> list[str]:
    """A paper before its parts, these in the order of the text, a section before what it holds; then the entities."""
    order = {"paper": 0, "section": 1, "item": 1, "entity": 2}

    def place(node: str) -> tuple[str, int, int, str]:
        row = graph.nodes[node]
        return ("" if row["kind"] != "entity" else "~") + str(row.get("paper", "")), order[row["kind"]], int(row.get("start", 0)), node

    return sorted(nodes, key=place)


def paths(graph: Graph[str], start: str, end: str) -> list[tuple[str, ...]]:
    """The shortest ways between two nodes, at most WAYS: over links, over who made what, and over what holds what; [] where there is none.

    Links weigh least. To go up to a section and down to another of its tasks is a way only where there is no other: it says nothing of the two.
    """
    plain = _plain(graph)
    if start not in plain or end not in plain or start == end or not nx.has_path(plain, start, end):
        return []
    found = islice(nx.all_shortest_paths(plain, start, end, weight="weight"), 50)
    return sorted((tuple(way) for way in found), key=lambda way: (len(way), way))[:WAYS]


def _plain(graph: Graph[str]) -> nx.Graph[str]:
    """One edge between two nodes, with the weight of the lightest; kept with the graph."""
    kept = graph.graph.get("plain")
    if isinstance(kept, nx.Graph):
        return kept
    plain: nx.Graph[str] = nx.Graph()
    for source, target, row in graph.edges(data=True):
        weight = WEIGHTS.get(row["relation"], 1.0)
        known = plain.get_edge_data(source, target)
        plain.add_edge(source, target, weight=min(weight, known["weight"]) if known else weight)
    graph.graph["plain"] = plain
    return plain


def neighbours(graph: Graph[str], node: str) -> list[str]:
    """All that a node has a link with, the most linked first."""
    found = {t for _, t, r in graph.out_edges(node, data=True) if r["family"] != "structure"}
    found |= {s for s, _, r in graph.in_edges(node, data=True) if r["family"] != "structure"}
    return sorted(found, key=lambda n: (-graph.degree(n), n))


def beyond(graph: Graph[str], node: str, edits: Edits) -> int:
    """How many neighbours of a node were not fetched yet."""
    return max(0, len(neighbours(graph, node)) - CAP * edits.plus.count(node)) if node in graph else 0


def _isolate(edits: Edits, nodes: tuple[str, ...]) -> Edits:
    return replace(edits, only=nodes, paths=())


def _expand(edits: Edits, nodes: tuple[str, ...]) -> Edits:
    more = tuple(n for n in nodes if edits.plus.count(n) < 40)
    return replace(edits, hidden=tuple(x for x in edits.hidden if x not in nodes), only=(), plus=(*edits.plus, *more), paths=())


EDITS: dict[str, Callable[[Edits, tuple[str, ...]], Edits]] = {
    "hide": lambda e, n: replace(e, hidden=tuple(dict.fromkeys((*e.hidden, *n))), plus=tuple(x for x in e.plus if x not in n)),
    "isolate": _isolate,
    "expand": _expand,
    "collapse": lambda e, n: replace(e, plus=tuple(x for x in e.plus if x not in n)),
    "everything": lambda _e, _n: Edits(),
}  # fmt: skip


def pin(edits: Edits, places: Mapping[str, tuple[float, float]]) -> Edits:
    """Keeps the places; of nodes that are all kept already, lets them go."""
    rest = tuple(p for p in edits.pinned if p[0] not in places)
    held = {n for n, _, _ in edits.pinned}
    return replace(edits, pinned=rest if held.issuperset(places) else (*rest, *((n, round(x), round(y)) for n, (x, y) in places.items())))
