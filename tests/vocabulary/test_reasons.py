"""Reasons: each declared once, and each says what to do where something is to be done."""

from __future__ import annotations

import pytest

from ketnghia_analysis.vocabulary.reasons import CHANGED, HELD, STRUCTURAL

ALL = {"HELD": HELD, "CHANGED": CHANGED, "STRUCTURAL": STRUCTURAL}
each_kind = pytest.mark.parametrize("reasons", ALL.values(), ids=ALL)
DROPPED = [code for code in CHANGED if code.startswith("dropped_")]


@each_kind
def test_a_reason_is_found_by_its_code_and_has_a_label_of_its_own(reasons):
    assert all(code == reason.code for code, reason in reasons.items())
    assert all(reason.label.strip() for reason in reasons.values())
    assert len({reason.label for reason in reasons.values()}) == len(reasons)


def test_no_code_means_two_things():
    codes = [code for reasons in ALL.values() for code in reasons]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("code", HELD)
def test_whoever_has_a_row_held_back_is_told_what_to_do(code):
    assert HELD[code].remedy.strip()


@pytest.mark.parametrize("code", DROPPED)
def test_a_dropped_cell_has_the_label_and_remedy_of_the_held_reason(code):
    held = HELD[code.removeprefix("dropped_")]
    assert CHANGED[code].label.endswith(held.label)
    assert CHANGED[code].label != held.label
    assert CHANGED[code].remedy == held.remedy


def test_what_cleaning_merely_writes_differently_asks_nothing_of_anyone():
    asked = {code for code, reason in CHANGED.items() if reason.remedy}
    assert asked == {*DROPPED, "similar_name"}


def test_rows_that_are_no_records_ask_nothing_of_anyone():
    assert {reason.remedy for reason in STRUCTURAL.values()} == {""}
