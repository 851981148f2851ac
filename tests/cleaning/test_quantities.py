from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.cleaning.numbers import Ambiguous, NotANumber
from ketnghia_analysis.cleaning.quantities import read_quantity
from ketnghia_analysis.vocabulary.wording import number_vi

INCOME = "million_dong_per_person_year"


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("24.881 hộ/104.937 khẩu", "households", 24_881),
        ("24.881 hộ/104.937 khẩu", "people", 104_937),
        ("104.066 khẩu/25.665 hộ", "households", 25_665),
        ("104.066 khẩu/25.665 hộ", "people", 104_066),
        ("312 hộ (1.245 khẩu)", "people", 1_245),
        ("312 hộ, 1.245 nhân khẩu", "households", 312),
        ("312 hộ với 1.245 người", "people", 1_245),
        ("20 (15,5%)", "households", 20),
        ("20 hộ - 15%", "households", 20),
        ("45 người", "people", 45),
        ("450 lượt người", "attendances", 450),
        ("~45", "people", 45),
        ("khoảng 45", "people", 45),
        ("Khoảng 1.200 hộ", "households", 1_200),
        ("45(*)", "people", 45),
        ("45 (1)", "people", 45),
        ("45¹", "people", 45),
        ("45 hộ*", "households", 45),
        ("+5", "people", 5),
        ("(5)", "people", -5),
        ("４５", "people", 45),
        ("1\u2009234", "people", 1_234),
        ("1\u202f234", "people", 1_234),
        ("1'234", "people", 1_234),
        ("1’234’567", "people", 1_234_567),
        ("không", "people", 0),
        ("12 suất", "", 12),
    ],
)
def test_the_figure_that_fits_the_column_is_taken(text: str, unit: str, value: float) -> None:
    assert read_quantity(text, unit, whole=True) == (value, False)


@pytest.mark.parametrize(
    ("text", "unit", "heading", "value"),
    [
        ("127,5 %", "percent", "%", 127.5),
        ("20 hộ (15,5%)", "percent", "", 15.5),
        ("12,5 phần trăm", "percent", "", 12.5),
        ("2,5 km", "km", "", 2.5),
        ("850 m", "km", "", 0.85),
        ("850 mét", "km", "", 0.85),
        ("850", "km", "(m)", 0.85),
        ("52,4 triệu đồng/người/năm", INCOME, "", 52.4),
        ("52,4 tr.đ/người", INCOME, "", 52.4),
        ("52.400.000 đồng", INCOME, "", 52.4),
        ("52.400,5", INCOME, "nghìn đồng", 52.4005),
        ("52,4", INCOME, "triệu đồng", 52.4),
        ("52,4", INCOME, "", 52.4),
        ("12,5 ha", "", "", 12.5),
    ],
)
def test_a_unit_is_brought_to_that_of_the_column(
    text: str, unit: str, heading: str, value: float
) -> None:
    assert read_quantity(text, unit, whole=False, heading_unit=heading)[0] == value


def test_a_converted_unit_is_told() -> None:
    assert read_quantity("850 m", "km", whole=False) == (0.85, True)
    assert read_quantity("0,85 km", "km", whole=False) == (0.85, False)
    assert read_quantity("850", "km", whole=False, heading_unit="mét") == (0.85, True)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("45 khẩu", "households"),
        ("45 hộ", "people"),
        ("45%", "people"),
        ("45 hộ", "percent"),
        ("12 triệu", "people"),
        ("4,3 triệu/tháng", INCOME),
        ("45 người", INCOME),
        ("45 trở lên", "people"),
        ("45+", "people"),
        ("45?", "people"),
        ("trên 45", "people"),
        (">45", "people"),
        ("15-20", "people"),
        ("15 đến 20", "people"),
        ("12 hộ/15 hộ", "households"),
        ("hai mươi", "people"),
        ("khoảng vài trăm", "people"),
        ("x", "people"),
    ],
)
def test_what_is_of_another_unit_or_no_figure_is_refused(text: str, unit: str) -> None:
    with pytest.raises(NotANumber):
        read_quantity(text, unit, whole=False)


@given(
    st.integers(0, 10**7),
    st.integers(0, 10**7),
    st.sampled_from(("{} hộ/{} khẩu", "{} hộ, {} người", "{} hộ ({} nhân khẩu)", "{} hộ; {} khẩu")),
)
def test_both_figures_of_a_pair_read_back(households: int, people: int, form: str) -> None:
    text = form.format(number_vi(households), number_vi(people))
    assert read_quantity(text, "households", whole=True) == (households, False)
    assert read_quantity(text, "people", whole=True) == (people, False)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("2 nghìn hộ", "households", 2_000),
        ("1,2 nghìn người", "people", 1_200),
        ("3 trăm hộ", "households", 300),
        ("2 chục", "gifts", 20),
        ("1 km 200 m", "km", 1.2),
        ("1km200", "km", 1.2),
        ("2km5", "km", 2.5),
        ("2 cây rưỡi", "km", 2.5),
        ("1.200 m", "km", 1.2),
        ("52.400 nghìn đồng", INCOME, 52.4),
    ],
)
def test_a_scale_or_a_second_unit_counts(text: str, unit: str, value: float) -> None:
    assert read_quantity(text, unit, whole=False)[0] == value


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        *(("45 - 50 hộ", "households"), ("2-3 km", "km"), ("12/45 hộ", "households")),
        *(("6OO", "people"), ("6OO hộ", "households"), ("12O", ""), ("5l", "people")),
        *(("45 (12 hộ nghèo)", "households"), ("5 cái rưỡi", ""), ("2 nghìn khẩu", "households")),
    ],
)
def test_a_range_and_a_part_of_a_whole_are_not_taken_for_one_figure(text: str, unit: str) -> None:
    with pytest.raises(NotANumber):
        read_quantity(text, unit, whole=False)


def test_twenty_behind_kilometres_may_be_metres_or_tenths() -> None:
    with pytest.raises(Ambiguous):
        read_quantity("1km20", "km", whole=False)


@pytest.mark.parametrize("text", ["không có hộ nào", "Không có hộ nghèo", "ko", "không phát sinh"])
def test_none_of_them_is_nought(text: str) -> None:
    assert read_quantity(text, "households", whole=True) == (0, False)


@pytest.mark.parametrize("text", ["không đủ", "không còn hộ nghèo", "không rõ"])
def test_other_denials_are_no_nought(text: str) -> None:
    with pytest.raises(NotANumber):
        read_quantity(text, "households", whole=True)
