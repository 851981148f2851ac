from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from ketnghia_analysis.intake.grids import BadCell, Grid, Span, cell_address, shown, within_cells


@pytest.mark.parametrize(
    ("row", "column", "address"),
    [(1, 0, "A1"), (12, 4, "E12"), (7, 26, "AA7"), (1048576, 16383, "XFD1048576")],
)
def test_an_address_is_what_the_sheet_shows(row: int, column: int, address: str) -> None:
    assert cell_address(row, column) == address


@given(st.integers(1, 1048576), st.integers(0, 16383))
def test_an_address_leads_back_to_its_cell(row: int, column: int) -> None:
    letters, number = coordinate_from_string(cell_address(row, column))
    assert (number, column_index_from_string(letters) - 1) == (row, column)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("Thôn 2", "Thôn 2"),
        (45, "45"),
        (45.0, "45"),
        (45.5, "45.5"),
        (datetime(2024, 2, 5, 10, 30), "2024-02-05"),
        (date(2024, 2, 5), "2024-02-05"),
        (BadCell("error_cell", "#N/A"), "#N/A"),
    ],
)
def test_a_raw_value_is_shown_as_people_see_it(value: object, text: str) -> None:
    assert shown(value) == text


def test_every_cell_of_a_merged_range_has_the_value_of_its_first() -> None:
    grid = Grid("", {3: {1: "Xã Mẫu An", 4: 7}}, (Span(3, 1, 5, 2),))
    assert {grid.value(row, column) for row in (3, 4, 5) for column in (1, 2)} == {"Xã Mẫu An"}
    assert grid.value(3, 4) == 7
    assert grid.value(6, 1) is None
    assert (3, 1) not in grid.anchors
    assert len(grid.anchors) == 5


def test_a_merged_range_over_the_whole_sheet_ends_where_the_cells_end() -> None:
    whole, small = Span(1, 0, 1048576, 16383), Span(2, 1, 4, 1)
    grid = within_cells(Grid("", {1: {0: "a"}, 2: {1: "b"}}, (whole, small)))
    assert grid.spans == (Span(1, 0, 2, 1), small)
