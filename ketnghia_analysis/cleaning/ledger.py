"""The books of cleaning: every changed cell, every fault, with addresses in the files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ketnghia_analysis.cleaning.text import PERSONAL_MARK, without_personal_numbers
from ketnghia_analysis.intake.grids import cell_address, shown, written
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


Texts = Sequence[str] | NDArray[Any]


@dataclass
class Books:
    """Changes and faults of one table, collected while it is cleaned.

    Entries keep the order in which they were made: of one cell, the first one's `before` is what
    the file holds, the last one's `after` is the clean value.
    """

    table: str
    held: set[int] = field(default_factory=set)
    structural: dict[int, str] = field(default_factory=dict)
    questions: list[tuple[int, str, Any]] = field(default_factory=list)
    _changes: list[_Part] = field(default_factory=list)
    _faults: list[_Part] = field(default_factory=list)

    def change(self, row_id: int, column: str, before: Any, after: Any, rule: str) -> None:
        """Enter a changed cell; a value that shows as before is no change."""
        old, new = raw_text(before), value_text(after)
        if old != new:
            self.change_many([row_id], column, [old], [new], [rule])

    def hold(self, row_id: int, column: str, reason: str, raw: Any, detail: str = "") -> None:
        """Enter a fault that holds the row."""
        self.hold_many([row_id], column, [reason], [raw_text(raw)], [detail])

    def drop(self, row_id: int, column: str, reason: str, raw: Any) -> None:
        """Enter an optional value that can't be right and became missing."""
        self.change_many([row_id], column, [raw_text(raw)], [""], [f"dropped_{reason}"])

    def change_many(
        self,
        row_ids: Sequence[int] | NDArray[Any],
        column: str,
        before: Texts,
        after: Texts,
        rule: Texts,
        codes: NDArray[Any] | None = None,
    ) -> None:
        """Enter changes of many rows whose cells hold few distinct values.

        Args:
            row_ids: the rows.
            column: the column.
            before: text in the file, for each distinct value.
            after: clean text, likewise.
            rule: code of `reasons.CHANGED`, likewise.
            codes: which distinct value each row has; None where each row has its own.
        """
        texts = (self._fit(column, before), self._fit(column, after), rule)
        self._changes.append(_part(row_ids, column, texts, codes))

    def hold_many(
        self,
        row_ids: Sequence[int] | NDArray[Any],
        column: str,
        reason: Texts,
        raw: Texts,
        detail: Texts,
        codes: NDArray[Any] | None = None,
    ) -> None:
        """Enter faults of many rows; texts by distinct value as in `change_many`."""
        self.held.update(int(row_id) for row_id in row_ids)
        texts = (reason, self._fit(column, raw), detail)
        self._faults.append(_part(row_ids, column, texts, codes))

    def ask(self, row_id: int, column: str, question: Any) -> None:
        """Enter what an analyst should decide before a row can be used."""
        self.questions.append((row_id, column, question))

    @property
    def changes(self) -> pd.DataFrame:
        """All changes: `row_id`, `column`, `before`, `after`, `rule`, in the order made."""
        return _together(self._changes, Change)

    @property
    def faults(self) -> pd.DataFrame:
        """All faults: `row_id`, `column`, `reason`, `raw`, `detail`, in the order made."""
        return _together(self._faults, Fault)

    def _fit(self, column: str, texts: Texts) -> Texts:
        """Texts as the books may keep them: nothing that tells of a person."""
        declared = readable_columns(self.table).get(column)
        if declared is not None and declared.personal:
            return [PERSONAL_MARK] * len(texts)
        if declared is None or declared.kind is Kind.TEXT:
            return [without_personal_numbers(text) if text else text for text in texts]
        return texts


class _Part(NamedTuple):
    """Entries made at one time: row ids, the column, and three texts for each row."""

    row_ids: NDArray[np.int64]
    column: str
    texts: tuple[NDArray[Any], ...]


def _part(
    row_ids: Sequence[int] | NDArray[Any],
    column: str,
    texts: tuple[Texts, ...],
    codes: NDArray[Any] | None,
) -> _Part:
    spread = [np.asarray(one, dtype=object) for one in texts]
    if codes is not None:
        spread = [one[codes] for one in spread]
    return _Part(np.asarray(row_ids, dtype=np.int64), column, tuple(spread))


def _together(parts: list[_Part], entry: type[Change] | type[Fault]) -> pd.DataFrame:
    columns: dict[str, Any] = {name: [] for name in entry._fields}
    if parts:
        columns["row_id"] = np.concatenate([part.row_ids for part in parts])
        columns["column"] = np.repeat(
            np.array([part.column for part in parts], dtype=object),
            [len(part.row_ids) for part in parts],
        )
        for place, name in enumerate(entry._fields[2:]):
            columns[name] = np.concatenate([part.texts[place] for part in parts])
    types = {name: "int64" if name == "row_id" else "str" for name in entry._fields}
    return pd.DataFrame(columns).astype(types)


def raw_text(value: Any) -> str:
    """A raw cell as text, as the file holds it; empty for missing."""
    return "" if _is_missing(value) else written(value)


def value_text(value: Any) -> str:
    """A clean value as text; empty for missing."""
    if _is_missing(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.strftime("%Y-%m-%d"))
    return shown(value)


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or value != value


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
    known = {one: cell_address(0, index).removesuffix("0") for one, index in letters.items()}
    columns = map(known.get, zip(places["block"].tolist(), frame["column"].tolist(), strict=True))
    cells = [
        f"{letter}{row}" if letter else ""
        for letter, row in zip(columns, places["row"].tolist(), strict=True)
    ]
    rest = frame.drop(columns="row_id").reset_index(drop=True)
    return pd.concat([places[["file", "sheet", "row"]].assign(cell=cells), rest], axis=1)


def heading_of(table: str, column: str) -> str:
    """Vietnamese heading of a column, for messages; the table's where the whole row is meant."""
    declared = readable_columns(table).get(column)
    return declared.heading if declared else TABLES[table].heading
