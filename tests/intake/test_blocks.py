from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketnghia_analysis.intake.blocks import Block, SheetReading, read_sheet
from ketnghia_analysis.intake.grids import Grid, Span

from .papers import Rows, sheet_read

HEADS = ["STT", "Thôn", "Tổng số hộ", "Số khẩu"]


def read(folder: Path, rows: Rows, *merged: str, name: str = "01A") -> SheetReading:
    return read_sheet(sheet_read(folder, rows, merged, name))


def only(reading: SheetReading) -> Block:
    (block,) = reading.blocks
    return block


def columns(block: Block) -> dict[str, int]:
    return {column.name: column.index for column in block.heading.columns}


# ------------------------------------------------------------------ headings on a sheet


def test_two_heading_rows_with_merged_groups_are_read_together(tmp_path: Path) -> None:
    rows: Rows = [
        ["BIỂU 01A NĂM 2024"],
        ["STT", "Thôn", "Tổng số hộ", None, "Hộ nghèo", None, "Dân tộc thiểu số", None],
        [None, None, "Tổng số", "Trong đó DTTS", "Số hộ", "Số khẩu", "Số hộ", "Số khẩu"],
        [1, "Thôn 2", 100, 20, 12, 50, 20, 80],
    ]
    block = only(read(tmp_path, rows, "A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:H2"))
    assert columns(block) == {
        "hamlet_name": 1,
        "households": 2,
        "minority_households": 3,
        "poor_households": 4,
    }
    assert [heading for _, heading in block.heading.unknown] == [
        "Hộ nghèo / Số khẩu",
        "Dân tộc thiểu số / Số hộ",
        "Dân tộc thiểu số / Số khẩu",
    ]
    assert (block.heading.top, block.heading.bottom) == (2, 3)
    assert list(block.rows) == [4]


def test_three_heading_rows_are_read_together(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Thôn", "Xã hội", None, None],
        [None, None, "Giáo dục", None, "Hộ cận nghèo"],
        [None, None, "Số trẻ 5 tuổi", "Số trẻ 6 tuổi", None],
        [1, "Thôn 2", 12, 15, 5],
    ]
    block = only(read(tmp_path, rows, "A1:A3", "B1:B3", "C1:E1", "C2:D2", "E2:E3"))
    assert block.heading.unknown == ((3, "Xã hội / Giáo dục / Số trẻ 6 tuổi"),)
    assert columns(block) == {
        "hamlet_name": 1,
        "kindergarten_age_people": 2,
        "near_poor_households": 4,
    }
    assert list(block.rows) == [4]


def test_units_are_taken_from_headings_from_a_row_or_from_the_line_above(tmp_path: Path) -> None:
    rows: Rows = [
        ["Đơn vị tính: nghìn đồng"],
        ["Ngày", "Thôn", "Loại hoạt động", "Kinh phí (triệu đồng)", "Số suất quà", "Lượt người"],
        [None, None, None, None, "suất", "lượt người"],
        ["01/02/2024", "Thôn 2", "thăm thôn", 1, 2, 3],
    ]
    block = only(read(tmp_path, rows))
    units = {column.name: column.unit for column in block.heading.columns}
    assert block.unit_line == "nghìn đồng"
    assert units["cost_dong"] == "triệu đồng"
    assert units["gifts"] == "suất"
    assert units["date"] == ""
    assert list(block.rows) == [4]


def test_an_unknown_heading_is_reported_with_its_place(tmp_path: Path) -> None:
    block = only(read(tmp_path, [[*HEADS, "Số bò"], [1, "Thôn 2", 100, 400, 7]]))
    assert block.heading.unknown == ((4, "Số bò"),)
    assert "Số bò" not in block.rows[2]


def test_a_heading_that_stands_twice_counts_once_and_is_reported(tmp_path: Path) -> None:
    block = only(read(tmp_path, [[*HEADS, "Số hộ"], [1, "Thôn 2", 100, 400, 7]]))
    assert columns(block)["households"] == 2
    assert block.heading.unknown == ((4, "Số hộ"),)


@pytest.mark.parametrize(
    ("title", "table"),
    [
        ("SỔ THEO DÕI KHÓ KHĂN, BỨC XÚC", "difficulties"),
        ("CÁC HOẠT ĐỘNG KẾT NGHĨA", "activities"),
    ],
)
def test_the_title_decides_where_headings_fit_two_tables(
    title: str, table: str, tmp_path: Path
) -> None:
    rows: Rows = [[title], ["STT", "Xã", "Thôn", "Nội dung"], [1, "Mẫu An", "Thôn 2", "x"]]
    assert only(read(tmp_path, rows)).heading.table == table


# ------------------------------------------------------------------ rows of a sheet


def test_every_row_of_a_long_sheet_is_what_it_is(tmp_path: Path) -> None:
    rows: Rows = [
        ["UBND HUYỆN MẪU GIANG", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        [],
        ["BIỂU 01A NĂM 2024"],
        HEADS,
        ["A", "B", 1, 2],
        [None, None, "hộ", "người"],
        ["I", "Xã Mẫu An", 180, 700],
        [1, "Thôn 2", 100, 400],
        HEADS[:3],
        [2, "Thôn Tổng", 80, 300],
        ["II", "Xã Mẫu Bình"],
        [1, "Thôn 2", 70, 280],
        [],
        [None, "Tổng cộng", 250, 980],
        ["Ghi chú: số liệu tại 31/12"],
        [None, None, "Mẫu Giang, ngày 10 tháng 12 năm 2024"],
        [None, "NGƯỜI LẬP BIỂU", None, "TRƯỞNG PHÒNG"],
        [None, "Trần Văn Mẫu", None, "Lê Thị Mẫu"],
    ]
    reading = read(tmp_path, rows)
    kinds = dict(reading.kinds)
    records = {row for block in reading.blocks for row in block.rows}
    assert records == {8, 10, 12}
    assert kinds == {
        1: "title",
        3: "title",
        4: "heading",
        5: "column_numbers",
        6: "unit",
        7: "subheading",
        9: "heading",
        11: "subheading",
        14: "total",
        15: "footnote",
        16: "signature",
        17: "signature",
        18: "signature",
    }


def test_the_commune_of_a_sub_heading_is_filled_down_until_the_next(tmp_path: Path) -> None:
    rows: Rows = [
        HEADS,
        ["I", "Xã Mẫu An"],
        [1, "Thôn 2", 100, 400],
        [2, "Thôn 4", 100, 400],
        [None, "Thị trấn Mẫu Trung"],
        [1, "Khu phố 1", 100, 400],
    ]
    block = only(read(tmp_path, rows))
    communes = {row: values["commune_name"] for row, values in block.rows.items()}
    assert communes == {3: "Xã Mẫu An", 4: "Xã Mẫu An", 6: "Thị trấn Mẫu Trung"}
    assert set(block.fills.values()) == {"filled_down"}
    assert len(block.fills) == 3


def test_a_commune_in_the_row_itself_is_never_overwritten(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Xã", "Thôn", "Tổng số hộ"],
        ["I", "Xã Mẫu An"],
        [1, "Mẫu Bình", "Thôn 2", 100],
        [2, None, "Thôn 4", 100],
    ]
    block = only(read(tmp_path, rows))
    assert [values["commune_name"] for values in block.rows.values()] == ["Mẫu Bình", "Xã Mẫu An"]
    assert block.fills == {(4, "commune_name"): "filled_down"}


def test_a_group_that_is_no_commune_is_not_filled_down(tmp_path: Path) -> None:
    rows: Rows = [HEADS, ["I", "Các thôn xen ghép"], [1, "Thôn 2", 100, 400]]
    assert "commune_name" not in only(read(tmp_path, rows)).rows[3]


def test_a_merged_cell_gives_its_value_to_all_its_rows(tmp_path: Path) -> None:
    rows: Rows = [
        ["STT", "Xã", "Thôn", "Tổng số hộ"],
        [1, "Mẫu An", "Thôn 2", 100],
        [2, None, "Thôn 4", 90],
        [3, "Mẫu Bình", "Thôn 2", 80],
    ]
    block = only(read(tmp_path, rows, "B2:B3"))
    communes = [values["commune_name"] for values in block.rows.values()]
    assert communes == ["Mẫu An", "Mẫu An", "Mẫu Bình"]
    assert block.fills == {(3, "commune_name"): "merged_cell"}


# ------------------------------------------------------------------ sheets with more or less


def test_several_tables_on_a_sheet_each_keep_their_rows_and_titles(tmp_path: Path) -> None:
    rows: Rows = [
        ["I. QUÁN TRIỆT NĂM 2023"],
        ["STT", "Ngày quán triệt", "Văn bản quán triệt", "Số người dự"],
        [1, "05/02/2023", "Công văn mẫu", 10],
        [],
        ["II. PHÂN CÔNG TRÁCH NHIỆM NĂM 2024"],
        ["STT", "Mã cán bộ", "Chức vụ", "Nhiệm vụ được giao"],
        [1, "CB01", "Chuyên viên", "Theo dõi thôn"],
        [2, "CB02", "Chuyên viên", "Theo dõi thôn"],
    ]
    first, second = read(tmp_path, rows).blocks
    assert (first.heading.table, list(first.rows)) == ("briefings", [3])
    assert (second.heading.table, list(second.rows)) == ("officer_duties", [7, 8])
    assert first.titles[-1] == "I. QUÁN TRIỆT NĂM 2023"
    assert second.titles[-1] == "II. PHÂN CÔNG TRÁCH NHIỆM NĂM 2024"


def test_a_sheet_of_prose_holds_titles_only(tmp_path: Path) -> None:
    reading = read(tmp_path, [["Kính gửi: Phòng Dân tộc"], [], ["Xin gửi báo cáo", "kèm theo"]])
    assert reading.kinds == {1: "title", 3: "title"}
    assert not reading.blocks
    assert not reading.unread


def test_a_table_that_nobody_knows_is_unread_and_not_lost(tmp_path: Path) -> None:
    reading = read(tmp_path, [["Danh sách"], ["Tên", "Bò", "Trâu"], ["A", 1, 2]])
    assert reading.unread == [1, 2, 3]
    assert not reading.blocks
    assert not reading.kinds


def test_an_empty_sheet_gives_nothing() -> None:
    reading = read_sheet(Grid("trống", {}))
    assert (reading.blocks, reading.kinds, reading.unread) == ([], {}, [])


WORDS = st.sampled_from(
    (
        *("STT", "Thôn", "Xã", "Tổng số hộ", "Số khẩu", "Hộ nghèo", "Số hộ", "Mã cán bộ", "Ngày"),
        *("Chức vụ", "Nhiệm vụ", "Thôn 2", "Xã Mẫu An", "Tổng cộng", "Ghi chú: a", "I", "A", "x"),
        *("NGƯỜI LẬP BIỂU", "hộ", "Mẫu An", "BIỂU 01 NĂM 2024", "Năm 2023", "Hộ nghèo 2024"),
        *("_uuid", "_index", "PARENT_KEY", "* Xã Mẫu An", "Trang 2", "Hộ DTTS"),
    )
)
CELLS = st.one_of(WORDS, st.integers(-3, 500), st.floats(0, 9, width=16), st.booleans())
SHEETS = st.dictionaries(
    st.integers(1, 14), st.dictionaries(st.integers(0, 6), CELLS, min_size=1, max_size=6)
)
SPANS = st.builds(
    lambda top, left, down, right: Span(top, left, top + down, left + right),
    *(st.integers(1, 12), st.integers(0, 5), st.integers(0, 3), st.integers(0, 3)),
)


def has_years(reading: SheetReading) -> bool:
    return any(block.year is not None for block in reading.blocks)


@settings(max_examples=150, deadline=None)
@given(SHEETS, st.lists(SPANS, max_size=2))
def test_every_row_of_any_sheet_is_either_a_record_or_of_one_kind_or_unread(
    rows: dict[int, dict[int, object]], spans: list[Span]
) -> None:
    reading = read_sheet(Grid("01A", rows, tuple(spans)))
    # tables side by side, and the years of one table, share rows; nothing else does
    records = {row for one in reading.blocks for row in one.rows}
    told = [*reading.kinds, *reading.unread, *records]
    assert sorted(told) == sorted(rows)
    places = [
        (row, column.index)
        for one in reading.blocks
        for row in one.rows
        for column in one.heading.columns
    ]
    assert has_years(reading) or len(places) == len(set(places))
