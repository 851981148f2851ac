"""Totals in tables: a difference is told, nothing is held."""

from __future__ import annotations

from itertools import count
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.cleaning.control_totals import total_differences
from ketnghia_analysis.cleaning.gather import gather
from ketnghia_analysis.cleaning.ledger import Books
from ketnghia_analysis.intake.blocks import read_sheet
from ketnghia_analysis.intake.deliveries import Found
from ketnghia_analysis.intake.grids import Grid

HEADS = ("STT", "Thôn", "Tổng số hộ", "Số khẩu", "Thu nhập bình quân")


def differences(*rows: tuple[Any, ...]) -> pd.DataFrame:
    filled = {
        number: {index: value for index, value in enumerate(row) if value is not None}
        for number, row in enumerate((HEADS, *rows), start=1)
    }
    (block,) = read_sheet(Grid("01A", filled)).blocks
    found = [Found(0, "a.xlsx", "01A", block, 2024, 2024)]
    return total_differences(gather("hamlet_figures", found, count(1), Books("hamlet_figures")))


def told(*rows: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    frame = differences(*rows)
    names = ["cell", "stated", "computed", "uncertain"]
    return list(frame[names].itertuples(index=False, name=None))


A, B = (1, "Thôn 2", 100, 400, 20), (2, "Thôn 4", 50, 210, 30)


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ((None, "Tổng cộng", 150, 610), []),
        ((None, "Tổng cộng", "150", "610"), []),
        ((None, "Tổng cộng", 150), []),
        ((None, "Tổng cộng", 151, 610), [("C4", 151, 150, False)]),
        ((None, "Cộng", 100, 600), [("C4", 100, 150, False), ("D4", 600, 610, False)]),
        ((None, "Bình quân", 75, 305), []),
        # income is no sum
        ((None, "Tổng cộng", 150, 610, 25), []),
    ],
)
def test_a_total_is_the_sum_of_its_rows_or_is_told(
    total: tuple[Any, ...], expected: list[tuple[Any, ...]]
) -> None:
    assert told(A, B, total) == expected


def test_a_cell_that_cannot_be_read_makes_a_larger_total_uncertain() -> None:
    unread = (3, "Thôn 14", "chưa tổng hợp", 90)
    assert told(A, B, unread, (None, "Cộng", 180, 700)) == [("C5", 180, 150, True)]
    (line,) = differences(A, B, unread, (None, "Cộng", 180, 700))["message"]
    assert "1 ô trống hoặc không đọc được" in line
    assert line.endswith("cộng lại 30")
    assert told(A, B, unread, (None, "Cộng", 150, 700)) == []
    assert told(A, B, unread, (None, "Cộng", 140, 700)) == [("C5", 140, 150, False)]


def test_each_commune_has_its_total_and_the_district_too() -> None:
    rows = (
        ("I", "Xã Mẫu An"),
        A,
        (None, "Cộng xã", 99, 400),
        ("II", "Xã Mẫu Bình", 50, 211),
        B,
        (None, "Tổng cộng (I+II)", 150, 610),
    )
    assert told(*rows) == [("C4", 99, 100, False), ("D5", 211, 210, False)]


def test_large_numbers_are_told_as_vietnamese_write_them() -> None:
    (line,) = differences((1, "Thôn 2", 1100, 4000), (None, "Cộng", 2234, 4000))["message"]
    assert line == "Cộng ghi 2.234, cộng các dòng được 1.100"


def test_no_totals_give_an_empty_book_with_its_types() -> None:
    frame = differences(A, B)
    assert frame.empty
    assert frame.dtypes["stated"] == "Float64"


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=8), st.integers(-3, 3))
def test_a_difference_is_told_if_and_only_if_there_is_one(houses: list[int], more: int) -> None:
    rows = [(i, f"Thôn {i}", number, None) for i, number in enumerate(houses, start=1)]
    stated = max(0, sum(houses) + more)
    found = told(*rows, (None, "Tổng cộng", min(stated, 5000)))
    assert bool(found) == (min(stated, 5000) != sum(houses))
