"""Cells that no file carries: years from titles, ids from addresses, what holds by default."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ketnghia_analysis.cleaning.gather import Gathered
from ketnghia_analysis.cleaning.ledger import Books, value_text
from ketnghia_analysis.cleaning.values import Manner, read_cell
from ketnghia_analysis.vocabulary.columns import Column, Kind, Table


def fill(table: Table, values: pd.DataFrame, gathered: Gathered, books: Books) -> pd.DataFrame:
    """Values with the cells that follow from where a row stands.

    Args:
        table: its declaration.
        values: typed cells, indexed by row id.
        gathered: the rows and their origin.
        books: take the changes.

    Returns:
        Same index. A generated id comes from file, sheet and row, so that it is the same in every
        run; a default holds only where the paper has no such column at all.
    """
    filled = values.copy()
    for column in table.columns:
        if not (column.generated or column.assumed or is_year(column)):
            continue
        if column.name not in filled:
            filled[column.name] = pd.Series(index=filled.index, dtype=column.dtype)
        missing = filled[column.name].isna().to_numpy() & ~_held(filled.index, books)
        found, rule = _defaults(table, column, gathered, filled.index[missing])
        found = found.dropna()
        if found.empty:
            continue
        filled.loc[found.index, column.name] = found.astype(column.dtype)
        after = [value_text(one) for one in found]
        count = len(found)
        books.change_many(found.index.to_numpy(), column.name, [""] * count, after, [rule] * count)
    return filled


def is_year(column: Column) -> bool:
    """Whether a column is the year that titles and folders also tell."""
    return column.kind is Kind.YEAR and column.required


def _held(ids: pd.Index, books: Books) -> NDArray[Any]:
    return np.asarray(ids.isin(list(books.held)))


def _defaults(
    table: Table, column: Column, gathered: Gathered, ids: pd.Index
) -> tuple[pd.Series, str]:
    origin = gathered.origin.loc[ids]
    if column.generated:
        places = zip(origin["file"], origin["sheet"], origin["row"], strict=True)
        made = [f"{table.name}-{_digest(*place)}" for place in places]
        return pd.Series(made, index=ids, dtype=object), "generated_id"
    on_paper = {
        number: column.name in {found.name for found in paper.block.heading.columns}
        for number, paper in gathered.found.items()
    }
    absent = ~origin["block"].map(on_paper).astype(bool)
    if column.assumed:
        value = read_cell(column.assumed, column, Manner()).value
        return pd.Series(value, index=ids[absent], dtype=object), "assumed"
    if is_year(column) and table.name != "survey_rounds":
        told = origin.loc[absent, "year"].dropna()
        return told[told.between(column.low, column.high)].astype(object), "from_title"
    return pd.Series(index=ids[:0], dtype=object), ""


def generated_here(table: Table, values: pd.DataFrame) -> pd.Series:
    """Which rows bear an id that was made from their address. Boolean, same index."""
    names = [column.name for column in table.columns if column.generated and column.name in values]
    if not names:
        return pd.Series(False, index=values.index)
    return (
        values[names[0]].str.fullmatch(rf"{table.name}-[0-9a-f]{{10}}").fillna(False).astype(bool)
    )


def _digest(file: str, sheet: str, row: int) -> str:
    return hashlib.sha256(f"{file}|{sheet}|{row}".encode()).hexdigest()[:10]
