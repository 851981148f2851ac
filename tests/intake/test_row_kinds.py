from __future__ import annotations

from typing import Any

import pytest

from ketnghia_analysis.intake.headings import FoundColumn
from ketnghia_analysis.intake.row_kinds import (
    is_column_numbers,
    is_prose,
    is_unit_row,
    kind_of_row,
)

COLUMNS = (
    FoundColumn("hamlet_name", 1, "Thôn, khu phố"),
    FoundColumn("households", 2, "Tổng số hộ"),
    FoundColumn("people", 3, "Tổng số nhân khẩu"),
    FoundColumn("poor_households", 4, "Hộ nghèo / Số hộ"),
)
NUMERIC = frozenset({2, 3, 4})


def kind(*cells: Any, signed: bool = False) -> str:
    """Kind of a row below number column, hamlet, households, people, poor households."""
    filled = {index: value for index, value in enumerate(cells) if value is not None}
    return kind_of_row(filled, COLUMNS, NUMERIC, signed)


@pytest.mark.parametrize(
    "cells",
    [
        (1, "Thôn 2", 100, 400, 12),
        ("1", "Thôn 2", "100", "400", "12"),
        (None, "Thôn 2", 100, 400, 12),
        (1, "Thôn Tổng", 100, 400, 12),
        (None, "Thôn Tổng", 100, 400, 12),
        (None, "Thôn Cộng Hòa", 100, 400, 12),
        (None, "Thôn Ghi Chú", 100, 400, 12),
        (None, "Tổng Mẫu", 100, 400, 12),
        (None, "Cộng Hòa", 100, 400, 12),
        (None, "Bình An", 100, 400, 12),
        (None, "Toàn Thắng", 100, 400, 12),
        (1, "Thôn 2"),
        ("01.", "Thôn 2", None, "chưa có"),
        (None, "Trưởng phòng", 100, 400, 12),
        (1, "Xã Mẫu An", 100, 400, 12),
    ],
)
def test_a_hamlet_is_a_record_whatever_its_name(cells: tuple[Any, ...]) -> None:
    assert kind(*cells) == "data"


@pytest.mark.parametrize(
    "cells",
    [
        (None, "Tổng cộng", 100, 400, 12),
        ("Cộng", None, 100, 400, 12),
        (None, "CỘNG:", 100, 400),
        ("A", "Tổng số", 100, 400, 12),
        (None, "Toàn huyện", 100, 400, 12),
        ("TỔNG", None, None, 400),
        ("Toàn xã", None, "100", "400", "12"),
        (12, "Cộng", 100, 400, 12),
        (None, "Cộng xã", 100, 400, 12),
        (None, "Cộng xã Mẫu An", 100, 400, 12),
        (None, "Cộng thôn", 100, 400, 12),
        (None, "Tổng cộng 12 thôn", 100, 400, 12),
        (None, "Tổng số (I+II)", 100, 400, 12),
        (None, "TỔNG CỘNG:", 100, 400, 12),
        (None, "Toàn huyện (I+II+III)", 100, 400, 12),
        (None, "* Tổng toàn xã", 100, 400, 12),
        (None, "Bình quân chung", 100, 400, 12),
    ],
)
def test_a_total_row_is_never_a_record(cells: tuple[Any, ...]) -> None:
    assert kind(*cells) == "total"


@pytest.mark.parametrize(
    "cells",
    [
        ("I", "Xã Mẫu An"),
        ("IV.", "Thị trấn Mẫu Trung"),
        ("(II)", "Xã Mẫu Bình", 500, 2000, 60),
        ("a", "Phường Mẫu Hòa", 500, 2000, 60),
        (None, "Xã Mẫu An"),
        ("Xã Mẫu An",),
        ("I", "Các thôn xen ghép"),
    ],
)
def test_a_sub_heading_is_no_record(cells: tuple[Any, ...]) -> None:
    assert kind(*cells) == "subheading"


@pytest.mark.parametrize(
    "cells",
    [
        ("Ghi chú: dấu x là có",),
        ("Nguồn: Chi cục Thống kê",),
        ("* Không tính hộ tạm trú",),
        ("(*) Số liệu ước tính",),
        ("Chú thích", "số liệu đến 31/12"),
        ("Trang 2",),
        ("Lưu ý: số liệu sơ bộ",),
        ("Đề nghị các xã rà soát lại số liệu trước khi gửi",),
    ],
)
def test_a_footnote_is_no_record(cells: tuple[Any, ...]) -> None:
    assert kind(*cells) == "footnote"


@pytest.mark.parametrize(
    "cells",
    [
        (None, "NGƯỜI LẬP BIỂU", None, None, "TRƯỞNG PHÒNG"),
        ("Mẫu Giang, ngày 10 tháng 12 năm 2024",),
        (None, None, "Mẫu Giang, ngày    tháng    năm 2024"),
        ("TM. UBND XÃ",),
        ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        (None, "(Ký, ghi rõ họ tên)"),
        ("Nơi nhận:",),
        ("Thủ trưởng đơn vị",),
        ("XÁC NHẬN CỦA UBND XÃ",),
    ],
)
def test_a_signature_is_no_record(cells: tuple[Any, ...]) -> None:
    assert kind(*cells) == "signature"


@pytest.mark.parametrize(
    "cells", [(None, "Trần Văn Mẫu"), ("- Như trên;",), ("- Lưu: VT", None, "Lê Thị Mẫu")]
)
def test_what_is_signed_below_a_signature_is_no_record(cells: tuple[Any, ...]) -> None:
    assert kind(*cells, signed=True) == "signature"
    assert kind(*cells, signed=False) == "data"


def test_repeated_headings_of_a_printed_page_are_no_record() -> None:
    assert kind("STT", "Thôn, khu phố", "Tổng số hộ", "Tổng số nhân khẩu", "Số hộ") == "heading"
    assert kind(None, "THÔN, KHU PHỐ", "Tổng số hộ") == "heading"


@pytest.mark.parametrize(
    "cells",
    [
        ("A", "B", 1, 2, 3),
        ("(1)", "(2)", "(3)", "4=3/1"),
        (1, 2, 3, 4, 5),
        ("a", "b", "1", "2", "3=2/1"),
        (None, "B", 1, 2, "3 = 1 + 2"),
        ("A", "B", "C", 1),
    ],
)
def test_a_row_that_numbers_the_columns_is_known(cells: tuple[Any, ...]) -> None:
    assert is_column_numbers({i: cell for i, cell in enumerate(cells) if cell is not None})


@pytest.mark.parametrize(
    "cells", [(1, "Thôn 2", 3, 4), (1, 2), (1, 3, 5), ("A", "B", "C"), (100, 101, 102), (4, 3, 2)]
)
def test_a_record_does_not_number_the_columns(cells: tuple[Any, ...]) -> None:
    assert not is_column_numbers(dict(enumerate(cells)))


@pytest.mark.parametrize(
    ("cells", "units"),
    [
        (("hộ", "người", "%"), True),
        (("(km)", "Triệu đồng"), True),
        (("có/không",), True),
        (("hộ", "Thôn 2"), False),
        ((12, "hộ"), False),
    ],
)
def test_a_row_of_units_holds_nothing_but_units(cells: tuple[Any, ...], units: bool) -> None:
    assert is_unit_row(dict(enumerate(cells))) is units


@pytest.mark.parametrize(
    ("cells", "prose"),
    [
        (("BIỂU 01",), True),
        (("UBND XÃ MẪU AN", "Độc lập - Tự do - Hạnh phúc"), True),
        (("Thôn 2", 100), False),
        (("a", "b", "c"), False),
    ],
)
def test_prose_is_a_line_of_few_words(cells: tuple[Any, ...], prose: bool) -> None:
    assert is_prose(dict(enumerate(cells))) is prose


def test_a_title_that_goes_on_overleaf_is_no_record() -> None:
    assert kind("BIỂU 01 (tiếp theo)") == "title"
    assert kind(None, "Phụ lục II - tiếp") == "title"
    assert kind(None, "Thôn Tiếp", 100) == "data"
