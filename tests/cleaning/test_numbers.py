from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.cleaning.numbers import (
    Ambiguous,
    NotANumber,
    Style,
    bare_text,
    column_style,
    read_number,
    split_unit,
)
from ketnghia_analysis.vocabulary.wording import number_vi

GROUPED = st.sampled_from((".", " ", "\u00a0", ","))


@pytest.mark.parametrize(
    ("text", "whole", "number"),
    [
        ("0", True, 0),
        ("45", True, 45),
        ("0045", True, 45),
        ("-15", True, -15),
        ("+15", True, 15),
        ("1.234", True, 1234),
        ("1,234", True, 1234),
        ("1 234", True, 1234),
        ("1.234.567", False, 1_234_567),
        ("1,234,567", False, 1_234_567),
        ("1 234 567", False, 1_234_567),
        ("12,5", False, 12.5),
        ("12.5", False, 12.5),
        ("0,125", False, 0.125),
        ("0.125", False, 0.125),
        ("3,14159", False, 3.14159),
        ("1.234,5", False, 1234.5),
        ("1,234.5", False, 1234.5),
        ("1 234,5", False, 1234.5),
        ("1'234", True, 1234),
        ("1'234.5", False, 1234.5),
        ("1.406.000", True, 1_406_000),
        ("-1.234,56", False, -1234.56),
        ("1234,5", False, 1234.5),
        ("12,50", False, 12.5),
        ("không", False, 0),
        ("Không có", True, 0),
    ],
)
def test_a_number_is_read_as_officials_write_it(text: str, whole: bool, number: float) -> None:
    assert read_number(text, whole) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "abc",
        "12,5,3",
        "1.23.456",
        "1.2345.678",
        "12.345,6.7",
        ".5",
        ",5",
        "5.",
        "1e5",
        "½",
    ],
)
@pytest.mark.parametrize("whole", [True, False])
def test_what_is_no_number_is_refused(text: str, whole: bool) -> None:
    with pytest.raises(NotANumber):
        read_number(text, whole)


@pytest.mark.parametrize("text", ["1.234", "1,234", "999.999", "-12.500"])
def test_a_number_that_may_be_two_is_asked_about(text: str) -> None:
    with pytest.raises(Ambiguous):
        read_number(text, whole=False)


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("1.234", Style.COMMA, 1234),
        ("1.234", Style.POINT, 1.234),
        ("1,234", Style.COMMA, 1.234),
        ("1,234", Style.POINT, 1234),
        ("-1,234", Style.COMMA, -1.234),
    ],
)
def test_the_rest_of_the_column_decides(text: str, style: Style, number: float) -> None:
    assert read_number(text, whole=False, style=style) == number


@pytest.mark.parametrize(
    ("column", "style"),
    [
        (["12,5", "1.234"], Style.COMMA),
        (["1.234,5", 7, None], Style.COMMA),
        (["12.5", "1.234"], Style.POINT),
        (["1,234,567", "3"], Style.POINT),
        (["45,5 km", "chưa có"], Style.COMMA),
        (["1.234", "1,234", "12"], Style.UNKNOWN),
        (["12,5", "12.5"], Style.UNKNOWN),
        ([12.5, None], Style.UNKNOWN),
        ([], Style.UNKNOWN),
    ],
)
def test_a_column_shows_how_it_writes_decimals(column: list[object], style: Style) -> None:
    assert column_style(column) is style


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("10.500ngàn đồng", ("10.500", "ngàn đồng")),
        ("12 hộ", ("12", "hộ")),
        ("45,5%", ("45,5", "%")),
        ("−15", ("-15", "")),
        (" 1\u00a0234 ", ("1 234", "")),
        ("3m2", ("3", "m2")),
    ],
)
def test_a_unit_stands_behind_its_number(text: str, parts: tuple[str, str]) -> None:
    assert split_unit(text) == parts


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("45", "45"),
        ("~45", "45"),
        ("≈ 45", "45"),
        ("khoảng 45 hộ", "45 hộ"),
        ("Ước khoảng 1.200", "1.200"),
        ("45 (*)", "45"),
        ("45**", "45"),
        ("45 [2]", "45"),
        ("45²", "45"),
        ("45 (12)", "45 (12)"),
        ("12 m²", "12 m²"),
        ("(1.234)", "-1.234"),
        ("１２，５", "12,5"),
        ("1\u202f234", "1 234"),
        ("khoảng vài triệu", "vài triệu"),
    ],
)
def test_what_surrounds_a_number_is_taken_off(text: str, bare: str) -> None:
    assert bare_text(text) == bare


@pytest.mark.parametrize("text", ["", "khoảng 15", "chưa tổng hợp", "(15)", "~15", "%"])
def test_a_text_that_begins_otherwise_has_no_number(text: str) -> None:
    with pytest.raises(NotANumber):
        split_unit(text)


@given(st.integers(-(10**12), 10**12), GROUPED)
def test_any_whole_number_reads_back(number: int, separator: str) -> None:
    written = f"{number:,}".replace(",", separator)
    assert read_number(split_unit(written)[0], whole=True) == number


@given(st.decimals(-(10**9), 10**9, places=1) | st.decimals(-(10**9), 10**9, places=2))
def test_any_decimal_in_vietnamese_style_reads_back(number: Decimal) -> None:
    decimals = -int(number.as_tuple().exponent)
    written = number_vi(number, decimals)
    assert read_number(written, whole=False) == float(number)
    assert read_number(written, whole=False, style=Style.COMMA) == float(number)


@given(st.decimals(-(10**6), 10**6, places=3))
def test_three_decimals_read_back_where_the_column_writes_commas(number: Decimal) -> None:
    assert read_number(number_vi(number, 3), whole=False, style=Style.COMMA) == float(number)


@given(st.integers(0, 10**9), st.sampled_from(("hộ", "người", " km", " triệu đồng", "%", " m2")))
def test_a_number_keeps_its_value_before_any_unit(number: int, unit: str) -> None:
    bare, found = split_unit(f"{number}{unit}")
    assert (read_number(bare, whole=True), found) == (number, unit.strip())


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        bare, _ = split_unit(text)
        number = read_number(bare, whole=False)
    except (NotANumber, Ambiguous):
        return
    assert any(char.isdecimal() for char in text)
    assert number == number
