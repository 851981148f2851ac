"""The panel: hamlets merged since are added up, what was split has no earlier values."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.measures.cards import INDICATORS
from ketnghia_analysis.measures.panel import panel
from ketnghia_analysis.vocabulary.columns import Kind
from ketnghia_analysis.vocabulary.hamlet_figures import FIGURES

from .cases import DISTRICT, day
from .tiny import Tiny

MERGED_ON = day("2023-01-01")
ADDED = [one.name for one in FIGURES if one.kind is Kind.COUNT or one.unit == "km"]
WHOLE, PARTS = "99031-06", ("99031-03", "99031-04")


def _panel(district: Tiny, end: date = date(2024, 12, 14)) -> pd.DataFrame:
    tables = district.tables
    return panel(
        tables["hamlet_figures"],
        tables["survey_rounds"],
        tables["hamlets"],
        tables["communes"],
        end,
    )


def _merged() -> Tiny:
    """H1 and H2 are merged into H9 on 1 January 2023."""
    gone = {"valid_to": MERGED_ON - pd.Timedelta(days=1), "successor_id": "H9"}
    district = DISTRICT.change("hamlets", {"hamlet_id": {"H1", "H2"}}, **gone)
    district = district.plus(
        "hamlets", hamlet_id="H9", name="Thôn 9", commune_code="99001", valid_from=MERGED_ON
    )
    late = {"round_id": {"D2023", "D2024"}}
    district = district.without("hamlet_figures", hamlet_id="H2", **late)
    return district.change("hamlet_figures", {"hamlet_id": "H1", **late}, hamlet_id="H9")


def _figure(district: Tiny, hamlet: str, year: int, **values: Any) -> Tiny:
    return district.change(
        "hamlet_figures", {"round_id": f"D{year}", "hamlet_id": hamlet}, **values
    )


def test_a_panel_has_a_row_for_each_hamlet_and_year_with_figures_and_indicators() -> None:
    rows = _panel(DISTRICT)
    assert list(rows.index.names) == ["hamlet_id", "year"]
    assert list(rows.index) == [
        (f"H{one}", year) for one in range(1, 5) for year in range(2019, 2025)
    ]
    assert {*(one.name for one in FIGURES), *INDICATORS} <= set(rows.columns)
    assert rows.at[("H1", 2024), "poor_household_share_percent"] == 15
    assert rows.at[("H1", 2021), "poverty_standard"] == "59/2015"
    assert rows.at[("H1", 2024), "reference_date"] == day("2024-10-31")


def test_merged_hamlets_are_added_up_for_earlier_years() -> None:
    district = _figure(_merged(), "H1", 2022, households=100, poor_households=30, people=400)
    district = _figure(district, "H2", 2022, households=50, poor_households=15, people=100)
    district = _figure(district, "H1", 2022, income_million_dong_per_person=20)
    district = _figure(district, "H2", 2022, income_million_dong_per_person=45)
    rows = _panel(district)
    assert sorted(set(rows.index.get_level_values(0))) == ["H3", "H4", "H9"]
    told = rows.loc[("H9", 2022)]
    assert (told["households"], told["poor_households"]) == (150, 45)
    assert told["poor_household_share_percent"] == 30
    # 400 people with 20 and 100 with 45 million: (8000 + 4500) / 500
    assert told["income_per_person_million_dong"] == 25
    assert (told["hamlet_roads_km"], told["hamlet_roads_paved_km"]) == (10, 6)
    assert told["poverty_standard"] == "07/2021"


def test_a_merger_counts_only_from_its_day() -> None:
    before = _panel(_merged(), date(2022, 12, 14))
    assert sorted(set(before.index.get_level_values(0))) == ["H1", "H2", "H3", "H4"]
    assert before.at[("H1", 2022), "households"] == 100


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [(True, True, True), (False, False, False), (True, False, None), (True, None, None)],
)
def test_a_yes_or_no_of_merged_hamlets_holds_if_it_was_the_same_in_all(
    first: bool, second: bool | None, whole: bool | None
) -> None:
    district = _figure(_merged(), "H1", 2022, community_house=first)
    district = _figure(district, "H2", 2022, community_house=second)
    found = _panel(district).at[("H9", 2022), "community_house"]
    assert pd.isna(found) if whole is None else found == whole


def test_a_missing_part_gives_a_missing_sum() -> None:
    district = _figure(_merged(), "H2", 2022, poor_households=pd.NA)
    told = _panel(district).loc[("H9", 2022)]
    assert pd.isna(told["poor_households"])
    assert pd.isna(told["poor_household_share_percent"])
    assert told["households"] == 200


def test_income_of_merged_hamlets_needs_the_people_of_both() -> None:
    told = _panel(_figure(_merged(), "H2", 2022, people=pd.NA)).loc[("H9", 2022)]
    assert pd.isna(told["income_per_person_million_dong"])


def test_children_of_a_split_have_no_earlier_values() -> None:
    split = DISTRICT.change("hamlets", {"hamlet_id": "H1"}, valid_to=day("2022-12-31"))
    split = split.change("hamlets", {"hamlet_id": "H1"}, change_reason="split")
    for child in ("H1a", "H1b"):
        split = split.plus(
            "hamlets",
            hamlet_id=child,
            name=child,
            commune_code="99001",
            valid_from=MERGED_ON,
            predecessor_id="H1",
        )
    late = {"round_id": {"D2023", "D2024"}}
    split = split.change("hamlet_figures", {"hamlet_id": "H1", **late}, hamlet_id="H1a")
    rows = _panel(split)
    assert "H1" not in rows.index.get_level_values(0)
    assert list(rows.loc["H1a"].index) == [2023, 2024]


def test_a_panel_keeps_the_types_of_the_figures() -> None:
    rows = _panel(_merged())
    expected = DISTRICT.tables["hamlet_figures"].dtypes
    for figure in FIGURES:
        assert rows[figure.name].dtype == expected[figure.name], figure.name


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2022])
def test_the_demos_merged_hamlet_is_the_sum_of_its_parts(cleaned: Cleaned, year: int) -> None:
    tables = cleaned.tables
    rows = panel(
        tables["hamlet_figures"],
        tables["survey_rounds"],
        tables["hamlets"],
        tables["communes"],
        date(2024, 12, 14),
    )
    raw = tables["hamlet_figures"]
    parts = raw[(raw["round_id"] == f"DKS{year}") & raw["hamlet_id"].isin(PARTS)]
    assert len(parts) == 2
    first, second = (parts.iloc[one] for one in (0, 1))
    told = rows.loc[(WHOLE, year)]
    for name in ADDED:
        if pd.isna(first[name]) or pd.isna(second[name]):
            assert pd.isna(told[name]), name
        else:
            assert told[name] == pytest.approx(first[name] + second[name]), name
    people = [float(first["people"]), float(second["people"])]
    income = [float(one["income_million_dong_per_person"]) for one in (first, second)]
    assert told["income_per_person_million_dong"] == pytest.approx(
        (people[0] * income[0] + people[1] * income[1]) / sum(people)
    )
    assert told["poor_household_share_percent"] == pytest.approx(
        100
        * (first["poor_households"] + second["poor_households"])
        / (first["households"] + second["households"])
    )


def test_the_demos_split_children_begin_with_the_split(cleaned: Cleaned, demo_year: Any) -> None:
    rows = demo_year.panel
    register = cleaned.tables["hamlets"]
    children = set(register.loc[register["predecessor_id"].notna(), "hamlet_id"])
    assert len(children) == 2
    for child in children:
        assert list(rows.loc[child].index) == [2021, 2022, 2023, 2024, 2025]
