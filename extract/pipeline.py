"""The recipe: a paper, stage by stage; then every offset is taken back to the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from extract.authority import judge
from extract.authority.learned import Model as Standing
from extract.clean import clean
from extract.crf import Tagger
from extract.identity import paper_id, under_its_id
from extract.mentions import find_mentions
from extract.mentions.learned import Model
from extract.model import CleanText, Document, Evidence, Extraction, Header, Item, Link, Mention, RawDocument, Section, Structure
from extract.relations import relate
from extract.resolve import resolve
from extract.structure import structure

Shipped = Literal["shipped"] | None


def extract(raw: RawDocument, *, names: Model | Shipped = "shipped", links: Tagger | Shipped = "shipped",
            standing: Standing | Shipped = "shipped") -> Extraction:
    """All that the paper says, in offsets of its source text. `names`, `links` and `standing` are the learned parts: the shipped ones, others, or None for rules alone."""
    text = clean(raw.text)
    parts = structure(text)
    found = resolve(text, parts, find_mentions(text, parts, names))
    said = relate(text, parts, found.mentions, found.entities, tagger=links)
    entities = judge(text.text, found.header, found.speaker, found.entities, found.mentions, said, model=standing)
    return under_its_id(Extraction(
        id=paper_id(found.header.title, found.header.issuer, found.speaker, raw.source),
        raw=raw,
        header=found.header,
        documents=tuple(_document(text, d) for d in parts.documents),
        sections=tuple(_section(text, s) for s in parts.sections),
        items=tuple(_item(text, i) for i in parts.items),
        mentions=tuple(_mention(text, m, raw.text) for m in found.mentions),
        entities=entities,
        links=tuple(_link(text, link) for link in said),
        changes=text.changes,
        notes=tuple(_notes(found.header, parts, text)),
    ))


def _document(text: CleanText, d: Document) -> Document:
    start, end = text.to_source(d.start, d.end)
    return replace(d, start=start, end=end)


def _section(text: CleanText, s: Section) -> Section:
    start, end = text.to_source(s.start, s.end)
    return replace(s, start=start, end=end, heading_end=text.to_source(s.start, s.heading_end)[1])


def _item(text: CleanText, i: Item) -> Item:
    start, end = text.to_source(i.start, i.end)
    return replace(i, start=start, end=end)


def _mention(text: CleanText, m: Mention, source: str) -> Mention:
    """A mention as the source has it: its words are the source's, line breaks and faults included."""
    start, end = text.to_source(m.start, m.end)
    return replace(m, start=start, end=end, text=source[start:end])


def _link(text: CleanText, link: Link) -> Link:
    evidence = tuple(Evidence(*text.to_source(e.start, e.end), text.to_source(*e.mention)) for e in link.evidence)
    return replace(link, evidence=evidence)


def _notes(header: Header, parts: Structure, text: CleanText) -> Iterator[str]:
    """What the user should know before trusting the rest; each note is one sentence."""
    if not text.text.strip():
        yield "no text is left after cleaning"
    if not header.title:
        yield "no title found in the head"
    if not header.issuers:
        yield "no issuer found in head or signature"
    if not header.document_number:
        yield "no document number found"
    elif "〔〕" in header.document_number or header.document_number.endswith("〕号"):
        yield f"the document number is damaged: {header.document_number}"
    if not header.date:
        yield "no date found"
    if not parts.items:
        yield "no numbered item found: links hang on the plan or its sections"
