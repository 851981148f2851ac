"""Names and codes in rows become ids of the registers, valid at the time the row tells of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ketnghia_analysis.cleaning.gather import Gathered
from ketnghia_analysis.cleaning.ledger import Books, raw_text
from ketnghia_analysis.cleaning.names import BEGINNING, END
from ketnghia_analysis.cleaning.registers import Registers
from ketnghia_analysis.cleaning.resolvers import (
    RESOLVERS,
    Question,
    Resolved,
    Row,
    Unresolved,
    agency_of,
    commune_of,
    hamlet_of,
)
from ketnghia_analysis.intake.deliveries import Found
from ketnghia_analysis.vocabulary.columns import Column, Table
from ketnghia_analysis.vocabulary.periods import DayOfYear, reporting_year
from ketnghia_analysis.vocabulary.tables import WRITTEN_AS

_CONCERNED = ("_agency", "_hamlet", "_commune")


def resolve(
    table: Table, gathered: Gathered, registers: Registers, books: Books, year_ends: DayOfYear
) -> pd.DataFrame:
    """Fill the reference columns of a table.

    Rows that name the same things at the same time are resolved once.

    Args:
        table: its declaration.
        gathered: its rows.
        registers: tables that are clean already.
        books: take the changes and faults.
        year_ends: last day of a reporting year.

    Returns:
        The values with every reference column; rows whose reference failed are in the books.
        The columns `_agency`, `_hamlet` and `_commune` say whom a row concerns, where that is
        known.
    """
    values = gathered.values.copy()
    columns = [column for column in table.columns if column.refers_to]
    if values.empty or not columns:
        return values.assign(
            **{
                name: pd.Series(index=values.index, dtype="str")
                for name in (*(column.name for column in columns), *_CONCERNED)
            }
        )
    naming = _naming(columns, values)
    case_of, places = _cases(naming, gathered)
    contexts = {number: context_of(found) for number, found in gathered.found.items()}
    records = _records(values, naming, places)
    raws = _records(gathered.raw, [name for name in naming if name in gathered.raw], places)
    origins = _records(gathered.origin, ["block", "file", "year"], places)
    outcomes: dict[str, list[Outcome]] = {column.name: [] for column in columns}
    concerned: dict[str, list[Any]] = {name: [] for name in _CONCERNED}
    for present, raw, origin in zip(records, raws, origins, strict=True):
        for whom in concerned.values():
            whom.append(None)
        year, context = origin.get("year"), contexts[origin["block"]]
        for column in columns:
            start, end = _time_of(column, present, year, registers, year_ends)
            row = Row(present, raw, start, end, context, origin["file"], year)
            outcome = _one(table, column, row, registers)
            _note_concerned(column, row, outcome, registers, concerned)
            outcomes[column.name].append(outcome)
            if outcome.id is not None:
                present[column.name] = outcome.id
    for column in columns:
        found = outcomes[column.name]
        values[column.name] = pd.Series(
            np.array([one.id for one in found], dtype=object)[case_of], values.index, dtype="str"
        )
        _enter(column, found, case_of, gathered, books)
    for name, ids in concerned.items():
        spread = np.array(ids, dtype=object)[case_of]
        values[name] = pd.Series(spread, index=values.index, dtype="str")
    return values


def _naming(columns: Sequence[Column], values: pd.DataFrame) -> list[str]:
    """Columns by which rows name things and times."""
    naming = {
        name
        for column in columns
        for name in (
            column.name,
            column.as_of,
            "year",
            *(written.name for written in WRITTEN_AS[str(column.refers_to)]),
        )
    }
    return [name for name in values.columns if name in naming]


def _cases(naming: Sequence[str], gathered: Gathered) -> tuple[NDArray[Any], NDArray[Any]]:
    """Number of the case of each row, and the place of the first row of each case.

    Rows of a case come from the same paper and agree in all cells by which they name things.
    """
    keys = [gathered.values[name] for name in naming]
    groups = gathered.values.groupby([*keys, gathered.origin["block"]], dropna=False, sort=False)
    case_of = groups.ngroup().to_numpy()
    _, places = np.unique(case_of, return_index=True)
    return case_of, places


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


@dataclass(frozen=True)
class Outcome:
    """What resolving one reference of one case gave.

    Attributes:
        id: the id, None where there is none.
        entry: "change", "hold", "drop" or "" for nothing to enter in the books.
        column: column at which it is entered.
        source: raw column whose cell was read; "" for titles and folders.
        code: rule or reason.
        raw: text to enter where `source` is no column of the file.
        detail: what else a message should say.
        question: what an analyst should decide.
    """

    id: str | None
    entry: str = ""
    column: str = ""
    source: str = ""
    code: str = ""
    raw: Any = None
    detail: str = ""
    question: Question | None = None


def _one(table: Table, column: Column, row: Row, registers: Registers) -> Outcome:
    try:
        found = RESOLVERS[str(column.refers_to)](row, column, registers)
    except Unresolved as fault:
        needed = (column.required and (not table.in_parts or column.name in table.key)) or (
            column.refers_to == "pairings"
        )
        entry = ""
        if needed or fault.reason not in ("required_missing", "unknown_reference"):
            entry = "hold"
        elif fault.reason == "unknown_reference":
            entry = "drop"
        told = (fault.column, fault.column, fault.reason, fault.raw, fault.detail)
        return Outcome(None, entry, *told, fault.question)
    if found.column == column.name or not found.id:
        return Outcome(found.id or None)
    rule = "from_title"
    if found.column:
        rule = _RULE_OF.get(found.how, "matched_name")
    return Outcome(found.id, "change", column.name, found.column, rule, row.raw.get(found.column))


_RULE_OF = {"similar": "similar_name", "decided": "decided_name", "parent": "from_parent"}


def _enter(
    column: Column,
    outcomes: Sequence[Outcome],
    case_of: NDArray[Any],
    gathered: Gathered,
    books: Books,
) -> None:
    """Enter the outcomes of all cases in the books, each row with its own raw cell."""
    told = np.array([bool(one.entry) for one in outcomes])
    places = np.flatnonzero(told[case_of])
    if not len(places):
        return
    entries = pd.DataFrame(
        {
            "row_id": gathered.values.index[places],
            "case": case_of[places],
        }
    )
    kinds = np.array([f"{one.entry}|{one.column}|{one.source}" for one in outcomes], dtype=object)[
        entries["case"]
    ]
    for kind, rows in entries.groupby(kinds, sort=False):
        entry, at, source = str(kind).split("|")
        ids = rows["row_id"].to_numpy()
        chosen = [outcomes[case] for case in rows["case"]]
        before = _raw_texts(gathered.raw, source, ids, chosen)
        if entry == "hold":
            reasons = [one.code for one in chosen]
            books.hold_many(ids, at, reasons, before, [one.detail for one in chosen])
            for row_id, one in zip(ids.tolist(), chosen, strict=True):
                if one.question is not None:
                    books.ask(row_id, at, one.question)
            continue
        rule = [f"dropped_{one.code}" if entry == "drop" else one.code for one in chosen]
        after = ["" if entry == "drop" else str(one.id) for one in chosen]
        books.change_many(ids, at, before, after, rule)


def _raw_texts(
    raw: pd.DataFrame, source: str, ids: NDArray[Any], chosen: Sequence[Outcome]
) -> list[str]:
    if source in raw:
        own = [raw_text(cell) for cell in raw.loc[ids, source]]
        return [text or raw_text(one.raw) for text, one in zip(own, chosen, strict=True)]
    return [raw_text(one.raw) for one in chosen]


def _note_concerned(
    column: Column,
    row: Row,
    outcome: Outcome,
    registers: Registers,
    concerned: dict[str, list[Any]],
) -> None:
    """Remember agency and hamlet even if the pairing is unknown: held rows widen ranges."""
    if column.refers_to == "agencies":
        concerned["_agency"][-1] = outcome.id
    if column.refers_to == "hamlets":
        concerned["_hamlet"][-1] = outcome.id
    if column.refers_to == "pairings":
        concerned["_agency"][-1] = _quietly(agency_of, row, column, registers)
        concerned["_hamlet"][-1] = _quietly(hamlet_of, row, column, registers)
    if column.refers_to in ("pairings", "hamlets"):
        concerned["_commune"][-1] = _quietly(commune_of, row, column, registers)


def _quietly(
    resolver: Callable[..., Resolved], row: Row, column: Column, registers: Registers
) -> Any:
    try:
        return resolver(row, column, registers).id
    except Unresolved:
        return None


def _missing(cell: Any) -> bool:
    return cell is None or cell is pd.NA or cell is pd.NaT or cell != cell


def context_of(found: Found) -> tuple[str, ...]:
    """The sender if SOURCES.yml names it, titles and folders of a table, nearest first."""
    folders = tuple(reversed(found.file.split("/")[:-1]))
    sender = (found.sender,) if found.sender else ()
    return sender + tuple(reversed(found.block.titles)) + folders


def _time_of(
    column: Column,
    present: dict[str, Any],
    report_year: Any,
    registers: Registers,
    year_ends: DayOfYear,
) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Days between which a name must hold: the row's own day up to the end of the report's year."""
    year = None if _missing(report_year) else int(report_year)
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
