"""How numbers and dates are written in Vietnamese administrative text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd

NO_DATA = "chưa có số liệu"


def is_missing(value: Any) -> bool:
    """Whether a single value is missing (None, NaN, NaT, NA)."""
    return (
        value is None or value is pd.NA or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))
    )


def number_vi(value: Any, decimals: int = 0) -> str:
    """Number with "." between thousands and "," before decimals: 1234.5 gives "1.234,5"."""
    if is_missing(value):
        return NO_DATA
    text = f"{float(value):,.{decimals}f}"
    if text.strip("-0.,") == "":
        text = text.lstrip("-")
    return text.translate(str.maketrans(",.", ".,"))


def range_vi(low: Any, high: Any, decimals: int = 0) -> str:
    """A value with its range: "71,5" when certain, "64,0 – 71,5" when not."""
    if is_missing(low) or is_missing(high):
        return NO_DATA
    first, last = number_vi(low, decimals), number_vi(high, decimals)
    return first if first == last else f"{first} – {last}"


def percent_vi(value: Any, decimals: int = 1) -> str:
    """Percentage with its sign: 12.34 gives "12,3 %"."""
    return NO_DATA if is_missing(value) else f"{number_vi(value, decimals)} %"


def date_vi(day: date | pd.Timestamp | None) -> str:
    """Short date: "05/02/2025"."""
    return NO_DATA if is_missing(day) or day is None else day.strftime("%d/%m/%Y")


def long_date_vi(day: date) -> str:
    """Date as documents write it; a zero before days 1-9 and months 1-2 (Decree 30/2020/NĐ-CP)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def yes_no_vi(value: Any) -> str:
    """Yes or no in Vietnamese, or that there is no data."""
    return NO_DATA if is_missing(value) else ("Có" if value else "Không")


def list_vi(parts: list[str]) -> str:
    """A list in a sentence: "a, b và c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} và {parts[-1]}"


class Written(StrEnum):
    """How a figure or the cells of a column are written."""

    TEXT = "text"
    WHOLE = "whole"
    ONE_DECIMAL = "one_decimal"
    TWO_DECIMALS = "two_decimals"
    PERCENT = "percent"
    WHOLE_PERCENT = "whole_percent"
    DATE = "date"

    def write(self, value: Any) -> str:
        """A value as it stands in a document."""
        return _WRITERS[self](value)


_WRITERS: dict[Written, Callable[[Any], str]] = {
    Written.TEXT: str,
    Written.WHOLE: number_vi,
    Written.ONE_DECIMAL: lambda value: number_vi(value, 1),
    Written.TWO_DECIMALS: lambda value: number_vi(value, 2),
    Written.PERCENT: percent_vi,
    Written.WHOLE_PERCENT: lambda value: percent_vi(value, 0),
    Written.DATE: date_vi,
}
