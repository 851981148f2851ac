"""Forms with one figure a line become the record of their hamlet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ketnghia_analysis.intake.blocks import read_sheet
from ketnghia_analysis.intake.line_forms import hamlet_in
from tests.intake.papers import Rows, sheet_read

FORM: Rows = [
    ["PHIẾU THÔNG TIN THÔN SUỐI MẪU, XÃ MẪU BÌNH"],
    ["Năm 2024"],
    ["STT", "Chỉ tiêu", "ĐVT", "Giá trị", "Ghi chú"],
    ["I", "Dân số"],
    [1, "Tổng số hộ", "hộ", 120],
    [2, "1.2. Tổng số nhân khẩu", "người", "1.412"],
    [3, "Tỷ lệ hộ nghèo", "%", "10,5", "giảm"],
    [4, "Hộ cận nghèo", "hộ"],
    [5, "Số giếng khoan", "cái", 4],
    [],
    ["Người lập biểu"],
]


def test_each_line_tells_one_figure_of_the_hamlet_of_the_title(tmp_path: Path) -> None:
    reading = read_sheet(sheet_read(tmp_path, FORM))
    assert not reading.unread
    assert {row: reading.kinds[row] for row in (1, 2, 3, 4, 11)} == {
        1: "title",
        2: "title",
        3: "heading",
        4: "subheading",
        11: "signature",
    }
    (block,) = reading.blocks
    assert block.by_line
    told: dict[int, dict[str, Any]] = {
        row: {name: value for name, value in cells.items() if value is not None}
        for row, cells in block.rows.items()
    }
    whose = {"hamlet_name": "THÔN SUỐI MẪU", "commune_name": "XÃ MẪU BÌNH"}
    assert told == {
        5: whose | {"households": 120},
        6: whose | {"people": "1.412"},
        7: whose | {"poor_share_reported_percent": "10,5"},
        8: whose,
        9: whose,
    }
    assert block.fills[5, "hamlet_name"] == "from_title"
    assert [text for _, text in block.heading.unknown] == ["Số giếng khoan"]


def test_lines_may_say_whose_figures_they_are(tmp_path: Path) -> None:
    rows = [
        ["Chỉ tiêu", "Giá trị"],
        *[["Tên xã", "Mẫu An"], ["Tên thôn", "Thôn 2"], ["Năm số liệu", 2023]],
        *[["Số hộ", 120], ["Số khẩu", 480]],
    ]
    (block,) = read_sheet(sheet_read(tmp_path, rows)).blocks
    assert block.rows[5]["households"] == 120
    assert {cells["hamlet_name"] for cells in block.rows.values()} == {"Thôn 2"}
    assert {cells["year"] for cells in block.rows.values()} == {2023}
    assert (3, "hamlet_name") not in block.fills


@pytest.mark.parametrize(
    ("headings", "years", "hamlets"),
    [
        (["Năm 2023", "Năm 2024"], [2023, 2024], ["Thôn Tổng", "Thôn Tổng"]),
        (["Thôn 2", "Thôn 4"], [None, None], ["Thôn 2", "Thôn 4"]),
    ],
)
def test_several_columns_of_values_are_several_records(
    tmp_path: Path, headings: list[str], years: list[int | None], hamlets: list[str]
) -> None:
    rows = [
        ["Số liệu Thôn Tổng (xã Mẫu Bình)"],
        ["Chỉ tiêu", "Đơn vị tính", *headings, "Cộng"],
        ["Tổng số hộ", "hộ", 100, 101, 201],
        ["Hộ nghèo", "hộ", 10, 9, 19],
    ]
    blocks = read_sheet(sheet_read(tmp_path, rows)).blocks
    assert [block.year for block in blocks] == years
    assert [block.rows[3]["hamlet_name"] for block in blocks] == hamlets
    assert [block.rows[3]["households"] for block in blocks] == [100, 101]
    assert all("Cộng" in dict(block.heading.unknown).values() for block in blocks)


def test_forms_below_each_other_keep_their_own_titles(tmp_path: Path) -> None:
    rows: list[list[Any]] = []
    for hamlet in ("Thôn 2", "Thôn 4"):
        rows += [
            [f"Biểu thông tin kinh tế, đời sống của {hamlet} - xã Mẫu An năm 2024"],
            ["Chỉ tiêu", "Giá trị"],
            *[["Tổng số hộ", 100], ["Hộ nghèo", 9]],
            [],
        ]
    reading = read_sheet(sheet_read(tmp_path, rows))
    assert [block.rows[min(block.rows)]["hamlet_name"] for block in reading.blocks] == [
        "Thôn 2",
        "Thôn 4",
    ]
    assert reading.kinds[6] == "title"


@pytest.mark.parametrize(
    "rows",
    [
        [["TT", "Chỉ tiêu", "Kết quả"], [1, "Làm đường", 2], [2, "Khám bệnh", 3]],
        [["TT", "Thôn", "Tổng số hộ", "Hộ nghèo"], [1, "Thôn 2", 100, 10]],
        [["Chỉ tiêu", "Đơn vị tính", "Giá trị"], ["Tổng số hộ", "hộ", 100]],
    ],
)
def test_other_sheets_are_no_such_forms(tmp_path: Path, rows: Rows) -> None:
    assert not any(block.by_line for block in read_sheet(sheet_read(tmp_path, rows)).blocks)


@pytest.mark.parametrize(
    ("titles", "sheet", "hamlet"),
    [
        (["Thôn: Thôn 4", "Năm 2024"], "Sheet1", "Thôn 4"),
        (["PHIẾU THU THẬP THÔNG TIN THÔN 1 NĂM 2024"], "Sheet1", "THÔN 1"),
        (["Thông tin các thôn xen ghép", "Thôn xen ghép"], "Thôn 14", "Thôn 14"),
        (["Phiếu thông tin"], "Suối Mẫu", "Suối Mẫu"),
        (["Phiếu thông tin"], "Phiếu 1", None),
    ],
)
def test_a_title_or_the_sheet_names_the_hamlet(
    titles: list[str], sheet: str, hamlet: str | None
) -> None:
    assert hamlet_in(titles, sheet) == hamlet
