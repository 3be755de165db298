"""The questions to the graph: one function a question, its SPARQL beside it, over a selection of papers (None: all).

Every query names its graphs (`GRAPH ?paper {…}`), so it asks the same of the folder store and of any SPARQL 1.1 server.
"""

from graph.queries.analysis import ABOVE, coverage, covered, directives, ranked
from graph.queries.entities import english, entities, entity
from graph.queries.papers import items, papers, parts, sections, sizes
from graph.queries.reading import card, changes, mentions, source_text
from graph.queries.ties import links

__all__ = [
    "ABOVE", "card", "changes", "coverage", "covered", "directives", "english", "entities", "entity", "items", "links", "mentions", "papers", "parts",
    "ranked", "sections", "sizes", "source_text",
]  # fmt: skip
