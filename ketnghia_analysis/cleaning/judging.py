"""Whether a row can stand: required cells, rules, parents, what its own sender refuses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ketnghia_analysis.cleaning import edits
from ketnghia_analysis.cleaning.accounts import TableOutcome, key_text
from ketnghia_analysis.cleaning.assemble import Assembled, assemble
from ketnghia_analysis.cleaning.fills import is_year
from ketnghia_analysis.cleaning.gather import Gathered
from ketnghia_analysis.cleaning.history_checks import judge_history
from ketnghia_analysis.cleaning.ledger import Books
from ketnghia_analysis.cleaning.registers import Registers
from ketnghia_analysis.vocabulary.columns import Table


def hold_refused(gathered: Gathered, books: Books) -> None:
    """Hold the rows that the sender's own system says do not count."""
    for row_id, origin in _rows_of_blocks(gathered, "refused"):
        reason = gathered.found[origin.block].block.refused.get(origin.row)
        if reason:
            books.hold(row_id, "", reason, None)


def hold_orphans(gathered: Gathered, books: Books, done: Sequence[TableOutcome]) -> None:
    """Hold the rows whose parent record is held or is not there."""
    rows = _rows_of_blocks(gathered, "parents")
    if not rows:
        return
    held = {
        (origin.file, origin.sheet, origin.row)
        for outcome in done
        for row_id, origin in zip(
            outcome.gathered.origin.index, outcome.gathered.origin.itertuples(), strict=True
        )
        if row_id in outcome.books.held
    }
    for row_id, origin in rows:
        parents = gathered.found[origin.block].block.parents
        if origin.row not in parents:
            continue
        parent = parents[origin.row]
        if parent is None:
            books.hold(row_id, "", "unknown_reference", None)
        elif parent in held:
            books.hold(row_id, "", "parent_held", None)


def _rows_of_blocks(gathered: Gathered, attribute: str) -> list[tuple[int, Any]]:
    """Row id and origin of the rows of papers that say something in an attribute."""
    telling = [
        number for number, found in gathered.found.items() if getattr(found.block, attribute)
    ]
    origin = gathered.origin[gathered.origin["block"].isin(telling)]
    return list(zip(origin.index.tolist(), origin.itertuples(index=False), strict=True))


def with_key(table: Table, values: pd.DataFrame) -> pd.DataFrame:
    """The rows with all columns of the key, empty ones where no paper has such a column."""
    lacking = [name for name in table.key if name not in values]
    empty = {name: pd.Series(index=values.index, dtype=table[name].dtype) for name in lacking}
    return values.assign(**empty)


def require(table: Table, values: pd.DataFrame, books: Books) -> None:
    """Hold rows without a required value; of tables sent in parts only the key is required here."""
    faults = books.faults
    told = set(zip(faults["row_id"], faults["column"], strict=True))
    for column in table.columns:
        if not column.required or (table.in_parts and column.name not in table.key):
            continue
        present = values.get(column.name, pd.Series(index=values.index, dtype=column.dtype))
        for row_id in values.index[present.isna()]:
            # of a held row ids, years and defaults are never filled, a failed reference is told
            follows = column.refers_to or column.generated or column.assumed or is_year(column)
            explained = follows and row_id in books.held
            if (row_id, column.name) not in told and not explained:
                books.hold(row_id, column.name, "required_missing", None)


def silent_lines(table: Table, sound: pd.DataFrame, gathered: Gathered) -> list[int]:
    """Lines of forms that tell nothing but whose form it is: blank ones, unknown figures."""
    by_line = [number for number, found in gathered.found.items() if found.block.by_line]
    if not by_line:
        return []
    lines = sound[gathered.origin.loc[sound.index, "block"].isin(by_line)]
    own = [column.name for column in table.columns if column.name not in table.key]
    told = lines.reindex(columns=[name for name in own if name in lines]).notna().any(axis=1)
    return [int(row_id) for row_id in lines.index[~told]]


def with_silent_lines(
    table: Table, sound: pd.DataFrame, silent: pd.DataFrame, books: Books
) -> pd.DataFrame:
    """The rows with the silent lines of their records; without a record such a line is held."""
    if silent.empty:
        return sound
    key = list(table.key)
    records = pd.MultiIndex.from_frame(sound[key])
    known = pd.MultiIndex.from_frame(silent[key]).isin(records)
    for row_id in silent.index[~known]:
        books.hold(int(row_id), table.key[0], "parent_held", silent.at[row_id, table.key[0]])
    return pd.concat([sound, silent[known]])


def judge(
    table: Table,
    sound: pd.DataFrame,
    delivered: pd.Series,
    registers: Registers,
    books: Books,
) -> tuple[Assembled, pd.DataFrame]:
    """Assemble the records and judge them; held parts are taken out and the rest judged again.

    Args:
        table: its declaration.
        sound: rows that can stand so far, indexed by row id.
        delivered: year in which each row came.
        registers: tables that are clean already.
        books: take the faults.

    Returns:
        The records, and the warnings about them (`row_id`, `column`, `message`).
    """
    while True:
        left = sound[~sound.index.isin(list(books.held | set(books.structural)))]
        assembled = assemble(table, left, delivered[left.index])
        held = _hold_incomplete(table, assembled, left, books)
        if not held:
            held, warned = edits.check_rules(table, assembled.values, assembled.suppliers, books)
        if not held and table.name == "hamlet_figures":
            rounds = registers.get("survey_rounds")
            held, more = judge_history(assembled, rounds, books)
            warned = pd.concat([warned, more], ignore_index=True)
        if not held:
            return assembled, warned


def _hold_incomplete(
    table: Table, assembled: Assembled, left: pd.DataFrame, books: Books
) -> set[int]:
    """Hold all parts of records that lack a required value which no part brought."""
    held: set[int] = set()
    key = list(table.key)
    for column in table.columns:
        if not column.required or column.name in table.key:
            continue
        lacking = assembled.values.loc[assembled.values[column.name].isna(), key]
        if lacking.empty:
            continue
        incomplete = pd.MultiIndex.from_frame(left[key]).isin(pd.MultiIndex.from_frame(lacking))
        for row_id in left.index[incomplete]:
            books.hold(row_id, column.name, "required_missing", None)
            held.add(row_id)
    return held


def keys_of_rows(table: Table, sound: pd.DataFrame, books: Books) -> pd.Series:
    """Key of the record into which each clean row went, as text; indexed by row id."""
    rows = sound[~sound.index.isin(list(books.held | set(books.structural)))]
    keys = [key_text(key) for key in rows[list(table.key)].itertuples(index=False)]
    return pd.Series(keys, index=rows.index, dtype="str")
