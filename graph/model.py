"""The nouns of the graph side: what a store answers, and what each question of graph/queries returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

Term = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple
Row = dict[str, str]
Dataset = tuple[tuple[str, ...], tuple[str, ...]]  # graphs that make up the default graph, and graphs that GRAPH may name


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query of any kind gave. `cut` tells that there was more than the limit."""

    kind: Literal["rows", "triples", "boolean"]
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    triples: tuple[ox.Triple, ...] = ()
    boolean: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """What the header of a paper says, and how it was read. `iri` is also the paper's named graph."""

    iri: str
    title: str
    number: str = ""
    date: str = ""
    issuer: str = ""
    on_behalf_of: str = ""
    approved_by: str = ""
    recipients: str = ""
    region: str = ""
    instrument: str = ""
    genre: str = ""
    notice: str = ""  # IRI of the notice that carries it
    notice_title: str = ""
    file: str = ""
    format: str = ""
    encoding: str = ""
    sha256: str = ""
    tool: str = ""  # version of PolicyTrace
    lexicon: str = ""  # sum of the lexicon
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A section or an initiative. `id` is "s1", "6", "2.3"; `section` the IRI of the section that holds it, "" at the top."""

    iri: str
    paper: str
    id: str
    kind: Literal["section", "item"]
    heading: str
    start: int
    end: int
    section: str = ""
    document: str = ""
    number: str = ""  # of a section, as printed: 一、
    heading_end: int = 0  # of a section


@dataclass(frozen=True, slots=True)
class Quote:
    """A clause of the source text, and the mention in it."""

    start: int
    end: int
    text: str
    mention_start: int
    mention_end: int


@dataclass(frozen=True, slots=True)
class Tie:
    """A row of the evidence table: what a plan, section or item says of an entity, in which words."""

    iri: str
    paper: str
    source: str  # IRI of the plan, section or item
    source_id: str  # "plan", "s1", "6"
    scope: str  # plan, section, item
    heading: str
    section: str  # IRI of the section in which the source stands, or which it is; "" for the plan
    relation: str
    family: str  # responds, undertakes, involves, header
    entity: str
    label: str
    type: str
    tier: str
    system: str
    standing: str
    cue: str = ""
    via: str = ""
    stage: str = ""
    basis: str = ""
    mode: str = ""
    role: str = ""
    order: int = 0
    confidence: float = 1.0
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity, over the selected papers. `standings` has one for each paper, sorted and without repetition."""

    iri: str
    label: str
    type: str
    label_en: str = ""
    tier: str = ""
    system: str = ""
    standings: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    number: str = ""
    makers: tuple[str, ...] = ()  # IRIs of who issued, held, runs or set it
    unresolved: bool = False
    papers: int = 0
    mentions: int = 0
    links: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """A mention in a paper: `[start, end)` of its source text stands for `entity`; `place` is "plan", "s1", "6"."""

    iri: str
    paper: str
    start: int
    end: int
    text: str
    entity: str
    label: str
    type: str
    standing: str
    place: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a paper stands to an entity, and why."""

    paper: str
    standing: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """All about one entity."""

    thing: Thing
    standings: tuple[Standing, ...]
    mentions: tuple[Named, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Directive:
    """A higher-level directive, by how many initiatives answer it in their own words; `inherited` counts those that only stand under a
    heading that answers it."""

    iri: str
    label: str
    type: str
    tier: str
    standings: tuple[str, ...]
    papers: int
    items: int
    inherited: int
    links: int


@dataclass(frozen=True, slots=True)
class Covered:
    """An initiative and the directives (IRIs) that it answers: in its own words, by its headings, by the general part of its plan."""

    item: Part
    own: tuple[str, ...]
    inherited: tuple[str, ...]
    general: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What cleaning changed in `[start, end)` of the source text."""

    start: int
    end: int
    before: str
    after: str
    rule: str


@dataclass(frozen=True, slots=True)
class Size:
    """How much a paper holds."""

    paper: str
    triples: int
    sections: int
    items: int
    mentions: int
    entities: int
    links: int
