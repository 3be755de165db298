"""A selection of papers → one networkx graph to draw and to measure: papers, sections, initiatives, entities, and the links between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import networkx as nx

from graph.model import Tie
from graph.queries import entities, links, papers, parts
from graph.store import Store

STRUCTURE = "part_of"  # the relation of a section or item to what holds it; its family is "structure"


def project(store: Store, selection: Sequence[str] | None = None, *, structure: bool = True) -> nx.MultiDiGraph[str]:
    """The graph of the selected papers (None: all). Nodes are IRIs, links are edges whose key is the link's IRI.

    Node attributes: kind (paper, section, item, entity), label, and of entities type, tier, system, standings, aliases, mentions, links; of
    parts id, paper, section, start. Edge attributes: those of `graph.model.Tie` (relation, family, cue, stage …, quotes). With `structure`,
    edges part_of lead from items and sections to what holds them. Nodes and edges come in a fixed order.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for paper in papers(store, selection):
        graph.add_node(paper.iri, kind="paper", label=paper.title, type="DOC", paper=paper.iri, date=paper.date, number=paper.number, issuer=paper.issuer)
    for part in parts(store, selection):
        graph.add_node(part.iri, kind=part.kind, label=part.heading, id=part.id, paper=part.paper, section=part.section, start=part.start)
        if structure:
            holder = part.section or part.paper
            graph.add_edge(part.iri, holder, key=f"{part.iri}>{holder}", relation=STRUCTURE, family="structure", paper=part.paper)
    for thing in entities(store, selection):
        row = asdict(thing)
        row.pop("iri")
        if thing.iri in graph:  # a paper that is spoken of
            graph.nodes[thing.iri].update({k: v for k, v in row.items() if k not in ("label", "number")})
        else:
            graph.add_node(thing.iri, kind="entity", **row)
    for tie in links(store, selection):
        _add(graph, tie)
    return graph


def _add(graph: nx.MultiDiGraph[str], tie: Tie) -> None:
    if tie.entity not in graph:
        graph.add_node(tie.entity, kind="entity", label=tie.label, type=tie.type, tier=tie.tier, system=tie.system, standings=(tie.standing,))
    row = {name: getattr(tie, name) for name in Tie.__slots__ if name not in ("source", "entity", "label", "type", "tier", "system")}
    graph.add_edge(tie.source, tie.entity, key=tie.iri, **row)
