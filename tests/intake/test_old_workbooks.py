from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from ketnghia_analysis.intake.grids import BadCell, Grid, Span
from ketnghia_analysis.intake.old_workbooks import read_old_workbook
from ketnghia_analysis.intake.open_documents import read_open_workbook

FIXTURES = Path(__file__).with_name("fixtures")


@pytest.fixture(params=["sheet.xls", "sheet.ods"])
def grids(request: pytest.FixtureRequest) -> list[Grid]:
    read = read_old_workbook if request.param.endswith("xls") else read_open_workbook
    return read((FIXTURES / request.param).read_bytes())


def test_an_old_workbook_keeps_what_the_sheet_shows(grids: list[Grid]) -> None:
    assert grids[0].rows == {
        1: {0: "Sè liÖu th«n"},
        2: {0: "Xã", 1: "Thôn", 2: "Số hộ", 3: "Tỷ lệ", 4: "Ngày", 5: "Tổng"},
        3: {0: "Mẫu An", 1: "Thôn 2", 2: 100, 3: "45,5%", 4: datetime(2024, 1, 31), 5: 200},
        4: {1: "Thôn 4", 2: 12.5, 5: BadCell("error_cell", "#DIV/0!"), 6: True},
        6: {2: "cuối"},
    }


def test_an_old_workbook_keeps_how_the_sheet_shows_it(grids: list[Grid]) -> None:
    assert grids[0].spans == (Span(3, 0, 4, 0),)
    assert grids[0].hidden_rows == {4}
    assert grids[0].fonts == {(1, 0): ".VnTime"}
    assert [(grid.sheet, grid.hidden) for grid in grids] == [("Biểu 01", False), ("Ẩn", True)]
