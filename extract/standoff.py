"""The stand-off JSON of one paper: the form that evaluation and other tools read (design.md, section 4)."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

from extract.model import Change, Document, Entity, Evidence, Extraction, Header, Item, Link, Mention, RawDocument, Section


def to_dict(x: Extraction) -> dict[str, Any]:
    """The contract's JSON as a dict; keys are in a fixed order, lists in the order of the text."""
    head = asdict(x.header) | {"issuer": x.header.issuer}
    return {
        "document": {"id": x.id, **{k: list(v) if isinstance(v, tuple) else v for k, v in head.items()}, "source": x.raw.source,
                     "sha256": x.raw.sha256, "format": x.raw.format, "encoding": x.raw.encoding},
        "documents": [asdict(d) for d in x.documents],
        "sections": [asdict(s) for s in x.sections],
        "items": [asdict(i) for i in x.items],
        "mentions": [asdict(m) for m in x.mentions],
        "entities": [asdict(e) | {"aliases": list(e.aliases)} for e in x.entities],
        "links": [_link(link) for link in x.links],
        "changes": [asdict(c) for c in x.changes],
        "notes": list(x.notes),
    }


def dumps(x: Extraction) -> str:
    """The JSON text, the same bytes for the same extraction."""
    return json.dumps(to_dict(x), ensure_ascii=False, indent=1) + "\n"


def loads(text: str, source_text: str) -> Extraction:
    """The extraction of a stand-off JSON and the source text it speaks of; the inverse of `dumps`."""
    data = json.loads(text)
    document = data["document"]
    header = {k: tuple(v) if isinstance(v, list) else v for k, v in document.items()}
    return Extraction(
        id=document["id"],
        raw=RawDocument(source_text, document["source"], document["sha256"], document["format"], document["encoding"]),
        header=_make(Header, header),
        documents=tuple(_make(Document, d) for d in data["documents"]),
        sections=tuple(_make(Section, d) for d in data["sections"]),
        items=tuple(_make(Item, d) for d in data["items"]),
        mentions=tuple(_make(Mention, d) for d in data["mentions"]),
        entities=tuple(_make(Entity, d | {"aliases": tuple(d["aliases"])}) for d in data["entities"]),
        links=tuple(_load_link(d) for d in data["links"]),
        changes=tuple(_make(Change, d) for d in data["changes"]),
        notes=tuple(data["notes"]),
    )


def _link(link: Link) -> dict[str, Any]:
    row = asdict(link)
    row["evidence"] = [{"start": e.start, "end": e.end, "mention": list(e.mention)} for e in link.evidence]
    return {"from": row.pop("source"), **row}


def _load_link(row: dict[str, Any]) -> Link:
    evidence = tuple(Evidence(e["start"], e["end"], (e["mention"][0], e["mention"][1])) for e in row["evidence"])
    link: Link = _make(Link, {**row, "source": row["from"], "evidence": evidence})
    return link


def _make(noun: type[Any], row: dict[str, Any]) -> Any:
    return noun(**{f.name: row[f.name] for f in fields(noun) if f.name in row})
