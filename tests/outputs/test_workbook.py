from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import FICTION_NOTE, YearFacts
from ketnghia_analysis.evaluation.privacy import HIDDEN_TEXT
from ketnghia_analysis.evaluation.tracing import TraceBook, trace_book
from ketnghia_analysis.measures.criteria import CRITERIA
from ketnghia_analysis.outputs.workbook import annex

SHEETS = (
    "Giới thiệu",
    "Cặp kết nghĩa",
    "Cơ quan",
    "Thôn",
    "Chuyển biến",
    "Nội dung đăng ký",
    "Khó khăn",
    "Phát hiện",
    "Chi tiết phát hiện",
    "Nơi gửi",
    "Số liệu bị giữ",
    "Tiêu chí",
    "Nguồn số liệu",
    "Ô số liệu gốc",
)
HEADING_ROW = 4


@pytest.fixture(scope="module")
def origins(cleaned: Cleaned, facts: YearFacts) -> TraceBook:
    return trace_book(cleaned, facts)


@pytest.fixture(scope="module")
def book(facts: YearFacts, origins: TraceBook) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(annex(facts, origins)))


def _rows(book: Workbook, sheet: str) -> list[dict[str, object]]:
    page = book[sheet]
    headings = [cell.value for cell in page[HEADING_ROW]]
    rows = []
    for cells in page.iter_rows(min_row=HEADING_ROW + 1, values_only=True):
        if all(value is None for value in cells):
            break
        rows.append(dict(zip(headings, cells, strict=True)))
    return rows


def test_there_is_a_sheet_for_each_table(book: Workbook) -> None:
    assert tuple(book.sheetnames) == SHEETS


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_is_ready_to_be_used(book: Workbook, sheet: str) -> None:
    page = book[sheet]
    assert page["A1"].value
    assert page["A2"].value == FICTION_NOTE
    assert page.freeze_panes is not None
    assert page.auto_filter.ref
    assert page.page_setup.orientation == "landscape"
    assert FICTION_NOTE in page.oddFooter.left.text
    assert page.print_title_rows == f"${HEADING_ROW}:${HEADING_ROW}"


def test_no_cell_is_a_formula(book: Workbook) -> None:
    for page in book:
        assert not [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]


def test_text_that_looks_like_a_formula_stays_text(facts: YearFacts, origins: TraceBook) -> None:
    pairings = facts.pairings.copy()
    pairings.loc[pairings.index[0], "hamlet"] = "=1+1"
    book = openpyxl.load_workbook(io.BytesIO(annex(replace(facts, pairings=pairings), origins)))
    cells = [cell for row in book["Cặp kết nghĩa"].iter_rows() for cell in row]
    found = [cell for cell in cells if cell.value == "=1+1"]
    assert [cell.data_type for cell in found] == ["s"]


def test_pairings_carry_typed_points_for_every_criterion(book: Workbook, facts: YearFacts) -> None:
    rows = _rows(book, "Cặp kết nghĩa")
    assert len(rows) == len(facts.pairings)
    best = facts.pairings.sort_values(["points_low", "points_high"], ascending=False).iloc[0]
    assert rows[0]["Thôn"] == best["hamlet"]
    assert rows[0]["Điểm thấp nhất"] == pytest.approx(best["points_low"])
    for code in CRITERIA:
        assert {f"{code} thấp nhất", f"{code} cao nhất"} <= rows[0].keys()


def test_the_criteria_of_a_pairing_add_up_to_its_points(book: Workbook) -> None:
    for row in _rows(book, "Cặp kết nghĩa"):
        low = [row[f"{code} thấp nhất"] for code in CRITERIA]
        if None not in low:
            assert sum(low) == pytest.approx(row["Điểm thấp nhất"])  # type: ignore[arg-type]


def test_hamlets_carry_numbers_and_hidden_ones_a_mark(book: Workbook, facts: YearFacts) -> None:
    rows = _rows(book, "Thôn")
    assert len(rows) == len(facts.hamlets.described)
    values = [value for row in rows for name, value in row.items() if name and "(%)" in str(name)]
    assert any(isinstance(value, float | int) for value in values)
    assert HIDDEN_TEXT in values
    assert all(isinstance(value, float | int) or value in (None, HIDDEN_TEXT) for value in values)


def test_held_rows_name_sender_cell_fault_and_remedy(book: Workbook, facts: YearFacts) -> None:
    rows = _rows(book, "Số liệu bị giữ")
    assert len(rows) == len(facts.quality.quarantine)
    assert all(row["Nơi gửi"] and row["Lỗi"] and row["Cách xử lý"] for row in rows)
    assert [row["Nơi gửi"] for row in rows] == sorted(str(row["Nơi gửi"]) for row in rows)


def test_dates_are_dates(book: Workbook) -> None:
    cells = [row["Thời hạn"] for row in _rows(book, "Nội dung đăng ký")]
    assert all(cell is None or hasattr(cell, "year") for cell in cells)
    assert any(cell is not None for cell in cells)
