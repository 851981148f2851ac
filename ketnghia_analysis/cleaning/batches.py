"""One table too large for memory, cleaned batch by batch with the functions that clean all others.

Rows are first judged each by itself, in batches as they stand in the file. Those that can stand are
dealt out by hamlet or household, so that all rows which must be judged beside each other meet.
What comes out depends on neither the size of the batches nor who cleans which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ketnghia_analysis.cleaning import accounts, entries, numbers
from ketnghia_analysis.cleaning.accounts import ACCOUNT_COLUMNS, STRUCTURAL, TableOutcome
from ketnghia_analysis.cleaning.clean import know, settle
from ketnghia_analysis.cleaning.corrections import COLUMNS as LEDGER_COLUMNS
from ketnghia_analysis.cleaning.decisions import Decision, Decisions
from ketnghia_analysis.cleaning.gather import ORIGIN_TYPES, Gathered, gather_frame
from ketnghia_analysis.cleaning.ledger import Books, address_columns
from ketnghia_analysis.cleaning.registers import Registers
from ketnghia_analysis.cleaning.values import Manner, manner_of
from ketnghia_analysis.intake.deliveries import Found, Intake
from ketnghia_analysis.places.boundaries import EMPTY_BOUNDARIES
from ketnghia_analysis.vocabulary.columns import NUMERIC_KINDS, Column, Kind, Table
from ketnghia_analysis.vocabulary.periods import DayOfYear
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns

LARGE_TABLES = ("hamlet_figures", "households")
"""Tables that may come in large files."""
_WHERE = ["file", "sheet", "row", "block", "year", "delivered"]


@dataclass(frozen=True)
class Plan:
    """What every batch of a cleaning needs.

    Attributes:
        table: name of the table.
        registers: clean tables by name, to which rows refer.
        papers: headings of the files, by number.
        year_ends: last day of a reporting year.
        manners: how each column of each file is written, by number and column name.
        shares: in how many shares rows are dealt out.
        decided: what analysts decided about names.
    """

    table: str
    registers: Mapping[str, pd.DataFrame]
    papers: Mapping[int, Found]
    year_ends: DayOfYear
    manners: Mapping[int, Mapping[str, Manner]] = field(default_factory=dict)
    shares: int = 1
    decided: tuple[Decision, ...] = ()

    @property
    def declared(self) -> Table:
        """Declaration of the table."""
        return TABLES[self.table]

    @cached_property
    def lookup(self) -> Registers:
        """The registers, ready for looking names up."""
        registers = Registers(EMPTY_BOUNDARIES, Decisions(self.decided))
        for name, frame in self.registers.items():
            registers.add(name, pd.DataFrame(frame), set())
        return registers

    @property
    def intake(self) -> Intake:
        """The files' headings, for the addresses of cells."""
        return Intake([], list(self.papers.values()), gpd.GeoDataFrame(EMPTY_BOUNDARIES))

    def __getstate__(self) -> dict[str, Any]:
        """Name books are made anew by whoever gets the plan."""
        return {name: value for name, value in vars(self).items() if name != "lookup"}


@dataclass(frozen=True)
class Known:
    """Rows of one batch judged each by itself.

    Attributes:
        ledger: every changed cell.
        quarantine: faults of rows that can't stand.
        accounts: one line for each row that can't stand or is structural.
        standing: values of the rows that can stand, with origin; `_share` says where they go.
    """

    ledger: pd.DataFrame
    quarantine: pd.DataFrame
    accounts: pd.DataFrame
    standing: pd.DataFrame


@dataclass(frozen=True)
class Settled:
    """Rows of one share judged beside each other.

    Attributes:
        clean: clean rows, sorted by key.
        quarantine: faults of rows that are held now.
        accounts: one line for each row of the share.
        ledger: cells changed now.
        warnings: what is odd but not held.
    """

    clean: pd.DataFrame
    quarantine: pd.DataFrame
    accounts: pd.DataFrame
    ledger: pd.DataFrame
    warnings: pd.DataFrame


# ------------------------------------------------------------------ how columns are written

Votes = dict[str, Counter[str]]


def votes_of(paper: Found, cells: Mapping[int, NDArray[Any]]) -> Votes:
    """What one batch tells of the way in which columns are written; votes of batches add up."""
    known = readable_columns(paper.table)
    votes: Votes = {}
    for found in paper.block.heading.columns:
        column = known[found.name]
        if column.kind in NUMERIC_KINDS:
            votes[found.name] = _style_votes(cells[found.index])
        elif column.kind is Kind.YES_NO:
            ticked = manner_of(pd.Series(list(set(cells[found.index]))), column, "").ticked
            votes[found.name] = Counter({"ticked": int(ticked)})
    return votes


def _style_votes(cells: NDArray[Any]) -> Counter[str]:
    found: Counter[str] = Counter()
    for cell, count in Counter(cells.tolist()).items():
        if cell is not None and not cell.isdecimal():
            for style, votes in numbers.style_votes([cell]).items():
                found[style.value] += votes * count
    return found


def manners_of(paper: Found, votes: Iterable[Votes]) -> dict[str, Manner]:
    """How each column of a file is written, by the votes of all of its batches."""
    together: Votes = {}
    for one in votes:
        for name, counts in one.items():
            together.setdefault(name, Counter()).update(counts)
    units = {found.name: found.unit for found in paper.block.heading.columns}
    known = readable_columns(paper.table)
    return {
        name: _manner(known[name], units.get(name) or paper.block.unit_line, counts, paper.year)
        for name, counts in together.items()
    }


def _manner(column: Column, unit: str, votes: Counter[str], year: int | None) -> Manner:
    if column.kind is Kind.YES_NO:
        return Manner(unit, ticked=votes["ticked"] > 0, year=year)
    style = numbers.style_by({one: votes[one.value] for one in numbers.Style})
    return Manner(unit, style, year=year)


# ------------------------------------------------------------------ each row by itself


def know_batch(
    plan: Plan,
    number: int,
    rows: NDArray[np.int64],
    cells: Mapping[int, NDArray[Any]],
    kinds: Mapping[int, str],
    books: Books | None = None,
) -> Known:
    """Judge the rows of one batch each by itself.

    Args:
        plan: of the cleaning.
        number: of the file.
        rows: row in the file of each record.
        cells: raw cells by column index.
        kinds: kind of each structural row of the batch.
        books: take changes and faults; new ones unless a benchmark asks for others.
    """
    paper, table = plan.papers[number], plan.declared
    books = Books(table.name) if books is None else books
    ids = pd.Index(number * 10**12 + rows, dtype="int64")
    named = {found.name: cells[found.index] for found in paper.block.heading.columns}
    raw = pd.DataFrame(named, index=ids, dtype=object)
    gathered = gather_frame(paper, raw, rows, books, plan.manners[number])
    values = know(table, gathered, plan.lookup, books, plan.year_ends)
    held = np.asarray(values.index.isin(list(books.held)))
    nothing = pd.Series(index=values.index, dtype="str")
    outcome = TableOutcome(
        table.name, table.empty(), gathered, books, nothing, values, pd.DataFrame(), {}
    )
    lines = accounts.accounts(plan.intake, [outcome])
    structural = (
        pd.DataFrame({"file": paper.file, "row": list(kinds), "reason": list(kinds.values())})
        .assign(status=STRUCTURAL, sheet=paper.sheet, table="", key="", block=-1)[ACCOUNT_COLUMNS]
        .astype(lines.dtypes)
    )
    lines = pd.concat([lines[lines["status"] != accounts.CLEAN], structural])
    standing = values[~held].join(gathered.origin[~held], suffixes=("", "_told"))
    return Known(
        entries.ledger(plan.intake, [outcome], pd.DataFrame(columns=LEDGER_COLUMNS)),
        entries.quarantine(plan.intake, [outcome]),
        lines.sort_values("row", kind="stable", ignore_index=True),
        standing.assign(_share=_shares(table, standing, plan.shares)),
    )


def _shares(table: Table, standing: pd.DataFrame, shares: int) -> NDArray[np.int64]:
    """The share to which each row goes: rows of a hamlet or a household stay together."""
    whose = next(name for name in table.key if name != "round_id")
    hashes = pd.util.hash_array(standing[whose].to_numpy(dtype=object), categorize=False)
    return np.asarray(hashes % np.uint64(shares), dtype=np.int64)


# ------------------------------------------------------------------ rows beside each other


def settle_share(plan: Plan, standing: Sequence[pd.DataFrame]) -> Settled:
    """Judge all rows of a share beside each other.

    Args:
        plan: of the cleaning.
        standing: `Known.standing` of this share, of all batches in the order of the files.
    """
    table, books = plan.declared, Books(plan.table)
    together = pd.concat(standing).drop(columns="_share")
    told = {f"{name}_told": name for name in _WHERE if f"{name}_told" in together}
    own = [name for name in _WHERE if f"{name}_told" not in together]
    origin = together[[*own, *told]].rename(columns=told)[_WHERE].astype(ORIGIN_TYPES)
    values = together.drop(columns=[*own, *told])
    gathered = Gathered(values, values, origin, dict(plan.papers))
    outcome = settle(table, gathered, values, plan.lookup, books)
    letters = {
        (number, column.name): column.index
        for number, paper in plan.papers.items()
        for column in paper.block.heading.columns
    }
    warned = address_columns(outcome.warnings, origin, letters).assign(table=table.name)
    return Settled(
        outcome.clean,
        entries.quarantine(plan.intake, [outcome]),
        accounts.accounts(plan.intake, [outcome]),
        entries.ledger(plan.intake, [outcome], pd.DataFrame(columns=LEDGER_COLUMNS)),
        warned[entries.WARNING_COLUMNS],
    )
