"""The model that weighs the features: a small log-linear tagger (CRFsuite), trained by train.py, read from data/model/relations.crfsuite."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pycrfsuite

from extract.errors import LexiconError

MODEL = Path(__file__).resolve().parent.parent.parent / "data" / "model" / "relations.crfsuite"
NONE = "none"

Scores = dict[str, float]  # relation → probability that the text says it


@cache
def load(path: Path = MODEL) -> pycrfsuite.Tagger | None:
    """The tagger of a model file; none where the file is not there, and the rules decide alone."""
    if not path.is_file():
        return None
    tagger = pycrfsuite.Tagger()
    try:
        tagger.open(str(path))
    except ValueError as fault:
        raise LexiconError(f"{path.name}: {fault}; train it anew with `make train`") from fault
    return tagger


def score(tagger: pycrfsuite.Tagger, sequences: list[list[list[str]]]) -> list[Scores]:
    """For each mention of each sequence the probability of each relation; a label of two relations (studies+implements) counts for both."""
    labels = sorted(tagger.labels())
    found: list[Scores] = []
    for sequence in sequences:
        tagger.set(sequence)
        for i in range(len(sequence)):
            scores: Scores = {}
            for label in labels:
                p = tagger.marginal(label, i)
                for relation in label.split("+"):
                    scores[relation] = scores.get(relation, 0.0) + p
            found.append(scores)
    return found
