"""Gradient-boosted trees as LightGBM trained them, read from its text into arrays: what they say of many rows is what LightGBM says, in half the time.

LightGBM itself, which brings pandas along, is needed to train only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extract.chains import Floats, Ints
from extract.compiled import compiled

Nodes = npt.NDArray[np.uint32]
TOGETHER = 128  # rows that go down a tree at a time


@dataclass(frozen=True)
class Trees:
    """Nodes of all trees, then their leaves. A node sends rows whose feature is at most the threshold to the left, others to the right; a leaf keeps them."""

    roots: Nodes
    depths: Ints
    features: Nodes
    thresholds: Floats
    children: Nodes  # of each node the left one and the right one
    values: Floats  # of leaves

    def probabilities(self, rows: Floats) -> Floats:
        """Of each row how probable it is that it is what the trees were trained to tell."""
        sums = np.zeros(len(rows))
        for start in range(0, len(rows), TOGETHER):
            some = slice(start, start + TOGETHER)
            _add(sums[some], rows[some], self.roots, self.depths, self.features, self.thresholds, self.children, self.values)
        return np.asarray(1.0 / (1.0 + np.exp(-sums)), np.float64)


@compiled
def _add(sums: Floats, rows: Floats, roots: Nodes, depths: Ints, features: Nodes, thresholds: Floats, children: Nodes, values: Floats) -> None:
    """All rows go down a tree side by side, so that the processor need not wait for one."""
    at = np.empty(len(rows), np.uint32)
    for tree, depth in enumerate(depths):
        at[:] = roots[tree]
        for _ in range(depth):
            for row in range(len(rows)):
                node = at[row]
                at[row] = children[node, np.uint32(rows[row, features[node]] > thresholds[node])]
        for row in range(len(rows)):
            sums[row] += values[at[row]]


def parsed(text: str) -> Trees:
    """The trees of a LightGBM model of two classes. ValueError where it is none, or knows gaps or categories, which ours never has."""
    blocks = [dict(line.split("=", 1) for line in block.splitlines() if "=" in line) for block in text.partition("end of trees")[0].split("\nTree=")[1:]]
    if not blocks or "objective=binary sigmoid:1\n" not in text or any(set(b.get("decision_type", "2").split()) - {"2"} for b in blocks):
        raise ValueError("not trees of two classes as they are trained here")
    features, thresholds, values = (" ".join(block.get(key, "") for block in blocks).split() for key in ("split_feature", "threshold", "leaf_value"))
    roots: list[int] = []
    depths: list[int] = []
    children: list[tuple[int, int]] = []
    leaf = len(features)
    for block in blocks:
        first, last = len(children), leaf
        sides = [[c + first if c >= 0 else last - 1 - c for c in map(int, block.get(side, "").split())] for side in ("left_child", "right_child")]
        below = list(zip(*sides, strict=True))
        roots.append(first if below else leaf)
        depths.append(_depth(below, first))
        children += below
        leaf += int(block["num_leaves"])
    children += [(n, n) for n in range(len(children), leaf)]
    return Trees(np.array(roots, np.uint32), np.array(depths, np.int32), np.array([*map(int, features), *[0] * len(values)], np.uint32),
                 np.array([*map(float, thresholds), *[np.inf] * len(values)]), np.array(children, np.uint32), np.array([*[0.0] * len(features), *map(float, values)]))


def _depth(below: Sequence[tuple[int, int]], first: int) -> int:
    """How many steps lead from the root of a tree to its lowest leaf; nodes, numbered from `first`, come before those below them."""
    depths = [1] * len(below)
    for node, sides in enumerate(below):
        for child in sides:
            if child < first + len(below):
                depths[child - first] = depths[node] + 1
    return max(depths, default=0)
