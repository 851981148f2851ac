from __future__ import annotations

import io
import time
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.formula import ArrayFormula

from ketnghia_analysis.intake.grids import BadCell, Grid, Span, within_cells
from ketnghia_analysis.intake.workbooks import read_workbook

from .papers import write_book


def formatted(folder: Path, value: Any, number_format: str) -> Any:
    """A value as it is read back from a cell with a number format."""
    path = folder / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write(0, 0, value, book.add_format({"num_format": number_format}))
    return read_workbook(path)[0].rows[1][0]


@pytest.mark.parametrize(
    ("value", "number_format", "read"),
    [
        (0.455, "0.0%", "45,5%"),
        (0.45, "0%", "45%"),
        (0.123, "0%", "12,3%"),
        (1, "0%", "100%"),
        (0, "0.00%", "0%"),
        (-0.05, "0%", "-5%"),
        (0.123456789, "0%", "12,3456789%"),
        (0.00001, "0.000%", "0,001%"),
        (45.5, '0.0"%"', "45,5%"),
        (45.5, "0.0\\%", "45,5%"),
        (0.455, "0.000", 0.455),
        (1234.5, "#,##0.0", 1234.5),
    ],
)
def test_a_percentage_is_read_as_the_sheet_shows_it(
    value: float, number_format: str, read: Any, tmp_path: Path
) -> None:
    assert formatted(tmp_path, value, number_format) == read


def test_a_typed_date_stays_a_date(tmp_path: Path) -> None:
    assert formatted(tmp_path, 45292, "dd/mm/yyyy") == datetime(2024, 1, 1)


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?"])
def test_an_error_is_a_bad_cell_and_no_text(error: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_formula(0, 0, "=1/0", None, error)
    assert read_workbook(path)[0].rows[1][0] == BadCell("error_cell", error)


def test_a_formula_gives_its_result_and_one_without_a_result_is_a_bad_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_formula("A1", "=1+1", None, 2)
        page.write_formula("B1", "=1+1", None, "")
        page.write_string("C1", "=1+1")
    assert read_workbook(path)[0].rows[1] == {
        0: 2,
        1: BadCell("formula_without_value", "=1+1"),
        2: "=1+1",
    }


def test_blank_cells_are_no_cells_and_blank_rows_keep_their_number(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"A": [["  ", "x"], [None], ["", "\n"], [0, False]]})
    assert read_workbook(path)[0].rows == {1: {1: "x"}, 4: {0: 0, 1: False}}


def test_merged_ranges_are_kept_with_their_places(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"A": [["x", None], [None, None]]}, ["A1:B2"])
    (grid,) = read_workbook(path)
    assert grid == Grid("A", {1: {0: "x"}}, (Span(1, 0, 2, 1),))


def test_sheets_come_in_their_order_and_hidden_ones_are_marked(tmp_path: Path) -> None:
    sheets = {"Nội dung": [["a"]], "ẩn": [["b"]], "01": [["c"]]}
    grids = read_workbook(write_book(tmp_path / "a.xlsx", sheets, hidden=["ẩn"]))
    assert [(grid.sheet, grid.hidden) for grid in grids] == [
        ("Nội dung", False),
        ("ẩn", True),
        ("01", False),
    ]


def test_a_very_hidden_sheet_is_hidden_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("mật").sheet_state = "veryHidden"
    book.save(tmp_path / "a.xlsx")
    assert [grid.hidden for grid in read_workbook(tmp_path / "a.xlsx")] == [False, True]


def test_a_lone_cell_at_the_end_of_the_sheet_does_not_hang(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write("A1", "đầu")
        page.write("XFD1048576", "cuối")
        page.write_formula("B2", "=1+1", None, "")
    started = time.process_time()
    (grid,) = read_workbook(path)
    assert time.process_time() - started < 5
    assert grid.rows[1048576] == {16383: "cuối"}
    assert sorted(grid.rows) == [1, 2, 1048576]


def test_old_fonts_and_hidden_rows_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    for row, font in enumerate([".VnTime", "VNI-Times", "Times New Roman"], start=1):
        page.cell(row, 2, "MÉu").font = Font(name=font)
    page.cell(4, 1, 5).font = Font(name=".VnTime")
    page.row_dimensions[2].hidden = True
    page.row_dimensions[9].hidden = True
    book.save(tmp_path / "a.xlsx")
    (grid,) = read_workbook(tmp_path / "a.xlsx")
    assert grid.fonts == {(1, 1): ".VnTime", (2, 1): "VNI-Times"}
    assert within_cells(grid).hidden_rows == {2}


@pytest.mark.parametrize(
    ("runs", "font"),
    [
        ([("Thôn ", None), ("MÉu", ".VnTime")], ""),
        ([("2. ", None), ("MÉu", ".VnTime")], ".VnTime"),
        ([("MÉu", ".VnTime"), (" 2", "Times New Roman")], ".VnTime"),
        ([("Mẫu", None), (" 2", ".VnTime")], ""),
    ],
)
def test_the_font_of_a_text_in_several_fonts_is_that_of_its_letters(
    runs: list[tuple[str, str | None]], font: str, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = CellRichText(
        *(TextBlock(InlineFont(rFont=name), text) if name else text for text, name in runs)
    )
    book.save(tmp_path / "a.xlsx")
    (grid,) = read_workbook(tmp_path / "a.xlsx")
    # where letters stand in old and in new fonts, each run is decoded by its own
    if sum(not text.isascii() for text, _ in runs) == 1:
        assert grid.rows == {1: {0: "".join(text for text, _ in runs)}}
    assert grid.fonts == ({(1, 0): font} if font else {})


def test_links_and_comments_leave_the_text_as_it_is(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Thôn 2"
    book.active["A1"].hyperlink = "https://example.org/"
    book.active["A1"].comment = Comment("không đọc", "ai đó")
    book.save(tmp_path / "a.xlsx")
    assert read_workbook(tmp_path / "a.xlsx")[0].rows == {1: {0: "Thôn 2"}}


def test_a_formula_with_an_empty_text_for_result_is_blank(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, ["x", '=IF(1,"",2)'])
    made = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            cell = (b'<c r="B1"><f>', b'<c r="B1" t="str"><f>')
            new.writestr(
                name, old.read(name).replace(b"</f><v>0</v>", b"</f><v></v>").replace(*cell)
            )
    path.write_bytes(made.getvalue())
    assert read_workbook(path)[0].rows == {1: {0: "x"}}


def test_a_formula_for_a_range_without_results_is_a_bad_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = ArrayFormula("A1", "=SUM(B1:B2*C1:C2)")
    book.save(tmp_path / "a.xlsx")
    assert read_workbook(tmp_path / "a.xlsx")[0].rows == {
        1: {0: BadCell("formula_without_value", "=SUM(B1:B2*C1:C2)")}
    }
