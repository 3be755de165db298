"""The network for Gephi, yEd, Cytoscape and igraph: GEXF and GraphML with colours, places, sizes, roles, weights and labels."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx

from graph.export_tables import csv_bytes
from graph.figure import style
from graph.figure.words import relation
from graph.project import STRUCTURE, project
from graph.queries import ABOVE
from graph.store import Store

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NAMES = {"id": "part", "start": "start_at"}  # `id` and `start` mean the node's own id and its first day in GEXF
SHAPES = {"DOC": "square", "MEETING": "disc", "PROGRAMME": "diamond", "ORG": "triangle"}
TIERS = ("central", "provincial", "prefectural", "county", "township", "grassroots")  # the highest stand furthest out
PART = "#6d5a2d"
NODE_COLUMNS = ("id", "label", "kind", "role", "type", "tier", "system", "standings", "part", "number", "section", "date", "paper")
EDGE_COLUMNS = ("id", "source", "target", "label", "relation", "family", "role", "cue", "via", "standing", "weight", "quotes")
ROW, COLUMN = 60.0, 420.0


def graphml(store: Store, selection: Sequence[str] | None = None) -> bytes:
    """GraphML for yEd, Cytoscape, igraph: x, y, size, r, g, b, color, label and weight by the names that Gephi and igraph know."""
    graph = network(store, selection)
    for _, data in graph.nodes(data=True):
        viz = data.pop("viz")
        r, g, b = (viz["color"][c] for c in "rgb")
        data.update(x=viz["position"]["x"], y=viz["position"]["y"], size=viz["size"], shape=viz["shape"], r=r, g=g, b=b, color=f"#{r:02x}{g:02x}{b:02x}")
    for *_, data in graph.edges(data=True):
        colour = data.pop("viz")["color"]
        data["color"] = "#" + "".join(f"{colour[c]:02x}" for c in "rgb")
    out = io.BytesIO()
    nx.write_graphml(graph, out, encoding="utf-8", prettyprint=True)
    return out.getvalue()


def gexf(store: Store, selection: Sequence[str] | None = None) -> bytes:
    """GEXF 1.2 for Gephi, with viz: elements; an edge's id is the link's IRI. Without the day, so that it is the same tomorrow."""
    graph = network(store, selection)
    for *_, key, data in graph.edges(keys=True, data=True):
        data["id"] = key
    text = "\n".join(nx.generate_gexf(graph, version="1.2draft"))
    return re.sub(r' lastmodifieddate="[^"]*"', "", text).encode()


def nodes(store: Store, selection: Sequence[str] | None = None) -> bytes:
    """CSV of the nodes; `id` is the IRI."""
    graph = network(store, selection)
    return csv_bytes(NODE_COLUMNS, ([node, *(data.get(k, "") for k in NODE_COLUMNS[1:])] for node, data in graph.nodes(data=True)))


def edges(store: Store, selection: Sequence[str] | None = None) -> bytes:
    """CSV of the edges; `id` is the link's IRI, `source` and `target` are ids of nodes.csv."""
    graph = network(store, selection)
    return csv_bytes(EDGE_COLUMNS, ([key, a, b, *(data.get(k, "") for k in EDGE_COLUMNS[3:])] for a, b, key, data in graph.edges(keys=True, data=True)))


def network(store: Store, selection: Sequence[str] | None = None) -> nx.MultiDiGraph[str]:
    """The projection with attributes that XML can hold (lists joined by |, quotes as their words) and how each node and edge looks, under `viz`.

    A node's `role` is paper, section, item, or of an entity the most that is said of it: directive (answered, and above the writer), responds,
    undertakes, involves, header, named. An edge's `weight` is its pieces of evidence, its `label` the relation in Chinese.
    """
    rich = project(store, selection)
    places = _places(rich)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in rich.nodes(data=True):
        flat = {NAMES.get(k, k): _xml(v) for k, v in data.items()}
        graph.add_node(node, **flat, role=_role(rich, node), viz=_look(data, places[node], rich.degree(node)))
    for source, target, key, data in rich.edges(keys=True, data=True):
        quotes, family = data.get("quotes", ()), data["family"]
        flat = {k: _xml(v) for k, v in data.items() if k not in ("iri", "quotes")}
        label = data["relation"] if data["relation"] == STRUCTURE else relation(data["relation"], "zh")
        weight = float(max(len(quotes), 1))
        viz = {"color": _colour(style.line(family, False)[0]), "thickness": weight}
        graph.add_edge(source, target, key=key, **flat, quotes=_xml(tuple(q.text for q in quotes)), label=label, weight=weight, viz=viz)
    return graph


def _role(graph: nx.MultiDiGraph[str], node: str) -> str:
    """What a node is in the papers."""
    kind: str = graph.nodes[node]["kind"]
    if kind != "entity":
        return kind
    said = {(data["family"], data.get("standing", "")) for *_, data in graph.in_edges(node, data=True)}
    if any(family == "responds" and standing in ABOVE for family, standing in said):
        return "directive"
    return next((f for f in style.FAMILIES if f in {family for family, _ in said}), "named")


def _look(data: Mapping[str, Any], place: tuple[float, float], degree: int) -> dict[str, Any]:
    standing = next(iter(data.get("standings") or ("unknown",)))
    colour = _colour(style.stroke(standing, False) if data["kind"] == "entity" else PART)
    return {"color": colour, "position": {"x": place[0], "y": place[1], "z": 0.0}, "size": round(8 + 4 * degree**0.5, 1),
            "shape": SHAPES.get(data.get("type", ""), "disc") if data["kind"] == "entity" else "square"}


def _colour(text: str) -> dict[str, float]:
    """#a83c00 → r 168, g 60, b 0; opaque."""
    return {"r": int(text[1:3], 16), "g": int(text[3:5], 16), "b": int(text[5:7], 16), "a": 1.0}


def _places(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[float, float]]:
    """In columns: papers and parts in the middle, the Party's to the left, government, line and law to the right, all else beyond them.

    Rows by the mean height of what a node is tied to; y grows upward, as in Gephi.
    """
    columns: dict[float, list[str]] = defaultdict(list)
    for node, data in graph.nodes(data=True):
        columns[_column(data)].append(node)
    found: dict[str, tuple[float, float]] = {}
    for x, nodes in sorted(columns.items(), key=lambda pair: abs(pair[0])):
        if abs(x) > 1:
            ys = {n: [found[m][1] for m in sorted(nx.all_neighbors(graph, n)) if m in found] for n in nodes}
            nodes = sorted(nodes, key=lambda n: (-(sum(ys[n]) / len(ys[n])) if ys[n] else 0.0, n))
        found |= {n: (x * COLUMN, ((len(nodes) - 1) / 2 - i) * ROW) for i, n in enumerate(nodes)}
    return found


def _column(data: Mapping[str, Any]) -> float:
    if data["kind"] != "entity":
        return {"paper": -0.5, "section": 0.0}.get(data["kind"], 0.5)
    standing = next(iter(data.get("standings") or ("unknown",)))
    tier = data.get("tier", "")
    out = 2.0 + (len(TIERS) - TIERS.index(tier) if tier in TIERS else 0)
    return -out if standing == "party" else out if standing in ABOVE else out + len(TIERS) + 1


def _xml(value: Any) -> str | int | float | bool:
    if isinstance(value, int | float):
        return value
    text = " | ".join(value) if isinstance(value, tuple | list) else str(value)
    return NOT_XML.sub("\ufffd", text)
