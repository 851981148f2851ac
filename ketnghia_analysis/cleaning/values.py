"""Cells become values: what a raw cell means in a column of a given kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from ketnghia_analysis.cleaning import dates, numbers, text
from ketnghia_analysis.intake.grids import BadCell, shown
from ketnghia_analysis.vocabulary.columns import NUMERIC_KINDS, Column, Kind
from ketnghia_analysis.vocabulary.spelling import tidy, toneless_key

_YES = frozenset({"x", "v", "co", "1", "yes", "true", "dat", "roi"})
_NO = frozenset({"khong", "0", "no", "false", "khong dat", "chua"})
_TICKS = frozenset({"x", "v"})
_LEAST_DONG_WITHOUT_UNIT = 1_000
_LARGEST = 1e15
"""No column holds so much; larger numbers would not fit the stored types."""


@dataclass(frozen=True)
class Read:
    """What a cell means.

    Attributes:
        value: the value, None for missing.
        rule: code of `reasons.CHANGED` where the value is not simply what the cell shows.
        problem: code of `reasons.HELD` where the cell can't be read.
        last: of a date, the last day that may be meant.
        precision: of a date, a code of `codes.DATE_PRECISIONS`.
    """

    value: Any = None
    rule: str = ""
    problem: str = ""
    last: Any = None
    precision: str = ""


@dataclass(frozen=True)
class Manner:
    """What the rest of a column on paper tells about reading its cells.

    Attributes:
        unit: unit written in the heading, below it or above the table.
        style: how decimals are written.
        ticked: whether yes is a tick, so that a dash is no.
    """

    unit: str = ""
    style: numbers.Style = numbers.Style.UNKNOWN
    ticked: bool = False


def manner_of(raw: pd.Series, column: Column, unit: str) -> Manner:
    """Judge a column on paper by all of its cells."""
    if column.kind is Kind.YES_NO:
        keys = {toneless_key(shown(value)) for value in raw}
        return Manner(unit, ticked=bool(keys & _TICKS))
    if column.kind in NUMERIC_KINDS:
        return Manner(unit, numbers.column_style(raw))
    return Manner(unit)


def read_cell(raw: Any, column: Column, manner: Manner) -> Read:
    """The value of one cell, or why it has none.

    Args:
        raw: as it was read: text, number, date, `BadCell` or None.
        column: the vocabulary's column.
        manner: what the rest of the column tells.
    """
    if isinstance(raw, BadCell):
        return Read(problem=raw.reason)
    if column.kind is Kind.YES_NO and manner.ticked and text.is_dash(raw):
        return Read(False, "read_yes_no")
    if text.says_missing(raw):
        return Read()
    return _READERS[column.kind](raw, column, manner)


def _id(raw: Any, column: Column, manner: Manner) -> Read:
    written = shown(raw)
    value = tidy(written)
    if column.digits and value.isdigit():
        value = value.zfill(column.digits)
    return Read(value, "spelling" if value != written else "")


def _text(raw: Any, column: Column, manner: Manner) -> Read:
    value, rule = text.read_text(shown(raw))
    return Read(value, rule)


def _code(raw: Any, column: Column, manner: Manner) -> Read:
    written = shown(raw)
    value = column.codes.read(written) if column.codes else None
    if value is None:
        return Read(problem="unknown_code")
    return Read(value, "read_code" if value != written else "")


def _yes_no(raw: Any, column: Column, manner: Manner) -> Read:
    if isinstance(raw, bool):
        return Read(raw)
    key = toneless_key(shown(raw))
    if key in _YES:
        return Read(True, "read_yes_no")
    return Read(False, "read_yes_no") if key in _NO else Read(problem="not_yes_no")


def _date(raw: Any, column: Column, manner: Manner) -> Read:
    try:
        day = dates.read_date(raw)
    except dates.NotADate:
        return Read(problem="not_a_date")
    typed = isinstance(raw, date)
    moment = pd.Timestamp(day)
    return Read(moment, "" if typed else "read_date", last=moment, precision="day")


def _number(raw: Any, column: Column, manner: Manner) -> Read:
    whole = column.kind in (Kind.COUNT, Kind.YEAR)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        value, rule = float(raw), ""
    else:
        try:
            value = _number_in(shown(raw), whole, column, manner)
        except numbers.Ambiguous:
            return Read(problem="ambiguous_number")
        except numbers.NotANumber:
            return Read(problem="not_a_number")
        rule = "read_number"
    if not abs(value) < _LARGEST:
        return Read(problem="out_of_limits")
    if whole and not value.is_integer():
        return Read(problem="not_a_number")
    return Read(int(value) if whole else value, rule)


def _number_in(written: str, whole: bool, column: Column, manner: Manner) -> float:
    if column.kind is Kind.DEGREES:
        return numbers.read_number(tidy(written).replace(",", "."), False, numbers.Style.POINT)
    if toneless_key(written) in ("khong", "khong co"):
        return 0.0
    bare, unit = numbers.split_unit(written)
    if unit and not _is_unit_of(unit, column):
        raise numbers.NotANumber(written)
    return numbers.read_number(bare, whole, manner.style)


def _is_unit_of(unit: str, column: Column) -> bool:
    """Whether what follows the number may be its unit: few letters, no further number."""
    if column.kind is Kind.PERCENT:
        return unit == "%"
    return len(unit) <= 20 and not any(char.isdigit() for char in unit) and unit != "%"


def _money(raw: Any, column: Column, manner: Manner) -> Read:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        amount, own_unit = float(raw), ""
    elif toneless_key(shown(raw)) in ("khong", "khong co"):
        return Read(0, "read_number")
    else:
        try:
            bare, own_unit = numbers.split_unit(shown(raw))
            amount = numbers.read_number(
                bare, whole=bare.count(".") > 0 and "," not in bare, style=manner.style
            )
        except numbers.Ambiguous:
            return Read(problem="ambiguous_number")
        except numbers.NotANumber:
            return Read(problem="not_a_number")
    unit = own_unit or manner.unit
    factor = numbers.money_factor(unit) if unit else None
    if unit and factor is None:
        return Read(problem="not_a_number" if own_unit else "unknown_unit")
    if factor is None:
        if 0 < amount < _LEAST_DONG_WITHOUT_UNIT:
            return Read(problem="unknown_unit")
        factor = 1
    if not abs(amount * factor) < _LARGEST:
        return Read(problem="out_of_limits")
    rule = "converted_unit" if factor > 1 else ("read_number" if isinstance(raw, str) else "")
    return Read(round(amount * factor), rule)


_READERS: dict[Kind, Callable[[Any, Column, Manner], Read]] = {
    Kind.ID: _id,
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.YES_NO: _yes_no,
    Kind.DATE: _date,
    Kind.YEAR: _number,
    Kind.COUNT: _number,
    Kind.NUMBER: _number,
    Kind.PERCENT: _number,
    Kind.DEGREES: _number,
    Kind.MONEY: _money,
}
