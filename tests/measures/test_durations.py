"""How long things took, where dates are spans and states are blank."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from ketnghia_analysis.measures.durations import (
    SPELL_COLUMNS,
    Durations,
    commitment_spells,
    difficulty_spells,
    durations,
)
from ketnghia_analysis.vocabulary.periods import reporting_year

from .tiny import typed
from .tiny_rows import commitment, difficulty, registers

WINDOW = reporting_year(2024)
END = WINDOW.end
PAIRINGS = typed("pairings", registers()["pairings"])


def _worries(*rows: dict[str, Any]) -> pd.DataFrame:
    return typed(
        "difficulties", [difficulty(number) | facts for number, facts in enumerate(rows, 1)]
    )


def _promises(*rows: dict[str, Any]) -> pd.DataFrame:
    return typed("commitments", [commitment(1) | facts for facts in rows])


def _told(found: Durations) -> tuple[float, bool, float, bool]:
    row = found.rows.iloc[0]
    return row["quick_days"], row["quick_ended"], row["slow_days"], row["slow_ended"]


@pytest.mark.parametrize(
    ("facts", "quick", "slow"),
    [
        pytest.param({}, (167, True), (167, True), id="both days known"),
        pytest.param(
            {"result": "open", "resolved_on": None}, (288, False), (288, False), id="open"
        ),
        pytest.param(
            {"raised_on_first": "2024-02-01"}, (167, True), (196, True), id="raised some time"
        ),
        pytest.param(
            {"resolved_on_first": "2024-08-01"}, (153, True), (167, True), id="resolved in August"
        ),
        pytest.param(
            {"resolved_on": None}, (0, True), (288, False), id="resolved nobody knows when"
        ),
        pytest.param(
            {"result": None}, (167, True), (288, False), id="a day but no word of the result"
        ),
        pytest.param(
            {"result": "referred", "authority": "district"},
            (288, False),
            (288, False),
            id="referred although it was the district's own",
        ),
        pytest.param(
            {"result": "referred", "authority": "province"},
            (167, True),
            (167, True),
            id="rightly referred upward",
        ),
        pytest.param(
            {"resolved_on": "2025-01-20"}, (288, False), (288, False), id="resolved after the year"
        ),
        pytest.param(
            {"resolved_on": "2024-12-31", "resolved_on_first": "2024-10-01"},
            (214, True),
            (288, False),
            id="resolved in the last quarter, perhaps after the year's end",
        ),
    ],
)
def test_a_difficulty_waits_from_the_day_it_is_raised(
    facts: dict[str, Any], quick: tuple[float, bool], slow: tuple[float, bool]
) -> None:
    found = durations(difficulty_spells(_worries(facts), END), END)
    assert _told(found) == (*quick, *slow)
    assert found.certain == (quick == slow)


def test_what_was_raised_after_the_day_is_not_looked_at() -> None:
    rows = _worries({}, {"raised_on": "2024-12-15", "resolved_on": None, "result": "open"})
    assert list(difficulty_spells(rows, END).index) == [0]


def test_spells_keep_their_index_and_columns() -> None:
    rows = _worries({}, {}).set_axis([7, 3])
    found = difficulty_spells(rows, END)
    assert list(found.index) == [7, 3]
    assert set(SPELL_COLUMNS) <= set(found.columns)
    assert list(durations(found, END).rows.index) == [7, 3]


@pytest.mark.parametrize(
    ("facts", "quick", "slow"),
    [
        # the reporting year begins on 15 December 2023
        pytest.param({}, (188, True), (188, True), id="kept"),
        pytest.param({"completed_on": None}, (0, True), (365, True), id="kept some time"),
        pytest.param(
            {"state": "in_progress", "completed_on": None}, (365, False), (365, False), id="open"
        ),
        pytest.param(
            {"state": "dropped", "completed_on": None}, (365, False), (365, False), id="dropped"
        ),
        pytest.param(
            {"state": None, "completed_on": None, "result": None},
            (0, True),
            (365, False),
            id="no word of it",
        ),
    ],
)
def test_a_commitment_waits_from_the_year_that_registered_it(
    facts: dict[str, Any], quick: tuple[float, bool], slow: tuple[float, bool]
) -> None:
    found = durations(commitment_spells(_promises(facts), PAIRINGS, WINDOW), END)
    assert _told(found) == (*quick, *slow)


def test_a_commitment_carried_over_counts_once_from_its_first_year() -> None:
    open_then = {"year": 2023, "state": "in_progress", "completed_on": None}
    rows = _promises(open_then, {})
    spells = commitment_spells(rows, PAIRINGS, WINDOW)
    assert list(spells.index) == [1]
    assert _told(durations(spells, END))[0] == 188 + 365


def test_a_later_year_says_nothing_yet() -> None:
    rows = _promises({"state": "in_progress", "completed_on": None}, {"year": 2025})
    spells = commitment_spells(rows, PAIRINGS, WINDOW)
    assert not spells["may_be_ended"].any()


def test_what_is_never_reported_again_is_followed_to_its_last_report() -> None:
    rows = _promises({"year": 2022, "state": "in_progress", "completed_on": None})
    spells = commitment_spells(rows, PAIRINGS, WINDOW)
    assert spells["seen_until"].iloc[0] == pd.Timestamp("2022-12-14")
    assert _told(durations(spells, END))[2:] == (364, False)


def test_a_pairing_that_began_later_starts_the_clock() -> None:
    rows = _promises({"year": 2020, "completed_on": "2020-08-10"})
    spells = commitment_spells(rows, PAIRINGS, reporting_year(2020))
    # paired on 10 July 2020
    assert _told(durations(spells, date(2020, 12, 14)))[0] == 31


@pytest.mark.parametrize(
    ("facts", "quick", "slow"),
    [
        pytest.param({}, (0, True), (0, True), id="ten days early"),
        pytest.param({"completed_on": "2024-07-30"}, (30, True), (30, True), id="a month late"),
        pytest.param(
            {"due_on_first": "2024-06-01", "completed_on": "2024-07-30"},
            (30, True),
            (59, True),
            id="due in June",
        ),
        pytest.param(
            {
                "extended_to": "2024-09-30",
                "extension_document": "1/CV",
                "completed_on": "2024-10-10",
            },
            (10, True),
            (10, True),
            id="late after an extension",
        ),
    ],
)
def test_lateness_counts_from_the_deadline_that_counts(
    facts: dict[str, Any], quick: tuple[float, bool], slow: tuple[float, bool]
) -> None:
    spells = commitment_spells(_promises(facts), PAIRINGS, WINDOW)
    assert _told(durations(spells, END, since="due")) == (*quick, *slow)


def test_lateness_is_told_only_of_what_fell_due() -> None:
    rows = _promises({"due_on": "2025-03-01"}, {"commitment_id": "N2", "due_on": None})
    spells = commitment_spells(rows, PAIRINGS, WINDOW)
    assert durations(spells, END, since="due").rows.empty
