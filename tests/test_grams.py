"""N-grams by code points: each place of a text is told the number of the one that begins there."""

from __future__ import annotations

import numpy as np
import pytest

from extract.grams import points, table


@pytest.mark.parametrize("size", [1, 2, 4])
def test_each_place_has_the_number_of_its_gram(size: int) -> None:
    text = "优化营商环境条例,优化政务环境\U00020000条例" * 3
    grams = [text[at:at + size] for at in range(len(text) - size + 1)]
    known = sorted(set(grams))[::2]
    found = table(known).find(points(text), np.ones(len(grams), np.bool_))
    assert found.tolist() == [known.index(gram) + 1 if gram in known else 0 for gram in grams]


def test_what_is_not_wanted_is_not_looked_up() -> None:
    assert table(["条", "例"]).find(points("条例条"), np.array([True, False, True])).tolist() == [1, 0, 1]


def test_an_empty_table_knows_nothing() -> None:
    assert table([]).find(points("条例"), np.ones(2, np.bool_)).tolist() == [0, 0]
