"""Effects of pairings that begin in different years: against a second reckoning."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from ketnghia_analysis.measures.impact_staggered import Controls, staggered
from ketnghia_analysis.measures.impact_test import randomisation_test

from .many import by_hamlet

YEARS = range(2019, 2025)


def _invented(seed: int = 0, count: int = 30) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    chance = np.random.default_rng(seed)
    cohort = by_hamlet([2021.0, 2021, 2023, math.nan, 2023, math.nan] * (count // 6))
    level = chance.normal(50, 3, count)
    wide = pd.DataFrame(
        {year: level + (year - 2019) + chance.normal(size=count) for year in YEARS},
        index=cohort.index,
    )
    for year in YEARS:
        wide[year] += np.where(cohort <= year, 1.0 + (year - cohort.fillna(year)), 0)
    return wide, cohort, by_hamlet(["a", "b", "c"] * (count // 3))


def _att(
    wide: pd.DataFrame, cohort: pd.Series, g: int, t: int, base: int, controls: Controls
) -> tuple[float, float]:
    """Difference of mean changes and its standard error with sums over n, as in R's did."""
    change = wide[t] - wide[base]
    own = change[cohort == g]
    waiting = cohort.isna() if controls == "never" else ~(cohort <= max(t, base))
    other = change[waiting & (cohort != g)]
    error = math.sqrt(own.var(ddof=0) / len(own) + other.var(ddof=0) / len(other))
    return own.mean() - other.mean(), error


@pytest.mark.parametrize("controls", ["never", "not_yet"])
def test_cells_are_differences_of_mean_changes(controls: Controls) -> None:
    wide, cohort, communes = _invented()
    found = staggered(wide, cohort, communes, controls, draws=99)
    assert len(found.cells) == 2 * 5
    for cell in found.cells.itertuples():
        base = cell.cohort - 1 if cell.after else cell.year - 1
        effect, error = _att(wide, cohort, cell.cohort, cell.year, base, controls)
        assert (cell.effect, cell.standard_error) == pytest.approx((effect, error))


def test_means_weigh_the_cells_by_the_size_of_their_cohorts() -> None:
    wide, cohort, communes = _invented()
    cohort.iloc[2] = math.nan
    found = staggered(wide, cohort, communes, draws=99)
    size = cohort.value_counts()
    after = found.cells[found.cells["after"]]
    weight = after["cohort"].map(size)
    assert found.mean("simple")["effect"] == pytest.approx(
        (after["effect"] * weight).sum() / weight.sum()
    )
    by_cohort = after.groupby("cohort")["effect"].mean()
    for one, effect in by_cohort.items():
        assert found.mean("group", float(one))["effect"] == pytest.approx(effect)
    assert found.mean("group")["effect"] == pytest.approx((by_cohort * size).sum() / size.sum())
    events = after.assign(event=after["year"] - after["cohort"], weight=weight)
    means = {
        event: np.average(own["effect"], weights=own["weight"])
        for event, own in events.groupby("event")
    }
    for event, effect in means.items():
        assert found.mean("event", float(event))["effect"] == pytest.approx(effect)
    assert found.mean("event")["effect"] == pytest.approx(np.mean(list(means.values())))
    calendar = [
        np.average(own["effect"], weights=own["weight"]) for _, own in events.groupby("year")
    ]
    assert found.mean("calendar")["effect"] == pytest.approx(np.mean(calendar))


def test_errors_of_means_are_those_of_leaving_hamlets_out() -> None:
    """The jackknife, which knows nothing of influence functions, comes near them."""
    wide, cohort, communes = _invented(count=36)
    found = staggered(wide, cohort, communes, draws=99)
    kinds = [("simple", None), ("group", None), ("event", None), ("event", 1.0)]
    left: dict[tuple[str, float | None], list[float]] = {kind: [] for kind in kinds}
    for hamlet in wide.index:
        rest = staggered(wide.drop(hamlet), cohort.drop(hamlet), communes.drop(hamlet), draws=3)
        for kind in kinds:
            left[kind].append(rest.mean(*kind)["effect"])
    for kind in kinds:
        values = np.array(left[kind])
        jackknife = math.sqrt((len(values) - 1) * values.var())
        assert found.mean(*kind)["standard_error"] == pytest.approx(jackknife, rel=0.15)


def test_a_planted_course_is_found_again() -> None:
    wide, cohort, communes = _invented(count=60)
    events = staggered(wide, cohort, communes, base="universal", draws=299).events
    assert events.loc[[0.0, 1.0, 2.0, 3.0], "effect"].tolist() == pytest.approx(
        [1, 2, 3, 4], abs=1.0
    )
    assert events.loc[events.index < -1, "p_value"].min() > 0.01
    assert events.loc[2.0, "p_value"] < 0.01
    assert -1.0 not in events.index
    assert (events["band_low"] <= events["low"] + 1e-9).all()


def test_with_one_cohort_and_two_rounds_it_is_the_difference_of_changes() -> None:
    wide, cohort, _ = _invented()
    one = cohort.where(cohort != 2023)
    two = wide[[2020, 2021]]
    communes = pd.Series("x", index=wide.index)
    found = staggered(two, one, communes, draws=999)
    change = two[2021] - two[2020]
    plain = randomisation_test(change, one.notna().astype("float64"), communes, draws=999)
    assert found.mean()["effect"] == pytest.approx(plain.estimate)
    assert found.mean()["p_value"] == pytest.approx(plain.p_value, abs=0.02)


def test_order_and_units_change_nothing() -> None:
    wide, cohort, communes = _invented()
    order = np.random.default_rng(1).permutation(len(wide))
    found = staggered(wide, cohort, communes, draws=199)
    mixed = staggered(3 * wide.iloc[order] + 7, cohort.iloc[order[::-1]], communes, draws=199)
    for name in ("effect", "standard_error", "low", "high"):
        assert np.allclose(mixed.means[name], 3 * found.means[name])
    assert mixed.means["p_value"].tolist() == found.means["p_value"].tolist()


def test_no_effect_is_found_about_as_rarely_as_promised() -> None:
    wrong = 0
    for seed in range(40):
        chance = np.random.default_rng(seed)
        cohort = by_hamlet([2021.0, 2022, math.nan, math.nan] * 5)
        wide = pd.DataFrame(
            chance.normal(size=(20, 4)), index=cohort.index, columns=range(2019, 2023)
        )
        found = staggered(wide, cohort, by_hamlet(["x"] * 20), draws=99)
        wrong += found.mean()["p_value"] <= 0.05
    # 2 of 40 expected; more than 7 once in 1,000
    assert wrong <= 7


def test_hamlets_without_some_round_and_those_paired_from_the_first_are_left_out() -> None:
    wide, cohort, communes = _invented()
    wide.iloc[0, 2] = math.nan
    cohort.iloc[1] = 2019
    assert staggered(wide, cohort, communes, draws=9).hamlets == 28


@pytest.mark.parametrize("cohort", [math.nan, 2019.0, 2021.0])
def test_nothing_to_compare_is_refused(cohort: float) -> None:
    wide, _, communes = _invented()
    with pytest.raises(ValueError, match="no round"):
        staggered(wide, pd.Series(cohort, index=wide.index), communes)
