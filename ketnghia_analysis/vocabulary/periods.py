"""The reporting year: a window of dates that need not be the calendar year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd


@dataclass(frozen=True)
class DayOfYear:
    """A day that returns each year."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """The date in one year."""
        return date(year, self.month, self.day)


def day_of_year(text: str) -> DayOfYear:
    """The day that "dd/mm" names.

    Raises:
        ValueError: it is not written so, or does not exist in every year; said in Vietnamese.
    """
    try:
        # a year without 29 February
        day = datetime.strptime(f"{text}/2023", "%d/%m/%Y")
    except ValueError:
        raise ValueError(f"“{text}” không phải ngày/tháng có thật trong mọi năm") from None
    return DayOfYear(day.month, day.day)


REPORTING_YEAR_ENDS = DayOfYear(12, 14)
"""Decree 09/2019/NĐ-CP: yearly reports count from 15/12 of the year before to 14/12."""


@dataclass(frozen=True)
class Window:
    """Days from `start` to `end`, both included, that count as one reporting year."""

    year: int
    start: date
    end: date

    def contains(self, days: pd.Series) -> pd.Series:
        """Which dates lie in the window; missing dates don't. Same index, bool."""
        return days.dt.normalize().between(pd.Timestamp(self.start), pd.Timestamp(self.end))

    def overlaps(self, start: pd.Series, end: pd.Series) -> pd.Series:
        """Which spans touch the window; an open end (missing) goes on. Same index, bool."""
        begun = start.isna() | (start <= pd.Timestamp(self.end))
        return begun & (end.isna() | (end >= pd.Timestamp(self.start)))


def reporting_year(year: int, ends: DayOfYear = REPORTING_YEAR_ENDS) -> Window:
    """The window of a reporting year that ends on the given day of that year."""
    end = ends.in_year(year)
    before = ends.in_year(year - 1)
    return Window(year, date.fromordinal(before.toordinal() + 1), end)
