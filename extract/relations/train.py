"""Training of the links' model (the command is `python -m extract.relations`).

Examples are the annotated mentions in their contexts, labelled by the links of their place and entity, and the sentences of
relation_cases.tsv. What is optional in the annotation teaches nothing. The same folders give the same model, byte for byte.
"""

from __future__ import annotations

import tempfile
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract import crf
from extract.folding import bare
from extract.model import HEADER_RELATIONS, SLUGS, CleanText, Entity, Mention, Span, Structure
from extract.relations.attributes import CLASS_OF
from extract.relations.cases import cases
from extract.relations.contexts import Context, contexts
from extract.relations.features import features
from extract.relations.learned import MODEL, NONE

SETTINGS = {"c1": 0.0, "c2": 2.0, "max_iterations": 120, "feature.minfreq": 1.0}
Example = tuple[list[str], str]  # the features of a mention, its label


@dataclass(frozen=True, slots=True)
class Annotated:
    """A paper with its annotation, in clean offsets."""

    name: str
    clean: CleanText
    structure: Structure
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    optional: frozenset[Span]
    gold: dict[str, Any]


def to_clean(text: CleanText, start: int, end: int) -> Span:
    """The clean span of a source span, the inverse of `CleanText.to_source`; empty where cleaning removed all of it."""
    first = bisect_right(text.ends, start)
    return first, max(first, bisect_left(text.starts, end))


def annotated(name: str, gold: dict[str, Any], text: CleanText, parts: Structure) -> Annotated:
    """Gold mentions as Mentions of the clean text, gold names as entities."""
    mentions, optional = [], set()
    for row in gold["mentions"]:
        start, end = to_clean(text, row["start"], row["end"])
        if start < end:
            mentions.append(Mention(start, end, text.text[start:end], row["type"], f"{SLUGS[row['type']]}/{row['entity']}", "gold"))
            if row.get("optional"):
                optional.add((start, end))
    entities = {m.entity: Entity(m.entity, m.type, m.entity.split("/", 1)[1]) for m in mentions}
    return Annotated(name, text, parts, tuple(mentions), tuple(entities.values()), frozenset(optional), gold)


def examples(paper: Annotated) -> list[Example]:
    """The mentions of a paper with their labels. Nothing is learned from what is optional, nor that a text says nothing of an entity which
    the annotation links from a place where the structure has no mention of it: there the two disagree about the place."""
    said: dict[tuple[str, str], set[str]] = {}
    doubtful = set()
    for link in paper.gold["links"]:
        if link["relation"] not in HEADER_RELATIONS:
            said.setdefault((link["from"], link["entity"]), set()).add(link["relation"])
            if link.get("optional"):
                doubtful.add((link["from"], link["entity"]))
    title = bare(paper.structure.header.title)
    around = contexts(paper.clean.text, paper.structure, paper.mentions)
    pairs = [(x.place, x.mention.entity.split("/", 1)[1]) for x in around]
    misplaced = {name for _, name in set(said) - set(pairs)}
    told = _told(around)
    found = []
    for x, pair in zip(around, pairs, strict=True):
        if pair in doubtful or (x.mention.start, x.mention.end) in paper.optional or (pair not in said and pair[1] in misplaced):
            continue
        found.append((features(paper.clean.text, x, title), _label(said.get(pair, set()), x, told)))
    return found


def _told(around: list[Context]) -> set[tuple[str, str, str]]:
    """(place, entity, class) where some mention of the entity has a cue of the class by it."""
    return {(x.place, x.mention.entity, kind) for x in around for kind in _classes(x)}


def _classes(x: Context) -> set[str]:
    return {kind for cue in x.left[:2] for kind in cue.before} | {kind for cue in x.right for kind in cue.after}


def _label(relations: set[str], x: Context, told: set[tuple[str, str, str]]) -> str:
    """Of several relations those whose cue stands by this mention, where one stands by any: 筹备A … 学习A精神 is convenes here, studies there."""
    own = _classes(x)
    kept = {r for r in relations if CLASS_OF[r] in own or (x.place, x.mention.entity, CLASS_OF[r]) not in told} if len(relations) > 1 else relations
    return "+".join(sorted(kept or relations)) or NONE


def invented() -> list[Example]:
    """The examples of relation_cases.tsv."""
    found = []
    for text, parts, mentions, _, relation in cases():
        found += [(features(text.text, x, ""), relation) for x in contexts(text.text, parts, mentions)]
    return found


def fit(training: list[Example], path: Path) -> None:
    """Writes the model of the examples. Each is a sequence of its own: neighbours speak through the features of the coordination."""
    crf.fit((([found], [label]) for found, label in training), SETTINGS, path)


def train(papers: list[Annotated], path: Path) -> int:
    """Trains on all papers and the invented sentences; the number of examples."""
    training = [e for p in papers for e in examples(p)] + invented()
    fit(training, path)
    return len(training)


def tagger_without(papers: list[Annotated], name: str) -> crf.Tagger:
    """A tagger that never saw the paper of that name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / MODEL.name
        train([p for p in papers if p.name != name], path)
        return crf.load(path)
