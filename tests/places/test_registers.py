"""Dated registers: what holds on a day, and who took over from whom."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketnghia_analysis.demo import truth_places
from ketnghia_analysis.places.registers import heirs, holds_on, in_force, latest, valid_on

DAY = date(2024, 1, 1)
IDS = [f"CQ{number}" for number in range(6)]


def _register(*rows: tuple[str, str, str | None, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["id", "valid_from", "valid_to", "next"])
    return frame.astype({"valid_from": "datetime64[us]", "valid_to": "datetime64[us]"})


CHAIN = _register(
    ("a", "2015-01-01", "2021-06-30", "b"),
    ("b", "2021-07-01", "2024-02-29", "c"),
    ("c", "2024-03-01", None, None),
    ("d", "2015-01-01", "2022-12-31", None),
)


def test_a_row_holds_from_its_first_day_through_its_last():
    register = _register(("a", "2020-01-01", "2021-06-30", None), ("b", "2021-07-01", None, None))
    for day, held in [
        (date(2019, 12, 31), [False, False]),
        (date(2020, 1, 1), [True, False]),
        (date(2021, 6, 30), [True, False]),
        (date(2021, 7, 1), [False, True]),
        (pd.Timestamp(2090, 1, 1), [False, True]),
    ]:
        assert holds_on(register, day).tolist() == held


def test_rows_that_hold_keep_their_index_and_columns():
    register = CHAIN.set_axis([40, 30, 20, 10])
    found = valid_on(register, date(2022, 1, 1))
    assert found.index.tolist() == [30, 10]
    assert found["id"].tolist() == ["b", "d"]
    assert list(found.columns) == list(CHAIN.columns)


@settings(deadline=None, max_examples=50)
@given(st.dates(date(2014, 1, 1), date(2026, 1, 1)))
def test_versions_that_follow_each_other_never_hold_together(day):
    versions = _register(
        ("a", "2015-01-01", "2021-06-30", None),
        ("a", "2021-07-01", "2025-06-30", None),
        ("a", "2025-07-01", None, None),
    )
    assert len(valid_on(versions, day)) == (1 if day >= date(2015, 1, 1) else 0)


def test_what_is_in_force_stands_once_under_its_key_in_order():
    register = _register(
        ("b", "2015-01-01", None, None),
        ("a", "2020-01-01", None, "later"),
        ("a", "2015-01-01", None, "earlier"),
        ("c", "2015-01-01", "2019-12-31", None),
    )
    before, after = (in_force(register, "id", date(year, 6, 1)) for year in (2019, 2020))
    assert before.index.tolist() == ["a", "b", "c"]
    assert before.loc["a", "next"] == "earlier"
    assert after.index.tolist() == ["a", "b"]
    assert after.loc["a", "next"] == "later"


def test_the_latest_row_counts_even_when_it_has_ended():
    register = _register(
        ("a", "2021-07-01", "2023-12-31", None),
        ("b", "2015-01-01", None, None),
        ("a", "2015-01-01", "2021-06-30", None),
    )
    found = latest(register, "id")
    assert found.index.name == "id"
    assert found.loc["a", "valid_from"] == pd.Timestamp("2021-07-01")
    assert sorted(found.index) == ["a", "b"]


@pytest.mark.parametrize(
    ("day", "stands_for"),
    [
        (date(2020, 1, 1), {"a": "a", "b": "b", "c": "c", "d": "d"}),
        (date(2021, 6, 30), {"a": "a", "b": "b", "c": "c", "d": "d"}),
        (date(2021, 7, 1), {"a": "b", "b": "b", "c": "c", "d": "d"}),
        (date(2024, 2, 29), {"a": "b", "b": "b", "c": "c", "d": "d"}),
        (date(2024, 3, 1), {"a": "c", "b": "c", "c": "c", "d": "d"}),
        (date(2030, 1, 1), {"a": "c", "b": "c", "c": "c", "d": "d"}),
    ],
)
def test_heirs_follow_a_chain_of_two_successors_day_by_day(day, stands_for):
    assert heirs(CHAIN, "id", "next", day).to_dict() == stands_for


def test_two_may_have_one_heir():
    merged = _register(
        ("a", "2015-01-01", "2025-02-28", "c"),
        ("b", "2015-01-01", "2025-02-28", "c"),
        ("c", "2025-03-01", None, None),
    )
    assert heirs(merged, "id", "next", date(2025, 3, 1)).tolist() == ["c", "c", "c"]


def test_a_rename_makes_no_heir():
    renamed = _register(
        ("a", "2015-01-01", "2022-06-30", None),
        ("a", "2022-07-01", "2024-12-31", "b"),
        ("b", "2025-01-01", None, None),
    )
    assert heirs(renamed, "id", "next", date(2024, 1, 1))["a"] == "a"
    assert heirs(renamed, "id", "next", date(2025, 1, 1))["a"] == "b"


def test_an_heir_may_be_unknown_to_the_register():
    orphan = _register(("a", "2015-01-01", "2020-12-31", "lost"))
    assert heirs(orphan, "id", "next", DAY).to_dict() == {"a": "lost"}


def test_an_empty_register_has_no_heirs():
    assert heirs(CHAIN.head(0), "id", "next", DAY).empty


last_days = st.lists(
    st.one_of(st.none(), st.integers(-900, 900)), min_size=len(IDS), max_size=len(IDS)
)


def _with_successors(ends: list[int | None], following: list[str | None]) -> pd.DataFrame:
    days = [None if end is None else str(DAY + timedelta(days=end)) for end in ends]
    return _register(
        *(
            (own, "2010-01-01", end, after)
            for own, end, after in zip(IDS, days, following, strict=True)
        )
    )


@settings(deadline=None, max_examples=50)
@given(last_days, st.data())
def test_heirs_are_found_as_one_would_by_hand_and_have_no_heirs_themselves(ends, data):
    following = [data.draw(st.sampled_from([None, *IDS[place + 1 :]])) for place in range(len(IDS))]
    found = heirs(_with_successors(ends, following), "id", "next", DAY)
    for place, own in enumerate(IDS):
        current = place
        while ends[current] is not None and ends[current] < 0 and following[current]:
            current = IDS.index(following[current])
        assert found[own] == IDS[current]
        assert found[found[own]] == found[own]


@settings(deadline=None, max_examples=50)
@given(last_days, st.lists(st.sampled_from([None, *IDS]), min_size=len(IDS), max_size=len(IDS)))
def test_successors_that_name_each_other_in_a_circle_never_hang(ends, following):
    found = heirs(_with_successors(ends, following), "id", "next", DAY)
    assert set(found.index) == set(IDS)
    assert set(found) <= set(IDS)


def test_a_moment_of_a_day_is_that_day():
    communes = truth_places.communes()
    assert len(valid_on(communes, pd.Timestamp("2025-06-30 12:00"))) == 12
