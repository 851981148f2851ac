"""The main test: by hand, against scipy and statsmodels, and what must never change it."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ketnghia_analysis.measures.impact_test import Effect, randomisation_test

from .many import by_hamlet

# Pairs of mean changes small enough for all 70 ways to be written down
PAIRED = [4.1, 5.3, 6.2, 4.8]
OTHERS = [3.0, 2.2, 4.5, 3.9]
CHANGE = by_hamlet([*PAIRED, *OTHERS])
GIVEN = by_hamlet([1] * 4 + [0] * 4)
ONE = by_hamlet(["x"] * 8)


def _invented(seed: int, paired: int, others: int, communes: int = 1) -> tuple[pd.Series, ...]:
    chance = np.random.default_rng(seed)
    count = paired + others
    return (
        by_hamlet(chance.normal(size=count)),
        by_hamlet(chance.permutation([1] * paired + [0] * others)),
        by_hamlet([f"c{place % communes}" for place in range(count)]),
        by_hamlet(chance.normal(size=count)),
    )


def _welch(values: np.ndarray, member: np.ndarray) -> float:
    one, other = values[member], values[~member]
    error = np.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other))
    return float((one.mean() - other.mean()) / error)


def test_the_p_value_is_that_of_all_ways_written_down() -> None:
    values = CHANGE.to_numpy()
    ratios = []
    for chosen in combinations(range(8), 4):
        member = np.isin(np.arange(8), chosen)
        ratios.append(abs(_welch(values, member)))
    mine = abs(_welch(values, GIVEN.to_numpy() == 1))
    found = randomisation_test(CHANGE, GIVEN, ONE)
    assert found.exact
    assert found.assignments == 70
    assert found.p_value == sum(one >= mine - 1e-9 for one in ratios) / 70


def test_the_estimate_and_its_error_are_welchs() -> None:
    found = randomisation_test(CHANGE, GIVEN, ONE)
    # (4.1 + 5.3 + 6.2 + 4.8) / 4 - (3.0 + 2.2 + 4.5 + 3.9) / 4
    assert (found.estimate, found.plain) == pytest.approx((1.7, 1.7))
    test = stats.ttest_ind(PAIRED, OTHERS, equal_var=False)
    assert found.estimate / found.standard_error == pytest.approx(test.statistic)
    assert found.welch_p == pytest.approx(test.pvalue)
    ends = test.confidence_interval(0.95)
    assert (found.welch_low, found.welch_high) == pytest.approx((ends.low, ends.high))


@pytest.mark.parametrize("seed", range(2))
def test_the_interval_holds_what_the_test_does_not_reject(seed: int) -> None:
    change, paired, communes, _ = _invented(seed, 7, 5)
    found = randomisation_test(change, paired, communes)

    def p_if(supposed: float) -> float:
        return randomisation_test(change - supposed * paired, paired, communes).p_value

    for end, inside in ((found.low, 1), (found.high, -1)):
        assert p_if(end + inside * 1e-6) > 0.05 >= p_if(end - inside * 1e-6)


@pytest.mark.parametrize("covariate", [False, True])
@pytest.mark.parametrize("dose", [False, True])
@pytest.mark.parametrize("communes", [1, 4])
def test_coefficient_and_error_are_those_of_a_regression(
    covariate: bool, dose: bool, communes: int
) -> None:
    """HC2 of statsmodels, with a dummy for each commune."""
    change, paired, commune, before = _invented(3, 14, 10, communes)
    treatment = before.rank() if dose else paired.astype("float64")
    other = by_hamlet(np.random.default_rng(9).normal(size=24))
    columns: dict[str, Any] = {"treatment": treatment}
    columns |= {one: (commune == one).astype("float64") for one in sorted(set(commune))}
    if covariate:
        columns["other"] = other
    fit = sm.OLS(change, pd.DataFrame(columns)).fit(cov_type="HC2")
    found = randomisation_test(change, treatment, commune, other if covariate else None, draws=99)
    assert found.estimate == pytest.approx(fit.params["treatment"])
    assert found.standard_error == pytest.approx(fit.bse["treatment"])
    assert found.freedom == fit.df_resid


def test_levels_of_communes_are_not_taken_for_an_effect() -> None:
    change, paired, communes, _ = _invented(5, 20, 20, 4)
    shift = communes.map({"c0": 0.0, "c1": 30.0, "c2": -20.0, "c3": 7.0})
    found = randomisation_test(change, paired, communes)
    other = randomisation_test(change + shift, paired, communes)
    assert other.estimate == pytest.approx(found.estimate)
    assert other.p_value == found.p_value


def _same(one: Effect, other: Effect, scale: float = 1.0) -> None:
    assert other.p_value == one.p_value
    for name in ("estimate", "standard_error", "low", "high", "plain", "welch_low"):
        told = scale * getattr(one, name)
        assert getattr(other, name) == pytest.approx(told, rel=1e-6, abs=1e-9)


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 500), st.floats(0.01, 100), st.floats(-50, 50))
def test_order_and_units_change_nothing(seed: int, scale: float, shift: float) -> None:
    change, paired, communes, _ = _invented(seed, 10, 7, 3)
    found = randomisation_test(change, paired, communes, draws=199)
    order = np.random.default_rng(seed).permutation(len(change))
    _same(
        found,
        randomisation_test(
            change.iloc[order], paired.iloc[order[::-1]], communes.iloc[order], draws=199
        ),
    )
    _same(found, randomisation_test(shift + scale * change, paired, communes, draws=199), scale)


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 500), st.floats(-3, 3))
def test_an_effect_added_moves_estimate_and_interval_by_itself(seed: int, effect: float) -> None:
    change, paired, communes, _ = _invented(seed, 10, 7)
    found = randomisation_test(change, paired, communes, draws=199)
    moved = randomisation_test(change + effect * paired, paired, communes, draws=199)
    for name in ("estimate", "low", "high"):
        assert getattr(moved, name) == pytest.approx(getattr(found, name) + effect, abs=1e-6)


def test_groups_that_hold_the_other_names_have_the_other_sign() -> None:
    change, paired, communes, _ = _invented(1, 9, 9)
    found = randomisation_test(change, paired, communes)
    other = randomisation_test(change, 1 - paired, communes)
    assert other.estimate == pytest.approx(-found.estimate)
    assert other.p_value == pytest.approx(found.p_value, abs=0.01)


def test_the_test_keeps_its_size_where_spreads_and_numbers_differ() -> None:
    """24 paired hamlets with half the spread of 6 others: the usual t test errs one time in six."""
    chance = np.random.default_rng(4)
    wrong = usual = covered = 0
    for _ in range(120):
        values = chance.normal(size=30) * np.repeat([0.5, 1.0], [24, 6])
        given = by_hamlet([1] * 24 + [0] * 6)
        found = randomisation_test(by_hamlet(values), given, by_hamlet(["x"] * 30), draws=99)
        wrong += found.p_value < 0.05
        covered += found.low <= 0 <= found.high
        usual += stats.ttest_ind(values[:24], values[24:]).pvalue < 0.05
    assert 0.01 <= wrong / 120 <= 0.1
    assert 0.9 <= covered / 120 <= 0.98
    assert usual / 120 > 0.12


@pytest.mark.parametrize(
    ("paired", "others", "spreads"),
    [
        # in standard deviations of a change, for 80 % power at 5 %
        (12, 3, 1.96),
        (10, 5, 1.66),
        (24, 6, 1.33),
        (45, 15, 0.85),
    ],
)
def test_the_smallest_difference_that_would_be_found(
    paired: int, others: int, spreads: float
) -> None:
    one, other = (stats.norm.ppf((np.arange(n) + 0.5) / n) for n in (paired, others))
    values = by_hamlet([*(one / one.std(ddof=1)), *(other / other.std(ddof=1))])
    given = by_hamlet([1] * paired + [0] * others)
    found = randomisation_test(values, given, by_hamlet(["x"] * len(values)), draws=99)
    assert found.minimum_detectable == pytest.approx(spreads, abs=0.01)


def test_hamlets_that_all_changed_alike_differ_by_nothing() -> None:
    found = randomisation_test(by_hamlet([2.0] * 8), GIVEN, ONE)
    assert (found.estimate, found.low, found.high, found.p_value) == (0, 0, 0, 1)


def test_without_anybody_to_compare_with_nothing_is_told() -> None:
    found = randomisation_test(CHANGE, by_hamlet([1] * 8), ONE)
    assert np.isnan(found.estimate)
    assert np.isnan(found.p_value)
    assert (found.low, found.high) == (-np.inf, np.inf)


@pytest.mark.parametrize(
    ("change", "communes"),
    [(CHANGE.iloc[:7], ONE), (CHANGE.where(CHANGE > 3), ONE), (CHANGE, ONE.iloc[1:])],
    ids=["a hamlet too few", "a value missing", "a commune missing"],
)
def test_what_does_not_belong_together_is_refused(change: pd.Series, communes: pd.Series) -> None:
    with pytest.raises(ValueError, match=r"hamlets|missing"):
        randomisation_test(change, GIVEN, communes)
