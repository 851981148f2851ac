"""Errors clustered by commune: against a published table and statsmodels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from ketnghia_analysis.measures.impact_large import (
    clustered_difference,
    two_by_two,
    two_way_fixed_effects,
)

from .many import by_hamlet


def _invented(count: int = 120) -> tuple[pd.Series, pd.Series, pd.Series, pd.Series]:
    chance = np.random.default_rng(2)
    communes = by_hamlet([f"c{place % 15}" for place in range(count)])
    shock = communes.map({f"c{place}": one for place, one in enumerate(chance.normal(size=15))})
    paired = by_hamlet((chance.random(count) < 0.4).astype("float64"))
    change = by_hamlet(chance.normal(size=count)) + shock + 0.8 * paired
    return change, paired, communes, by_hamlet(chance.normal(size=count))


@pytest.mark.parametrize("with_before", [False, True])
def test_coefficient_and_error_are_those_of_the_formula(with_before: bool) -> None:
    """Written out: (X'X)^-1 (sum of X_g' e_g e_g' X_g) (X'X)^-1, times CR1's factor."""
    change, paired, communes, before = _invented()
    columns = [paired, pd.Series(1.0, paired.index), *([before] if with_before else [])]
    x, y = np.column_stack(columns), change.to_numpy()
    bread = np.linalg.inv(x.T @ x)
    beta = bread @ x.T @ y
    rest = y - x @ beta
    meat = sum(
        np.outer(x[own].T @ rest[own], x[own].T @ rest[own])
        for own in (communes.to_numpy() == one for one in sorted(set(communes)))
    )
    factor = 15 / 14 * (len(y) - 1) / (len(y) - x.shape[1])
    error = np.sqrt(factor * (bread @ meat @ bread)[0, 0])
    found = clustered_difference(change, paired, communes, before if with_before else None)
    assert (found.estimate, found.standard_error) == pytest.approx((beta[0], error))
    assert found.freedom == 14
    assert found.low < found.estimate < found.high


def test_the_order_of_hamlets_changes_nothing() -> None:
    change, paired, communes, _ = _invented()
    mixed = clustered_difference(change.iloc[::-1], paired, communes.sort_values())
    found = clustered_difference(change, paired, communes)
    assert mixed.estimate == pytest.approx(found.estimate)
    assert mixed.standard_error == pytest.approx(found.standard_error)


def test_two_way_fixed_effects_are_those_of_a_dummy_for_each_hamlet_and_year() -> None:
    _, paired, communes, _ = _invented(40)
    chance = np.random.default_rng(3)
    wide = pd.DataFrame(chance.normal(size=(40, 4)), index=paired.index, columns=range(2019, 2023))
    wide = wide.mask(chance.random(wide.shape) < 0.1)
    began = (2021 * paired).where(paired == 1)
    long = wide.stack().dropna()
    hamlet = pd.Series(long.index.get_level_values(0), index=long.index)
    year = pd.Series(long.index.get_level_values(1), index=long.index)
    x = pd.concat(
        [
            ((hamlet.map(paired) == 1) & (year >= 2021)).rename("treated"),
            pd.get_dummies(hamlet),
            pd.get_dummies(year, drop_first=True),
        ],
        axis=1,
    ).astype("float64")
    groups = pd.factorize(hamlet.map(communes))[0]
    fit = sm.OLS(long, x).fit(cov_type="cluster", cov_kwds={"groups": groups})
    found = two_way_fixed_effects(wide, began, communes)
    assert found.estimate == pytest.approx(fit.params["treated"])
    # statsmodels counts the hamlets' levels too, which lie within the communes
    counted = (len(long) - x.shape[1]) / (len(long) - 1 - wide.shape[1])
    assert found.standard_error == pytest.approx(fit.bse["treated"] * np.sqrt(counted))


def test_with_two_rounds_two_way_fixed_effects_are_the_difference_of_changes() -> None:
    change, paired, communes, _ = _invented()
    wide = pd.DataFrame({2019: 0.0 * change + 50, 2021: 50 + change})
    began = (2021 * paired).where(paired == 1)
    found = two_way_fixed_effects(wide, began, communes)
    assert found.estimate == pytest.approx(clustered_difference(change, paired, communes).estimate)


def test_cells_of_means_give_the_published_difference() -> None:
    """Card and Krueger (1994), table 3: FTE in PA 23.33, 21.17 and in NJ 20.44, 21.03 give 2.76.

    Each cell is given by restaurants around its mean, some known in one period only.
    """
    paired = by_hamlet([True] * 4 + [False] * 4)
    before = by_hamlet([19.44, 21.44, 20.44, np.nan, 22.33, 24.33, 23.33, np.nan])
    after = by_hamlet([np.nan, 20.03, 22.03, 21.03, np.nan, 20.17, 22.17, 21.17])
    found = two_by_two(before, after, paired, by_hamlet(range(8)))
    assert found.estimate == pytest.approx((21.03 - 20.44) - (21.17 - 23.33))
    assert found.estimate == pytest.approx(2.76, abs=0.011)
    assert (found.treated, found.others) == (4, 4)


def test_without_anybody_paired_after_the_start_nothing_can_be_told() -> None:
    wide = pd.DataFrame({2019: [1.0, 2.0], 2021: [2.0, 3.0]}, index=["a", "b"])
    nobody = pd.Series(np.nan, index=["a", "b"])
    with pytest.raises(ValueError, match="can't be told"):
        two_way_fixed_effects(wide, nobody, pd.Series(["x", "y"], index=["a", "b"]))
