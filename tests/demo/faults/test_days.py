"""Days of which a paper tells only the month or the quarter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.demo.faults.days import (
    day_in,
    month_alone,
    month_of,
    quarter_alone,
    quarter_of,
)
from ketnghia_analysis.demo.faults.kinds import Spot
from ketnghia_analysis.demo.papers import Document, Line

days = st.dates(date(2019, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    "cell",
    [date(2021, 7, 5), "05/07/2021", "5/7/21", "ngày 05 tháng 07 năm 2021"],
)
def test_a_day_is_known_in_every_hand(cell):
    assert day_in(cell) == date(2021, 7, 5)


@given(days)
def test_a_month_and_a_quarter_hold_their_day_and_end_before_the_next_begins(day):
    for span in (month_of, quarter_of):
        first, last = span(day)
        assert first <= day <= last
        assert first.day == (last + timedelta(days=1)).day == 1
        assert span(last) == (first, last)
        assert span(last + timedelta(days=1))[0] == last + timedelta(days=1)
    assert quarter_of(day)[0].month in (1, 4, 7, 10)


@pytest.mark.parametrize(
    ("make", "written"), [(month_alone, "tháng 8/2021"), (quarter_alone, "Quý III/2021")]
)
def test_the_day_is_left_out(make, written):
    spot = Spot(Document("a.xlsx", []), line=Line({"date": "15/08/2021"}))
    assert make(spot, "date") == [spot]
    assert spot.line.cells == {"date": written}
