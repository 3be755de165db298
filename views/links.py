"""The links of a graph as columns, made once: a filter then takes up what it lets through and not what there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
OF_TARGET = frozenset({"type", "tier", "system"})
COLUMNS = ("family", "relation", "type", "standing", "tier", "system", "scope", "stage", "role", "section", "paper")
PARTS = ("section", "paper")  # columns of the filter "part"


class Column:
    """One attribute of the links: a number for each of its values, and for each value its links in order."""

    def __init__(self, values: Sequence[Any]) -> None:
        self.numbers: dict[Any, int] = {}
        self.codes: Ints = np.array([self.numbers.setdefault(v, len(self.numbers)) for v in values], dtype=np.intp)
        self._order = np.argsort(self.codes, kind="stable")
        self._ends = np.cumsum(np.bincount(self.codes, minlength=len(self.numbers) + 1))

    def links(self, values: Iterable[Any]) -> list[Ints]:
        """The links of each value."""
        found = [self.numbers[v] for v in dict.fromkeys(values) if v in self.numbers]
        return [self._order[self._ends[n] - self.count(n) : self._ends[n]] for n in found]

    def count(self, number: int) -> int:
        """How many links have the value of this number."""
        return int(self._ends[number] - (self._ends[number - 1] if number else 0))

    def among(self, links: Ints, values: Iterable[Any]) -> Flags:
        """Which of the links have one of the values."""
        wanted = np.zeros(len(self.numbers) + 1, dtype=bool)
        wanted[[self.numbers[v] for v in values if v in self.numbers]] = True
        return np.asarray(wanted[self.codes[links]])


class Links:
    """The links of a graph (its edges but those of structure), numbered in the graph's order; nodes by their place in it."""

    def __init__(self, graph: nx.MultiDiGraph[str]) -> None:
        self.nodes = list(graph)
        self.number = {n: i for i, n in enumerate(self.nodes)}
        edges = [(s, t, k, row) for s, t, k, row in graph.edges(keys=True, data=True) if row["family"] != "structure"]
        self.keys = [k for _, _, k, _ in edges]
        self.sources = np.array([self.number[s] for s, *_ in edges], dtype=np.intp)
        self.targets = np.array([self.number[t] for _, t, *_ in edges], dtype=np.intp)
        self.confidence = np.array([row.get("confidence", 1.0) for *_, row in edges], dtype=np.float64)
        self.columns = {name: Column([graph.nodes[t].get(name) if name in OF_TARGET else row.get(name) for _, t, _, row in edges]) for name in COLUMNS}
        self.rank = np.empty(len(self.nodes), dtype=np.intp)  # of the names in their order
        self.rank[sorted(range(len(self.nodes)), key=self.nodes.__getitem__)] = np.arange(len(self.nodes))
        self.ends = (Column(self.sources.tolist()), Column(self.targets.tolist()))

    def passing(self, filters: Mapping[str, Sequence[str]], least: float) -> Ints:
        """The links that every filter lets through, from the one that lets the fewest through; a filter without values is none."""
        chosen = {name: tuple(values) for name, values in filters.items() if values}
        let = {name: [part for column in self._of(name) for part in column.links(values)] for name, values in chosen.items()}
        first = min(let, key=lambda name: sum(map(len, let[name])), default="")
        found = np.unique(np.concatenate([np.empty(0, dtype=np.intp), *let[first]])) if first else np.arange(len(self.keys))
        for name, values in chosen.items():
            if name != first:
                found = found[np.logical_or.reduce([column.among(found, values) for column in self._of(name)])]
        return found[self.confidence[found] >= least] if least > 0 else found

    def _of(self, name: str) -> list[Column]:
        return [self.columns[c] for c in (PARTS if name == "part" else (name,))]

    def between(self, node: str, others: Iterable[str]) -> Ints:
        """The links from a node to others and from them to it."""
        here, there = self.number[node], [self.number[n] for n in others]
        out, into = (np.concatenate([np.empty(0, dtype=np.intp), *end.links([here])]) for end in self.ends)
        return np.concatenate([out[np.isin(self.targets[out], there)], into[np.isin(self.sources[into], there)]])

    def within(self, links: Ints, hidden: Iterable[str], only: Iterable[str]) -> Ints:
        """The links without those that end at a hidden node; where there are `only`, those from one of them to another."""
        for nodes, wanted in ((hidden, False), (only, True)):
            numbers = [self.number[n] for n in nodes if n in self.number]
            if numbers or (wanted and nodes):
                flags = np.full(len(self.nodes), not wanted)
                flags[numbers] = wanted
                links = links[flags[self.sources[links]] & flags[self.targets[links]]]
        return links

    def best(self, links: Ints, kept: Iterable[str], most: int) -> tuple[Ints, int]:
        """The nodes at the ends of the links in the graph's order, at most so many: those that are to be kept, then those with the most links; and how many are left out."""
        degree = np.bincount(np.concatenate([self.sources[links], self.targets[links]]), minlength=len(self.nodes))
        for node, times in Counter(kept).items():
            degree[self.number[node]] += 10**6 * times
        found = np.flatnonzero(degree)
        if len(found) > most:
            return np.sort(found[np.lexsort((self.rank[found], -degree[found]))[:most]]), len(found) - most
        return found, 0

    def lines(self, links: Ints, nodes: Ints) -> dict[tuple[str, str], tuple[str, ...]]:
        """The links between the nodes, those from one to the same other together."""
        stay = np.zeros(len(self.nodes), dtype=bool)
        stay[nodes] = True
        found: dict[tuple[str, str], list[str]] = {}
        for i in links[stay[self.sources[links]] & stay[self.targets[links]]].tolist():
            found.setdefault((self.nodes[self.sources[i]], self.nodes[self.targets[i]]), []).append(self.keys[i])
        return {pair: tuple(keys) for pair, keys in found.items()}

    def choices(self, name: str) -> list[str]:
        """The values that a filter can take, the most frequent first."""
        column = self.columns[name]
        counts = Counter({str(v): column.count(n) for v, n in column.numbers.items() if v is not None})
        return [value for value, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if value and value != "-"]


def links_of(graph: nx.MultiDiGraph[str]) -> Links:
    """The columns of a graph, kept with it: what is asked for its links stays as it is (views/data.py says so of the network)."""
    kept = graph.graph.get("links")
    if not isinstance(kept, Links):
        kept = graph.graph["links"] = Links(graph)
    return kept
