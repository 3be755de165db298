"""The recogniser that learns: two small linear-chain taggers (CRFsuite) over characters, on top of the finders' proposals.

The first tags the outermost names, the second the names inside those. Trained by extract/train.py, read from data/model/names.*.crfsuite.xz.
Marks that are optional in the annotation teach nothing: the text is cut around them. The same papers give the same model.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

import numpy as np

from extract import crf
from extract.chains import Floats, Ints
from extract.crf import Labelled, Tagger
from extract.grams import Flags
from extract.mentions import ranking
from extract.mentions.columns import Mark, Places, marked
from extract.mentions.features import Paper, features, read_paper
from extract.mentions.spans import Candidate
from extract.model import ENTITY_TYPES, EntityType, Mention, Span

FOLDER = Path(__file__).resolve().parent.parent.parent / "data" / "model"
FILES = ("names.outer.crfsuite.xz", "names.inner.crfsuite.xz")
SETTINGS = {"c1": 0.1, "c2": 0.02, "max_iterations": 70, "feature.minfreq": 3.0}
LONGEST = 300  # characters of a name; what runs on longer is none
ENDS = 16  # places where a name of a type may end, once it is known where it begins
Items = list[list[str]]
OUTSIDE = "O"
BATCH = 20_000  # characters that are tagged together
_LETTERS = {"DOC": "D", "MEETING": "M", "PROGRAMME": "P", "ORG": "G", "DOCTRINE": "C", "STRATEGY": "Y"}
_TYPES: dict[str, EntityType] = {_LETTERS[t]: t for t in ENTITY_TYPES}


@dataclass(frozen=True)
class Model:
    """The two taggers, and what decides between the spans that they propose (None where it was not trained)."""

    outer: Tagger
    inner: Tagger
    ranker: ranking.Ranker | None = None


@dataclass(frozen=True)
class Examples:
    """What one paper teaches: sequences for the first tagger and for the second."""

    outer: tuple[Labelled, ...]
    inner: tuple[Labelled, ...]


@cache
def shipped() -> Model | None:
    """The model in data/model, read once; None where there is none, and the rules decide alone."""
    return load(FOLDER)


def load(folder: Path) -> Model | None:
    """The model of a folder; None where it holds none."""
    if not all((folder / name).is_file() for name in FILES):
        return None
    outer, inner = (crf.load(folder / name) for name in FILES)
    return Model(outer, inner, ranking.load(folder))


def read(text: str, pieces: Iterable[Span], found: Sequence[Mention], model: Model) -> list[Mention]:
    """The names of a text, nested ones included, sorted: what ranking.py decides; the taggers' best reading where no ranking was trained."""
    proposed = propose(text, pieces, found, model)
    if model.ranker:
        return ranking.read(text, proposed, found, model.ranker)
    best = [Mention(c.start, c.end, text[c.start:c.end], c.type, "", "learned.best", round(c.probability, 3)) for c in proposed if c.chosen]
    return sorted(best, key=lambda m: (m.start, -m.end, m.type))


def propose(text: str, pieces: Iterable[Span], found: Sequence[Mention], model: Model, least: float = 0.04) -> list[Candidate]:
    """Every span that the taggers hold for a name with at least `least` of probability, outermost and nested; `chosen` in their best reading."""
    paper, ordered = read_paper(text), sorted(found, key=lambda m: m.start)
    return [c for some in _batches(pieces) for c in _proposed(text, some, ordered, paper, model, least)]


def _proposed(text: str, pieces: Sequence[Span], found: Sequence[Mention], paper: Paper, model: Model, least: float) -> list[Candidate]:
    """What the taggers propose in some paragraphs."""
    here = found[bisect_left(found, pieces[0][0], key=_start):bisect_left(found, pieces[-1][1], key=_start)]
    seen = features(text, pieces, here, paper)
    places = np.concatenate([np.arange(a, b) for a, b in pieces])
    outer = list(_decode(model.outer, seen.scores(model.outer), places, [b - a for a, b in pieces], 1, least))
    names = [c for c in outer if c.chosen]
    if not names:
        return outer
    rows = np.searchsorted(places, np.concatenate([np.arange(c.start, c.end) for c in names]))
    scores, sizes = seen.scores(model.inner, rows), [c.end - c.start for c in names]
    marked(zip(accumulate(sizes, initial=0), [_inner(c.type, c.end - c.start) for c in names], strict=False)).add(model.inner, scores)
    return outer + list(_decode(model.inner, scores, places[rows], sizes, 2, least))


def _start(m: Mention) -> int:
    return m.start


def _batches(pieces: Iterable[Span]) -> Iterator[list[Span]]:
    """The paragraphs, as many at a time as have 20,000 characters together, so that memory does not grow with the paper."""
    batch: list[Span] = []
    size = 0
    for start, end in pieces:
        batch.append((start, end))
        size += end - start
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def examples(text: str, pieces: Iterable[Span], found: Sequence[Mention], gold: Sequence[Mention], optional: frozenset[Span]) -> Examples:
    """What an annotated paper teaches."""
    outer_gold = _outermost(gold)
    inner_gold = _outermost([m for m in gold if m not in outer_gold])
    outer, inner = [], []
    listed = list(pieces)
    everything = features(text, listed, found, read_paper(text)).strings() if listed else []
    for piece, at in zip(listed, accumulate((b - a for a, b in listed), initial=0), strict=False):
        items = everything[at:at + piece[1] - piece[0]]
        labels = _labels(outer_gold, piece)
        dropped = {i - piece[0] for m in outer_gold if (m.start, m.end) in optional and piece[0] <= m.start < piece[1] for i in range(m.start, m.end)}
        outer += _cut(items, labels, dropped)
        for m in outer_gold:
            if piece[0] <= m.start and m.end <= piece[1]:
                mine = [x for x in inner_gold if m.start <= x.start and x.end <= m.end]
                doubtful = {i - m.start for x in mine if (x.start, x.end) in optional for i in range(x.start, x.end)}
                inner += _cut(_inner_items(items, m, piece[0]), _labels(mine, (m.start, m.end)), doubtful)
    return Examples(tuple(outer), tuple(inner))


def train(papers: Iterable[Examples], folder: Path = FOLDER) -> None:
    """Trains both taggers and writes them into the folder."""
    known = list(papers)
    crf.fit((x for p in known for x in p.outer), SETTINGS, folder / FILES[0])
    crf.fit((x for p in known for x in p.inner), SETTINGS, folder / FILES[1])


def _inner_items(items: Items, outer: Mention, offset: int) -> Items:
    """The characters of a name as the second tagger sees them."""
    seen = [list(item) for item in items[outer.start - offset:outer.end - offset]]
    for first, end, feature in _inner(outer.type, outer.end - outer.start):
        for item in seen[first:end]:
            item.append(feature)
    return seen


@cache
def _inner(type_: EntityType, size: int) -> list[Mark]:
    """What the second tagger sees beside: the name's type and the place of each character in it, from the beginning (0 to 3) and from the end (1 to 4)."""
    letter = _LETTERS[type_]
    begins = [(i, size if i == 3 else i + 1, f"o{letter}{i}") for i in range(min(size, 4))]
    ends = [(0 if i == 4 else size - i, size - i + 1, f"O{letter}{i}") for i in range(min(size, 4), 0, -1)]
    return [(0, size, f"o{letter}"), *begins, *ends]


def _outermost(names: Sequence[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for m in sorted(names, key=lambda m: (m.start, -m.end, m.type)):
        if not kept or m.start >= kept[-1].end:
            kept.append(m)
    return kept


def _labels(names: Sequence[Mention], piece: Span) -> list[str]:
    labels = [OUTSIDE] * (piece[1] - piece[0])
    for m in names:
        if piece[0] <= m.start and m.end <= piece[1]:
            start, end, letter = m.start - piece[0], m.end - piece[0], _LETTERS[m.type]
            labels[start:end] = [f"I{letter}"] * (end - start)
            labels[end - 1] = f"E{letter}"
            labels[start] = f"B{letter}"
    return labels


def _cut(items: Items, labels: list[str], dropped: set[int]) -> list[Labelled]:
    """The sequence without the dropped places, as the sequences between them."""
    parts: list[Labelled] = []
    start = 0
    for i in [*sorted(dropped), len(items)]:
        if i > start:
            parts.append((items[start:i], labels[start:i]))
        start = i + 1
    return parts


def _decode(tagger: Tagger, scores: Floats, places: Places, sizes: Sequence[int], level: int, least: float) -> Iterator[Candidate]:
    """The spans of sequences of these sizes that may be names, and among them the tagger's best reading; `places` are those of the characters in the text."""
    ends = np.cumsum(sizes, dtype=np.int32)
    labels, told = tagger.read(scores, ends)
    best = {(start, end, letter) for start, end, letter in _best(tagger, labels, ends) if end - start <= LONGEST}
    known = {label: number for number, label in enumerate(tagger.labels)}
    found: dict[tuple[int, int, str], float] = {}
    stops = _stops(told, known.get(OUTSIDE), ends, least)
    for letter in [x for x in _TYPES if f"B{x}" in known and f"E{x}" in known]:
        for start, end, p in _likely(told[:, known[f"B{letter}"]], told[:, known[f"E{letter}"]], told[:, known[f"I{letter}"]] if f"I{letter}" in known else None, stops, least):
            found[start, end, letter] = p
    for start, end, letter in best - set(found):
        found[start, end, letter] = float(min(told[start, known[f"B{letter}"]], told[end - 1, known[f"E{letter}" if end - start > 1 else f"B{letter}"]]))
    for (start, end, letter), p in sorted(found.items()):
        yield Candidate(int(places[start]), int(places[end - 1]) + 1, _TYPES[letter], p, level, (start, end, letter) in best)


def _stops(told: Floats, outside: int | None, ends: Ints, least: float) -> Places:
    """For each character where the run of characters that may be in a name ends; itself where it is in none."""
    stops = np.arange(len(told))
    barred = told[:, outside] > 1 - least if outside is not None else np.zeros(len(told), np.bool_)
    borders = _borders(barred, ends)
    return np.where(barred, stops, borders[np.searchsorted(borders, stops, side="right")]) if len(told) else stops


def _borders(here: Flags, ends: Ints) -> Places:
    """Where something is here or a sequence has ended, ascending."""
    flags = np.append(here, True)
    flags[ends] = True
    return np.flatnonzero(flags)


def _likely(begins: Floats, ends: Floats, inner: Floats | None, stops: Places, least: float) -> Iterator[tuple[int, int, float]]:
    """(start, end, probability of the least probable character) of the spans of a type; from each start at most `ENDS`, so that 市委市委市委… does not give every pair of places."""
    for start in np.flatnonzero((begins >= least) & (stops > np.arange(len(stops)))).tolist():
        stop = min(int(stops[start]), start + LONGEST)
        lowest = float(begins[start])
        within = inner[start + 1:stop].tolist() if inner is not None else [0.0] * (stop - start - 1)
        given = 0
        for i, (end, inside) in enumerate(zip(ends[start + 1:stop].tolist(), within, strict=True), start + 2):
            if end >= least:
                yield start, i, min(lowest, end)
                given += 1
            lowest = min(lowest, inside)
            if lowest < least or given == ENDS:
                break


def _best(tagger: Tagger, labels: Ints, ends: Ints) -> Iterator[tuple[int, int, str]]:
    """(start, end, letter) of the names in sequences of labels: from each that begins one to the next that does or is outside, or the end of the sequence."""
    kinds = np.array([label[0] for label in tagger.labels])[labels]
    begins = kinds == "B"
    starts = np.flatnonzero(begins)
    borders = _borders(begins | (kinds == OUTSIDE), ends)
    for start, end in zip(starts.tolist(), borders[np.searchsorted(borders, starts, side="right")].tolist(), strict=True):
        yield start, end, tagger.labels[labels[start]][1]
