from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import FICTION_NOTE, YearFacts
from ketnghia_analysis.evaluation.privacy import HIDDEN_TEXT
from ketnghia_analysis.evaluation.tracing import TraceBook, trace_book
from ketnghia_analysis.measures.criteria import CRITERIA
from ketnghia_analysis.outputs.workbook import annex
from ketnghia_analysis.vocabulary.codes import LEVELS
from ketnghia_analysis.vocabulary.wording import number_vi
from tests.office import converted

SHEETS = (
    "Giới thiệu",
    "Cặp kết nghĩa",
    "Cơ quan",
    "Thôn",
    "Chuyển biến",
    "Nội dung đăng ký",
    "Khó khăn",
    "Nhu cầu",
    "Tỷ lệ thôn ít hộ",
    "Phát hiện",
    "Chi tiết phát hiện",
    "Nơi gửi",
    "Số liệu bị giữ",
    "Tiêu chí",
    "Quy tắc",
    "Nguồn số liệu",
    "Ô số liệu gốc",
)
HEADING_ROW = 4


@pytest.fixture(scope="module")
def origins(cleaned: Cleaned, analysed: YearFacts) -> TraceBook:
    return trace_book(cleaned, analysed)


@pytest.fixture(scope="module")
def book(annex_content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(annex_content))


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


def test_only_totals_are_formulas_and_they_give_what_they_say(
    book: Workbook, annex_content: bytes
) -> None:
    values = openpyxl.load_workbook(io.BytesIO(annex_content), data_only=True)
    seen = 0
    for page in book:
        formulas = [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]
        assert {cell.row for cell in formulas} <= {HEADING_ROW - 1}
        for cell in formulas:
            found = re.fullmatch(r"=SUBTOTAL\((109|101),([A-Z]+)5:([A-Z]+)(\d+)\)", cell.value)
            assert found
            assert found[2] == found[3] == cell.column_letter
            column = [one.value for one in page[cell.column_letter][HEADING_ROW : int(found[4])]]
            numbers = [one for one in column if isinstance(one, int | float)]
            wanted = sum(numbers) if found[1] == "109" else fmean(numbers)
            assert values[page.title][cell.coordinate].value == pytest.approx(wanted)
            seen += 1
    assert seen > 40


def test_amounts_of_different_units_are_not_added_up(book: Workbook) -> None:
    page = book["Nội dung đăng ký"]
    totals = {page.cell(HEADING_ROW, cell.column).value for cell in page[3] if cell.value}
    assert totals == {"Mã", "Số ngày quá hạn"}


def test_every_sheet_has_a_named_range_over_its_rows(book: Workbook) -> None:
    assert len(book.defined_names) == len(book.sheetnames)
    assert book.defined_names["bang_cap_ket_nghia"].attr_text.startswith("'Cặp kết nghĩa'!$A$4:")


def test_points_and_percentages_have_bars(book: Workbook) -> None:
    for sheet in ("Cặp kết nghĩa", "Thôn"):
        rules = [one.type for area in book[sheet].conditional_formatting for one in area.rules]
        assert "dataBar" in rules
    assert not book["Chuyển biến"].conditional_formatting


def test_calamine_and_libreoffice_read_what_openpyxl_reads(
    book: Workbook, annex_content: bytes, tmp_path: Path
) -> None:
    saved = converted(annex_content, "xlsx", "ods", tmp_path)
    for read in (annex_content, saved):
        other = CalamineWorkbook.from_filelike(io.BytesIO(read))
        assert tuple(other.sheet_names) == SHEETS
        for sheet in ("Cặp kết nghĩa", "Thôn", "Khó khăn"):
            theirs = other.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            ours = list(book[sheet].iter_rows(min_row=HEADING_ROW, values_only=True))
            for told, row in zip(theirs[HEADING_ROW - 1 :], ours, strict=False):
                for one, cell in zip(told, row, strict=False):
                    assert one == pytest.approx(cell) if cell is not None else one == ""
    # LibreOffice reckons the totals itself
    totals = CalamineWorkbook.from_filelike(io.BytesIO(saved)).get_sheet_by_name("Khó khăn")
    first = openpyxl.load_workbook(io.BytesIO(annex_content), data_only=True)["Khó khăn"]
    reckoned = totals.to_python(skip_empty_area=False)[2][1:]
    assert reckoned == [cell.value for cell in first[3]][1 : len(reckoned) + 1]


def test_the_rules_in_force_are_told(book: Workbook, facts: YearFacts) -> None:
    told = {str(row["Nội dung"]): str(row["Quy định"]) for row in _rows(book, "Quy tắc")}
    assert facts.rules.version in told["Bản quy tắc"]
    for one in facts.rules.levels:
        assert number_vi(one.from_points) in told[f"Mức “{LEVELS.labels[one.level]}”"]


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


@pytest.mark.parametrize("sheet", ["Nguồn số liệu", "Ô số liệu gốc", "Tỷ lệ thôn ít hộ"])
def test_sheets_for_the_screen_print_their_head_only_and_say_so(book: Workbook, sheet: str) -> None:
    page = book[sheet]
    printed = int(re.findall(r"\d+", str(page.print_area))[-1])
    assert printed < 50 < page.max_row
    assert "màn hình" in page["A1"].value


def test_sheets_for_paper_print_all_their_rows(book: Workbook) -> None:
    for sheet in ("Cặp kết nghĩa", "Thôn", "Số liệu bị giữ"):
        page = book[sheet]
        printed = int(re.findall(r"\d+", str(page.print_area))[-1])
        assert printed >= page.max_row
        assert "màn hình" not in page["A1"].value


def test_pages_side_by_side_repeat_the_columns_of_names(book: Workbook) -> None:
    wide = [page for page in book if (page.page_setup.fitToWidth or 1) > 1]
    assert "Cặp kết nghĩa" in {page.title for page in wide}
    assert {page.print_title_cols for page in wide} == {"$A:$B"}


def test_every_unmet_need_stands_there(book: Workbook, analysed: YearFacts) -> None:
    assert analysed.analysis is not None
    needs = analysed.analysis.needs
    unmet = needs[needs["paired"] & (needs["state"] == "unmet")]
    assert len(_rows(book, "Nhu cầu")) == len(unmet)


def test_without_analyses_there_is_no_sheet_of_needs(facts: YearFacts, origins: TraceBook) -> None:
    bare = annex(facts, origins)
    assert "Nhu cầu" not in openpyxl.load_workbook(io.BytesIO(bare), read_only=True).sheetnames
