"""The fast reader reads what the full one reads, piece by piece, or leaves the file to it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import xlsxwriter

from ketnghia_analysis.intake import packages, plain_workbooks
from ketnghia_analysis.intake.cell_blocks import grids_of
from ketnghia_analysis.intake.packages import contents_of, unpack
from ketnghia_analysis.intake.plain_workbooks import read_plain_workbook
from ketnghia_analysis.intake.workbooks import read_full_workbook, read_workbook

SHEET = "xl/worksheets/sheet1.xml"


def _book(fill: Callable[[Any, Any], None] = lambda page, book: None) -> bytes:
    """Two sheets with gaps, and cells of all kinds in the first."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page, dated = book.add_worksheet("Thôn & bản"), book.add_format({"num_format": "dd/mm/yy"})
        page.write_row(2, 1, ["Xã", "Hộ", "Tỷ lệ", "Ngày", "Có"])
        for row in range(3, 300):
            page.write_row(row, 1, [f"Xã Mẫu {row % 7}", row, row / 4])
            page.write_datetime(row, 4, datetime(2019, 1, 1 + row % 28), dated)
            if row % 3:
                page.write_boolean(row, 5, row % 2 == 0)
                page.write(row, 6, row if row % 2 else "không rõ")
        page.set_row(310, 30)
        page.merge_range("A1:C1", "Biểu")
        fill(page, book)
        book.add_worksheet("Trống")
        last = book.add_worksheet("Ẩn")
        last.write_column("B5", [1, 2.5, 10**16, -3])
        last.hide()
    return content.getvalue()


def _changed(content: bytes, old: str, new: str) -> bytes:
    """The workbook with something else in its first sheet; `old` is a regular expression."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            part = before.read(name).decode()
            changed = re.sub(old, new, part) if name == SHEET else part
            assert name != SHEET or changed != part
            after.writestr(name, changed)
    return made.getvalue()


@pytest.fixture(params=[700, 5000, 10**6])
def pieces(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Bytes of a piece, down to a few rows."""
    monkeypatch.setattr(plain_workbooks, "_PIECE_BYTES", request.param)
    monkeypatch.setattr(plain_workbooks, "_SHARED_WEIGHT", 0)
    return int(request.param)


def test_pieces_give_the_cells_that_the_full_reader_gives(pieces: int) -> None:
    content = _book()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = unpack(package)
    sheets = read_plain_workbook(parts)
    assert sheets is not None
    assert (len(sheets[0].blocks) > 2) == (pieces < 10**6)
    full = read_full_workbook(io.BytesIO(content), contents_of(parts))
    for fast, slow in zip(grids_of(sheets), full, strict=True):
        assert fast == slow
        assert [(row, list(cells)) for row, cells in fast.rows.items()] == [
            (row, list(cells)) for row, cells in slow.rows.items()
        ]
        assert [[type(v) for v in row.values()] for row in fast.rows.values()] == [
            [type(v) for v in row.values()] for row in slow.rows.values()
        ]


LEFT = {
    "an error in a late row": _book(
        lambda page, book: page.write_formula(290, 8, "=1/0", None, "#DIV/0!")
    ),
    "a formula without a result": _book(
        lambda page, book: page.write_formula(290, 8, "=1", "", "")
    ),
    "a hidden row": _book(lambda page, book: page.set_row(250, None, None, {"hidden": True})),
    "a cell far away": _book(lambda page, book: page.write(280, 9000, "xa")),
    "a text within its cell": _changed(
        _book(lambda page, book: page.write(280, 8, 77.25)),
        "<v>77.25</v>",
        "<is><t>x</t></is>",
    ),
    "rows out of order": _changed(_book(), r'="([A-Z]*)280"', r'="\g<1>20"'),
}


@pytest.mark.parametrize("content", LEFT.values(), ids=LEFT)
def test_what_the_fast_reader_would_lose_is_left_to_the_full_one(
    content: bytes, pieces: int
) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = unpack(package)
    assert read_plain_workbook(parts) is None
    full = read_full_workbook(io.BytesIO(content), contents_of(parts))
    assert read_workbook(io.BytesIO(content)) == full


def test_rows_without_a_number_are_counted_by_the_full_reader(pieces: int) -> None:
    content = _changed(_book(), r'<row r="\d*[13579]" ', "<row ")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        full = read_full_workbook(io.BytesIO(content), contents_of(unpack(package)))
    assert read_workbook(io.BytesIO(content)) == full


@pytest.mark.parametrize("often", [0, 3, 500])
@pytest.mark.parametrize(
    ("mark", "letter"), [(b"<is>", b"i"), (b"<f", b"f"), (b't="d"', b"d"), (b"hidden=", b"h")]
)
def test_a_mark_is_found_however_often_its_letter_stands(
    mark: bytes, letter: bytes, often: int
) -> None:
    around = b"<x " + letter * often + b">"
    for rows in (mark, around + mark, mark + around, around + mark + around):
        assert packages._holds(rows, mark, letter)
    for rows in (b"", letter, around, mark[:-1] + around, around + mark[1:]):
        assert not packages._holds(rows, mark, letter)
