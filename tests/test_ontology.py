"""ontology.ttl holds what graph/vocab.py names, and the reverse; each term has labels and definitions in zh and en; nothing dangles."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef

from extract import model
from graph.vocab import CLASSES, NS, ONTOLOGY_FILE, PT, RELATIONS, concept

SOURCE = ONTOLOGY_FILE.read_text(encoding="utf-8")
KINDS = (RDFS.Class, RDF.Property, SKOS.Concept, SKOS.ConceptScheme)


def load(source: str = SOURCE) -> Graph:
    return Graph().parse(data=source, format="turtle")


def ours(graph: Graph, *kinds: URIRef) -> set[URIRef]:
    return {s for kind in kinds for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef) and s.startswith(NS)}


def unlabelled(graph: Graph) -> set[str]:
    """Terms that lack a label or a definition in a language (shapes: a message)."""
    def languages(term: URIRef, *props: URIRef) -> set[str]:
        return {str(v.language) for p in props for v in graph.objects(term, p) if isinstance(v, Literal) and str(v).strip()}

    found = {str(t) for t in ours(graph, *KINDS) if not {"zh", "en"} <= languages(t, RDFS.label, SKOS.prefLabel)}
    found |= {str(t) for t in ours(graph, *KINDS) if not {"zh", "en"} <= languages(t, SKOS.definition)}
    found |= {str(t) for t in ours(graph, SH.NodeShape) if not {"zh", "en"} <= languages(t, RDFS.label)}
    return found | {str(t) for t in ours(graph, SH.PropertyShape) if not {"zh", "en"} <= languages(t, SH.message)}


def dangling(graph: Graph) -> set[str]:
    """Terms of ours that are used but not defined: in a domain, a range, a super-term, a scheme, a shape."""
    defined = ours(graph, *KINDS, SH.NodeShape, SH.PropertyShape, OWL.Ontology)
    return {str(o) for o in graph.objects() if isinstance(o, URIRef) and o.startswith(NS)} - {str(d) for d in defined}


def untyped(graph: Graph) -> set[str]:
    """Subjects of ours without a kind, and properties without a range."""
    known = ours(graph, *KINDS, SH.NodeShape, SH.PropertyShape)
    loose = {str(s) for s in graph.subjects() if isinstance(s, URIRef) and s.startswith(NS)} - {str(k) for k in known}
    return loose | {str(p) for p in ours(graph, RDF.Property) if (p, RDFS.range, None) not in graph}


def strangers(graph: Graph) -> set[str]:
    """Classes and properties that vocab.py has and the ontology lacks, or the reverse."""
    return {str(t) for t in ours(graph, RDFS.Class, RDF.Property)} ^ {NS + name for name in PT.__annotations__ if not name.startswith("_")}


def lone_concepts(graph: Graph) -> set[str]:
    """Concepts without scheme or key, and keys that a scheme has twice."""
    found, seen = set(), set()
    for c in ours(graph, SKOS.Concept):
        key = (graph.value(c, SKOS.inScheme), graph.value(c, SKOS.notation))
        if None in key or key in seen:
            found.add(str(c))
        seen.add(key)
    return found


LINTS: list[Callable[[Graph], set[str]]] = [unlabelled, dangling, untyped, strangers, lone_concepts]


@pytest.mark.parametrize("lint", LINTS)
def test_the_ontology_is_clean(lint: Callable[[Graph], set[str]]) -> None:
    assert lint(load()) == set()


@pytest.mark.parametrize(
    ("lint", "old", "new"),
    [
        (unlabelled, '"policy document"@en , ', ""),
        (unlabelled, '"贯彻落实"@zh', '""@zh'),
        (unlabelled, '"关联须有原文依据。"@zh', '"x"@fr'),
        (dangling, "rdfs:domain pt:Link ;", "rdfs:domain pt:Lnk ;"),
        (dangling, "rdfs:subPropertyOf pt:undertakes ;", "rdfs:subPropertyOf pt:undertake ;"),
        (dangling, "sh:targetClass pt:Mention", "sh:targetClass pt:Mentions"),
        (untyped, "pt:Evidence a rdfs:Class , owl:Class", "pt:Evidence a owl:Thing"),
        (untyped, "rdfs:range xsd:boolean ;", ""),
        (strangers, "pt:cue a rdf:Property", "pt:cues a rdf:Property"),
        (lone_concepts, 'skos:notation "provincial"', 'skos:notation "central"'),
        (lone_concepts, "skos:inScheme pt:stage-scheme ;", ""),
    ],
)
def test_a_planted_fault_is_found(lint: Callable[[Graph], set[str]], old: str, new: str) -> None:
    assert old in SOURCE
    assert lint(load(SOURCE.replace(old, new, 1)))


def test_the_keys_of_the_data_model_are_concepts() -> None:
    for scheme, keys in (("tier", (*model.TIERS, "-")), ("standing", model.STANDINGS)):
        assert all(concept(scheme, key) for key in keys)
    assert set(CLASSES) == set(model.ENTITY_TYPES)
    assert set(RELATIONS) == model.RESPONDS | model.UNDERTAKES | model.INVOLVES | model.HEADER_RELATIONS


@pytest.mark.parametrize("word", ["决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复", "议案", "函", "纪要"])
def test_the_15_instruments_of_the_regulations(word: str) -> None:
    assert concept("instrument", word)


def test_relations_have_their_super_property() -> None:
    graph = load()
    for family, members in (("respondsTo", model.RESPONDS), ("undertakes", model.UNDERTAKES), ("involves", model.INVOLVES)):
        assert {graph.value(RELATIONS[r], RDFS.subPropertyOf) for r in members} == {URIRef(NS + family)}
