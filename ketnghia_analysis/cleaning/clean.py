"""Cleaning from end to end: deliveries in, sound tables and complete accounts out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import geopandas as gpd
import pandas as pd

from ketnghia_analysis.cleaning import accounts, edits, entries, judging
from ketnghia_analysis.cleaning.accounts import TableOutcome
from ketnghia_analysis.cleaning.assemble import settle_copies, settle_duplicates
from ketnghia_analysis.cleaning.corrections import apply_corrections, read_corrections
from ketnghia_analysis.cleaning.cross_checks import cross_warnings
from ketnghia_analysis.cleaning.decisions import (
    KINDS,
    Decision,
    Decisions,
    check,
    read_decisions,
)
from ketnghia_analysis.cleaning.fills import fill
from ketnghia_analysis.cleaning.gather import Gathered, gather, row_numbers
from ketnghia_analysis.cleaning.ledger import Books
from ketnghia_analysis.cleaning.names import BEGINNING, END
from ketnghia_analysis.cleaning.own_names import name_own_rows
from ketnghia_analysis.cleaning.positions import place_points
from ketnghia_analysis.cleaning.references import resolve
from ketnghia_analysis.cleaning.registers import Registers
from ketnghia_analysis.cleaning.review_answers import is_review, read_review
from ketnghia_analysis.cleaning.rounds import assumed_rounds, years_of_papers, years_surveyed
from ketnghia_analysis.intake.deliveries import Delivery, Intake, interpret, read_folder
from ketnghia_analysis.intake.sources import read_sources
from ketnghia_analysis.places.boundaries import with_boundaries
from ketnghia_analysis.places.coordinates import WGS84, points
from ketnghia_analysis.vocabulary.columns import Table
from ketnghia_analysis.vocabulary.periods import REPORTING_YEAR_ENDS, DayOfYear
from ketnghia_analysis.vocabulary.tables import TABLES


@dataclass(frozen=True)
class Cleaned:
    """Everything cleaning gives.

    Attributes:
        tables: clean tables by name; communes and hamlets as GeoDataFrames.
        quarantine: every fault that holds a row back, see `entries.quarantine`.
        ledger: every changed cell.
        accounts: one line for each raw row.
        cells: the clean value of each cell of each clean row, see `accounts.cells`.
        files: one line for each file.
        blocks: every table found on paper and who sent it, see `accounts.blocks`.
        headings: every heading found, see `accounts.columns_on_paper`.
        warnings: what is odd but not held.
        questions: what analysts should decide about names, see `entries.questions`.
    """

    tables: dict[str, pd.DataFrame]
    quarantine: pd.DataFrame
    ledger: pd.DataFrame
    accounts: pd.DataFrame
    cells: pd.DataFrame
    files: pd.DataFrame
    blocks: pd.DataFrame
    headings: pd.DataFrame
    warnings: pd.DataFrame
    questions: pd.DataFrame


def clean_folder(folder: Path, year_ends: DayOfYear = REPORTING_YEAR_ENDS) -> Cleaned:
    """Read and clean everything in a folder.

    Args:
        folder: what was sent, any layout of folders.
        year_ends: last day of a reporting year.

    Raises:
        DataFault: the folder is missing or empty, or what analysts wrote (corrections.yml,
            SOURCES.yml, decisions.yml, review workbooks) does not fit the files.
    """
    deliveries, corrected = apply_corrections(read_folder(folder), read_corrections(folder))
    decided = [*read_decisions(folder), *_answers(deliveries)]
    intake = interpret(deliveries, folder, read_sources(folder))
    return clean(intake, corrected, year_ends, decided)


def clean(
    intake: Intake,
    corrected: pd.DataFrame,
    year_ends: DayOfYear,
    decided: Sequence[Decision] = (),
) -> Cleaned:
    """Clean what was read; tables in the order in which they refer to each other."""
    registers = Registers(intake.boundaries, Decisions(decided))
    numbers = row_numbers()
    outcomes: list[TableOutcome] = []
    for name, table in TABLES.items():
        outcome = _clean_table(table, intake, registers, numbers, year_ends, outcomes)
        if name == "survey_rounds":
            outcome = _with_unlisted_rounds(outcome, intake)
        outcomes.append(outcome)
        registers.add(name, outcome.clean, _held_ids(table, outcome))
        if name == "pairings":
            registers.held_parties = _held_parties(outcome)
        if name == "agencies":
            _check_decisions(decided, registers)
    outcomes = _with_cross_warnings(outcomes)
    told = [*intake.unused_sources, *_unknown_senders(intake, registers)]
    intake = replace(intake, unused_sources=told)
    booked = accounts.accounts(intake, outcomes)
    return Cleaned(
        tables=_with_geometry({one.name: one.clean for one in outcomes}, intake.boundaries),
        quarantine=entries.quarantine(intake, outcomes),
        ledger=entries.ledger(intake, outcomes, corrected),
        accounts=booked,
        cells=accounts.cells(outcomes),
        files=accounts.files(intake, booked),
        blocks=accounts.blocks(intake, registers, year_ends),
        headings=accounts.columns_on_paper(intake),
        warnings=entries.warnings(intake, outcomes),
        questions=entries.questions(intake, outcomes),
    )


def _answers(deliveries: Sequence[Delivery]) -> list[Decision]:
    """Decisions in filled review workbooks; such a workbook is no data."""
    decided: list[Decision] = []
    for delivery in deliveries:
        if delivery.grids and is_review(delivery.grids):
            decided += read_review(delivery.grids, delivery.file)
            delivery.role, delivery.grids = "review", []
    return decided


def _check_decisions(decided: Sequence[Decision], registers: Registers) -> None:
    known = {
        kind: set(registers.get(table)[TABLES[table].key[0]]) for kind, (table, _) in KINDS.items()
    }
    check(decided, known)


def _clean_table(
    table: Table,
    intake: Intake,
    registers: Registers,
    numbers: Iterator[int],
    year_ends: DayOfYear,
    done: list[TableOutcome],
) -> TableOutcome:
    books = Books(table.name)
    found = [one for one in intake.found if one.table == table.name]
    gathered = gather(table.name, found, numbers, books)
    judging.hold_refused(gathered, books)
    judging.hold_orphans(gathered, books, done)
    return settle(
        table, gathered, know(table, gathered, registers, books, year_ends), registers, books
    )


def know(
    table: Table, gathered: Gathered, registers: Registers, books: Books, year_ends: DayOfYear
) -> pd.DataFrame:
    """Values of rows with their references, each row judged by itself; faults are in the books."""
    values = place_points(table, gathered.values, gathered, registers, books)
    values = edits.check_values(table, values, gathered, books)
    values = name_own_rows(table, values, gathered, registers, books)
    values = fill(table, values, gathered, books)
    values = resolve(
        table,
        Gathered(values, gathered.raw, gathered.origin, gathered.found),
        registers,
        books,
        year_ends,
    )
    edits.check_year(table, values, gathered, books, year_ends)
    values = judging.with_key(table, values)
    judging.require(table, values, books)
    return values


def settle(
    table: Table, gathered: Gathered, values: pd.DataFrame, registers: Registers, books: Books
) -> TableOutcome:
    """Rows judged beside each other: duplicates, parts of records, rules, histories."""
    delivered = gathered.origin["delivered"]
    sound = values.drop(index=sorted(books.held))
    silent = judging.silent_lines(table, sound, gathered)
    telling = settle_copies(table, sound.drop(index=silent), delivered, books)
    sound = settle_duplicates(table, telling, delivered[telling.index], books)
    sound = judging.with_silent_lines(table, sound, values.loc[silent], books)
    assembled, warned = judging.judge(table, sound, delivered, registers, books)
    keys = judging.keys_of_rows(table, sound, books)
    return TableOutcome(
        table.name,
        assembled.values,
        gathered,
        books,
        keys,
        values,
        warned,
        assembled.suppliers,
    )


def _with_cross_warnings(outcomes: list[TableOutcome]) -> list[TableOutcome]:
    more = cross_warnings(outcomes)
    return [
        replace(one, warnings=pd.concat([one.warnings, more[one.name]], ignore_index=True))
        if one.name in more
        else one
        for one in outcomes
    ]


def _with_unlisted_rounds(outcome: TableOutcome, intake: Intake) -> TableOutcome:
    """The rounds with one for each year that was surveyed and that nobody listed."""
    if outcome.gathered.origin.empty:
        return replace(outcome, clean=assumed_rounds(years_surveyed(intake.found)))
    listed = set(outcome.values["year"].dropna()) if "year" in outcome.values else set()
    taken = set(outcome.clean["round_id"])
    more = assumed_rounds(years_of_papers(intake.found) - listed, taken)
    return replace(outcome, clean=pd.concat([outcome.clean, more], ignore_index=True))


def _unknown_senders(intake: Intake, registers: Registers) -> list[str]:
    """One sentence for each sender in SOURCES.yml that no register of agencies or communes has."""
    return [
        f"SOURCES.yml: danh mục cơ quan, danh mục xã không có “{sender}”"
        for sender in dict.fromkeys(one.sender for one in intake.found if one.sender)
        if registers.agency_in((sender,), BEGINNING, END).id is None
        and not registers.communes.find(sender, BEGINNING, END).ids
    ]


def _held_parties(outcome: TableOutcome) -> set[tuple[str | None, str | None]]:
    """Agency and hamlet of the assignments that are held, None where they are not known."""
    held = outcome.values[outcome.values.index.isin(list(outcome.books.held))]
    if not {"agency_id", "hamlet_id"} <= set(held.columns):
        return set()
    parties = held[["agency_id", "hamlet_id"]].astype(object)
    return set(parties.where(parties.notna(), None).itertuples(index=False, name=None))


def _held_ids(table: Table, outcome: TableOutcome) -> set[str]:
    key = table.key[0]
    if key not in outcome.values:
        return set()
    held = outcome.values.index.intersection(list(outcome.books.held))
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
