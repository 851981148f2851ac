"""Layouts as they come: each mess as a small sheet, and what must be read from it."""

from __future__ import annotations

from typing import Any

import pytest

from ketnghia_analysis.intake.announced import Hints
from ketnghia_analysis.intake.blocks import read_sheet
from ketnghia_analysis.intake.grids import Grid, Span
from ketnghia_analysis.intake.on_paper import Block, SheetReading

Row = tuple[Any, ...]


def grid(*rows: Row, spans: tuple[Span, ...] = (), sheet: str = "Sheet1") -> Grid:
    """Rows from row 1 on; an empty tuple is a blank row."""
    filled = {
        number: cells
        for number, row in enumerate(rows, start=1)
        if (cells := {index: value for index, value in enumerate(row) if value is not None})
    }
    return Grid(sheet, filled, spans)


def read(*rows: Row, spans: tuple[Span, ...] = (), sheet: str = "Sheet1") -> SheetReading:
    return read_sheet(grid(*rows, spans=spans, sheet=sheet))


def only(reading: SheetReading) -> Block:
    (block,) = reading.blocks
    return block


def communes(block: Block) -> dict[int, str | None]:
    return {row: values.get("commune_name") for row, values in block.rows.items()}


def columns(block: Block) -> dict[str, int]:
    return {column.name: column.index for column in block.heading.columns}


HEADS = ("STT", "Thôn", "Tổng số hộ", "Số khẩu")
A, B, C = (1, "Thôn 2", 100, 400), (2, "Thôn 4", 80, 300), (3, "Thôn 14", 70, 280)


# ------------------------------------------------------------------ communes as sub-headings


@pytest.mark.parametrize(
    ("line", "commune"),
    [
        (("I", "Xã Mẫu An"), "Xã Mẫu An"),
        (("I. Xã Mẫu An",), "Xã Mẫu An"),
        (("Xã Mẫu An:",), "Xã Mẫu An"),
        (("XÃ MẪU AN",), "XÃ MẪU AN"),
        (("* Xã Mẫu An",), "Xã Mẫu An"),
        (("- Thị trấn Mẫu Trung (2 khu phố)",), "Thị trấn Mẫu Trung"),
        (("1/ Xã Mẫu An",), "Xã Mẫu An"),
        (("A", "Xã Mẫu An", 180, 700), "Xã Mẫu An"),
        ((None, "Xã Mẫu An", 180, 700), "Xã Mẫu An"),
        (("Xã Mẫu An", None, 180, 700), "Xã Mẫu An"),
        ((None, "TT. Mẫu Trung", 180, 700), "TT. Mẫu Trung"),
    ],
)
def test_a_line_with_a_commune_is_a_sub_heading_in_any_form(line: Row, commune: str) -> None:
    reading = read(HEADS, line, A, B)
    assert reading.kinds[2] == "subheading"
    assert communes(only(reading)) == {3: commune, 4: commune}


@pytest.mark.parametrize(
    ("line", "known"),
    [(("Mẫu An",), True), (("I", "Mẫu An", 180, 700), True), (("Mẫu An",), False)],
)
def test_a_bare_name_is_a_sub_heading_where_the_registers_know_it(line: Row, known: bool) -> None:
    hints = Hints(communes=frozenset({"mau an"}) if known else frozenset())
    block = only(read_sheet(grid(HEADS, line, A, B), hints))
    assert communes(block).get(3) == ("Mẫu An" if known else None)


@pytest.mark.parametrize("line", [(4, "Xã Mẫu An", 100, 400), (None, "Mẫu Xã", 100, 400)])
def test_a_row_that_only_looks_like_a_commune_stays_a_record(line: Row) -> None:
    assert 3 in only(read(HEADS, A, line, B)).rows


@pytest.mark.parametrize("head", ["Đơn vị", "Xã/Thôn", "Tên đơn vị", "Địa bàn"])
@pytest.mark.parametrize("number", [None, 1, "-"])
def test_one_column_may_hold_communes_and_the_hamlets_below_them(head: str, number: Any) -> None:
    reading = read(
        ("TT", head, "Tổng số hộ", "Hộ nghèo"),
        (1, "Xã Mẫu An", 100, 5),
        (number, "Thôn 2", 60, 2),
        (2 if number else None, "Thôn 4", 40, 3),
        (2, "Xã Mẫu Bình", 70, 4),
        (number, "Thôn 2", 70, 4),
    )
    block = only(reading)
    assert communes(block) == {3: "Xã Mẫu An", 4: "Xã Mẫu An", 6: "Xã Mẫu Bình"}
    assert [(total.row, total.covers) for total in block.totals] == [(2, (3, 4)), (5, (6,))]


def test_headings_without_any_row_below_are_a_table_without_records() -> None:
    assert only(read(HEADS)).rows == {}


def test_a_table_of_communes_alone_keeps_its_rows_as_records() -> None:
    heads = ("TT", "Đơn vị", "Tổng số hộ", "Hộ nghèo")
    rows = ((1, "Xã Mẫu An", 100, 5), (2, "Xã Mẫu Bình", 70, 4))
    assert list(only(read(heads, *rows)).rows) == [2, 3]


@pytest.mark.parametrize(
    ("above", "sheet", "commune"),
    [
        ((("1. Xã Mẫu An",),), "Sheet1", "Xã Mẫu An"),
        ((("BIỂU 01 NĂM 2024",), ("Xã: Mẫu An",)), "Sheet1", "Xã: Mẫu An"),
        ((), "Xã Mẫu An", "Xã Mẫu An"),
        ((), "TT. Mẫu Trung", "TT. Mẫu Trung"),
        ((("Báo cáo của các xã",),), "Biểu 01", None),
        ((("SỐ LIỆU XÃ HỘI",),), "Biểu 01", None),
    ],
)
def test_a_title_or_the_sheets_name_tells_the_commune_of_its_table(
    above: tuple[Row, ...], sheet: str, commune: str | None
) -> None:
    block = only(read(*above, HEADS, A, sheet=sheet))
    assert list(communes(block).values()) == [commune]
    assert set(block.fills.values()) == ({"from_title"} if commune else set())


def test_tables_below_each_other_take_only_their_own_commune_and_the_general_title() -> None:
    reading = read(
        ("Số liệu 2 xã năm 2024",),
        (),
        ("1. Xã Mẫu An",),
        HEADS,
        A,
        (None, "Cộng", 100),
        (),
        ("2. Xã Mẫu Bình",),
        ("Thôn", "Tổng hộ", "Nhân khẩu"),
        ("Thôn 2", 70, 280),
    )
    first, second = reading.blocks
    assert (communes(first), communes(second)) == ({5: "Xã Mẫu An"}, {10: "Xã Mẫu Bình"})
    assert second.titles == ("Số liệu 2 xã năm 2024", "2. Xã Mẫu Bình")


# ------------------------------------------------------------------ headings


def test_four_heading_rows_with_units_and_column_numbers_are_read() -> None:
    reading = read(
        ("STT", "Thôn", "Dân cư", None, None, None),
        (None, None, "Số hộ", None, "Dân tộc thiểu số", None),
        (None, None, "Tổng số hộ", "Hộ nghèo", "Hộ DTTS", "Khẩu DTTS"),
        (None, None, None, "Số hộ", None, None),
        ("A", "B", "(1)", "(2)", "(3)", "(4)"),
        (None, None, "(hộ)", "(hộ)", "(hộ)", "(người)"),
        (1, "Thôn 2", 100, 12, 20, 80),
        spans=(
            *(Span(1, column, 4, column) for column in (0, 1)),
            *(Span(1, 2, 1, 5), Span(2, 2, 2, 3), Span(2, 4, 2, 5), Span(3, 2, 4, 2)),
            *(Span(3, 4, 4, 4), Span(3, 5, 4, 5)),
        ),
    )
    block = only(reading)
    assert columns(block) == {
        "hamlet_name": 1,
        "households": 2,
        "poor_households": 3,
        "minority_households": 4,
        "minority_people": 5,
    }
    assert (block.heading.top, block.heading.bottom, list(block.rows)) == (1, 4, [7])
    assert (reading.kinds[5], reading.kinds[6]) == ("column_numbers", "unit")
    assert {column.unit for column in block.heading.columns} == {"", "hộ", "người"}


def test_a_group_heading_that_is_not_merged_reaches_to_the_next_one() -> None:
    reading = read(
        ("STT", "Thôn", "Hộ nghèo", None, "Hộ cận nghèo"),
        (None, None, "Số hộ", "Tỷ lệ (%)", None),
        (1, "Thôn 2", 12, 12.5, 5),
    )
    assert columns(only(reading)) == {
        "hamlet_name": 1,
        "poor_households": 2,
        "poor_share_reported_percent": 3,
        "near_poor_households": 4,
    }


def test_a_group_above_the_first_known_heading_belongs_to_the_headings() -> None:
    reading = read(
        ("Địa bàn", None, "Dân tộc thiểu số", None, "Hộ nghèo", "Dân cư"),
        ("STT", "Thôn", "Số hộ", "Số khẩu", "Số hộ", "Tổng số khẩu"),
        (1, "Thôn 2", 20, 80, 12, 400),
        spans=(Span(1, 0, 1, 1), Span(1, 2, 1, 3)),
    )
    block = only(reading)
    assert columns(block) == {"hamlet_name": 1, "poor_households": 4, "people": 5}
    assert [text for _, text in block.heading.unknown] == [
        "Dân tộc thiểu số / Số hộ",
        "Dân tộc thiểu số / Số khẩu",
    ]


def test_a_heading_with_a_slip_of_the_pen_is_taken_and_marked() -> None:
    heads = ("Xã", "Thôn", "Tổng sốhộ", "Hộ nghèoo", "Số heo")
    block = only(read(heads, ("Mẫu An", "Thôn 2", 9, 3, 4)))
    how = {column.name: column.how for column in block.heading.columns}
    assert how == {
        "commune_name": "same",
        "hamlet_name": "same",
        "households": "similar",
        "poor_households": "similar",
    }
    assert block.heading.unknown == ((4, "Số heo"),)


def test_headings_repeated_on_each_page_do_not_end_the_table_or_its_commune() -> None:
    reading = read(
        HEADS, ("I", "Xã Mẫu An"), A, ("Trang 2",), HEADS, ("A", "B", 1, 2), B, (None, "Cộng", 180)
    )
    block = only(reading)
    assert communes(block) == {3: "Xã Mẫu An", 7: "Xã Mẫu An"}
    assert (reading.kinds[5], reading.kinds[6]) == ("heading", "column_numbers")
    assert block.totals[0].covers == (3, 7)


# ------------------------------------------------------------------ places on the sheet


def test_blank_rows_and_columns_and_a_late_start_change_nothing() -> None:
    reading = read(
        (),
        (None, None, "STT", None, "Thôn", "Tổng số hộ", None, "Số khẩu"),
        (),
        (None, None, 1, None, "Thôn 2", 100, None, 400),
        (),
        (None, None, 2, None, "Thôn 4", 80, None, 300),
    )
    block = only(reading)
    assert columns(block) == {"hamlet_name": 4, "households": 5, "people": 7}
    assert list(block.rows) == [4, 6]


@pytest.mark.parametrize("gap", [(), (None,)])
def test_two_tables_side_by_side_share_rows_and_keep_their_cells(gap: Row) -> None:
    reading = read(
        (*HEADS, *gap, *HEADS),
        (*A, *gap, *C),
        (*B, *gap, None, "Cộng", 70, 280),
        (None, "Tổng cộng", 180, 700),
    )
    left, right = reading.blocks
    assert {row: values["hamlet_name"] for row, values in left.rows.items()} == {
        2: "Thôn 2",
        3: "Thôn 4",
    }
    assert {row: values["hamlet_name"] for row, values in right.rows.items()} == {2: "Thôn 14"}
    assert (left.totals[0].row, right.totals[0].row) == (4, 3)
    assert reading.kinds == {1: "heading", 4: "total"}


def test_a_table_nobody_knows_above_a_known_one_is_not_taken_for_its_title() -> None:
    reading = read(("Vật nuôi", "Bò", "Trâu"), ("A", 1, 2), (), HEADS, A)
    assert list(only(reading).rows) == [5]
    assert reading.unread == [2]


def test_a_list_of_two_columns_above_another_table_keeps_its_last_rows() -> None:
    reading = read(
        ("Mã cơ quan", "Tên cơ quan"),
        ("CQ1", "Phòng Tư pháp"),
        ("CQ2", "Phòng Nội vụ"),
        (),
        ("Danh sách thôn",),
        HEADS,
        A,
    )
    first, second = reading.blocks
    assert list(first.rows) == [2, 3]
    assert second.titles == ("Danh sách thôn",)


@pytest.mark.parametrize(
    "heads",
    [
        ("ma_xa", "loai", "ten_xa"),
        ("ma_thon", "ma_xa", "ten_thon"),
        ("ma_co_quan", "ten_co_quan"),
    ],
)
def test_bare_lists_of_codes_and_names_are_registers(heads: Row) -> None:
    tables = {"loai": "communes", "ma_xa": "hamlets", "ten_co_quan": "agencies"}
    block = only(read(heads, ("X01", "Xã", "Mẫu An")[: len(heads)]))
    assert block.heading.table == tables[heads[1]]
    assert block.heading.unknown == ()


def test_a_table_of_points_is_known_by_its_coordinates() -> None:
    block = only(
        read(
            ("STT", "Xã", "Thôn", "Vĩ độ / X (m)", "Kinh độ / Y (m)", "Hệ tọa độ"),
            (1, "Mẫu An", "Thôn 2", 1220149.61, 479835.02, "VN-2000"),
        )
    )
    assert block.heading.table == "hamlets"
    assert list(columns(block)) == [
        "commune_name",
        "name",
        "latitude",
        "longitude",
        "coordinate_system",
    ]


def test_the_file_or_an_analyst_decides_what_headings_leave_open() -> None:
    rows = grid(("STT", "Xã", "Thôn", "Nội dung"), (1, "Mẫu An", "Thôn 2", "x"))
    for hints in (Hints(("So theo doi kho khan, buc xuc",)), Hints(table="difficulties")):
        assert read_sheet(rows, hints).blocks[0].heading.table == "difficulties"


# ------------------------------------------------------------------ years beside each other


WIDE = [
    ((HEADS[0], "Thôn", "Hộ nghèo", None), (None, None, 2023, 2024), (Span(1, 2, 1, 3),)),
    ((HEADS[0], "Thôn", "Năm 2023", "Năm 2024"), (None, None, "Hộ nghèo", "Số hộ nghèo"), ()),
    ((HEADS[0], "Thôn", "Hộ nghèo 2023", "Số hộ nghèo năm 2024"), None, ()),
]


@pytest.mark.parametrize(("top", "bottom", "spans"), WIDE)
def test_columns_of_several_years_give_a_table_for_each_year(
    top: Row, bottom: Row | None, spans: tuple[Span, ...]
) -> None:
    heads = [top] + ([bottom] if bottom else [])
    reading = read(
        *heads, (1, "Thôn 2", 12, 9), (2, "Thôn 4", 5, None), (None, "Cộng", 17, 9), spans=spans
    )
    found = {
        block.year: [
            (row, values["hamlet_name"], values["poor_households"])
            for row, values in block.rows.items()
        ]
        for block in reading.blocks
    }
    first = len(heads) + 1
    assert found == {
        2023: [(first, "Thôn 2", 12), (first + 1, "Thôn 4", 5)],
        2024: [(first, "Thôn 2", 9), (first + 1, "Thôn 4", None)],
    }
    assert [block.totals[0].values for block in reading.blocks] == [
        {"poor_households": 17},
        {"poor_households": 9},
    ]


@pytest.mark.parametrize(
    ("title", "measure"),
    [
        ("SỐ HỘ NGHÈO QUA CÁC NĂM", "poor_households"),
        ("Hộ cận nghèo các năm", "near_poor_households"),
        ("HỘ NGHÈO, HỘ CẬN NGHÈO QUA CÁC NĂM", None),
        ("SỐ LIỆU QUA CÁC NĂM", None),
    ],
)
def test_bare_years_hold_what_the_title_speaks_of(title: str, measure: str | None) -> None:
    reading = read((title,), ("STT", "Xã", "Thôn", 2023, "2024"), (1, "Mẫu An", "Thôn 2", 12, 9))
    found = [(block.year, block.rows[3].get(measure or "")) for block in reading.blocks]
    assert found == ([(2023, 12), (2024, 9)] if measure else [])


@pytest.mark.parametrize("name", ["Họ và tên chủ hộ", "CCCD", "Tên chủ hộ"])
def test_a_list_of_residents_is_never_read_as_figures_of_hamlets(name: str) -> None:
    reading = read(("STT", name, "Thôn", "Số khẩu", "Ghi chú"), (1, "x", "Thôn 2", 4, "y"))
    assert (reading.blocks, reading.unread) == ([], [1, 2])


def test_a_unit_that_did_something_is_an_agency_where_the_commune_has_its_own_column() -> None:
    heads = ("Đơn vị", "Thôn", "Xã", "Hoạt động", "Ngày", "Kinh phí (triệu đồng)")
    block = only(read(heads, ("Phòng Tư pháp", "Thôn 2", "Mẫu An", "Tặng quà", "1/2/2024", 5)))
    assert block.heading.table == "activities"
    assert block.rows[2]["agency_name"] == "Phòng Tư pháp"
    assert block.rows[2]["commune_name"] == "Mẫu An"


def test_a_list_of_agencies_and_hamlets_is_a_list_of_pairings() -> None:
    block = only(read(("TT", "Cơ quan", "Thôn", "Xã"), (1, "Phòng Tư pháp", "Thôn 2", "Mẫu An")))
    assert block.heading.table == "pairings"


def test_a_number_without_a_year_beside_years_is_reported_and_belongs_to_none() -> None:
    heads = ("Thôn", "Tổng số hộ", "Hộ nghèo 2023", "Hộ nghèo 2024")
    for block in read(heads, ("Thôn 2", 100, 12, 9)).blocks:
        assert list(columns(block)) == ["hamlet_name", "poor_households"]
        assert block.heading.unknown == ((1, "Tổng số hộ"),)
