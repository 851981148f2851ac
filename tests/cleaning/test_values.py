from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.cleaning.numbers import Style
from ketnghia_analysis.cleaning.values import Manner, Read, manner_of, read_cell
from ketnghia_analysis.intake.grids import BadCell
from ketnghia_analysis.vocabulary.codes import UNITS
from ketnghia_analysis.vocabulary.columns import Column
from ketnghia_analysis.vocabulary.tables import TABLES

FIGURES, ACTIVITIES = TABLES["hamlet_figures"], TABLES["activities"]
COUNT = FIGURES["households"]
NUMBER = FIGURES["income_million_dong_per_person"]
PERCENT = FIGURES["poor_share_reported_percent"]
KM = FIGURES["hamlet_roads_km"]
YEAR = TABLES["commitments"]["year"]
YES_NO = FIGURES["community_house"]
MONEY = ACTIVITIES["cost_dong"]
DATE = ACTIVITIES["date"]
CODE = ACTIVITIES["activity_type"]
TEXT = ACTIVITIES["content"]
CODE_OF_COMMUNE = TABLES["communes"]["commune_code"]
DEGREES = TABLES["hamlets"]["latitude"]
PLAIN = Manner()


def read(raw: Any, column: Column, manner: Manner = PLAIN) -> Read:
    return read_cell(raw, column, manner)


@pytest.mark.parametrize(
    ("column", "raw", "value", "rule"),
    [
        (COUNT, 45, 45, ""),
        (COUNT, 45.0, 45, ""),
        (COUNT, "45", 45, "read_number"),
        (COUNT, "1.234", 1234, "read_number"),
        (COUNT, "1,234", 1234, "read_number"),
        (COUNT, "12 hộ", 12, "read_number"),
        (COUNT, "không", 0, "read_number"),
        (COUNT, "-15", -15, "read_number"),
        (NUMBER, 52.4, 52.4, ""),
        (NUMBER, "52,4", 52.4, "read_number"),
        (NUMBER, "52,4 triệu đồng/người", 52.4, "read_number"),
        (PERCENT, "45,5%", 45.5, "read_number"),
        (PERCENT, "45,5", 45.5, "read_number"),
        (PERCENT, 12.5, 12.5, ""),
        (YES_NO, "x", True, "read_yes_no"),
        (YES_NO, " X ", True, "read_yes_no"),
        (YES_NO, "Có", True, "read_yes_no"),
        (YES_NO, 1, True, "read_yes_no"),
        (YES_NO, True, True, ""),
        (YES_NO, "Không", False, "read_yes_no"),
        (YES_NO, 0, False, "read_yes_no"),
        (YES_NO, "chưa", False, "read_yes_no"),
        (DATE, datetime(2024, 2, 5), pd.Timestamp(2024, 2, 5), ""),
        (DATE, "5/2/24", pd.Timestamp(2024, 2, 5), "read_date"),
        (DATE, 45327, pd.Timestamp(2024, 2, 5), "read_date"),
        (CODE, "thăm thôn", "visit", "read_code"),
        (CODE, "THĂM THÔN", "visit", "read_code"),
        (CODE, "tham thon", "visit", "read_code"),
        (CODE, "visit", "visit", ""),
        (TEXT, "Thăm  thôn", "Thăm thôn", "spelling"),
        (TEXT, 12, "12", ""),
        (CODE_OF_COMMUNE, 1, "00001", "spelling"),
        (CODE_OF_COMMUNE, "99001", "99001", ""),
        (CODE_OF_COMMUNE, 99001.0, "99001", ""),
        (DEGREES, 11.05, 11.05, ""),
        (DEGREES, "11,05234", 11.05234, "read_degrees"),
        (DEGREES, "11.052", 11.052, "read_degrees"),
    ],
)
def test_a_cell_becomes_a_value(column: Column, raw: Any, value: Any, rule: str) -> None:
    found = read(raw, column)
    assert (found.value, found.rule, found.problem) == (value, rule, "")


@pytest.mark.parametrize(
    ("column", "raw", "problem"),
    [
        (COUNT, "chưa tổng hợp", "not_a_number"),
        (COUNT, 12.5, "not_a_number"),
        (COUNT, "12,5", "not_a_number"),
        (COUNT, "45%", "not_a_number"),
        (COUNT, "15-20", "not_a_number"),
        (COUNT, True, "not_a_number"),
        (COUNT, datetime(2024, 2, 5), "not_a_number"),
        (NUMBER, "1.234", "ambiguous_number"),
        (NUMBER, "45%", "not_a_number"),
        (PERCENT, "45 hộ", "not_a_number"),
        (YES_NO, "có lẽ", "not_yes_no"),
        (YES_NO, 2, "not_yes_no"),
        (DATE, "31/02/2024", "not_a_date"),
        (CODE, "Hoạt động lạ", "unknown_code"),
        (DEGREES, "11 độ 75 phút", "not_a_number"),
        (COUNT, BadCell("error_cell", "#N/A"), "error_cell"),
        (TEXT, BadCell("formula_without_value", "=A1"), "formula_without_value"),
        (MONEY, "chưa rõ ràng", "not_a_number"),
        (MONEY, "12 suất", "not_a_number"),
    ],
)
def test_a_cell_that_can_not_be_read_says_why(column: Column, raw: Any, problem: str) -> None:
    assert read(raw, column, Manner("đồng")) == Read(problem=problem)


@pytest.mark.parametrize("column", [COUNT, NUMBER, PERCENT, YES_NO, DATE, CODE, TEXT, MONEY])
@pytest.mark.parametrize("raw", [None, float("nan"), "", "-", "...", "chưa có số liệu"])
def test_a_missing_cell_is_missing_and_never_nought(column: Column, raw: Any) -> None:
    # words that are set to missing leave a trace, an empty cell has nothing to tell
    assert read(raw, column) == Read(rule="says_missing" if isinstance(raw, str) and raw else "")


@pytest.mark.parametrize(
    ("raw", "unit", "dong"),
    [
        (6.5, "triệu đồng", 6_500_000),
        ("6,5", "triệu đồng", 6_500_000),
        ("1.250", "triệu đồng", 1_250_000_000),
        ("500", "nghìn đồng", 500_000),
        ("500 nghìn", "triệu đồng", 500_000),
        ("2 tỷ đồng", "", 2_000_000_000),
        ("1.500.000 đồng", "triệu đồng", 1_500_000),
        ("1.500.000đ", "", 1_500_000),
        (1_500_000, "", 1_500_000),
        ("1.500.000", "", 1_500_000),
        ("10.500ngàn đồng", "", 10_500_000),
        ("Không", "triệu đồng", 0),
        (0, "", 0),
        (0.0375, "triệu đồng", 37_500),
    ],
)
def test_money_is_stored_in_dong(raw: Any, unit: str, dong: int) -> None:
    found = read(raw, MONEY, Manner(unit))
    assert (found.value, found.problem) == (dong, "")


@pytest.mark.parametrize(("raw", "unit"), [(6.5, ""), ("45", ""), (500, "USD"), ("3", "hộ")])
def test_money_without_a_known_unit_is_not_guessed(raw: Any, unit: str) -> None:
    assert read(raw, MONEY, Manner(unit)) == Read(problem="unknown_unit")


def test_a_converted_amount_is_told_apart_from_one_only_read() -> None:
    assert read("6,5", MONEY, Manner("triệu đồng")).rule == "converted_unit"
    assert read("1.500.000", MONEY).rule == "read_number"
    assert read(1_500_000, MONEY).rule == ""


def test_a_dash_means_no_only_where_yes_is_ticked() -> None:
    ticked = manner_of(pd.Series(["x", "-", None], dtype=object), YES_NO, "")
    in_words = manner_of(pd.Series(["Có", "-", None], dtype=object), YES_NO, "")
    assert read("-", YES_NO, ticked) == Read(False, "read_yes_no")
    assert read("-", YES_NO, in_words) == Read(rule="says_missing")
    assert read(None, YES_NO, ticked) == Read()


def test_a_column_with_decimal_commas_settles_what_is_ambiguous() -> None:
    column = pd.Series(["52,4", "1.234", None], dtype=object)
    manner = manner_of(column, NUMBER, "triệu đồng")
    assert manner == Manner("triệu đồng", Style.COMMA)
    assert read("1.234", NUMBER, manner).value == 1234


@pytest.mark.parametrize(
    ("column", "raw", "value", "rule"),
    [
        (COUNT, "24.881 hộ/104.937 khẩu", 24_881, "read_number"),
        (COUNT, "khoảng 45", 45, "read_number"),
        (COUNT, "45(*)", 45, "read_number"),
        (COUNT, "687.0", 687, "read_number"),
        (COUNT, 687.0, 687, ""),
        (PERCENT, "127,5 %", 127.5, "read_number"),
        (PERCENT, "12.345", 12.345, "read_number"),
        (PERCENT, 0.455, 0.455, ""),
        (PERCENT, 27.849999999, 27.849999999, ""),
        (KM, "850 m", 0.85, "converted_unit"),
        (NUMBER, "52.400.000 đồng", 52.4, "converted_unit"),
        (YEAR, "năm 2021", 2021, "read_number"),
        (DEGREES, "11°17'28\"B", 11 + 17 / 60 + 28 / 3600, "read_degrees"),
        (DEGREES, "1.220.149,61", 1220149.61, "read_degrees"),
        (DEGREES, 479835.02, 479835.02, ""),
        (YES_NO, "✓", True, "read_yes_no"),
        (YES_NO, "√", True, "read_yes_no"),
        (YES_NO, "co", True, "read_yes_no"),
        (YES_NO, "Có (xuống cấp)", True, "read_yes_no"),
        (YES_NO, "đạt", True, "read_yes_no"),
        (YES_NO, 1.0, True, "read_yes_no"),
        (YES_NO, "ko", False, "read_yes_no"),
        (YES_NO, "K", False, "read_yes_no"),
        (YES_NO, "chưa có", False, "read_yes_no"),
    ],
)
def test_a_cell_is_read_however_it_is_written(
    column: Column, raw: Any, value: Any, rule: str
) -> None:
    found = read(raw, column)
    assert (found.rule, found.problem) == (rule, "")
    assert found.value == (pytest.approx(value) if column is DEGREES else value)


@pytest.mark.parametrize(
    ("column", "raw", "problem"),
    [
        (COUNT, "104.937 khẩu", "not_a_number"),
        (COUNT, "x", "not_a_number"),
        (COUNT, "hai mươi", "not_a_number"),
        (MONEY, "500.000đ/tháng/hộ", "not_a_number"),
        (MONEY, "khoảng vài triệu", "not_a_number"),
        (MONEY, "2 triệu 50", "ambiguous_number"),
        (DATE, "đầu năm 2021", "not_a_date"),
        (DATE, "03/25/2024", "not_a_date"),
        (DATE, "15/8", "not_a_date"),
        (DEGREES, "chưa đo", "not_a_number"),
        (DEGREES, True, "not_a_number"),
        (YES_NO, "chưa tổng hợp", "not_yes_no"),
    ],
)
def test_a_cell_is_not_guessed(column: Column, raw: Any, problem: str) -> None:
    assert read(raw, column) == Read(problem=problem)


def test_a_date_tells_its_days_and_its_precision() -> None:
    month = read("tháng 7/2020", DATE)
    assert (month.value, month.last) == (pd.Timestamp(2020, 7, 1), pd.Timestamp(2020, 7, 31))
    assert (month.precision, month.rule, month.single_day) == ("month", "read_date", False)
    day = read("5/2/24", DATE)
    assert (day.value, day.last, day.precision) == (day.value, day.value, "day")
    assert day.single_day
    assert not read("5-7/3/2021", DATE).single_day
    assert not read("x", DATE).single_day


def test_the_year_of_the_report_completes_a_date() -> None:
    manner = manner_of(pd.Series(["15/8"], dtype=object), DATE, "", 2021)
    assert read("15/8", DATE, manner).value == pd.Timestamp(2021, 8, 15)


@pytest.mark.parametrize(
    ("written", "last"),
    [
        *(("trước ngày 30/6/2024", (6, 30)), ("Chậm nhất là ngày 30/6", (6, 30))),
        *(("xong trước 15/12", (12, 15)), ("Hạn: 30/6/2024", (6, 30)), ("đến 30/6", (6, 30))),
        *(("đến hết quý II", (6, 30)), ("Hết tháng 9", (9, 30)), ("đến hết năm", (12, 31))),
        *(("trong năm", (12, 31)), ("cả năm 2024", (12, 31))),
    ],
)
def test_a_deadline_is_the_day_that_is_named_behind_before(
    written: str, last: tuple[int, int]
) -> None:
    due = TABLES["commitments"]["due_on"]
    read = read_cell(written, due, Manner(year=2024))
    assert read.last == pd.Timestamp(2024, *last)


@pytest.mark.parametrize("written", ["trước tháng 6", "trước 31/02/2024", "sau 30/6", "trước Tết"])
def test_a_deadline_without_a_last_day_is_not_guessed(written: str) -> None:
    due = TABLES["commitments"]["due_on"]
    assert read_cell(written, due, Manner(year=2024)).problem == "not_a_date"


def test_only_a_deadline_may_be_before_a_day() -> None:
    day = TABLES["activities"]["date"]
    assert read_cell("trước 30/6/2024", day, Manner(year=2024)).problem == "not_a_date"


def test_that_something_still_holds_is_no_date_and_no_fault() -> None:
    assert read("đến nay", DATE) == Read(rule="says_missing")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(("1. Sản xuất", "production"), ("a) Kinh tế", "production"), ("- An sinh", "living")),
        *(("II. An ninh trật tự", "security"), ("(3) Tuyên truyền, vận động", "outreach")),
        *(("Cơ sở hạ tầng", None), ("Văn hóa", None), ("1.", None), ("Sản xuất; đời sống", None)),
    ],
)
def test_the_number_before_an_item_is_no_part_of_the_code(written: str, code: str | None) -> None:
    assert read_cell(written, TABLES["commitments"]["field"], Manner()).value == code


def test_a_code_that_sounds_like_no_data_is_a_code() -> None:
    quality = TABLES["hamlets"]["coordinate_quality"]
    assert read("chưa có", quality).value == "none"


def test_a_tick_of_any_shape_makes_a_dash_a_no() -> None:
    ticked = manner_of(pd.Series(["✓", "-"], dtype=object), YES_NO, "")
    assert read("-", YES_NO, ticked).value is False
    assert read("", YES_NO, ticked) == Read()


def test_typed_money_takes_its_unit_from_the_heading() -> None:
    assert read(1.5, MONEY, Manner("kinh_phi_trieu")).value == 1_500_000
    assert read("29.000.000", MONEY, Manner("Kinh phí hỗ trợ (đồng)")).value == 29_000_000
    assert read("5", MONEY, Manner("Kinh phí (1.000đ)")).value == 5_000


CODES = [column for table in TABLES.values() for column in table.columns if column.codes]


@pytest.mark.parametrize("column", CODES, ids=lambda column: column.name)
def test_every_spelling_of_a_code_reads_as_that_code(column: Column) -> None:
    assert column.codes is not None
    for code in column.codes.codes:
        for spelling in (code.value, code.label, *code.synonyms):
            assert read(spelling, column).value == code.value, spelling


def test_every_unit_of_a_column_is_declared() -> None:
    units = {column.unit for table in TABLES.values() for column in table.columns if column.unit}
    assert units <= set(UNITS)


COLUMNS = (COUNT, NUMBER, PERCENT, YES_NO, DATE, CODE, TEXT, MONEY, CODE_OF_COMMUNE)


@given(st.text(max_size=15) | st.integers() | st.floats(), st.sampled_from(COLUMNS))
def test_any_cell_gives_a_value_or_a_problem_never_both(raw: Any, column: Column) -> None:
    found = read(raw, column, Manner("triệu đồng"))
    assert found.value is None or not found.problem
