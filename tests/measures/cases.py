"""How a table of cases of one criterion is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.measures.rules import rules_for
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.periods import reporting_year

from .tiny import Tiny, tiny

DISTRICT = tiny()
"""The tiny district as it is; no test changes it."""
Change = Callable[[Tiny], Tiny]


def case(name: str, low: float, high: float, change: Change) -> Any:
    """A changed fact, and the certain and possible share that must follow."""
    return pytest.param(change, low, high, id=name)


def cases(*rows: Any) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("change", "low", "high"), rows)


def same(low: float, high: float) -> Any:
    return pytest.approx((low, high), nan_ok=True)


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def first(district: Tiny, table: str, **values: Any) -> Tiny:
    """The district with its first row of a table changed."""
    key = district.tables[table].columns[0]
    return district.change(table, {key: district.tables[table].at[0, key]}, **values)


def demo_input(cleaned: Cleaned, year: int) -> YearInput:
    """A year of the demo as the measures see it."""
    window = reporting_year(year)
    return YearInput(cleaned.tables, cleaned.quarantine, cleaned.blocks, window, rules_for(window))
