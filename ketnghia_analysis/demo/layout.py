"""Papers are laid out on a page: title rows, merged headings, lines, totals, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ketnghia_analysis.demo.papers import FICTION, MOTTO, Head, Paper, Sheet

TITLE, HEAD, DATE, CELL, BOLD, NOTE, PERCENT = (
    *("title", "head", "date", "cell", "bold", "note", "percent"),
)
"""How a cell looks."""
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")


@dataclass(frozen=True)
class Placed:
    """A cell of a page.

    Attributes:
        value: what stands in it.
        style: how it looks.
        height: rows it takes.
        width: columns it takes.
    """

    value: Any
    style: str
    height: int = 1
    width: int = 1


@dataclass
class Page:
    """Cells by row and column, both counted from 0.

    Attributes:
        cells: filled ones; of a merged range the first.
        hidden: rows that are not shown.
        struck: rows deleted while Word tracked the changes.
    """

    cells: dict[tuple[int, int], Placed] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)

    @property
    def rows(self) -> int:
        """Number of rows down to the last filled one."""
        return max((row + cell.height for (row, _), cell in self.cells.items()), default=0)

    @property
    def columns(self) -> int:
        """Number of columns up to the last filled one."""
        return max((column + cell.width for (_, column), cell in self.cells.items()), default=0)


def lay_out(sheet: Sheet) -> Page:
    """A sheet as an office types it; sets `Line.row` of every line to the row the sheet shows."""
    return _Typist().sheet(sheet)


def lay_out_table(paper: Paper) -> Page:
    """The table of a paper alone, without title and notes; sets `Line.row` too."""
    typist = _Typist()
    typist.table(paper)
    return typist.page


def lay_out_list(paper: Paper) -> Page:
    """A paper as programs export it: one row of headings, then lines; sets `Line.row` too."""
    page = Page()
    paper.heading_row = 1
    for column, head in enumerate(paper.heads):
        page.cells[0, column] = Placed(head.heading, CELL)
    for row, line in enumerate(paper.lines, start=1):
        line.row = row + 1
        for column, head in enumerate(paper.heads):
            page.cells[row, column] = Placed(line.cells.get(head.name), CELL)
    return page


class _Typist:
    """Types papers onto one page, from top to bottom."""

    def __init__(self) -> None:
        self.page = Page()
        self.row = 0

    def sheet(self, sheet: Sheet) -> Page:
        last_column = max(len(paper.heads) for paper in sheet.papers)
        if sheet.sender:
            self._put(0, 0, sheet.sender, TITLE)
            self._put(0, max(4, last_column - 4), MOTTO[0], TITLE)
            self._put(1, max(4, last_column - 4), MOTTO[1], TITLE)
            self.row = 3
        for paper in sheet.papers:
            self._paper(paper)
            self.row += 1
        if sheet.signed:
            self._signature(*sheet.signed, last_column)
        return self.page

    def table(self, paper: Paper) -> None:
        self._headings(paper.heads)
        paper.heading_row = self.row
        if paper.numbered:
            for index in range(len(paper.heads) + 1):
                label: Any = "AB"[index] if index < 2 else index - 1
                self._put(self.row, index, label, HEAD)
            self.row += 1
        if paper.units:
            for index, head in enumerate(paper.heads, start=1):
                self._put(self.row, index, paper.units.get(head.name, ""), NOTE)
            self.row += 1
        self._lines(paper)
        if paper.totalled:
            self._total(paper)

    def _put(
        self, row: int, column: int, value: Any, style: str, height: int = 1, width: int = 1
    ) -> None:
        self.page.cells[row, column] = Placed(value, style, height, width)

    def _paper(self, paper: Paper) -> None:
        if paper.title:
            self._put(self.row, 0, paper.title, TITLE, width=len(paper.heads) + 1)
            self._put(self.row + 1, 0, FICTION, NOTE)
            self.row += 2
        if paper.unit_line:
            self._put(self.row, max(1, len(paper.heads) - 1), paper.unit_line, NOTE)
            self.row += 1
        self.table(paper)
        for note in paper.notes:
            self._put(self.row, 0, note, NOTE)
            self.row += 1

    def _headings(self, heads: Sequence[Head]) -> None:
        if not any(head.group for head in heads):
            for column, text in enumerate(["STT", *(head.heading for head in heads)]):
                self._put(self.row, column, text, HEAD)
            self.row += 1
            return
        top, below = self.row, self.row + 1
        self._put(top, 0, "STT", HEAD, height=2)
        column = 1
        for group, members in groupby(heads, key=lambda head: head.group):
            own = list(members)
            if not group:
                for head in own:
                    self._put(top, column, head.heading, HEAD, height=2)
                    column += 1
                continue
            self._put(top, column, group, HEAD, width=len(own))
            for head in own:
                self._put(below, column, head.heading, HEAD)
                column += 1
        self.row += 2

    def _lines(self, paper: Paper) -> None:
        for number, group in enumerate(paper.groups):
            if group.title:
                self._put(self.row, 0, _ROMAN[number], BOLD)
                self._put(self.row, 1, group.title, BOLD)
                self.row += 1
            start = self.row
            for order, line in enumerate(group.lines, start=1):
                line.row = self.row + 1
                if line.hidden:
                    self.page.hidden.add(self.row)
                if line.struck:
                    self.page.struck.add(self.row)
                self._put(self.row, 0, order, CELL)
                for index, head in enumerate(paper.heads, start=1):
                    style = PERCENT if head.name in paper.percent else CELL
                    self._put(self.row, index, line.cells.get(head.name), style)
                self.row += 1
            for name in paper.merged:
                self._merge_equal(
                    paper.column_index(name, 1),
                    start,
                    [line.cells.get(name) for line in group.lines],
                )

    def _merge_equal(self, column: int, start: int, values: list[Any]) -> None:
        row = start
        for value, run in groupby(values):
            length = len(list(run))
            if length > 1 and value is not None:
                self._put(row, column, value, CELL, height=length)
                for covered in range(row + 1, row + length):
                    del self.page.cells[covered, column]
            row += length

    def _total(self, paper: Paper) -> None:
        paper.total.row = self.row + 1
        self._put(self.row, 1, "Tổng cộng", BOLD)
        for name in paper.totalled:
            numbers = [line.cells.get(name) for line in paper.lines]
            total = sum(number for number in numbers if isinstance(number, int | float))
            if total and all(number is None or not isinstance(number, str) for number in numbers):
                slip = paper.total.cells.get(name, 0)
                self._put(self.row, paper.column_index(name, 1), total + slip, BOLD)
        self.row += 1

    def _signature(self, left: str, right: str, last_column: int) -> None:
        far = max(4, last_column - 3)
        self._put(self.row, far, "Mẫu Giang, ngày 10 tháng 12 năm ......", NOTE)
        self._put(self.row + 1, 1, left, TITLE)
        self._put(self.row + 1, far, right, TITLE)
        self._put(self.row + 2, far, "(Ký, đóng dấu)", NOTE)
