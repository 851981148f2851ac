from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.cleaning.dates import NotADate, Span, read_date, read_span
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


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_a_year_of_two_digits_lies_between_1950_and_2049(day: date) -> None:
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


# ------------------------------------------------------------------ spans


@pytest.mark.parametrize(
    ("written", "first", "last", "precision"),
    [
        ("tháng 7/2020", (2020, 7, 1), (2020, 7, 31), "month"),
        ("thang 7 nam 2020", (2020, 7, 1), (2020, 7, 31), "month"),
        ("THÁNG 02 NĂM 2024", (2024, 2, 1), (2024, 2, 29), "month"),
        ("tháng bảy năm 2020", (2020, 7, 1), (2020, 7, 31), "month"),
        ("đầu tháng 7/2020", (2020, 7, 1), (2020, 7, 31), "month"),
        ("T9/2021", (2021, 9, 1), (2021, 9, 30), "month"),
        ("T.9/21", (2021, 9, 1), (2021, 9, 30), "month"),
        ("7/2020", (2020, 7, 1), (2020, 7, 31), "month"),
        ("2020-07", (2020, 7, 1), (2020, 7, 31), "month"),
        ("Quý III/2021", (2021, 7, 1), (2021, 9, 30), "quarter"),
        ("Quý 2 năm 2021", (2021, 4, 1), (2021, 6, 30), "quarter"),
        ("Qúy IV - 2021", (2021, 10, 1), (2021, 12, 31), "quarter"),
        ("Q3-2021", (2021, 7, 1), (2021, 9, 30), "quarter"),
        ("2021Q1", (2021, 1, 1), (2021, 3, 31), "quarter"),
        ("6 tháng đầu năm 2021", (2021, 1, 1), (2021, 6, 30), "half_year"),
        ("sáu tháng đầu năm 2021", (2021, 1, 1), (2021, 6, 30), "half_year"),
        ("6 tháng năm 2021", (2021, 1, 1), (2021, 6, 30), "half_year"),
        ("6T cuối năm 2021", (2021, 7, 1), (2021, 12, 31), "half_year"),
        ("nửa cuối năm 2021", (2021, 7, 1), (2021, 12, 31), "half_year"),
        ("3 tháng cuối năm 2021", (2021, 10, 1), (2021, 12, 31), "quarter"),
        ("9 tháng đầu năm 2021", (2021, 1, 1), (2021, 9, 30), "year"),
        ("năm 2021", (2021, 1, 1), (2021, 12, 31), "year"),
        ("hết năm 2021", (2021, 1, 1), (2021, 12, 31), "year"),
        ("trong quý II/2021", (2021, 4, 1), (2021, 6, 30), "quarter"),
        ("2021", (2021, 1, 1), (2021, 12, 31), "year"),
        (2021, (2021, 1, 1), (2021, 12, 31), "year"),
        (2021.0, (2021, 1, 1), (2021, 12, 31), "year"),
        ("từ ngày 5/3 đến ngày 7/3/2021", (2021, 3, 5), (2021, 3, 7), "day"),
        ("từ 05/03/2021 đến hết 07/03/2021", (2021, 3, 5), (2021, 3, 7), "day"),
        ("5-7/3/2021", (2021, 3, 5), (2021, 3, 7), "day"),
        ("ngày 5 - 7 tháng 3 năm 2021", (2021, 3, 5), (2021, 3, 7), "day"),
        ("5/3-7/4/2021", (2021, 3, 5), (2021, 4, 7), "day"),
        ("05-03-2021-07-03-2021", (2021, 3, 5), (2021, 3, 7), "day"),
        ("ngày 5 và 6/3/2021", (2021, 3, 5), (2021, 3, 6), "day"),
        ("từ tháng 3 đến tháng 5/2021", (2021, 3, 1), (2021, 5, 31), "month"),
        ("2020-2025", (2020, 1, 1), (2025, 12, 31), "year"),
    ],
)
def test_what_is_not_one_day_is_a_span_with_its_precision(
    written: object, first: tuple[int, int, int], last: tuple[int, int, int], precision: str
) -> None:
    assert read_span(written) == Span(date(*first), date(*last), precision)
    with pytest.raises(NotADate):
        read_date(written)


@pytest.mark.parametrize(
    "written",
    [
        "2025-02-05T08:00:00.000+07:00",
        "2025-02-04T18:00:00Z",
        "2025-02-05 08:00",
        "05/02/2025 14:30:00",
        "8h30 ngày 5/2/2025",
        "Thứ tư, ngày 05/02/2025",
        "ngày 05 tháng 02 năm 2025.",
        "05 . 02 . 2025",
        "5-Feb-25",
        "20250205",
        "45693",
        "45693.75",
    ],
)
def test_exports_and_minutes_tell_the_day_too(written: str) -> None:
    assert read_date(written) == FIFTH


@pytest.mark.parametrize(
    ("written", "day"),
    [("15/8", (2021, 8, 15)), ("ngày 15 tháng 8", (2021, 8, 15)), ("15-8", (2021, 8, 15))],
)
def test_a_day_without_a_year_is_of_the_year_of_the_report(
    written: str, day: tuple[int, int, int]
) -> None:
    assert read_span(written, year_hint=2021) == Span(date(*day), date(*day), "day")
    with pytest.raises(NotADate):
        read_span(written)


def test_a_month_or_quarter_without_a_year_is_of_the_year_of_the_report() -> None:
    assert read_span("tháng 7", 2021).last == date(2021, 7, 31)
    assert read_span("quý III", 2021).last == date(2021, 9, 30)
    assert read_span("6 tháng cuối năm", 2021).first == date(2021, 7, 1)
    assert read_span("tháng 7/2020", 2021).last == date(2020, 7, 31)


@pytest.mark.parametrize(
    "written",
    [
        *("đầu năm 2021", "cuối năm", "giữa năm 2021", "trước Tết", "đang thực hiện"),
        *("03/25/2024", "31/02/2024", "tháng 13/2021", "quý 5/2021", "13 tháng đầu năm 2021"),
        *("7/3 đến 5/3/2021", "5-7/2021", "ngày 5, 9/3/2021", "từ 5/3/2021 đến nay"),
        *("7 tháng năm 2021", "5/3-2021", "1/1/0021", "5/3/2201", "20251305", "12/21"),
    ],
)
def test_what_is_vague_or_of_no_calendar_is_no_span(written: str) -> None:
    with pytest.raises(NotADate):
        read_span(written, year_hint=2021)


MONTHS = st.tuples(st.integers(2000, 2049), st.integers(1, 12))


@given(MONTHS, st.sampled_from(("tháng {m}/{y}", "T{m}/{y}", "tháng {m} năm {y}", "{m:02d}/{y}")))
def test_any_month_reads_back(month: tuple[int, int], form: str) -> None:
    span = read_span(form.format(y=month[0], m=month[1]))
    assert (span.first, span.precision) == (date(*month, 1), "month")
    assert (span.last.year, span.last.month) == month
    assert (span.last + timedelta(days=1)).day == 1


@given(
    st.integers(2000, 2049),
    st.integers(1, 4),
    st.sampled_from(("Quý {r}/{y}", "quý {q} năm {y}", "Q{q}/{y}", "Quí {r} năm {y}")),
)
def test_any_quarter_reads_back(year: int, quarter: int, form: str) -> None:
    span = read_span(form.format(y=year, q=quarter, r=("I", "II", "III", "IV")[quarter - 1]))
    assert (span.first, span.precision) == (date(year, 3 * quarter - 2, 1), "quarter")
    assert (span.last.year, span.last.month) == (year, 3 * quarter)


@given(
    st.lists(st.dates(date(2000, 1, 1), date(2049, 12, 31)), min_size=2, max_size=2),
    st.sampled_from(("từ ngày {} đến ngày {}", "{} - {}", "{}-{}", "từ {} đến {}")),
)
def test_any_two_days_read_back_as_a_span(days: list[date], form: str) -> None:
    first, last = sorted(days)
    span = read_span(form.format(date_vi(first), date_vi(last)))
    assert span == Span(first, last, "day")


@given(st.text("0123456789/-. tháng nămquýđầuI", max_size=24), st.integers(2015, 2035))
def test_any_text_gives_days_in_order_or_is_refused(text: str, hint: int) -> None:
    try:
        span = read_span(text, hint)
    except NotADate:
        return
    assert span.first <= span.last
    assert span.precision in ("day", "month", "quarter", "half_year", "year")
