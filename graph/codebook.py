"""docs/codebook.md from ontology.ttl: each code with its definition in Chinese and English, a hit and a miss. `python -m graph.codebook > docs/codebook.md`.

Hits and misses are rows of data/labels/codebook.tsv, after the annotation guidelines; a test fails where a relation, class or standing has none.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from graph.vocab import CLASSES, NS, ONTOLOGY_FILE, RELATIONS, concepts

EXAMPLES = Path(__file__).resolve().parent.parent / "data" / "labels" / "codebook.tsv"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMES = ("standing", "tier", "stage", "basis", "mode", "role", "scope")


def codebook() -> str:
    """The codebook as Markdown, the same for the same ontology and examples."""
    texts = _texts()
    examples = {row["code"]: row for row in _examples()}
    lines = ["# Codebook", "", "Made by `make codebook` from ontology.ttl and data/labels/codebook.tsv. Hit: a phrase that gets the code; miss: one that does not, and why.", ""]
    for title, codes in (("Classes of entities", CLASSES), ("Relations", RELATIONS)):
        lines += [f"## {title}", "", *_table(((key, str(term)) for key, term in codes.items()), texts, examples), ""]
    for scheme in SCHEMES:
        keys = sorted({(iri.removeprefix(f"{NS}{scheme}-"), iri) for (s, _), iri in concepts().items() if s == scheme})
        lines += [f"## {scheme.capitalize()}", "", *_table(iter(keys), texts, examples, prefix=f"{scheme}:"), ""]
    return "\n".join(lines)


def _examples() -> list[dict[str, str]]:
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


def _texts() -> dict[tuple[str, str, str], str]:
    """(IRI, "label" or "definition", language) → text."""
    kinds = {RDFS + "label": "label", SKOS + "prefLabel": "label", RDFS + "comment": "definition", SKOS + "definition": "definition"}
    return {(quad.subject.value, kinds[quad.predicate.value], quad.object.language): quad.object.value
            for quad in ox.parse(ONTOLOGY_FILE.read_bytes(), format=ox.RdfFormat.TURTLE)
            if quad.predicate.value in kinds and isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode) and quad.object.language}


def _table(codes: Iterator[tuple[str, str]], texts: dict[tuple[str, str, str], str], examples: dict[str, dict[str, str]], prefix: str = "") -> list[str]:
    rows = ["| code | 中文 | English | definition | hit | miss |", "|---|---|---|---|---|---|"]
    for key, iri in codes:
        example = examples.get(prefix + key, {})
        cells = (key, texts.get((iri, "label", "zh"), ""), texts.get((iri, "label", "en"), ""),
                 " ".join(filter(None, (texts.get((iri, "definition", "zh"), ""), texts.get((iri, "definition", "en"), "")))), example.get("hit", ""), example.get("miss", ""))
        rows.append("| " + " | ".join(c.replace("|", "\\|").replace("\n", " ") for c in cells) + " |")
    return rows


if __name__ == "__main__":
    sys.stdout.write(codebook() + "\n")
