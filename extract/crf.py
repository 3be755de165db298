"""Conditional random fields: trained by CRFsuite, kept with rounded weights and compressed (a model of 34 MB takes 8 in the repository), read here from its file into arrays.

The same sequences give the same bytes. What a tagger says of a sequence is what CRFsuite says; that it says it of many at a time makes it fast.
"""

from __future__ import annotations

import lzma
import struct
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, repeat
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pycrfsuite

from extract import chains
from extract.chains import Floats, Ints
from extract.compiled import compiled
from extract.errors import LexiconError
from extract.grams import Grams, table

Labelled = tuple[list[list[str]], list[str]]  # the features of each place, the label of each
Positions = npt.NDArray[np.uint32]  # of weights; unsigned, as compiled loops ask of others whether they count from the end
Labels = npt.NDArray[np.uint8]
DIGITS = 16  # binary, of a weight
UNKNOWN = -1  # the number of a feature that the model does not know
_HEAD = struct.Struct("<4sI4s9I")  # of a CRFsuite model: magic, size, kind, version, sizes and offsets
_WEIGHTS = np.dtype([("kind", "<u4"), ("source", "<u4"), ("label", "<u4"), ("weight", "<f8")])


@dataclass(frozen=True)
class Known:
    """The features with some names: the row of each value, and in it where the weights of the feature with each of the names begin, then where they end.

    Row 0 is that of unknown values. The weights of a value stand together.
    """

    rows: dict[str, int]
    starts: Positions
    targets: Labels
    weights: Floats

    @cached_property
    def grams(self) -> Grams:
        """The rows by code points, where the values are n-grams of one size."""
        return table(list(self.rows))


@dataclass(frozen=True)
class Tagger:
    """A model: its labels, the number of each feature, and where the weights of a feature stand (`starts`, `targets`, `weights`); label after label."""

    labels: tuple[str, ...]
    numbers: dict[str, int]
    starts: Positions
    targets: Labels
    weights: Floats
    transitions: Floats
    tables: dict[tuple[tuple[str, ...], int | None], Known] = field(default_factory=dict)  # filled by `known`

    def read(self, scores: Floats, ends: Ints) -> tuple[Ints, Floats]:
        """The best label (its number) and the probability of each label at each place of the sequences that end at `ends`."""
        labels = np.zeros(len(scores), np.int32)
        chains.best(scores, ends, self.transitions, labels)
        return labels, chains.probabilities(scores, ends, self.transitions)

    def scores(self, size: int) -> Floats:
        """Room for the scores of as many places."""
        return np.zeros((size, len(self.labels)))

    def add(self, scores: Floats, firsts: Ints, ends: Ints, numbers: Ints) -> None:
        """Adds what features say, by number, each from a place to another, in the order given."""
        _add(scores, firsts, ends, numbers, self.starts, self.targets, self.weights)

    def add_items(self, scores: Floats, items: Sequence[Sequence[str]]) -> None:
        """Adds what the features of each place say."""
        firsts = np.repeat(np.arange(len(items), dtype=np.int32), [len(item) for item in items])
        self.add(scores, firsts, firsts + np.int32(1), np.fromiter(map(self.numbers.get, chain.from_iterable(items), repeat(UNKNOWN)), np.int32, len(firsts)))

    def alone(self, items: Sequence[Sequence[str]]) -> Floats:
        """The probability of each label for items that stand by themselves, each a sequence of one."""
        scores = self.scores(len(items))
        self.add_items(scores, items)
        return self.read(scores, np.arange(1, len(items) + 1, dtype=np.int32))[1]

    def known(self, names: tuple[str, ...], size: int | None = None) -> Known:
        """What the model knows of the features that begin with a name, by what follows it (of `size` characters, where that is told); made once."""
        if (names, size) not in self.tables:
            rows: dict[str, int] = {}
            places: list[int] = []
            columns: list[int] = []
            found: list[int] = []
            for column, name in enumerate(names):
                mine = self._named(name, size)
                places += [rows.setdefault(value, len(rows) + 1) for value, _ in mine]
                columns += [column] * len(mine)
                found += [number for _, number in mine]
            numbers = np.full((len(rows) + 1, len(names)), UNKNOWN, np.int32)
            numbers[places, columns] = found
            self.tables[names, size] = Known(rows, *self._together(numbers))
        return self.tables[names, size]

    def _together(self, numbers: Ints) -> tuple[Positions, Labels, Floats]:
        """Where the weights of rows of features begin and end, and the weights, one row after the other."""
        flat = numbers.ravel()
        sizes = np.where(flat >= 0, self.starts[flat + 1] - self.starts[flat], 0).astype(np.intp)
        ends = np.cumsum(sizes)
        chosen = np.arange(ends[-1]) + np.repeat(self.starts[flat] - (ends - sizes), sizes)
        starts = np.column_stack([(ends - sizes).reshape(numbers.shape), ends.reshape(numbers.shape)[:, -1]]).astype(np.uint32)
        return starts, self.targets[chosen], self.weights[chosen]

    def _named(self, name: str, size: int | None) -> list[tuple[str, int]]:
        """What follows a name in the features that begin with it, and their numbers."""
        begin = len(name)
        groups = [b for b in self.beginnings if b.startswith(name[:2])] if begin < 2 else [name[:2]]
        return [
            (feature[begin:], number) for group in groups for feature, number in self.beginnings.get(group, ())
            if (size is None or len(feature) == begin + size) and feature.startswith(name)
        ]

    @cached_property
    def beginnings(self) -> dict[str, tuple[tuple[str, int], ...]]:
        """The features and their numbers by their first two characters; in tuples, through which the garbage collector need not look again and again."""
        groups: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for feature, number in self.numbers.items():
            groups[feature[:2]].append((feature, number))
        return {beginning: tuple(group) for beginning, group in groups.items()}


@compiled
def _add(scores: Floats, firsts: Ints, ends: Ints, numbers: Ints, starts: Positions, targets: Labels, weights: Floats) -> None:
    for run, number in enumerate(numbers):
        if number >= 0:
            for place in range(firsts[run], ends[run]):
                for k in range(starts[number], starts[number + 1]):
                    scores[place, targets[k]] += weights[k]


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
        path.write_bytes(lzma.compress(_rounded(plain.read_bytes())))


def _rounded(data: bytes) -> bytes:
    """The same model with weights of 16 binary digits (five decimal ones): it takes half the room, and says the same."""
    model = bytearray(data)
    at = _HEAD.unpack_from(model)[7]
    weights = np.frombuffer(model, _WEIGHTS, struct.unpack_from("<I", model, at + 8)[0], at + 12)["weight"]
    least = np.uint64(1 << (52 - DIGITS))
    whole = np.ascontiguousarray(weights).view(np.uint64)
    weights[:] = ((whole + least // 2) // least * least).view(np.float64)
    return bytes(model)


def load(path: Path) -> Tagger:
    """The tagger of a model file; LexiconError where the file is damaged."""
    try:
        return _parsed(lzma.decompress(path.read_bytes()))
    except (ValueError, OSError, EOFError, lzma.LZMAError, struct.error) as fault:
        raise LexiconError(f"{path.name}: {fault}; train it anew with `make train`") from fault


def _parsed(data: bytes) -> Tagger:
    """A model in CRFsuite's format: weights of features and of transitions, then names of labels and features."""
    magic, size, _, _, _, _, _, at, labels_at, names_at, _, _ = _HEAD.unpack_from(data)
    if magic != b"lCRF" or size != len(data):
        raise ValueError("not a whole CRFsuite model")
    labels, names = _strings(data, labels_at), _strings(data, names_at)
    count = struct.unpack_from("<I", data, at + 8)[0]
    rows = np.frombuffer(data, _WEIGHTS, count, at + 12)
    transitions = np.zeros((len(labels), len(labels)))
    between, said = rows[rows["kind"] == 1], rows[rows["kind"] == 0]
    transitions[between["source"], between["label"]] = between["weight"]
    said = said[np.argsort(said["source"], kind="stable")]
    starts = np.searchsorted(said["source"], np.arange(len(names) + 1)).astype(np.uint32)
    return Tagger(tuple(labels), dict(zip(names, range(len(names)), strict=True)), starts, said["label"].astype(np.uint8), said["weight"].astype(np.float64), transitions)


def _strings(data: bytes, at: int) -> list[str]:
    """The strings of a table (CQDB), by their numbers: an array of offsets tells where each record stands, with its number, length and words."""
    count, offsets = struct.unpack_from("<2I", data, at + 16)
    places = np.frombuffer(data, "<u4", count, at + offsets)
    return [data[p + 8:p + 7 + int.from_bytes(data[p + 4:p + 8], "little")].decode("utf-8") for p in (places + at).tolist()]
