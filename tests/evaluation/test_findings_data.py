"""Findings about figures and the quality of the data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.measures.indicators import INDICATORS

from .test_findings_programme import rows_of

POOR, WATER = "poor_household_share_percent", "hygienic_water_share_percent"


def _history(facts: YearFacts, name: str, before: float, now: float) -> YearFacts:
    """The tiny district in which one indicator of H1 moved, and nothing else is known."""
    history = facts.hamlets.history.copy()
    history.loc[:, :] = pd.NA
    history.loc[("H1", 2023), name] = before
    history.loc[("H1", 2024), name] = now
    return replace(facts, hamlets=replace(facts.hamlets, history=history))


@pytest.mark.parametrize(
    ("name", "before", "now", "said"),
    [
        pytest.param(WATER, 80, 77, "80,0 → 77,0 %", id="3 points down"),
        pytest.param(WATER, 80, 77.01, None, id="not quite 3 points down"),
        pytest.param(WATER, 77, 80, None, id="up"),
        pytest.param(POOR, 10, 13, "10,0 → 13,0 %", id="more poverty"),
        pytest.param(POOR, 13, 10, None, id="less poverty"),
        pytest.param("minority_household_share_percent", 40, 10, None, id="neither is better"),
        pytest.param("community_house_percent", 100, 0, None, id="a yes or no"),
        pytest.param("income_per_person_million_dong", 30, 20, None, id="no percentage"),
        pytest.param(WATER, 80, None, None, id="not known now"),
        pytest.param(WATER, None, 10, None, id="not known before"),
    ],
)
def test_an_indicator_is_worse_from_3_points_on_in_the_bad_direction(
    small: YearFacts, name: str, before: Any, now: Any, said: str | None
) -> None:
    told = rows_of("indicators_worse", _history(small, name, before, now))
    expected = [["Thôn Mẫu 1", "Mẫu Một", INDICATORS[name].heading, said]] if said else []
    assert told.to_numpy().tolist() == expected


def test_poverty_is_not_called_worse_across_standards(small: YearFacts) -> None:
    moved = _history(small, POOR, 10, 30)
    rounds = moved.register["survey_rounds"].copy()
    rounds.loc[rounds["year"] == 2023, "poverty_standard"] = "59/2015"
    other = replace(moved, register={**moved.register, "survey_rounds": rounds})
    assert len(rows_of("indicators_worse", moved)) == 1
    assert rows_of("indicators_worse", other).empty
    water = _history(other, WATER, 80, 60)
    assert len(rows_of("indicators_worse", water)) == 1


def test_two_rounds_in_a_year_are_one_standard_if_both_follow_it(small: YearFacts) -> None:
    moved = _history(small, POOR, 10, 30)
    rounds = moved.register["survey_rounds"]
    second = rounds[rounds["year"] == 2024].assign(round_id="D2024b")
    for standard, count in (("07/2021", 1), ("59/2015", 0)):
        both = pd.concat([rounds, second.assign(poverty_standard=standard)], ignore_index=True)
        told = replace(moved, register={**moved.register, "survey_rounds": both})
        assert len(rows_of("indicators_worse", told)) == count


def test_the_demos_worse_indicators_are_those_of_its_published_values(
    facts_2023: YearFacts,
) -> None:
    history, described = facts_2023.hamlets.history, facts_2023.hamlets.described
    expected = []
    for hamlet in described.index:
        for name, card in INDICATORS.items():
            if card.unit != "percent" or card.better == "neither" or card.yes_no:
                continue
            values = [history[name].get((hamlet, year), pd.NA) for year in (2022, 2023)]
            if any(pd.isna(value) for value in values):
                continue
            worse = values[1] - values[0] if card.better == "lower" else values[0] - values[1]
            if worse >= 3:
                expected.append((described.at[hamlet, "name"], card.heading))
    told = rows_of("indicators_worse", facts_2023)
    assert sorted(zip(told["Thôn"], told["Chỉ số"], strict=True)) == sorted(expected)
    assert expected


def _described(facts: YearFacts, **values: Any) -> YearFacts:
    described = facts.hamlets.described.copy()
    for name, value in values.items():
        described.loc["H1", name] = value
    return replace(facts, hamlets=replace(facts.hamlets, described=described))


@pytest.mark.parametrize(
    ("surveyed", "count"),
    [("2023-06-14", 0), ("2023-06-13", 1), (None, 1), ("2024-10-31", 0)],
)
def test_a_survey_is_old_after_18_months(small: YearFacts, surveyed: Any, count: int) -> None:
    day = pd.Timestamp(surveyed) if surveyed else pd.NaT
    assert len(rows_of("surveys_old", _described(small, surveyed_on=day))) == count


@pytest.mark.parametrize("unbalanced", [True, False])
def test_a_poor_list_that_does_not_balance_is_told(small: YearFacts, unbalanced: bool) -> None:
    told = rows_of("poverty_not_balanced", _described(small, poverty_unbalanced=unbalanced))
    assert told["Thôn"].tolist() == ["Thôn Mẫu 1"] * unbalanced


def test_hamlets_without_point_are_those_that_lack_a_degree(
    cleaned: Cleaned, facts: YearFacts, small: YearFacts
) -> None:
    assert rows_of("hamlets_without_point", small).empty
    hamlets = cleaned.tables["hamlets"]
    end = pd.Timestamp(facts.window.end)
    living = hamlets[
        (hamlets["valid_from"] <= end) & (hamlets["valid_to"].isna() | (hamlets["valid_to"] >= end))
    ]
    lacking = living[living["latitude"].isna() | living["longitude"].isna()]
    told = rows_of("hamlets_without_point", facts)
    assert sorted(told["Thôn"]) == sorted(lacking["name"])
    assert len(told) > 0


HELD_CODES = ("figures_contradict", "places_in_doubt", "rows_sent_twice", "rows_held")


def test_every_held_row_is_told_once_with_its_cell(facts: YearFacts) -> None:
    told = pd.concat([rows_of(code, facts) for code in HELD_CODES])
    held = facts.quality.quarantine[["file", "sheet", "cell", "message"]]
    assert len(held) > 0
    assert sorted(map(tuple, told.astype("str").to_numpy())) == sorted(
        map(tuple, held.astype("str").to_numpy())
    )


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("rule_broken", "figures_contradict"),
        ("out_of_limits", "figures_contradict"),
        ("unknown_commune", "places_in_doubt"),
        ("unknown_hamlet", "places_in_doubt"),
        ("no_pairing", "places_in_doubt"),
        ("duplicate", "rows_sent_twice"),
        ("conflicting_duplicate", "rows_sent_twice"),
        ("required_missing", "rows_held"),
        ("outside_year", "rows_held"),
    ],
)
def test_a_held_row_is_told_where_its_reason_belongs(
    facts: YearFacts, reason: str, code: str
) -> None:
    one = facts.quality.quarantine.head(1).assign(reason=reason)
    alone = replace(facts, quality=replace(facts.quality, quarantine=one))
    assert [told for told in HELD_CODES if len(rows_of(told, alone))] == [code]


def test_cells_dropped_and_points_outside_are_told_apart(facts: YearFacts) -> None:
    point = facts.quality.ledger.head(2).assign(rule="dropped_impossible_point")
    ledger = pd.concat([facts.quality.ledger, point], ignore_index=True)
    facts = replace(facts, quality=replace(facts.quality, ledger=ledger))
    dropped = rows_of("cells_dropped", facts)
    outside = rows_of("points_outside_commune", facts)
    rules = facts.quality.ledger["rule"].astype("str")
    # a point has two cells
    assert len(dropped) + 2 * len(outside) == sum(rule.startswith("dropped_") for rule in rules)
    assert min(len(dropped), len(outside)) > 0
    assert dropped["Lý do"].str.startswith("bỏ ").all()
    assert not dropped["Lý do"].str.contains("tọa độ").any()


def test_a_point_written_the_wrong_way_round_is_told_as_it_was_written(facts: YearFacts) -> None:
    told = rows_of("points_swapped", facts)
    assert len(told) > 0
    for written in told["Đã ghi"]:
        latitude, longitude = (float(part.replace(",", ".")) for part in written.split("; "))
        assert latitude > 90 > longitude


def test_odd_values_are_told_as_they_are_warned_of(facts: YearFacts) -> None:
    told = rows_of("values_odd", facts)
    assert told["Nội dung"].tolist() == facts.quality.warnings["message"].tolist()


TWIN = {
    "hamlet_id": "H1",
    "hamlet": "Thôn Mẫu 1",
    "date": pd.Timestamp("2024-05-01"),
    "activity_type": "gifts",
    "gifts": 20,
    "cost_dong": 6_000_000,
    "agency_id": "CQ1",
    "agency": "Phòng Mẫu 1",
}


@pytest.mark.parametrize(
    ("other", "count"),
    [
        pytest.param({"agency_id": "CQ2"}, 2, id="two agencies, all the same"),
        pytest.param({}, 0, id="the same agency twice"),
        pytest.param({"agency_id": "CQ2", "hamlet_id": "H2"}, 0, id="another hamlet"),
        pytest.param({"agency_id": "CQ2", "gifts": 21}, 0, id="another number"),
        pytest.param({"agency_id": "CQ2", "cost_dong": 6_000_001}, 0, id="another sum"),
        pytest.param({"agency_id": "CQ2", "date": pd.Timestamp("2024-05-02")}, 0, id="another day"),
        pytest.param({"agency_id": "CQ2", "activity_type": "works"}, 0, id="another type"),
    ],
)
def test_an_activity_of_two_agencies_with_all_the_same_may_be_told_twice(
    small: YearFacts, other: dict[str, Any], count: int
) -> None:
    rows = pd.DataFrame([TWIN, TWIN | other]).astype({"gifts": "Int64", "cost_dong": "Int64"})
    assert len(rows_of("activities_reported_twice", replace(small, activities=rows))) == count


@pytest.mark.parametrize(("gifts", "cost", "count"), [(20, None, 2), (None, 1, 2), (None, None, 0)])
def test_activities_without_gifts_and_cost_are_not_called_the_same(
    small: YearFacts, gifts: int | None, cost: int | None, count: int
) -> None:
    amounts = {"gifts": gifts, "cost_dong": cost}
    pair = [TWIN | amounts, TWIN | amounts | {"agency_id": "CQ2"}]
    rows = pd.DataFrame(pair).astype({"gifts": "Int64", "cost_dong": "Int64"})
    assert len(rows_of("activities_reported_twice", replace(small, activities=rows))) == count


def test_a_hamlet_merged_in_the_year_is_told_in_that_year_only(
    facts: YearFacts, facts_2023: YearFacts
) -> None:
    told = rows_of("hamlets_changed", facts_2023)
    assert told["Thôn"].tolist() == ["Thôn Tân Điền Mẫu"]
    assert told["Từ ngày"].tolist() == [pd.Timestamp("2023-01-01")]
    assert rows_of("hamlets_changed", facts).empty
