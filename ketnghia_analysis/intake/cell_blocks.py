"""Cells of a plain sheet column by column: quick to make, to send and to take apart."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ketnghia_analysis.intake.grids import Grid

# before it the two libraries that read workbooks count the days of 1900 differently
_FIRST_YEAR = 1901
_MOST_WHOLE = 1e15


class Doubtful(Exception):
    """The fast reader may have read something otherwise than the full one would."""


@dataclass(frozen=True)
class Numbers:
    """A column of numbers.

    Attributes:
        values: as floats.
        whole: places of those that are whole numbers; None where all are.
    """

    values: NDArray[np.float64]
    whole: NDArray[np.int64] | None

    def cells(self) -> list[Any]:
        """The numbers as a sheet holds them: whole ones are integers."""
        if self.whole is None:
            return list(self.values.astype(np.int64).tolist())
        cells: list[Any] = self.values.tolist()
        for place in self.whole.tolist():
            cells[place] = int(cells[place])
        return cells


@dataclass(frozen=True)
class Block:
    """Some rows of a sheet.

    Attributes:
        top: number of the first row as the sheet shows it.
        height: number of rows.
        columns: index and cells of each column in which there are any; None for an empty cell.
        values: number of cells that are not empty.
        full: whether no cell of these columns is empty.
    """

    top: int
    height: int
    columns: tuple[tuple[int, Numbers | list[Any]], ...]
    values: int
    full: bool

    def rows(self) -> Iterator[tuple[int, dict[int, Any]]]:
        """Number and cells of each row that has any."""
        places = [index for index, _ in self.columns]
        cells = [told.cells() if isinstance(told, Numbers) else told for _, told in self.columns]
        for number, row in enumerate(zip(*cells, strict=True), start=self.top):
            if self.full:
                yield number, dict(zip(places, row, strict=True))
            elif filled := {
                place: cell for place, cell in zip(places, row, strict=True) if cell is not None
            }:
                yield number, filled

    def texts(self) -> set[str]:
        """The distinct texts in it."""
        return {
            cell
            for _, told in self.columns
            if not isinstance(told, Numbers)
            for cell in set(told)
            if isinstance(cell, str)
        }


@dataclass(frozen=True)
class PlainSheet:
    """A sheet with nothing in it but values.

    Attributes:
        about: all about it but its rows.
        blocks: its rows from top to bottom.
    """

    about: Grid
    blocks: tuple[Block, ...]

    @property
    def is_empty(self) -> bool:
        """Whether it has no cell."""
        return not any(block.values for block in self.blocks)

    def texts(self) -> set[str]:
        """The distinct texts on it."""
        return {text for block in self.blocks for text in block.texts()}

    def grid(self) -> Grid:
        """The sheet row by row."""
        return replace(self.about, rows=dict(row for block in self.blocks for row in block.rows()))


def grids_of(sheets: Iterable[Grid | PlainSheet]) -> list[Grid]:
    """All sheets row by row."""
    return [sheet if isinstance(sheet, Grid) else sheet.grid() for sheet in sheets]


def block_of(rows: Sequence[Sequence[Any]], top: int, left: int) -> Block:
    """Rows as the fast reader gives them, "" for an empty cell.

    Args:
        rows: all of the same length.
        top: number of the first row.
        left: index of the first column.

    Raises:
        Doubtful: a cell that readers may understand differently.
    """
    columns: list[tuple[int, Numbers | list[Any]]] = []
    values, full = 0, True
    for index, cells in enumerate(zip(*rows, strict=True), start=left):
        told: Numbers | list[Any]
        kinds = set(map(type, cells))
        empty = 0 if kinds.isdisjoint({str}) else cells.count("")
        if empty == len(cells):
            continue
        if kinds == {float}:
            told = _numbers(cells)
        elif kinds == {str} and not empty:
            told = list(cells)
        else:
            told = [_value(cell) for cell in cells]
        columns.append((index, told))
        values += len(cells) - empty
        full = full and not empty
    return Block(top, len(rows), tuple(columns), values, full)


def _numbers(cells: Sequence[float]) -> Numbers:
    values = np.array(cells)
    whole = (values == np.trunc(values)) & (np.abs(values) < _MOST_WHOLE)
    return Numbers(values, None if whole.all() else np.flatnonzero(whole))


def _value(cell: Any) -> Any:
    if cell.__class__ is str:
        return cell or None
    if cell.__class__ is float:
        return int(cell) if cell.is_integer() and -_MOST_WHOLE < cell < _MOST_WHOLE else cell
    return cell if isinstance(cell, bool | int) else _moment(cell)


def _moment(value: object) -> datetime:
    if isinstance(value, date) and value.year >= _FIRST_YEAR:
        if isinstance(value, datetime):
            return value
        return datetime.combine(value, time())
    raise Doubtful


@contextmanager
def without_collection() -> Iterator[None]:
    """No search for garbage while a file is read: it would look at millions of cells."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
