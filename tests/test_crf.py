"""The taggers read CRFsuite's files and say what CRFsuite says, to the last bit; the trees say what LightGBM says."""

from __future__ import annotations

import lzma
import random
from pathlib import Path

import lightgbm
import numpy as np
import pycrfsuite
import pytest

from extract import crf
from extract.mentions import learned, trees
from extract.mentions.features import features, read_paper

TEXT = "一、实施“飞鹰计划”，办好云上论坛。\n落实《青年条例》，建设“飞鹰计划”示范点。\n"
PIECES = [(0, 19), (20, len(TEXT) - 1)]


def test_a_tagger_says_what_crfsuite_says() -> None:
    path = learned.FOLDER / learned.FILES[0]
    ours, data, theirs = crf.load(path), lzma.decompress(path.read_bytes()), pycrfsuite.Tagger()
    theirs.open_inmemory(data)
    chance, known = random.Random(1), list(ours.numbers)
    sequences = [[[*chance.sample(known, 6), "nobody knows this"] for _ in range(size)] for size in (1, 2, 40, 7)]
    rows = [item for sequence in sequences for item in sequence]
    scores = ours.scores(len(rows))
    ours.add_items(scores, rows)
    labels, told = ours.read(scores, np.cumsum([len(s) for s in sequences], dtype=np.int32))
    assert list(ours.labels) == theirs.labels()
    assert [ours.labels[n] for n in labels] == [label for s in sequences for label in theirs.tag(s)]
    expected = []
    for sequence in sequences:
        theirs.set(sequence)
        expected += [[theirs.marginal(label, i) for label in ours.labels] for i in range(len(sequence))]
    assert told.tolist() == expected


@pytest.mark.parametrize("rows", [None, np.array([2, 3, 4, 30, 31])])
def test_scores_are_the_sums_of_the_features_weights(rows: np.ndarray | None) -> None:
    tagger, seen = crf.load(learned.FOLDER / learned.FILES[0]), features(TEXT, PIECES, [], read_paper(TEXT))
    items = [item for i, item in enumerate(seen.strings()) if rows is None or i in rows]
    expected = tagger.scores(len(items))
    tagger.add_items(expected, items)
    assert np.abs(expected).sum() > 1
    assert np.array_equal(seen.scores(tagger, rows), expected)


def test_trees_say_what_lightgbm_says(tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    rows = chance.normal(size=(500, 4)).round(1)
    made = lightgbm.train({"objective": "binary", "verbosity": -1, "num_threads": 1, "min_data_in_leaf": 5}, lightgbm.Dataset(rows, (rows[:, 0] * rows[:, 1] > rows[:, 2]).astype(float)), 20)
    assert np.abs(trees.parsed(made.model_to_string()).probabilities(rows) - made.predict(rows)).max() < 1e-15


def test_what_is_no_such_model_is_an_error() -> None:
    with pytest.raises(ValueError, match="two classes"):
        trees.parsed("tree\nversion=v4\nend of trees\n")
