"""Curves of what is still open: against textbooks, other formulas and another implementation."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketnghia_analysis.measures.durations import Durations
from ketnghia_analysis.measures.survival import Interval, curve, waiting

# Remission of leukaemia in weeks (Freireich et al., Blood 21, 1963), negative where it still lasted
DRUG = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def waits(values: list[int]) -> tuple[pd.Series, pd.Series]:
    return pd.Series([abs(one) for one in values]), pd.Series([one > 0 for one in values])


def by_hand(days: list[float], ended: list[bool]) -> list[tuple[float, float, float]]:
    """Day, share and Greenwood's variance of its logarithm: one step at a time."""
    share, variance, steps = 1.0, 0.0, []
    for day in sorted({day for day, done in zip(days, ended, strict=True) if done}):
        at_risk = sum(other >= day for other in days)
        gone = sum(other == day and done for other, done in zip(days, ended, strict=True))
        share *= 1 - gone / at_risk
        variance += gone / (at_risk * (at_risk - gone)) if at_risk > gone else math.inf
        steps.append((day, share, variance))
    return steps


def test_the_curve_is_that_of_the_textbook() -> None:
    """Kleinbaum and Klein, Survival Analysis, 3rd ed., chapter 2; intervals are R's default."""
    found = curve(*waits(DRUG))
    assert found.days.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert found.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert found.share == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=6e-4)
    errors = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
    assert found.standard_error == pytest.approx(errors, abs=6e-5)
    assert found.low == pytest.approx([0.720, 0.653, 0.586, 0.510, 0.439, 0.337, 0.249], abs=6e-4)
    assert found.high == pytest.approx([1, 0.996, 0.968, 0.935, 0.896, 0.858, 0.807], abs=6e-4)


def test_the_medians_are_those_of_the_textbook() -> None:
    assert curve(*waits(DRUG)).quantile() == pytest.approx(
        (23, 16, math.inf, math.nan), nan_ok=True
    )
    assert curve(*waits(PLACEBO)).quantile()[:3] == (8, 4, 12)


@pytest.mark.parametrize(
    ("interval", "low", "high"),
    [
        # S = 18/21 = 0.857143, standard error of its logarithm sqrt(3 / (21 * 18)) = 0.089087;
        # log: exp(-0.154151 - 1.959964 * 0.089087) = 0.71982
        ("plain", 0.70748, 1.0),
        ("log", 0.71982, 1.0),
        ("log-log", 0.61975, 0.95155),
        ("logit", 0.63865, 0.95319),
        ("arcsine", 0.67983, 0.97011),
    ],
)
def test_intervals_on_five_scales(interval: Interval, low: float, high: float) -> None:
    found = curve(*waits(DRUG), interval=interval)
    assert (found.low[0], found.high[0]) == pytest.approx((low, high), abs=5e-5)


def test_a_curve_that_rests_at_one_half_has_its_median_in_the_middle() -> None:
    days, ended = waits([1, 2, 5, 9])
    assert curve(days, ended).quantile().value == 3.5


def test_before_anything_ends_all_is_open_and_beyond_what_was_followed_nothing_is_known() -> None:
    found = curve(*waits(DRUG))
    assert found.after(0)[:3] == (1, 1, 1)
    assert found.after(7).value == pytest.approx(0.807, abs=6e-4)
    assert math.isnan(found.after(36).value)
    assert found.after(36)[1:3] == (0, 1)


def test_where_all_has_ended_nothing_is_open_later() -> None:
    assert curve(*waits(PLACEBO)).after(400).value == 0


def test_a_part_that_has_not_ended_has_no_quantile() -> None:
    found = curve(*waits(DRUG)).quantile(0.75)
    assert math.isnan(found.value)
    assert found.high == math.inf


@given(st.lists(st.integers(0, 60), min_size=2, max_size=25))
def test_without_anything_open_a_restricted_mean_is_a_mean(values: list[int]) -> None:
    horizon = float(max(values))
    found = curve(pd.Series(values), pd.Series(True, range(len(values)))).restricted_mean(horizon)
    assert found.value == pytest.approx(np.mean(values), abs=1e-9)
    assert found.standard_error == pytest.approx(np.std(values) / math.sqrt(len(values)), abs=1e-9)


def test_the_error_of_a_restricted_mean_is_that_of_the_area() -> None:
    """Klein and Moeschberger, formula 4.5.2, reckoned step by step; no variance of single waits."""
    days, ended = waits(DRUG)
    steps = by_hand(days.tolist(), ended.tolist())
    edges = [0.0, *(day for day, _, _ in steps), 30.0]
    heights = [1.0, *(share for _, share, _ in steps)]
    area = sum(
        height * (right - left)
        for height, left, right in zip(heights, edges, edges[1:], strict=False)
    )
    variance = 0.0
    for place, (day, _, _) in enumerate(steps):
        rest = sum(
            height * (right - left)
            for height, left, right in zip(
                heights[place + 1 :], edges[place + 1 :], edges[place + 2 :], strict=False
            )
        )
        at_risk = int((days >= day).sum())
        gone = int(((days == day) & ended).sum())
        variance += rest**2 * gone / (at_risk * (at_risk - gone))
    found = curve(days, ended).restricted_mean(30)
    assert found.value == pytest.approx(area)
    assert found.standard_error == pytest.approx(math.sqrt(variance))
    assert found.standard_error < np.minimum(days, 30).std() / 2


def test_nobody_can_tell_of_longer_than_was_followed() -> None:
    with pytest.raises(ValueError, match="followed for 35 days"):
        curve(*waits(DRUG)).restricted_mean(36)


@pytest.mark.parametrize("days", [[], [3.0, -1.0], [3.0, math.nan]])
def test_waits_must_be_given(days: list[float]) -> None:
    with pytest.raises(ValueError, match="waits"):
        curve(pd.Series(days, dtype="float64"), pd.Series([True] * len(days)))


WAITS = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=30)


@settings(deadline=None, max_examples=60)
@given(WAITS, st.randoms(use_true_random=False), st.sampled_from([0.25, 0.5, 0.75]))
def test_order_and_units_of_time_change_nothing(
    rows: list[tuple[int, bool]], chance: object, part: float
) -> None:
    days, ended = pd.Series([one for one, _ in rows]), pd.Series([done for _, done in rows])
    order = chance.sample(range(len(rows)), len(rows))  # type: ignore[attr-defined]
    found = curve(days, ended)
    mixed = curve(days.iloc[order], ended.iloc[order])
    weeks = curve(days / 7, ended)
    for one, seven in ((mixed, 1), (weeks, 7)):
        assert one.share == pytest.approx(found.share)
        assert one.quantile(part).value * seven == pytest.approx(
            found.quantile(part).value, nan_ok=True
        )
        assert one.restricted_mean().value * seven == pytest.approx(found.restricted_mean().value)


@settings(deadline=None, max_examples=60)
@given(WAITS)
def test_the_curve_is_that_of_a_second_reckoning(rows: list[tuple[int, bool]]) -> None:
    days, ended = [float(one) for one, _ in rows], [done for _, done in rows]
    found = curve(pd.Series(days), pd.Series(ended), interval="log-log")
    steps = by_hand(days, ended)
    assert found.days.tolist() == [day for day, _, _ in steps]
    assert found.share == pytest.approx([share for _, share, _ in steps], abs=1e-12)
    for place, (_, share, variance) in enumerate(steps):
        if 0 < share < 1:
            spread = 1.959963984540054 * math.sqrt(variance) / math.log(share)
            ends = [
                math.exp(-math.exp(math.log(-math.log(share)) + one)) for one in (-spread, spread)
            ]
            assert (found.low[place], found.high[place]) == pytest.approx(ends)


def test_unsure_dates_give_a_span() -> None:
    rows = pd.DataFrame(
        {
            "quick_days": [10.0, 20.0, 30.0],
            "quick_ended": [True, True, True],
            "slow_days": [10.0, 50.0, 90.0],
            "slow_ended": [True, True, False],
        }
    )
    found = waiting(Durations(rows))
    assert found.quantile()[:2] == (20, 50)
    assert found.after(25)[:2] == pytest.approx((1 / 3, 2 / 3))
    # (10 + 20 + 30) / 3 by the quick reading, (10 + 30 + 30) / 3 by the slow one, of 30 days
    assert found.restricted_mean()[:2] == pytest.approx((20, 70 / 3))


def test_a_median_that_is_not_reached_by_the_slow_reading_has_no_end() -> None:
    rows = pd.DataFrame(
        {
            "quick_days": [10.0, 20.0],
            "quick_ended": [True, True],
            "slow_days": [40.0, 50.0],
            "slow_ended": [False, False],
        }
    )
    assert waiting(Durations(rows)).quantile()[1] == math.inf
