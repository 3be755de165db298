"""The words of figures in Chinese, English or both: our own from data/labels/figures.toml, the terms' from ontology.ttl."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from graph.vocab import CLASSES, NS, ONTOLOGY_FILE, RELATIONS, known_concept

LABELS = Path(__file__).resolve().parents[2] / "data" / "labels" / "figures.toml"
LANGUAGES = ("zh", "en", "both")


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = tomllib.loads(LABELS.read_text("utf-8"))["words"]
    return words


@lru_cache(maxsize=1)
def _terms() -> dict[tuple[str, str], str]:
    """(IRI, language) → label of every term of the ontology."""
    names = ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel")
    return {(quad.subject.value, quad.object.language): quad.object.value
            for quad in ox.parse(ONTOLOGY_FILE.read_bytes(), format=ox.RdfFormat.TURTLE)
            if quad.predicate.value in names and isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode) and quad.object.language}


def word(key: str, lang: str, *values: object) -> str:
    """One of our own words: word("item", "zh", 6) → 第6项; in both languages, Chinese first."""
    zh, en = (form.format(*values) for form in _words()[key])
    return {"zh": zh, "en": en}.get(lang, zh if zh == en else f"{zh} {en}")


def term(iri: str, lang: str) -> str:
    """The label of a term of the ontology."""
    zh, en = _terms().get((iri, "zh"), ""), _terms().get((iri, "en"), "")
    fallback = iri.removeprefix(NS)
    return {"zh": zh or fallback, "en": en or fallback}.get(lang, f"{zh} {en}".strip() or fallback)


def relation(key: str, lang: str) -> str:
    """implements → 贯彻落实 / says it implements."""
    return term(str(RELATIONS[key]), lang)


def kind(key: str, lang: str) -> str:
    """MEETING → 会议 / congress, plenum or conference."""
    return term(str(CLASSES[key]), lang)


def concept(scheme: str, key: str, lang: str) -> str:
    """("tier", "central") → 中央级 / central; what the ontology lacks stays as it is."""
    iri = known_concept(scheme, key)
    return term(iri, lang) if iri else key
