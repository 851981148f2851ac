"""Days of which a paper tells only the month or the quarter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from ketnghia_analysis.demo.faults.kinds import Planted, Spot

_NUMBERS = re.compile(r"\d+")
_QUARTERS = {1: "I", 2: "II", 3: "III", 4: "IV"}


def day_in(cell: Any) -> date:
    """The day that a cell says, written in any hand."""
    if isinstance(cell, date):
        return cell
    day, month, year = map(int, _NUMBERS.findall(str(cell)))
    return date(year if year > 99 else 2000 + year, month, day)


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def quarter_of(day: date) -> tuple[date, date]:
    """First and last day of the quarter."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, month_of(first + timedelta(days=62))[1]


def month_alone(spot: Spot, column: str) -> list[Spot]:
    """Writes "tháng 7/2021" in the place of a day."""
    day = day_in(spot.line.cells[column])
    spot.line.cells[column] = f"tháng {day.month}/{day.year}"
    return [spot]


def quarter_alone(spot: Spot, column: str) -> list[Spot]:
    """Writes "Quý III/2021" in the place of a day."""
    day = day_in(spot.line.cells[column])
    spot.line.cells[column] = f"Quý {_QUARTERS[(day.month + 2) // 3]}/{day.year}"
    return [spot]


def span(planted: Planted) -> Mapping[str, Any]:
    """Both ends of the month or quarter that the cell now says."""
    day = day_in(planted.true_value)
    name = planted.kind.column
    is_month = str(planted.spot.line.cells[name]).startswith("tháng")
    first, last = month_of(day) if is_month else quarter_of(day)
    days = {name: pd.Timestamp(last), f"{name}_first": pd.Timestamp(first)}
    return days | {f"{name}_precision": "month" if is_month else "quarter"}
