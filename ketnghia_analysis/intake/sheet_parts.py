"""Heading rows of a sheet as texts above each column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ketnghia_analysis.intake.grids import Grid, Span, shown
from ketnghia_analysis.vocabulary.spelling import tidy

LAST_COLUMN = 10**6
Paths = dict[int, tuple[str, ...]]


def texts_of(grid: Grid, start: int, end: int) -> tuple[str, ...]:
    """Texts in the rows from `start` to before `end`."""
    return tuple(
        tidy(value)
        for row in rows_between(grid, start, end)
        for value in grid.rows[row].values()
        if isinstance(value, str)
    )


def rows_between(grid: Grid, start: int, end: int) -> list[int]:
    """Non-empty rows from `start` to before `end`."""
    return [row for row in sorted(grid.rows) if start <= row < end]


def part_of(grid: Grid, left: int, right: int) -> Grid:
    """The columns of a sheet from `left` to `right`."""
    if left == 0 and right == LAST_COLUMN:
        return grid
    rows = {
        row: kept
        for row, cells in grid.rows.items()
        if (kept := {index: cell for index, cell in cells.items() if left <= index <= right})
    }
    spans = tuple(span for span in grid.spans if left <= span.left and span.right <= right)
    return replace(grid, rows=rows, spans=spans)


def heading_paths(grid: Grid, top: int, bottom: int) -> Paths:
    """Texts above each column, group first, repeated texts once."""
    rows = range(top, bottom + 1)
    columns = {column for row in rows for column in grid.rows.get(row, {})}
    columns |= {
        column
        for row in rows
        for span in spans_at(grid, row)
        for column in range(span.left, span.right + 1)
    }
    paths: Paths = {}
    for column in sorted(columns):
        path: list[str] = []
        for row in rows:
            text = _text_at(grid, row, column, bottom)
            if text and text not in path:
                path.append(text)
        if path:
            paths[column] = tuple(path)
    return paths


def _text_at(grid: Grid, row: int, column: int, bottom: int) -> str:
    """Text of a heading cell; an empty cell beside a group heading belongs to the group."""
    value = grid.value(row, column)
    if value is not None:
        return tidy(shown(value))
    if row == bottom or (row, column) in grid.anchors or not _lower(grid, row, column, bottom):
        return ""
    before = [index for index in grid.rows.get(row, {}) if index < column]
    if not before or not _lower(grid, row, max(before), bottom):
        return ""
    between = range(max(before) + 1, column)
    if all(_lower(grid, row, index, bottom) for index in between):
        return tidy(shown(grid.rows[row][max(before)]))
    return ""


def _lower(grid: Grid, row: int, column: int, bottom: int) -> bool:
    return any(column in grid.rows.get(below, {}) for below in range(row + 1, bottom + 1))


def spans_at(grid: Grid, row: int) -> Iterator[Span]:
    """Merged ranges that touch a row."""
    yield from (span for span in grid.spans if span.top <= row <= span.bottom)
