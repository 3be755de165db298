"""The model that weighs the features: a small log-linear tagger (CRFsuite), trained by train.py, read from data/model/relations.crfsuite.xz."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from extract import crf

MODEL = Path(__file__).resolve().parent.parent.parent / "data" / "model" / "relations.crfsuite.xz"
NONE = "none"

Scores = dict[str, float]  # relation → probability that the text says it


@cache
def load(path: Path = MODEL) -> crf.Tagger | None:
    """The tagger of a model file; none where the file is not there, and the rules decide alone."""
    return crf.load(path) if path.is_file() else None


def score(tagger: crf.Tagger, contexts: list[list[str]]) -> list[Scores]:
    """For the features of each mention the probability of each relation; a label of two relations (studies+implements) counts for both."""
    labels = sorted((label, number) for number, label in enumerate(tagger.labels))
    found: list[Scores] = []
    for row in tagger.alone(contexts).tolist():
        relations: Scores = {}
        for label, number in labels:
            for relation in label.split("+"):
                relations[relation] = relations.get(relation, 0.0) + row[number]
        found.append(relations)
    return found
