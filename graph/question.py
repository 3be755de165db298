"""A question as a form asks it → SPARQL, for those who don't write it themselves.

Nothing that a visitor types or chooses is pasted: each choice is a term in a VALUES block, written by the RDF library; words are string literals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from graph.completion import with_prefixes
from graph.errors import QueryError
from graph.vocab import CLASSES, FAMILIES, PT, RELATIONS, concept

PLACES = {"initiative": PT.Initiative, "section": PT.Section, "plan": PT.PolicyDocument}
SUBJECTS = (*PLACES, *CLASSES)  # who is asked for: a place in a plan, or a thing that such places name
RELATED = {"any": tuple(RELATIONS), **{family: tuple(r for r, f in FAMILIES.items() if f == family) for family in ("responds", "undertakes", "involves", "header")}}
MADE_BY = (PT.issuedBy, PT.heldBy, PT.owner, PT.setBy, PT.belongsTo)
WHO = "made_by"  # the relation of a thing to who issued, held, runs or set it
RELATING = (*RELATED, *RELATIONS)
LONGEST = 200  # characters of words


@dataclass(frozen=True, slots=True)
class Question:
    """A filled form; what is empty does not narrow. `subject` is one of SUBJECTS, `relation` one of RELATING, or WHO for a thing."""

    subject: str = "initiative"
    relation: str = "responds"
    classes: tuple[str, ...] = ()  # of the thing: keys of CLASSES
    tiers: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    things: tuple[str, ...] = ()  # IRIs
    words: str = ""  # that its name holds
    papers: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()  # IRIs of the sections in which the place stands, or which it is


def sparql(question: Question) -> str:
    """The query of a form: columns ?answer, ?relation, ?thing and, of a place in a plan, ?quote; a choice that is none of the form's is a QueryError.

    Question("initiative", "implements", tiers=("central",)) → SELECT ?answer … VALUES ?relation { pt:implements } … VALUES ?tier { pt:tier-central } …
    """
    body = _made(question) if question.relation == WHO else _linked(question)
    columns = "?answer ?relation ?thing" if question.relation == WHO else "?answer ?relation ?thing ?quote" if question.subject in PLACES else \
        "?answer ?place ?relation ?thing"
    where = "\n".join("    " + line for line in [*body, *_thing(question)])
    return with_prefixes(f"SELECT DISTINCT {columns} WHERE {{\n{_values('paper', map(_iri, question.papers), 2)}  GRAPH ?paper {{\n{where}\n  }}\n}}\nORDER BY {columns}\n")


def _linked(question: Question) -> list[str]:
    """The link from a place to the thing. A place is the answer itself; a thing is one that the same place names."""
    relations = RELATED.get(question.relation) or ((question.relation,) if question.relation in RELATIONS else ())
    if not relations or question.subject not in SUBJECTS:
        raise QueryError(f"{question.relation!r} of {question.subject!r} can't be asked: choose from the form")
    place = "?answer" if question.subject in PLACES else "?place"
    lines = [_values("relation", (f"pt:{str(RELATIONS[r]).rpartition('#')[2]}" for r in relations)),
             f"?link rdf:subject {place} ; rdf:predicate ?relation ; rdf:object ?thing ."]
    if question.subject in PLACES:
        lines += [f"?answer a {_short(PLACES[question.subject])} .", "OPTIONAL { ?link pt:evidence/pt:clause/oa:hasSelector/oa:exact ?quote }"]
    else:
        lines += [f"?answer a {_short(CLASSES[question.subject])} .", "?other rdf:subject ?place ; rdf:object ?answer .", "FILTER(?answer != ?thing)"]
    return [*lines, *_within(question, place)]


def _made(question: Question) -> list[str]:
    """Who issued, held, runs or set the answer."""
    if question.subject not in CLASSES:
        raise QueryError(f"who made {question.subject!r} can't be asked: choose from the form")
    lines = [_values("relation", map(_short, MADE_BY)), f"?answer a {_short(CLASSES[question.subject])} ; ?relation ?thing ."]
    return [*lines, *(["?named rdf:subject ?place ; rdf:object ?answer .", *_within(question, "?place")] if question.parts else [])]


def _within(question: Question, place: str) -> list[str]:
    """The place stands in one of the parts, or is it."""
    if not question.parts:
        return []
    parts = _values("part", map(_iri, question.parts))
    return [parts, f"{{ {place} dcterms:isPartOf ?part }} UNION {{ {place} pt:heading ?heading FILTER({place} = ?part) }}"]


def _thing(question: Question) -> list[str]:
    """What the thing is."""
    lines = [_values("thing", map(_iri, question.things))]
    if question.classes:
        unknown = [key for key in question.classes if key not in CLASSES]
        if unknown:
            raise QueryError(f"{unknown[0]!r} is no class of the form: use one of {', '.join(CLASSES)}")
        lines += [_values("class", (_short(CLASSES[key]) for key in question.classes)), "?thing a ?class ."]
    for name, keys in (("tier", question.tiers), ("system", question.systems)):
        if keys:
            lines += [_values(name, (_short(concept(name, key)) for key in keys)), f"?thing pt:{name} ?{name} ."]
    if question.standings:
        lines += [_values("standing", (_short(concept("standing", key)) for key in question.standings)),
                  "?assessment pt:entity ?thing ; pt:standing ?standing ."]
    if said := spoken(question.words):
        lines.append("?thing rdfs:label|skos:altLabel ?name .")
        lines += [f"FILTER(CONTAINS(LCASE(STR(?name)), {_literal(piece.lower())}))" for piece in said]
    return [line for line in lines if line]


def spoken(words: str) -> list[str]:
    r"""The words to look for: white space is one blank, and a backslash parts them, for some engines read \u0022 as a quotation mark anywhere.

    党的二十大 → ["党的二十大"]; a\u0022b → ["a", "u0022b"]; blanks only → [].
    """
    if len(words) > LONGEST:
        raise QueryError(f"{len(words)} characters to look for: at most {LONGEST}")
    clean = "".join(c if c.isprintable() else " " for c in words)
    return [" ".join(piece.split()) for piece in clean.split("\\") if piece.strip()]


def _literal(text: str) -> str:
    return str(ox.Literal(text))


def _iri(text: str) -> str:
    try:
        return str(ox.NamedNode(text))
    except ValueError:
        raise QueryError(f"{text[:80]!r} is no IRI: choose a thing from the form") from None


def _short(term: str) -> str:
    return "pt:" + str(term).rpartition("#")[2]


def _values(name: str, terms: Iterable[str], indent: int = 0) -> str:
    found: Sequence[str] = list(terms)
    return f"{' ' * indent}VALUES ?{name} {{ {' '.join(found)} }}{chr(10) if indent else ''}" if found else ""
