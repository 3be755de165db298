"""The recogniser that learns: two small linear-chain taggers (CRFsuite) over characters, on top of the finders' proposals.

The first tags the outermost names, the second the names inside those. Trained by extract/train.py, read from data/model/names.*.crfsuite.gz.
Marks that are optional in the annotation teach nothing: the text is cut around them. The same papers give the same model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract import crf
from extract.crf import Labelled, Tagger
from extract.mentions import ranking
from extract.mentions.features import Paper, features, read_paper
from extract.mentions.spans import Candidate
from extract.model import ENTITY_TYPES, EntityType, Mention, Span

FOLDER = Path(__file__).resolve().parent.parent.parent / "data" / "model"
FILES = ("names.outer.crfsuite.gz", "names.inner.crfsuite.gz")
SETTINGS = {"c1": 0.1, "c2": 0.02, "max_iterations": 70, "feature.minfreq": 3.0}
Items = list[list[str]]
OUTSIDE = "O"
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
    proposed: list[Candidate] = []
    for piece, items in _items(text, pieces, found, read_paper(text)):
        outer = _decode(model.outer, items, piece[0], 1, least)
        proposed += outer
        for c in [c for c in outer if c.chosen]:
            proposed += _decode(model.inner, _inner_items(items, c, piece[0]), c.start, 2, least)
    return proposed


def examples(text: str, pieces: Iterable[Span], found: Sequence[Mention], gold: Sequence[Mention], optional: frozenset[Span]) -> Examples:
    """What an annotated paper teaches."""
    outer_gold = _outermost(gold)
    inner_gold = _outermost([m for m in gold if m not in outer_gold])
    outer, inner = [], []
    for piece, items in _items(text, pieces, found, read_paper(text)):
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


def _items(text: str, pieces: Iterable[Span], found: Sequence[Mention], paper: Paper) -> Iterable[tuple[Span, Items]]:
    ordered = sorted(found, key=lambda m: (m.start, m.end, m.type, m.rule))
    at = 0
    for start, end in pieces:
        mine = []
        while at < len(ordered) and ordered[at].start < end:
            m = ordered[at]
            mine.append(Mention(m.start - start, m.end - start, m.text, m.type, "", m.rule, m.score))
            at += 1
        yield (start, end), features(text[start:end], mine, paper)


def _inner_items(items: Items, outer: Mention | Candidate, offset: int) -> Items:
    """The characters of a name as the second tagger sees them: with the name's type and their place in it."""
    letter, size = _LETTERS[outer.type], outer.end - outer.start
    cut = items[outer.start - offset:outer.end - offset]
    return [[*item, f"o{letter}", f"o{letter}{min(i, 3)}", f"O{letter}{min(size - i, 4)}"] for i, item in enumerate(cut)]


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


def _decode(tagger: Tagger, items: Items, offset: int, level: int, least: float) -> list[Candidate]:
    """The spans of a sequence that may be names, and among them the tagger's best reading."""
    if not items:
        return []
    best = set(_best(tagger.tag(items)))
    known = set(tagger.labels())
    stretches = list(_stretches(tagger, len(items), least)) if OUTSIDE in known else [(0, len(items))]
    found = {}
    for letter in [x for x in _TYPES if f"B{x}" in known and f"E{x}" in known]:
        for stretch in stretches:
            for start, end, p in _likely(tagger, letter, stretch, least, f"I{letter}" in known):
                found[start, end, letter] = p
    for start, end, letter in best - set(found):
        found[start, end, letter] = min(tagger.marginal(f"B{letter}", start), tagger.marginal(f"E{letter}" if end - start > 1 else f"B{letter}", end - 1))
    return [Candidate(offset + a, offset + b, _TYPES[x], p, level, (a, b, x) in best) for (a, b, x), p in sorted(found.items())]


def _stretches(tagger: Tagger, size: int, least: float) -> Iterator[Span]:
    """The runs of characters that may be in a name; the tagger holds the sequence."""
    start = -1
    for i in range(size + 1):
        named = i < size and tagger.marginal(OUTSIDE, i) <= 1 - least
        if named and start < 0:
            start = i
        elif not named and start >= 0:
            yield start, i
            start = -1


def _likely(tagger: Tagger, letter: str, stretch: Span, least: float, has_inner: bool) -> Iterator[tuple[int, int, float]]:
    """(start, end, probability of the least probable character) of the spans of a type in a stretch; the tagger holds the sequence."""
    first, stop = stretch
    begins = [tagger.marginal(f"B{letter}", i) for i in range(first, stop)]
    if max(begins) < least:
        return
    ends = [tagger.marginal(f"E{letter}", i) for i in range(first, stop)]
    inner = [tagger.marginal(f"I{letter}", i) for i in range(first, stop)] if has_inner else [0.0] * len(begins)
    for start in [i for i, p in enumerate(begins) if p >= least]:
        lowest = begins[start]
        for i in range(start + 1, len(begins)):
            if ends[i] >= least:
                yield first + start, first + i + 1, min(lowest, ends[i])
            lowest = min(lowest, inner[i])
            if lowest < least:
                break


def _best(labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(start, end, letter) of the names in a sequence of labels."""
    start = -1
    for i, label in enumerate([*labels, OUTSIDE]):
        if start >= 0 and label[0] in "BO":
            yield start, i, labels[start][1]
            start = -1
        if label[0] == "B":
            start = i
