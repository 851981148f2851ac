"""The outcome index: by hand, and what must never change it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketnghia_analysis.measures.cards import INDICATORS
from ketnghia_analysis.measures.outcome_index import (
    MOST_FILLED,
    OUTCOME_PARTS,
    OutcomePart,
    outcome_index,
)

from .many import many

WATER = OutcomePart("hygienic_water_share_percent", "living")
HOUSES = OutcomePart("temporary_house_share_percent", "living")
INCOME = OutcomePart("income_per_person_million_dong", "production", 5, 150, logarithmic=True)
POVERTY = OutcomePart("poor_household_share_percent", "production")


def _panel(**columns: list[float | None]) -> pd.DataFrame:
    """A panel of hamlets a, b... in 2019 and 2021, the years of a hamlet together."""
    count = len(next(iter(columns.values()))) // 2
    keys = pd.MultiIndex.from_product(
        [list("abcdefgh")[:count], [2019, 2021]], names=["hamlet_id", "year"]
    )
    frame = pd.DataFrame(
        {name: pd.array(values, dtype="Float64") for name, values in columns.items()}, index=keys
    )
    return frame.assign(poverty_standard="07/2021")


@pytest.mark.parametrize(
    ("part", "value", "points"),
    [
        (WATER, 80, 80),
        (HOUSES, 15, 85),
        (INCOME, 5, 0),
        (INCOME, 150, 100),
        # ln(27.386 / 5) / ln(150 / 5): the geometric mean of the goalposts lies in the middle
        (INCOME, math.sqrt(5 * 150), 50),
        (INCOME, 400, 100),
        (POVERTY, 0, 100),
    ],
)
def test_points_between_the_goalposts(part: OutcomePart, value: float, points: float) -> None:
    assert part.points(pd.Series([value])).iloc[0] == pytest.approx(points)


def test_the_index_is_the_mean_of_its_two_domains() -> None:
    rows = _panel(
        hygienic_water_share_percent=[80, 90],
        temporary_house_share_percent=[20, 10],
        income_per_person_million_dong=[math.sqrt(750), 150],
    )
    values = outcome_index(rows, (WATER, HOUSES, INCOME)).values
    assert values["living"].tolist() == pytest.approx([80, 90])
    assert values["production"].tolist() == pytest.approx([50, 100])
    assert values["index"].tolist() == pytest.approx([65, 95])


def test_a_domain_without_any_part_leaves_the_index_to_the_other() -> None:
    rows = _panel(hygienic_water_share_percent=[80, 90])
    assert outcome_index(rows, (WATER,)).values["index"].tolist() == [80, 90]


def test_poverty_is_left_out_when_its_standard_changes() -> None:
    rows = _panel(hygienic_water_share_percent=[80, 90], poor_household_share_percent=[20, 30])
    assert not outcome_index(rows, (WATER, POVERTY)).left_out
    rows["poverty_standard"] = ["59/2015", "07/2021"]
    found = outcome_index(rows, (WATER, POVERTY))
    assert found.parts == (WATER,)
    assert "59/2015" in found.left_out[POVERTY.indicator]
    assert found.values["index"].tolist() == [80, 90]


def test_what_was_not_collected_in_some_year_is_left_out_for_all_years() -> None:
    rows = _panel(hygienic_water_share_percent=[80, 90], temporary_house_share_percent=[None, 10])
    found = outcome_index(rows, (WATER, HOUSES))
    assert found.left_out == {HOUSES.indicator: "thiếu số liệu năm 2019"}


def test_an_unknown_value_is_filled_as_the_hamlet_stood_and_all_moved() -> None:
    rows = _panel(
        hygienic_water_share_percent=[60, None, 70, 74, 80, 84],
        temporary_house_share_percent=[0, 0, 0, 0, 0, 0],
        trained_worker_percent=[50] * 6,
        health_insurance_percent=[50] * 6,
    )
    parts = (
        replace(WATER, weight=0.5),
        HOUSES,
        OutcomePart("trained_worker_percent", "production"),
        OutcomePart("health_insurance_percent", "living"),
    )
    found = outcome_index(rows, parts)
    filled = found.values.loc[("a", 2021)]
    # the others rose by 4: 60 becomes 64; weight 0.5 of 2.5 within half of the index
    assert filled["living"] == pytest.approx((0.5 * 64 + 100 + 50) / 2.5)
    assert filled["filled"] == pytest.approx(0.1)
    assert filled["low"] < filled["index"] < filled["high"]


def test_where_too_much_is_unknown_there_is_no_index() -> None:
    rows = _panel(
        hygienic_water_share_percent=[60, None, 70, 74], temporary_house_share_percent=[0, 0, 0, 0]
    )
    found = outcome_index(rows, (WATER, HOUSES)).values
    assert MOST_FILLED < 0.5
    assert math.isnan(found.loc[("a", 2021), "index"])
    assert found["index"].notna().sum() == 3


def test_values_beyond_a_goalpost_are_counted() -> None:
    rows = _panel(income_per_person_million_dong=[4, 20, 160, 150])
    assert outcome_index(rows, (INCOME,)).clipped == 2


@settings(deadline=None, max_examples=12)
@given(st.permutations(range(8)), st.floats(0.1, 50))
def test_order_of_rows_and_scale_of_weights_change_nothing(order: list[int], scale: float) -> None:
    rows = _panel(
        hygienic_water_share_percent=[60, 62, 70, 74, 80, 84, 50, None],
        temporary_house_share_percent=[5, 4, 3, 2, 9, 8, 7, 6],
        income_per_person_million_dong=[10, 12, 20, 30, 40, 50, 60, 70],
    )
    parts = (WATER, HOUSES, INCOME)
    found = outcome_index(rows, parts).values
    scaled = tuple(replace(part, weight=scale) for part in parts)
    other = outcome_index(rows.iloc[order], scaled).values.loc[found.index]
    assert np.allclose(found, other, equal_nan=True)


def test_the_parts_are_indicators_that_have_a_good_direction() -> None:
    for part in OUTCOME_PARTS:
        assert INDICATORS[part.indicator].better in ("higher", "lower")
        assert not INDICATORS[part.indicator].yes_no


def test_a_district_at_so_many_points_has_that_index() -> None:
    found = outcome_index(many(3, 3, noise=0).panel)
    assert not found.left_out
    living, production = found.values["living"], found.values["production"]
    assert np.allclose(living, production, atol=0.05)
    assert np.allclose(found.values["index"], (living + production) / 2)
