"""CleanText → Mentions: finders run as components of a blank spaCy pipeline, then overlaps are settled.

A paragraph is a spaCy Doc with a token a character, so that token and character offsets are one. Each finder is a component that
adds its candidates to `doc.spans["names"]` (label: type, id: rule and score). What stands is decided over the whole paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Literal

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from extract.mentions import documents, formulations, learned, meetings, organizations, programmes
from extract.mentions.select import combine, everywhere, settle
from extract.model import ENTITY_TYPES, CleanText, Mention, Structure

LONGEST = 20_000  # characters of a spaCy Doc; longer paragraphs are split after a full stop
FINDERS: dict[str, Callable[[str], list[Mention]]] = {
    "documents": documents.find,
    "meetings": meetings.find,
    "formulations": formulations.find,
    "organizations": organizations.find,
    "programmes": programmes.find,
}


def find_mentions(clean: CleanText, structure: Structure, model: learned.Model | Literal["shipped"] | None = "shipped") -> list[Mention]:
    """All names in the text, in clean offsets, nested ones included, sorted by (start, -end).

    With a model (the shipped one unless told) the model reads the names and the finders add what they are sure of; with None, or where
    no model is shipped, the finders decide alone. `structure` is part of the contract; what a line is, the recogniser sees by itself.
    """
    proposed = candidates(clean.text)
    chosen = learned.shipped() if model == "shipped" else model
    if chosen is None:
        return settle(proposed)
    read = learned.read(clean.text, list(paragraphs(clean.text)), proposed, chosen)
    return everywhere(clean.text, combine(read, proposed))


def candidates(text: str) -> list[Mention]:
    """What the finders propose, in offsets of the text, overlaps and doubtful ones included: “一业一证” and “一业一证”改革."""
    found: list[Mention] = []
    pieces = list(paragraphs(text))
    for (start, _), doc in zip(pieces, pipeline().pipe(text[a:b] for a, b in pieces), strict=True):
        for span in doc.spans["names"]:
            rule, _, score = span.id_.partition("@")
            a, b = start + span.start, start + span.end
            found.append(Mention(a, b, text[a:b], ENTITY_TYPES[ENTITY_TYPES.index(span.label_)], "", rule, float(score)))
    return found


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the paragraphs that are not empty; one of more than 20,000 characters is split after a full stop."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        while end - start > LONGEST:
            stop = text.rfind("。", start + LONGEST // 2, start + LONGEST) + 1 or start + LONGEST
            yield start, stop
            start = stop
        if end > start:
            yield start, end
        start = end + 1


@cache
def pipeline() -> Language:
    """The blank Chinese pipeline with a component for each finder."""
    nlp = spacy.blank("zh")
    nlp.tokenizer = _Characters(nlp.vocab)
    for name in FINDERS:
        nlp.add_pipe("policytrace_finder", name=name, config={"finder": name})
    return nlp


class _Characters:
    """A tokenizer with a token a character, blanks included."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        doc = Doc(self.vocab, words=list(text), spaces=[False] * len(text))
        doc.spans["names"] = []
        doc.user_data["text"] = text  # doc.text would join the characters anew for each finder
        return doc


@Language.factory("policytrace_finder", default_config={"finder": "documents"})
def _component(nlp: Language, name: str, finder: str) -> Callable[[Doc], Doc]:
    find = FINDERS[finder]

    def run(doc: Doc) -> Doc:
        found = find(doc.user_data["text"])
        if found:
            doc.spans["names"].extend([Span(doc, m.start, m.end, label=m.type, span_id=f"{m.rule}@{m.score:.3f}") for m in found])
        return doc

    return run
