"""Totals written in tables are checked against the rows they cover; they hold nothing back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ketnghia_analysis.cleaning.gather import Gathered
from ketnghia_analysis.cleaning.values import manner_of, read_cell
from ketnghia_analysis.intake.deliveries import Found
from ketnghia_analysis.intake.grids import cell_address
from ketnghia_analysis.intake.headings import FoundColumn
from ketnghia_analysis.intake.on_paper import Total
from ketnghia_analysis.vocabulary.columns import Column, Kind
from ketnghia_analysis.vocabulary.tables import readable_columns

COLUMNS = [
    "file",
    "sheet",
    "row",
    "cell",
    "column",
    "heading",
    "stated",
    "computed",
    "uncertain",
    "message",
]
_TYPES = dict.fromkeys(("stated", "computed"), "Float64") | {"row": "int64", "uncertain": "bool"}
_ADDED_UNITS = frozenset({"km"})


@dataclass(frozen=True)
class _Sum:
    """What the covered rows give: the sum of the cells that can be read, and how many can't."""

    known: float
    unread: int


def total_differences(gathered: Gathered) -> pd.DataFrame:
    """Totals of a table's papers that are not the sum of the rows they cover.

    Only columns that can be added are judged (counts, money, lengths). Where cells of the covered
    rows are empty or can't be read, a larger total may be right: the line is then `uncertain`, and
    a total equal to the sum of the other cells is no difference. A blank total says nothing.

    Args:
        gathered: all rows sent for one table.

    Returns:
        One line for each cell: `file`, `sheet`, `row`, `cell`, `column`, `heading`, `stated`,
        `computed` (sum of the cells that can be read), `uncertain` and a Vietnamese `message`.
    """
    lines = [line for paper in gathered.found.values() for line in _of_paper(paper, gathered)]
    frame = pd.DataFrame(lines, columns=COLUMNS)
    types = {name: _TYPES.get(name, "str") for name in COLUMNS}
    return frame.astype(types).sort_values(["file", "sheet", "row"], ignore_index=True)


def _of_paper(paper: Found, gathered: Gathered) -> Iterator[tuple[object, ...]]:
    if not paper.block.totals:
        return
    origin = gathered.origin[gathered.origin["block"] == paper.number]
    ids = pd.Series(origin.index, index=origin["row"])
    known = readable_columns(paper.table)
    for found in paper.block.heading.columns:
        column = known[found.name]
        if not _can_be_added(column) or found.name not in gathered.values:
            continue
        manner = manner_of(
            gathered.raw.loc[ids, found.name], column, found.unit or paper.block.unit_line
        )
        for total in paper.block.totals:
            stated = read_cell(total.values.get(found.name), column, manner).value
            if stated is None:
                continue
            summed = _sum(gathered.values.loc[ids[list(total.covers)], found.name])
            line = _line(paper, total, found, float(stated), summed)
            if line is not None:
                yield line


def _can_be_added(column: Column) -> bool:
    return column.kind in (Kind.COUNT, Kind.MONEY) or (
        column.kind is Kind.NUMBER and column.unit in _ADDED_UNITS
    )


def _sum(cells: pd.Series) -> _Sum:
    return _Sum(float(cells.sum()), int(cells.isna().sum()))


def _line(
    paper: Found, total: Total, found: FoundColumn, stated: float, summed: _Sum
) -> tuple[object, ...] | None:
    missing = stated - summed.known
    if abs(missing) <= 1e-6 * max(1.0, abs(stated)):
        return None
    uncertain = summed.unread > 0 and missing > 0
    if uncertain:
        said = (
            f"{total.label} ghi {_shown(stated)}; các ô đọc được cộng lại {_shown(summed.known)}, "
            f"còn {summed.unread} ô trống hoặc không đọc được: nếu tổng đúng thì các ô này cộng "
            f"lại {_shown(missing)}"
        )
    else:
        more = f", dù còn {summed.unread} ô trống hoặc không đọc được" if summed.unread else ""
        said = (
            f"{total.label} ghi {_shown(stated)}, cộng các dòng được {_shown(summed.known)}{more}"
        )
    cell = cell_address(total.row, found.index)
    return (
        *(paper.file, paper.sheet, total.row, cell, found.name, found.heading),
        *(stated, summed.known, uncertain, said),
    )


def _shown(number: Any) -> str:
    """A number as Vietnamese write it."""
    text = f"{round(number, 3):,.3f}".rstrip("0").rstrip(".")
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")
