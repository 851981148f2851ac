"""The accounts of a cleaning: what became of every file, every row, every cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from ketnghia_analysis.cleaning.gather import Gathered
from ketnghia_analysis.cleaning.ledger import Books, address_columns, heading_of
from ketnghia_analysis.cleaning.names import BEGINNING, END
from ketnghia_analysis.cleaning.references import context_of
from ketnghia_analysis.cleaning.registers import Registers
from ketnghia_analysis.intake.deliveries import Intake
from ketnghia_analysis.intake.grids import cell_address
from ketnghia_analysis.vocabulary.periods import DayOfYear, reporting_year
from ketnghia_analysis.vocabulary.reasons import HELD

CLEAN, QUARANTINE, STRUCTURAL = "clean", "quarantine", "structural"

ACCOUNT_COLUMNS = ["file", "sheet", "row", "status", "reason", "table", "key", "block"]
QUARANTINE_COLUMNS = [
    "file",
    "sheet",
    "row",
    "cell",
    "table",
    "column",
    "heading",
    "raw",
    "reason",
    "message",
    "remedy",
    "year",
    "agency_id",
    "hamlet_id",
    "commune_code",
]


@dataclass(frozen=True)
class TableOutcome:
    """What cleaning made of one table.

    Attributes:
        name: the table.
        clean: its clean rows.
        gathered: its raw rows.
        books: changes and faults.
        keys: key of the clean record by raw row id, for rows that went into one.
        values: values with resolved references, indexed by row id.
        warnings: `row_id`, `column`, `message`.
    """

    name: str
    clean: pd.DataFrame
    gathered: Gathered
    books: Books
    keys: pd.Series
    values: pd.DataFrame
    warnings: pd.DataFrame


def key_text(key: Iterable[object]) -> str:
    """A record's key as one text: parts joined by "|", dates as year-month-day."""
    parts = (f"{part:%Y-%m-%d}" if isinstance(part, pd.Timestamp) else str(part) for part in key)
    return "|".join(parts)


def accounts(intake: Intake, outcomes: Iterable[TableOutcome]) -> pd.DataFrame:
    """One line for every non-empty raw row: clean, in quarantine or structural, and why."""
    rows: list[tuple[object, ...]] = []
    for delivery in intake.deliveries:
        for grid, reading in zip(delivery.grids, delivery.readings, strict=True):
            place = (delivery.file, grid.sheet)
            if grid.hidden:
                rows += [(*place, row, QUARANTINE, "hidden_sheet", "", "", -1) for row in grid.rows]
            rows += [
                (*place, row, QUARANTINE, reading.unread_reason, "", "", -1)
                for row in reading.unread
            ]
            rows += [
                (*place, row, STRUCTURAL, kind, "", "", -1) for row, kind in reading.kinds.items()
            ]
    for outcome in outcomes:
        first_reason = {fault.row_id: fault.reason for fault in reversed(outcome.books.faults)}
        for row_id, origin in zip(
            outcome.gathered.origin.index,
            outcome.gathered.origin.itertuples(index=False),
            strict=True,
        ):
            if row_id in first_reason:
                status, reason, key = QUARANTINE, first_reason[row_id], ""
            elif row_id in outcome.books.structural:
                status, reason, key = STRUCTURAL, outcome.books.structural[row_id], ""
            else:
                status, reason, key = CLEAN, "", outcome.keys[row_id]
            rows.append(
                (
                    origin.file,
                    origin.sheet,
                    origin.row,
                    status,
                    reason,
                    outcome.name,
                    key,
                    origin.block,
                )
            )
    frame = pd.DataFrame(rows, columns=ACCOUNT_COLUMNS)
    frame = frame.astype({"row": "int64", "block": "int64"})
    return frame.sort_values(["file", "sheet", "row"], ignore_index=True)


def blocks(intake: Intake, registers: Registers, year_ends: DayOfYear) -> pd.DataFrame:
    """Every table that was found on paper, also those without a row: who sent what for which year.

    Returns:
        `block`, `file`, `sheet`, `table`, `year`, `delivered`, `agency_id` (of the sender, missing
        if it is no agency of the register) and `rows`.
    """
    rows = []
    for found in intake.found:
        start, end = BEGINNING, END
        if found.year is not None:
            start = pd.Timestamp(reporting_year(found.year, year_ends).start)
            end = pd.Timestamp(found.year, 12, 31)
        sender = registers.agency_in(context_of(found), start, end).id
        place = (found.number, found.file, found.sheet, found.table, found.year, found.delivered)
        rows.append((*place, sender, len(found.block.rows)))
    names = ["block", "file", "sheet", "table", "year", "delivered", "agency_id", "rows"]
    types = {"year": "Int64", "delivered": "Int64", "agency_id": "str", "rows": "int64"}
    return pd.DataFrame(rows, columns=names).astype(types)


def columns_on_paper(intake: Intake) -> pd.DataFrame:
    """Every heading that was found, and which column it was taken for.

    Returns:
        `block`, `letter`, `heading`, `column` (empty for a heading that is not known) and `unit`.
    """
    rows = []
    for found in intake.found:
        for column in found.block.heading.columns:
            letter = cell_address(1, column.index)[:-1]
            rows.append((found.number, letter, column.heading, column.name, column.unit))
        for index, heading in found.block.heading.unknown:
            rows.append((found.number, cell_address(1, index)[:-1], heading, "", ""))
    return pd.DataFrame(rows, columns=["block", "letter", "heading", "column", "unit"])


def _letters(intake: Intake) -> dict[tuple[int, str], int]:
    return {
        (found.number, column.name): column.index
        for found in intake.found
        for column in found.block.heading.columns
    }


def quarantine(intake: Intake, outcomes: Iterable[TableOutcome]) -> pd.DataFrame:
    """Every fault that holds a row, a sheet or a file back, with its cell and what to do."""
    letters = _letters(intake)
    parts = [_held_elsewhere(intake)]
    for outcome in outcomes:
        faults = pd.DataFrame(
            outcome.books.faults, columns=["row_id", "column", "reason", "raw", "detail"]
        ).drop_duplicates(ignore_index=True)
        if faults.empty:
            continue
        about = _about(outcome, faults)
        placed = address_columns(faults, outcome.gathered.origin, letters)
        placed["table"] = outcome.name
        placed["heading"] = [heading_of(outcome.name, name) for name in placed["column"]]
        placed["message"] = [
            _message(fault.heading, fault.raw, fault.reason, fault.detail)
            for fault in placed.itertuples()
        ]
        placed["remedy"] = [HELD[reason].remedy for reason in placed["reason"]]
        parts.append(pd.concat([placed, about], axis=1)[QUARANTINE_COLUMNS])
    frame = _typed(pd.concat(parts, ignore_index=True))
    return frame.sort_values(["file", "sheet", "row"], kind="stable", ignore_index=True)


def ledger(
    intake: Intake, outcomes: Iterable[TableOutcome], corrected: pd.DataFrame
) -> pd.DataFrame:
    """Every cell whose clean value is not what the file shows: before, after, rule, address."""
    letters = _letters(intake)
    parts = [corrected]
    for outcome in outcomes:
        changes = pd.DataFrame(
            outcome.books.changes, columns=["row_id", "column", "before", "after", "rule"]
        )
        if changes.empty:
            continue
        placed = address_columns(changes, outcome.gathered.origin, letters)
        parts.append(placed.assign(table=outcome.name)[corrected.columns])
    frame = pd.concat(parts, ignore_index=True)
    frame = frame.sort_values(["file", "sheet", "row"], kind="stable", ignore_index=True)
    return frame.astype({"file": "category", "sheet": "category", "rule": "category"})


def warnings(intake: Intake, outcomes: Iterable[TableOutcome]) -> pd.DataFrame:
    """What is odd but not held: `file`, `sheet`, `row`, `cell`, `table`, `column`, `message`."""
    letters = _letters(intake)
    names = ["file", "sheet", "row", "cell", "table", "column", "message"]
    parts = [pd.DataFrame(columns=names, dtype="str")]
    for outcome in outcomes:
        if len(outcome.warnings):
            placed = address_columns(outcome.warnings, outcome.gathered.origin, letters)
            parts.append(placed.assign(table=outcome.name)[names])
    return _typed(pd.concat(parts, ignore_index=True))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """A book with its types: rows and years are numbers, all else is text."""
    numbers = {"row": "int64", "year": "Int64"}
    return frame.astype({name: numbers.get(name, "str") for name in frame.columns})


def files(intake: Intake, booked: pd.DataFrame) -> pd.DataFrame:
    """One line a file: hash, sender, and how many of its rows became what.

    Args:
        intake: what was read.
        booked: the accounts.
    """
    counts = booked.groupby(["file", "status"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=[CLEAN, QUARANTINE, STRUCTURAL], fill_value=0)
    rows = [
        (one.file, sender_of(one.file), one.role, one.size_bytes, one.sha256, one.problem)
        for one in intake.deliveries
    ]
    names = ["file", "sender", "role", "size_bytes", "sha256", "problem"]
    frame = (
        pd.DataFrame(rows, columns=names).join(counts, on="file").fillna(dict.fromkeys(counts, 0))
    )
    frame = frame.astype(dict.fromkeys(counts, "int64"))
    return frame.assign(rows_in=frame[list(counts)].sum(axis=1))


def sender_of(file: str) -> str:
    """Who sent a file: the name of the folder in which it lies, years left out."""
    folders = [part for part in file.split("/")[:-1] if not part.isdigit()]
    return folders[-1] if folders else ""


def _held_elsewhere(intake: Intake) -> pd.DataFrame:
    rows = []
    for delivery in intake.deliveries:
        if delivery.problem:
            rows.append((delivery.file, "", 0, delivery.problem))
        for grid, reading in zip(delivery.grids, delivery.readings, strict=True):
            if grid.hidden and grid.rows:
                rows.append((delivery.file, grid.sheet, min(grid.rows), "hidden_sheet"))
            if reading.unread:
                rows.append((delivery.file, grid.sheet, min(reading.unread), reading.unread_reason))
    frame = pd.DataFrame(rows, columns=["file", "sheet", "row", "reason"])
    frame["message"] = [HELD[reason].label for reason in frame["reason"]]
    frame["remedy"] = [HELD[reason].remedy for reason in frame["reason"]]
    known = {*frame, "year", "agency_id", "hamlet_id", "commune_code"}
    blank = {name: "" for name in QUARANTINE_COLUMNS if name not in known}
    return frame.assign(**blank).reindex(columns=QUARANTINE_COLUMNS)


def _about(outcome: TableOutcome, faults: pd.DataFrame) -> pd.DataFrame:
    """Year, agency, hamlet and commune of each fault's row, as far as they could be found out."""
    values = outcome.values.loc[faults["row_id"]].reset_index(drop=True)
    delivered = outcome.gathered.origin["year"].loc[faults["row_id"]].reset_index(drop=True)
    nothing = pd.Series(index=values.index, dtype="str")
    year = values.get("year", delivered)
    # a year without survey is a slip: the row then tells of the file's year
    year = year.mask(faults["reason"] == "unknown_round")
    return pd.DataFrame(
        {
            "year": year.fillna(delivered).astype("Int64"),
            "agency_id": values.get("_agency", nothing),
            "hamlet_id": values.get("_hamlet", nothing),
            "commune_code": values.get("_commune", nothing),
        }
    )


def _message(heading: str, raw: str, reason: str, detail: str) -> str:
    said = f" “{raw}”" if raw else ""
    more = f" ({detail})" if detail and reason != "rule_broken" else ""
    what = detail if reason == "rule_broken" else HELD[reason].label
    return f"{heading}{said}: {what}{more}"
