"""Workbooks of Excel 97-2003 (.xls) and binary ones (.xlsb) become grids."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Any

import xlrd
from python_calamine import PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook
from xlrd.book import Book
from xlrd.sheet import Sheet

from ketnghia_analysis.intake.grids import BadCell, Grid, Span, whole
from ketnghia_analysis.intake.limits import LIMITS, Refused
from ketnghia_analysis.intake.runs_of_text import joined_runs
from ketnghia_analysis.intake.workbooks import percent_shown

_EMPTY = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)


def read_old_workbook(content: bytes) -> list[Grid]:
    """Sheets of an .xls file, as full as those of `read_workbook`.

    A formula that was never calculated can't be told: the file holds 0 for it.

    Raises:
        Refused: "encrypted_file", or "too_large" (merged ranges).
    """
    try:
        # what the library has to say about odd files is of no use to anybody here
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise Refused("encrypted_file") from error
        raise
    return [_grid(sheet, book) for sheet in book.sheets()]


def _grid(sheet: Sheet, book: Book) -> Grid:
    rows: dict[int, dict[int, Any]] = {}
    fonts: dict[tuple[int, int], str] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            kind = sheet.cell_type(row, column)
            if kind in _EMPTY:
                continue
            value, font = _value(sheet, book, row, column, kind)
            if value is None:
                continue
            rows.setdefault(row + 1, {})[column] = value
            if font:
                fonts[row + 1, column] = font
    if sum((b - t) * (r - le) for t, b, le, r in sheet.merged_cells) > LIMITS.merged_cells:
        raise Refused("too_large")
    spans = sorted(
        (top + 1, left, bottom, right - 1) for top, bottom, left, right in sheet.merged_cells
    )
    hidden = frozenset(row + 1 for row, about in sheet.rowinfo_map.items() if about.hidden)
    return Grid(
        sheet.name,
        rows,
        tuple(Span(*span) for span in spans),
        hidden=sheet.visibility != 0,
        hidden_rows=hidden,
        fonts=fonts,
    )


def _value(sheet: Sheet, book: Book, row: int, column: int, kind: int) -> tuple[Any, str]:
    value = sheet.cell_value(row, column)
    style = book.xf_list[sheet.cell_xf_index(row, column)]
    if kind == xlrd.XL_CELL_TEXT:
        if not value.strip():
            return None, ""
        return joined_runs(_runs(sheet, book, row, column, value, style.font_index))
    if kind == xlrd.XL_CELL_ERROR:
        return BadCell("error_cell", xlrd.error_text_from_code.get(value, "#?")), ""
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value), ""
    if kind == xlrd.XL_CELL_DATE:
        return _moment(value, book.datemode), ""
    number_format = book.format_map.get(style.format_key)
    return percent_shown(value, number_format.format_str if number_format else "") or whole(
        value
    ), ""


def _runs(
    sheet: Sheet, book: Book, row: int, column: int, text: str, font: int
) -> list[tuple[str, str]]:
    starts = [(0, font), *sheet.rich_text_runlist_map.get((row, column), ())]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return [
        (text[start:end], book.font_list[index].name)
        for (start, index), end in zip(starts, ends, strict=True)
        if end > start
    ]


def _moment(value: float, datemode: int) -> datetime | time | float:
    if 0 <= value < 1:
        seconds = round(value * 86400)
        return time(seconds // 3600 % 24, seconds // 60 % 60, seconds % 60)
    try:
        moment = xlrd.xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return whole(value)
    return moment if isinstance(moment, datetime) else whole(value)


def read_binary_workbook(content: bytes) -> list[Grid]:
    """Sheets of an .xlsb file: values only.

    Its reader gives no value for a cell with an error or without a result, so that such a cell
    counts as missing here; fonts, hidden rows, merged ranges and percentages are not known either.

    Raises:
        Refused: "encrypted_file".
    """
    try:
        book = load_workbook(io.BytesIO(content))
    except PasswordError as error:
        raise Refused("encrypted_file") from error
    grids = []
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        table = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
        rows: dict[int, dict[int, Any]] = {}
        for number, values in enumerate(table, start=1):
            cells = {column: _plain(value) for column, value in enumerate(values)}
            if kept := {column: value for column, value in cells.items() if value is not None}:
                rows[number] = kept
        hidden = about.visible != SheetVisibleEnum.Visible
        grids.append(Grid(about.name, rows, hidden=hidden))
    return grids


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float):
        return whole(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value
