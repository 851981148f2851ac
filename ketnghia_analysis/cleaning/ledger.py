"""The books of cleaning: every changed cell, every fault, with addresses in the files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from ketnghia_analysis.cleaning.text import PERSONAL_MARK, without_personal_numbers
from ketnghia_analysis.intake.grids import cell_address, shown
from ketnghia_analysis.vocabulary.columns import Kind
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns


class Change(NamedTuple):
    """A cell whose clean value is not what the file shows."""

    row_id: int
    column: str
    before: str
    after: str
    rule: str


class Fault(NamedTuple):
    """Something that holds a row back."""

    row_id: int
    column: str
    reason: str
    raw: str
    detail: str = ""


@dataclass
class Books:
    """Changes and faults of one table, collected while it is cleaned."""

    table: str
    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    structural: dict[int, str] = field(default_factory=dict)

    def change(self, row_id: int, column: str, before: Any, after: Any, rule: str) -> None:
        """Enter a changed cell; a value that shows as before is no change."""
        if shown(before) != value_text(after):
            old, new = self._fit_to_show(column, before), self._fit_to_show(column, after)
            self.changes.append(Change(row_id, column, old, new, rule))

    def hold(self, row_id: int, column: str, reason: str, raw: Any, detail: str = "") -> None:
        """Enter a fault that holds the row."""
        self.faults.append(Fault(row_id, column, reason, self._fit_to_show(column, raw), detail))

    def drop(self, row_id: int, column: str, reason: str, raw: Any) -> None:
        """Enter an optional value that can't be right and became missing."""
        self.changes.append(
            Change(row_id, column, self._fit_to_show(column, raw), "", f"dropped_{reason}")
        )

    @property
    def held(self) -> set[int]:
        """Ids of the rows held so far."""
        return {fault.row_id for fault in self.faults}

    def _fit_to_show(self, column: str, raw: Any) -> str:
        """A raw value as the books may keep it: nothing that tells of a person."""
        declared = readable_columns(self.table).get(column)
        if declared is not None and declared.personal:
            return PERSONAL_MARK
        written = value_text(raw)
        free_text = declared is None or declared.kind is Kind.TEXT
        return without_personal_numbers(written) if free_text else written


def value_text(value: Any) -> str:
    """A clean value as text; empty for missing."""
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.strftime("%Y-%m-%d"))
    if value is pd.NaT:
        return ""
    return shown(value)


def address_columns(
    frame: pd.DataFrame, origin: pd.DataFrame, letters: dict[tuple[int, str], int]
) -> pd.DataFrame:
    """Put file, sheet, row and cell before the columns of a book.

    Args:
        frame: with `row_id` and `column`.
        origin: where each row came from, indexed by row id: `file`, `sheet`, `row`, `block`.
        letters: index of the sheet's column by (block, column name).

    Returns:
        Same rows in the same order; `cell` is empty where the value stood in no cell of the row.
    """
    places = origin.loc[frame["row_id"], ["file", "sheet", "row", "block"]].reset_index(drop=True)
    cells = [
        cell_address(int(row), letters[block, column]) if (block, column) in letters else ""
        for row, block, column in zip(places["row"], places["block"], frame["column"], strict=True)
    ]
    rest = frame.drop(columns="row_id").reset_index(drop=True)
    return pd.concat([places[["file", "sheet", "row"]].assign(cell=cells), rest], axis=1)


def heading_of(table: str, column: str) -> str:
    """Vietnamese heading of a column, for messages; the table's where the whole row is meant."""
    declared = readable_columns(table).get(column)
    return declared.heading if declared else TABLES[table].heading
