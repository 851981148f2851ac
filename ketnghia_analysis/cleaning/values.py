"""Cells become values: what a raw cell means in a column of a given kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from ketnghia_analysis.cleaning import dates, money, numbers, quantities, text
from ketnghia_analysis.intake.grids import BadCell, shown
from ketnghia_analysis.places.coordinate_texts import NotACoordinate, read_coordinate
from ketnghia_analysis.vocabulary.columns import NUMERIC_KINDS, Column, Kind
from ketnghia_analysis.vocabulary.spelling import tidy, toneless_key

_YES = frozenset(
    {"x", "v", "co", "c", "1", "yes", "y", "true", "dat", "roi", "da co", "co roi", "da dat"}
    | {"ok", "da xong", "da", "co dat"}
)
_NO = frozenset(
    {"khong", "ko", "k", "kh", "0", "no", "n", "false", "khong dat", "chua", "chua co"}
    | {"khong co", "ko co", "chua dat", "chua xong", "hong"}
)
_TICK_MARKS = frozenset({"✓", "✔", "√", "☑", "☒", "✅", "×", "✗", "✘", "✖", "+"})
_TICKS = frozenset({"x", "v"})
_REMARK = re.compile(r"\s*(?:\([^()]*\)|[.,;:])$")
_STILL = frozenset({"nay", "den nay", "hien nay", "cho den nay"})
_UNTIL = re.compile(
    r"^(?:(?:làm |hoàn thành |giải quyết )?xong |hoàn thành )?"
    r"(?:(?P<before>trước)|(?:chậm|muộn) nhất(?: là)?|đến(?= hết năm)|(?:đến )?hết(?! năm)|đến"
    r"|hạn(?: chót| cuối)?)\b ?:?",
    re.IGNORECASE,
)
"""Words before a deadline: "trước ngày 30/6/2024", "chậm nhất 30/6", "đến hết quý II"."""
_LEAST_DONG_WITHOUT_UNIT = 1_000
_YEAR_WORD = re.compile(r"^\s*n[ăa]m\s+", re.IGNORECASE)
_ORDINAL = re.compile(r"^\s*(?:\(?(?:[0-9]{1,2}|[IVX]{1,4}|[a-zđ])[.):/]|[-–+•*])\s*(?=\S)")
"""What lists put before their items: "1. Sản xuất", "a) Tặng quà"."""
_LARGEST = 1e15
"""No column holds so much; larger numbers would not fit the stored types."""


@dataclass(frozen=True)
class Read:
    """What a cell means.

    Attributes:
        value: the value, None for missing; of a date the first day it may be.
        rule: code of `reasons.CHANGED` where the value is not simply what the cell shows.
        problem: code of `reasons.HELD` where the cell can't be read.
        last: of a date the last day it may be.
        precision: of a date one of `dates.PRECISIONS`.
    """

    value: Any = None
    rule: str = ""
    problem: str = ""
    last: Any = None
    precision: str = ""

    @property
    def single_day(self) -> bool:
        """Whether it is a date that means one day; a column that needs one refuses others."""
        return self.value is not None and self.precision == "day" and self.value == self.last


@dataclass(frozen=True)
class Manner:
    """What the rest of a column on paper tells about reading its cells.

    Attributes:
        unit: unit written in the heading, below it or above the table.
        style: how decimals are written.
        ticked: whether yes is a tick, so that a dash is no.
        year: of the report, for dates written without one.
    """

    unit: str = ""
    style: numbers.Style = numbers.Style.UNKNOWN
    ticked: bool = False
    year: int | None = None


def manner_of(raw: pd.Series, column: Column, unit: str, year: int | None = None) -> Manner:
    """Judge a column on paper by all of its cells, its unit and the year of its report."""
    if column.kind is Kind.YES_NO:
        ticks = any(toneless_key(cell) in _TICKS or _ticks(cell) for cell in map(shown, raw))
        return Manner(unit, ticked=ticks, year=year)
    if column.kind in NUMERIC_KINDS:
        return Manner(unit, numbers.column_style(raw), year=year)
    return Manner(unit, year=year)


def _ticks(cell: str) -> bool:
    return cell.strip() in _TICK_MARKS


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
    if text.is_blank(raw):
        return Read()
    if text.says_missing(raw) and not _is_code(raw, column):
        return Read(rule="says_missing")
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
    value = None
    if column.codes:
        value = column.codes.read(written) or column.codes.read(_ORDINAL.sub("", written))
    if value is None:
        return Read(problem="unknown_code")
    return Read(value, "read_code" if value != written else "")


def _is_code(raw: str, column: Column) -> bool:
    """Whether a word like "không có" is one of the column's own codes."""
    return column.codes is not None and column.codes.read(raw) is not None


def _yes_no(raw: Any, column: Column, manner: Manner) -> Read:
    if isinstance(raw, bool):
        return Read(raw)
    cell = _REMARK.sub("", tidy(shown(raw)))
    key = toneless_key(cell)
    if key in _YES or _ticks(cell):
        return Read(True, "read_yes_no")
    return Read(False, "read_yes_no") if key in _NO else Read(problem="not_yes_no")


def _date(raw: Any, column: Column, manner: Manner) -> Read:
    until = _UNTIL.match(tidy(raw)) if column.deadline and isinstance(raw, str) else None
    try:
        span = dates.read_span(tidy(raw)[until.end() :] if until else raw, manner.year)
        if until and until["before"] and not span.single_day:
            raise dates.NotADate(raw)
    except dates.NotADate:
        if toneless_key(shown(raw)) in _STILL:
            return Read(rule="says_missing")
        return Read(problem="not_a_date")
    rule = "" if isinstance(raw, date) else "read_date"
    first, last = pd.Timestamp(span.first), pd.Timestamp(span.last)
    return Read(first, rule, last=last, precision=span.precision)


def _number(raw: Any, column: Column, manner: Manner) -> Read:
    whole = column.kind in (Kind.COUNT, Kind.YEAR)
    try:
        value, rule = _figure(raw, whole, column, manner)
    except numbers.Ambiguous:
        return Read(problem="ambiguous_number")
    except numbers.NotANumber:
        return Read(problem="not_a_number")
    if not abs(value) < _LARGEST:
        return Read(problem="out_of_limits")
    if whole and not value.is_integer():
        return Read(problem="not_a_number")
    return Read(int(value) if whole else value, rule)


def _figure(raw: Any, whole: bool, column: Column, manner: Manner) -> tuple[float, str]:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        factor = quantities.heading_factor(manner.unit, column.unit)
        if factor == 1:
            return float(raw), ""
        return round(float(raw) * factor, 9), "converted_unit"
    written = shown(raw)
    if written.isascii() and written.isdigit() and not manner.unit:
        return float(written), "read_number"
    if column.kind is Kind.YEAR:
        written = _YEAR_WORD.sub("", written)
    try:
        value, converted = quantities.read_quantity(
            written, column.unit, whole, manner.style, manner.unit
        )
    except numbers.Ambiguous as unsure:
        if column.kind is not Kind.PERCENT:
            raise
        # no share is a thousand per cent, so that the mark is a decimal one
        value, converted = float(str(unsure).replace(",", ".")), False
    return value, "converted_unit" if converted else "read_number"


def _degrees(raw: Any, column: Column, manner: Manner) -> Read:
    """Degrees, or metres of a grid as they are: `coordinates.resolve_points` makes points."""
    try:
        found = read_coordinate(raw)
    except NotACoordinate:
        return Read(problem="not_a_number")
    if not abs(found.value) < _LARGEST:
        return Read(problem="out_of_limits")
    return Read(found.value, "" if isinstance(raw, int | float) else "read_degrees")


def _money(raw: Any, column: Column, manner: Manner) -> Read:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        amount, factor = float(raw), money.money_factor(manner.unit) if manner.unit else None
    else:
        try:
            amount, factor = money.read_money(shown(raw), manner.unit, manner.style)
        except numbers.Ambiguous:
            return Read(problem="ambiguous_number")
        except numbers.NotANumber:
            return Read(problem="not_a_number")
    if factor is None:
        if manner.unit or 0 < amount < _LEAST_DONG_WITHOUT_UNIT:
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
    Kind.DEGREES: _degrees,
    Kind.MONEY: _money,
}
