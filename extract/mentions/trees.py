"""Gradient-boosted trees as LightGBM trained them, read from its text into arrays: what they say of many rows is what LightGBM says, in half the time.

LightGBM itself, which brings pandas along, is needed to train only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extract.chains import Floats, Ints
from extract.compiled import compiled

TOGETHER = 4  # rows that go down a tree at a time


@dataclass(frozen=True)
class Trees:
    """Nodes and leaves of all trees, one tree after the other. A node sends rows whose feature is at most the threshold to the left; below 0, -1 - n, is leaf n."""

    roots: Ints
    features: Ints
    thresholds: Floats
    children: Ints  # of each node the left one and the right one
    leaves: Floats

    def probabilities(self, rows: Floats) -> Floats:
        """Of each row how probable it is that it is what the trees were trained to tell."""
        sums = np.zeros(len(rows))
        whole = np.concatenate([rows, np.zeros((-len(rows) % TOGETHER, rows.shape[1]))])
        _add(sums, whole, self.roots, self.features, self.thresholds, self.children, self.leaves)
        return np.asarray(1.0 / (1.0 + np.exp(-sums)), np.float64)


@compiled
def _add(sums: Floats, rows: Floats, roots: Ints, features: Ints, thresholds: Floats, children: Ints, leaves: Floats) -> None:
    """Four rows at a time go down a tree, so that the processor need not wait for one."""
    for root in roots:
        for row in range(0, len(rows), TOGETHER):
            a = b = c = d = root
            while a >= 0 or b >= 0 or c >= 0 or d >= 0:
                a = _below(a, rows[row], features, thresholds, children)
                b = _below(b, rows[row + 1], features, thresholds, children)
                c = _below(c, rows[row + 2], features, thresholds, children)
                d = _below(d, rows[row + 3], features, thresholds, children)
            for place, leaf in enumerate((a, b, c, d), row):
                if place < len(sums):
                    sums[place] += leaves[-1 - leaf]


@compiled
def _below(node: int, row: Floats, features: Ints, thresholds: Floats, children: Ints) -> int:
    return children[node, int(row[features[node]] > thresholds[node])] if node >= 0 else node


def parsed(text: str) -> Trees:
    """The trees of a LightGBM model of two classes. ValueError where it is none, or knows gaps or categories, which ours never has."""
    blocks = [dict(line.split("=", 1) for line in block.splitlines() if "=" in line) for block in text.partition("end of trees")[0].split("\nTree=")[1:]]
    if not blocks or "objective=binary sigmoid:1\n" not in text or any(set(b.get("decision_type", "2").split()) - {"2"} for b in blocks):
        raise ValueError("not trees of two classes as they are trained here")
    roots, children, nodes, leaves = [], [], 0, 0
    for block in blocks:
        sides = [[c + nodes if c >= 0 else c - leaves for c in map(int, block.get(side, "").split())] for side in ("left_child", "right_child")]
        roots.append(nodes if sides[0] else -1 - leaves)
        children += list(zip(*sides, strict=True))
        nodes += len(sides[0])
        leaves += int(block["num_leaves"])
    features, thresholds, values = (" ".join(block.get(key, "") for block in blocks).split() for key in ("split_feature", "threshold", "leaf_value"))
    return Trees(np.array(roots, np.int32), np.array(list(map(int, features)), np.int32), np.array(list(map(float, thresholds))),
                 np.array(children, np.int32).reshape(-1, 2), np.array(list(map(float, values))))
