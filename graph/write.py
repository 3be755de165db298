"""RDF in the forms that people and programs read, always in the same order: written here, as the libraries' writers vary with the hash seed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from graph.vocab import ELI, NS, OA, SCHEMA

PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "eli": str(ELI),
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": str(OA),
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "pt": NS,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": str(SCHEMA),
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
TYPE = PREFIXES["rdf"] + "type"
STRING = PREFIXES["xsd"] + "string"
LANG_STRING = PREFIXES["rdf"] + "langString"
HEAD = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())


def parse(nquads: str) -> list[ox.Quad]:
    """The quads of N-Quads, in their order."""
    return list(ox.parse(nquads, format=ox.RdfFormat.N_QUADS))


def turtle(quads: Iterable[ox.Quad]) -> str:
    """Turtle of the triples, whatever their graphs; a statement that stands in two graphs comes once."""
    triples = sorted({(str(q.subject), q.predicate.value, _turtle(q.object)) for q in quads})
    return HEAD + "\n" + _subjects(triples, "")


def trig(quads: Iterable[ox.Quad]) -> str:
    """TriG: one block a named graph."""
    rows = sorted({(str(q.graph_name), str(q.subject), q.predicate.value, _turtle(q.object)) for q in quads})
    blocks = [f"{graph} {{\n{_subjects([r[1:] for r in of], '    ')}}}\n" for graph, of in groupby(rows, key=lambda r: r[0])]
    return HEAD + "\n" + "\n".join(blocks)


def jsonld(quads: Iterable[ox.Quad]) -> str:
    """JSON-LD: a list of named graphs under one context of prefixes."""
    rows = sorted({(str(q.graph_name), str(q.subject), q.predicate.value, str(q.object)): q for q in quads}.items())
    graphs = []
    for name, of in groupby((q for _, q in rows), key=lambda q: _iri(q.graph_name)):
        nodes = [_node(subject, list(facts)) for subject, facts in groupby(of, key=lambda q: _iri(q.subject))]
        graphs.append({"@id": name, "@graph": nodes})
    return json.dumps({"@context": PREFIXES, "@graph": graphs}, ensure_ascii=False, indent=1) + "\n"


def short(iri: str) -> str:
    """An IRI with its prefix, where it is a term of a vocabulary: …ns#Link → pt:Link; else in angle brackets."""
    for name, space in PREFIXES.items():
        if iri.startswith(space) and LOCAL.fullmatch(iri, len(space)):
            return f"{name}:{iri[len(space):]}"
    return f"<{iri}>"


def _subjects(triples: Iterable[tuple[str, ...]], indent: str) -> str:
    out = []
    for subject, facts in groupby(triples, key=lambda t: t[0]):
        lines = []
        for predicate, values in groupby(facts, key=lambda t: t[1]):
            verb = "a" if predicate == TYPE else short(predicate)
            lines.append(f"{verb} {' , '.join(v[2] for v in values)}")
        out.append(f"{indent}{subject} " + f" ;\n{indent}    ".join(lines) + " .\n")
    return "".join(out)


def _turtle(term: Any) -> str:
    if isinstance(term, ox.NamedNode):
        return short(term.value)
    if isinstance(term, ox.Literal) and not term.language and term.datatype.value != STRING:
        return str(ox.Literal(term.value)) + "^^" + short(term.datatype.value)
    return str(term)


def _iri(term: Any) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _node(subject: str, facts: list[ox.Quad]) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": subject}
    for predicate, of in groupby(facts, key=lambda q: q.predicate.value):
        values = [q.object for q in of]
        if predicate == TYPE:
            node["@type"] = [_compact(v.value) for v in values if isinstance(v, ox.NamedNode)]
        else:
            node[_compact(predicate)] = [_value(v) for v in values]
    return node


def _compact(iri: str) -> str:
    found = short(iri)
    return iri if found.startswith("<") else found


def _value(term: Any) -> dict[str, Any]:
    if not isinstance(term, ox.Literal):
        return {"@id": _iri(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == STRING:
        return {"@value": term.value}
    return {"@value": term.value, "@type": _compact(term.datatype.value)}
