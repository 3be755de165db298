"""What the questions share: prefixes, and the way from IRIs back to the words of the JSON contract."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from graph.store import Store
from graph.vocab import CLASSES, ELI, NS, OA, RELATIONS

PREFIXES = f"""\
PREFIX pt: <{NS}>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX eli: <{ELI}>
PREFIX oa: <{OA}>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
TYPES = {str(cls): key for key, cls in CLASSES.items()}
RELATION_OF = {str(prop): key for key, prop in RELATIONS.items()}
NUMBERS = re.compile(r"[=,](\d+)")

Key = tuple[str, str]  # paper, subject
Table = dict[Key, dict[str, list[str]]]


def table(store: Store, query: str, papers: Sequence[str] | None, **bindings: str) -> Table:
    """The rows ?paper ?s ?p ?o of a query, turned: (paper, subject) → property IRI → values, sorted."""
    turned: Table = defaultdict(lambda: defaultdict(list))
    for row in store.select(PREFIXES + query, papers=papers, bindings=bindings):
        turned[row["paper"], row["s"]][row["p"]].append(row["o"])
    return {key: {p: sorted(values) for p, values in turned[key].items()} for key in sorted(turned)}


def one(row: dict[str, list[str]], prop: str) -> str:
    """The first value of a property, "" where there is none."""
    values = row.get(prop)
    return values[0] if values else ""


def key_of(concept: str) -> str:
    """The key of a concept: …ns#tier-central → central; …ns#tier-none → "-"; "" stays."""
    key = concept.removeprefix(NS).partition("-")[2]
    return "-" if concept == NS + "tier-none" else key


def type_of(classes: Sequence[str]) -> str:
    """The JSON type among the classes of a thing: …ns#Meeting → MEETING; "" where there is none of ours."""
    return next((TYPES[cls] for cls in classes if cls in TYPES), "")


def numbers(iri: str) -> tuple[int, ...]:
    """The offsets in the IRI of a part: …#char=100,105 → (100, 105)."""
    return tuple(int(n) for n in NUMBERS.findall(iri.rpartition("#")[2]))


def part_id(iri: str, paper: str) -> str:
    """The JSON id of a place: …#item-6 → 6, …#s3.1 → s3.1, the paper itself → plan."""
    return "plan" if iri == paper else iri.rpartition("#")[2].removeprefix("item-")
