"""A form as an Excel workbook: locked headings, drop-downs, limits, notes, printed rows."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ketnghia_analysis.intake.forms.guide import write_guide, write_lists
from ketnghia_analysis.intake.forms.lists import choice_lists
from ketnghia_analysis.intake.forms.marks import PROPERTY, template_line
from ketnghia_analysis.intake.forms.rules import Limits, alarms, date_limits
from ketnghia_analysis.intake.forms.senders import FormYear, Sender
from ketnghia_analysis.intake.forms.sheets import FORMS, ROLE_LABELS, FormSheet
from ketnghia_analysis.intake.forms.styles import Styles
from ketnghia_analysis.intake.forms.words import FICTION, note_of, unit_of
from ketnghia_analysis.vocabulary.columns import Column, Kind
from ketnghia_analysis.vocabulary.wording import date_vi

TITLE_ROWS = 5
"""Template id, title, sender, hint, period: the lines above the headings."""
HEADING_ROW = TITLE_ROWS
NAMELESS = "(Ghi tên đơn vị vào ô này)"
_WIDTHS: dict[Kind, float] = {
    Kind.ID: 11.5,
    Kind.TEXT: 26,
    Kind.CODE: 19,
    Kind.YES_NO: 10,
    Kind.YEAR: 9,
    Kind.COUNT: 9.5,
    Kind.NUMBER: 10.5,
    Kind.PERCENT: 9.5,
    Kind.MONEY: 15,
    Kind.DATE: 12.5,
    Kind.DEGREES: 12,
}
_WIDE = {"content": 40, "hamlet_name": 23, "agency_name": 40, "name": 26, "target_unit": 10}
_HEADING_LINE, _ROW_HEIGHT = 14.5, 20
_LETTERS_PER_WIDTH = 1.2
"""More letters of this font fit on a line than a column's width says, but for bold ones."""
_ROWS_OF_BLANK_FORM, _MOST_FROZEN = 40, 4
_PERMITTED = {"format_columns": True, "format_rows": True}


def form_workbook(sender: Sender, year: FormYear) -> bytes:
    """The form of a sender for a year as the bytes of an .xlsx file; the same each time."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    sheets = FORMS[sender.role]
    title = f"Biểu mẫu kết nghĩa năm {year.window.year}: {sender.name or ROLE_LABELS[sender.role]}"
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties(
            {
                "title": title,
                "comments": FICTION if year.fictional else "",
                "created": datetime(year.window.year, 1, 1),
            }
        )
        mark = template_line(sender.role.name, year.window.year).removeprefix("Mẫu ")
        book.set_custom_property(PROPERTY, mark)
        styles = Styles(book)
        lists = choice_lists(sheets, year, sender)
        writer = _Writer(sender, year, styles, {one.key: one.defined_name for one in lists})
        write_guide(book, sheets, sender, year, styles)
        pages = {sheet.code: book.add_worksheet(sheet.name) for sheet in sheets}
        for sheet in sheets:
            writer.write(pages[sheet.code], sheet, sheets)
        if lists:
            write_lists(book, lists, sender, year, styles)
    return content.getvalue()


def top_lines(sheet: FormSheet, sender: Sender, year: FormYear) -> tuple[str, ...]:
    """Lines above the headings; the last names the year, another is the sender's bare name."""
    window = year.window
    return (
        template_line(sheet.code, window.year),
        sheet.title.upper(),
        sender.name or NAMELESS,
        sheet.hint,
        f"Kỳ báo cáo: năm {window.year}, từ {date_vi(window.start)} đến {date_vi(window.end)}",
    )


def first_row(sheet: FormSheet) -> int:
    """Index from 0 of the first row for entries, below headings and units."""
    return HEADING_ROW + 1 + any(unit_of(column) for column in sheet.columns)


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(
        self, sender: Sender, year: FormYear, styles: Styles, lists: dict[str, str]
    ) -> None:
        self.sender, self.year, self.styles, self.lists = sender, year, styles, lists

    def write(self, page: Worksheet, sheet: FormSheet, sheets: Sequence[FormSheet]) -> None:
        """Fill a page."""
        rows = self._rows(sheet)
        last = first_row(sheet) + len(rows) - 1
        self._top(page, sheet)
        self._headings(page, sheet)
        for number, row in enumerate(rows):
            self._row(page, sheet, first_row(sheet) + number, number + 1, row)
        self._validations(page, sheet, last)
        self._alarms(page, sheet, sheets, last)
        self._print_setup(page, sheet, last)
        page.protect("", _PERMITTED)

    def _rows(self, sheet: FormSheet) -> list[dict[str, Any]]:
        """Printed rows, then blank ones; a sheet is never without rows."""
        printed = self.sender.printed.get(sheet.table, [])
        blank = sheet.blank_rows if printed or sheet.blank_rows else _ROWS_OF_BLANK_FORM
        return [*printed, *({} for _ in range(blank))]

    def _top(self, page: Worksheet, sheet: FormSheet) -> None:
        styles = self.styles
        lines = top_lines(sheet, self.sender, self.year)
        looks = (styles.mark, styles.title, styles.sender, styles.hint, styles.period)
        for row, (line, style) in enumerate(zip(lines, looks, strict=True)):
            page.write_string(row, 0, line, style)
        if not self.sender.name:
            page.write_string(2, 0, NAMELESS, styles.sender_open)
        if self.year.fictional:
            page.write_string(0, 3, FICTION, styles.fiction)
        for row, height in enumerate((14, 24, 20, 17, 20)):
            page.set_row(row, height)

    def _headings(self, page: Worksheet, sheet: FormSheet) -> None:
        styles = self.styles
        page.set_column(0, 0, 5)
        page.write_string(HEADING_ROW, 0, "STT", styles.heading)
        has_units = first_row(sheet) > HEADING_ROW + 1
        if has_units:
            page.write_blank(HEADING_ROW + 1, 0, None, styles.unit)
        lines = 1
        for index, column in enumerate(sheet.columns, start=1):
            required = column.name in self._asked(sheet)
            heading = f"{column.heading} *" if required else column.heading
            width = width_of(column)
            page.set_column(index, index, width)
            page.write_string(
                HEADING_ROW, index, heading, styles.required if required else styles.heading
            )
            first, last = date_limits(sheet, column, self.year.window)
            note = note_of(sheet.table, column, required, first, last)
            page.write_comment(
                HEADING_ROW, index, note, {"x_scale": 1.9, "y_scale": 1.2, "font_size": 9}
            )
            if has_units and unit_of(column):
                page.write_string(HEADING_ROW + 1, index, unit_of(column), styles.unit)
            elif has_units:
                page.write_blank(HEADING_ROW + 1, index, None, styles.unit)
            lines = max(lines, _lines(heading, width + 1))
        page.set_row(HEADING_ROW, _HEADING_LINE * lines + 6)
        if has_units:
            page.set_row(HEADING_ROW + 1, 27 if _has_long_unit(sheet) else 15)

    def _row(
        self, page: Worksheet, sheet: FormSheet, at: int, number: int, row: dict[str, Any]
    ) -> None:
        page.write_number(at, 0, number, self.styles.ordinal)
        lines = 1
        for index, column in enumerate(sheet.columns, start=1):
            value = shown_value(column, row.get(column.name))
            is_own = column.name in sheet.printed or column.name in sheet.named_by
            style = self.styles.cell(column, printed=value is not None, locked=is_own)
            if value is None:
                page.write_blank(at, index, None, style)
            elif isinstance(value, date):
                page.write_datetime(at, index, value, style)
            elif isinstance(value, str):
                page.write_string(at, index, value, style)
                lines = max(lines, _lines(value, width_of(column) * _LETTERS_PER_WIDTH))
            else:
                page.write_number(at, index, value, style)
        page.set_row(at, max(_ROW_HEIGHT, _HEADING_LINE * lines + 4))

    def _cell(self, sheet: FormSheet, name: str) -> str:
        """Address of a column's first entry, column fixed, row moving along."""
        index = [column.name for column in sheet.columns].index(name) + 1
        return f"${xl_col_to_name(index)}{first_row(sheet) + 1}"

    def _validations(self, page: Worksheet, sheet: FormSheet, last: int) -> None:
        window = self.year.window
        limits = Limits(sheet, window, self.lists, lambda name: self._cell(sheet, name))
        for index, column in enumerate(sheet.columns, start=1):
            if not sheet.blank_rows and self._is_printed(sheet) and column.name in sheet.printed:
                continue
            found = limits.validation(column)
            if found:
                page.data_validation(first_row(sheet), index, last, index, found)

    def _asked(self, sheet: FormSheet) -> frozenset[str]:
        """Required columns that the sender must fill: not those printed in every row."""
        filled = sheet.printed if self._is_printed(sheet) and not sheet.blank_rows else frozenset()
        return sheet.required - filled

    def _is_printed(self, sheet: FormSheet) -> bool:
        return bool(self.sender.printed.get(sheet.table))

    def _alarms(
        self, page: Worksheet, sheet: FormSheet, sheets: Sequence[FormSheet], last: int
    ) -> None:
        own = [column.name for column in sheet.columns]

        def cell_of(name: str) -> str | None:
            for other in (sheet, *sheets):
                if other.table == sheet.table and name in {one.name for one in other.columns}:
                    cell = self._cell(other, name)
                    return cell if other is sheet else f"'{other.name}'!{cell}"
            return None

        for alarm in alarms(sheet, cell_of, lambda name: name in own):
            index = own.index(alarm.column) + 1
            rule = {"type": "formula", "criteria": alarm.formula, "format": self.styles.alarm}
            page.conditional_format(first_row(sheet), index, last, index, rule)
        asked = [one for one in own if one not in sheet.printed]
        inputs = f"{self._cell(sheet, asked[0])}:{self._cell(sheet, asked[-1])}"
        for name in sorted(sheet.required - sheet.printed):
            cell = self._cell(sheet, name)
            index = own.index(name) + 1
            formula = f"=AND(COUNTA({inputs})>0,ISBLANK({cell}))"
            rule = {"type": "formula", "criteria": formula, "format": self.styles.missing}
            page.conditional_format(first_row(sheet), index, last, index, rule)

    def _print_setup(self, page: Worksheet, sheet: FormSheet, last: int) -> None:
        page.freeze_panes(first_row(sheet), 1 + min(len(sheet.named_by), _MOST_FROZEN))
        page.set_landscape()
        page.set_paper(9)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.repeat_rows(HEADING_ROW, first_row(sheet) - 1)
        page.fit_to_pages(1, 0)
        page.print_area(0, 0, last, len(sheet.columns))
        page.hide_gridlines(2)
        note = f" – {FICTION}" if self.year.fictional else ""
        mark = template_line(sheet.code, self.year.window.year)
        page.set_footer(f"&L&8{mark}{note}&C&8{self.sender.name}&R&8&P/&N")


def width_of(column: Column) -> float:
    """Width of a column in letters."""
    return float(_WIDE.get(column.name, _WIDTHS[column.kind]))


def shown_value(column: Column, value: Any) -> Any:
    """A printed value as the form shows it: labels for codes, days for dates; None for nothing."""
    if value is None:
        return None
    if column.codes is not None:
        return column.codes.titles[str(value)]
    if column.kind is Kind.YES_NO:
        return "Có" if value else "Không"
    if column.kind is Kind.DATE:
        return value.date()
    if column.kind in (Kind.TEXT, Kind.ID):
        return str(value)
    return float(value)


def _lines(text: str, width: float) -> int:
    """Lines that a wrapped text needs, words kept whole."""
    lines, used = 1, 0.0
    room = width - 1
    for word in text.split():
        if used and used + 1 + len(word) > room:
            lines, used = lines + 1, 0.0
        used += len(word) + bool(used)
        if used > room:
            lines, used = lines + ceil(used / room) - 1, used % room
    return lines


def _has_long_unit(sheet: FormSheet) -> bool:
    return any(len(unit_of(column)) > 12 for column in sheet.columns)
