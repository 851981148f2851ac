"""Excel workbooks become grids."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from ketnghia_analysis.intake.cell_blocks import PlainSheet, grids_of, without_collection
from ketnghia_analysis.intake.grids import BadCell, Grid, Span, is_old_font, whole
from ketnghia_analysis.intake.limits import Refused
from ketnghia_analysis.intake.packages import Contents, contents_of, unpack
from ketnghia_analysis.intake.plain_workbooks import read_plain_workbook
from ketnghia_analysis.intake.runs_of_text import joined_runs

_LITERAL = re.compile(r'"[^"]*"|\\.')


def read_workbook(file: Path | BinaryIO) -> list[Grid]:
    """`read_sheets`, every sheet row by row."""
    return grids_of(read_sheets(file))


def read_sheets(file: Path | BinaryIO) -> list[Grid | PlainSheet]:
    """Sheets of an .xlsx or .xlsm file in their order; macros are never run.

    Formulas give their stored result; one without a result and an error value give a `BadCell`.
    A number formatted as a percentage gives the text that the sheet shows ("45,5%").

    Raises:
        Refused: "too_large" or "image_only".
    """
    with zipfile.ZipFile(file) as zipped:
        package = unpack(zipped)
    sheets: Sequence[Grid | PlainSheet] | None
    with without_collection():
        sheets = read_plain_workbook(package)
        if sheets is None:
            sheets = read_full_workbook(file, contents_of(package))
    if package.pictures and all(sheet.is_empty for sheet in sheets):
        raise Refused("image_only")
    return list(sheets)


def read_full_workbook(file: Path | BinaryIO, contents: Contents) -> list[Grid]:
    """The same with all that a sheet may hold: error cells, fonts, hidden rows, percentages."""
    values = openpyxl.load_workbook(
        file, data_only=True, keep_links=False, rich_text=contents.old_fonts
    )
    formulas = openpyxl.load_workbook(file, keep_links=False) if contents.uncalculated else None
    return [
        _grid(sheet, contents, formulas[sheet.title] if formulas else None)
        for sheet in values.worksheets
    ]


def percent_shown(value: float, number_format: str) -> str:
    """The text a cell shows under a number format with a percent sign; "" without the sign.

    A quoted sign (`0.0"%"`) is only shown; a bare one also multiplies by a hundred.
    """
    if "%" in _LITERAL.sub("", number_format):
        value *= 100
    elif "%" not in number_format:
        return ""
    text = format(Decimal(repr(round(value, 10))), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}%".replace(".", ",")


def _grid(sheet: Worksheet, contents: Contents, formulas: Worksheet | None) -> Grid:
    rows: dict[int, dict[int, Any]] = {}
    fonts: dict[tuple[int, int], str] = {}
    # the cells that exist, not the rectangle around them: one lone cell may lie a million rows away
    for (row, column), cell in sorted(sheet._cells.items()):
        value = cell.value
        if value is None:
            # "str" without a value is a formula whose result is the empty text
            if formulas is None or cell.data_type == "str":
                continue
            value = _uncalculated(formulas, row, column)
        else:
            font = cell.font.name if contents.old_fonts else ""
            if isinstance(value, CellRichText):
                value, font = joined_runs(_runs(value, font))
            if is_old_font(font) and isinstance(value, str):
                fonts[row, column - 1] = font
            value = _value(cell, value, contents.percent)
        if value is not None:
            rows.setdefault(row, {})[column - 1] = value
    spans = tuple(
        Span(area.min_row, area.min_col - 1, area.max_row, area.max_col - 1)
        for area in sheet.merged_cells.ranges
    )
    hidden_rows = frozenset(
        row
        for row, dimension in (sheet.row_dimensions.items() if contents.hidden_rows else ())
        if dimension.hidden
    )
    return Grid(
        sheet.title,
        rows,
        tuple(sorted(spans, key=lambda span: (span.top, span.left))),
        hidden=sheet.sheet_state != "visible",
        hidden_rows=hidden_rows,
        fonts={place: font for place, font in fonts.items() if place[1] in rows.get(place[0], {})},
    )


def _uncalculated(formulas: Worksheet, row: int, column: int) -> BadCell | None:
    formula = formulas.cell(row, column).value
    # the formula of a range is an object that holds its text
    text = getattr(formula, "text", formula)
    is_formula = isinstance(text, str) and text.startswith("=")
    return BadCell("formula_without_value", text) if is_formula else None


def _runs(value: CellRichText, font: str) -> list[tuple[str, str]]:
    return [
        (run.text, run.font.rFont or font) if isinstance(run, TextBlock) else (run, font)
        for run in value
    ]


def _value(cell: Cell, value: Any, percent: bool) -> Any:
    if cell.data_type == "e":
        return BadCell("error_cell", str(value))
    if isinstance(value, str):
        if "_x" in value:
            value = unescape(value)
        return value if value.strip() else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        shown = percent_shown(value, cell.number_format or "") if percent else ""
        return shown or whole(float(value)) if isinstance(value, float) else shown or value
    return value
