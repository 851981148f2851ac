"""Marks on a copied sheet: coloured rows and cells, comments, and the same words beside the row."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil

import pandas as pd
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.worksheet.worksheet import Worksheet

from ketnghia_analysis.outputs.feedback_sheets import anchor, put_text

HELD_CELL, HELD_ROW, QUESTION_CELL = "F4A09A", "FBE4E2", "FFD966"
"""Fills of the cell that holds a row, of the rest of that row, and of a cell to be confirmed."""
HELD_TITLE, QUESTION_TITLE = "DÒNG BỊ GIỮ LẠI", "CẦN XÁC NHẬN"
COMMENT_AUTHOR = "Kiểm tra số liệu"
_HELD_EDGE, _QUESTION_EDGE = (
    Side(style="thick", color="9C0006"),
    Side(style="medium", color="7F6000"),
)
_COMMENT_WIDTH, _COMMENT_LINE, _LETTERS_A_LINE = 320, 18, 46
_MARGIN_WIDTH, _MARGIN_POINTS, _LINE_POINTS = 80, 10, 13.5
_WIDEST_SHEET = 200
"""Columns beyond which nothing is written beside the rows."""


@dataclass
class _Mark:
    """What is said about one cell."""

    held: bool = False
    texts: list[str] = field(default_factory=list)


def fill(colour: str) -> PatternFill:
    """A plain fill."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def mark(
    page: Worksheet, held: pd.DataFrame, questions: pd.DataFrame, held_rows: set[int]
) -> dict[tuple[int, str], str]:
    """Colour and comment what has to be corrected or confirmed.

    Args:
        page: the copied sheet; changed.
        held: faults on this sheet, `feedback_frames.POINTS`, rows from 1.
        questions: likewise.
        held_rows: every row of the sheet that is held.

    Returns:
        Address of the marked cell by row and cell of the points; where a fault tells of no cell it
        is the row's first one.
    """
    last = max((column for _, column in page._cells), default=1)
    first = _first_columns(page)
    for row in held_rows:
        _tint(page, row, first.get(row, 1), last)
    marks: dict[str, _Mark] = {}
    places: dict[tuple[int, str], str] = {}
    beside: dict[int, list[str]] = {}
    for points, is_held in ((held, True), (questions, False)):
        for point in points.itertuples():
            cell = _cell(page, point.row, point.cell, first)
            places[point.row, point.cell] = cell.coordinate
            one = marks.setdefault(cell.coordinate, _Mark())
            one.held |= is_held
            title = HELD_TITLE if is_held else QUESTION_TITLE
            where = f" (dòng {point.row})" if cell.row != point.row else ""
            one.texts.append(f"{title}{where}\n{point.said}\nCần làm: {point.ask}")
            beside.setdefault(point.row, []).append(f"{point.said}. {point.ask}.")
    for address, one in marks.items():
        _mark_cell(page[address], one)
    if last < _WIDEST_SHEET:
        _write_beside(page, last + 1, beside, set(held["row"]))
    return places


def _first_columns(page: Worksheet) -> dict[int, int]:
    first: dict[int, int] = {}
    for (row, column), cell in page._cells.items():
        if cell.value is not None:
            first[row] = min(column, first.get(row, column))
    return first


def _tint(page: Worksheet, row: int, first: int, last: int) -> None:
    for column in range(first, min(last, _WIDEST_SHEET) + 1):
        cell = page.cell(row, column)
        if not isinstance(cell, MergedCell):
            cell.fill = fill(HELD_ROW)


def _cell(page: Worksheet, row: int, address: str, first: dict[int, int]) -> Cell:
    if not address:
        return anchor(page, row, first.get(row, 1))
    letter, number = coordinate_from_string(address)
    return anchor(page, number, column_index_from_string(letter))


def _mark_cell(cell: Cell, one: _Mark) -> None:
    edge = _HELD_EDGE if one.held else _QUESTION_EDGE
    cell.fill = fill(HELD_CELL if one.held else QUESTION_CELL)
    cell.border = Border(left=edge, right=edge, top=edge, bottom=edge)
    text = "\n\n".join(one.texts)
    lines = sum(1 + len(line) // _LETTERS_A_LINE for line in text.split("\n"))
    cell.comment = Comment(
        text, COMMENT_AUTHOR, height=_COMMENT_LINE * (lines + 1), width=_COMMENT_WIDTH
    )


def _write_beside(
    page: Worksheet, column: int, beside: dict[int, list[str]], held_rows: set[int]
) -> None:
    """The same words beside the row, for those who print the sheet or overlook comments."""
    page.column_dimensions[get_column_letter(column)].width = _MARGIN_WIDTH
    for row, texts in beside.items():
        sign = "◄ Cần sửa: " if row in held_rows else "◄ Cần xác nhận: "
        colour = "9C0006" if row in held_rows else "7F6000"
        text = sign + " ".join(texts)
        put_text(page.cell(row, column), text, Font(size=_MARGIN_POINTS, color=colour))
        lines = ceil(len(text) / _MARGIN_WIDTH)
        size = page.row_dimensions[row]
        size.height = max(size.height or 0, _LINE_POINTS * lines)
