"""Forecasts of what will be overdue: by hand, and held against what then happened."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from ketnghia_analysis.measures.durations import difficulty_spells
from ketnghia_analysis.measures.overdue_forecast import (
    LEAST_ENDED,
    chance_still_open,
    forecast_overdue,
)

from .tiny import typed
from .tiny_rows import difficulty

DAY, LATER = date(2024, 12, 14), date(2025, 6, 14)


def _register(chance: np.random.Generator, count: int, pace: float) -> pd.DataFrame:
    """Difficulties that are resolved after an exponential wait, each with its true last day."""
    rows = []
    for number in range(count):
        raised = DAY - timedelta(days=int(chance.integers(1, 700)))
        wait = int(np.ceil(chance.exponential(pace)))
        rows.append(
            difficulty(number)
            | {
                "raised_on": pd.Timestamp(raised),
                "due_on": pd.Timestamp(raised + timedelta(days=120)),
                "resolved_on": pd.Timestamp(raised + timedelta(days=wait)),
            }
        )
    return typed("difficulties", rows)


def test_a_chance_by_hand() -> None:
    # of 4, one ended after 10 days, one after 20, one after 40; one was open after 50:
    # S(15) = 3/4, S(30) = 1/2, S(45) = 1/4
    days = np.array([10.0, 20, 40, 50])
    done = np.array([True, True, True, False])
    found = chance_still_open(
        days, done, np.array([15.0, 30, 15]), np.array([30.0, 45, 90]), np.ones((1, 4))
    )
    assert found[0] == pytest.approx([2 / 3, 1 / 2, 1 / 3])


def test_an_age_to_which_nothing_stayed_open_is_taken_for_open() -> None:
    found = chance_still_open(
        np.array([10.0, 20]),
        np.array([True, True]),
        np.array([30.0]),
        np.array([60.0]),
        np.ones((1, 2)),
    )
    assert found[0, 0] == 1


def test_drawing_a_case_twice_is_having_it_twice() -> None:
    days, done = np.array([10.0, 20, 40]), np.array([True, True, False])
    ages, ahead = np.array([5.0]), np.array([25.0])
    weighted = chance_still_open(days, done, ages, ahead, np.array([[1.0, 2, 1]]))
    twice = chance_still_open(
        np.array([10.0, 20, 20, 40]),
        np.array([True, True, True, False]),
        ages,
        ahead,
        np.ones((1, 4)),
    )
    assert weighted == pytest.approx(twice)


def test_forecasts_hold_about_as_often_as_they_promise() -> None:
    chance = np.random.default_rng(7)
    held = 0
    for _ in range(30):
        rows = _register(chance, 90, 200)
        spells = difficulty_spells(rows, DAY)
        found = forecast_overdue(spells, DAY, LATER, level=0.9, draws=150)
        true = rows.loc[found.items.index, "resolved_on"] > pd.Timestamp(LATER)
        held += found.low <= int(true.sum()) <= found.high
    # if nine in ten hold, fewer than 22 of 30 do once in 500
    assert held >= 22


def test_order_changes_nothing() -> None:
    spells = difficulty_spells(_register(np.random.default_rng(1), 60, 200), DAY)
    mixed = spells.iloc[np.random.default_rng(2).permutation(len(spells))]
    found, other = (forecast_overdue(one, DAY, LATER, draws=200) for one in (spells, mixed))
    assert (found.expected, found.low, found.high) == (
        pytest.approx(other.expected),
        other.low,
        other.high,
    )


def test_the_interval_contains_what_is_expected_and_no_more_than_is_open() -> None:
    spells = difficulty_spells(_register(np.random.default_rng(3), 60, 200), DAY)
    found = forecast_overdue(spells, DAY, LATER, draws=500)
    assert 0 <= found.low <= found.expected <= found.high <= len(found.items)
    assert found.overdue_now == found.items["overdue_now"].sum()
    assert found.items["chance"].between(0, 1).all()


def test_too_little_has_ended_to_tell() -> None:
    rows = _register(np.random.default_rng(5), 8, 30)
    found = forecast_overdue(difficulty_spells(rows, DAY), DAY, LATER)
    assert found.reason == f"mới có 8 việc đã xong, chưa đủ {LEAST_ENDED} để dự báo"
    assert np.isnan(found.expected)


def test_a_forecast_looks_ahead() -> None:
    spells = difficulty_spells(_register(np.random.default_rng(1), 20, 90), DAY)
    with pytest.raises(ValueError, match="ahead"):
        forecast_overdue(spells, DAY, DAY)
