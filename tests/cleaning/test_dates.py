from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.cleaning.dates import NotADate, read_date
from ketnghia_analysis.vocabulary.wording import date_vi, long_date_vi

FIFTH = date(2025, 2, 5)


@pytest.mark.parametrize(
    "written",
    [
        FIFTH,
        datetime(2025, 2, 5, 14, 30),
        pd.Timestamp(FIFTH),
        "05/02/2025",
        "5/2/2025",
        "5/2/25",
        "05-02-2025",
        "5.2.2025",
        " 05 / 02 / 2025 ",
        "2025-02-05",
        "2025/2/5",
        "2025-02-05 00:00:00",
        "2025-02-05T10:00:00",
        "ngày 05/02/2025",
        "Ngày 5.2.2025",
        "ngày 05 tháng 02 năm 2025",
        "5 tháng 2 năm 2025",
        "NGÀY 5 THÁNG 2 NĂM 2025",
        unicodedata.normalize("NFD", "ngày 05 tháng 02 năm 2025"),
        45693,
        45693.75,
    ],
)
def test_a_day_is_read_in_any_notation(written: object) -> None:
    assert read_date(written) == FIFTH


def test_the_day_comes_before_the_month() -> None:
    assert read_date("05/03/2021") == date(2021, 3, 5)
    assert read_date("2021-05-03") == date(2021, 5, 3)


@pytest.mark.parametrize(
    "written",
    [
        "31/02/2024",
        "29/02/2023",
        "30/02/2023",
        "32/01/2024",
        "00/01/2024",
        "05/13/2024",
        "2024-13-01",
        "2024-02-30",
        "31 tháng 4 năm 2024",
        "02/2025",
        "tháng 7/2020",
        "năm 2024",
        "2024",
        "Quý I/2024",
        "5/2",
        "05/02/025",
        "05022025",
        "đầu năm",
        "05/02/2025 và 06/02/2025",
        "",
        True,
        12,
        0.5,
        36525,
        47484,
        -45693,
    ],
)
def test_what_is_no_day_of_the_calendar_is_refused(written: object) -> None:
    with pytest.raises(NotADate):
        read_date(written)


def test_a_day_in_february_depends_on_the_year() -> None:
    assert read_date("29/02/2024") == date(2024, 2, 29)
    with pytest.raises(NotADate, match="29/02/2025"):
        read_date("29/02/2025")


NOTATIONS: tuple[Callable[[date], object], ...] = (
    date_vi,
    long_date_vi,
    date.isoformat,
    lambda day: f"{day.day}/{day.month}/{day.year}",
    lambda day: f"{day:%d-%m-%Y}",
    lambda day: f"{day.day}.{day.month}.{day.year}",
    lambda day: f"ngày {day.day} tháng {day.month} năm {day.year}",
    lambda day: datetime(day.year, day.month, day.day, 23, 59),
    pd.Timestamp,
)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(NOTATIONS))
def test_any_day_reads_back_from_any_notation(day: date, write: Callable[[date], object]) -> None:
    assert read_date(write(day)) == day


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_year_of_two_digits_is_of_this_century(day: date) -> None:
    assert read_date(f"{day.day}/{day.month}/{day.year % 100:02d}") == day


@given(st.dates(date(2000, 1, 1), date(2029, 12, 31)))
def test_a_date_that_lost_its_format_in_excel_is_still_a_date(day: date) -> None:
    assert read_date((day - date(1899, 12, 30)).days) == day


@given(st.text(max_size=14) | st.integers() | st.floats() | st.booleans())
def test_any_value_is_a_day_or_refused(value: object) -> None:
    try:
        found = read_date(value)
    except NotADate:
        return
    assert isinstance(found, date)
