"""Which rows are one case for a reference: they name the same thing at the same time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ketnghia_analysis.cleaning.gather import Gathered
from ketnghia_analysis.cleaning.names import BEGINNING, END
from ketnghia_analysis.cleaning.registers import Registers
from ketnghia_analysis.cleaning.resolvers import Row
from ketnghia_analysis.intake.deliveries import Found
from ketnghia_analysis.intake.grids import BadCell
from ketnghia_analysis.vocabulary.columns import Column
from ketnghia_analysis.vocabulary.periods import DayOfYear, reporting_year
from ketnghia_analysis.vocabulary.tables import WRITTEN_AS

_BY_NAME = {
    "communes": ("communes",),
    "hamlets": ("communes", "hamlets"),
    "agencies": ("agencies",),
}
"""References that names and titles tell, with the registers that know these names."""


@dataclass(frozen=True)
class Cases:
    """Rows that are one case for a reference: they name the same thing at the same time.

    Attributes:
        of: number of the case of each row of the table.
        rows: the first row of each case.
    """

    of: NDArray[np.int64]
    rows: list[Row]


def cases_of(
    column: Column,
    present: pd.DataFrame,
    gathered: Gathered,
    registers: Registers,
    year_ends: DayOfYear,
) -> Cases:
    """The cases of a reference: rows of one paper whose cells and times can't be told apart."""
    origin = gathered.origin
    dated = [present[name] for name in (column.as_of,) if name in present]
    time_of, places = _groups([*dated, origin["year"]])
    at = _records(present, [str(column.as_of)] if dated else [], places)
    years = [paper.get("year") for paper in _records(origin, ["year"], places)]
    times = [
        (*_time_of(column, told, year, registers, year_ends), year)
        for told, year in zip(at, years, strict=True)
    ]
    alike = pd.factorize(_told_apart(column, times, registers))[0]
    naming = [name for name in _naming(column) if name in present]
    unreadable = [
        _unreadable(present[name], gathered.raw[name]) for name in naming if name in gathered.raw
    ]
    keys = [present[name] for name in naming] + [one for one in unreadable if one is not None]
    of, places = _groups([*keys, origin["block"], pd.Series(alike[time_of], origin.index)])
    contexts = {number: context_of(found) for number, found in gathered.found.items()}
    rows = [
        Row(named, raw, start, end, contexts[block], gathered.found[block].file, year)
        for named, raw, block, (start, end, year) in zip(
            _records(present, naming, places),
            _records(gathered.raw, [name for name in naming if name in gathered.raw], places),
            origin["block"].iloc[places].tolist(),
            [times[time] for time in time_of[places]],
            strict=True,
        )
    ]
    return Cases(of, rows)


def _naming(column: Column) -> list[str]:
    """Columns by which rows say what a reference means."""
    written = (one.name for one in WRITTEN_AS[str(column.refers_to)])
    names = (column.name, *written, "pairing_id")
    day = () if column.refers_to in _BY_NAME else (str(column.as_of),)
    return list(dict.fromkeys((*names, *day)))


def _told_apart(
    column: Column, times: Sequence[tuple[Any, ...]], registers: Registers
) -> NDArray[Any]:
    """A key for each time: names mean the same while none of their register begins or ends."""
    keys = np.empty(len(times), dtype=object)
    books = _BY_NAME.get(str(column.refers_to), ())
    for place, (start, end, year) in enumerate(times):
        said = year if registers.decisions else None
        period = (registers.period(books, start, end), said) if books else (start, end, year)
        keys[place] = period
    return keys


def _unreadable(values: pd.Series, raw: pd.Series) -> pd.Series | None:
    """Why cells without a value can't be read; None where none of them says so."""
    bad = raw[values.isna()].map(lambda cell: isinstance(cell, BadCell)).astype(bool)
    return raw[bad.index[bad]].map(lambda cell: cell.reason) if bad.any() else None


def _groups(keys: Sequence[pd.Series]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number of each row's group, and the place of the first row of each group."""
    frame = pd.DataFrame(dict(enumerate(keys)))
    of = frame.groupby(list(frame.columns), dropna=False, sort=False).ngroup().to_numpy()
    _, places = np.unique(of, return_index=True)
    return of, places


def _records(
    frame: pd.DataFrame, names: Sequence[str], places: NDArray[Any]
) -> list[dict[str, Any]]:
    """The filled cells of some rows, by name."""
    records: list[dict[str, Any]] = [{} for _ in places]
    for name in names:
        cells = frame[name].iloc[places]
        filled = cells.notna().tolist()
        for record, cell, is_filled in zip(
            records, cells.astype(object).tolist(), filled, strict=True
        ):
            if is_filled:
                record[name] = cell
    return records


def context_of(found: Found) -> tuple[str, ...]:
    """The sender if SOURCES.yml names it, titles and folders of a table, nearest first."""
    folders = tuple(reversed(found.file.split("/")[:-1]))
    sender = (found.sender,) if found.sender else ()
    return sender + tuple(reversed(found.block.titles)) + folders


def _time_of(
    column: Column,
    present: dict[str, Any],
    year: int | None,
    registers: Registers,
    year_ends: DayOfYear,
) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Days between which a name must hold: the row's own day up to the end of the report's year."""
    if column.as_of == "round_id":
        day = registers.reference_date(present.get("round_id", ""))
        return (day, day) if day is not None else (BEGINNING, END)
    if column.as_of == "year" and "year" in present:
        year = int(present["year"])
    day = present.get(column.as_of or "")
    is_day = isinstance(day, pd.Timestamp)
    if year is None:
        return (day, day) if is_day else (BEGINNING, END)
    start, end = pd.Timestamp(reporting_year(year, year_ends).start), pd.Timestamp(year, 12, 31)
    # a day far outside the report's year is a slip: names are then judged by the year
    return (day, max(day, end)) if is_day and day <= end else (start, end)
