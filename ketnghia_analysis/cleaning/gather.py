"""Tables found in files come together: one frame of raw cells for each table of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

import pandas as pd

from ketnghia_analysis.cleaning.ledger import Books
from ketnghia_analysis.cleaning.values import manner_of, read_cell
from ketnghia_analysis.intake.deliveries import Found
from ketnghia_analysis.vocabulary.columns import DTYPES
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns

ORIGIN_TYPES = {
    "file": "str",
    "sheet": "str",
    "row": "int64",
    "block": "int64",
    "year": "Int64",
    "delivered": "int64",
}


@dataclass
class Gathered:
    """All rows sent for one table.

    Attributes:
        values: typed columns of the table and of the names that stand for ids; indexed by row id.
        raw: the same cells as they were read.
        origin: where each row came from: file, sheet, row, block, year, delivered (0 if unknown).
        found: the tables on paper, by number.
    """

    values: pd.DataFrame
    raw: pd.DataFrame
    origin: pd.DataFrame
    found: dict[int, Found]


def gather(table: str, found: Iterable[Found], row_ids: Iterator[int], books: Books) -> Gathered:
    """Read the cells of all papers of one table.

    A cell that can't be read holds its row if the column is required, and becomes missing
    otherwise; both are entered in the books.
    """
    papers = {one.number: one for one in found}
    known = readable_columns(table)
    raw_parts, value_parts, origins = [], [], []
    for number, paper in papers.items():
        ids = [next(row_ids) for _ in paper.block.rows]
        raw = pd.DataFrame(
            list(paper.block.rows.values()), pd.Index(ids, dtype="int64"), dtype=object
        )
        if raw.empty:
            # a table of headings alone still has its columns
            raw = raw.reindex(columns=[column.name for column in paper.block.heading.columns])
        raw_parts.append(raw)
        value_parts.append(_read(raw, paper, table, books))
        origins += [
            (paper.file, paper.sheet, row, number, paper.year, paper.delivered or 0)
            for row in paper.block.rows
        ]
    origin = pd.DataFrame(origins, columns=list(ORIGIN_TYPES)).astype(ORIGIN_TYPES)
    columns = [name for name in known if any(name in part for part in value_parts)]
    if not value_parts:
        return Gathered(TABLES[table].empty(), TABLES[table].empty(), origin, papers)
    values = pd.concat(value_parts).reindex(columns=columns)
    values = values.astype({name: DTYPES[known[name].kind] for name in columns})
    origin.index = values.index
    return Gathered(values, pd.concat(raw_parts).reindex(columns=columns), origin, papers)


def _read(raw: pd.DataFrame, paper: Found, table: str, books: Books) -> pd.DataFrame:
    known = readable_columns(table)
    rows = list(paper.block.rows)
    units = {found.name: found.unit for found in paper.block.heading.columns}
    columns = {}
    for name in raw.columns:
        column = known[name]
        manner = manner_of(raw[name], column, units.get(name) or paper.block.unit_line)
        values = []
        for row_id, row, cell in zip(raw.index, rows, raw[name], strict=True):
            read = read_cell(cell, column, manner)
            values.append(read.value)
            fill = paper.block.fills.get((row, name))
            if read.problem and column.required:
                books.hold(row_id, name, read.problem, cell)
            elif read.problem:
                books.drop(row_id, name, read.problem, cell)
            elif fill:
                books.change(row_id, name, None, read.value, fill)
            elif read.rule:
                books.change(row_id, name, cell, read.value, read.rule)
        columns[name] = pd.Series(values, index=raw.index, dtype=object)
    return pd.DataFrame(columns, index=raw.index)


def row_numbers() -> Iterator[int]:
    """Numbers for raw rows, unique within one cleaning."""
    return count(1)
