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


def read_plain_workbook(file: Path | BinaryIO, values: int) -> list[Grid] | None:
    """Sheets of a workbook; None where the result may differ from that of the full reader.

    Args:
        file: a workbook that `packages.look_into` calls plain.
        values: number of values that must be found.
    """
    if not isinstance(file, Path):
        file.seek(0)
    book = load_workbook(file)
    grids = []
    try:
        for about in book.sheets_metadata:
            if about.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(about.name)
                rows, count = _rows(sheet)
                values -= count
                hidden = about.visible != SheetVisibleEnum.Visible
                grids.append(Grid(about.name, rows, _spans(sheet), hidden=hidden))
    except _Doubtful:
        return None
    return grids if values == 0 else None


def _rows(sheet: CalamineSheet) -> tuple[dict[int, dict[int, Any]], int]:
    rows: dict[int, dict[int, Any]] = {}
    count = 0
    for number, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells: dict[int, Any] = {}
        for column, value in enumerate(values):
            kind = value.__class__
            if kind is str:
                if not value:
                    continue
                count += 1
                if not value.isspace():  # type: ignore[union-attr]
                    cells[column] = value
                continue
            count += 1
            if kind is float:
                # as `grids.whole`, without the cost of a call for each number
                is_whole = value.is_integer() and -1e15 < value < 1e15  # type: ignore
                cells[column] = int(value) if is_whole else value  # type: ignore
            else:
                cells[column] = value if kind is bool or kind is int else _moment(value)
        if cells:
            rows[number] = cells
    return rows, count


def _moment(value: object) -> datetime:
    if isinstance(value, date) and value.year >= _FIRST_YEAR:
        if isinstance(value, datetime):
            return value
        return datetime.combine(value, time())
    raise _Doubtful


def _spans(sheet: CalamineSheet) -> tuple[Span, ...]:
    ranges = sorted(sheet.merged_cell_ranges or ())
    return tuple(Span(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in ranges)
