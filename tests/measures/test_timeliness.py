"""Deadlines at their very day: which held, which were missed, how long one has waited."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.measures.timeliness import (
    days_open,
    days_overdue,
    deadline,
    in_time,
    is_closed,
    is_done,
    is_open,
    may_be_closed,
    may_be_done,
    may_be_in_time,
)

from .cases import day
from .tiny import typed
from .tiny_rows import commitment, difficulty

END = date(2024, 12, 14)


def _promise(**facts: Any) -> pd.DataFrame:
    unfinished = {"state": "in_progress", "completed_on": None}
    return typed("commitments", [commitment(1) | unfinished | facts])


def _worry(**facts: Any) -> pd.DataFrame:
    return typed("difficulties", [difficulty(1) | facts])


@pytest.mark.parametrize(
    ("facts", "counts"),
    [
        pytest.param({}, "2024-06-30", id="the first one"),
        pytest.param(
            {"extended_to": "2024-09-30", "extension_document": "12/CV"},
            "2024-09-30",
            id="extended with a document",
        ),
        pytest.param({"extended_to": "2024-09-30"}, "2024-06-30", id="extended without document"),
        pytest.param({"extension_document": "12/CV"}, "2024-06-30", id="a document without day"),
        pytest.param({"due_on": None}, None, id="never had one"),
        pytest.param(
            {"due_on": None, "extended_to": "2024-09-30", "extension_document": "12/CV"},
            "2024-09-30",
            id="only an extended one",
        ),
        pytest.param(
            {"due_on": None, "extended_to": "2024-09-30"},
            None,
            id="extended by nobody from nothing",
        ),
    ],
)
def test_the_deadline_that_counts(facts: dict[str, Any], counts: str | None) -> None:
    found = deadline(_promise(**facts))[0]
    assert pd.isna(found) if counts is None else found == day(counts)


@pytest.mark.parametrize(
    ("facts", "days"),
    [
        pytest.param({"due_on": "2024-12-15"}, None, id="due tomorrow"),
        pytest.param({"due_on": "2024-12-14"}, None, id="due today"),
        pytest.param({"due_on": "2024-12-13"}, 1, id="due yesterday"),
        pytest.param({"due_on": "2023-12-14"}, 366, id="due a leap year ago"),
        pytest.param({"due_on": None}, None, id="no deadline"),
        pytest.param({"state": "done"}, None, id="done"),
        pytest.param({"state": "dropped"}, None, id="dropped"),
        pytest.param({"state": "not_started"}, 167, id="not started"),
        pytest.param({"state": None}, None, id="state unknown, so perhaps done"),
        pytest.param({"state": None, "result": 4}, 167, id="state unknown, but a part only"),
        pytest.param({"state": "done", "completed_on": "2024-12-15"}, 167, id="done, but tomorrow"),
        pytest.param({"completed_on": "2024-12-14"}, None, id="completed today"),
        pytest.param({"completed_on": "2024-12-15"}, 167, id="completed tomorrow"),
        pytest.param(
            {"extended_to": "2024-12-04", "extension_document": "12/CV"}, 10, id="extended"
        ),
        pytest.param({"extended_to": "2024-12-04"}, 167, id="extended without document"),
    ],
)
def test_days_overdue_at_the_end_of_the_year(facts: dict[str, Any], days: int | None) -> None:
    found = days_overdue(_promise(**facts), END)
    assert found.dtype == "Int64"
    assert pd.isna(found[0]) if days is None else found[0] == days


@given(due=st.dates(date(2023, 1, 1), date(2025, 12, 31)))
def test_days_overdue_are_the_days_between(due: date) -> None:
    found = days_overdue(_promise(due_on=pd.Timestamp(due)), END)[0]
    waited = (END - due).days
    assert pd.isna(found) if waited <= 0 else found == waited


@pytest.mark.parametrize(
    ("facts", "closed"),
    [
        pytest.param({"resolved_on": "2024-12-14"}, True, id="resolved today"),
        pytest.param({"resolved_on": "2024-12-15"}, False, id="resolved tomorrow"),
        pytest.param({"result": "open", "resolved_on": None}, False, id="open"),
        pytest.param({"result": "in_progress"}, False, id="in progress"),
        pytest.param({"result": "referred"}, False, id="the district's, referred"),
        pytest.param(
            {"result": "referred", "authority": "commune"}, False, id="a commune's, referred"
        ),
        pytest.param(
            {"result": "referred", "authority": "province"}, True, id="the province's, referred"
        ),
        pytest.param(
            {"result": "referred", "authority": "central"}, True, id="the centre's, referred"
        ),
        pytest.param(
            {"result": "resolved", "authority": "province"}, True, id="the province's, resolved"
        ),
    ],
)
def test_a_difficulty_is_closed_when_resolved_or_rightly_referred(
    facts: dict[str, Any], closed: bool
) -> None:
    assert is_closed(_worry(**facts), END)[0] == closed


@pytest.mark.parametrize(
    ("facts", "certain", "possible"),
    [
        pytest.param({}, True, True, id="resolved"),
        pytest.param({"resolved_on": None}, False, True, id="resolved on an unknown day"),
        pytest.param({"resolved_on": "2024-12-15"}, False, False, id="resolved tomorrow"),
        pytest.param({"result": None}, False, True, id="a day, but no result"),
        pytest.param({"result": None, "resolved_on": None}, False, False, id="neither"),
        pytest.param(
            {"result": "referred", "authority": None}, False, True, id="referred, by whom unknown"
        ),
        pytest.param({"result": "referred"}, False, False, id="the district's, referred"),
        pytest.param({"result": "in_progress"}, False, False, id="in progress"),
    ],
)
def test_a_difficulty_of_which_too_little_is_known_may_be_closed_and_is_not_called_open(
    facts: dict[str, Any], certain: bool, possible: bool
) -> None:
    rows = _worry(**facts)
    assert (is_closed(rows, END)[0], may_be_closed(rows, END)[0]) == (certain, possible)
    assert is_open(rows, END)[0] == (not possible)


_BLANK = {"state": None, "result": None, "completed_on": None}


@pytest.mark.parametrize(
    ("facts", "certain", "possible"),
    [
        pytest.param({}, True, True, id="done"),
        pytest.param(_BLANK, False, True, id="nothing known"),
        pytest.param(_BLANK | {"result": 10}, True, True, id="the target reached"),
        pytest.param(_BLANK | {"result": 4}, False, False, id="a part of the target"),
        pytest.param(_BLANK | {"completed_on": "2024-06-20"}, True, True, id="a day of completion"),
        pytest.param({"state": "in_progress"}, False, False, id="in progress"),
    ],
)
def test_a_commitment_without_state_is_done_if_a_day_or_the_result_says_so(
    facts: dict[str, Any], certain: bool, possible: bool
) -> None:
    rows = typed("commitments", [commitment(1) | facts])
    assert (is_done(rows)[0], may_be_done(rows)[0]) == (certain, possible)


@pytest.mark.parametrize(
    ("facts", "certain", "possible"),
    [
        pytest.param({}, True, True, id="ten days before"),
        pytest.param({"completed_on": "2024-06-30"}, True, True, id="on the day"),
        pytest.param({"completed_on": "2024-07-01"}, False, False, id="a day later"),
        pytest.param({"completed_on": None}, False, True, id="done, day unknown"),
        pytest.param({"due_on": None}, False, False, id="no deadline"),
        pytest.param(_BLANK, False, True, id="nothing known"),
        pytest.param({"state": "partly_done"}, False, False, id="a part"),
    ],
)
def test_a_commitment_was_in_time_or_may_have_been(
    facts: dict[str, Any], certain: bool, possible: bool
) -> None:
    rows = typed("commitments", [commitment(1) | facts])
    assert (in_time(rows)[0], may_be_in_time(rows)[0]) == (certain, possible)


@pytest.mark.parametrize(
    ("raised", "resolved", "still_open", "days"),
    [
        ("2024-12-14", None, True, 0),
        ("2024-12-15", None, False, None),
        ("2024-12-13", None, True, 1),
        ("2023-12-14", None, True, 366),
        ("2024-03-01", "2024-12-14", False, None),
        ("2024-03-01", "2024-12-15", True, 288),
    ],
)
def test_a_difficulty_is_open_from_the_day_it_is_raised_to_the_day_it_is_closed(
    raised: str, resolved: str | None, still_open: bool, days: int | None
) -> None:
    result = "resolved" if resolved else "open"
    rows = _worry(raised_on=raised, resolved_on=resolved, result=result)
    assert is_open(rows, END)[0] == still_open
    found = days_open(rows, END)
    assert found.dtype == "Int64"
    assert pd.isna(found[0]) if days is None else found[0] == days


@given(
    raised=st.dates(date(2023, 1, 1), date(2025, 12, 31)),
    wait=st.integers(0, 500),
    asked=st.dates(date(2023, 1, 1), date(2025, 12, 31)),
)
def test_nothing_is_open_and_closed_at_once(raised: date, wait: int, asked: date) -> None:
    closed_on = raised + timedelta(days=wait)
    rows = _worry(raised_on=pd.Timestamp(raised), resolved_on=pd.Timestamp(closed_on))
    assert is_open(rows, asked)[0] == (raised <= asked < closed_on)
    assert is_closed(rows, asked)[0] == (asked >= closed_on)


def test_answers_keep_the_index_of_the_rows() -> None:
    promises = _promise().set_axis([5])
    worries = _worry().set_axis([8])
    assert list(deadline(promises).index) == list(days_overdue(promises, END).index) == [5]
    assert list(is_closed(worries, END).index) == list(days_open(worries, END).index) == [8]
