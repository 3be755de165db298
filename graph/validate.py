"""Does the graph of each paper hold what the shapes of ontology.ttl ask for? Asked of pySHACL, one paper at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyshacl
from rdflib import Graph, Literal
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from graph.store import Store
from graph.vocab import NS, ONTOLOGY_FILE, name_of


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not conform: in which paper, of which node and property, and which rule says so."""

    paper: str
    focus: str
    path: str
    message: str
    value: str = ""

    def __str__(self) -> str:
        """One line for the terminal."""
        return f"{name_of(self.paper)}: {name_of(self.focus)} {self.path}: {self.message}" + (f" ({self.value[:80]})" if self.value else "")


def validate(store: Store, selection: Sequence[str] | None = None) -> list[Fault]:
    """The faults of the selected papers (None: all), sorted; an empty list means that the shapes hold."""
    chosen = store.papers() if selection is None else selection
    return [fault for paper in chosen for fault in check(store.nquads(paper), paper)]


def check(nquads: str, paper: str) -> list[Fault]:
    """The faults of one graph's N-Quads, messages in English."""
    data = Graph().parse(data=nquads.replace(f" <{paper}> .\n", " .\n"), format="nt")
    conforms, report, _ = pyshacl.validate(data, shacl_graph=_ontology(), ont_graph=None, inference="none", advanced=False)
    if conforms:
        return []
    assert isinstance(report, Graph)
    return sorted((_fault(report, result, paper) for result in report.subjects(RDF.type, SH.ValidationResult)), key=str)


def _fault(report: Graph, result: Node, paper: str) -> Fault:
    messages = [m for m in report.objects(result, SH.resultMessage) if isinstance(m, Literal)]
    english = next((str(m) for m in messages if m.language == "en"), str(messages[0]) if messages else "")
    value = {name: str(report.value(result, SH[name]) or "") for name in ("focusNode", "resultPath", "value")}
    return Fault(paper, value["focusNode"], value["resultPath"].replace(NS, "pt:"), english, value["value"])


@lru_cache(maxsize=1)
def _ontology() -> Graph:
    return Graph().parse(ONTOLOGY_FILE, format="turtle")
