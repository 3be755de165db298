"""Training of the model of standing: the names of annotated papers, as the rules judge them, labelled as the annotation does."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract import crf, packed
from extract.authority.features import Case, Judgement, features, relative
from extract.authority.learned import FILES, twice
from extract.folding import bare

SETTINGS = {"c1": 0.0, "c2": 1.0, "max_iterations": 150, "feature.minfreq": 2.0}
COPIES = 3  # a name judged by the guidelines to the letter counts as three


@dataclass(frozen=True)
class Taught:
    """A name of a training paper with its tier and standing; `exact` where the annotation follows the guidelines to the letter."""

    paper: str
    case: Case
    tier: str
    standing: str
    exact: bool

    @property
    def judgement(self) -> Judgement:
        """What other papers can learn of it."""
        return Judgement(self.case.speaker.province, self.case.speaker.tier, self.tier, self.standing)


def train(everything: Sequence[Taught], folder: Path) -> None:
    """Fits the model and writes it into the folder. What a name is in its own paper is not told to it."""
    by_name: dict[str, list[Taught]] = defaultdict(list)
    for t in everything:
        by_name[bare(t.case.entity.label)].append(t)
    crf.fit(_sequences(everything, by_name), SETTINGS, folder / FILES[0])
    told = {name: sorted([j.province, j.speaker, j.tier, j.standing] for j in (t.judgement for t in rows)) for name, rows in sorted(by_name.items())}
    packed.write(folder / FILES[1], json.dumps(told, ensure_ascii=False, separators=(",", ":")))


def _sequences(everything: Iterable[Taught], by_name: Mapping[str, Sequence[Taught]]) -> Iterable[crf.Labelled]:
    for t in everything:
        elsewhere = [other.judgement for other in by_name[bare(t.case.entity.label)] if other.paper != t.paper]
        found = features(t.case, elsewhere)
        for _ in range(COPIES if t.exact else 1):
            yield [twice(found) if t.exact else found], [f"{relative(t.tier, t.case.speaker)}|{t.standing}"]
