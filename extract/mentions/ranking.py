"""The model that decides between candidate spans: gradient-boosted trees (LightGBM) over what spans.py knows of each.

What is said in words becomes numbers by counting: how often a candidate of the type with this last word, verb before, … was a name in the
training papers (a smoothed target encoding, for the training papers themselves counted on the others). Trained by extract/train.py, kept in
data/model/spans.*; the same papers give the same model. Programmes have trees of their own: what makes a name of one is unlike the rest.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from extract.errors import LexiconError
from extract.mentions.select import Kept
from extract.mentions.spans import Candidate, View, Words, candidates, contents, edges, numbers, place, view, wordings, words
from extract.model import ENTITY_TYPES, EntityType, Mention, Span

try:
    import lightgbm
except OSError as fault:  # the wheel leaves OpenMP to the system
    raise LexiconError(f"LightGBM does not load ({fault}): install OpenMP, on Debian `apt-get install libgomp1`, on macOS `brew install libomp`") from fault

FILES = ("spans.programmes.txt.gz", "spans.others.txt.gz", "spans.json.gz")
FAMILIES = ("rule", "last2", "last3", "first2", "before2", "after1", "after2", "sides", "surface", "clause", "verb", "first", "before", "last", "after", "ending", "between",
            "shape", "around", "quoted", "tail", "lead", "inner")
LEAST: dict[EntityType, float] = {"DOC": 0.4, "MEETING": 0.4, "PROGRAMME": 0.32, "ORG": 0.4, "DOCTRINE": 0.4, "STRATEGY": 0.4}
SETTINGS = {"objective": "binary", "learning_rate": 0.03, "num_leaves": 63, "min_data_in_leaf": 15, "bagging_fraction": 0.8, "bagging_freq": 1, "feature_fraction": 0.6,
            "lambda_l2": 5.0, "seed": 1, "deterministic": True, "force_col_wise": True, "num_threads": 1, "verbosity": -1}
ROUNDS, SMOOTHING, SEEN = 700, 4.0, 2
LIKELY = 1.5e-5  # least product of the shares of its last word, its first and the one before, of a phrase that nobody proposed
Counts = dict[str, Counter[str]]


@dataclass(frozen=True)
class Example:
    """A candidate of a training paper: what is known of it, whether it is a name, and in which group its paper is."""

    type: EntityType
    numbers: list[float]
    wordings: dict[str, str]
    contents: tuple[str, ...]
    proposed: bool
    name: bool
    group: int


@dataclass(frozen=True)
class Ranker:
    """The trees for programmes and for the other types, how often each wording was seen and how often with a name, and the ends of head nouns."""

    programmes: lightgbm.Booster
    others: lightgbm.Booster
    seen: Counts
    names: Counts
    heads: frozenset[str]

    def likely(self, c: Candidate, split: Words) -> bool:
        """Whether a candidate is worth a second look: somebody proposed it, or its words begin and end as names do."""
        return c.proposed or _likely(c.type, edges(split, split.first(c.start), split.last(c.end)), self.seen, self.names)

    def probabilities(self, found: Sequence[Candidate], against: View) -> list[float]:
        """How probable each candidate is a name, in 0..1."""
        told = [0.0] * len(found)
        for trees, which in ((self.programmes, True), (self.others, False)):
            mine = [i for i, c in enumerate(found) if (c.type == "PROGRAMME") == which]
            rows = [_row(example(found[i], against), self.seen, self.names) for i in mine]
            if rows:
                for i, p in zip(mine, np.asarray(trees.predict(np.array(rows), num_threads=1)), strict=True):
                    told[i] = float(p)
        return told


def read(text: str, tagged: Iterable[Candidate], found: Iterable[Mention], ranker: Ranker) -> list[Mention]:
    """The names of a text, nested ones included: of candidates that cross, the more probable stands."""
    split = words(text)
    everything = candidates(text, split, tagged, found, ranker.heads)
    likely = [c for c in everything if ranker.likely(c, split)]
    scored = zip(likely, ranker.probabilities(likely, view(text, split, everything)), strict=True)
    kept = Kept()
    for c, p in sorted(((c, p) for c, p in scored if p >= LEAST[c.type]), key=lambda x: (-x[1], x[0].start, -x[0].end, x[0].type)):
        m = Mention(c.start, c.end, text[c.start:c.end], c.type, "", "learned.span", round(p, 3))
        if kept.has_room(m):
            kept.add(m)
    return kept.ordered()


def examples(text: str, split: Words, everything: Sequence[Candidate], gold: Iterable[Mention], optional: frozenset[Span], group: int) -> list[Example]:
    """What a paper teaches; candidates that touch an optional mark teach nothing."""
    against = view(text, split, everything)
    names = {(m.start, m.end, m.type) for m in gold}
    taught = []
    for c in everything:
        name = (c.start, c.end, c.type) in names
        doubtful = (c.start, c.end) in optional or (not name and any(a < c.end and c.start < b for a, b in optional))
        if not doubtful:
            taught.append(example(c, against, name, group))
    return taught


def example(c: Candidate, against: View, name: bool = False, group: int = 0) -> Example:
    """What is known of a candidate, with whether it is a name where that is known."""
    at = place(c, against)
    return Example(c.type, numbers(c, against, at), wordings(c, against, at), contents(against.split, at), c.proposed, name, group)


def head_ends(names: Iterable[Mention]) -> frozenset[str]:
    """The last two characters of unquoted programmes that end so twice or more."""
    ends = Counter(m.text[-2:] for m in names if m.type == "PROGRAMME" and m.text[-1] not in "”）")
    return frozenset(end for end, n in ends.items() if n > 1)


def train(taught: Sequence[Example], heads: frozenset[str], folder: Path) -> None:
    """Fits the trees and writes the model into the folder."""
    rows: list[tuple[Example, list[float]]] = []
    for group in sorted({e.group for e in taught}):
        seen, names = _counts(e for e in taught if e.group != group)
        rows += [(e, _row(e, seen, names)) for e in taught if e.group == group and (e.proposed or _likely(e.type, e.wordings, seen, names))]
    folder.mkdir(parents=True, exist_ok=True)
    for file, which in zip(FILES, (True, False), strict=False):
        mine = [(e, row) for e, row in rows if (e.type == "PROGRAMME") == which] or rows
        data = lightgbm.Dataset(np.array([row for _, row in mine]), label=np.array([e.name for e, _ in mine], dtype=float))
        _write(folder / file, lightgbm.train(dict(SETTINGS), data, num_boost_round=ROUNDS).model_to_string())
    seen, names = _counts(taught)
    kept = {f: {w: n for w, n in sorted(seen[f].items()) if n >= SEEN} for f in sorted(seen)}
    told = {f: {w: names[f][w] for w in kept[f] if names[f][w]} for f in kept}
    _write(folder / FILES[2], json.dumps({"heads": sorted(heads), "seen": kept, "names": told}, ensure_ascii=False, separators=(",", ":")))


def load(folder: Path) -> Ranker | None:
    """The model of a folder; None where it holds none."""
    if not all((folder / name).is_file() for name in FILES):
        return None
    try:
        programmes, others = (lightgbm.Booster(model_str=_read(folder / name)) for name in FILES[:2])
        known: dict[str, Any] = json.loads(_read(folder / FILES[2]))
    except (lightgbm.basic.LightGBMError, OSError, EOFError, ValueError) as fault:
        raise LexiconError(f"{', '.join(FILES)}: {fault}; train them anew with `make train`") from fault
    seen, names = ({f: Counter(c) for f, c in known[which].items()} for which in ("seen", "names"))
    return Ranker(programmes, others, seen, names, frozenset(known["heads"]))


def _write(path: Path, text: str) -> None:
    path.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))  # the same bytes each time


def _read(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode("utf-8")


def _counts(taught: Iterable[Example]) -> tuple[Counts, Counts]:
    seen: Counts = {f: Counter() for f in FAMILIES}
    names: Counts = {f: Counter() for f in FAMILIES}
    for e in taught:
        for family, word in e.wordings.items():
            seen[family][f"{e.type} {word}"] += 1
            names[family][f"{e.type} {word}"] += e.name
        for word in set(e.contents):
            seen["inner"][f"{e.type} {word}"] += 1
            names["inner"][f"{e.type} {word}"] += e.name
    return seen, names


def _likely(type_: EntityType, said: dict[str, str], seen: Counts, names: Counts) -> bool:
    """Whether a phrase that nobody proposed begins and ends as names do."""
    return math.prod(_share(f, f"{type_} {said.get(f, '')}", seen, names) for f in ("last", "first", "before")) >= LIKELY


def _row(e: Example, seen: Counts, names: Counts) -> list[float]:
    row = [float(ENTITY_TYPES.index(e.type)), *e.numbers]
    for family in FAMILIES[:-1]:
        word = f"{e.type} {e.wordings[family]}" if family in e.wordings else ""
        row += [_share(family, word, seen, names), math.log1p(seen[family].get(word, 0))]
    shares = [_share("inner", f"{e.type} {word}", seen, names) for word in e.contents] or [-1.0]
    return [*row, min(shares), max(shares), sum(shares) / len(shares)]


def _share(family: str, word: str, seen: Counts, names: Counts) -> float:
    """The share of names among the candidates with a wording, drawn towards a tenth where few were seen."""
    return (names[family].get(word, 0) + 0.1 * SMOOTHING) / (seen[family].get(word, 0) + SMOOTHING)
