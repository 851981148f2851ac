"""The demo district comes back as it truly is, and every fault ends where it must."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Any

import pandas as pd
import pytest
from openpyxl.utils import coordinate_to_tuple

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.demo.faults.catalogue import FAULT_KINDS
from ketnghia_analysis.demo.faults.kinds import (
    ASKED,
    COSTS_A_ROW,
    DROPPED,
    READ,
    REPAIRED,
    WARNED,
    Planted,
)
from ketnghia_analysis.demo.faults.of_activities import PHONE
from ketnghia_analysis.demo.faults.of_files import IDENTITY_NUMBERS, RESIDENTS
from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.vocabulary.tables import TABLES
from tests.demo.desk import sheets_of, text_of

Place = tuple[str, str, int]


@pytest.fixture(scope="module")
def raw_cells(demo: DemoFiles) -> dict[Place, dict[int, Any]]:
    """Non-empty cells by file, sheet and row, read without the package's own readers."""
    cells: dict[Place, dict[int, Any]] = {}
    for document in demo.papers:
        for sheet, rows in sheets_of(demo, document):
            for row, record in enumerate(rows, start=1):
                filled = {
                    column: value
                    for column, value in enumerate(record, start=1)
                    if value is not None and str(value).strip()
                }
                if filled:
                    cells[document.path, sheet, row] = filled
    return cells


@pytest.mark.parametrize("name", TABLES)
def test_cleaning_gives_back_the_truth_cell_by_cell(
    name: str, cleaned: Cleaned, demo: DemoFiles
) -> None:
    table = TABLES[name]
    order = list(table.key)
    found = pd.DataFrame(cleaned.tables[name][table.names])
    truth = demo.expected[name][table.names]
    pd.testing.assert_frame_equal(
        found.sort_values(order, ignore_index=True),
        truth.sort_values(order, ignore_index=True),
        check_exact=True,
    )


def test_the_truth_is_not_empty(demo: DemoFiles) -> None:
    empty = [name for name in TABLES if demo.expected[name].empty]
    assert empty == ["households"]


@pytest.mark.parametrize("code", FAULT_KINDS)
def test_each_planted_fault_ends_where_it_must(
    code: str, cleaned: Cleaned, demo: DemoFiles
) -> None:
    kind = FAULT_KINDS[code]
    planted = [fault for fault in demo.planted if fault.kind.code == code]
    assert len(planted) >= kind.count
    for fault in planted:
        if kind.outcome in COSTS_A_ROW:
            assert fault.cell in _cells(cleaned.quarantine, fault, reason=kind.reason)
        if kind.outcome in (DROPPED, REPAIRED):
            # the id for which a name stands has no cell of its own
            cell = "" if kind.reason == "decided_name" else fault.cell
            assert cell in _cells(cleaned.ledger, fault, rule=kind.reason)
        if kind.outcome == WARNED:
            assert fault.cell in _cells(cleaned.warnings, fault)
        if kind.outcome == ASKED:
            said = fault.spot.line.cells[kind.column]
            asked = cleaned.questions[cleaned.questions["text"] == said]
            assert set(asked["kind"]) == {kind.column.removesuffix("_name")}
            assert (asked["options"].map(len) > 0).all()


def test_a_held_line_is_out_of_the_clean_records(cleaned: Cleaned, demo: DemoFiles) -> None:
    status = cleaned.accounts.set_index(["file", "sheet", "row"])["status"]
    planted = [_place(fault) for fault in demo.planted if fault.kind.outcome in COSTS_A_ROW]
    assert set(status[[place for place in planted if place[2]]]) == {"quarantine"}


def test_all_rows_of_a_hidden_sheet_are_held(cleaned: Cleaned, demo: DemoFiles) -> None:
    (fault,) = (fault for fault in demo.planted if fault.kind.code == "hidden_sheet")
    accounts = cleaned.accounts
    rows = accounts[(accounts["file"] == fault.file) & (accounts["sheet"] == fault.sheet)]
    assert len(rows) > len(fault.spot.sheet.papers[0].lines)
    assert set(rows["reason"]) == {"hidden_sheet"}


def test_a_file_that_cannot_be_read_has_no_rows_and_says_why(
    cleaned: Cleaned, demo: DemoFiles
) -> None:
    spoilt = {
        one.file: one.kind.reason for one in demo.planted if one.spot.document.spoilt is not None
    }
    told = cleaned.files.set_index("file")
    assert len(spoilt) == 4
    assert told.loc[list(spoilt), "problem"].to_dict() == spoilt
    assert set(told.loc[list(spoilt), "rows_in"]) == {0}
    assert set(told.index[told["problem"] != ""]) == set(spoilt)


def test_what_is_put_right_dropped_or_read_does_not_cost_its_line(
    cleaned: Cleaned, demo: DemoFiles
) -> None:
    status = cleaned.accounts.set_index(["file", "sheet", "row"])["status"]
    keeps = (DROPPED, REPAIRED, READ)
    planted = [_place(fault) for fault in demo.planted if fault.kind.outcome in keeps]
    assert set(status[planted]) == {"clean"}


def test_what_is_warned_of_is_no_record(cleaned: Cleaned, demo: DemoFiles) -> None:
    status = cleaned.accounts.set_index(["file", "sheet", "row"])["status"]
    planted = [_place(fault) for fault in demo.planted if fault.kind.outcome == WARNED]
    assert set(status[planted]) == {"structural"}


def test_nothing_else_is_held(cleaned: Cleaned, demo: DemoFiles) -> None:
    held = set(cleaned.quarantine[["file", "sheet", "row"]].itertuples(index=False, name=None))
    assert held == {_place(fault) for fault in demo.planted if fault.kind.outcome in COSTS_A_ROW}


def test_nothing_else_is_asked(cleaned: Cleaned, demo: DemoFiles) -> None:
    asked = {
        (fault.spot.line.cells[fault.kind.column], "hamlet")
        for fault in demo.planted
        if fault.kind.outcome == ASKED
    }
    questions = cleaned.questions[["text", "kind"]].itertuples(index=False, name=None)
    assert set(questions) == asked


def test_every_row_of_every_file_is_accounted_for_exactly_once(
    cleaned: Cleaned, raw_cells: dict[Place, dict[int, Any]]
) -> None:
    booked = cleaned.accounts[["file", "sheet", "row"]].itertuples(index=False, name=None)
    assert Counter(booked) == Counter(list(raw_cells))


def test_clean_held_and_structural_rows_make_up_each_file(
    cleaned: Cleaned, raw_cells: dict[Place, dict[int, Any]]
) -> None:
    files = cleaned.files.set_index("file")
    parts = files[["clean", "quarantine", "structural"]].sum(axis=1)
    counted = Counter(file for file, _, _ in raw_cells)
    assert (parts == files["rows_in"]).all()
    assert dict(counted) == files.loc[files["rows_in"] > 0, "rows_in"].to_dict()


def test_every_clean_row_leads_to_a_record_and_every_record_to_a_row(cleaned: Cleaned) -> None:
    clean = cleaned.accounts[cleaned.accounts["status"] == "clean"]
    for name, table in TABLES.items():
        keys = set(clean.loc[clean["table"] == name, "key"])
        records = cleaned.tables[name][list(table.key)].itertuples(index=False)
        assert keys == {"|".join(map(text_of, record)) for record in records}, name


def test_only_clean_rows_have_a_key(cleaned: Cleaned) -> None:
    others = cleaned.accounts[cleaned.accounts["status"] != "clean"]
    assert set(others["key"]) == {""}
    assert (others["reason"] != "").all()


def test_a_raw_cell_with_its_ledger_gives_the_clean_value(
    cleaned: Cleaned, raw_cells: dict[Place, dict[int, Any]]
) -> None:
    changes = _changes(cleaned)
    on_paper = cleaned.headings[cleaned.headings["column"] != ""]
    letters = dict(list(on_paper.groupby("block")))
    clean = cleaned.accounts[cleaned.accounts["status"] == "clean"]
    compared = 0
    for name, rows in clean.groupby("table"):
        records = _by_key(cleaned, str(name))
        for row in rows.itertuples():
            cells = raw_cells[row.file, row.sheet, row.row]
            for letter, column in letters[row.block][["letter", "column"]].itertuples(index=False):
                if column not in TABLES[str(name)].names or TABLES[str(name)][column].personal:
                    continue
                address = f"{letter}{row.row}"
                raw = value = text_of(cells.get(coordinate_to_tuple(address)[1]))
                for before, after, rule in changes.get((row.file, row.sheet, address), []):
                    # struck out, or a formula where the ledger says what the sheet shows
                    hidden = rule == "personal_removed" or raw.startswith("=")
                    assert hidden or before in (raw, value), (row, address)
                    value = after
                assert value == text_of(records[row.key][column]), (row.file, row.sheet, address)
                compared += 1
    assert compared > 40_000


def test_what_was_planted_about_persons_is_nowhere(
    cleaned: Cleaned, raw_cells: dict[Place, dict[int, Any]]
) -> None:
    written = {str(value) for cells in raw_cells.values() for value in cells.values()}
    secrets = [PHONE, *RESIDENTS, *IDENTITY_NUMBERS]
    assert all(any(secret in text for text in written) for secret in secrets)
    frames = {**cleaned.tables, "quarantine": cleaned.quarantine, "ledger": cleaned.ledger}
    for rest in ("accounts", "cells", "warnings", "headings", "blocks", "questions"):
        frames[rest] = getattr(cleaned, rest)
    wanted = "|".join(_pressed(secret) for secret in secrets)
    for name, frame in frames.items():
        for column in frame.columns.difference(["geometry"]):
            texts = frame[column].astype("str").fillna("").drop_duplicates().map(_pressed)
            assert not texts.str.contains(wanted).any(), f"{name}.{column}"


def _pressed(text: str) -> str:
    return re.sub(r"[\s.\-]", "", unicodedata.normalize("NFC", text).lower())


def _cells(book: pd.DataFrame, fault: Planted, **like: str) -> set[str]:
    """Cells of which a book tells at the fault's place, for the reason."""
    for name, value in zip(("file", "sheet", "row"), _place(fault), strict=True):
        book = book[book[name] == value]
    for name, value in like.items():
        book = book[book[name] == value]
    return set(book["cell"])


def _place(fault: Planted) -> Place:
    return fault.file, fault.sheet, fault.row


def _changes(cleaned: Cleaned) -> dict[tuple[str, str, str], list[tuple[str, str, str]]]:
    """Before, after and rule of each changed cell, in the order in which they were entered."""
    changes: dict[tuple[str, str, str], list[tuple[str, str, str]]] = {}
    for entry in cleaned.ledger.itertuples():
        if entry.cell:
            steps = changes.setdefault((entry.file, entry.sheet, entry.cell), [])
            steps.append((entry.before, entry.after, entry.rule))
    return changes


def _by_key(cleaned: Cleaned, name: str) -> dict[str, dict[str, Any]]:
    records = pd.DataFrame(cleaned.tables[name])
    return {
        "|".join(text_of(record[part]) for part in TABLES[name].key): record
        for record in records.to_dict("records")
    }
