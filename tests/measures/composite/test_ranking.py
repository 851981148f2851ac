"""Ranks and their confidence sets."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ketnghia_analysis.measures.composite.ranking import rank_sets, ranked


def test_ranks_are_those_of_pandas_also_with_ties_and_gaps() -> None:
    rng = np.random.default_rng(4)
    scores = rng.integers(0, 9, (20, 30)).astype("float64")
    scores[rng.random(scores.shape) < 0.1] = np.nan
    by_pandas = pd.DataFrame(scores).rank(axis=1, ascending=False, method="min").fillna(0)
    found = ranked(scores)
    assert found.dtype == np.int32
    assert (found == by_pandas.to_numpy()).all()


def test_units_far_apart_have_one_rank_and_close_ones_share_theirs() -> None:
    values = pd.Series([9.0, 5.05, 5.0, 1.0], index=list("abcd"))
    table = rank_sets(values, np.full(4, 0.2)).table
    assert table[["low", "high"]].to_numpy().tolist() == [[1, 1], [2, 3], [2, 3], [4, 4]]
    assert table["tier"].tolist() == [1, 2, 2, 3]
    assert table["alike"].tolist() == [0, 1, 1, 0]


def test_without_errors_ranks_are_certain_and_equal_ones_tied() -> None:
    table = rank_sets(pd.Series([3.0, 3.0, 1.0]), np.zeros(3)).table
    assert table[["low", "high"]].to_numpy().tolist() == [[1, 2], [1, 2], [3, 3]]


def test_two_units_are_told_apart_exactly_beyond_the_normal_quantile() -> None:
    # with one pair the critical value is that of |N(0, 1)|: 1.96 at 95 %
    for gap, alike in ((1.80, 1), (2.12, 0)):
        table = rank_sets(pd.Series([gap, 0.0]), np.full(2, 0.5**0.5), draws=20_000).table
        assert table["alike"].tolist() == [alike, alike]


def test_sets_for_all_units_at_once_are_wider_and_all_hold_the_estimate() -> None:
    values = pd.Series(np.random.default_rng(2).normal(0, 2, 12))
    table = rank_sets(values, np.full(12, 0.6)).table
    assert (table["low_all"] <= table["low"]).all()
    assert (table["high_all"] >= table["high"]).all()
    assert table["rank"].between(table["low"], table["high"]).all()


@pytest.mark.parametrize("spread", [0.0, 1.0])
def test_sets_hold_the_true_ranks_as_often_as_promised(spread: float) -> None:
    truth = np.linspace(0, spread * 3, 6)
    rng = np.random.default_rng(3)
    true_low = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
    true_high = 6 - (truth[None, :] < truth[:, None]).sum(axis=1)
    held = 0
    for one in range(120):
        seen = pd.Series(truth + rng.normal(0, 1, 6))
        table = rank_sets(seen, np.ones(6), draws=300, seed=one).table
        held += bool(((table["low_all"] <= true_low) & (table["high_all"] >= true_high)).all())
    assert held / 120 >= 0.9


def test_errors_must_fit_the_estimates() -> None:
    with pytest.raises(ValueError, match="one error"):
        rank_sets(pd.Series([1.0, 2.0]), np.ones(3))
    with pytest.raises(ValueError, match="known"):
        rank_sets(pd.Series([1.0, 2.0]), np.array([1.0, np.nan]))
