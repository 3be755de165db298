"""The names of the graph: one maker of IRIs for things, one closed list of terms, so that a slip of the pen is an error.

`PT.implements` is an rdflib URIRef; `PT.implement` raises. What the ontology holds as data (concepts of tier, system, 文种, 体裁) is read
from ontology.ttl, so a new genre is a row there and no change of code.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox
from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

from graph.errors import VocabError

ONTOLOGY_FILE = Path(__file__).resolve().parent.parent / "ontology.ttl"
NS = "https://w3id.org/policytrace/ns#"
THINGS = "https://w3id.org/policytrace/id/"
SLUGS = ("document", "meeting", "programme", "organization", "doctrine", "strategy")

OA = Namespace("http://www.w3.org/ns/oa#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
SCHEMA = Namespace("https://schema.org/")

READABLE = frozenset("-._~·（）〔〕—")
HAN_SPACE = re.compile(r"(?<=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff])\s+"
                       r"(?=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff])")


class PT(DefinedNamespace):
    """Every class and property of ontology.ttl; concepts are reached by `concept`."""

    _fail = True
    _NS = Namespace(NS)

    # classes
    Entity: URIRef
    Place: URIRef
    PolicyDocument: URIRef
    Meeting: URIRef
    Programme: URIRef
    Organization: URIRef
    Formulation: URIRef
    Doctrine: URIRef
    Strategy: URIRef
    Section: URIRef
    Initiative: URIRef
    Mention: URIRef
    Clause: URIRef
    Link: URIRef
    Evidence: URIRef
    Assessment: URIRef
    Change: URIRef
    # relations and their families
    respondsTo: URIRef
    guidedBy: URIRef
    studies: URIRef
    implements: URIRef
    serves: URIRef
    undertakes: URIRef
    carriesOut: URIRef
    drafts: URIRef
    convenes: URIRef
    involves: URIRef
    worksWith: URIRef
    assignedTo: URIRef
    issuedBy: URIRef
    onBehalfOf: URIRef
    approvedBy: URIRef
    addressedTo: URIRef
    # directives
    hasDirective: URIRef
    hasPartyDirective: URIRef
    hasGovernmentDirective: URIRef
    hasLineDirective: URIRef
    hasLegalBasis: URIRef
    # of entities
    tier: URIRef
    system: URIRef
    unresolved: URIRef
    heldBy: URIRef
    owner: URIRef
    setBy: URIRef
    belongsTo: URIRef
    # of an assessment
    paper: URIRef
    entity: URIRef
    standing: URIRef
    reason: URIRef
    # of documents
    instrument: URIRef
    genre: URIRef
    genreName: URIRef
    instrumentName: URIRef
    region: URIRef
    issuerText: URIRef
    onBehalfOfText: URIRef
    approvedByText: URIRef
    recipientsText: URIRef
    text: URIRef
    note: URIRef
    # of parts
    number: URIRef
    heading: URIRef
    headingEnd: URIRef
    # of links, mentions, evidence
    cue: URIRef
    via: URIRef
    stage: URIRef
    basis: URIRef
    mode: URIRef
    role: URIRef
    order: URIRef
    scope: URIRef
    confidence: URIRef
    evidence: URIRef
    clause: URIRef
    mention: URIRef
    refersTo: URIRef
    place: URIRef
    entityType: URIRef
    rule: URIRef
    # of the record of reading
    before: URIRef
    after: URIRef
    fileName: URIRef
    format: URIRef
    encoding: URIRef
    sha256: URIRef
    lexicon: URIRef


CLASSES: dict[str, URIRef] = {
    "DOC": PT.PolicyDocument,
    "MEETING": PT.Meeting,
    "PROGRAMME": PT.Programme,
    "ORG": PT.Organization,
    "DOCTRINE": PT.Doctrine,
    "STRATEGY": PT.Strategy,
}
RELATIONS: dict[str, URIRef] = {
    "guided_by": PT.guidedBy,
    "studies": PT.studies,
    "implements": PT.implements,
    "serves": PT.serves,
    "carries_out": PT.carriesOut,
    "drafts": PT.drafts,
    "convenes": PT.convenes,
    "works_with": PT.worksWith,
    "assigned_to": PT.assignedTo,
    "issued_by": PT.issuedBy,
    "approved_by": PT.approvedBy,
    "addressed_to": PT.addressedTo,
}
FAMILIES: dict[str, str] = {
    "guided_by": "responds", "studies": "responds", "implements": "responds", "serves": "responds",
    "carries_out": "undertakes", "drafts": "undertakes", "convenes": "undertakes",
    "works_with": "involves", "assigned_to": "involves",
    "issued_by": "header", "approved_by": "header", "addressed_to": "header",
}  # fmt: skip
DIRECTIVES: dict[str, URIRef] = {
    "party": PT.hasPartyDirective,
    "government": PT.hasGovernmentDirective,
    "line": PT.hasLineDirective,
    "law": PT.hasLegalBasis,
}


def normalise(name: str) -> str:
    """A name as IRIs see it: NFC, white space between Chinese characters dropped, other white space one `_`.

    党的二 十大 → 党的二十大; 北京 2023 → 北京_2023; the same name stays as it is.
    """
    return re.sub(r"\s+", "_", HAN_SPACE.sub("", unicodedata.normalize("NFC", name).strip()))


@lru_cache(maxsize=65536)
def local(name: str) -> str:
    """The last part of an IRI for a name: Chinese stays readable, what an IRI or a URL would misread is percent-encoded.

    青马工程 → 青马工程; 有爱“益”起来 → 有爱%E2%80%9C益%E2%80%9D起来; 50%计划 → 50%25计划. Names that differ after `normalise` differ here.
    """
    plain = normalise(name)
    if not plain:
        raise VocabError("a thing without a name has no IRI: give it a title or name that is not empty")
    if not plain.strip("."):
        return "%2E" * len(plain)  # `.` and `..` would be read as steps in a path
    return "".join(c if _readable(c) else _percent(c) for c in plain)


def iri(slug: str, name: str) -> str:
    """The IRI of a thing, by its kind and name; the only maker of such IRIs.

    iri("programme", "青马工程") → https://w3id.org/policytrace/id/programme/青马工程; iri("programme", "") is a VocabError.
    """
    if slug not in SLUGS:
        raise VocabError(f"{slug!r} is no kind of thing: use one of {', '.join(SLUGS)}")
    return f"{THINGS}{slug}/{local(name)}"


def entity_iri(entity_id: str) -> str:
    """The IRI of an entity's id: programme/青马工程 → …/id/programme/青马工程 (only the first slash parts slug from name)."""
    slug, _, name = entity_id.partition("/")
    return iri(slug, name)


def part_iri(paper: str, part: str) -> str:
    """The IRI of a part of a paper: section `s3.1` → …#s3.1; other kinds bring their own prefix (`item-6`, `char=100,105`)."""
    return f"{paper}#{part}"


def name_of(thing: str) -> str:
    """The readable name in an IRI, for files and for labels where the graph has none: …/id/programme/50%25计划 → 50%计划."""
    return unquote(thing.rsplit("/", 1)[-1]) if thing.startswith(THINGS) else thing


def concept(scheme: str, key: str) -> str:
    """The IRI of a concept by its key or Chinese label: ("tier", "central") → pt:tier-central; ("instrument", "通知") → pt:instrument-notice.

    A key that the scheme lacks is a VocabError; `known_concept` asks without raising.
    """
    found = concepts().get((scheme, key))
    if found is None:
        raise VocabError(f"{key!r} is no concept of the scheme {scheme!r}: correct it, or add it to ontology.ttl")
    return found


def known_concept(scheme: str, key: str) -> str:
    """As `concept`, but "" where the scheme lacks the key: a genre that nobody has described yet."""
    return concepts().get((scheme, key), "")


@lru_cache(maxsize=1)
def concepts() -> dict[tuple[str, str], str]:
    """Each concept of ontology.ttl by (scheme, key) and (scheme, Chinese label): ("instrument", "notice") and ("instrument", "通知")."""
    skos = "http://www.w3.org/2004/02/skos/core#"
    scheme_of: dict[str, str] = {}
    names: list[tuple[str, str]] = []
    for quad in ox.parse(ONTOLOGY_FILE.read_bytes(), format=ox.RdfFormat.TURTLE):
        subject, predicate, value = getattr(quad.subject, "value", ""), quad.predicate.value, getattr(quad.object, "value", "")
        if predicate == skos + "inScheme":
            scheme_of[subject] = value.removeprefix(NS).removesuffix("-scheme")
        elif predicate == skos + "notation" or (predicate in (skos + "prefLabel", skos + "altLabel") and getattr(quad.object, "language", None) == "zh"):
            names.append((subject, value))
    return {(scheme_of[s], name): s for s, name in names if s in scheme_of}


def _readable(char: str) -> bool:
    return char in READABLE or char == "_" or unicodedata.category(char)[0] in "LM" or unicodedata.category(char) in ("Nd", "Nl")


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))
