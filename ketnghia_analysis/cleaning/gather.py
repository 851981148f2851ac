"""Tables found in files come together: one frame of raw cells for each table of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from types import NoneType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ketnghia_analysis.cleaning.ledger import Books, raw_text, value_text
from ketnghia_analysis.cleaning.values import Manner, Read, manner_of, read_cell
from ketnghia_analysis.intake.deliveries import Found
from ketnghia_analysis.intake.grids import LegacyText
from ketnghia_analysis.vocabulary.columns import DTYPES, Column, Kind
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns

ORIGIN_TYPES = {
    "file": "str",
    "sheet": "str",
    "row": "int64",
    "block": "int64",
    "year": "Int64",
    "delivered": "int64",
}


NO_MANNERS: Mapping[str, Manner] = {}


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
        origins.append(_origin(paper, number, raw.index, list(paper.block.rows)))
    if not value_parts:
        nothing = pd.DataFrame(columns=list(ORIGIN_TYPES)).astype(ORIGIN_TYPES)
        return Gathered(TABLES[table].empty(), TABLES[table].empty(), nothing, papers)
    columns = [name for name in known if any(name in part for part in value_parts)]
    values = pd.concat(value_parts).reindex(columns=columns)
    values = values.astype({name: DTYPES[known[name].kind] for name in columns})
    origin = pd.concat(origins).astype(ORIGIN_TYPES)
    return Gathered(values, pd.concat(raw_parts).reindex(columns=columns), origin, papers)


def gather_frame(
    paper: Found,
    raw: pd.DataFrame,
    rows: Sequence[int] | NDArray[np.int64],
    books: Books,
    manners: Mapping[str, Manner],
) -> Gathered:
    """Read raw cells that come as columns: one batch of a large file.

    Args:
        paper: heading, file and year; its block holds no rows.
        raw: cells by column name, indexed by row id.
        rows: row in the file for each row id.
        books: take what was changed and what could not be read.
        manners: what the whole column tells, of which the batch is a part.
    """
    known = readable_columns(paper.table)
    values = _read(raw, paper, paper.table, books, manners)
    columns = [name for name in known if name in values]
    values = values.reindex(columns=columns)
    values = values.astype({name: DTYPES[known[name].kind] for name in columns})
    origin = _origin(paper, paper.number, raw.index, rows)
    return Gathered(values, raw.reindex(columns=columns), origin, {paper.number: paper})


def _origin(
    paper: Found, number: int, ids: pd.Index, rows: Sequence[int] | NDArray[np.int64]
) -> pd.DataFrame:
    place = {"file": paper.file, "sheet": paper.sheet, "row": rows}
    about = {"block": number, "year": paper.year, "delivered": paper.delivered or 0}
    frame = pd.DataFrame(place | about, index=ids)
    return frame.astype(ORIGIN_TYPES)


def _read(
    raw: pd.DataFrame,
    paper: Found,
    table: str,
    books: Books,
    manners: Mapping[str, Manner] = NO_MANNERS,
) -> pd.DataFrame:
    """Typed cells of one paper; what is not simply what the file shows is entered in the books."""
    known = readable_columns(table)
    units = {found.name: found.unit for found in paper.block.heading.columns}
    filled = _fills(paper)
    # a point is one value in two cells: `positions` reads both and enters what it did
    located = {"latitude", "longitude"} <= set(raw.columns)
    columns: dict[str, pd.Series] = {}
    for name in raw.columns:
        column = known[name]
        unit = units.get(name) or paper.block.unit_line
        manner = manners.get(name) or manner_of(raw[name], column, unit, paper.year)
        cells = DistinctCells.of(raw[name])
        reads = [_exact(read_cell(cell, column, manner), column) for cell in cells.distinct]
        columns |= {
            key: pd.Series(cells.spread(values), index=raw.index)
            for key, values in _typed(reads, column).items()
        }
        if not (column.kind is Kind.DEGREES and located):
            _enter(name, column, cells, reads, filled.get(name, {}), books, raw.index)
    return pd.DataFrame(columns, index=raw.index)


def _fills(paper: Found) -> dict[str, dict[int, str]]:
    """Rule by which a value came from elsewhere: {column: {position of the row: rule}}."""
    positions = {row: position for position, row in enumerate(paper.block.rows)}
    filled: dict[str, dict[int, str]] = {}
    for (row, name), rule in paper.block.fills.items():
        filled.setdefault(name, {})[positions[row]] = rule
    return filled


@dataclass(frozen=True)
class DistinctCells:
    """The distinct raw cells of a column, and which of them each row has.

    Survey columns repeat few values, so that each is read once.

    Attributes:
        distinct: raw cells; equal numbers of different types stand apart.
        codes: position in `distinct` for each row.
    """

    distinct: list[Any]
    codes: NDArray[np.int64]

    @classmethod
    def of(cls, cells: Sequence[Any] | pd.Series) -> DistinctCells:
        """Find the distinct cells, in the order in which they first occur."""
        told = list(cells)
        if set(map(type, told)) <= {str, NoneType}:
            known = {cell: code for code, cell in enumerate(dict.fromkeys(told))}
            found = map(known.__getitem__, told)
            return cls(list(known), np.fromiter(found, np.int64, len(told)))
        places: dict[tuple[type, Any], int] = {}
        distinct: list[Any] = []
        codes = np.empty(len(cells), dtype=np.int64)
        for position, cell in enumerate(told):
            # a missing number is not equal to itself
            key = (type(cell), cell if cell == cell else "")
            code = places.get(key)
            if code is None:
                code = places[key] = len(distinct)
                distinct.append(cell)
            codes[position] = code
        return cls(distinct, codes)

    def spread(self, values: Sequence[Any]) -> NDArray[Any]:
        """One value for each row from one value for each distinct cell."""
        taken = np.empty(len(values), dtype=object)
        taken[:] = values
        return taken[self.codes]


def _exact(read: Read, column: Column) -> Read:
    """A date that must be a day, given as a month or a year, has no usable value."""
    dated = column.kind is Kind.DATE and read.value is not None
    if dated and not column.spans and not read.single_day:
        return Read(problem="imprecise_date")
    return read


def _typed(reads: Sequence[Read], column: Column) -> dict[str, list[Any]]:
    """Values by column name; of a date that may be a span also its companions."""
    if not column.spans:
        return {column.name: [read.value for read in reads]}
    first, precision = (companion.name for companion in column.companions)
    return {
        column.name: [read.value if read.last is None else read.last for read in reads],
        first: [read.value for read in reads],
        precision: [read.precision or None if read.value is not None else None for read in reads],
    }


def _enter(
    name: str,
    column: Column,
    cells: DistinctCells,
    reads: Sequence[Read],
    filled: dict[int, str],
    books: Books,
    ids: pd.Index,
) -> None:
    """Enter what reading a column changed and what it could not read."""
    before = [raw_text(cell) for cell in cells.distinct]
    after = [value_text(read.value if read.last is None else read.last) for read in reads]
    faulty = np.array([bool(read.problem) for read in reads], dtype=bool)
    differing = np.array([old != new for old, new in zip(before, after, strict=True)], dtype=bool)
    bad, changed = faulty[cells.codes], differing[cells.codes]
    numbers = ids.to_numpy()
    if column.required and bad.any():
        reasons = [read.problem for read in reads]
        details = [""] * len(reads)
        books.hold_many(numbers[bad], name, reasons, before, details, cells.codes[bad])
        bad, changed = np.zeros_like(bad), changed & ~bad
    plain = bad | changed
    plain[list(filled)] = False
    if plain.any():
        rules = [_rule(cell, read) for cell, read in zip(cells.distinct, reads, strict=True)]
        books.change_many(numbers[plain], name, before, after, rules, cells.codes[plain])
    for position, rule in filled.items():
        read = reads[cells.codes[position]]
        if read.problem and not column.required:
            books.drop(int(numbers[position]), name, read.problem, None)
        elif not read.problem:
            books.change(int(numbers[position]), name, None, read.value, rule)


def _rule(cell: Any, read: Read) -> str:
    """Code of the rule by which a cell became its value."""
    if read.problem:
        return f"dropped_{read.problem}"
    if read.rule:
        return read.rule
    if read.value is None:
        return "says_missing"
    return "legacy_letters" if isinstance(cell, LegacyText) else "spelling"


def row_numbers() -> Iterator[int]:
    """Numbers for raw rows, unique within one cleaning."""
    return count(1)
