"""Dates as officials write them; a day that does not exist is no date."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from ketnghia_analysis.vocabulary.spelling import tidy, toneless_key

_DAY_FIRST = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})$")
_YEAR_FIRST = re.compile(r"^(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[T ].*)?$")
_WORDS = re.compile(r"^(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})$")
_EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_SERIALS = (36526, 47483)
"""Serial numbers of 1/1/2000 to 31/12/2029: only these are dates that lost their format."""


class NotADate(ValueError):
    """A value that is no day of the calendar."""


def read_date(value: Any) -> date:
    """The day a cell means: typed, "05/02/2025", "5/2/25", "ngày 05 tháng 02 năm 2025", a serial.

    Day comes before month, as everywhere in Vietnam; two-digit years are of this century.

    Raises:
        NotADate: no day of the calendar ("31/02/2024"), or not precise to the day.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not EXCEL_SERIALS[0] <= value <= EXCEL_SERIALS[1]:
            raise NotADate(str(value))
        return _EXCEL_EPOCH + timedelta(days=int(value))
    text = re.sub(r"^ngày\s+(?=\d{1,2}[/.\-])", "", tidy(str(value)), flags=re.IGNORECASE)
    text = re.sub(r"\s*([/.\-])\s*", r"\1", text)
    if found := _DAY_FIRST.match(text):
        day, month, year = (int(part) for part in found.groups())
        return _day(year if year > 99 else 2000 + year, month, day)
    if found := _YEAR_FIRST.match(text):
        year, month, day = (int(part) for part in found.groups())
        return _day(year, month, day)
    if found := _WORDS.match(toneless_key(text)):
        day, month, year = (int(part) for part in found.groups())
        return _day(year, month, day)
    raise NotADate(text)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADate(f"{day:02d}/{month:02d}/{year}") from None
