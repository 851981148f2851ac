"""Whatever is sent: cleaning never breaks, and every row is accounted for exactly once."""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ketnghia_analysis.cleaning.accounts import key_text, sender_of
from ketnghia_analysis.cleaning.clean import clean_folder
from ketnghia_analysis.vocabulary.schema import schema
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns

from .small_folders import headings, send_book, send_csv, send_registers


@pytest.mark.parametrize(
    ("file", "sender"),
    [
        ("2024/Phòng Tư pháp/a.xlsx", "Phòng Tư pháp"),
        ("Phòng Tư pháp/2024/a.xlsx", "Phòng Tư pháp"),
        ("2024/Khối huyện/Phòng Tư pháp/a.xlsx", "Phòng Tư pháp"),
        ("2024/a.xlsx", ""),
        ("a.xlsx", ""),
        ("2023/Xã Mẫu An/Bieu 01.zip/Bieu 01/Bieu 01.xlsx", "Xã Mẫu An"),
        ("2023/tat ca.zip/Xã Mẫu An/Bieu 01.xlsx", "Xã Mẫu An"),
        ("2023/Xã Mẫu An.zip/Bieu 01.xlsx", "Xã Mẫu An"),
    ],
)
def test_the_sender_is_the_folder_that_is_no_year(file: str, sender: str) -> None:
    assert sender_of(file) == sender


def test_a_key_is_one_text() -> None:
    assert key_text(("A2", pd.Timestamp(2010, 1, 1), 2024)) == "A2|2010-01-01|2024"


GARBAGE = st.one_of(
    st.none(),
    st.sampled_from(
        (
            *("Thôn 2", "Thôn 4", "Thôn 24", "Mẫu An", "Xã Mẫu Bình", "Phòng Tư pháp", "A2", "K1"),
            *("x", "-", "...", "không", "Có", "#DIV/0!", "=1/0", "N/A", "Tổng cộng", "I", "Cộng"),
            *("31/02/2024", "05/03/2024", "ngày 5 tháng 2 năm 2024", "2024", "năm 2023", "45,5%"),
            *("1.234", "12,5", "1,5 triệu đồng", "-7", "0", "99001", "9900", "thăm thôn", "D2024"),
            *("Ghi chú: a", "NGƯỜI LẬP BIỂU", "STT", "Tổng số hộ", "0900 000 000", "\t", "=", "''"),
        )
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "No"]), max_size=6),
    st.integers(-5, 5000),
    st.floats(-1000, 30000, allow_nan=False),
    st.booleans(),
    st.dates(date(1950, 1, 1), date(2090, 12, 31)),
    st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1)),
)
SOUND: dict[str, dict[str, Any]] = {
    "hamlet_figures": {"hamlet_id": "A2", "households": 100, "people": "400"},
    "activities": {"pairing_id": "K1", "date": "05/03/2024", "activity_type": "thăm thôn"},
    "commitments": {"pairing_id": "K1", "field": "sản xuất", "content": "giúp dân"},
    "difficulties": {"hamlet_id": "BS", "raised_on": "05/03/2023", "group": "điện"},
    "coordination_meetings": {"agency_id": "CQ1", "date": datetime(2024, 3, 5), "minutes": 1},
}


@st.composite
def papers(draw: st.DrawFn, table: str) -> list[list[Any]]:
    """A table of half sound and half garbage cells, with columns more than it should have."""
    known = [name for name in readable_columns(table) if name != "year"]
    names = [*SOUND[table], *draw(st.lists(st.sampled_from(known), max_size=4))]
    cells = [GARBAGE if name not in SOUND[table] else _often(SOUND[table][name]) for name in names]
    rows = draw(st.lists(st.tuples(*cells), max_size=6))
    title, unknown = draw(st.lists(GARBAGE, max_size=2)), draw(st.lists(GARBAGE, max_size=1))
    return [title, [*headings(table, names), *unknown], *map(list, rows)]


def _often(value: Any) -> st.SearchStrategy[Any]:
    return st.integers(0, 7).flatmap(lambda chance: st.just(value) if chance else GARBAGE)


FOLDERS = st.fixed_dictionaries({table: papers(table) for table in SOUND})


# each example cleans a folder of ten tables: a failing one is shown as it is, not made smaller
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(FOLDERS, FOLDERS)
def test_any_garbage_is_cleaned_and_accounted_for(
    books: dict[str, list[list[Any]]], texts: dict[str, list[list[Any]]]
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        send_registers(folder)
        _send_one_good_row_of_each(folder)
        send_book(folder / "2024" / "Phòng Tư pháp" / "rác.xlsx", books)
        for table, rows in texts.items():
            _send_text(folder / "2023" / f"{table}.csv", rows)
        cleaned = clean_folder(folder)
        booked = cleaned.accounts[["file", "sheet", "row"]].itertuples(index=False, name=None)
        assert Counter(booked) == Counter(_rows_on_disk(folder))
    for name, table in TABLES.items():
        schema(name).validate(pd.DataFrame(cleaned.tables[name][table.names]), lazy=True)


def _send_one_good_row_of_each(folder: Path) -> None:
    work = {"pairing_id": "K1", "date": "05/02/2024", "activity_type": "thăm thôn"}
    promise = {"pairing_id": "K1", "field": "sản xuất", "content": "a", "year": 2024}
    send_csv(folder / "tot" / "hd 2024.csv", "activities", [work])
    send_csv(folder / "tot" / "nd.csv", "commitments", [promise | {"commitment_id": "N1"}])


def _send_text(path: Path, rows: list[list[Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)


def _rows_on_disk(folder: Path) -> list[tuple[str, str, int]]:
    """File, sheet and number of every row with something in it, read a second way."""
    rows = []
    for path in folder.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row, record in enumerate(csv.reader(file, delimiter=";"), start=1):
                if any(cell.strip() for cell in record):
                    rows.append((path.relative_to(folder).as_posix(), "", row))
    for path in folder.rglob("*.xlsx"):
        for sheet in openpyxl.load_workbook(path).worksheets:
            for row, record in enumerate(sheet.iter_rows(values_only=True), start=1):
                if any(cell is not None and str(cell).strip() for cell in record):
                    rows.append((path.relative_to(folder).as_posix(), sheet.title, row))
    return rows
