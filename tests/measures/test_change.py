"""Change since a baseline, and the refusal to compare what can't be compared."""

from __future__ import annotations

from math import inf
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.measures.cards import INDICATORS, Indicator
from ketnghia_analysis.measures.change import (
    Change,
    NotComparableError,
    baseline_year,
    change_between,
    median_range,
)
from ketnghia_analysis.measures.indicators import CATALOGUE
from ketnghia_analysis.measures.year import YearInput

POVERTY = INDICATORS["poor_household_share_percent"]
WATER = INDICATORS["hygienic_water_share_percent"]
DEPRIVED = INDICATORS["deprived_water_share_percent"]


def _panel(**values: dict[tuple[str, int], float | None]) -> pd.DataFrame:
    """A panel of some indicators; the standard changes in 2022."""
    keys = pd.MultiIndex.from_tuples(
        sorted({key for column in values.values() for key in column}), names=["hamlet_id", "year"]
    )
    frame = pd.DataFrame(
        {
            name: pd.array([column.get(key) for key in keys], dtype="Float64")
            for name, column in values.items()
        },
        index=keys,
    )
    years = keys.get_level_values("year")
    return frame.assign(poverty_standard=["59/2015" if one < 2022 else "07/2021" for one in years])


def test_a_change_is_the_later_value_less_the_earlier_one() -> None:
    water = {("a", 2019): 60, ("a", 2024): 72, ("b", 2019): 80, ("b", 2024): 75}
    change = change_between(_panel(**{WATER.name: water}), WATER, 2019, 2024)
    assert change.values.to_dict() == {"a": 12, "b": -5}
    assert (change.start_year, change.end_year, change.indicator) == (2019, 2024, WATER)


def test_a_hamlet_that_lacks_a_year_has_no_change() -> None:
    water = {("a", 2019): 60, ("a", 2024): 72, ("b", 2024): 75, ("c", 2019): 50, ("d", 2024): None}
    values = change_between(_panel(**{WATER.name: water}), WATER, 2019, 2024).values
    assert values.to_dict() == {"a": 12}


def test_a_hamlet_without_value_in_one_of_the_years_has_an_unknown_change() -> None:
    water = {("a", 2019): 60, ("a", 2024): None, ("b", 2019): None, ("b", 2024): 70}
    values = change_between(_panel(**{WATER.name: water}), WATER, 2019, 2024).values
    assert list(values.index) == ["a", "b"]
    assert values.isna().all()


@pytest.mark.parametrize(("card", "improved"), [(WATER, [4, -2, 1]), (POVERTY, [-4, 2, -1])])
def test_an_improvement_is_a_change_in_the_good_direction(card: Any, improved: list[int]) -> None:
    change = Change(card, 2022, 2024, pd.Series([4, -2, 1], index=list("abc"), dtype="Float64"))
    assert change.improvement.tolist() == improved


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        pytest.param([4, -2, 1], 1, 1, id="all known"),
        pytest.param([4, -2, 1, 5], 2.5, 2.5, id="an even number"),
        # the unknown one lies below, or above, all others
        pytest.param([4, -2, None], -2, 4, id="one of three unknown"),
        pytest.param([1, 2, 3, 4, None], 2, 3, id="one of five unknown"),
        pytest.param([1, None, None], -inf, inf, id="most unknown"),
        pytest.param([], -inf, inf, id="no hamlet"),
    ],
)
def test_the_median_has_a_range_where_values_are_unknown(
    values: list[int | None], low: float, high: float
) -> None:
    assert median_range(pd.Series(values, dtype="Float64")) == (low, high)


@given(st.lists(st.integers(-50, 50), min_size=1), st.lists(st.integers(-90, 90), max_size=9))
def test_whatever_is_unknown_the_median_lies_in_its_range(
    known: list[int], lost: list[int]
) -> None:
    low, high = median_range(pd.Series([*known, *[None] * len(lost)], dtype="Float64"))
    assert low <= pd.Series([*known, *lost]).median() <= high


def test_hamlets_of_one_standard_are_compared_though_others_are_not() -> None:
    poor = {("a", 2022): 20, ("a", 2023): 18, ("b", 2022): 30, ("b", 2023): 25}
    rows = _panel(**{POVERTY.name: poor})
    rows.loc[("b", 2022), "poverty_standard"] = "59/2015"
    assert change_between(rows, POVERTY, 2022, 2023).values.to_dict() == {"a": -2}


def test_rates_of_different_poverty_standards_are_not_compared() -> None:
    poor = {("a", 2021): 10, ("a", 2022): 20}
    with pytest.raises(NotComparableError) as refusal:
        change_between(_panel(**{POVERTY.name: poor}), POVERTY, 2021, 2022)
    assert str(refusal.value) == (
        "Tỷ lệ hộ nghèo: không so sánh năm 2021 với năm 2022 "
        "vì áp dụng chuẩn khác nhau (59/2015 và 07/2021)"
    )


def test_a_standard_that_is_not_known_is_not_compared_either() -> None:
    poor = {("a", 2022): 20, ("a", 2023): 18}
    rows = _panel(**{POVERTY.name: poor})
    rows.loc[("a", 2022), "poverty_standard"] = None
    with pytest.raises(NotComparableError, match=r"\(không rõ và 07/2021\)"):
        change_between(rows, POVERTY, 2022, 2023)


def test_what_does_not_depend_on_the_standard_is_compared_across_it() -> None:
    water = {("a", 2021): 10, ("a", 2022): 20}
    assert change_between(_panel(**{WATER.name: water}), WATER, 2021, 2022).values["a"] == 10


@pytest.mark.parametrize(
    ("years", "before", "end", "baseline"),
    [
        ((2018, 2019, 2020, 2024), 2020, 2024, 2019),
        ((2019, 2020, 2021, 2024), 2021, 2024, 2020),
        ((2021, 2022, 2024), 2020, 2024, 2021),
        ((2024,), 2020, 2024, None),
        ((2024, 2025), 2020, 2024, None),
        ((), 2020, 2024, None),
    ],
)
def test_the_baseline_is_the_last_round_before_the_pairing_or_else_the_first(
    years: tuple[int, ...], before: int, end: int, baseline: int | None
) -> None:
    water = {("a", year): 50.0 for year in years} | {("a", 2017): None}
    assert baseline_year(_panel(**{WATER.name: water}), WATER, before, end) == baseline


@pytest.mark.parametrize(
    ("end", "baseline"), [(2020, 2019), (2021, 2019), (2022, None), (2023, 2022), (2024, 2022)]
)
def test_the_baseline_of_poverty_lies_within_the_standard(end: int, baseline: int | None) -> None:
    poor = {("a", year): 10.0 for year in range(2019, 2025)}
    assert baseline_year(_panel(**{POVERTY.name: poor}), POVERTY, 2020, end) == baseline


def test_a_round_in_which_nobody_knew_the_value_is_no_baseline(demo_year: YearInput) -> None:
    assert baseline_year(demo_year.panel, WATER, 2020, 2024) == 2019
    # deprivations are counted from 2022 on
    assert baseline_year(demo_year.panel, DEPRIVED, 2020, 2024) == 2022
    assert baseline_year(demo_year.panel, POVERTY, 2020, 2024) == 2022


def test_changes_of_the_demo_are_those_of_its_rows(demo_year: YearInput) -> None:
    rows = demo_year.panel
    change = change_between(rows, POVERTY, 2022, 2024)
    checked = 0
    for hamlet, told in change.values.items():
        earlier = rows[POVERTY.name].get((hamlet, 2022))
        later = rows[POVERTY.name].get((hamlet, 2024))
        if pd.isna(earlier) or pd.isna(later):
            assert pd.isna(told)
            continue
        checked += 1
        assert told == pytest.approx(later - earlier)
    assert checked > 50


@pytest.mark.parametrize("card", [one for one in CATALOGUE.values() if one.comparable_within])
@pytest.mark.parametrize(
    ("years", "standards"),
    [((2021, 2022), ("59/2015", "07/2021")), ((2025, 2026), ("07/2021", "351/2025"))],
)
def test_whatever_a_standard_decides_is_refused_across_it_with_the_reason(
    card: Indicator, years: tuple[int, int], standards: tuple[str, str]
) -> None:
    keys = pd.MultiIndex.from_product([["a", "b"], years], names=["hamlet_id", "year"])
    values = pd.array([10, 9, 20, 18], dtype="Float64")
    frame = pd.DataFrame({card.name: values, "poverty_standard": [*standards] * 2}, index=keys)
    with pytest.raises(NotComparableError) as refused:
        change_between(frame, card, *years)
    assert card.heading in str(refused.value)
    assert all(str(one) in str(refused.value) for one in (*years, *standards))
