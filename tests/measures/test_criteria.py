"""The cards of the criteria, and counting against a target."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.measures.criteria import (
    CRITERIA,
    count_by_agency,
    count_by_pairing,
    counted,
)
from ketnghia_analysis.measures.criterion_list import CRITERION_GROUPS, CRITERION_NAMES

from .cases import DISTRICT

SIZES = {"A": 4, "B": 3, "C": 3, "D": 3, "E": 2}
CODES = [f"{group}{one}" for group, size in SIZES.items() for one in range(1, size + 1)]


def test_there_are_fifteen_criteria_in_the_order_of_their_groups() -> None:
    assert list(CRITERIA) == list(CRITERION_NAMES) == CODES
    assert list(CRITERION_GROUPS) == list(SIZES)


@pytest.mark.parametrize("code", CODES)
def test_a_criterion_says_what_it_is_and_which_sentence_it_answers(code: str) -> None:
    card = CRITERIA[code]
    assert card.code == code
    assert card.heading
    assert len(card.meaning.split()) >= 5
    assert re.fullmatch(r"L\d+(, L\d+)*", card.letter)


def test_the_rules_give_points_to_exactly_these_criteria() -> None:
    assert list(DISTRICT.input().rules.points) == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_criterion_speaks_of_every_pairing_once_and_says_on_what_it_rests(code: str) -> None:
    year = DISTRICT.input()
    share = CRITERIA[code].measure(year)
    for part in (share.low, share.high, share.basis):
        assert list(part.index) == list(year.pairings.index)
    assert share.basis.str.len().gt(0).all()
    assert (share.low.isna() == share.high.isna()).all()
    known = share.low.dropna()
    assert (known.between(0, 1) & (known <= share.high.dropna())).all()


def _one(value: object) -> pd.Series:
    return pd.Series([value], index=["KN-1"])


@pytest.mark.parametrize(
    ("done", "unsure", "received", "low", "high", "text"),
    [
        (0, 0, True, 0.0, 0.0, "0/4 lượt"),
        (1, 0, True, 0.25, 0.25, "1/4 lượt"),
        (1, 2, True, 0.25, 0.75, "1/4 lượt, 2 chưa xác định"),
        (6, 0, True, 1.0, 1.0, "6/4 lượt"),
        (3, 9, True, 0.75, 1.0, "3/4 lượt, 9 chưa xác định"),
        (0, 0, False, 0.0, 1.0, "chưa nhận số liệu; yêu cầu 4 lượt"),
    ],
)
def test_counting_towards_a_target_of_four(
    done: int, unsure: int, received: bool, low: float, high: float, text: str
) -> None:
    share = counted(_one(done), _one(unsure), _one(received), 4, "lượt")
    assert (share.low["KN-1"], share.high["KN-1"], share.basis["KN-1"]) == (low, high, text)


@given(
    done=st.integers(0, 20), unsure=st.integers(0, 20), more=st.integers(0, 5), came=st.booleans()
)
def test_more_done_never_counts_less_and_more_doubt_never_narrows(
    done: int, unsure: int, more: int, came: bool
) -> None:
    share = counted(_one(done), _one(unsure), _one(came), 3, "")
    busier = counted(_one(done + more), _one(unsure), _one(came), 3, "")
    dimmer = counted(_one(done), _one(unsure + more), _one(came), 3, "")
    assert 0 <= share.low["KN-1"] <= share.high["KN-1"] <= 1
    assert busier.low["KN-1"] >= share.low["KN-1"]
    assert busier.high["KN-1"] >= share.high["KN-1"]
    assert dimmer.low["KN-1"] == share.low["KN-1"]
    assert dimmer.high["KN-1"] >= share.high["KN-1"]


def test_rows_are_counted_for_every_pairing_also_those_without_any() -> None:
    year = DISTRICT.input()
    assert count_by_pairing(year, year.activities).to_dict() == {"KN-1": 2, "KN-2": 0, "KN-3": 0}
    duties = year.of_year("officer_duties")
    assert count_by_agency(year, duties).to_dict() == {"KN-1": 4, "KN-2": 0, "KN-3": 0}
