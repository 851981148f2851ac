from __future__ import annotations

from typing import Any

import pytest

from ketnghia_analysis.cleaning.personal import (
    WHY,
    is_name,
    is_personal_heading,
    mentions_persons,
    personal_columns,
)
from ketnghia_analysis.vocabulary.tables import TABLES


@pytest.mark.parametrize(
    "heading",
    [
        *("Họ và tên", "Họ tên", "HỌ TÊN CHỦ HỘ", "Chủ hộ", "Họ và tên chủ hộ", "Tên chủ hộ"),
        *("CCCD", "Số CCCD/CMND", "CMND", "Căn cước công dân", "Mã định danh cá nhân"),
        *("Số điện thoại", "Điện thoại", "SĐT", "ĐT liên hệ", "Điện thoại trưởng thôn", "Zalo"),
        *("Ngày sinh", "Ngày, tháng, năm sinh", "Năm sinh", "Email", "Số thẻ BHYT"),
        *("ho_ten", "g_ho/so_dien_thoai", "phonenumber", "Giới tính chủ hộ", "Số nhà, đường"),
        *("Trưởng thôn", "Bí thư chi bộ", "Người liên hệ"),
    ],
)
def test_a_heading_may_announce_residents(heading: str) -> None:
    assert is_personal_heading(heading)


@pytest.mark.parametrize(
    "heading",
    [
        *("Thôn", "Tổng số hộ", "Số khẩu", "Tên thôn", "Tên cơ quan", "Ghi chú", "Nội dung"),
        *("Số chủ hộ là nữ", "Số hộ có điện thoại", "Tỷ lệ hộ có điện thoại", "Số người có CCCD"),
        *("Hộ sử dụng điện thoại thông minh", "Số thuê bao di động", "Ngày khảo sát", "Diện tích"),
        *("Số nhà tình thương", "Số nhà đại đoàn kết xây trong năm", "Số nhà ở tạm, dột nát"),
        *("Trưởng thôn là người dân tộc thiểu số", "Bí thư chi bộ là nữ"),
        *("_id", "_submission__id", "Dân tộc", "Hộ nghèo", "Số trẻ mới sinh trong năm"),
    ],
)
def test_counts_and_places_are_not_personal(heading: str) -> None:
    assert not is_personal_heading(heading)


@pytest.mark.parametrize(
    "heading",
    [
        *("Họ và tên", "Họ tên", "Tên chủ hộ", "Nghề nghiệp chủ hộ", "CCCD", "CMND", "CMTND"),
        *("Số căn cước", "Số định danh", "Điện thoại bàn", "SĐT", "Số ĐT", "Ngày sinh", "Năm sinh"),
        *("Số nhà", "Số tài khoản", "Số chủ hộ là nữ", "Số người có CCCD", "Hộ có điện thoại"),
    ],
)
def test_what_is_copied_for_others_hides_even_what_only_counts_persons(heading: str) -> None:
    assert mentions_persons(heading)


def test_no_heading_of_the_vocabulary_is_taken_for_personal_unless_declared_so() -> None:
    taken = {
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.columns
        for heading in column.headings
        if is_personal_heading(heading) and not column.personal
    }
    assert taken == set()


@pytest.mark.parametrize(
    "name",
    [
        *("Nguyễn Văn Mẫu", "Trần Thị Mẫu", "NGUYỄN THỊ MẪU", "Lê Mẫu Hòa An", "Mang Thị Mẫu"),
        *("K' Mẫu", "K'Mẫu Brơi", "Ka Mẫu", "Dương Mẫu An", "Tô Thị Mẫu", "Đoàn Văn Mẫu"),
    ],
)
def test_a_name_has_its_family_first(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "text",
    [
        *("Phan Hưng", "Hàm Lộc", "Thôn Bình Đức", "Xã Phan Hòa", "Phòng Kinh tế", "Tân Hà"),
        *("Đường Mẫu Giáo", "Đoàn Thanh Niên", "Hội Nông dân", "Lê", "", "Tặng quà Tết", "Thôn 4"),
    ],
)
def test_a_place_or_an_office_is_no_name(text: str) -> None:
    assert not is_name(text)


NAMES = ["Nguyễn Văn Mẫu", "Trần Thị Mẫu", "Lê Thị Mẫu", "K' Mẫu", None]
IDENTITIES = ["079000000001", "079000000002", "079 000 000 003", None]
OLD_IDENTITIES = [260000001, 260000002, 260000003]
TELEPHONES = ["0900 000 001", "0900.000.002", "+84 900 000 003", "900000004"]


@pytest.mark.parametrize(
    ("heading", "cells", "why"),
    [
        ("Đối tượng", NAMES, "names"),
        ("Mã số", IDENTITIES, "identity_numbers"),
        ("Mã số", OLD_IDENTITIES, "identity_numbers"),
        ("Liên hệ", TELEPHONES, "telephones"),
        ("Ghi chú", ["a@mau.test", "b@mau.test", "c@mau.test"], "mail_addresses"),
        ("Họ và tên", [], "heading"),
        ("Chủ hộ", ["Mẫu"], "heading"),
    ],
)
def test_values_tell_what_the_heading_hides(heading: str, cells: list[Any], why: str) -> None:
    assert personal_columns({3: heading}, {3: cells}) == {3: why}
    assert why in WHY


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Kinh phí (đồng)", [150_000_000, 215_500_000, 123_456_789]),
        ("Số", ["150.000.000", "215.500.000", "123.456.789"]),
        ("_id", ["312345678", "312345679", "312345680"]),
        ("Thôn", ["Thôn Bình Đức", "Thôn Tân Hà", "Thôn Suối Sâu"]),
        ("Xã", ["Phan Hưng", "Phan Hòa", "Phan Lâm"]),
        ("Văn bản", ["215/BC-UBND", "1573/UBND-KT", "12/KH-UBND"]),
        ("X (m)", [1220149.61, 1218121.54, 1219000.2]),
        ("Ngày", ["05/02/2025", "06.02.2025", "07-02-2025"]),
        ("Vĩ độ", ["11.30961", "11,30961", "11.3"]),
        ("Phụ trách", ["Nguyễn Văn Mẫu", "Phòng Kinh tế", "Hội Nông dân", "Xã đội"]),
        ("Mã xã", ["00001", "99001", "99002"]),
    ],
)
def test_figures_places_and_documents_are_left_alone(heading: str, cells: list[Any]) -> None:
    assert personal_columns({0: heading}, {0: cells}) == {}


def test_columns_of_the_vocabulary_have_their_own_rules() -> None:
    headings = {0: "Thủ trưởng", 1: "Họ và tên"}
    cells = {0: NAMES, 1: NAMES}
    assert personal_columns(headings, cells, known={0}) == {1: "heading"}


def test_a_column_without_a_heading_is_judged_by_its_values() -> None:
    assert personal_columns({}, {5: TELEPHONES}) == {5: "telephones"}
