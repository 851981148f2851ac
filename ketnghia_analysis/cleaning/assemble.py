"""Rows with the same key: duplicates, newer versions, parts of one record on several sheets."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

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
    for _, rows in repeated.groupby(list(table.key), sort=False):
        settle = _settle_parts if table.in_parts else _settle_rows
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


def _settle_rows(rows: pd.DataFrame, own: list[str], table: Table, books: Books) -> set[int]:
    newest = rows["_delivered"].max()
    older = rows.index[rows["_delivered"] < newest]
    books.structural.update(dict.fromkeys(older, "superseded"))
    rivals = rows.drop(index=older)
    if len(rivals) == 1:
        return set(older)
    texts = rivals[own].astype("str").fillna("")
    if (texts == texts.iloc[0]).all(axis=None):
        later = list(rivals.index[1:])
        for row_id in later:
            books.hold(row_id, table.key[0], "duplicate", rivals.at[row_id, table.key[0]])
        return set(older) | set(later)
    for row_id in rivals.index:
        differing = [name for name in own if texts[name].nunique() > 1]
        detail = f"khác nhau ở: {', '.join(table[name].heading for name in differing)}"
        raw = rivals.at[row_id, table.key[0]]
        books.hold(row_id, table.key[0], "conflicting_duplicate", raw, detail)
    return set(rows.index)


def _settle_parts(rows: pd.DataFrame, own: list[str], table: Table, books: Books) -> set[int]:
    """Rivals for a cell are all held; of the rest, a row that repeats another is a duplicate.

    A row of another layout that only confirms what is known already stays: it is a part too.
    """
    cells = {
        row_id: {name: cell for name, cell in zip(own, row, strict=True) if not pd.isna(cell)}
        for row_id, row in zip(rows.index, rows[own].itertuples(index=False), strict=True)
    }
    delivered = rows["_delivered"].to_dict()
    conflicts = _rivals(cells, delivered)
    gone: set[int] = set()
    seen: dict[frozenset[str], int] = {}
    for row_id, told in cells.items():
        if row_id in conflicts:
            continue
        newer = seen.setdefault(frozenset(told), row_id)
        if newer == row_id:
            continue
        gone.add(row_id)
        if delivered[newer] > delivered[row_id]:
            books.structural[row_id] = "superseded"
        else:
            books.hold(row_id, table.key[0], "duplicate", rows.at[row_id, table.key[0]])
    for row_id, names in conflicts.items():
        detail = f"khác nhau ở: {', '.join(table[name].heading for name in sorted(names))}"
        raw = rows.at[row_id, table.key[0]]
        books.hold(row_id, table.key[0], "conflicting_duplicate", raw, detail)
    return gone | set(conflicts)


def _rivals(cells: dict[int, dict[str, object]], delivered: dict[int, int]) -> dict[int, set[str]]:
    """Rows of the newest delivery that say different things, and in which columns."""
    conflicts: dict[int, set[str]] = {}
    for name in sorted({name for told in cells.values() for name in told}):
        telling = [row_id for row_id, told in cells.items() if name in told]
        newest = max(delivered[row_id] for row_id in telling)
        rivals = [row_id for row_id in telling if delivered[row_id] == newest]
        if len({cells[row_id][name] for row_id in rivals}) > 1:
            for row_id in rivals:
                conflicts.setdefault(row_id, set()).add(name)
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
    ids = pd.Series(complete.index, index=complete.index, dtype="Int64")
    groups = [complete[name] for name in table.key]
    merged = complete.groupby(groups, sort=True).first() if len(complete) else complete
    suppliers = {}
    for name in table.names:
        supplying = ids.where(complete[name].notna())
        first = supplying.groupby(groups, sort=True).first() if len(complete) else supplying
        suppliers[name] = first.reset_index(drop=True)
    frame = merged.drop(columns=list(table.key), errors="ignore").reset_index()
    frame = frame[table.names].astype(table.dtypes) if len(complete) else table.empty()
    return Assembled(frame, suppliers)
