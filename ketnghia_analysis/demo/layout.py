"""Papers become files: workbooks with title rows, merged headings and totals, or plain CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ketnghia_analysis.demo.papers import FICTION, MOTTO, Document, Head, Paper, Sheet

MADE_ON = datetime(2025, 12, 15, 8, 0, 0)
FIRST_HEAD_IN_WORKBOOK = 1
FIRST_HEAD_IN_CSV = 0
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")


class Formula(str):
    """A formula as the cell's content; saved without a computed value."""


class ErrorCell(str):
    """A cell that shows a formula error such as "#DIV/0!"."""


def is_csv(document: Document) -> bool:
    """Whether a document is a text file."""
    return document.path.endswith(".csv")


def first_head(document: Document) -> int:
    """Index of the sheet's column in which the first head of a paper stands."""
    return FIRST_HEAD_IN_CSV if is_csv(document) else FIRST_HEAD_IN_WORKBOOK


def render(document: Document) -> bytes:
    """The file's bytes; sets `Line.row` of every line to the row the sheet shows."""
    return _csv(document) if is_csv(document) else _workbook(document)


def _csv(document: Document) -> bytes:
    paper = document.sheets[0].papers[0]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([head.heading for head in paper.heads])
    for row, line in enumerate(paper.lines, start=2):
        line.row = row
        writer.writerow([line.cells.get(head.name) for head in paper.heads])
    return text.getvalue().encode(document.encoding)


def _workbook(document: Document) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": FICTION, "author": "ketnghia demo", "created": MADE_ON})
        styles = {
            "title": book.add_format({"bold": True, "align": "center", "text_wrap": False}),
            "head": book.add_format(
                {
                    "bold": True,
                    "align": "center",
                    "valign": "vcenter",
                    "text_wrap": True,
                    "border": 1,
                }
            ),
            "date": book.add_format({"num_format": "dd/mm/yyyy", "border": 1}),
            "cell": book.add_format({"border": 1}),
            "bold": book.add_format({"bold": True, "border": 1}),
            "note": book.add_format({"italic": True}),
        }
        for sheet in document.sheets:
            _SheetWriter(book.add_worksheet(sheet.name), styles).write(sheet)
    return content.getvalue()


class _SheetWriter:
    """Writes papers onto one sheet, from top to bottom."""

    def __init__(self, page: Worksheet, styles: dict[str, Any]) -> None:
        self.page = page
        self.styles = styles
        self.row = 0

    def write(self, sheet: Sheet) -> None:
        last_column = max(len(paper.heads) for paper in sheet.papers)
        if sheet.sender:
            self.page.write(0, 0, sheet.sender, self.styles["title"])
            self.page.write(0, max(4, last_column - 4), MOTTO[0], self.styles["title"])
            self.page.write(1, max(4, last_column - 4), MOTTO[1], self.styles["title"])
            self.row = 3
        for paper in sheet.papers:
            self._paper(paper)
            self.row += 1
        if sheet.signed:
            self._signature(*sheet.signed, last_column)

    def _paper(self, paper: Paper) -> None:
        if paper.title:
            self.page.merge_range(
                self.row, 0, self.row, len(paper.heads), paper.title, self.styles["title"]
            )
            self.page.write(self.row + 1, 0, FICTION, self.styles["note"])
            self.row += 2
        if paper.unit_line:
            self.page.write(
                self.row, max(1, len(paper.heads) - 1), paper.unit_line, self.styles["note"]
            )
            self.row += 1
        self._headings(paper.heads)
        if paper.numbered:
            for index in range(len(paper.heads) + 1):
                label: Any = "AB"[index] if index < 2 else index - 1
                self.page.write(self.row, index, label, self.styles["head"])
            self.row += 1
        if paper.units:
            for index, head in enumerate(paper.heads, start=FIRST_HEAD_IN_WORKBOOK):
                self.page.write(
                    self.row, index, paper.units.get(head.name, ""), self.styles["note"]
                )
            self.row += 1
        self._lines(paper)
        if paper.totalled:
            self._total(paper)
        for note in paper.notes:
            self.page.write(self.row, 0, note, self.styles["note"])
            self.row += 1

    def _headings(self, heads: Sequence[Head]) -> None:
        style = self.styles["head"]
        if not any(head.group for head in heads):
            self.page.write_row(self.row, 0, ["STT", *(head.heading for head in heads)], style)
            self.row += 1
            return
        top, below = self.row, self.row + 1
        self.page.merge_range(top, 0, below, 0, "STT", style)
        column = FIRST_HEAD_IN_WORKBOOK
        for group, members in groupby(heads, key=lambda head: head.group):
            own = list(members)
            if not group:
                for head in own:
                    self.page.merge_range(top, column, below, column, head.heading, style)
                    column += 1
                continue
            if len(own) > 1:
                self.page.merge_range(top, column, top, column + len(own) - 1, group, style)
            else:
                self.page.write(top, column, group, style)
            for head in own:
                self.page.write(below, column, head.heading, style)
                column += 1
        self.row += 2

    def _lines(self, paper: Paper) -> None:
        for number, group in enumerate(paper.groups):
            if group.title:
                self.page.write(self.row, 0, _ROMAN[number], self.styles["bold"])
                self.page.write(self.row, 1, group.title, self.styles["bold"])
                self.row += 1
            start = self.row
            for order, line in enumerate(group.lines, start=1):
                line.row = self.row + 1
                self.page.write(self.row, 0, order, self.styles["cell"])
                for index, head in enumerate(paper.heads, start=FIRST_HEAD_IN_WORKBOOK):
                    self._cell(index, line.cells.get(head.name))
                self.row += 1
            for name in paper.merged:
                self._merge_equal(
                    paper, name, start, [line.cells.get(name) for line in group.lines]
                )

    def _cell(self, column: int, value: Any) -> None:
        if isinstance(value, Formula):
            self.page.write_formula(self.row, column, str(value), self.styles["cell"], "")
        elif isinstance(value, ErrorCell):
            self.page.write_formula(self.row, column, "=1/0", self.styles["cell"], str(value))
        elif isinstance(value, date):
            moment = datetime(value.year, value.month, value.day)
            self.page.write_datetime(self.row, column, moment, self.styles["date"])
        elif isinstance(value, str):
            self.page.write_string(self.row, column, value, self.styles["cell"])
        else:
            self.page.write(self.row, column, value, self.styles["cell"])

    def _merge_equal(self, paper: Paper, name: str, start: int, values: list[Any]) -> None:
        column = paper.column_index(name, FIRST_HEAD_IN_WORKBOOK)
        row = start
        for value, run in groupby(values):
            length = len(list(run))
            if length > 1 and value is not None:
                self.page.merge_range(
                    row, column, row + length - 1, column, value, self.styles["cell"]
                )
            row += length

    def _total(self, paper: Paper) -> None:
        style = self.styles["bold"]
        self.page.write(self.row, 1, "Tổng cộng", style)
        for name in paper.totalled:
            numbers = [line.cells.get(name) for line in paper.lines]
            total = sum(number for number in numbers if isinstance(number, int | float))
            column = paper.column_index(name, FIRST_HEAD_IN_WORKBOOK)
            if total and all(number is None or not isinstance(number, str) for number in numbers):
                self.page.write(self.row, column, total, style)
        self.row += 1

    def _signature(self, left: str, right: str, last_column: int) -> None:
        far = max(4, last_column - 3)
        self.page.write(
            self.row, far, "Mẫu Giang, ngày 10 tháng 12 năm ......", self.styles["note"]
        )
        self.page.write(self.row + 1, 1, left, self.styles["title"])
        self.page.write(self.row + 1, far, right, self.styles["title"])
        self.page.write(self.row + 2, far, "(Ký, đóng dấu)", self.styles["note"])
