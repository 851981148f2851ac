"""Excel workbooks, as an office types them or as a survey program exports them."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ketnghia_analysis.demo.cells import ErrorCell, Formula
from ketnghia_analysis.demo.layout import (
    BOLD,
    CELL,
    DATE,
    HEAD,
    NOTE,
    PERCENT,
    TITLE,
    Page,
    lay_out,
    lay_out_list,
)
from ketnghia_analysis.demo.papers import FICTION, Document
from ketnghia_analysis.vocabulary.legacy_letters import TCVN3

MADE_ON = datetime(2025, 12, 15, 8, 0, 0)
_STYLES: dict[str, dict[str, Any]] = {
    TITLE: {"bold": True, "align": "center", "text_wrap": False},
    HEAD: {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1},
    DATE: {"num_format": "dd/mm/yyyy", "border": 1},
    CELL: {"border": 1},
    BOLD: {"bold": True, "border": 1},
    NOTE: {"italic": True},
    PERCENT: {"num_format": "0.0%", "border": 1},
}


def make_workbook(document: Document) -> bytes:
    """A workbook with everything that stands around tables."""
    return _saved(document, [lay_out(sheet) for sheet in document.sheets])


def make_survey(document: Document) -> bytes:
    """An export: on each sheet one row of field names, then a row for each record."""
    return _saved(document, [lay_out_list(sheet.papers[0]) for sheet in document.sheets])


def _saved(document: Document, pages: list[Page]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": FICTION, "author": "ketnghia demo", "created": MADE_ON})
        old_letters = document.letters == TCVN3.name
        used = {cell.style for page in pages for cell in page.cells.values()} | {DATE}
        styles = {
            name: book.add_format(look | (_old_font(name) if old_letters else {}))
            for name, look in _STYLES.items()
            if name in used or name != PERCENT
        }
        for sheet, page in zip(document.sheets, pages, strict=True):
            worksheet = book.add_worksheet(sheet.name)
            if sheet.hidden:
                worksheet.hide()
            _fill(worksheet, page, styles, old_letters)
    return content.getvalue()


def _old_font(style: str) -> dict[str, str]:
    # fonts ending in H draw capitals, which TCVN3 lacks where they have a tone
    return {"font_name": ".VnTimeH" if style == TITLE else ".VnTime"}


def _fill(worksheet: Worksheet, page: Page, styles: dict[str, Any], old_letters: bool) -> None:
    for (row, column), cell in page.cells.items():
        value = TCVN3.encode(cell.value) if old_letters and type(cell.value) is str else cell.value
        style = styles[cell.style]
        if (cell.height, cell.width) != (1, 1):
            bottom, right = row + cell.height - 1, column + cell.width - 1
            worksheet.merge_range(row, column, bottom, right, value, style)
        elif isinstance(value, Formula):
            worksheet.write_formula(row, column, str(value), style, "")
        elif isinstance(value, ErrorCell):
            worksheet.write_formula(row, column, "=1/0", style, str(value))
        elif isinstance(value, date):
            moment = datetime(value.year, value.month, value.day)
            worksheet.write_datetime(row, column, moment, styles[DATE])
        elif isinstance(value, str):
            worksheet.write_string(row, column, value, style)
        elif cell.style == PERCENT and value is not None:
            worksheet.write_number(row, column, round(value / 100, 6), style)
        else:
            worksheet.write(row, column, value, style)
    for row in page.hidden:
        worksheet.set_row(row, None, None, {"hidden": True})
