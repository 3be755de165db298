"""The model that decides between candidate spans: gradient-boosted trees (LightGBM) over what spans.py knows of each.

What is said in words becomes numbers by counting: how often a candidate of the type with this last word, verb before, … was a name in the
training papers (a smoothed target encoding, for the training papers themselves counted on the others). Trained by extract/train.py, kept in
data/model/spans.*; the same papers give the same model. Programmes have trees of their own: what makes a name of one is unlike the rest.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import compress, repeat
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from extract import packed
from extract.chains import Floats
from extract.errors import LexiconError
from extract.grams import Flags
from extract.mentions import trees
from extract.mentions.segments import Words, words
from extract.mentions.select import Kept
from extract.mentions.spans import (
    FAMILIES,
    Candidate,
    Phrases,
    View,
    Wordings,
    candidates,
    contents,
    numbers,
    phrases,
    place,
    view,
    wordings,
)
from extract.mentions.trees import Trees
from extract.model import ENTITY_TYPES, EntityType, Mention, Span

FILES = ("spans.programmes.txt.gz", "spans.others.txt.gz", "spans.json.gz")
COUNTED = (*FAMILIES, "inner")  # the words within too
LEAST: dict[EntityType, float] = {"DOC": 0.4, "MEETING": 0.4, "PROGRAMME": 0.32, "ORG": 0.4, "DOCTRINE": 0.4, "STRATEGY": 0.4}
SETTINGS = {"objective": "binary", "learning_rate": 0.03, "num_leaves": 63, "min_data_in_leaf": 15, "bagging_fraction": 0.8, "bagging_freq": 1, "feature_fraction": 0.6,
            "lambda_l2": 5.0, "seed": 1, "deterministic": True, "force_col_wise": True, "num_threads": 1, "verbosity": -1}
ROUNDS, SMOOTHING, SEEN = 700, 4.0, 2
EDGES = ("last", "first", "before")
LIKELY = 1.5e-5  # least product of the shares of its last word, its first and the one before, of a phrase that nobody proposed
TOGETHER = 512  # candidates that are asked about at a time, so that their rows stay near the processor
Counts = dict[str, Counter[str]]


class Example(NamedTuple):
    """A candidate of a training paper: what is known of it, whether it is a name, in which group its paper is, and whose marks it has.

    Readers mark by different habits; the trees are told whose marks they learn from (0: the gold's), and read as the gold's would.
    """

    type: EntityType
    numbers: list[float]
    wordings: Wordings
    contents: tuple[str, ...]
    proposed: bool
    name: bool
    group: int
    reader: int


class Shares:
    """Of one family how often each wording was seen, and how often with a name: the share of names, drawn towards a tenth where few were seen."""

    def __init__(self, seen: Mapping[str, int], names: Mapping[str, int]) -> None:
        self.numbers = dict(zip(seen, range(1, len(seen) + 1), strict=True))  # 0 is that of all wordings that were not seen
        told, often = np.array([0, *map(names.get, seen, repeat(0))]), [0, *seen.values()]
        shares = (told + 0.1 * SMOOTHING) / (np.array(often) + SMOOTHING)
        logarithm = {n: math.log1p(n) for n in set(often)}
        self.shares: tuple[float, ...] = tuple(shares.tolist())
        self.table = np.array([shares, [logarithm[n] for n in often]])

    def of(self, words: Iterable[str | None], kinds: Iterable[str]) -> Floats:
        """The share of the wording of each candidate, of a type with a blank behind it, and the logarithm of how often it was seen: two columns."""
        get = self.numbers.get
        return self.table[:, [get(kind + word, 0) if word is not None else 0 for kind, word in zip(kinds, words, strict=False)]].T


Known = dict[str, Shares]  # by family


@dataclass(frozen=True)
class Ranker:
    """The trees for programmes and for the other types, how often each wording was seen and how often with a name, and the ends of head nouns."""

    programmes: Trees
    others: Trees
    known: Known
    heads: frozenset[str]

    def likely(self, found: Phrases) -> Flags:
        """Which phrases are worth a second look: their words begin and end as names do."""
        words, numbers = found.split.coded.different, found.split.coded.numbers
        last, first, before = (self.known[family].of([*words, "^"], repeat("PROGRAMME "))[:, 0] for family in EDGES)
        around = np.array([*numbers, len(words)])
        return _likely(last[numbers[found.lasts]], first[numbers[found.firsts]], before[around[found.firsts - 1]])

    def probabilities(self, found: Sequence[Candidate], against: View) -> list[float]:
        """How probable each candidate is a name, in 0..1."""
        return [p for start in range(0, len(found), TOGETHER) for p in self._of_some(found[start:start + TOGETHER], against)]

    def _of_some(self, found: Sequence[Candidate], against: View) -> Iterable[float]:
        rows = _rows([example(c, against) for c in found], self.known)
        programme = np.array([c.type == "PROGRAMME" for c in found], np.bool_)
        told = np.zeros(len(found))
        for kind, mine in ((self.programmes, programme), (self.others, ~programme)):
            told[mine] = kind.probabilities(rows[mine])
        return [float(p) for p in told]


def read(text: str, tagged: Iterable[Candidate], found: Iterable[Mention], ranker: Ranker) -> list[Mention]:
    """The names of a text, nested ones included: of candidates that cross, the more probable stands."""
    split = words(text)
    every = phrases(split, ranker.heads)
    likely = candidates(text, tagged, found, every.that(ranker.likely(every)).spans())
    asked = {(c.start, c.end) for c in likely if c.type == "PROGRAMME"}
    scored = zip(likely, ranker.probabilities(likely, view(text, split, likely, [span for span in every.spans() if span not in asked])), strict=True)
    kept = Kept()
    for c, p in sorted(((c, p) for c, p in scored if p >= LEAST[c.type]), key=lambda x: (-x[1], x[0].start, -x[0].end, x[0].type)):
        m = Mention(c.start, c.end, text[c.start:c.end], c.type, "", "learned.span", round(p, 3))
        if kept.has_room(m):
            kept.add(m)
    return kept.ordered()


def examples(text: str, split: Words, everything: Sequence[Candidate], gold: Iterable[Mention], optional: frozenset[Span], group: int, reader: int) -> list[Example]:
    """What a paper teaches; candidates that touch an optional mark teach nothing."""
    against = view(text, split, everything)
    names = {(m.start, m.end, m.type) for m in gold}
    taught = []
    for c in everything:
        name = (c.start, c.end, c.type) in names
        doubtful = (c.start, c.end) in optional or (not name and any(a < c.end and c.start < b for a, b in optional))
        if not doubtful:
            taught.append(example(c, against, name, group, reader))
    return taught


def example(c: Candidate, against: View, name: bool = False, group: int = 0, reader: int = 0) -> Example:
    """What is known of a candidate, with whether it is a name where that is known."""
    at = place(c, against)
    return Example(c.type, numbers(c, against, at), wordings(c, against, at), contents(against.split, at), c.proposed, name, group, reader)


def head_ends(names: Iterable[Mention]) -> frozenset[str]:
    """The last two characters of unquoted programmes that end so twice or more."""
    ends = Counter(m.text[-2:] for m in names if m.type == "PROGRAMME" and m.text[-1] not in "”）")
    return frozenset(end for end, n in ends.items() if n > 1)


def train(taught: Sequence[Example], heads: frozenset[str], folder: Path) -> None:
    """Fits the trees and writes the model into the folder."""
    lightgbm = _lightgbm()
    worth: list[Example] = []
    rows: list[Floats] = []
    for group in sorted({e.group for e in taught}):
        known = _known(*_counts(e for e in taught if e.group != group))
        mine = list(compress(of_group := [e for e in taught if e.group == group], _worth(of_group, known)))
        worth += mine
        rows.append(_rows(mine, known))
    folder.mkdir(parents=True, exist_ok=True)
    table, labels, programme = np.concatenate(rows), np.array([e.name for e in worth], dtype=float), np.array([e.type == "PROGRAMME" for e in worth])
    for file, which in zip(FILES, (programme, ~programme), strict=False):
        chosen = which if which.any() else ~which
        data = lightgbm.Dataset(table[chosen], label=labels[chosen])
        packed.write(folder / file, lightgbm.train(dict(SETTINGS), data, num_boost_round=ROUNDS).model_to_string())
    seen, names = _counts(taught)
    kept = {f: {w: n for w, n in sorted(seen[f].items()) if n >= SEEN} for f in sorted(seen)}
    told = {f: {w: names[f][w] for w in kept[f] if names[f][w]} for f in kept}
    packed.write(folder / FILES[2], json.dumps({"heads": sorted(heads), "seen": kept, "names": told}, ensure_ascii=False, separators=(",", ":")))


def _lightgbm() -> ModuleType:
    """What trains the trees, and is not needed to read with them."""
    try:
        return import_module("lightgbm")
    except OSError as fault:  # the wheel leaves OpenMP to the system
        raise LexiconError(f"LightGBM does not load ({fault}): install OpenMP, on Debian `apt-get install libgomp1`, on macOS `brew install libomp`") from fault


def load(folder: Path) -> Ranker | None:
    """The model of a folder; None where it holds none."""
    if not all((folder / name).is_file() for name in FILES):
        return None
    try:
        programmes, others = (trees.parsed(packed.read(folder / name)) for name in FILES[:2])
        told: dict[str, Any] = json.loads(packed.read(folder / FILES[2]))
        return Ranker(programmes, others, _known(told["seen"], told["names"]), frozenset(told["heads"]))
    except (OSError, EOFError, ValueError, KeyError) as fault:
        raise LexiconError(f"{', '.join(FILES)}: {fault}; train them anew with `make train`") from fault


def _known(seen: Mapping[str, Mapping[str, int]], names: Mapping[str, Mapping[str, int]]) -> Known:
    return {family: Shares(seen[family], names[family]) for family in COUNTED}


def _counts(taught: Iterable[Example]) -> tuple[Counts, Counts]:
    seen: Counts = {f: Counter() for f in COUNTED}
    names: Counts = {f: Counter() for f in COUNTED}
    for e in taught:
        for family, word in zip(FAMILIES, e.wordings, strict=True):
            if word is not None:
                seen[family][f"{e.type} {word}"] += 1
                names[family][f"{e.type} {word}"] += e.name
        for word in set(e.contents):
            seen["inner"][f"{e.type} {word}"] += 1
            names["inner"][f"{e.type} {word}"] += e.name
    return seen, names


def _worth(examples: Sequence[Example], known: Known) -> Flags:
    """Which examples are worth a second look: somebody proposed them, or their words begin and end as names do."""
    kinds = [f"{e.type} " for e in examples]
    shares = (known[family].of([e.wordings[FAMILIES.index(family)] for e in examples], kinds)[:, 0] for family in EDGES)
    return np.array([e.proposed for e in examples], np.bool_) | _likely(*shares)


def _likely(last: Floats, first: Floats, before: Floats) -> Flags:
    """Which phrases begin and end as names do, by the shares of EDGES."""
    return np.asarray(last * first * before >= LIKELY)


def _rows(examples: Sequence[Example], known: Known) -> Floats:
    """A row of numbers for each: type, what is counted, of each family the share and how often it was seen, the shares of the inner words, whose marks."""
    if not examples:
        return np.zeros((0, 0))
    kinds = [f"{e.type} " for e in examples]
    counted = np.array([(ENTITY_TYPES.index(e.type), *e.numbers) for e in examples], np.float64)
    told = [known[family].of(words, kinds) for family, *words in zip(FAMILIES, *(e.wordings for e in examples), strict=True)]
    inner, shares = known["inner"].numbers, known["inner"].shares
    within = [[shares[inner.get(kind + word, 0)] for word in e.contents] or [-1.0] for kind, e in zip(kinds, examples, strict=True)]
    return np.column_stack([counted, *told, [(min(x), max(x), sum(x) / len(x)) for x in within], [float(e.reader) for e in examples]])
