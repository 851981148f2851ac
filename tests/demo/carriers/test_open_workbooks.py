"""Workbooks of LibreOffice."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from python_calamine import CalamineWorkbook

from ketnghia_analysis.demo.carriers.render import render
from ketnghia_analysis.demo.papers import FICTION, OPEN_WORKBOOK, Head
from tests.demo.carriers.papers import NAME, POOR, RATE, document, paper

DAY = Head("day", "Ngày")


def test_cells_have_their_addresses_and_types():
    lines = paper(
        [NAME, POOR, RATE, DAY],
        {"hamlet_name": "Thôn Hà", "poor": 3, "rate": 12.5, "day": date(2024, 2, 5)},
        {"hamlet_name": "Thôn Hạ", "poor": None, "rate": "7,5", "day": None},
    )
    content = render(document("a.ods", lines, carrier=OPEN_WORKBOOK))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Biểu 1"]
    rows = book.get_sheet_by_name("Biểu 1").to_python()
    assert rows == [
        ["STT", "Thôn", "Hộ nghèo", "", "Ngày"],
        ["", "", "Số hộ", "Tỷ lệ (%)", ""],
        [1, "Thôn Hà", 3, 12.5, date(2024, 2, 5)],
        [2, "Thôn Hạ", "", "7,5", ""],
    ]


def test_merged_headings_and_hidden_rows_are_marked():
    lines = paper([NAME, POOR, RATE], {"hamlet_name": "a"})
    lines.lines[0].hidden = True
    with zipfile.ZipFile(
        io.BytesIO(render(document("a.ods", lines, carrier=OPEN_WORKBOOK)))
    ) as package:
        xml = package.read("content.xml").decode()
        assert FICTION in package.read("meta.xml").decode()
        # programs know the format by the first bytes
        assert package.infolist()[0].filename == "mimetype"
        assert package.infolist()[0].compress_type == zipfile.ZIP_STORED
    assert xml.count('table:number-columns-spanned="2"') == 1
    assert xml.count("covered-table-cell") == 3
    assert xml.count('table:visibility="collapse"') == 1
