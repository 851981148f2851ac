from __future__ import annotations

from datetime import datetime

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.ledger import Books, address_columns, heading_of, value_text
from ketnghia_analysis.cleaning.text import PERSONAL_MARK
from ketnghia_analysis.intake.grids import BadCell


def told(books: Books) -> list[tuple[object, ...]]:
    """The changes in the books, as tuples."""
    return list(books.changes.itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        (float("nan"), ""),
        (45, "45"),
        (45.0, "45"),
        (45.5, "45.5"),
        (pd.Timestamp(2024, 2, 5), "2024-02-05"),
        (datetime(2024, 2, 5, 8, 30), "2024-02-05"),
        ("Thôn 2", "Thôn 2"),
        (BadCell("error_cell", "#N/A"), "#N/A"),
    ],
)
def test_a_value_is_entered_as_people_see_it(value: object, text: str) -> None:
    assert value_text(value) == text


@pytest.mark.parametrize(
    ("before", "after"), [(45, 45), (45.0, 45), ("45", 45), ("Thôn 2", "Thôn 2"), (None, None)]
)
def test_a_value_that_shows_as_before_is_no_change(before: object, after: object) -> None:
    books = Books("hamlet_figures")
    books.change(1, "households", before, after, "read_number")
    assert books.changes.empty


def test_a_change_keeps_what_was_and_what_is() -> None:
    books = Books("hamlet_figures")
    books.change(1, "households", "1.234", 1234, "read_number")
    assert told(books) == [(1, "households", "1.234", "1234", "read_number")]
    assert books.held == set()


def test_a_dropped_cell_does_not_hold_its_row_but_a_fault_does() -> None:
    books = Books("hamlet_figures")
    books.drop(1, "people", "not_a_number", "chưa rõ số")
    books.hold(2, "hamlet_id", "unknown_hamlet", "Thôn 24", "chỉ có: Thôn 2")
    assert told(books) == [(1, "people", "chưa rõ số", "", "dropped_not_a_number")]
    assert books.held == {2}
    assert books.faults["detail"][0] == "chỉ có: Thôn 2"


def test_the_books_keep_nothing_of_a_personal_column() -> None:
    books = Books("agencies")
    books.change(1, "head_name", "Trần  Văn Mẫu", "Trần Văn Mẫu", "spelling")
    books.drop(1, "head_name", "error_cell", "Trần Văn Mẫu")
    books.hold(2, "head_name", "error_cell", "Trần Văn Mẫu")
    entered = books.changes
    assert {*entered["before"], entered["after"][0]} == {PERSONAL_MARK}
    assert books.faults["raw"][0] == PERSONAL_MARK


def test_personal_numbers_in_free_text_do_not_reach_the_books() -> None:
    books = Books("activities")
    after = f"gọi {PERSONAL_MARK}"
    books.change(1, "content", "gọi 0900 000 000", after, "personal_removed")
    books.hold(2, "content", "duplicate", "CMND 260123456")
    assert told(books) == [(1, "content", after, after, "personal_removed")]
    assert books.faults["raw"][0] == f"CMND {PERSONAL_MARK}"


def test_an_entry_has_the_address_of_its_cell_or_none() -> None:
    places = {"file": "a.xlsx", "sheet": "01A", "row": [7, 12], "block": [0, 1]}
    origin = pd.DataFrame(places, index=[31, 32])
    book = pd.DataFrame({"row_id": [32, 31, 31], "column": ["people", "people", "hamlet_id"]})
    placed = address_columns(book, origin, {(0, "people"): 4, (1, "people"): 26})
    assert placed["cell"].tolist() == ["AA12", "E7", ""]
    assert placed["row"].tolist() == [12, 7, 7]
    assert "row_id" not in placed


def test_a_fault_of_a_whole_row_bears_the_tables_name() -> None:
    assert heading_of("hamlet_figures", "households") == "Tổng số hộ"
    assert heading_of("hamlet_figures", "hamlet_name") == "Thôn, khu phố"
    assert heading_of("hamlet_figures", "") == "Số liệu thôn (Biểu 01)"
