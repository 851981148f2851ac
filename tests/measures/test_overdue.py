"""What is overdue and how old what is open is, at the very day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from ketnghia_analysis.measures.durations import commitment_spells, difficulty_spells
from ketnghia_analysis.measures.overdue import (
    age_of_stock,
    is_pending,
    next_reporting_date,
    overdue_counts,
)
from ketnghia_analysis.vocabulary.periods import DayOfYear, reporting_year

from .tiny import typed
from .tiny_rows import commitment, difficulty, registers

WINDOW = reporting_year(2024)
END = WINDOW.end
OPEN = {"result": "open", "resolved_on": None}


def _spells(*rows: dict[str, Any]) -> pd.DataFrame:
    worries = [difficulty(number) | OPEN | facts for number, facts in enumerate(rows, 1)]
    return difficulty_spells(typed("difficulties", worries), END)


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2024, 1, 1), date(2024, 6, 14)),
        (date(2024, 6, 14), date(2024, 12, 14)),
        (date(2024, 12, 13), date(2024, 12, 14)),
        (date(2024, 12, 14), date(2025, 6, 14)),
    ],
)
def test_reports_are_due_in_june_and_december(day: date, following: date) -> None:
    assert next_reporting_date(day) == following


def test_a_calendar_year_has_its_half_in_june() -> None:
    assert next_reporting_date(date(2024, 2, 1), DayOfYear(12, 31)) == date(2024, 6, 30)


@pytest.mark.parametrize(
    ("due", "over"),
    [
        # days before 14 December 2024, and the classes it counts in
        pytest.param("2024-12-15", (0, 0, 0, 0), id="due tomorrow"),
        pytest.param("2024-12-14", (0, 0, 0, 0), id="due today"),
        pytest.param("2024-12-13", (1, 0, 0, 0), id="1 day"),
        pytest.param("2024-11-14", (1, 0, 0, 0), id="30 days"),
        pytest.param("2024-11-13", (1, 1, 0, 0), id="31 days"),
        pytest.param("2024-09-14", (1, 1, 1, 0), id="91 days"),
        pytest.param("2024-06-16", (1, 1, 1, 1), id="181 days"),
        pytest.param(None, (0, 0, 0, 0), id="no deadline"),
    ],
)
def test_overdue_by_more_than_so_many_days(due: str | None, over: tuple[int, ...]) -> None:
    found = overdue_counts(_spells({"due_on": due}), END).loc["all"]
    names = ("over_0", "over_30", "over_90", "over_180")
    assert tuple(found[f"{name}_low"] for name in names) == over
    assert tuple(found[f"{name}_high"] for name in names) == over
    assert found["no_deadline"] == (due is None)


def test_unsure_days_and_states_give_a_range() -> None:
    spells = _spells(
        {"due_on": "2024-11-30", "due_on_first": "2024-11-01"},
        {"due_on": "2024-06-01", "result": "resolved"},
    )
    found = overdue_counts(spells, END).loc["all"]
    assert (found["over_30_low"], found["over_30_high"]) == (0, 2)
    assert (found["pending_low"], found["pending_high"]) == (1, 2)


def test_counts_by_group_add_up() -> None:
    spells = _spells({}, {"group": "water"}, {"due_on": "2025-01-01"})
    by_group = overdue_counts(spells, END, spells["group"])
    assert by_group.sum().to_dict() == overdue_counts(spells, END).loc["all"].to_dict()
    assert by_group.loc["road", "over_0_low"] == 1


@pytest.mark.parametrize(
    ("raised", "class_"),
    [
        ("2024-12-14", "age_0_30"),
        ("2024-11-14", "age_0_30"),
        ("2024-11-13", "age_31_90"),
        ("2024-06-17", "age_91_180"),
        ("2024-06-16", "age_181_365"),
        ("2023-12-15", "age_181_365"),
        ("2023-12-14", "age_366_on"),
    ],
)
def test_the_age_of_what_is_open(raised: str, class_: str) -> None:
    found = age_of_stock(_spells({"raised_on": raised}), END).loc["all"]
    assert [name for name, count in found.items() if count] == [f"{class_}_low", f"{class_}_high"]


def test_an_unsure_beginning_may_lie_in_two_classes() -> None:
    spells = _spells({"raised_on": "2024-11-30", "raised_on_first": "2024-11-01"})
    found = age_of_stock(spells, END).loc["all"]
    assert found["age_0_30_low"] == 0
    assert (found["age_0_30_high"], found["age_31_90_high"]) == (1, 1)


def test_nothing_open_is_no_error() -> None:
    spells = _spells({"result": "resolved", "resolved_on": "2024-08-15"})
    assert overdue_counts(spells, END).loc["all"].sum() == 0
    assert overdue_counts(spells.iloc[:0], END).loc["all"].sum() == 0
    assert age_of_stock(spells.iloc[:0], END).loc["all"].sum() == 0


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"state": "in_progress"}, (True, True, False)),
        ({"state": "dropped"}, (False, False, False)),
        ({"state": None, "result": None}, (False, True, False)),
        ({"state": "in_progress", "year": 2022}, (False, False, True)),
    ],
)
def test_what_is_waited_for(facts: dict[str, Any], state: tuple[bool, ...]) -> None:
    rows = typed("commitments", [commitment(1) | {"completed_on": None} | facts])
    pairings = typed("pairings", registers()["pairings"])
    found = is_pending(commitment_spells(rows, pairings, WINDOW), END)
    assert tuple(found.iloc[0]) == state
