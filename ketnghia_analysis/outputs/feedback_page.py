"""A sheet that is filled from top to bottom and ready to be printed."""

from __future__ import annotations

from math import ceil
from typing import Any

from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from ketnghia_analysis.outputs.feedback_marks import fill
from ketnghia_analysis.outputs.feedback_sheets import put_text

FONT = "Times New Roman"
_LINE_POINTS = 16.0
_COLUMNS_A_PAGE = 20
_EDGE = Side(style="thin", color="808080")
BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)


class FilledPage:
    """A sheet that is filled from top to bottom: texts over its whole width, tables."""

    def __init__(self, page: Worksheet, widths: tuple[int, ...]) -> None:
        self.page, self.widths, self.row, self.sections = page, widths, 1, 0
        for column, width in enumerate(widths, start=1):
            page.column_dimensions[get_column_letter(column)].width = width

    def title(self, text: str) -> None:
        """The title of the sheet."""
        self._line(text, Font(name=FONT, size=15, bold=True))

    def section(self, text: str) -> None:
        """A heading, lettered in a row."""
        self.row += 1
        self.sections += 1
        self._line(
            f"{get_column_letter(self.sections)}. {text}", Font(name=FONT, size=13, bold=True)
        )

    def text(
        self, text: str, *, bold: bool = False, italic: bool = False, colour: str = ""
    ) -> None:
        """A text over the whole width."""
        self._line(
            text, Font(name=FONT, size=12, bold=bold, italic=italic, color=colour or "000000")
        )

    def _line(self, text: str, font: Font) -> None:
        put_text(self.page.cell(self.row, 1), text, font)
        self.page.merge_cells(None, self.row, 1, self.row, len(self.widths))
        lines = ceil(len(text) / sum(self.widths))
        self.page.row_dimensions[self.row].height = (_LINE_POINTS + font.size - 12) * lines + 3
        self.row += 1

    def table(self, headings: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        """A table with borders, rows as high as their texts need."""
        self._row(headings, Font(name=FONT, size=12, bold=True), "E3ECF3")
        for cells in rows:
            self._row(cells, Font(name=FONT, size=12), "")

    def _row(self, cells: tuple[Any, ...], font: Font, colour: str) -> None:
        lines = 1
        for column, value in enumerate(cells, start=1):
            cell = self.page.cell(self.row, column)
            cell.border = BOX
            if colour:
                cell.fill = fill(colour)
            if isinstance(value, int):
                cell.value, cell.font = value, font
                cell.alignment = Alignment(vertical="top")
            else:
                put_text(cell, value, font)
                lines = max(lines, ceil((len(value) + 1) / self.widths[column - 1]))
        self.page.row_dimensions[self.row].height = _LINE_POINTS * lines
        self.row += 1


def for_print(page: Worksheet) -> None:
    """Sideways on A4, as many pages wide as can still be read."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToHeight = 0
    page.page_setup.fitToWidth = ceil(page.max_column / _COLUMNS_A_PAGE)
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)
