"""A sheet as it was read: values with their addresses, nothing interpreted yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

OLD_FONTS = (".vn", "vni-")
"""Beginnings of the names of fonts that show letters of TCVN3 (".VnTime") and VNI ("VNI-Times")."""


@dataclass(frozen=True)
class BadCell:
    """A cell that has no usable value, with the reason (a code of `reasons.HELD`)."""

    reason: str
    text: str

    def __str__(self) -> str:
        """What the cell shows."""
        return self.text


class LegacyText(str):
    """Text that was stored in the letters of an old character set, decoded.

    It is the decoded text; `written` is what the file holds, so that the ledger can show both.
    """

    written: str
    charset: str

    def __new__(cls, text: str, written: str, charset: str) -> LegacyText:
        """The decoded text.

        Args:
            text: decoded.
            written: as the file holds it.
            charset: "TCVN3", "VNI", "Windows-1258" or "UTF-8" (read in another character set).
        """
        made = super().__new__(cls, text)
        made.written, made.charset = written, charset
        return made

    def __reduce__(self) -> tuple[type[LegacyText], tuple[str, str, str]]:
        """Texts travel between processes."""
        return LegacyText, (str(self), self.written, self.charset)


@dataclass(frozen=True)
class Span:
    """A merged range; rows count from 1, columns from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def cells(self) -> int:
        """Number of cells in it."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)


@dataclass(frozen=True)
class Grid:
    """The non-empty cells of one sheet.

    Attributes:
        sheet: name of the sheet, "" for text files.
        rows: row number as the sheet shows it: {column index from 0: value}.
        spans: merged ranges.
        hidden: whether the sheet is hidden.
        hidden_rows: rows that the sheet does not show; they are data like all others.
        fonts: fonts of old character sets (".VnTime", "VNI-Times") by (row, column); no others.
        titles: texts that stand before the table, outside of it (paragraphs of a document).
    """

    sheet: str
    rows: dict[int, dict[int, Any]]
    spans: tuple[Span, ...] = field(default=())
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    fonts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    titles: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it has no cell."""
        return not self.rows

    @cached_property
    def anchors(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Top-left cell of the merged range, for every other cell of the range."""
        return {
            (row, column): (span.top, span.left)
            for span in self.spans
            for row in range(span.top, span.bottom + 1)
            for column in range(span.left, span.right + 1)
            if (row, column) != (span.top, span.left)
        }

    def value(self, row: int, column: int) -> Any:
        """Value of a cell; that of the merged range where it is part of one."""
        row, column = self.anchors.get((row, column), (row, column))
        return self.rows.get(row, {}).get(column)


def cell_address(row: int, column: int) -> str:
    """Address as the sheet shows it: row 12, column 4 is "E12"."""
    # a process that only reads text files shall not pay for loading the library
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column + 1)}{row}"


def is_old_font(name: str | None) -> bool:
    """Whether a font shows the letters of an old character set."""
    return bool(name) and str(name).lower().startswith(OLD_FONTS)


def whole(number: float) -> int | float:
    """A number without a fraction as an integer, as all libraries but one give it."""
    return int(number) if -1e15 < number < 1e15 and number.is_integer() else number


def within_cells(grid: Grid, wide: int = 10_000) -> Grid:
    """The sheet with huge merged ranges and hidden rows cut down to where there are cells.

    A range over a million empty rows says nothing, and costs as much as if it did.

    Args:
        grid: as read.
        wide: merged ranges up to so many cells stay as they are.
    """
    hidden = frozenset(grid.hidden_rows & grid.rows.keys())
    if all(span.cells <= wide for span in grid.spans):
        return replace(grid, hidden_rows=hidden)
    last_row = max(grid.rows, default=1)
    last_column = max((max(cells) for cells in grid.rows.values()), default=0)

    def cut(span: Span) -> Span:
        if span.cells <= wide:
            return span
        bottom, right = min(span.bottom, last_row), min(span.right, last_column)
        return Span(span.top, span.left, max(bottom, span.top), max(right, span.left))

    return replace(grid, spans=tuple(map(cut, grid.spans)), hidden_rows=hidden)


def written(value: Any) -> str:
    """A raw value as the file holds it, before any decoding of old letters; empty for None."""
    return value.written if isinstance(value, LegacyText) else shown(value)


def shown(value: Any) -> str:
    """A raw value as text, for people and for the ledger; empty for None."""
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return str(value.strftime("%Y-%m-%d"))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
