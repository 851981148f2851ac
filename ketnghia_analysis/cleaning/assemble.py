"""Rows with the same key: duplicates, newer versions, parts of one record on several sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ketnghia_analysis.cleaning.fills import generated_here
from ketnghia_analysis.cleaning.ledger import Books
from ketnghia_analysis.vocabulary.columns import Table


@dataclass(frozen=True)
class Assembled:
    """One row for each key.

    Attributes:
        values: columns of the table, typed, sorted by key, with a fresh index.
        suppliers: for each column the id of the raw row that supplied it; same index as `values`.
    """

    values: pd.DataFrame
    suppliers: dict[str, pd.Series]


def settle_duplicates(
    table: Table, values: pd.DataFrame, delivered: pd.Series, books: Books
) -> pd.DataFrame:
    """Rows of which every key stands once, or, for tables sent in parts, every cell once.

    Of exact duplicates the first is kept and later ones are held; rows that contradict each other
    are all held; where a later year's file brings the same key again, it replaces the earlier row.

    Args:
        table: its declaration.
        values: typed rows with complete keys, indexed by row id.
        delivered: year in which each row came, 0 if unknown; same index.
        books: take the faults and the superseded rows.
    """
    own = [
        column.name
        for column in table.columns
        if column.name in values and column.name not in table.key and not column.aside
    ]
    ordered = values.assign(_delivered=delivered if table.newest_wins else 0)
    ordered = ordered.sort_values("_delivered", ascending=False, kind="stable")
    repeated = ordered[_overlap(table, ordered, own)]
    gone: set[int] = set()
    settle = _settle_parts if table.in_parts else _settle_rows
    for rows in _sharing_a_key(table, repeated, own):
        gone |= settle(rows, own, table, books)
    return values.drop(index=sorted(gone))


def settle_copies(
    table: Table, values: pd.DataFrame, delivered: pd.Series, books: Books
) -> pd.DataFrame:
    """Rows of which those without an id of their own stand once each.

    Such a row gets its id from its address, so that only its content can tell that it was sent
    before: in the report of the half year and in that of the year, or in a copied file. As with
    ids the first is kept, or the newest where a later year's file replaces an earlier one.

    Args:
        table: its declaration.
        values: typed rows, indexed by row id.
        delivered: year in which each row came, 0 if unknown; same index.
        books: take the faults and the superseded rows.
    """
    made = values[generated_here(table, values)]
    own = [
        column.name
        for column in table.columns
        if column.name in values and not column.generated and not column.aside
    ]
    if made.empty or not own:
        return values
    texts = made[own].astype("str").fillna("")
    copies = made[texts.duplicated(keep=False)]
    gone: set[int] = set()
    for _, rows in copies.groupby([texts.loc[copies.index, name] for name in own], sort=False):
        came = delivered[rows.index] if table.newest_wins else pd.Series(0, index=rows.index)
        older = rows.index[came < came.max()]
        books.structural.update(dict.fromkeys(older, "superseded"))
        later = rows.index.difference(older, sort=False)[1:]
        for row_id in later:
            books.hold(int(row_id), table.key[0], "duplicate", None)
        gone |= {*older, *later}
    return values.drop(index=sorted(gone))


@dataclass(frozen=True)
class _Told:
    """What one of several rows with the same key says.

    Attributes:
        row_id: its id.
        key: first part of the key, as the books tell it.
        delivered: year in which it came.
        cells: its filled cells by column.
    """

    row_id: int
    key: Any
    delivered: int
    cells: dict[str, Any]


def _sharing_a_key(table: Table, rows: pd.DataFrame, own: Sequence[str]) -> list[list[_Told]]:
    """The rows of each key, in their order; cells of tables that come whole as texts."""
    told = rows[own] if table.in_parts else rows[own].astype("str")
    cells: list[dict[str, Any]] = [{} for _ in range(len(rows))]
    for name in own:
        filled = told[name].notna().tolist()
        for row, cell, is_filled in zip(cells, told[name].tolist(), filled, strict=True):
            if is_filled and cell != "":
                row[name] = cell
    records = map(
        _Told, rows.index.tolist(), rows[table.key[0]].tolist(), rows["_delivered"].tolist(), cells
    )
    by_key: dict[int, list[_Told]] = {}
    numbers = rows.groupby(list(table.key), sort=False).ngroup().tolist()
    for number, record in zip(numbers, records, strict=True):
        by_key.setdefault(number, []).append(record)
    return list(by_key.values())


def _overlap(table: Table, values: pd.DataFrame, own: list[str]) -> pd.Series:
    """Rows that share their key with another, and for tables sent in parts also a filled cell."""
    keys = list(table.key)
    shared = values.duplicated(keys, keep=False)
    if not table.in_parts or not shared.any():
        return shared
    filled = values.loc[shared, own].notna().groupby([values.loc[shared, key] for key in keys])
    twice = (filled.transform("sum") > 1) & values.loc[shared, own].notna()
    empty = values.loc[shared, own].isna().all(axis=1)
    return (twice.any(axis=1) | empty).reindex(values.index, fill_value=False)


def _settle_rows(rows: Sequence[_Told], own: Sequence[str], table: Table, books: Books) -> set[int]:
    newest = max(row.delivered for row in rows)
    older = {row.row_id for row in rows if row.delivered < newest}
    books.structural.update(dict.fromkeys(older, "superseded"))
    rivals = [row for row in rows if row.row_id not in older]
    first, *later = rivals
    if all(row.cells == first.cells for row in later):
        for row in later:
            books.hold(row.row_id, table.key[0], "duplicate", row.key)
        return older | {row.row_id for row in later}
    differing = [name for name in own if len({row.cells.get(name) for row in rivals}) > 1]
    detail = f"khác nhau ở: {', '.join(table[name].heading for name in differing)}"
    for row in rivals:
        books.hold(row.row_id, table.key[0], "conflicting_duplicate", row.key, detail)
    return older | {row.row_id for row in rivals}


def _settle_parts(
    rows: Sequence[_Told], own: Sequence[str], table: Table, books: Books
) -> set[int]:
    """Rivals for a cell are all held; of the rest, a row that repeats another is a duplicate.

    A row of another layout that only confirms what is known already stays: it is a part too.
    """
    conflicts = _rivals(rows, own)
    gone: set[int] = set()
    seen: dict[frozenset[str], _Told] = {}
    for row in rows:
        if row.row_id in conflicts:
            continue
        newer = seen.setdefault(frozenset(row.cells), row)
        if newer is row:
            continue
        gone.add(row.row_id)
        if newer.delivered > row.delivered:
            books.structural[row.row_id] = "superseded"
        else:
            books.hold(row.row_id, table.key[0], "duplicate", row.key)
    keys = {row.row_id: row.key for row in rows}
    for row_id, names in conflicts.items():
        detail = f"khác nhau ở: {', '.join(table[name].heading for name in sorted(names))}"
        books.hold(row_id, table.key[0], "conflicting_duplicate", keys[row_id], detail)
    return gone | set(conflicts)


def _rivals(rows: Sequence[_Told], own: Sequence[str]) -> dict[int, set[str]]:
    """Rows of the newest delivery that say different things, and in which columns."""
    conflicts: dict[int, set[str]] = {}
    for name in sorted(own):
        telling = [row for row in rows if name in row.cells]
        newest = max((row.delivered for row in telling), default=0)
        rivals = [row for row in telling if row.delivered == newest]
        if len({row.cells[name] for row in rivals}) > 1:
            for row in rivals:
                conflicts.setdefault(row.row_id, set()).add(name)
    return conflicts


def assemble(table: Table, values: pd.DataFrame, delivered: pd.Series) -> Assembled:
    """Put the parts of each record together; the newest part wins where two bring the same cell.

    Args:
        table: its declaration.
        values: typed rows without duplicates, indexed by row id.
        delivered: year in which each row came; same index.
    """
    ordered = values.assign(_delivered=delivered).sort_values(
        "_delivered", ascending=False, kind="stable"
    )
    complete = ordered.reindex(columns=table.names).astype(table.dtypes)
    if complete.empty:
        nothing = pd.Series(complete.index, dtype="Int64")
        return Assembled(table.empty(), {name: nothing.copy() for name in table.names})
    record_of = complete.groupby(list(table.key), sort=True).ngroup().to_numpy()
    ids = complete.index.to_series().astype("Int64").array
    columns, suppliers = {}, {}
    for name in table.names:
        cells = complete[name].array
        places = _first_filled(record_of, complete[name].notna().to_numpy())
        columns[name] = cells.take(places, allow_fill=True)
        suppliers[name] = pd.Series(ids.take(places, allow_fill=True))
    return Assembled(pd.DataFrame(columns), suppliers)


def _first_filled(record_of: NDArray[np.int64], filled: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Place of the first row of each record that fills a cell, -1 where none does.

    Args:
        record_of: number of the record into which each row goes; -1 for none.
        filled: whether each row has a value.
    """
    first = np.full(record_of.max(initial=-1) + 1, -1, dtype=np.int64)
    places = np.flatnonzero(filled & (record_of >= 0))[::-1]
    # of the rows of a record, the one written last stays: the first
    first[record_of[places]] = places
    return first
