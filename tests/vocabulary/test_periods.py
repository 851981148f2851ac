"""Reporting years: windows that tile the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketnghia_analysis.vocabulary.periods import DayOfYear, Window, reporting_year

years = st.integers(1950, 2100)
days_of_year = st.dates(date(2023, 1, 1), date(2023, 12, 31)).map(
    lambda day: DayOfYear(day.month, day.day)
)
WINDOW = reporting_year(2024)


def _days(*days: str | None) -> pd.Series:
    return pd.Series(pd.to_datetime(list(days)), index=range(50, 50 + len(days)))


def test_a_year_of_the_decree_runs_from_mid_december_to_mid_december():
    assert reporting_year(2024) == Window(2024, date(2023, 12, 15), date(2024, 12, 14))


@pytest.mark.parametrize(
    ("ends", "start", "end"),
    [
        (DayOfYear(12, 31), date(2024, 1, 1), date(2024, 12, 31)),
        (DayOfYear(2, 28), date(2023, 3, 1), date(2024, 2, 28)),
        (DayOfYear(6, 30), date(2023, 7, 1), date(2024, 6, 30)),
    ],
)
def test_a_district_may_end_its_year_on_another_day(ends, start, end):
    assert reporting_year(2024, ends) == Window(2024, start, end)


@settings(deadline=None)
@given(years, days_of_year)
def test_a_year_begins_the_day_after_the_last_one_ended(year, ends):
    before, after = reporting_year(year, ends), reporting_year(year + 1, ends)
    assert before.end + timedelta(days=1) == after.start


@settings(deadline=None)
@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)), days_of_year)
def test_every_day_lies_in_exactly_one_reporting_year(day, ends):
    moment = pd.Series([pd.Timestamp(day)])
    windows = [reporting_year(year, ends) for year in (day.year - 1, day.year, day.year + 1)]
    assert sum(bool(window.contains(moment).iloc[0]) for window in windows) == 1


@settings(deadline=None)
@given(years, days_of_year)
def test_a_year_has_365_or_366_days(year, ends):
    window = reporting_year(year, ends)
    assert (window.end - window.start).days + 1 in (365, 366)
    assert window.end.year == window.year == year


def test_first_and_last_day_belong_to_the_year_and_a_missing_day_does_not():
    days = _days("2023-12-14", "2023-12-15", "2024-12-14", "2024-12-15", None)
    held = WINDOW.contains(days)
    assert held.tolist() == [False, True, True, False, False]
    assert held.index.equals(days.index)


@pytest.mark.parametrize(
    ("start", "end", "touches"),
    [
        ("2020-07-10", "2025-12-31", True),
        ("2020-07-10", "2023-12-15", True),
        ("2020-07-10", "2023-12-14", False),
        ("2024-12-14", "2024-12-20", True),
        ("2024-12-15", "2024-12-20", False),
        ("2024-12-15", None, False),
        ("2020-07-10", None, True),
        (None, "2023-12-15", True),
        (None, "2023-12-14", False),
        (None, None, True),
    ],
)
def test_a_span_touches_the_year_if_one_day_of_it_lies_there(start, end, touches):
    assert WINDOW.overlaps(_days(start), _days(end)).tolist() == [touches]


@settings(deadline=None)
@given(st.dates(date(2022, 1, 1), date(2026, 1, 1)), st.integers(0, 500))
def test_a_span_touches_the_year_exactly_if_the_year_holds_one_of_its_days(start, length):
    span = pd.Series(pd.date_range(start, periods=length + 1))
    touches = WINDOW.overlaps(span.head(1), span.tail(1).set_axis([0]))
    assert touches.tolist() == [bool(WINDOW.contains(span).any())]
