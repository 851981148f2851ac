from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.cleaning.text import (
    PERSONAL_MARK,
    is_dash,
    read_text,
    says_missing,
    without_personal_numbers,
)


@pytest.mark.parametrize(
    "value",
    [
        *(None, float("nan"), "", "  ", "-", "–", "—", "--", "...", "…", "..", "/", "."),
        *("N/A", "null", "Không có số liệu", "chưa có số liệu", "KHÔNG RÕ", "khong co du lieu"),
        *(
            "KCSL",
            "k/c số liệu",
            "Không có báo cáo",
            "chưa có thông tin",
            "#",
            "?",
            "\u00a0-\u200b",
        ),
    ],
)
def test_a_cell_may_say_that_there_is_no_data(value: object) -> None:
    assert says_missing(value)


@pytest.mark.parametrize(
    "value", ["Không", "không có", "0", 0, False, "x", "- Như trên", "chưa tổng hợp"]
)
def test_no_and_nought_are_answers(value: object) -> None:
    assert not says_missing(value)


def test_a_dash_is_nothing_but_a_dash() -> None:
    assert all(is_dash(mark) for mark in ("-", " – ", "—", "--"))
    assert not any(is_dash(mark) for mark in ("", "-1", "- x", 0, None))


@pytest.mark.parametrize(
    "number",
    [
        *("0900 000 000", "0912345678", "0912.345.678", "091-234-5678", "+84 912 345 678"),
        *("84912345678", "0252 3821234", "079085001234", "260123456", "09.12.34.56.78"),
        *("0084912345678", "+84 (0) 912 345 678", "0252-3821234", "0252.3.821.234"),
        *("079 085 001 234", "079.085.001.234", "079-085-001-234", "01234567890"),
    ],
)
@pytest.mark.parametrize("text", ["{}", "Liên hệ {}.", "ông Mẫu ({}), thôn 2", "ĐT:{};"])
def test_personal_numbers_are_struck_out(number: str, text: str) -> None:
    assert without_personal_numbers(text.format(number)) == text.format(PERSONAL_MARK)


@pytest.mark.parametrize(
    "text",
    [
        "Công văn số 1573/UBND-KT ngày 10/7/2020",
        "Tặng 120 suất quà, trị giá 1.250.000 đồng",
        "Giai đoạn 2020-2025",
        "ngày 05/02/2025",
        "Thôn 2, xã Mẫu An",
        "12 buổi, 450 lượt người",
        "trị giá 123.456.789 đồng",
        "trị giá 123456789 đồng",
        "quỹ 84 250 000 000 đồng",
        "tổng vốn 150000000",
        "Báo cáo số 215/BC-UBND",
        "Quyết định 260123456/QĐ-UBND",
        "từ 07.02.2025-09.02.2025",
        "09-12-2024, 10-12-2024",
        "mã X10-T01, xã 00001",
        "tọa độ 1220149.61 479835.02",
        "11.318140 108.339850",
        "2024-06-10T08:00:00.000+07:00",
        "0.912345678",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert without_personal_numbers(text) == text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("CMND: 260.123.456", f"CMND: {PERSONAL_MARK}"),
        ("hộ ông Lê Văn Ẩn nghèo", f"hộ ông {PERSONAL_MARK} nghèo"),
        ("Bà Bá Thị Mẫu và anh K' Brếu Mới", f"Bà {PERSONAL_MARK} và anh {PERSONAL_MARK}"),
        ("Thôn Ông Bá Tân", "Thôn Ông Bá Tân"),
        ("Cấp bò cho Trần Thị Mẫu Hai", f"Cấp bò cho {PERSONAL_MARK}"),
        ("Nhà: Lê Văn Mẫu, Mang Thị Mẫu", f"Nhà: {PERSONAL_MARK}, {PERSONAL_MARK}"),
        ("Tặng quà Trường THCS Lê Văn Mẫu", "Tặng quà Trường THCS Lê Văn Mẫu"),
        ("Khu phố Nguyễn Văn Mẫu", "Khu phố Nguyễn Văn Mẫu"),
        ("Nguyễn Văn Mẫu", "Nguyễn Văn Mẫu"),
        ("Lễ Văn Hóa, Đoàn Văn Công tỉnh", "Lễ Văn Hóa, Đoàn Văn Công tỉnh"),
        ("chị Hội Phụ nữ, các em Trường Tiểu học", "chị Hội Phụ nữ, các em Trường Tiểu học"),
        ("CCCD số 260 123 456 cấp năm 2020", f"CCCD số {PERSONAL_MARK} cấp năm 2020"),
        ("0912345678/0987654321", f"{PERSONAL_MARK}/{PERSONAL_MARK}"),
        ("0912.345.678-0987.654.321", f"{PERSONAL_MARK}-{PERSONAL_MARK}"),
        ("gọi 0912 345 678 5 lần", f"gọi {PERSONAL_MARK} 5 lần"),
        ("ĐT0912345678", f"ĐT{PERSONAL_MARK}"),
    ],
)
def test_words_around_personal_numbers_stay(text: str, clean: str) -> None:
    assert without_personal_numbers(text) == clean


@pytest.mark.parametrize(
    ("raw", "text", "rule"),
    [
        ("Thôn 2", "Thôn 2", ""),
        ("  Thôn\u00a0 2 ", "Thôn 2", "spelling"),
        ("Thoân".replace("oâ", "o\u0302"), "Thôn", "spelling"),
        ("Mẫu Hoà", "Mẫu Hòa", "spelling"),
        ("THUỶ MẪU", "THỦY MẪU", "spelling"),
        ("Ðồi Mẫu", "Đồi Mẫu", "spelling"),
        ("Xóm\u200b Mới", "Xóm Mới", "spelling"),
        ("gọi 0900 000 000", f"gọi {PERSONAL_MARK}", "personal_removed"),
        ("Quý", "Quý", ""),
        ("Mẫu Đoàn", "Mẫu Đoàn", ""),
    ],
)
def test_text_is_stored_in_one_spelling(raw: str, text: str, rule: str) -> None:
    assert read_text(raw) == (text, rule)


VIETNAMESE = st.text("aáàảãạăắâấđeẹêếiíoóòơớuúưứyýỳ hnlmqtHÒAĐ123", max_size=20)


@given(VIETNAMESE, st.sampled_from(("NFC", "NFD", "NFKC", "NFKD")))
def test_the_spelling_does_not_depend_on_the_keyboard(text: str, form: str) -> None:
    assert read_text(unicodedata.normalize(form, text))[0] == read_text(text)[0]


@given(VIETNAMESE)
def test_a_text_in_house_style_is_left_alone(text: str) -> None:
    clean, _ = read_text(text)
    assert read_text(clean) == (clean, "")


@given(st.from_regex(r"0[0-9]{9}", fullmatch=True), VIETNAMESE)
def test_no_telephone_number_gets_through(number: str, text: str) -> None:
    assert number not in read_text(f"{text} {number} {text}")[0]
