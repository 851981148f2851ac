"""Whoever reckons with all that is published learns no hidden small number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.privacy import (
    HIDDEN,
    HIDDEN_TEXT,
    KNOWN,
    MISSING,
    is_small,
    published,
)
from ketnghia_analysis.evaluation.secondary_privacy import determined, safe_rates
from ketnghia_analysis.evaluation.source_privacy import UNTOLD, published_cells
from ketnghia_analysis.evaluation.tracing import trace_book
from ketnghia_analysis.measures.indicators import INDICATORS, indicator_values
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.survey_tables import HAMLET_FIGURES

YEARS = (2021, 2023, 2024, 2025)
POOR, NET = "poor_household_share_percent", "net_households_out_of_poverty"
COUNTED = {name: card for name, card in INDICATORS.items() if card.part and "km" not in card.part}


@pytest.fixture(scope="module")
def told(facts_of: Callable[[int], YearFacts]) -> dict[int, YearFacts]:
    return {year: facts_of(year) for year in YEARS}


def _panel(cleaned: Cleaned, facts: YearFacts) -> pd.DataFrame:
    parts = (cleaned.tables, cleaned.quarantine, cleaned.blocks)
    return YearInput(*parts, facts.window, facts.rules).panel


def _learned(facts: YearFacts, truth: pd.DataFrame) -> dict[str, dict[str, float]]:
    """By column what each hamlet's published rates tell: both counts of every rate."""
    found: dict[str, dict[str, float]] = {}
    for name, card in COUNTED.items():
        for hamlet in facts.hamlets.values.index[facts.hamlets.values[name].notna()]:
            for column in (card.part, card.whole):
                found.setdefault(column, {})[hamlet] = float(truth.at[hamlet, column])
    return found


@pytest.mark.parametrize("year", YEARS)
def test_no_small_number_follows_from_the_rates_of_hamlets_and_communes(
    cleaned: Cleaned, told: dict[int, YearFacts], year: int
) -> None:
    facts = told[year]
    panel = _panel(cleaned, facts)
    truth = panel[panel.index.get_level_values("year") == year].droplevel("year")
    learned = _learned(facts, truth)
    described, states = facts.hamlets.described, facts.hamlets.states
    tried = 0
    for code, rates in facts.communes.iterrows():
        own = described.index[described["commune_code"] == code].intersection(truth.index)
        equations: dict[str, list[tuple[list[str], float]]] = {}
        for name, card in COUNTED.items():
            if pd.isna(rates[name]):
                continue
            counted = own[(states.loc[own, name] != MISSING).to_numpy()]
            for column in (card.part, card.whole):
                known = learned.get(column, {})
                unknown = [one for one in counted if one not in known]
                total = truth.loc[counted, column].sum() - sum(known.get(one, 0) for one in counted)
                equations.setdefault(column, []).append((unknown, float(total)))
        for column, sums in equations.items():
            cells = sorted({one for unknown, _ in sums for one in unknown})
            small = [one for one in cells if is_small(truth.loc[[one], column]).item()]
            bounds = [_bounds(column, one, states, learned) for one in cells]
            for hamlet in small:
                low, high = _ends(cells, sums, bounds, cells.index(hamlet))
                assert np.ceil(low - 1e-6) < np.floor(high + 1e-6), (code, column, hamlet)
                tried += 1
    assert tried > 0


def _bounds(
    column: str, hamlet: str, states: pd.DataFrame, learned: dict[str, dict[str, float]]
) -> tuple[float, float | None]:
    for name, card in COUNTED.items():
        known_whole = hamlet in learned.get(card.whole, {})
        if card.part == column and states.at[hamlet, name] == HIDDEN and known_whole:
            return (1, 4)
    return (0, None)


def _ends(
    cells: list[str],
    sums: list[tuple[list[str], float]],
    bounds: list[tuple[float, float | None]],
    place: int,
) -> tuple[float, float]:
    """Least and most that a cell can be, by linear programming."""
    matrix = np.array([[float(cell in unknown) for cell in cells] for unknown, _ in sums])
    totals = [total for _, total in sums]
    cost = np.zeros(len(cells))
    cost[place] = 1
    ends = []
    for sign in (1, -1):
        found = linprog(sign * cost, A_eq=matrix, b_eq=totals, bounds=bounds)
        ends.append(sign * found.fun if found.success else -sign * np.inf)
    return ends[0], ends[1]


@pytest.mark.parametrize("year", YEARS)
def test_the_identity_of_the_poor_gives_no_hidden_number_away(
    cleaned: Cleaned, told: dict[int, YearFacts], year: int
) -> None:
    facts = told[year]
    history, panel = facts.hamlets.history, _panel(cleaned, facts)
    poor = panel["poor_households"].astype("float64")
    for hamlet, at in history.index[history[NET].notna()]:
        for known, hidden in (((hamlet, at - 1), (hamlet, at)), ((hamlet, at), (hamlet, at - 1))):
            if hidden in history.index and known in history.index:
                is_told = pd.notna(history.at[known, POOR])
                secret = pd.isna(history.at[hidden, POOR]) and 1 <= poor[hidden] <= 4
                assert not (is_told and secret), (hamlet, at)


def test_a_merged_hamlet_does_not_tell_of_its_parts(
    cleaned: Cleaned, told: dict[int, YearFacts]
) -> None:
    heirs = YearInput(
        cleaned.tables, cleaned.quarantine, cleaned.blocks, told[2025].window, told[2025].rules
    ).hamlet_heir
    before = told[2021].hamlets
    merged = heirs[(heirs != heirs.index) & heirs.index.isin(before.states.index)]
    assert len(merged)
    for part, heir in merged.items():
        hidden = before.states.columns[(before.states.loc[part] == HIDDEN).to_numpy()]
        for facts in told.values():
            apart = part in facts.hamlets.described.index
            if not apart and (heir, 2021) in facts.hamlets.history.index:
                assert facts.hamlets.history.loc[(heir, 2021), hidden].isna().all()


def test_no_source_cell_shows_a_small_count(cleaned: Cleaned, facts: YearFacts) -> None:
    cells = published_cells(trace_book(cleaned, facts))
    columns = {column for card in COUNTED.values() for column in (card.part, card.whole)}
    columns |= set(INDICATORS[NET].needs)
    own = cells[(cells["table"] == "hamlet_figures") & cells["column"].isin(columns)]
    numbers = pd.to_numeric(own["clean"], errors="coerce")
    assert numbers.notna().sum() > 100
    assert not is_small(numbers).any()


def test_no_source_cell_tells_of_one_person(cleaned: Cleaned, facts: YearFacts) -> None:
    cells = published_cells(trace_book(cleaned, facts))
    heads = cells[(cells["table"] == "hamlets") & (cells["column"] == "head_name")]
    duties = cells[cells["table"] == "officer_duties"]
    assert len(duties)
    assert set(duties["key"]) == {UNTOLD}
    positions = duties[duties["column"].isin(["officer_id", "position"])]
    for own in (heads, positions):
        assert set(own["raw"]) | set(own["clean"]) <= {HIDDEN_TEXT}


def _commune(poor: list[int], households: int = 50) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = [dict.fromkeys(HAMLET_FIGURES.names) for _ in poor]
    figures = pd.DataFrame(rows).astype(HAMLET_FIGURES.dtypes)
    figures["poor_households"] = pd.array(poor, dtype="Int64")
    figures["households"] = pd.array([households] * len(poor), dtype="Int64")
    figures.index = pd.Index([f"T{one}" for one in range(len(poor))])
    # the number of households is told by another rate
    figures["hygienic_water_households"] = figures["households"]
    figures = pd.concat([figures, indicator_values(figures)], axis=1)
    return figures, published(figures)[1]


@pytest.mark.parametrize(
    ("poor", "shown"),
    [
        ([20, 30, 9], True),
        ([3, 20, 30], False),  # one hidden hamlet
        ([1, 1, 30], False),  # two, which can only be 1 and 1
        ([4, 4, 30], False),  # likewise 4 and 4
        ([1, 4, 30], True),
        ([2, 2, 30], True),
        ([1, 1, 1, 1], False),
        ([0, 3, 0, 0], False),
        ([0, 0, 12], True),
    ],
)
def test_a_communes_rate_is_left_out_where_a_hidden_number_would_follow(
    poor: list[int], shown: bool
) -> None:
    figures, states = _commune(poor)
    rates = pd.DataFrame({POOR: [10.0]}, index=["99001"])
    code = pd.Series("99001", index=figures.index)
    assert bool(safe_rates(rates, figures, states, code)[POOR].notna().item()) == shown


def test_rates_over_different_hamlets_are_taken_together() -> None:
    figures, states = _commune([2, 3, 30])
    second = "minority_share_of_poor_percent"
    # the second rate counts all hamlets but one, so that the difference is that one's number
    states = states.assign(**{second: [MISSING, HIDDEN, KNOWN]})
    rates = pd.DataFrame({POOR: [10.0], second: [20.0]}, index=["99001"])
    figures["poor_minority_households"] = pd.array([None, 2, 20], dtype="Int64")
    found = safe_rates(rates, figures, states, pd.Series("99001", index=figures.index))
    assert found[POOR].notna().item()
    assert found[second].isna().item()


@given(st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_reckoning_finds_what_trying_all_possibilities_finds(values: list[int]) -> None:
    cells = [str(place) for place in range(len(values))]
    possible = [
        one for one in np.ndindex(*[4] * len(values)) if sum(one) + len(values) == sum(values)
    ]
    fixed = {cell for cell, seen in zip(cells, zip(*possible, strict=True), strict=True)
             if len(set(seen)) == 1}  # fmt: skip
    told = [(dict.fromkeys(cells, 1), float(sum(values)))]
    assert determined(told, dict.fromkeys(cells, (1.0, 4.0))) == fixed


def test_without_small_numbers_nothing_is_left_out(facts: YearFacts) -> None:
    figures, states = _commune([20, 30, 9])
    rates = pd.DataFrame({POOR: [39.3]}, index=["99001"])
    code = pd.Series("99001", index=figures.index)
    pd.testing.assert_frame_equal(safe_rates(rates, figures, states, code), rates)
    assert replace(facts).communes[POOR].notna().any()
