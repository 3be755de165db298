"""The nouns of extraction: every stage takes some of these and returns others.

Offsets are code points, half-open `[start, end)`. Stages between `clean` and the end of the pipeline speak in offsets of the *clean*
text; `pipeline.extract` maps them back, so that everything in an `Extraction` is in offsets of the *source* text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

EntityType = Literal["DOC", "MEETING", "PROGRAMME", "ORG", "DOCTRINE", "STRATEGY"]
ENTITY_TYPES: tuple[EntityType, ...] = ("DOC", "MEETING", "PROGRAMME", "ORG", "DOCTRINE", "STRATEGY")

SLUGS: dict[str, str] = {
    "DOC": "document",
    "MEETING": "meeting",
    "PROGRAMME": "programme",
    "ORG": "organization",
    "DOCTRINE": "doctrine",
    "STRATEGY": "strategy",
}

TIERS = ("central", "provincial", "prefectural", "county", "township", "grassroots")
STANDINGS = ("party", "government", "line", "law", "own", "below", "other", "unknown")
ABOVE = frozenset({"party", "government", "line", "law"})

RESPONDS = frozenset({"guided_by", "studies", "implements", "serves"})
UNDERTAKES = frozenset({"carries_out", "drafts", "convenes"})
INVOLVES = frozenset({"works_with", "assigned_to"})
HEADER_RELATIONS = frozenset({"issued_by", "approved_by", "addressed_to"})

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file as its reader returned it. `text` is the *source text*: BOM removed, line ends unchanged."""

    text: str
    source: str  # base name of the file, never a path
    sha256: str  # of the file's bytes
    format: str = "txt"  # txt, md, docx, pdf, html
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Change:
    """What cleaning did to `[start, end)` of the source: 志愿十 → 志愿+, a page break inside a name → nothing."""

    start: int
    end: int
    before: str
    after: str
    rule: str  # name of the cleaner


@dataclass(frozen=True, slots=True)
class CleanText:
    """The text that the stages read, with the way back: clean character i came from source `[starts[i], ends[i])`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    changes: tuple[Change, ...] = ()

    def to_source(self, start: int, end: int) -> Span:
        """The source span of a clean span. An empty span maps to an empty span."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True, slots=True)
class Header:
    """What the head of a paper says of itself. Names are canonical (共青团北京市委办公室 → 中国共产主义青年团北京市委员会办公室)."""

    title: str = ""
    document_number: str = ""
    issuers: tuple[str, ...] = ()
    on_behalf_of: str = ""
    date: str = ""  # ISO
    recipients: str = ""
    approved_by: str = ""
    region: str = ""  # full name from the province down (上海市黄浦区), 全国 for the centre
    instrument: str = ""  # 文种: 通知, 意见, 决定 …
    genre: str = ""  # 体裁: 工作要点, 行动计划 …

    @property
    def issuer(self) -> str:
        """The issuers joined by 、 as the contract has them."""
        return "、".join(self.issuers)


@dataclass(frozen=True, slots=True)
class Document:
    """A document that the file carries: the notice, and each plan in it. `start`, `end` bound its text."""

    id: str  # "notice", "plan", "plan2" …
    title: str
    role: Literal["notice", "plan"]
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part (一、 is s1; a sub-heading above running item numbers is s3.1). `start..end` is its whole text, `heading_end` the end of its heading line."""

    id: str
    parent: str  # "" at the top
    number: str  # as printed: 一、
    heading: str
    start: int
    end: int
    heading_end: int
    document: str = "plan"


@dataclass(frozen=True, slots=True)
class Item:
    """The lowest numbered unit that states work. `start` is its number, `end` where the next unit or section begins."""

    id: str
    section: str  # "" where it stands in none
    document: str
    heading: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Structure:
    header: Header
    documents: tuple[Document, ...]
    sections: tuple[Section, ...]
    items: tuple[Item, ...]

    def place(self, start: int) -> str:
        """Where a position stands: an item's id, a section's id, else "plan" (GUIDELINES: FROM of a link)."""
        for unit in (self.items, self.sections):
            holders = [u for u in unit if u.start <= start < u.end]
            if holders:
                return min(holders, key=lambda u: (u.end - u.start, u.id)).id
        return "plan"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text. `entity` is the id of what it stands for, "" before resolution. `rule` tells which rule or model found it."""

    start: int
    end: int
    text: str
    type: EntityType
    entity: str = ""
    rule: str = ""
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Entity:
    """What mentions stand for. `id` is `slug/label` (programme/青马工程; slug by `SLUGS`), from which triples.py makes the IRI;
    `label` is the canonical name; tier "-" is none, "" is not judged yet."""

    id: str
    type: EntityType
    label: str
    aliases: tuple[str, ...] = ()
    tier: str = ""
    system: str = ""
    standing: str = ""
    unresolved: bool = False
    why: str = ""  # the rule that settled tier and standing, in words
    number: str = ""  # 文号, where the text cites it
    issuer: str = ""  # canonical name of who issued, held, runs or set it, where told


@dataclass(frozen=True, slots=True)
class Evidence:
    """The clause that says so, and the mention in it."""

    start: int
    end: int
    mention: Span


@dataclass(frozen=True, slots=True)
class Link:
    """What a plan, section or item says of an entity; one for each (source, relation, entity)."""

    source: str  # "plan", "s1", "6", "2.3"
    relation: str
    entity: str
    confidence: float = 1.0
    cue: str = ""
    via: str = ""
    stage: str = ""
    basis: str = ""
    mode: str = ""
    role: str = ""
    order: int = 0  # place in a list of responsible bodies, from 1; 0 where there is no list
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """In whose name the paper speaks: what 市委, 区政府, 我省 mean in it. Made by resolve from the header and the text."""

    name: str = ""  # canonical name of the body that speaks (an office speaks for its committee)
    tier: str = ""
    system: str = ""
    province: str = ""  # 上海市, 河北省; "" for the centre
    city: str = ""  # 昆明市; "" for the centre, a province, a 直辖市
    county: str = ""  # 黄浦区

    @property
    def path(self) -> tuple[str, ...]:
        """The speaker's place from the province down: (云南省, 昆明市); () for the centre."""
        return tuple(p for p in (self.province, self.city, self.county) if p)


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one paper, in offsets of the source text."""

    id: str  # key of the plan: document/北京共青团2023年工作要点
    raw: RawDocument
    header: Header
    documents: tuple[Document, ...]
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    links: tuple[Link, ...]
    changes: tuple[Change, ...] = ()
    notes: tuple[str, ...] = field(default=())  # what the user should know: no numbered item, a header that is missing
