"""How a form looks: what is printed is tinted and locked, what is asked is white and open."""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from ketnghia_analysis.vocabulary.columns import Column, Kind

DEEP, TINT, PALE, LINE = "#1D4A75", "#E4ECF2", "#F3F6F9", "#9DB0C0"
QUIET, WARNING = "#5B6770", "#A3300A"
_BASE: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
_FORMATS: dict[Kind, dict[str, Any]] = {
    Kind.ID: {"num_format": "@", "indent": 1},
    Kind.TEXT: {"num_format": "@", "text_wrap": True, "indent": 1},
    Kind.CODE: {"text_wrap": True, "indent": 1},
    Kind.YES_NO: {"align": "center"},
    Kind.YEAR: {"num_format": "0", "align": "center"},
    Kind.COUNT: {"num_format": "#,##0"},
    Kind.NUMBER: {"num_format": "#,##0.##"},
    Kind.PERCENT: {"num_format": "0.0#"},
    Kind.MONEY: {"num_format": "#,##0"},
    Kind.DATE: {"num_format": "dd/mm/yyyy", "align": "center"},
    Kind.DEGREES: {"num_format": "0.00000"},
}


class Styles:
    """Cell formats of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        """Make the formats."""
        self._book = book
        self._cells: dict[tuple[Kind, bool, bool], Format] = {}
        head = {
            "bold": True,
            "font_size": 10.5,
            "text_wrap": True,
            "align": "center",
            "border": 1,
            "border_color": LINE,
            "bg_color": DEEP,
            "font_color": "#FFFFFF",
        }
        self.mark = self._add(font_size=8, font_color=QUIET)
        self.title = self._add(bold=True, font_size=15, font_color=DEEP)
        self.sender = self._add(bold=True, font_size=12)
        self.sender_open = self._add(bold=True, font_size=12, locked=False, font_color=WARNING)
        self.hint = self._add(italic=True, font_color=QUIET)
        self.period = self._add(font_color=QUIET, valign="top")
        self.fiction = self._add(bold=True, font_size=9, font_color=WARNING)
        self.heading = self._add(**head)
        self.required = self._add(**head | {"bg_color": "#7A3B12"})
        self.unit = self._add(
            italic=True,
            font_size=9,
            font_color=QUIET,
            align="center",
            text_wrap=True,
            border=1,
            border_color=LINE,
            bg_color=TINT,
        )
        self.ordinal = self._add(
            align="center", border=1, border_color=LINE, bg_color=TINT, font_color=QUIET
        )
        self.text = self._add(text_wrap=True, valign="top")
        self.boxed = self._add(text_wrap=True, valign="top", border=1, border_color=LINE)
        self.listed = self._add(border=1, border_color=LINE, indent=1)
        self.boxed_bold = self._add(
            text_wrap=True, valign="top", border=1, border_color=LINE, bold=True
        )
        self.section = self._add(bold=True, font_size=12, font_color=DEEP)
        self.centred = self._add(border=1, border_color=LINE, align="center", valign="top")
        self.alarm = book.add_format({"bg_color": "#F7C9B8", "font_color": WARNING})
        self.missing = book.add_format({"bg_color": "#FFE699"})

    def cell(self, column: Column, *, printed: bool, locked: bool) -> Format:
        """Format of a cell below a heading.

        Args:
            column: decides the number format.
            printed: whether a value was printed in it.
            locked: whether a printed value may not be changed.
        """
        key = (column.kind, printed, printed and locked)
        if key not in self._cells:
            colour = (TINT if locked else PALE) if printed else "#FFFFFF"
            self._cells[key] = self._add(
                **_FORMATS[column.kind],
                locked=printed and locked,
                bg_color=colour,
                border=1,
                border_color=LINE,
            )
        return self._cells[key]

    def _add(self, **more: Any) -> Format:
        return self._book.add_format(_BASE | more)
