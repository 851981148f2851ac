from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.intake.headings import (
    is_heading_word,
    match_path,
    similar_path,
    unit_in,
    unit_of,
    without_parentheses,
)
from ketnghia_analysis.vocabulary.spelling import toneless_key
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns

ACCEPTED = [
    (table, column.name, heading)
    for table in TABLES
    for column in readable_columns(table).values()
    for heading in column.headings
]


@pytest.mark.parametrize("table", TABLES)
def test_every_declared_heading_announces_its_own_column(table: str) -> None:
    declared = [(name, heading) for of, name, heading in ACCEPTED if of == table]
    assert [(match_path(table, (heading,)), heading) for _, heading in declared] == declared


@given(st.sampled_from(ACCEPTED), st.integers(0, 4))
def test_headings_are_known_in_any_spelling(case: tuple[str, str, str], manner: int) -> None:
    table, name, heading = case
    spelled = (
        heading.upper(),
        unicodedata.normalize("NFD", heading),
        f"  {heading.replace(' ', '  ')}\n",
        toneless_key(heading),
        heading.replace(" ", "\u00a0"),
    )[manner]
    assert match_path(table, (spelled,)) == name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("Hộ nghèo", "Số hộ"), "poor_households"),
        (("Hộ nghèo", "Tổng số"), "poor_households"),
        (("Hộ nghèo", "Tỷ lệ (%)"), "poor_share_reported_percent"),
        (("Hộ nghèo", "Trong đó DTTS"), "poor_minority_households"),
        (("Hộ thoát nghèo", "Số hộ"), "households_escaped_poverty"),
        (("Tổng số hộ", "Tổng số"), "households"),
        (("Tổng số hộ", "Trong đó DTTS"), "minority_households"),
        (("Tổng số nhân khẩu", "Trong đó DTTS"), "minority_people"),
        (("Đảng viên", "Tổng số"), "party_members_people"),
        (("Đường thôn, liên thôn (km)", "Đã cứng hóa"), "hamlet_roads_paved_km"),
        (("Thiếu đất", "Đất ở"), "lacking_residential_land_households"),
        (("Dân cư", "Tổng số hộ"), "households"),
        (("Giáo dục", "Số trẻ 5 tuổi"), "kindergarten_age_people"),
        (("Kinh tế", "Hộ nghèo", "Số hộ"), "poor_households"),
        (("Hộ nghèo", "Số khẩu"), None),
        (("Dân tộc thiểu số", "Số hộ"), None),
        (("Dân tộc thiểu số", "Số khẩu"), None),
        (("Hộ cận nghèo", "Tỷ lệ (%)"), "near_poor_share_reported_percent"),
        (("Hộ thoát nghèo", "Tỷ lệ (%)"), None),
        (("Hộ cận nghèo", "Trong đó DTTS"), None),
        (("Đảng viên", "Nữ"), None),
        (("Số hộ dân tộc thiểu số", "Hộ nghèo"), None),
        (("Dân tộc thiểu số", "Hộ nghèo"), "poor_minority_households"),
        (("Dân tộc thiểu số", "Hộ DTTS"), "minority_households"),
        (("Đồng bào DTTS", "Hộ cận nghèo"), None),
        (("Năm trước", "Hộ nghèo"), None),
        (("Kế hoạch", "Hộ nghèo"), None),
        (("Thực hiện", "Hộ nghèo"), "poor_households"),
        (("Hộ nghèo", "Cuối năm"), "poor_households"),
        (("Hộ nghèo", "Đầu năm"), None),
        (("Số hộ dân",), "households"),
        (("Tổng số hộ gia đình",), "households"),
        (("Hộ DTTS nghèo",), "poor_minority_households"),
        (("Nhà dột",), None),
    ],
)
def test_a_general_word_means_what_its_group_means(path: tuple[str, ...], name: str | None) -> None:
    assert match_path("hamlet_figures", path) == name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("SL hộ nghèo",), "poor_households"),
        (("TS hộ",), "households"),
        (("HN",), "poor_households"),
        (("HCN",), "near_poor_households"),
        (("Hộ nghèo", "SL"), "poor_households"),
        (("Tổng số hộ", "Hộ nghèo"), "poor_households"),
        (("g_dan_so/so_ho",), "households"),
        (("g-co_nha_van_hoa",), "community_house"),
        (("Ngày KS",), "surveyed_on"),
        (("Hộ nghèo (%)",), "poor_share_reported_percent"),
        (("Hộ nghèo", "%"), "poor_share_reported_percent"),
        (("Nước sạch (%)",), "clean_water_share_reported_percent"),
        (("Tỷ lệ hộ sử dụng nước sạch (%)",), "clean_water_share_reported_percent"),
        (("Hộ nghèo DTTS (%)",), None),
        (("Số thôn",), None),
        (("Số xã",), None),
        (("Tổng số",), None),
    ],
)
def test_abbreviations_field_names_and_shares_are_known(
    path: tuple[str, ...], name: str | None
) -> None:
    assert match_path("hamlet_figures", path) == name


@pytest.mark.parametrize(
    ("table", "path", "name"),
    [
        ("hamlet_figures", ("Số hô nghoè",), "poor_households"),
        ("hamlet_figures", ("Tổng sốhộ",), "households"),
        ("hamlet_figures", ("Hộ cân nghèoo",), "near_poor_households"),
        ("activities", ("Kinh phí thựchiện",), "cost_dong"),
        # every word is a word of some heading, a number differs, too short, two columns as near
        ("submitted_reports", ("Ngày họp",), None),
        ("hamlet_figures", ("Số trẻ 6 tuổi",), None),
        ("hamlet_figures", ("Số heo",), None),
        ("hamlet_figures", ("Hộ nghèo DTTS (%)",), None),
    ],
)
def test_a_slip_of_the_pen_is_seen_only_where_one_column_can_be_meant(
    table: str, path: tuple[str, ...], name: str | None
) -> None:
    assert match_path(table, path) is None
    assert similar_path(table, path) == name


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        (("hoat_dong/kinh_phi_trieu",), "triệu đồng"),
        (("Kinh phí", "Triệu đồng"), "Triệu đồng"),
        (("Kinh phí (tr.đ)",), "tr.đ"),
        (("Kinh phí nghìn đồng",), "nghìn đồng"),
        (("Lao động",), "đồng"),
        (("Nội dung",), ""),
    ],
)
def test_a_unit_is_read_from_the_end_of_a_heading_too(path: tuple[str, ...], unit: str) -> None:
    assert unit_of(path) == unit


@pytest.mark.parametrize(
    ("heading", "name", "unit"),
    [
        ("Kinh phí (triệu đồng)", "cost_dong", "triệu đồng"),
        ("KINH PHÍ  ( Nghìn đồng )", "cost_dong", "Nghìn đồng"),
        ("Ngày công (công)", "working_days", "công"),
        ("Lượt người", "attendances", ""),
    ],
)
def test_a_unit_in_parentheses_is_no_part_of_the_name(heading: str, name: str, unit: str) -> None:
    assert match_path("activities", (heading,)) == name
    assert unit_in(heading) == unit


def test_the_last_parentheses_hold_the_unit() -> None:
    assert unit_in("Đường (thôn, liên thôn) (km)") == "km"
    assert without_parentheses("Đường (thôn, liên thôn) (km)") == "Đường"


def test_the_same_word_means_different_columns_in_different_tables() -> None:
    assert match_path("activities", ("Nội dung",)) == "content"
    assert match_path("submitted_reports", ("Nội dung",)) is None
    assert match_path("pairings", ("Ngày bắt đầu",)) == "valid_from"
    assert match_path("hamlet_figures", ("Ngày bắt đầu",)) is None


@pytest.mark.parametrize("text", ["STT", "Số TT", "tt", "Tên thôn", "MÃ XÃ", "Kinh phí (tr.đ)"])
def test_words_of_headings_are_known_as_such(text: str) -> None:
    assert is_heading_word(text)


@pytest.mark.parametrize("text", ["Thôn 2", "Mẫu An", "12", "", "Cộng hòa xã hội chủ nghĩa"])
def test_other_words_are_no_headings(text: str) -> None:
    assert not is_heading_word(text)
