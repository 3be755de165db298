"""The example queries of data/queries/: one .rq each, whose head says title and description in Chinese and English.

    # title@zh: …    # title@en: …    # description@zh: …    # description@en: …
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from graph.errors import QueryError

FOLDER = Path(__file__).resolve().parent.parent / "data" / "queries"
FIRST = "implements-central-party"
HEAD = re.compile(r"(?m)^# (title|description)@(zh|en): (.+)$")
PREFIX = re.compile(r"(?im)^PREFIX\s+([\w-]*):\s*<([^>]*)>")


@dataclass(frozen=True, slots=True)
class Example:
    """A query that a researcher asks. `name` is its file's stem, `query` the whole text with its head."""

    name: str
    title: dict[str, str]
    description: dict[str, str]
    query: str


def examples(folder: Path = FOLDER) -> list[Example]:
    """The examples, the main question first, then by name. A head that lacks a line is a QueryError that names the file."""
    found = [read(path) for path in sorted(folder.glob("*.rq"))]
    return sorted(found, key=lambda e: (e.name != FIRST, e.name))


def read(path: Path) -> Example:
    """One example."""
    text = path.read_text(encoding="utf-8")
    said: dict[str, dict[str, str]] = {"title": {}, "description": {}}
    for key, language, words in HEAD.findall(text):
        said[key][language] = words.strip()
    if any(set(of) != {"zh", "en"} for of in said.values()):
        raise QueryError(f"{path}: its head must have `# title@zh:`, `# title@en:`, `# description@zh:` and `# description@en:`")
    return Example(path.stem, said["title"], said["description"], text)


def as_shacl(found: list[Example], base: str) -> str:
    """The examples as sh:SPARQLExecutable in Turtle, as other editors (sparql-editor) look for them; `base` ends in a slash."""
    out = ["@prefix sh: <http://www.w3.org/ns/shacl#> .", "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
           "@prefix dcterms: <http://purl.org/dc/terms/> .", "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .", ""]
    declared = sorted({pair for e in found for pair in PREFIX.findall(e.query)})
    out.append(f"<{base}prefixes> sh:declare " + " , ".join(f"<{base}prefix-{name}>" for name, _ in declared) + " .")
    out += [f'<{base}prefix-{name}> sh:prefix "{name}" ; sh:namespace "{space}"^^xsd:anyURI .' for name, space in declared]
    for e in found:
        words = " ;\n    ".join(
            f"{prop} {_string(text)}@{language}"
            for prop, of in (("rdfs:label", e.title), ("rdfs:comment", e.description))
            for language, text in sorted(of.items())
        )
        out.append(f"<{base}{e.name}> a sh:SPARQLExecutable , sh:SPARQLSelectExecutable ;\n    {words} ;\n"
                   f"    sh:prefixes <{base}prefixes> ;\n    sh:select {_string(e.query)} .")
    return "\n".join(out) + "\n"


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
