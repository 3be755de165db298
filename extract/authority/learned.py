"""Whose a name is where the text does not tell: a log-linear model (CRFsuite) over features.py, trained by train.py, kept in data/model/standing.*.

It is asked of documents, programmes and strategies in papers of places and of their bodies, where the rules of makers.py found no maker. Readers of different
papers judged by different habits; the features of those who follow the guidelines to the letter are there twice, and count so when it reads
(Daumé III 2007, Frustratingly easy domain adaptation).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from extract import crf, packed
from extract.authority.features import Case, Judgement, features
from extract.errors import LexiconError
from extract.folding import bare
from extract.model import ABOVE, Entity

FOLDER = Path(__file__).resolve().parent.parent.parent / "data" / "model"
FILES = ("standing.crfsuite.xz", "standing.names.json.gz")
TYPES = ("DOC", "PROGRAMME", "STRATEGY")


@dataclass(frozen=True)
class Model:
    """The tagger, whose labels are `tier|standing` (tier `=`: the speaker's own), and what the training papers say of names."""

    tagger: crf.Tagger
    names: Mapping[str, Sequence[Judgement]]


@cache
def shipped() -> Model | None:
    """The model in data/model, read once; None where there is none, and the rules decide alone."""
    return load(FOLDER)


def load(folder: Path) -> Model | None:
    """The model of a folder; None where it holds none."""
    if not all((folder / name).is_file() for name in FILES):
        return None
    try:
        told = json.loads(packed.read(folder / FILES[1]))
        return Model(crf.load(folder / FILES[0]), {name: [Judgement(*row) for row in rows] for name, rows in told.items()})
    except (OSError, EOFError, ValueError, TypeError) as fault:
        raise LexiconError(f"{FILES[1]}: {fault}; train it anew with `make train`") from fault


def twice(found: list[str]) -> list[str]:
    """The features of a reader who follows the guidelines to the letter."""
    return found + [f"~{f}" for f in found]


def judged(cases: Sequence[Case], model: Model) -> dict[str, Entity]:
    """The entities of the cases, by id, with tier and standing as the model has them."""
    told = model.tagger.alone([twice(features(c, model.names.get(bare(c.entity.label), ()))) for c in cases]) if cases else np.zeros((0, 0))
    return {c.entity.id: _decided(c, dict(zip(model.tagger.labels, row, strict=True))) for c, row in zip(cases, told.tolist(), strict=True)}


def _decided(case: Case, labels: Mapping[str, float]) -> Entity:
    """First whether it stands above the speaker, then the likeliest tier and standing of that side."""
    shares = {tuple(label.split("|")): p for label, p in labels.items()}
    above = sum(p for (_, standing), p in shares.items() if standing in ABOVE)
    side = {key: p for key, p in shares.items() if (key[1] in ABOVE) == (above >= 0.5)}
    tier, standing = _likeliest(side, 0), _likeliest(side, 1)
    system = {"party": "party", "government": "government", "law": "congress", "other": ""}.get(standing, case.me.system)
    sure = max(above, 1 - above)
    return replace(case.entity, tier=case.speaker.tier if tier == "=" else tier, system=system, standing=standing, why=f"the text names no maker; by its name and use, learned from other papers, with a probability of {sure:.2f}")


def _likeliest(shares: Mapping[tuple[str, ...], float], part: int) -> str:
    """The tier (part 0) or standing (part 1) that has most of the probability."""
    return max(sorted({key[part] for key in shares}), key=lambda word: sum(p for key, p in shares.items() if key[part] == word))
