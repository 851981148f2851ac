"""Empirical Bayes against published figures, a grid, and simulated hamlets."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import betaln

from ketnghia_analysis.measures.shrinkage import shrink, shrink_rates

# Colditz and others (1994), JAMA 271, 698-702: vaccinated with and without tuberculosis,
# then controls with and without
BCG = """4 119 11 128|6 300 29 274|3 228 11 209|62 13536 248 12619|33 5036 47 5761|
180 1361 372 1079|8 2537 10 619|505 87886 499 87892|29 7470 45 7232|17 1699 65 1600|
186 50448 141 27197|5 2493 3 2338|27 16886 29 17825"""
LATITUDE = [44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33]


def _bcg() -> tuple[pd.Series, pd.Series]:
    a, b, c, d = np.array([row.split() for row in BCG.split("|")], dtype="float64").T
    risk = np.log(a / (a + b)) - np.log(c / (c + d))
    return pd.Series(risk), pd.Series(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))


@pytest.mark.parametrize(
    ("method", "tau2", "mean"),
    [
        ("DL", 0.308760, -0.714117),
        ("REML", 0.313243, -0.714532),
        ("ML", 0.280028, -0.711199),
        ("PM", 0.318069, -0.714968),
        ("EB", 0.318069, -0.714968),
        ("HE", 0.328564, -0.715879),
    ],
)
def test_the_bcg_trials_give_the_published_variances(method: str, tau2: float, mean: float) -> None:
    # figures of Viechtbauer's metafor (2010, J. Stat. Softw. 36) on the same trials
    found = shrink(*_bcg(), method=method)  # type: ignore[arg-type]
    assert found.tau2 == pytest.approx(tau2, abs=1e-6)
    assert found.coefficients[0] == pytest.approx(mean, abs=1e-6)
    assert found.q == pytest.approx(152.23301, abs=1e-5)


def test_a_covariate_explains_most_of_the_difference_between_the_trials() -> None:
    found = shrink(*_bcg(), pd.DataFrame({"latitude": LATITUDE}))
    assert found.tau2 == pytest.approx(0.0764, abs=1e-4)
    assert found.coefficients[1] == pytest.approx(-0.0291, abs=1e-4)
    assert found.coefficient_se[1] == pytest.approx(0.0072, abs=1e-4)


def test_a_shrunk_value_lies_between_the_own_and_the_common_one() -> None:
    y, v = _bcg()
    found = shrink(y, v)
    own = found.tau2 / (found.tau2 + v)
    by_hand = own * y + (1 - own) * found.coefficients[0]
    se = np.sqrt(own * v + (1 - own) ** 2 * found.coefficient_se[0] ** 2)
    assert found.table["shrunk"].to_numpy() == pytest.approx(by_hand.to_numpy())
    assert found.table["se"].to_numpy() == pytest.approx(se.to_numpy())


@pytest.mark.parametrize("method", ["DL", "REML", "ML", "PM", "EB"])
def test_eight_schools_can_not_be_told_apart(method: str) -> None:
    # Rubin (1981), J. Educ. Stat. 6: effects of coaching and their standard errors
    effects = pd.Series([28.0, 8, -3, 7, -1, 1, 18, 12])
    errors = pd.Series([15.0, 10, 16, 11, 9, 11, 10, 18])
    found = shrink(effects, errors**2, method=method)  # type: ignore[arg-type]
    assert found.tau2 == 0
    assert not found.told_apart
    assert "không phân biệt được" in found.said
    assert found.table["shrunk"].nunique() == 1
    assert found.coefficients[0] == pytest.approx(7.686, abs=1e-3)


def test_an_unknown_unit_gets_what_is_common() -> None:
    y, v = _bcg()
    y.iloc[3] = np.nan
    found = shrink(y, v)
    assert found.table["weight"].iloc[3] == 0
    assert found.table["shrunk"].iloc[3] == pytest.approx(found.coefficients[0])
    assert found.table["se"].iloc[3] > found.table["se"].drop(index=3).min()


def test_too_few_units_are_refused() -> None:
    with pytest.raises(ValueError, match="more known units"):
        shrink(pd.Series([1.0]), pd.Series([1.0]))


def _hamlets(
    seed: int, mean: float, strength: float, count: int = 80
) -> tuple[pd.Series, pd.Series]:
    rng = np.random.default_rng(seed)
    whole = rng.integers(8, 90, count)
    rates = rng.beta(mean * strength, (1 - mean) * strength, count)
    return pd.Series(rng.binomial(whole, rates)), pd.Series(whole)


def test_rates_are_drawn_to_the_mean_the_smaller_the_hamlet_the_more() -> None:
    part, whole = _hamlets(1, 0.3, 15)
    found = shrink_rates(part, whole)
    table = found.table
    by_hand = (part + found.strength * found.mean) / (whole + found.strength)
    assert table["shrunk"].to_numpy() == pytest.approx(by_hand.to_numpy())
    assert (table["weight"].rank() == whole.rank()).all()
    assert 0.25 < found.mean < 0.35
    assert 7 < found.strength < 35


def test_the_fit_is_the_best_of_a_fine_grid() -> None:
    part, whole = _hamlets(2, 0.2, 10, 40)
    found = shrink_rates(part, whole)

    def likelihood(m: float, k: float) -> float:
        a, b = m * k, (1 - m) * k
        return float((betaln(part + a, whole - part + b) - betaln(a, b)).sum())

    best = likelihood(found.mean, found.strength)
    for m in np.linspace(0.1, 0.35, 40):
        for k in np.geomspace(2, 60, 40):
            assert likelihood(float(m), float(k)) <= best + 1e-7


def test_hamlets_that_differ_by_chance_only_are_said_to_be_alike() -> None:
    whole = pd.Series([20] * 6)
    found = shrink_rates(pd.Series([6, 5, 7, 6, 6, 6]), whole)
    assert not found.told_apart
    assert found.said.startswith("Các đơn vị không phân biệt được")
    assert found.table["shrunk"].nunique() == 1
    nobody = shrink_rates(pd.Series([0, 0]), pd.Series([5, 9]))
    assert (nobody.table["shrunk"] == 0).all()
    assert (nobody.table["high"] > 0).all()


def test_intervals_hold_the_true_rates_about_as_often_as_promised() -> None:
    rng = np.random.default_rng(8)
    rates = rng.beta(6, 14, 600)
    whole = rng.integers(10, 80, 600)
    found = shrink_rates(pd.Series(rng.binomial(whole, rates)), pd.Series(whole)).table
    held = ((found["low"] <= rates) & (rates <= found["high"])).mean()
    assert 0.92 <= held <= 0.98


def test_unknown_counts_stay_unknown_and_impossible_ones_are_refused() -> None:
    part = pd.Series([3, pd.NA, 9, 1], dtype="Int64")
    table = shrink_rates(part, pd.Series([10, 10, 12, 0], dtype="Int64").where(part != 1)).table
    assert table["rate"].isna().tolist() == [False, True, False, True]
    assert table["shrunk"].notna().all()
    with pytest.raises(ValueError, match="within their wholes"):
        shrink_rates(pd.Series([5, 2]), pd.Series([4, 9]))
