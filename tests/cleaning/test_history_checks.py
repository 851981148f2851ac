"""A hamlet's figures are judged by its own other years."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.cleaning.assemble import Assembled
from ketnghia_analysis.cleaning.history_checks import HISTORY_CHECKS, judge_history
from ketnghia_analysis.cleaning.ledger import Books
from ketnghia_analysis.cleaning.rounds import assumed_rounds
from ketnghia_analysis.vocabulary.columns import Severity
from ketnghia_analysis.vocabulary.hamlet_figures import FIGURES
from ketnghia_analysis.vocabulary.survey_tables import HAMLET_FIGURES

YEARS = range(2019, 2025)


def judged(**changed: dict[int, Any]) -> tuple[set[int], list[tuple[int, str, str]], Books]:
    """Six quiet years of one hamlet, with some years' figures changed; row ids are the years."""
    rows = []
    for year in YEARS:
        row: dict[str, Any] = {"round_id": f"KS-{year}", "hamlet_id": "H1"}
        row |= {"households": 100 + year - 2019, "people": 4 * (100 + year - 2019)}
        row |= {"minority_households": 60, "poor_households": 20}
        row |= {"households_escaped_poverty": 3, "households_fallen_into_poverty": 3}
        rows.append(row | {name: cells[year] for name, cells in changed.items() if year in cells})
    frame = pd.DataFrame(rows, columns=HAMLET_FIGURES.names).astype(HAMLET_FIGURES.dtypes)
    ids = pd.Series(list(YEARS), dtype="Int64")
    assembled = Assembled(frame, dict.fromkeys(HAMLET_FIGURES.names, ids))
    books = Books("hamlet_figures")
    held, warned = judge_history(assembled, assumed_rounds(YEARS), books)
    return held, list(warned.itertuples(index=False, name=None)), books


def test_quiet_years_raise_no_question() -> None:
    held, warned, books = judged()
    assert not held
    assert not warned
    assert books.faults.empty


@pytest.mark.parametrize("column", ["households", "people", "minority_households"])
@pytest.mark.parametrize("power", [10, 100, 1000])
def test_a_digit_too_many_holds_the_year_and_names_the_cell(column: str, power: int) -> None:
    usual = {"households": 103, "people": 412, "minority_households": 60}[column]
    held, _, books = judged(**{column: {2022: usual * power}})
    assert held == {2022}
    fault = next(books.faults.itertuples())
    assert (fault.column, fault.reason) == (column, "rule_broken")
    assert f"gấp khoảng {power} lần" in fault.detail


def test_a_jump_that_is_no_slip_only_warns() -> None:
    held, warned, _ = judged(households={2024: 300}, people={2024: 1200})
    assert not held
    assert {row_id for row_id, _, _ in warned} == {2024}
    assert any("đột biến" in message for _, _, message in warned)


def test_people_per_household_far_from_the_usual_names_the_stranger_of_the_two() -> None:
    _, warned, _ = judged(people={2021: 600})
    assert [(row_id, column) for row_id, column, text in warned if "khẩu/hộ" in text] == [
        (2021, "people")
    ]


@pytest.mark.parametrize(
    ("year", "poor", "told"),
    [(2021, 24, True), (2022, 24, False), (2023, 24, True), (2023, 20, False)],
)
def test_poor_households_follow_from_the_year_before_within_one_standard(
    year: int, poor: int, told: bool
) -> None:
    after = {one: poor for one in YEARS if one >= year}
    _, warned, _ = judged(poor_households=after)
    assert any(row_id == year and "năm trước" in text for row_id, _, text in warned) is told


def test_an_unknown_figure_is_never_judged() -> None:
    held, warned, _ = judged(households={2022: None}, people={2022: None})
    assert not held
    assert not warned


def test_the_rules_across_years_are_named_once_and_say_what_is_wrong() -> None:
    assert len({check.name for check in HISTORY_CHECKS}) == len(HISTORY_CHECKS)
    assert all(check.message for check in HISTORY_CHECKS)
    assert {check.severity for check in HISTORY_CHECKS} == {Severity.HOLD, Severity.WARN}


@given(st.lists(st.integers(0, 5000) | st.none(), min_size=6, max_size=6))
def test_any_history_can_be_judged(values: list[int | None]) -> None:
    cells = dict(zip(YEARS, values, strict=True))
    held, warned, _ = judged(households=cells)
    assert held <= set(YEARS)
    assert {column for _, column, _ in warned} <= {figure.name for figure in FIGURES}
