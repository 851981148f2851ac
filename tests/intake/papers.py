"""Workbooks for tests, written as officials would: rows, merged cells, hidden sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from ketnghia_analysis.intake.grids import Grid
from ketnghia_analysis.intake.workbooks import read_workbook

Rows = Sequence[Sequence[Any]]


def write_book(
    path: Path,
    sheets: Mapping[str, Rows],
    merged: Iterable[str] = (),
    hidden: Iterable[str] = (),
) -> Path:
    """Write rows to the sheets of a workbook; `merged` ranges are of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    for area in merged:
        book.worksheets[0].merge_cells(area)
    for name in hidden:
        book[name].sheet_state = "hidden"
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def sheet_read(folder: Path, rows: Rows, merged: Iterable[str] = (), name: str = "01A") -> Grid:
    """The rows as they are read back from a workbook with one sheet."""
    return read_workbook(write_book(folder / "bieu.xlsx", {name: rows}, merged))[0]
