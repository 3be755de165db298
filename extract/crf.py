"""Conditional random fields by CRFsuite, kept compressed: a model of 12 MB takes 4 in the repository. The same sequences give the same bytes."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pycrfsuite

from extract.errors import LexiconError

Labelled = tuple[list[list[str]], list[str]]  # the features of each place, the label of each


class Tagger(pycrfsuite.Tagger):  # type: ignore[misc]
    """A tagger that holds the bytes of its model, which CRFsuite reads in place."""

    held: bytes


def fit(sequences: Iterable[Labelled], settings: dict[str, float], path: Path) -> None:
    """Trains a model and writes it, compressed, to the path."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(settings)
    for items, labels in sequences:
        trainer.append(items, labels)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "model"
        trainer.train(str(plain))
        path.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))


def load(path: Path) -> Tagger:
    """The tagger of a model file; LexiconError where the file is damaged."""
    tagger = Tagger()
    try:
        tagger.held = gzip.decompress(path.read_bytes())
        tagger.open_inmemory(tagger.held)
    except (ValueError, OSError, EOFError) as fault:
        raise LexiconError(f"{path.name}: {fault}; train it anew with `make train`") from fault
    return tagger
