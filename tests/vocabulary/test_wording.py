"""Numbers, dates and lists as Vietnamese documents write them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketnghia_analysis.vocabulary.wording import (
    NO_DATA,
    Written,
    date_vi,
    is_missing,
    list_vi,
    long_date_vi,
    number_vi,
    percent_vi,
    range_vi,
    yes_no_vi,
)

MISSING = [None, float("nan"), np.nan, pd.NA, pd.NaT]
each_missing = pytest.mark.parametrize("nothing", MISSING, ids=repr)


@each_missing
def test_nothing_is_said_to_be_without_data_by_all(nothing):
    assert is_missing(nothing)
    assert number_vi(nothing) == percent_vi(nothing) == date_vi(nothing) == NO_DATA
    assert yes_no_vi(nothing) == range_vi(nothing, 1) == range_vi(1, nothing) == NO_DATA


@pytest.mark.parametrize("value", [0, 0.0, False, "", "không", date(2024, 1, 1), [None], []])
def test_zero_no_and_empty_text_are_not_missing(value):
    assert not is_missing(value)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (7, 0, "7"),
        (999, 0, "999"),
        (1000, 0, "1.000"),
        (1234.5, 1, "1.234,5"),
        (1234567, 0, "1.234.567"),
        (-1234567.891, 2, "-1.234.567,89"),
        (0.5, 1, "0,5"),
        (12.34, 1, "12,3"),
        (12.36, 1, "12,4"),
        (100, 1, "100,0"),
        (-0.04, 1, "0,0"),
        (-0.4, 0, "0"),
        (-0.6, 0, "-1"),
        (np.int64(4200), 0, "4.200"),
    ],
)
def test_numbers_have_points_between_thousands_and_a_decimal_comma(value, decimals, text):
    assert number_vi(value, decimals) == text


@settings(deadline=None)
@given(st.integers(-(10**13), 10**13), st.integers(0, 3))
def test_a_number_can_be_read_back_from_its_text(units, decimals):
    value = Decimal(units).scaleb(-decimals)
    text = number_vi(value, decimals)
    assert re.fullmatch(r"-?\d{1,3}(\.\d{3})*(,\d+)?", text)
    assert Decimal(text.replace(".", "").replace(",", ".")) == value


@settings(deadline=None)
@given(st.floats(-0.999, 0.999), st.integers(0, 3))
def test_no_number_is_written_as_minus_zero(value, decimals):
    text = number_vi(value, decimals)
    assert not text.startswith("-") or re.search("[1-9]", text)


@pytest.mark.parametrize(
    ("low", "high", "decimals", "text"),
    [
        (71.5, 71.5, 1, "71,5"),
        (64, 71.5, 1, "64,0 – 71,5"),
        (64.01, 64.04, 1, "64,0"),
        (64.04, 64.06, 1, "64,0 – 64,1"),
        (0, 1200, 0, "0 – 1.200"),
    ],
)
def test_a_range_is_written_only_where_it_can_be_seen(low, high, decimals, text):
    assert range_vi(low, high, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"), [(12.34, "12,3 %"), (0, "0,0 %"), (100, "100,0 %"), (-0.02, "0,0 %")]
)
def test_percentages_carry_their_sign_after_a_blank(value, text):
    assert percent_vi(value) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2025, 2, 5), "ngày 05 tháng 02 năm 2025"),
        (date(2025, 11, 20), "ngày 20 tháng 11 năm 2025"),
        (date(2025, 1, 31), "ngày 31 tháng 01 năm 2025"),
        (date(2025, 3, 9), "ngày 09 tháng 3 năm 2025"),
        (date(2025, 9, 10), "ngày 10 tháng 9 năm 2025"),
        (date(2025, 12, 14), "ngày 14 tháng 12 năm 2025"),
        (pd.Timestamp("2025-02-05"), "ngày 05 tháng 02 năm 2025"),
    ],
)
def test_documents_write_a_zero_before_small_days_and_before_months_one_and_two(day, text):
    assert long_date_vi(day) == text


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_dates_can_be_read_back_from_their_text(day):
    numbers = [int(number) for number in re.findall(r"\d+", long_date_vi(day))]
    assert numbers == [day.day, day.month, day.year]
    assert date_vi(day) == date_vi(pd.Timestamp(day)) == day.strftime("%d/%m/%Y")


def test_a_short_date_has_two_digits_for_day_and_month():
    assert date_vi(date(2025, 2, 5)) == "05/02/2025"


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "Có"), (False, "Không"), (np.True_, "Có"), (np.False_, "Không")],
)
def test_yes_and_no_are_said_in_vietnamese(value, text):
    assert yes_no_vi(value) == text


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a và b"),
        (["a", "b", "c"], "a, b và c"),
    ],
)
def test_a_list_ends_with_and(parts, text):
    assert list_vi(parts) == text


@pytest.mark.parametrize(
    ("written", "value", "text"),
    [
        (Written.TEXT, "Thôn", "Thôn"),
        (Written.WHOLE, 1234.4, "1.234"),
        (Written.ONE_DECIMAL, 1234.56, "1.234,6"),
        (Written.TWO_DECIMALS, 0.4, "0,40"),
        (Written.PERCENT, 12.34, "12,3 %"),
        (Written.WHOLE_PERCENT, 12.34, "12 %"),
        (Written.DATE, pd.Timestamp("2025-02-05"), "05/02/2025"),
    ],
)
def test_every_way_of_writing_a_figure(written, value, text):
    assert written.write(value) == text


def test_every_way_but_text_says_that_there_is_no_data():
    for written in set(Written) - {Written.TEXT}:
        assert written.write(None) == NO_DATA
