"""CleanText → Mentions: finders run as components of a blank spaCy pipeline, then overlaps are settled. What stands is decided over the whole paper.

A paper is a spaCy Doc with a token a paragraph. Each finder is a component that reads the tokens one by one and adds what it proposes to `doc._.proposed`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache
from operator import itemgetter
from typing import Literal

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extract.mentions import documents, formulations, learned, meetings, organizations, programmes
from extract.mentions.select import combine, everywhere, settle
from extract.model import CleanText, Mention, Structure

LONGEST = 20_000  # characters of a paragraph; longer ones are split after a full stop
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
    nlp = pipeline()
    with nlp.memory_zone():  # the paragraphs do not stay in the vocabulary
        found = sorted(nlp(text)._.proposed, key=itemgetter(0))
    starts = [start for start, _ in paragraphs(text)]
    return [Mention(starts[i] + m.start, starts[i] + m.end, m.text, m.type, "", m.rule, round(m.score, 3)) for i, m in found]


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
    nlp = spacy.blank("zh", vocab=Vocab())
    nlp.max_length = sys.maxsize
    nlp.tokenizer = _Paragraphs(nlp.vocab)
    for name in FINDERS:
        nlp.add_pipe("policytrace_finder", name=name, config={"finder": name})
    return nlp


class _Paragraphs:
    """A tokenizer with a token a paragraph."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words = [text[start:end] for start, end in paragraphs(text)]
        doc = Doc(self.vocab, words=words, spaces=[False] * len(words))
        doc._.proposed = []
        return doc


Doc.set_extension("proposed", default=None, force=True)  # pairs: the number of a paragraph, and what is proposed in it


@Language.factory("policytrace_finder", default_config={"finder": "documents"})
def _component(nlp: Language, name: str, finder: str) -> Callable[[Doc], Doc]:
    find = FINDERS[finder]

    def run(doc: Doc) -> Doc:
        """Adds what the finder proposes in each paragraph."""
        doc._.proposed.extend([(token.i, m) for token in doc for m in find(token.text)])
        return doc

    return run
