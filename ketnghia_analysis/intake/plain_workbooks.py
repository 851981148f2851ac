"""Workbooks with nothing in them but values become grids, fast."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO

from python_calamine import CalamineSheet, SheetTypeEnum, SheetVisibleEnum, load_workbook

from ketnghia_analysis.intake.grids import Grid, Span

# before it the two libraries count the days of 1900 differently
_FIRST_YEAR = 1901


class _Doubtful(Exception):
    """The fast reader may have read something otherwise than the full one would."""


def read_plain_workbook(file: Path | BinaryIO) -> tuple[list[Grid], int] | None:
    """Sheets of a workbook and the number of values in them; None where one is doubtful.

    Args:
        file: a workbook of which `packages.may_be_plain` is true.
    """
    if not isinstance(file, Path):
        file.seek(0)
    book = load_workbook(file)
    grids = []
    try:
        for about in book.sheets_metadata:
            if about.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(about.name)
                hidden = about.visible != SheetVisibleEnum.Visible
                grids.append(Grid(about.name, _rows(sheet), _spans(sheet), hidden=hidden))
    except _Doubtful:
        return None
    return grids, sum(len(cells) for grid in grids for cells in grid.rows.values())


def _rows(sheet: CalamineSheet) -> dict[int, dict[int, Any]]:
    rows: dict[int, dict[int, Any]] = {}
    for number, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        # as `grids.whole`, without the cost of a call for each number
        cells = {
            column: value
            if value.__class__ is str
            else (int(value) if value.is_integer() and -1e15 < value < 1e15 else value)
            if value.__class__ is float
            else _other(value)
            for column, value in enumerate(values)
            if value != ""
        }
        if cells:
            rows[number] = cells
    return rows


def _other(value: object) -> object:
    return value if isinstance(value, bool | int) else _moment(value)


def _moment(value: object) -> datetime:
    if isinstance(value, date) and value.year >= _FIRST_YEAR:
        if isinstance(value, datetime):
            return value
        return datetime.combine(value, time())
    raise _Doubtful


def _spans(sheet: CalamineSheet) -> tuple[Span, ...]:
    ranges = sorted(sheet.merged_cell_ranges or ())
    return tuple(Span(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in ranges)
