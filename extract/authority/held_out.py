"""Standing by rules alone against rules and model, on annotated names of papers that the model never saw."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.authority import asked
from extract.authority.learned import judged, load
from extract.authority.train import Taught, train
from extract.model import ABOVE, Entity

FOLDS = 6


def table(papers: Sequence[Sequence[Taught]]) -> str:
    """Directives (precision, recall, F1 of what stands above) and tiers (share right) of the papers judged to the letter, dealt into six folds; the others train in each."""
    read = [p for p in papers if p and p[0].exact]
    always = [t for p in papers if p and not p[0].exact for t in p]
    rows = [row for fold in range(FOLDS) for row in _fold(read[fold::FOLDS], [t for i, p in enumerate(read) if i % FOLDS != fold for t in p] + always)]
    ruled, modelled = [(t, e) for t, e, _ in rows], [(t, e) for t, _, e in rows]
    return f"{'rules alone':16} {_figures(ruled)}\n{'rules and model':16} {_figures(modelled)}"


def _fold(left: Sequence[Sequence[Taught]], others: Sequence[Taught]) -> Iterator[tuple[Taught, Entity, Entity]]:
    """Each name that is left out with what the rules say, and what the model says where it is asked."""
    with tempfile.TemporaryDirectory() as folder:
        train(others, Path(folder))
        model = load(Path(folder))
    for paper in left:
        told = judged(asked([t.case for t in paper]), model) if model else {}
        for t in paper:
            yield t, t.case.entity, told.get(t.case.entity.id, t.case.entity)


def _figures(rows: Sequence[tuple[Taught, Entity]]) -> str:
    right = sum(t.standing in ABOVE and e.standing in ABOVE for t, e in rows)
    said, true = sum(e.standing in ABOVE for _, e in rows), sum(t.standing in ABOVE for t, _ in rows)
    tiers = sum(t.tier == e.tier for t, e in rows)
    return f"directives P {right / max(said, 1):.3f} R {right / max(true, 1):.3f} F1 {2 * right / max(said + true, 1):.3f}  tiers {tiers} of {len(rows)} right: {tiers / max(len(rows), 1):.3f}"
