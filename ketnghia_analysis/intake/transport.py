"""Grids on their way from one process to another."""

from __future__ import annotations

import marshal
import pickle
from dataclasses import replace
from typing import Any

from ketnghia_analysis.intake.grids import Grid

_SIMPLE = frozenset({str, int, float, bool})


def packed(grids: list[Grid], problem: str) -> bytes:
    """Grids and a problem as bytes for `unpacked`.

    Texts and numbers, which are nearly all, go by the quickest way there is; dates, bad cells and
    texts in old letters go beside them.
    """
    beside: list[list[tuple[int, int, Any]]] = []
    sheets = []
    for grid in grids:
        odd: list[tuple[int, int, Any]] = []
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
        beside.append(odd)
        sheets.append((list(columns), lines))
    frames = [replace(grid, rows={}) for grid in grids]
    return pickle.dumps((problem, frames, beside, marshal.dumps(sheets)), pickle.HIGHEST_PROTOCOL)


def unpacked(message: bytes) -> tuple[list[Grid], str]:
    """What `packed` was given. Only for messages of our own processes."""
    problem, frames, beside, values = pickle.loads(message)
    grids = []
    for frame, odd, (columns, lines) in zip(frames, beside, marshal.loads(values), strict=True):
        rows = {row: dict(zip(columns[which], cells, strict=True)) for row, which, cells in lines}
        for row, column, value in odd:
            rows[row][column] = value
        grids.append(replace(frame, rows=rows))
    return grids, problem
