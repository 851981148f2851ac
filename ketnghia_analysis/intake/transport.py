"""Sheets on their way from one process to another."""

from __future__ import annotations

import marshal
import pickle
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ketnghia_analysis.intake.cell_blocks import PlainSheet, without_collection
from ketnghia_analysis.intake.grids import Grid

_SIMPLE = frozenset({str, int, float, bool})
_Lines = tuple[list[tuple[int, ...]], list[tuple[int, int, list[Any]]]]
_Odd = list[tuple[int, int, Any]]


def packed(sheets: Sequence[Grid | PlainSheet], problem: str) -> bytes:
    """Sheets and a problem as bytes for `unpacked`."""
    sent = [sheet if isinstance(sheet, PlainSheet) else _packed(sheet) for sheet in sheets]
    return pickle.dumps((problem, sent), pickle.HIGHEST_PROTOCOL)


def unpacked(message: bytes) -> tuple[list[Grid], str]:
    """What `packed` was given, row by row. Only for messages of our own processes."""
    with without_collection():
        problem, sent = pickle.loads(message)
        return [one.grid() if isinstance(one, PlainSheet) else _grid(*one) for one in sent], problem


def _packed(grid: Grid) -> tuple[Grid, _Odd, bytes]:
    """A sheet without its rows, its odd cells, and all others.

    Texts and numbers, which are nearly all, go by the quickest way there is; dates, bad cells and
    texts in old letters go beside them.
    """
    odd: _Odd = []
    columns: dict[tuple[int, ...], int] = {}
    lines: list[tuple[int, int, list[Any]]] = []
    for row, cells in grid.rows.items():
        places, values = tuple(cells), list(cells.values())
        if not _SIMPLE.issuperset(map(type, values)):
            for index, value in enumerate(values):
                if type(value) not in _SIMPLE:
                    odd.append((row, places[index], value))
                    values[index] = None
        lines.append((row, columns.setdefault(places, len(columns)), values))
    return replace(grid, rows={}), odd, marshal.dumps((list(columns), lines))


def _grid(frame: Grid, odd: _Odd, told: bytes) -> Grid:
    columns, lines = marshal.loads(told)
    rows = {row: dict(zip(columns[which], cells, strict=True)) for row, which, cells in lines}
    for row, column, value in odd:
        rows[row][column] = value
    return replace(frame, rows=rows)
