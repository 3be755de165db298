"""The recipe: a paper, stage by stage."""

from __future__ import annotations

from extract.authority import judge
from extract.clean import clean
from extract.mentions import find_mentions
from extract.model import Extraction, RawDocument
from extract.relations import relate
from extract.resolve import resolve
from extract.structure import structure


def extract(raw: RawDocument) -> Extraction:
    """All that the paper says, in offsets of its source text."""
    text = clean(raw.text)
    parts = structure(text)
    found = resolve(text, parts, find_mentions(text, parts))
    links = relate(text, parts, found.mentions, found.entities)
    entities = judge(found.header, found.speaker, found.entities, links)
    return Extraction(f"document/{found.header.title}", raw, found.header, parts.documents, parts.sections, parts.items,
                      found.mentions, entities, tuple(links), text.changes)
