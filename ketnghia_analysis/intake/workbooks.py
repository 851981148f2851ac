"""Excel workbooks become grids."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from ketnghia_analysis.intake.grids import BadCell, Grid, Span

_FORMULA = re.compile(rb"<f[ >/]")


def read_workbook(path: Path) -> list[Grid]:
    """Sheets of an .xlsx or .xlsm file in their order; macros are never run.

    Formulas give their stored result; one without a result and an error value give a `BadCell`.
    A number formatted as a percentage gives the text that the sheet shows ("45,5%").
    """
    values = openpyxl.load_workbook(path, data_only=True)
    formulas = openpyxl.load_workbook(path) if _has_formulas(path) else None
    return [
        _grid(sheet, formulas[sheet.title] if formulas else None) for sheet in values.worksheets
    ]


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return any(
            _FORMULA.search(archive.read(name))
            for name in archive.namelist()
            if name.startswith("xl/worksheets/") and name.endswith(".xml")
        )


def _grid(sheet: Worksheet, formulas: Worksheet | None) -> Grid:
    rows: dict[int, dict[int, Any]] = {}
    # the cells that exist, not the rectangle around them: one lone cell may lie a million rows away
    for (row, column), cell in sorted(sheet._cells.items()):
        value = _value(cell)
        if value in (None, "") and formulas is not None:
            formula = formulas.cell(row, column).value
            if isinstance(formula, str) and formula.startswith("="):
                value = BadCell("formula_without_value", formula)
        if value not in (None, ""):
            rows.setdefault(row, {})[column - 1] = value
    spans = tuple(
        Span(area.min_row, area.min_col - 1, area.max_row, area.max_col - 1)
        for area in sheet.merged_cells.ranges
    )
    return Grid(sheet.title, rows, spans, hidden=sheet.sheet_state != "visible")


def _value(cell: Cell) -> Any:
    value = cell.value
    if cell.data_type == "e":
        return BadCell("error_cell", str(value))
    if isinstance(value, str):
        return value if value.strip() else None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and "%" in (cell.number_format or ""):
        return f"{round(value * 100, 10):g}%".replace(".", ",")
    return value
