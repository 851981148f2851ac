"""Cells of all papers of a table come together, typed, each with the place it came from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.gather import Gathered, gather, row_numbers
from ketnghia_analysis.cleaning.ledger import Books
from ketnghia_analysis.intake.deliveries import interpret, read_folder

from .small_folders import send_book, send_csv


def gathered(folder: Path, table: str) -> tuple[Gathered, Books]:
    books = Books(table)
    found = interpret(read_folder(folder), folder).found
    return gather(table, [one for one in found if one.table == table], row_numbers(), books), books


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A sheet with a sub-heading, a merged commune, odd cells, and a text file of another year."""
    rows: list[list[Any]] = [
        ["STT", "Xã", "Thôn", "Tổng số hộ", "Số khẩu", "NVH"],
        ["I", "Xã Mẫu An"],
        [1, None, "Thôn  2", "1.234", "chưa rõ số", "x"],
        [2, None, "Thôn 4", 90, "-", "-"],
    ]
    send_book(tmp_path / "2024" / "a.xlsx", {"01A": rows})
    line = {"commune_name": "Mẫu Bình", "hamlet_name": "Thôn 2", "poor_households": 7}
    send_csv(tmp_path / "2023" / "b.csv", "hamlet_figures", [line])
    return tmp_path


def test_rows_of_all_files_stand_in_one_frame_with_their_origin(sent: Path) -> None:
    found, _ = gathered(sent, "hamlet_figures")
    origin = found.origin[["file", "sheet", "row", "year", "delivered"]]
    assert sorted(origin.itertuples(index=False, name=None)) == [
        ("2023/b.csv", "", 2, 2023, 2023),
        ("2024/a.xlsx", "01A", 3, 2024, 2024),
        ("2024/a.xlsx", "01A", 4, 2024, 2024),
    ]
    assert found.values.index.is_unique
    assert found.values.index.equals(found.origin.index)


def test_values_have_the_types_of_their_columns_and_raw_cells_stay(sent: Path) -> None:
    found, _ = gathered(sent, "hamlet_figures")
    assert found.values["households"].dtype == "Int64"
    assert found.values["community_house"].dtype == "boolean"
    assert sorted(found.values["households"].dropna()) == [90, 1234]
    assert set(found.raw["households"].dropna()) == {"1.234", 90}
    assert found.values["people"].isna().all()


def test_what_was_read_filled_or_dropped_is_entered_once(sent: Path) -> None:
    _, books = gathered(sent, "hamlet_figures")
    told = [
        (change.column, change.before, change.after, change.rule)
        for change in books.changes.itertuples()
    ]
    assert sorted(told) == [
        ("commune_name", "", "Xã Mẫu An", "filled_down"),
        ("commune_name", "", "Xã Mẫu An", "filled_down"),
        ("community_house", "-", "False", "read_yes_no"),
        ("community_house", "x", "True", "read_yes_no"),
        ("hamlet_name", "Thôn  2", "Thôn 2", "spelling"),
        ("households", "1.234", "1234", "read_number"),
        ("people", "-", "", "says_missing"),
        ("people", "chưa rõ số", "", "dropped_not_a_number"),
    ]
    assert books.held == set()


def test_a_required_cell_that_can_not_be_read_holds_its_row(tmp_path: Path) -> None:
    stuck = {"hamlet_id": "A2", "raised_on": "31/02/2024", "group": "điện", "due_on": "30/02/2024"}
    send_csv(tmp_path / "a.csv", "difficulties", [stuck])
    found, books = gathered(tmp_path, "difficulties")
    (fault,) = books.faults.itertuples()
    assert (fault.column, fault.reason, fault.raw) == ("raised_on", "not_a_date", "31/02/2024")
    assert "dropped_not_a_date" in set(books.changes["rule"])
    assert found.values["raised_on"].isna().all()


def test_a_column_is_read_in_the_manner_of_its_own_paper(tmp_path: Path) -> None:
    for name, cells in (("phẩy", ["1,5", "1,250"]), ("chấm", ["1.5", "1,250"])):
        rows = [{"hamlet_id": "A2", "year": 2024, "hamlet_roads_km": cell} for cell in cells]
        send_csv(tmp_path / f"{name}.csv", "hamlet_figures", rows)
    found, _ = gathered(tmp_path, "hamlet_figures")
    lengths = found.values["hamlet_roads_km"].groupby(found.origin["file"]).apply(list)
    assert lengths.to_dict() == {"chấm.csv": [1.5, 1250.0], "phẩy.csv": [1.5, 1.25]}


def test_of_a_table_that_nobody_sent_there_is_an_empty_frame(sent: Path) -> None:
    found, books = gathered(sent, "activities")
    assert found.values.empty
    assert isinstance(found.origin, pd.DataFrame)
    assert books.changes.empty
