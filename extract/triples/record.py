"""The text of a paper, what cleaning changed in it, and the record of its reading."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from rdflib.namespace import PROV

from extract.model import Extraction
from extract.triples.terms import LABEL, A, Triple, node, oa, plain, position, pt
from graph.vocab import PT, SCHEMA, part_iri

ROOT = Path(__file__).resolve().parents[2]


def record(x: Extraction, paper: str) -> Iterator[Triple]:
    """The text itself, what cleaning changed, and the record of the reading: versions and sums, no time, no path."""
    plan, reading, file, tool = node(paper), node(part_iri(paper, "reading")), node(part_iri(paper, "file")), node(part_iri(paper, "tool"))
    yield plan, pt.text, plain(x.raw.text)
    for note in x.notes:
        yield plan, pt.note, plain(note)
    yield plan, node(PROV.wasGeneratedBy), reading
    yield reading, A, node(PROV.Activity)
    yield reading, node(PROV.used), file
    yield reading, node(PROV.wasAssociatedWith), tool
    yield tool, A, node(PROV.SoftwareAgent)
    yield tool, LABEL, plain("PolicyTrace")
    yield tool, node(SCHEMA.softwareVersion), plain(tool_version())
    yield tool, pt.lexicon, plain(lexicon_version())
    yield file, A, node(PROV.Entity)
    for prop, value in ((PT.fileName, x.raw.source), (PT.sha256, x.raw.sha256), (PT.format, x.raw.format), (PT.encoding, x.raw.encoding)):
        yield file, node(prop), plain(value)
    for n, change in enumerate(x.changes, 1):
        this = node(part_iri(paper, f"change-{n}"))
        yield this, A, pt.Change
        yield this, oa.hasSource, plan
        selector = node(part_iri(paper, f"pos={change.start},{change.end}"))
        yield this, oa.hasSelector, selector
        yield from position(selector, (change.start, change.end))
        for prop, value in ((PT.before, change.before), (PT.after, change.after), (PT.rule, change.rule)):
            yield this, node(prop), plain(value)


@lru_cache(maxsize=1)
def tool_version() -> str:
    """The version of PolicyTrace in pyproject.toml."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


@lru_cache(maxsize=1)
def lexicon_version() -> str:
    """What the extractor knew: the first 16 hex digits of the SHA-256 over the names and bytes of data/lexicon/."""
    digest = hashlib.sha256()
    for path in sorted(p for p in (ROOT / "data" / "lexicon").glob("*") if p.is_file()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
