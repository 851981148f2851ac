"""Sheets as senders sent them, copied into another workbook without what may not be spread."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from ketnghia_analysis.cleaning.accounts import STRUCTURAL
from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.cleaning.personal import mentions_persons
from ketnghia_analysis.cleaning.text import PERSONAL_MARK, without_personal_numbers
from ketnghia_analysis.intake.grids import Grid, shown
from ketnghia_analysis.outputs.feedback_frames import is_amount
from ketnghia_analysis.vocabulary.tables import readable_columns

SentSheet: TypeAlias = Worksheet | Grid
"""A sheet as it was sent: with its looks where the file is a workbook, else its values only."""
SentFiles: TypeAlias = Mapping[str, Mapping[str, SentSheet]]
"""Sheets by file and name, as far as they can be copied."""

_KEPT = (bool, int, float, datetime, date, time, timedelta)
_MOST_LETTERS = 31
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LOOKS_LIKE_FORMULA = ("=", "+", "-", "@")
_WIDEST, _NARROWEST = 40, 6
_THIN = Side(style="thin", color="999999")
_GRID_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass(frozen=True)
class Privacy:
    """Which cells of a sheet may not be spread.

    Attributes:
        hidden: columns (from 1) by row, that the books hide.
        numeric: columns (from 1) by row, that hold amounts; their digits are nobody's number.
        amounts: columns that hold amounts somewhere on the sheet, for rows of totals.
        structural: rows that are no records: titles, headings, totals.
    """

    hidden: Mapping[int, frozenset[int]]
    numeric: Mapping[int, frozenset[int]]
    amounts: frozenset[int]
    structural: frozenset[int]

    def fit_to_show(self, row: int, column: int, value: Any) -> Any:
        """The value, or what stands in its place."""
        if column in self.hidden.get(row, frozenset()):
            return PERSONAL_MARK
        if column in self.numeric.get(row, frozenset()):
            return value
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and row not in self.numeric and column in self.amounts:
            return value
        if isinstance(value, _KEPT) and not is_number:
            return value
        written = shown(value)
        safe = without_personal_numbers(written)
        return value if safe == written else safe


def privacy(cleaned: Cleaned, file: str, sheet: str) -> Privacy:
    """What the books say about the columns of a sheet."""
    blocks = cleaned.blocks
    blocks = blocks[(blocks["file"] == file) & (blocks["sheet"] == sheet)]
    hidden: dict[int, frozenset[int]] = {}
    numeric: dict[int, frozenset[int]] = {}
    for block in blocks.itertuples():
        headings = cleaned.headings[cleaned.headings["block"] == block.block]
        hidden[block.block] = _columns(headings[_is_personal(headings, block.table)])
        numeric[block.block] = _columns(headings[_is_numeric(headings, block.table)])
    rows = cleaned.accounts
    rows = rows[(rows["file"] == file) & (rows["sheet"] == sheet)]
    structural = frozenset(rows.loc[rows["status"] == STRUCTURAL, "row"])
    rows = rows[rows["block"].isin(hidden)]
    return Privacy(
        {row: hidden[block] for row, block in zip(rows["row"], rows["block"], strict=True)},
        {row: numeric[block] for row, block in zip(rows["row"], rows["block"], strict=True)},
        frozenset().union(*numeric.values()),
        structural,
    )


def _is_personal(headings: pd.DataFrame, table: str) -> list[bool]:
    known = readable_columns(table)
    return [
        known[name].personal if name in known else mentions_persons(heading)
        for name, heading in zip(headings["column"], headings["heading"], strict=True)
    ]


def _is_numeric(headings: pd.DataFrame, table: str) -> list[bool]:
    return [is_amount(table, name) for name in headings["column"]]


def _columns(headings: pd.DataFrame) -> frozenset[int]:
    return frozenset(column_index_from_string(letter) for letter in headings["letter"])


class SheetCopier:
    """Copies sheets into one workbook: values, looks, merged ranges, widths; never a formula.

    Hidden rows and columns are shown. Pictures, charts and macros are not copied.
    """

    def __init__(self) -> None:
        self._looks: dict[tuple[int, tuple[int, ...]], StyleArray] = {}

    def copy(self, source: SentSheet, target: Worksheet, rules: Privacy) -> None:
        """Copy a sheet.

        Args:
            source: as it was sent.
            target: an empty sheet.
            rules: what may be shown.
        """
        if isinstance(source, Grid):
            self._copy_grid(source, target, rules)
        else:
            self._copy_page(source, target, rules)

    def _copy_page(self, source: Worksheet, target: Worksheet, rules: Privacy) -> None:
        people = _Lists()
        # the cells that exist, not the rectangle around them
        for (row, column), cell in sorted(source._cells.items()):
            copied = target.cell(row, column)
            if cell.has_style:
                copied._style = copy(self._look(cell, copied))
            if not isinstance(cell, MergedCell) and cell.value is not None:
                _put(copied, people.hide(row, column, cell.value, rules))
        for letter, size in source.column_dimensions.items():
            made = target.column_dimensions[letter]
            made.min, made.max = size.min, size.max
            if size.customWidth:
                made.width = size.width
        for row, size in source.row_dimensions.items():
            if size.height:
                target.row_dimensions[row].height = size.height
        for area in source.merged_cells.ranges:
            target.merge_cells(area.coord)
        target.freeze_panes = source.freeze_panes

    def _copy_grid(self, source: Grid, target: Worksheet, rules: Privacy) -> None:
        people = _Lists()
        widths: dict[int, int] = {}
        for row, cells in source.rows.items():
            for index, value in cells.items():
                copied = target.cell(row, index + 1)
                safe = people.hide(row, index + 1, value, rules)
                _put(copied, safe)
                copied.alignment = Alignment(vertical="top", wrap_text=True)
                if row in rules.numeric:
                    copied.border = _GRID_BORDER
                    wanted = max(widths.get(index + 1, _NARROWEST), len(shown(safe)) + 2)
                    widths[index + 1] = min(wanted, _WIDEST)
        for column, width in widths.items():
            target.column_dimensions[get_column_letter(column)].width = width
        for span in source.spans:
            target.merge_cells(None, span.top, span.left + 1, span.bottom, span.right + 1)

    def _look(self, cell: Cell, copied: Cell) -> StyleArray:
        """The style of a cell in the other workbook; each distinct style is carried over once."""
        key = (id(cell.parent.parent), tuple(cell._style))
        if key not in self._looks:
            copied.font, copied.fill = copy(cell.font), copy(cell.fill)
            copied.border, copied.alignment = copy(cell.border), copy(cell.alignment)
            copied.number_format = cell.number_format
            self._looks[key] = copy(copied._style)
        return self._looks[key]


class _Lists:
    """Columns below a heading that announces people, where the books know no table."""

    def __init__(self) -> None:
        self._columns: set[int] = set()

    def hide(self, row: int, column: int, value: Any, rules: Privacy) -> Any:
        """What may be shown of a cell; cells come row by row."""
        if row in rules.hidden or row in rules.structural:
            return rules.fit_to_show(row, column, value)
        if isinstance(value, str) and len(value) < _WIDEST and mentions_persons(value):
            self._columns.add(column)
            return rules.fit_to_show(row, column, value)
        return PERSONAL_MARK if column in self._columns else rules.fit_to_show(row, column, value)


def _put(cell: Cell, value: Any) -> None:
    """Write a value; text stays text, whatever it begins with."""
    if isinstance(value, _KEPT):
        cell.value = value
        return
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    cell.value = text
    cell.data_type = "s"
    if text.startswith(_LOOKS_LIKE_FORMULA):
        cell.quotePrefix = True


def put_text(cell: Cell, text: str, font: Font | None = None, wrap: bool = True) -> None:
    """Write a text at the top of a cell that wraps it."""
    _put(cell, text)
    cell.alignment = Alignment(vertical="top", wrap_text=wrap)
    if font is not None:
        cell.font = font


def anchor(page: Worksheet, row: int, column: int) -> Cell:
    """The cell that shows what stands at a place: of a merged range its first one."""
    cell = page.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    area: CellRange = next(one for one in page.merged_cells.ranges if cell.coordinate in one)
    return page.cell(area.min_row, area.min_col)


def sheet_names(
    places: list[tuple[str, str]], taken: tuple[str, ...]
) -> dict[tuple[str, str], str]:
    """A name of at most 31 letters for each sheet, unlike all others.

    Args:
        places: file and sheet; a text file has the sheet "".
        taken: names of other sheets of the workbook.

    Returns:
        The sheet's own name where all come from one file, else file and sheet.
    """
    used = {name.lower() for name in taken}
    names = {}
    one_file = len({file for file, _ in places}) == 1
    for file, sheet in places:
        stem = file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        parts = [sheet or stem] if one_file or not sheet else [_shortened(stem, 17), sheet]
        plain = _NO_SHEET_NAME.sub(" ", " ".join(parts)).strip("' ") or "Bảng"
        name, number = _shortened(plain, _MOST_LETTERS), 2
        while name.lower() in used:
            name, number = f"{_shortened(plain, _MOST_LETTERS - 4)} ({number})", number + 1
        used.add(name.lower())
        names[file, sheet] = name
    return names


def _shortened(text: str, letters: int) -> str:
    """A text whose middle is left out; years and numbers mostly stand at the end."""
    if len(text) <= letters:
        return text
    tail = min(6, letters // 3)
    return f"{text[: letters - tail - 1].rstrip()}…{text[-tail:].lstrip()}"
