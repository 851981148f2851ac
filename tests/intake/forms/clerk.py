"""A clerk at Excel: types only where the form lets one, and chooses only what it offers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import to_excel
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet


class Clerk:
    """Fills a form in and saves it as a spreadsheet program does."""

    def __init__(self, path: Path) -> None:
        self.book: Workbook = openpyxl.load_workbook(path)

    def fill(self, sheet: str, entry: int, cells: Mapping[str, Any]) -> int:
        """Type values below headings in the row with an order number; gives the sheet's row."""
        page = self.book[sheet]
        top = heading_row(page)
        columns = {
            str(cell.value).removesuffix(" *"): cell.column for cell in page[top] if cell.value
        }
        row = next(cell.row for cell in page["A"] if cell.row > top and cell.value == entry)
        for heading, value in cells.items():
            cell = page.cell(row, columns[heading])
            assert not cell.protection.locked, f"{sheet} {cell.coordinate}"
            refusal = self.refusal(page, cell, value)
            assert not refusal, f"{sheet} {cell.coordinate} {value!r}: {refusal}"
            cell.value = value
        return int(row)

    def refusal(self, page: Worksheet, cell: Cell, value: Any) -> str:
        """Message with which Excel would refuse a value in a cell; "" where it takes it."""
        for rule in page.data_validations.dataValidation:
            if cell.coordinate in rule.sqref and not self._accepts(page, cell, rule, value):
                return str(rule.error)
        return ""

    def save(self, path: Path) -> None:
        """Save the workbook anew."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.book.save(path)

    def _accepts(self, page: Worksheet, cell: Cell, rule: DataValidation, value: Any) -> bool:
        if rule.type == "list":
            return value in self._options(page, cell, rule)
        if rule.type == "custom":
            return value == 0 or 1000 <= value <= 20_000_000_000
        number = to_excel(value) if isinstance(value, date) else value
        if not isinstance(number, int | float):
            return False
        whole = rule.type != "whole" or float(number).is_integer()
        return whole and float(rule.formula1) <= number <= float(rule.formula2)

    def _options(self, page: Worksheet, cell: Cell, rule: DataValidation) -> list[str]:
        formula = str(rule.formula1)
        if formula.startswith('"'):
            return formula.strip('"').split(",")
        if formula.startswith("OFFSET"):
            column = formula.split("MATCH(")[1].partition(",")[0].strip("$").rstrip("0123456789")
            chosen = page[f"{column}{cell.row}"].value
            pairs = zip(self.named("DM_HAMLET_COMMUNES"), self.named("DM_HAMLET_NAME"), strict=True)
            return [hamlet for commune, hamlet in pairs if commune == chosen]
        return self.named(formula)

    def named(self, name: str) -> list[str]:
        """Values of a named range."""
        sheet, _, area = self.book.defined_names[name].attr_text.rpartition("!")
        left, top, right, bottom = range_boundaries(area)
        page = self.book[sheet.strip("'")]
        assert left == right
        return [str(page.cell(row, left).value) for row in range(top, bottom + 1)]


def heading_row(page: Worksheet) -> int:
    """Row in which the headings stand."""
    return next(cell.row for cell in page["A"] if cell.value == "STT")


def day(text: str) -> datetime:
    """A date as Excel holds it."""
    return datetime.strptime(text, "%d/%m/%Y")
