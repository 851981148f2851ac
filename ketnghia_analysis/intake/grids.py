"""A sheet as it was read: values with their addresses, nothing interpreted yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from openpyxl.utils import get_column_letter


@dataclass(frozen=True)
class BadCell:
    """A cell that has no usable value, with the reason (a code of `reasons.HELD`)."""

    reason: str
    text: str

    def __str__(self) -> str:
        """What the cell shows."""
        return self.text


@dataclass(frozen=True)
class Span:
    """A merged range; rows count from 1, columns from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """The non-empty cells of one sheet.

    Attributes:
        sheet: name of the sheet, "" for text files.
        rows: row number as the sheet shows it: {column index from 0: value}.
        spans: merged ranges.
        hidden: whether the sheet is hidden.
    """

    sheet: str
    rows: dict[int, dict[int, Any]]
    spans: tuple[Span, ...] = field(default=())
    hidden: bool = False

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
    return f"{get_column_letter(column + 1)}{row}"


def shown(value: Any) -> str:
    """A raw value as text, for people and for the ledger; empty for None."""
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return str(value.strftime("%Y-%m-%d"))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
