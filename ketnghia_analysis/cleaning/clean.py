"""Cleaning from end to end: deliveries in, sound tables and complete accounts out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from ketnghia_analysis.cleaning import accounts, edits
from ketnghia_analysis.cleaning.accounts import TableOutcome, key_text
from ketnghia_analysis.cleaning.assemble import Assembled, assemble, settle_duplicates
from ketnghia_analysis.cleaning.corrections import apply_corrections, read_corrections
from ketnghia_analysis.cleaning.gather import Gathered, gather, row_numbers
from ketnghia_analysis.cleaning.ledger import Books
from ketnghia_analysis.cleaning.references import resolve
from ketnghia_analysis.cleaning.registers import Registers
from ketnghia_analysis.cleaning.values import Manner, read_cell
from ketnghia_analysis.intake.deliveries import Intake, interpret, read_folder
from ketnghia_analysis.intake.sources import read_sources
from ketnghia_analysis.places.boundaries import with_boundaries
from ketnghia_analysis.places.coordinates import WGS84, points
from ketnghia_analysis.vocabulary.columns import Column, Kind, Table
from ketnghia_analysis.vocabulary.periods import REPORTING_YEAR_ENDS, DayOfYear
from ketnghia_analysis.vocabulary.tables import TABLES


@dataclass(frozen=True)
class Cleaned:
    """Everything cleaning gives.

    Attributes:
        tables: clean tables by name; communes and hamlets as GeoDataFrames.
        quarantine: every fault that holds a row back, see `accounts.quarantine`.
        ledger: every changed cell.
        accounts: one line for each raw row.
        files: one line for each file.
        blocks: every table found on paper and who sent it, see `accounts.blocks`.
        headings: every heading found, see `accounts.columns_on_paper`.
        warnings: what is odd but not held.
    """

    tables: dict[str, pd.DataFrame]
    quarantine: pd.DataFrame
    ledger: pd.DataFrame
    accounts: pd.DataFrame
    files: pd.DataFrame
    blocks: pd.DataFrame
    headings: pd.DataFrame
    warnings: pd.DataFrame


def clean_folder(folder: Path, year_ends: DayOfYear = REPORTING_YEAR_ENDS) -> Cleaned:
    """Read and clean everything in a folder.

    Args:
        folder: what was sent, any layout of folders.
        year_ends: last day of a reporting year.

    Raises:
        DataFault: the folder is missing or empty, or corrections.yml does not fit the files.
    """
    deliveries, corrected = apply_corrections(read_folder(folder), read_corrections(folder))
    intake = interpret(deliveries, folder, read_sources(folder))
    return clean(intake, corrected, year_ends)


def clean(intake: Intake, corrected: pd.DataFrame, year_ends: DayOfYear) -> Cleaned:
    """Clean what was read; tables in the order in which they refer to each other."""
    registers = Registers(intake.boundaries)
    numbers = row_numbers()
    outcomes = []
    for name, table in TABLES.items():
        outcome = _clean_table(table, intake, registers, numbers, year_ends)
        outcomes.append(outcome)
        registers.add(name, outcome.clean, _held_ids(table, outcome))
    booked = accounts.accounts(intake, outcomes)
    return Cleaned(
        tables=_with_geometry({one.name: one.clean for one in outcomes}, intake.boundaries),
        quarantine=accounts.quarantine(intake, outcomes),
        ledger=accounts.ledger(intake, outcomes, corrected),
        accounts=booked,
        files=accounts.files(intake, booked),
        blocks=accounts.blocks(intake, registers, year_ends),
        headings=accounts.columns_on_paper(intake),
        warnings=accounts.warnings(intake, outcomes),
    )


def _clean_table(
    table: Table,
    intake: Intake,
    registers: Registers,
    numbers: Iterator[int],
    year_ends: DayOfYear,
) -> TableOutcome:
    books = Books(table.name)
    found = [one for one in intake.found if one.table == table.name]
    gathered = gather(table.name, found, numbers, books)
    values = edits.swap_coordinates(gathered.values, books)
    values = edits.check_values(table, values, gathered, books)
    values = _fill(table, values, gathered, books)
    values = resolve(
        table,
        Gathered(values, gathered.raw, gathered.origin, gathered.found),
        registers,
        books,
        year_ends,
    )
    edits.check_year(table, values, gathered, books, year_ends)
    _require(table, values, books)
    delivered = gathered.origin["delivered"]
    sound = values.drop(index=sorted(books.held))
    sound = settle_duplicates(table, sound, delivered[sound.index], books)
    assembled, warned = _judge(table, sound, delivered, books)
    if table.name == "hamlets":
        assembled = _drop_points(assembled, registers, books)
    return TableOutcome(
        table.name, assembled.values, gathered, books, _keys(table, sound, books), values, warned
    )


def _fill(table: Table, values: pd.DataFrame, gathered: Gathered, books: Books) -> pd.DataFrame:
    """Years from titles, ids from addresses, and what holds where a file has no such column."""
    filled = values.copy()
    for column in table.columns:
        if not (column.generated or column.assumed or _is_year(column)):
            continue
        if column.name not in filled:
            filled[column.name] = pd.Series(index=filled.index, dtype=column.dtype)
        for row_id in filled.index[filled[column.name].isna()]:
            if row_id in books.held:
                continue
            value, rule = _default(table, column, gathered, row_id)
            if value is not None:
                filled.loc[row_id, column.name] = value
                books.change(row_id, column.name, None, value, rule)
    return filled


def _is_year(column: Column) -> bool:
    return column.kind is Kind.YEAR and column.required


def _default(
    table: Table, column: Column, gathered: Gathered, row_id: int
) -> tuple[object | None, str]:
    origin = gathered.origin.loc[row_id]
    paper = gathered.found[origin["block"]]
    on_paper = {found.name for found in paper.block.heading.columns}
    if column.generated:
        place = f"{origin['file']}|{origin['sheet']}|{origin['row']}"
        digest = hashlib.sha256(place.encode()).hexdigest()[:10]
        return f"{table.name}-{digest}", "generated_id"
    if column.name in on_paper:
        return None, ""
    if column.assumed:
        return read_cell(column.assumed, column, Manner()).value, "assumed"
    if _is_year(column) and table.name != "survey_rounds" and not pd.isna(origin["year"]):
        return int(origin["year"]), "from_title"
    return None, ""


def _require(table: Table, values: pd.DataFrame, books: Books) -> None:
    """Hold rows without a required value; of tables sent in parts only the key is required here."""
    for column in table.columns:
        if not column.required or (table.in_parts and column.name not in table.key):
            continue
        told = {(fault.row_id, fault.column) for fault in books.faults}
        failed_reference = books.held if column.refers_to else set()
        present = values.get(column.name, pd.Series(index=values.index, dtype=column.dtype))
        for row_id in values.index[present.isna()]:
            if (row_id, column.name) not in told and row_id not in failed_reference:
                books.hold(row_id, column.name, "required_missing", None)


def _judge(
    table: Table, sound: pd.DataFrame, delivered: pd.Series, books: Books
) -> tuple[Assembled, pd.DataFrame]:
    """Assemble the records and judge them; held parts are taken out and the rest judged again."""
    while True:
        left = sound[~sound.index.isin(books.held | set(books.structural))]
        assembled = assemble(table, left, delivered[left.index])
        held = _incomplete(table, assembled, left, books)
        if not held:
            held, warned = edits.check_rules(table, assembled.values, assembled.suppliers, books)
        if not held:
            return assembled, warned


def _incomplete(table: Table, assembled: Assembled, left: pd.DataFrame, books: Books) -> set[int]:
    """Hold all parts of records that lack a required value which no part brought."""
    held: set[int] = set()
    for column in table.columns:
        if not column.required or column.name in table.key:
            continue
        lacking = assembled.values[assembled.values[column.name].isna()]
        for key in lacking[list(table.key)].itertuples(index=False):
            parts = left[(left[list(table.key)] == list(key)).all(axis=1)]
            for row_id in parts.index:
                books.hold(row_id, column.name, "required_missing", None)
                held.add(row_id)
    return held


def _drop_points(assembled: Assembled, registers: Registers, books: Books) -> Assembled:
    """Hamlet coordinates that can't be right become missing."""
    hamlets = assembled.values
    outside = edits.drop_points_elsewhere(hamlets, registers.get("communes"), registers.boundaries)
    kept = hamlets.copy()
    for name in ("latitude", "longitude"):
        for index in hamlets.index[outside]:
            row_id = int(assembled.suppliers[name][index])
            books.drop(row_id, name, "outside_commune", hamlets.at[index, name])
        kept.loc[outside, name] = pd.NA
    return Assembled(kept, assembled.suppliers)


def _keys(table: Table, sound: pd.DataFrame, books: Books) -> pd.Series:
    rows = sound[~sound.index.isin(books.held | set(books.structural))]
    keys = [key_text(key) for key in rows[list(table.key)].itertuples(index=False)]
    return pd.Series(keys, index=rows.index, dtype="str")


def _held_ids(table: Table, outcome: TableOutcome) -> set[str]:
    key = table.key[0]
    if key not in outcome.values:
        return set()
    held = [row_id for row_id in outcome.books.held if row_id in outcome.values.index]
    return set(outcome.values.loc[held, key].dropna().astype("str"))


def _with_geometry(
    tables: dict[str, pd.DataFrame], boundaries: gpd.GeoDataFrame
) -> dict[str, pd.DataFrame]:
    hamlets = tables["hamlets"]
    located = points(hamlets["latitude"], hamlets["longitude"])
    return tables | {
        "communes": with_boundaries(tables["communes"], boundaries),
        "hamlets": gpd.GeoDataFrame(hamlets, geometry=located, crs=WGS84),
    }
