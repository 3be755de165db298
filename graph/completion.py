"""What an editor needs to know of the graph: the prefixes, and the classes and properties that the store does use, with their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from graph.examples import PREFIX
from graph.figure.words import term
from graph.guard import TOKEN
from graph.queries.terms import PREFIXES as OURS
from graph.store import Store

PREFIXES: dict[str, str] = {
    **dict(PREFIX.findall(OURS)), "foaf": "http://xmlns.com/foaf/0.1/", "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#", "sh": "http://www.w3.org/ns/shacl#",
}  # fmt: skip
LONGEST = 100_000  # characters of a query that is looked into
CLASSES = "SELECT (?c AS ?term) (COUNT(*) AS ?n) WHERE { GRAPH ?paper { ?s a ?c } } GROUP BY ?c"
PROPERTIES = "SELECT (?p AS ?term) (COUNT(*) AS ?n) WHERE { GRAPH ?paper { ?s ?p ?o } } GROUP BY ?p"
CONCEPTS = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT DISTINCT (?c AS ?term) (1 AS ?n) WHERE { GRAPH ?g { ?c skos:inScheme ?scheme } }"
ASKED: dict[Literal["class", "property", "concept"], str] = {"class": CLASSES, "property": PROPERTIES, "concept": CONCEPTS}


@dataclass(frozen=True, slots=True)
class Used:
    """A class, property or concept: as a query writes it (`pt:implements`), its words, and how often the store has it."""

    name: str
    kind: Literal["class", "property", "concept"]
    zh: str
    en: str
    count: int


def used(store: Store, papers: Sequence[str] | None = None) -> list[Used]:
    """The classes, properties and concepts that a query over the papers can meet, the most frequent first.

    An empty store → only the concepts of the ontology; pt:implements → Used("pt:implements", "property", "贯彻落实", "says it implements", 13).
    """
    found = [Used(short(row["term"]), kind, term(row["term"], "zh"), term(row["term"], "en"), int(row["n"]))
             for kind, query in ASKED.items() for row in store.select(query, papers=None if kind == "concept" else papers) if row["term"].startswith("http")]
    return sorted(found, key=lambda u: (-u.count, u.name))


def short(iri: str) -> str:
    """An IRI as a query writes it: …ns#implements → pt:implements; …ns#a/b and what has no prefix → <…>."""
    for name, space in PREFIXES.items():
        rest = iri.removeprefix(space)
        if rest != iri and rest and rest.replace("-", "").replace("_", "").isalnum() and rest[-1] != "-":
            return f"{name}:{rest}"
    return f"<{iri}>"


def missing(query: str) -> list[str]:
    """The prefixes that a query uses and does not declare, as far as we know them, in the order of their use.

    SELECT * { ?s pt:implements ?o } → ["pt"]; those in strings and comments, and x:y, which nobody knows → []; a text that is too long → [].
    """
    if len(query) > LONGEST:
        return []
    seen: list[str] = []
    declared: set[str] = set()
    last = ""
    for match in TOKEN.finditer(query):
        if match.lastgroup == "name":
            name = match.group().partition(":")[0]
            (declared.add if last == "PREFIX" else seen.append)(name)
        if match.lastgroup in ("name", "word"):
            last = match.group().upper()
    return [name for name in dict.fromkeys(seen) if name in PREFIXES and name not in declared]


def with_prefixes(query: str) -> str:
    """The query with the prefixes that it lacks, put after the comments of its head; as it was where it lacks none."""
    lacking = missing(query)
    if not lacking:
        return query
    lines = query.splitlines(keepends=True)
    at = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join([*lines[:at], *(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in lacking), *lines[at:]])
