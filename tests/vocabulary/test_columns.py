"""Columns, tables and rules: the words everything else is declared with."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketnghia_analysis.vocabulary.columns import (
    DTYPES,
    NUMERIC_KINDS,
    Column,
    Kind,
    Severity,
    Table,
    at_most,
    not_before,
    passes,
)

POOR = Column(name="poor", heading="Hộ nghèo", meaning="Poor.", kind=Kind.COUNT, synonyms=("HN",))
ALL = Column(name="all", heading="Tổng số hộ", meaning="All.", kind=Kind.COUNT)
START = Column(name="start", heading="Từ ngày", meaning="First day.", kind=Kind.DATE)
END = Column(name="end", heading="Đến ngày", meaning="Last day.", kind=Kind.DATE)
TABLE = Table(
    name="small", heading="Bảng nhỏ", meaning="A row.", columns=(POOR, ALL, START), key=("poor",)
)
counts = st.one_of(st.none(), st.integers(0, 9))


def _counts(**columns: list[int | None]) -> pd.DataFrame:
    return pd.DataFrame(columns).astype("Int64")


def _days(**columns: list[str | None]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.to_datetime(days) for name, days in columns.items()})


@pytest.mark.parametrize("kind", Kind)
def test_a_missing_value_can_be_stored_in_every_kind(kind):
    stored = pd.Series([None, None], dtype=DTYPES[kind])
    assert stored.isna().all()
    assert stored.dtype == DTYPES[kind]


@pytest.mark.parametrize("kind", Kind)
def test_numeric_kinds_are_those_one_can_add_up(kind):
    number = pd.api.types.is_numeric_dtype(pd.Series(dtype=DTYPES[kind]))
    truth_value = kind is Kind.YES_NO
    assert (kind in NUMERIC_KINDS) == (number and not truth_value)


def test_a_column_answers_to_its_heading_and_its_synonyms():
    assert POOR.headings == ("Hộ nghèo", "HN")
    assert POOR.dtype == "Int64"


def test_a_table_knows_its_columns_by_name():
    assert TABLE.names == ["poor", "all", "start"]
    assert TABLE["all"] is ALL
    assert TABLE.dtypes == {"poor": "Int64", "all": "Int64", "start": "datetime64[us]"}
    with pytest.raises(KeyError):
        TABLE["nobody"]


def test_an_empty_table_has_its_columns_in_their_types():
    empty = TABLE.empty()
    assert len(empty) == 0
    assert {name: str(dtype) for name, dtype in empty.dtypes.items()} == TABLE.dtypes


def test_what_is_unknown_passes():
    assert passes(pd.Series([True, False, None], dtype="boolean")).tolist() == [True, False, True]


def test_a_part_may_equal_its_whole_but_not_exceed_it():
    frame = _counts(poor=[3, 4, 5, None, 5, None], all=[4, 4, 4, 4, None, None])
    holds = at_most(POOR, ALL).holds(frame)
    assert holds.tolist() == [True, True, False, True, True, True]
    assert holds.dtype == bool


@settings(deadline=None)
@given(st.lists(st.tuples(counts, counts), max_size=8))
def test_at_most_says_what_a_loop_over_the_rows_says(rows):
    frame = _counts(poor=[row[0] for row in rows], all=[row[1] for row in rows])
    by_hand = [small is None or large is None or small <= large for small, large in rows]
    assert at_most(POOR, ALL).holds(frame).tolist() == by_hand


def test_an_end_may_fall_on_the_start_but_not_before_it():
    frame = _days(
        start=["2024-05-02", "2024-05-02", "2024-05-02", "2024-05-02", None, None],
        end=["2024-05-03", "2024-05-02", "2024-05-01", None, "2024-05-01", None],
    )
    holds = not_before(END, START).holds(frame)
    assert holds.tolist() == [True, True, False, True, True, True]
    assert holds.dtype == bool


def test_rules_keep_the_index_of_the_frame():
    frame = _counts(poor=[1, 9], all=[5, 5]).set_axis([70, 30])
    assert at_most(POOR, ALL).holds(frame).index.tolist() == [70, 30]


def test_rules_name_the_suspected_column_first_and_speak_vietnamese():
    most, after = at_most(POOR, ALL), not_before(END, START, Severity.WARN)
    assert (most.name, most.columns) == ("poor_at_most_all", ("poor", "all"))
    assert most.message == "Hộ nghèo lớn hơn Tổng số hộ"
    assert most.severity is Severity.HOLD
    assert (after.name, after.columns) == ("end_not_before_start", ("end", "start"))
    assert after.message == "Đến ngày trước Từ ngày"
    assert after.severity is Severity.WARN
