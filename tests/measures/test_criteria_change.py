"""Criteria E: change in the hamlet, less the median of all hamlets.

By hand: from 2019 to 2024 H1 gains 4 million đồng, 8 points of trained workers and 5 of land; from
2022 to 2024 its poverty falls by 5 points. The other three hamlets do not move, so that the median
is 0 and H1 earns every cap.
"""

from __future__ import annotations

from math import nan
from typing import Any

import pandas as pd
import pytest

from ketnghia_analysis.measures.criteria import CRITERIA
from ketnghia_analysis.measures.indicators import INDICATORS

from .cases import DISTRICT, Change, case, cases, same
from .tiny import Tiny


def _figure(district: Tiny, year: int, hamlet: Any = "H1", **values: Any) -> Tiny:
    where = {"round_id": f"D{year}", "hamlet_id": hamlet}
    return district.change("hamlet_figures", where, **values)


def _poor(district: Tiny, households: int, year: int = 2024, hamlet: Any = "H1") -> Tiny:
    return _figure(district, year, hamlet, poor_households=households)


@cases(
    case("every cap reached", 1, 1, lambda d: d),
    # 20 → 18: 2 of 5 points beyond the median, so (0.5 + 0.5 × 2/5) = 0.7
    case("poverty falls by 2", 3.7 / 4, 3.7 / 4, lambda d: _poor(d, 18)),
    case("poverty as the median", 3.5 / 4, 3.5 / 4, lambda d: _poor(d, 20)),
    # 20 → 23: 3 of 5 points behind, so (0.5 - 0.5 × 3/5) = 0.2
    case("poverty rises by 3", 3.2 / 4, 3.2 / 4, lambda d: _poor(d, 23)),
    case("poverty rises beyond the cap", 3 / 4, 3 / 4, lambda d: _poor(d, 40)),
    case("poverty falls beyond the cap", 1, 1, lambda d: _poor(d, 0)),
    case(
        "all hamlets fall as much",
        3.5 / 4,
        3.5 / 4,
        lambda d: _poor(d, 15, hamlet={"H2", "H3", "H4"}),
    ),
    case("a figure unknown now", 3 / 4, 1, lambda d: _figure(d, 2024, workers_people=pd.NA)),
    case(
        "a figure unknown before",
        3 / 4,
        1,
        lambda d: _figure(d, 2019, income_million_dong_per_person=pd.NA),
    ),
    case("no survey this year", 0, 1, lambda d: d.without("hamlet_figures", round_id="D2024")),
    case(
        "first survey this year",
        nan,
        nan,
        lambda d: d.without("hamlet_figures", round_id={f"D{year}" for year in range(2019, 2024)}),
    ),
    case(
        "no values before 2022, as of a hamlet born of a split",
        1 / 4,
        1,
        lambda d: d.without("hamlet_figures", hamlet_id="H1", round_id={"D2019", "D2020", "D2021"}),
    ),
)
def test_e1_is_half_at_the_median_and_all_at_the_cap(
    change: Change, low: float, high: float
) -> None:
    assert change(DISTRICT).share("E1") == same(low, high)


def test_e1_compares_poverty_with_the_first_year_of_its_standard() -> None:
    assert _poor(DISTRICT, 90, year=2019).share("E1") == (1.0, 1.0)
    # 18 → 15: 3 of 5 points, so 0.8
    assert _poor(DISTRICT, 18, year=2022).share("E1") == same(3.8 / 4, 3.8 / 4)


def test_e1_does_without_poverty_in_the_first_year_of_a_new_standard() -> None:
    before = DISTRICT.share("E1", year=2022)
    assert _poor(DISTRICT, 90, year=2022).share("E1", year=2022) == before
    # income, training and land, none of which moved by 2022
    assert before == (0.5, 0.5)


def test_e1_compares_with_the_last_survey_before_the_pairing() -> None:
    later = DISTRICT.change(
        "pairings", {"pairing_id": "KN-1"}, valid_from=pd.Timestamp("2023-02-01")
    )
    moved = _figure(later, 2022, income_million_dong_per_person=22)
    # 22 → 24: 2 of 4 million
    assert moved.share("E1") == same(3.75 / 4, 3.75 / 4)
    assert moved.share("E1", "KN-2") == (1.0, 1.0)


@cases(
    case("every cap reached", 1, 1, lambda d: d),
    # 80 → 84 of 100 households: 4 of 8 points, so 0.75
    case("half of the water", 6.75 / 7, 6.75 / 7, lambda d: _water(d, 84)),
    case("water as the median", 6.5 / 7, 6.5 / 7, lambda d: _water(d, 80)),
    case("water unknown", 6 / 7, 1, lambda d: _water(d, pd.NA)),
    # 240 of 300 adults stay 80 %
    case(
        "literacy as the median",
        6.5 / 7,
        6.5 / 7,
        lambda d: _figure(d, 2024, literate_people_15_and_over=240),
    ),
    # fewer houses are better: 10 → 15 is 5 of 5 points behind
    case(
        "more temporary houses",
        6 / 7,
        6 / 7,
        lambda d: _figure(d, 2024, temporary_houses_households=15),
    ),
)
def test_e2_is_the_mean_of_seven_indicators(change: Change, low: float, high: float) -> None:
    assert change(DISTRICT).share("E2") == same(low, high)


def _water(district: Tiny, households: Any) -> Tiny:
    return _figure(district, 2024, hygienic_water_households=households)


def test_e_is_the_same_for_all_pairings_of_a_hamlet_and_half_where_nothing_moved() -> None:
    low = CRITERIA["E2"].measure(DISTRICT.input()).low
    assert low.to_dict() == {"KN-1": 1.0, "KN-2": 1.0, "KN-3": 0.5}


def test_e_says_how_many_indicators_are_not_known() -> None:
    basis = CRITERIA["E2"].measure(_water(DISTRICT, pd.NA).input()).basis["KN-1"]
    assert basis == "6/7 chỉ số cải thiện hơn trung vị toàn huyện, 1 chưa xác định"


@pytest.mark.parametrize("code", ["E1", "E2"])
def test_each_indicator_of_e_matters(code: str) -> None:
    """Each one back at the median costs half of its part."""
    rules = DISTRICT.input().rules
    earlier = DISTRICT.tables["hamlet_figures"].set_index(["round_id", "hamlet_id"])
    for name in rules.change[code]:
        needs = INDICATORS[name].needs
        stood = {one: earlier.at[("D2023", "H1"), one] for one in needs}
        low, _ = _figure(DISTRICT, 2024, **stood).share(code)
        assert low == pytest.approx(1 - 0.5 / len(rules.change[code])), name
