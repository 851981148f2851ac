from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.cleaning.money import MONEY_UNITS, money_factor, read_money
from ketnghia_analysis.cleaning.numbers import Ambiguous, NotANumber, Style
from ketnghia_analysis.vocabulary.wording import number_vi


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("đồng", 1),
        ("VNĐ", 1),
        ("đ", 1),
        ("Nghìn đồng", 1_000),
        ("ngàn", 1_000),
        ("1000 đồng", 1_000),
        ("triệu đồng", 1_000_000),
        ("Triệu  Đồng", 1_000_000),
        ("tr.đ", 1_000_000),
        ("trđ", 1_000_000),
        ("triệu đồng/hộ", 1_000_000),
        ("tỷ", 1_000_000_000),
        ("tỉ đồng", 1_000_000_000),
        ("hộ", None),
        ("USD", None),
        ("", None),
        ("triệu hộ", None),
    ],
)
def test_a_unit_of_money_has_its_factor(unit: str, factor: int | None) -> None:
    assert money_factor(unit) == factor


@pytest.mark.parametrize(
    ("heading", "factor"),
    [
        ("1.000đ", 1_000),
        ("1.000 đồng", 1_000),
        ("1.000.000 đồng", 1_000_000),
        ("ĐVT: triệu đồng", 1_000_000),
        ("Đơn vị tính: Nghìn đồng", 1_000),
        ("Kinh phí (1.000đ)", 1_000),
        ("Kinh phí hỗ trợ (đồng)", 1),
        ("Kinh phí - triệu đồng", 1_000_000),
        ("Kinh phí, tr.đ", 1_000_000),
        ("Kinh phí (triệu đồng) năm 2024", 1_000_000),
        ("kinh_phi_trieu", 1_000_000),
        ("hoat_dong/kinh_phi_trieu", 1_000_000),
        ("Kinh phí", None),
        ("Hoạt động", None),
        ("Số lao động", None),
        ("Cộng đồng", None),
        ("Công ty", None),
        ("đồng/tháng", None),
    ],
)
def test_a_heading_may_carry_the_unit(heading: str, factor: int | None) -> None:
    assert money_factor(heading) == factor


@pytest.mark.parametrize(
    ("text", "unit", "dong"),
    [
        ("10.500ngàn đồng", "", 10_500_000),
        ("2,5 tr.đ", "", 2_500_000),
        ("7,5 tr.đ", "nghìn đồng", 7_500_000),
        ("20 tr", "", 20_000_000),
        ("3.200.000đ", "", 3_200_000),
        ("850.000 đồng", "triệu đồng", 850_000),
        ("850,000 đồng", "", 850_000),
        ("1,2 triệu", "", 1_200_000),
        ("15 triệu đồng", "", 15_000_000),
        ("557 triệu", "", 557_000_000),
        ("1 tỷ 200 triệu", "", 1_200_000_000),
        ("1 tỷ 200 triệu 500 nghìn đồng", "", 1_200_500_000),
        ("2 triệu 5", "", 2_500_000),
        ("2tr5", "", 2_500_000),
        ("2tr500", "", 2_500_000),
        ("1 tỷ rưỡi", "", 1_500_000_000),
        ("500k", "", 500_000),
        ("khoảng 5 triệu", "", 5_000_000),
        ("5.000.000 đồng (Năm triệu đồng)", "", 5_000_000),
        ("6.000.000đ (20 suất x 300.000đ)", "", 6_000_000),
        ("6.000.000 ₫", "", 6_000_000),
        ("5.000.000 đồng chẵn", "", 5_000_000),
        ("5.000.000,-", "đồng", 5_000_000),
        ("VNĐ 5.000.000", "triệu đồng", 5_000_000),
        ("(1.250.000)", "đồng", -1_250_000),
        ("Không", "triệu đồng", 0),
        ("12,25", "triệu đồng", 12_250_000),
    ],
)
def test_an_amount_is_read_in_dong(text: str, unit: str, dong: int) -> None:
    amount, factor = read_money(text, unit)
    assert factor is not None
    assert round(amount * factor) == dong


@pytest.mark.parametrize(
    "text",
    [
        *("khoảng vài triệu", "Ba triệu đồng", "500.000đ/tháng/hộ", "5 triệu/hộ", "10-15 triệu"),
        *("10 triệu - 15 triệu", "12 suất", "3 triệu 2 tỷ", "triệu", "", "gần 5 triệu"),
    ],
)
def test_words_rates_and_ranges_are_no_amounts(text: str) -> None:
    with pytest.raises(NotANumber):
        read_money(text, "triệu đồng")


@pytest.mark.parametrize("text", ["2 triệu 50", "1,500 triệu", "1,500"])
def test_an_amount_that_may_be_two_is_asked_about(text: str) -> None:
    with pytest.raises(Ambiguous):
        read_money(text)


def test_a_column_that_writes_points_settles_millions() -> None:
    assert read_money("1.250", "triệu đồng", Style.POINT) == (1.25, 1_000_000)
    assert read_money("1.250", "triệu đồng") == (1250, 1_000_000)


def test_an_amount_without_any_unit_says_so() -> None:
    assert read_money("29.000.000") == (29_000_000, None)


@given(st.integers(0, 10**8), st.sampled_from(sorted(set(MONEY_UNITS) - {"tid", "tyd"})))
def test_any_whole_amount_reads_back_in_any_unit(amount: int, unit: str) -> None:
    if unit[0].isdigit():
        unit = f"({unit})"
        found, factor = read_money(number_vi(amount), unit)
    else:
        found, factor = read_money(f"{number_vi(amount)} {unit}")
    assert factor == MONEY_UNITS[unit.strip("()")]
    assert found == amount


@given(st.integers(1, 999), st.integers(1, 999), st.sampled_from((" ", ", ")))
def test_an_amount_in_two_scales_is_their_sum(tỷ: int, triệu: int, between: str) -> None:
    amount, factor = read_money(f"{tỷ} tỷ{between}{triệu} triệu đồng")
    assert (round(amount), factor) == (tỷ * 10**9 + triệu * 10**6, 1)
