"""Papers become files that look like those of an office."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ketnghia_analysis.demo.carriers.render import render
from ketnghia_analysis.demo.cells import ErrorCell, Formula
from ketnghia_analysis.demo.layout import lay_out_list, lay_out_table
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


def test_rows_hidden_and_struck_out_are_told_beside_the_cells():
    first, second, third = _lines({"hamlet_name": "a"}, {"hamlet_name": "b"}, {"hamlet_name": "c"})
    second.hidden, third.struck = True, True
    page = lay_out_table(Paper("t", [NAME, DAY], [Group("", [first, second, third])]))
    assert (page.hidden, page.struck) == ({2}, {3})
    assert (page.rows, page.columns) == (4, 3)
    assert [line.row for line in (first, second, third)] == [2, 3, 4]


def test_a_total_may_differ_from_the_sum_and_knows_its_row():
    lines = _lines({"hamlet_name": "a", "poor": 3}, {"hamlet_name": "b", "poor": 4})
    paper = Paper("t", [NAME, POOR], [Group("", lines)], totalled=("poor",))
    paper.total.cells["poor"] = 30
    assert _rows(_page(_book(paper)))[-1] == [None, "Tổng cộng", 37]
    assert (paper.heading_row, paper.total.row) == (2, 5)


def test_a_list_has_headings_in_its_first_row_and_no_number_column():
    paper = Paper("t", [NAME, POOR], [Group("", _lines({"hamlet_name": "a", "poor": 3}))])
    page = lay_out_list(paper)
    assert [cell.value for cell in page.cells.values()] == ["Thôn", "Số hộ", "a", 3]
    assert (paper.heading_row, paper.lines[0].row) == (1, 2)


def test_the_same_paper_gives_the_same_bytes():
    paper = Paper(
        "t", [NAME, DAY], [Group("", _lines({"hamlet_name": "a", "day": date(2024, 2, 5)}))]
    )
    assert render(_book(paper)) == render(_book(paper))
