"""Kinds of faults: what an official did wrong, and what must become of it."""

from __future__ import annotations

import pytest

from ketnghia_analysis.demo.faults.catalogue import FAULT_KINDS
from ketnghia_analysis.demo.faults.kinds import (
    ASKED,
    COSTS_A_ROW,
    DROPPED,
    HELD,
    OUTCOMES,
    READ,
    REPAIRED,
    WARNED,
    nothing,
)
from ketnghia_analysis.vocabulary.reasons import CHANGED
from ketnghia_analysis.vocabulary.reasons import HELD as HELD_REASONS
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns

REASONS = {
    HELD: set(HELD_REASONS),
    ASKED: {"name_unsure"},
    DROPPED: {code for code in CHANGED if code.startswith("dropped_")} | {"says_missing"},
    REPAIRED: {code for code in CHANGED if not code.startswith("dropped_")},
    READ: {""},
    WARNED: {""},
}
each_kind = pytest.mark.parametrize("kind", FAULT_KINDS.values(), ids=FAULT_KINDS)


def test_there_are_more_than_fifty_kinds_of_every_outcome():
    assert len(FAULT_KINDS) > 50
    assert sum(kind.count for kind in FAULT_KINDS.values()) > 90
    assert {kind.outcome for kind in FAULT_KINDS.values()} == set(OUTCOMES) == set(REASONS)


@each_kind
def test_a_kind_has_a_declared_reason_that_fits_its_outcome(kind):
    assert kind.meaning
    assert kind.count >= 1
    assert kind.reason in REASONS[kind.outcome]


@each_kind
def test_a_kind_is_planted_in_a_column_that_a_file_may_carry(kind):
    if not kind.column:
        assert kind.outcome == HELD
    elif kind.code.startswith("residents_"):
        assert kind.column not in readable_columns(kind.table)
    else:
        assert kind.column in readable_columns(kind.table)


@each_kind
def test_only_what_is_put_right_may_differ_from_the_truth(kind):
    assert kind.becomes is nothing or kind.outcome == REPAIRED


def test_a_cell_is_dropped_only_where_its_row_can_do_without():
    dropped = [kind for kind in FAULT_KINDS.values() if kind.outcome == DROPPED]
    assert len(dropped) > 7
    assert not any(TABLES[kind.table][kind.column].required for kind in dropped)


def test_every_reason_to_hold_a_whole_file_can_be_seen_but_those_that_need_other_programs():
    whole = {kind.reason for kind in FAULT_KINDS.values() if kind.outcome in COSTS_A_ROW}
    assert {"unreadable_file", "empty_file", "image_only", "unsupported_file"} < whole
    assert {"hidden_sheet", "not_approved", "parent_held", "unknown_reference"} < whole


def test_faults_are_planted_in_all_kinds_of_files():
    assert {kind.table for kind in FAULT_KINDS.values()} == {
        "hamlet_figures",
        "activities",
        "commitments",
        "coordination_meetings",
        "difficulties",
        "submitted_reports",
        "hamlets",
    }
