from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.outputs.classes import change_breaks
from ketnghia_analysis.outputs.map_data import (
    PLACE_UNKNOWN,
    SMALL_NUMBER,
    UNKNOWN,
    map_data,
)
from ketnghia_analysis.outputs.map_facts import MapFacts, map_facts
from ketnghia_analysis.vocabulary.codes import LEVELS, PAIRING_ROLES, PEOPLES


def test_years_come_in_order_and_the_asked_one_is_shown(drawn: MapFacts) -> None:
    assert [one.year for one in drawn.years] == [2021, 2023, 2024, 2025]
    assert drawn.shown == 2024
    assert drawn.of_year(2024).hamlets["paired"].sum() > 0


def test_classes_are_few_and_round_and_cover_all_years(drawn: MapFacts) -> None:
    for name, one in drawn.indicators.items():
        assert len(one.breaks) <= 4
        assert list(one.breaks) == sorted(set(one.breaks))
        tables = [rows for year in drawn.years for rows in (year.values, year.commune_values)]
        values = pd.concat([rows[name] for rows in tables if name in rows]).astype("float64")
        assert all(value <= values.max() for value in one.breaks if not one.card.yes_no)
        assert all(value == round(value, 2) for value in one.breaks)


def test_counts_never_become_colours(drawn: MapFacts) -> None:
    for one in drawn.indicators.values():
        assert one.coloured == (one.card.unit not in ("households", "people"))
        assert one.of_communes == bool(one.card.part)
    assert any(not one.coloured for one in drawn.indicators.values())


@given(st.lists(st.floats(-80, 80), max_size=40))
def test_classes_of_change_are_round_and_leave_a_middle(changes: list[float]) -> None:
    breaks = change_breaks(pd.Series(changes, dtype="float64"))
    if not any(round(abs(change), 1) for change in changes):
        assert breaks == []
        return
    small, large = breaks
    assert 0 < small < large
    assert large == pytest.approx(3 * small)


def test_poverty_under_another_standard_is_told_apart(drawn: MapFacts) -> None:
    rules = [one.standards["poor_household_share_percent"] for one in drawn.years]
    assert rules[0] != rules[1] == rules[2] == rules[3]
    assert {one.standards["literacy_percent"] for one in drawn.years} == {""}


def test_the_day_of_the_boundaries_is_told(drawn: MapFacts) -> None:
    assert "01/07/2025" in drawn.of_year(2025).boundaries_note
    assert "01/07/2025" not in drawn.of_year(2024).boundaries_note
    assert "14/12/2024" in drawn.of_year(2024).boundaries_note


def test_a_commune_without_rate_is_hidden_or_missing_but_never_known(drawn: MapFacts) -> None:
    seen = set()
    for one in drawn.years:
        values, states = one.commune_values, one.commune_states
        assert (values.notna() == (states == "known")).all(axis=None)
        seen |= set(np.unique(states.to_numpy()))
        told = one.states[values.columns] != "missing"
        hidden = states[states == "hidden"].stack().dropna().index
        for code, name in hidden[:20]:
            assert told.loc[one.hamlets["commune_code"] == code, name].any()
    assert {"known", "hidden"} <= seen


def test_the_annex_is_pointed_to_by_sheet_and_row(
    annex_content: bytes, facts: YearFacts, drawn: MapFacts
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(annex_content))
    for kind, names in (
        ("hamlets", facts.hamlets.described["name"]),
        ("agencies", facts.agencies["name"]),
        ("pairings", facts.pairings["agency"]),
    ):
        sheet, rows = drawn.annex[kind]
        column = 2 if kind == "hamlets" else 1
        assert rows
        for one, row in rows.items():
            assert book[sheet].cell(row, column).value == names[one]


def test_a_part_of_the_district_points_to_no_annex(facts: YearFacts) -> None:
    part = map_facts(facts.only(commune="Mẫu Hòa"))
    assert part.annex == {}
    assert map_data(part)["annex"] == ""


# ---------------------------------------------------------------- what goes into the page


def test_hidden_small_numbers_never_reach_the_page(drawn: MapFacts) -> None:
    data = map_data(drawn)
    names = [one["name"] for one in data["indicators"]]
    hidden = 0
    for year, told in zip(drawn.years, data["years"], strict=True):
        for name, column in zip(names, told["hamlets"]["values"], strict=True):
            if column is None:
                assert not (year.states[name] == "known").any()
                continue
            states = year.states[name].to_numpy()
            assert (column[states == "hidden"] == SMALL_NUMBER).all()
            assert (column[states == "missing"] == UNKNOWN).all()
            known = year.values[name].astype("float64").to_numpy()[states == "known"]
            np.testing.assert_allclose(column[states == "known"] / 10, known, atol=0.0501)
            hidden += int((states == "hidden").sum())
    assert hidden


def test_columns_lead_back_to_the_facts(drawn: MapFacts) -> None:
    told = map_data(drawn)["years"][2]
    year = drawn.of_year(2024)
    hamlets, pairings = told["hamlets"], told["pairings"]
    for row, hamlet_id in enumerate(hamlets["id"]):
        described = year.hamlets.loc[hamlet_id]
        assert hamlets["name"][row] == described["name"]
        assert told["communes"]["id"][hamlets["commune"][row]] == described["commune_code"]
        people = hamlets["people"][row]
        assert (people < 0) == pd.isna(described["main_people"])
        assert people < 0 or PEOPLES.values[people] == described["main_people"]
        if described.geometry is None:
            assert hamlets["lat"][row] == PLACE_UNKNOWN
        else:
            assert hamlets["lat"][row] / 1e5 == pytest.approx(described.geometry.y, abs=6e-6)
    for row, pairing_id in enumerate(pairings["id"]):
        pairing = year.pairings.loc[pairing_id]
        assert told["agencies"]["id"][pairings["agency"][row]] == pairing["agency_id"]
        assert hamlets["id"][pairings["hamlet"][row]] == pairing["hamlet_id"]
        assert PAIRING_ROLES.values[pairings["role"][row]] == pairing["role"]
        assert LEVELS.values[pairings["level"][row]] == pairing["level"]
        assert pairings["low"][row] / 10 == pytest.approx(pairing["points_low"], abs=0.051)
    assert sum(hamlets["overdue"]) == len(told["difficulties"]["hamlet"]) - sum(
        told["difficulties"]["overdue"] == 0
    )


def test_years_share_their_boundaries_while_these_are_the_same(drawn: MapFacts) -> None:
    data = map_data(drawn)
    assert [one["outlines"] for one in data["years"]] == [0, 0, 0, 1]
    outline = data["outlines"][0]
    assert outline["corners"].sum() == len(outline["lon"])
    communes = drawn.of_year(2024).communes
    start, areas = 0, np.zeros(len(communes))
    for owner, corners in zip(outline["owner"], outline["corners"], strict=True):
        ring = np.column_stack([outline["lon"], outline["lat"]])[start : start + corners] / 1e5
        areas[outline["commune"][owner]] += shapely.Polygon(ring).area
        start += corners
    np.testing.assert_allclose(areas, shapely.area(communes.geometry.to_numpy()), rtol=0.02)


def test_a_name_that_is_missing_becomes_an_empty_text(drawn: MapFacts) -> None:
    year = drawn.of_year(2024)
    agencies = year.agencies.assign(short_name=None)
    years = (replace(year, agencies=agencies),)
    told = map_data(replace(drawn, years=years))["years"][0]["agencies"]
    assert told["short"] == told["name"]
