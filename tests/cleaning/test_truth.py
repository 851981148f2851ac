"""The demo district comes back as it truly is, and every fault ends where it must."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import coordinate_to_tuple

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.demo.fault_kinds import FAULT_KINDS, HELD
from ketnghia_analysis.demo.faults import PHONE, Planted
from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.vocabulary.tables import TABLES

Place = tuple[str, str, int]


@pytest.fixture(scope="module")
def raw_cells(raw_folder: Path) -> dict[Place, dict[int, Any]]:
    """Non-empty cells by file, sheet and row, read without the package's own readers."""
    cells: dict[Place, dict[int, Any]] = {}
    for path in sorted(raw_folder.rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row, record in enumerate(csv.reader(file, delimiter=";"), start=1):
                _keep(cells, (path.relative_to(raw_folder).as_posix(), "", row), record)
    for path in sorted(raw_folder.rglob("*.xlsx")):
        book = openpyxl.load_workbook(path, read_only=True)
        for sheet in book.worksheets:
            for row, record in enumerate(sheet.iter_rows(values_only=True), start=1):
                _keep(cells, (path.relative_to(raw_folder).as_posix(), sheet.title, row), record)
    return cells


def _keep(cells: dict[Place, dict[int, Any]], place: Place, record: Any) -> None:
    filled = {
        column: value
        for column, value in enumerate(record, start=1)
        if value is not None and str(value).strip()
    }
    if filled:
        cells[place] = filled


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
        book = cleaned.quarantine if kind.outcome == HELD else cleaned.ledger
        reason = "reason" if kind.outcome == HELD else "rule"
        there = _at(book, fault)
        assert kind.reason in set(there[reason]), f"{_place(fault)}: {there.to_dict('records')}"
        cells = set(there.loc[there[reason] == kind.reason, "cell"])
        assert fault.cell in cells, f"{_place(fault)}: {fault.cell} is not in {cells}"


def test_a_held_line_is_out_of_the_clean_records(cleaned: Cleaned, demo: DemoFiles) -> None:
    status = cleaned.accounts.set_index(["file", "sheet", "row"])["status"]
    planted = [_place(fault) for fault in demo.planted if fault.kind.outcome == HELD]
    assert set(status[planted]) == {"quarantine"}


def test_a_repaired_or_dropped_cell_does_not_cost_its_line(
    cleaned: Cleaned, demo: DemoFiles
) -> None:
    status = cleaned.accounts.set_index(["file", "sheet", "row"])["status"]
    planted = [_place(fault) for fault in demo.planted if fault.kind.outcome != HELD]
    assert set(status[planted]) == {"clean"}


def test_nothing_else_is_held(cleaned: Cleaned, demo: DemoFiles) -> None:
    held = set(cleaned.quarantine[["file", "sheet", "row"]].itertuples(index=False, name=None))
    assert held == {_place(fault) for fault in demo.planted if fault.kind.outcome == HELD}


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
        assert keys == {"|".join(map(_text, record)) for record in records}, name


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
                raw = value = _text(cells.get(coordinate_to_tuple(address)[1]))
                for before, after, rule in changes.get((row.file, row.sheet, address), []):
                    # struck out, or a formula where the ledger says what the sheet shows
                    hidden = rule == "personal_removed" or raw.startswith("=")
                    assert hidden or before in (raw, value), (row, address)
                    value = after
                assert value == _text(records[row.key][column]), (row.file, row.sheet, address)
                compared += 1
    assert compared > 40_000


def test_the_planted_telephone_number_is_nowhere(
    cleaned: Cleaned, raw_cells: dict[Place, dict[int, Any]]
) -> None:
    assert any(PHONE in str(value) for cells in raw_cells.values() for value in cells.values())
    digits = PHONE.replace(" ", "")
    frames = {**cleaned.tables, "quarantine": cleaned.quarantine, "ledger": cleaned.ledger}
    for rest in ("accounts", "warnings", "headings", "blocks"):
        frames[rest] = getattr(cleaned, rest)
    for name, frame in frames.items():
        for column in frame.columns.difference(["geometry"]):
            texts = frame[column].astype("str").str.replace(r"[\s.\-]", "", regex=True)
            assert not texts.str.contains(digits).any(), f"{name}.{column}"


def _at(book: pd.DataFrame, fault: Planted) -> pd.DataFrame:
    file, sheet, row = _place(fault)
    return book[(book["file"] == file) & (book["sheet"] == sheet) & (book["row"] == row)]


def _place(fault: Planted) -> Place:
    return fault.spot.document.path, fault.spot.sheet.name, fault.spot.line.row


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
        "|".join(_text(record[part]) for part in TABLES[name].key): record
        for record in records.to_dict("records")
    }


def _text(value: Any) -> str:
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
