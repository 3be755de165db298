"""The model that weighs the features: a small log-linear tagger (CRFsuite), trained by train.py, read from data/model/relations.crfsuite.gz."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from extract import crf

MODEL = Path(__file__).resolve().parent.parent.parent / "data" / "model" / "relations.crfsuite.gz"
NONE = "none"

Scores = dict[str, float]  # relation → probability that the text says it


@cache
def load(path: Path = MODEL) -> crf.Tagger | None:
    """The tagger of a model file; none where the file is not there, and the rules decide alone."""
    return crf.load(path) if path.is_file() else None


def score(tagger: crf.Tagger, sequences: list[list[list[str]]]) -> list[Scores]:
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
