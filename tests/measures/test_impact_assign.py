"""The ways in which pairings could have fallen otherwise."""

from __future__ import annotations

from math import comb

import numpy as np
import pandas as pd
import pytest

from ketnghia_analysis.measures.impact_assign import LEAST_WAYS, number_of_ways, ways

from .many import by_hamlet


@pytest.mark.parametrize(
    ("values", "strata", "count"),
    [
        ([1, 1, 0, 0], [0, 0, 0, 0], 6),
        ([1, 0, 1, 0], [0, 0, 1, 1], 4),
        ([1, 1, 0], [0, 0, 1], 1),
        ([2021, 2022, np.inf], [0, 0, 0], 6),
        ([1.5, 2.5, 2.5], [0, 0, 0], 3),
    ],
)
def test_ways_are_counted(values: list[float], strata: list[int], count: int) -> None:
    assert number_of_ways(np.array(values, dtype="float64"), np.array(strata)) == count


def test_few_ways_are_all_gone_through_once() -> None:
    given = by_hamlet([1] * 5 + [0] * 5)
    found = ways(given, by_hamlet(["x"] * 10))
    assert found.exact
    assert len(found.values) == comb(10, 5) == len({tuple(row) for row in found.values})
    assert (found.values.sum(axis=1) == 5).all()


@pytest.mark.parametrize("draws", [100_000, 500])
def test_hamlets_change_places_only_within_their_commune(draws: int) -> None:
    given = by_hamlet([1, 1, 0, 0] * 4)
    communes = by_hamlet(["a", "b", "a", "b"] * 4)
    found = ways(given, communes, draws)
    assert found.within
    assert found.exact == (draws > 500)
    own = communes.to_numpy() == "a"
    assert (found.values[:, own].sum(axis=1) == given[own].sum()).all()
    assert len(found.values) == (comb(8, 4) ** 2 if found.exact else draws)


def test_a_district_whose_communes_leave_no_choice_is_mixed_whole() -> None:
    given = by_hamlet([1] * 8 + [0] * 6)
    communes = by_hamlet([f"c{place}" for place in range(14)])
    found = ways(given, communes)
    assert not found.within
    assert len(found.values) == comb(14, 6) > LEAST_WAYS


def test_all_orders_of_three_kinds() -> None:
    given = by_hamlet([1.0, 2, 2, 3, 3, 3])
    found = ways(given, by_hamlet(["x"] * 6))
    assert len({tuple(row) for row in found.values}) == 60 == len(found.values)


def test_drawn_ways_are_fair() -> None:
    given = by_hamlet([1] * 10 + [0] * 20)
    found = ways(given, by_hamlet(["a", "b"] * 15), 4000)
    assert found.values.mean(axis=0) == pytest.approx(1 / 3, abs=0.04)


def test_the_same_hamlets_give_the_same_ways() -> None:
    given, communes = by_hamlet([1] * 10 + [0] * 20), by_hamlet(["a", "b"] * 15)
    assert np.array_equal(ways(given, communes).values, ways(given, communes).values)
    assert isinstance(given, pd.Series)
