"""Papers become files that look like those of an office."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ketnghia_analysis.demo.layout import ErrorCell, Formula, first_head, is_csv, render
from ketnghia_analysis.demo.papers import FICTION, Document, Group, Head, Line, Paper, Sheet

NAME = Head("hamlet_name", "Thôn")
POOR, RATE = Head("poor", "Số hộ", "Hộ nghèo"), Head("rate", "Tỷ lệ (%)", "Hộ nghèo")
DAY = Head("day", "Ngày")


def _lines(*rows: dict[str, object]) -> list[Line]:
    return [Line(dict(row), (number,)) for number, row in enumerate(rows)]


def _book(paper: Paper, **around: object) -> Document:
    return Document("2024/Xã Mẫu/a.xlsx", [Sheet("Biểu", [paper], **around)])


def _page(document: Document, data_only: bool = False) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(render(document)), data_only=data_only).worksheets[0]


def _rows(page: Worksheet) -> list[list[object]]:
    return [list(row) for row in page.iter_rows(values_only=True)]


def test_a_plain_table_has_a_number_column_and_its_headings():
    paper = Paper(
        "t", [NAME, DAY], [Group("", _lines({"hamlet_name": "a", "day": date(2024, 2, 5)}))]
    )
    assert _rows(_page(_book(paper))) == [["STT", "Thôn", "Ngày"], [1, "a", datetime(2024, 2, 5)]]
    assert paper.lines[0].row == 2


def test_group_headings_stand_above_and_single_ones_span_two_rows():
    paper = Paper("t", [NAME, POOR, RATE], [Group("", _lines({"hamlet_name": "a", "poor": 3}))])
    page = _page(_book(paper))
    assert _rows(page) == [
        ["STT", "Thôn", "Hộ nghèo", None],
        [None, None, "Số hộ", "Tỷ lệ (%)"],
        [1, "a", 3, None],
    ]
    assert {str(merged) for merged in page.merged_cells.ranges} == {"A1:A2", "B1:B2", "C1:D1"}


def test_all_that_stands_around_a_table_stands_in_order():
    paper = Paper(
        "t",
        [NAME, POOR],
        [
            Group("Xã Mẫu An", _lines({"hamlet_name": "a", "poor": 3})),
            Group("Xã Mẫu Bình", _lines({"hamlet_name": "b", "poor": 4})),
        ],
        title="BIỂU 01",
        unit_line="Đơn vị tính: hộ",
        units={"poor": "hộ"},
        numbered=True,
        totalled=("poor",),
        notes=("Ghi chú",),
    )
    page = _page(_book(paper, sender="UBND XÃ", signed=("NGƯỜI LẬP", "CHỦ TỊCH")))
    first = [row[0] for row in _rows(page)]
    assert first[:6] == ["UBND XÃ", None, None, "BIỂU 01", FICTION, None]
    # headings on two rows, then column numbers, units, groups
    assert first[6:14] == ["STT", None, "A", None, "I", 1, "II", 1]
    assert _rows(page)[14][:3] == [None, "Tổng cộng", 7]
    assert first[15] == "Ghi chú"
    assert [line.row for line in paper.lines] == [12, 14]
    assert [page.cell(line.row, 2).value for line in paper.lines] == ["a", "b"]
    assert "CHỦ TỊCH" in [cell for row in _rows(page)[16:] for cell in row]


def test_a_total_is_left_out_where_numbers_were_typed_as_text():
    paper = Paper(
        "t", [NAME, POOR], [Group("", _lines({"poor": 3}, {"poor": "1.250"}))], totalled=("poor",)
    )
    assert _rows(_page(_book(paper)))[-1] == [None, "Tổng cộng", None]


def test_equal_neighbours_share_one_cell():
    names = _lines({"hamlet_name": "a"}, {"hamlet_name": "a"}, {"hamlet_name": "b"})
    paper = Paper("t", [NAME, DAY], [Group("", names)], merged=("hamlet_name",))
    page = _page(_book(paper))
    assert [str(merged) for merged in page.merged_cells.ranges] == ["B2:B3"]
    assert [row[1] for row in _rows(page)] == ["Thôn", "a", None, "b"]


@pytest.mark.parametrize(
    ("value", "formula", "shown"),
    [
        (Formula("=C1-C2"), "=C1-C2", None),
        (ErrorCell("#DIV/0!"), "=1/0", "#DIV/0!"),
        ("=chữ", "=chữ", "=chữ"),
        ("007", "007", "007"),
        (None, None, None),
    ],
)
def test_formulas_errors_and_texts_are_saved_as_excel_would(value, formula, shown):
    paper = Paper("t", [NAME, DAY], [Group("", _lines({"hamlet_name": value, "day": "x"}))])
    assert _page(_book(paper)).cell(2, 2).value == formula
    assert _page(_book(paper), data_only=True).cell(2, 2).value == shown


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_text_file_has_semicolons_and_no_number_column(encoding):
    paper = Paper("t", [NAME, POOR], [Group("", _lines({"hamlet_name": "Hà; b", "poor": None}))])
    document = Document("a.csv", [Sheet("", [paper])], encoding=encoding)
    content = render(document)
    assert content.decode(encoding) == 'Thôn;Số hộ\r\n"Hà; b";\r\n'
    assert content.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
    assert paper.lines[0].row == 2


def test_the_first_heading_stands_in_column_b_of_a_workbook_and_a_of_a_text_file():
    workbook, text = Document("a.xlsx", []), Document("a.csv", [])
    assert (is_csv(workbook), is_csv(text)) == (False, True)
    assert (first_head(workbook), first_head(text)) == (1, 0)


def test_the_same_paper_gives_the_same_bytes():
    paper = Paper(
        "t", [NAME, DAY], [Group("", _lines({"hamlet_name": "a", "day": date(2024, 2, 5)}))]
    )
    assert render(_book(paper)) == render(_book(paper))
