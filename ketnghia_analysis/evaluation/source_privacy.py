"""Raw cells in published sources: what would give a hidden small number away stays hidden."""

from __future__ import annotations

from functools import cache

import pandas as pd

from ketnghia_analysis.evaluation.privacy import HIDDEN_TEXT, is_small
from ketnghia_analysis.evaluation.tracing import TraceBook
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.vocabulary.tables import TABLES

UNTOLD = "…"
"""What stands for the key of a record of one person."""
_OF_HOUSEHOLDS = ("hamlet_figures", "households")
"""Tables whose counts are of people and households."""
_PERSONAL = frozenset(
    (table.name, column.name)
    for table in TABLES.values()
    for column in table.columns
    if column.personal
)
"""Table and name of the columns that tell of one person."""
_COUNTS = frozenset(
    name
    for card in INDICATORS.values()
    if (card.part and "km" not in card.part) or card.unit == "households"
    for name in card.needs
)
"""Columns that count people and households."""


def published_cells(book: TraceBook) -> pd.DataFrame:
    """The book's cells as documents that leave the house may print them.

    The place of a cell is always told. What it holds is told of figures of hamlets only where an
    indicator made from it is published; of single households never.

    Args:
        book: of a year.

    Returns:
        Same index and columns as `TraceBook.cells`; hidden texts are "(*)", keys that tell of one
        person are "…".
    """
    cells = book.cells
    counts = cells["table"].isin(_OF_HOUSEHOLDS)
    told = _told(book)
    names = zip(cells.loc[counts, "key"], cells.loc[counts, "column"], strict=True)
    hidden = counts.copy()
    hidden.loc[counts] = [(key, column) not in told for key, column in names]
    # a round that a later one of the same year replaced has small numbers of its own
    numbers = pd.to_numeric(cells["clean"], errors="coerce")
    hidden |= counts & cells["column"].isin(_COUNTS) & is_small(numbers)
    pairs = zip(cells["table"], cells["column"], strict=True)
    hidden |= pd.Series([pair in _PERSONAL for pair in pairs], index=cells.index, dtype="bool")
    return cells.assign(
        key=[
            UNTOLD if has_personal_key(table) else key
            for table, key in zip(cells["table"], cells["key"], strict=True)
        ],
        raw=cells["raw"].mask(hidden, HIDDEN_TEXT),
        clean=cells["clean"].mask(hidden, HIDDEN_TEXT),
    )


@cache
def has_personal_key(table: str) -> bool:
    """Whether the key of a clean table tells of one person, be it by a pseudonym."""
    columns = TABLES[table]
    return any(columns[name].personal for name in columns.key)


def _told(book: TraceBook) -> set[tuple[str, str]]:
    """Key and column of every figure of a hamlet from which a published indicator is made."""
    rounds = book.cleaned.tables["survey_rounds"]
    by_year = rounds.groupby("year")["round_id"].agg(list)
    history = book.facts.hamlets.history
    found: set[tuple[str, str]] = set()
    for name, card in INDICATORS.items():
        known = history.index[history[name].notna()]
        for hamlet, year in known:
            parts = book.families["hamlet_id"].get(str(hamlet), frozenset([hamlet]))
            found |= {
                (f"{one}|{part}", column)
                for one in by_year.get(year, [])
                for part in parts
                for column in ("round_id", "hamlet_id", *card.needs)
            }
    return found
