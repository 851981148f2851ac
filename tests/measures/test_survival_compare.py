"""Tests between groups: against a textbook and statsmodels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import survdiff

from ketnghia_analysis.measures.durations import Durations
from ketnghia_analysis.measures.survival_compare import LEAST_EXPECTED, compare, log_rank

from .test_survival import DRUG, PLACEBO, waits

DAYS, ENDED = waits([*DRUG, *PLACEBO])
GROUPS = pd.Series(["drug"] * 21 + ["placebo"] * 21)


def _durations(days: pd.Series, ended: pd.Series) -> Durations:
    return Durations(
        pd.DataFrame(
            {"quick_days": days, "quick_ended": ended, "slow_days": days, "slow_ended": ended}
        )
    )


def test_the_log_rank_test_is_that_of_the_textbook() -> None:
    """Kleinbaum and Klein, Survival Analysis, 3rd ed., chapter 2: 16.793, expected 19.25, 10.75."""
    found = log_rank(DAYS, ENDED, GROUPS)
    assert found.statistic == pytest.approx(16.793, abs=5e-4)
    assert found.freedom == 1
    assert found.groups["ended"].tolist() == [9, 21]
    assert found.groups["expected"].tolist() == pytest.approx([19.25, 10.75], abs=5e-3)


def _invented(seed: int, groups: int) -> tuple[pd.Series, pd.Series, pd.Series, pd.Series]:
    chance = np.random.default_rng(seed)
    count = 120
    return (
        pd.Series(chance.integers(1, 60, count).astype("float64")),
        pd.Series(chance.random(count) < 0.7),
        pd.Series(chance.integers(0, groups, count).astype(str)),
        pd.Series(chance.integers(0, 3, count).astype(str)),
    )


@pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning:statsmodels")
@pytest.mark.parametrize("groups", [2, 3, 5])
@pytest.mark.parametrize("weights", ["log-rank", "peto"])
@pytest.mark.parametrize("layered", [False, True])
def test_the_tests_are_those_of_statsmodels(groups: int, weights: str, layered: bool) -> None:
    days, ended, group, layer = _invented(groups, groups)
    strata = layer if layered else None
    found = log_rank(days, ended, group, strata, weights)  # type: ignore[arg-type]
    kind = {"weight_type": "fh", "fh_p": 1} if weights == "peto" else {}
    statistic, p_value = survdiff(days, ended.astype(int), group, strata=strata, **kind)
    assert found.statistic == pytest.approx(statistic, rel=1e-9)
    assert found.p_value == pytest.approx(p_value, rel=1e-7)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from([1.0, 7.0, 0.5]))
def test_order_units_and_names_change_nothing(seed: int, unit: float) -> None:
    days, ended, group, _ = _invented(seed, 3)
    order = np.random.default_rng(seed).permutation(len(days))
    renamed = group.map({"0": "z", "1": "b", "2": "a"})
    found = log_rank(days, ended, group)
    other = log_rank(days.iloc[order] * unit, ended.iloc[order], renamed.iloc[order])
    assert other.statistic == pytest.approx(found.statistic)
    assert found.groups["ended"].sum() == pytest.approx(found.groups["expected"].sum())


def test_rows_without_a_stratum_are_passed_over() -> None:
    days, ended, group, layer = _invented(3, 2)
    gaps = layer.where(layer.index % 7 > 0)
    told = gaps.notna()
    found = log_rank(days, ended, group, gaps)
    other = log_rank(days[told], ended[told], group[told], layer[told])
    assert found.statistic == pytest.approx(other.statistic)
    pd.testing.assert_frame_equal(found.groups, other.groups)
    assert found.groups["count"].sum() == told.sum()


def test_groups_that_do_not_differ_give_no_difference() -> None:
    twice = pd.concat([DAYS[:21], DAYS[:21]], ignore_index=True)
    ends = pd.concat([ENDED[:21], ENDED[:21]], ignore_index=True)
    assert log_rank(twice, ends, GROUPS).statistic == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("ended", "groups"),
    [([True] * 4, ["a"] * 4), ([False] * 4, ["a", "a", "b", "b"])],
    ids=["one group", "nothing ended"],
)
def test_what_can_not_be_compared_is_refused(ended: list[bool], groups: list[str]) -> None:
    with pytest.raises(ValueError, match="group"):
        log_rank(pd.Series([1.0, 2, 3, 4]), pd.Series(ended), pd.Series(groups))


def test_a_group_too_small_is_left_out_and_named() -> None:
    groups = GROUPS.copy()
    groups[:2] = "tiny"
    found = compare(_durations(DAYS, ENDED), groups)
    assert found is not None
    assert found.left_out == ("tiny",)
    assert list(found.groups.index) == ["drug", "placebo"]
    assert found.groups["expected"].min() >= LEAST_EXPECTED


def test_too_few_ends_are_not_compared_at_all() -> None:
    days, ended = waits([3, 5, -8, 2, -9, 7])
    assert compare(_durations(days, ended), pd.Series(list("aabbab"))) is None


def test_of_two_readings_the_less_sure_one_is_told() -> None:
    rows = _durations(DAYS, ENDED).rows
    rows = rows.assign(slow_days=20.0, slow_ended=[True, False] * 21)
    found = compare(Durations(rows), GROUPS)
    assert found is not None
    assert found.p_value == max(found.readings)
    assert found.readings[0] < 0.001 < found.readings[1]


def test_rows_without_group_are_passed_over() -> None:
    groups = pd.concat([GROUPS, pd.Series([None])], ignore_index=True)
    days = pd.concat([DAYS, pd.Series([400])], ignore_index=True)
    ended = pd.concat([ENDED, pd.Series([True])], ignore_index=True)
    found = compare(_durations(days, ended), groups)
    assert found is not None
    assert found.groups["count"].sum() == 42
