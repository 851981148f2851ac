"""Kinds of faults: what an official did wrong, and what must become of it."""

from __future__ import annotations

import pytest

from ketnghia_analysis.demo.fault_kinds import DROPPED, FAULT_KINDS, HELD, REPAIRED
from ketnghia_analysis.vocabulary.reasons import CHANGED
from ketnghia_analysis.vocabulary.reasons import HELD as HELD_REASONS
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns

REASONS = {HELD: HELD_REASONS, DROPPED: CHANGED, REPAIRED: CHANGED}
each_kind = pytest.mark.parametrize("kind", FAULT_KINDS.values(), ids=FAULT_KINDS)


def test_there_are_some_thirty_kinds_of_every_outcome():
    assert len(FAULT_KINDS) >= 20
    assert sum(kind.count for kind in FAULT_KINDS.values()) >= 60
    assert {kind.outcome for kind in FAULT_KINDS.values()} == {HELD, DROPPED, REPAIRED}


@each_kind
def test_a_kind_has_a_declared_reason_that_fits_its_outcome(kind):
    assert kind.meaning
    assert kind.count >= 1
    assert kind.reason in REASONS[kind.outcome]
    assert (kind.outcome == DROPPED) == kind.reason.startswith("dropped_")


@each_kind
def test_a_kind_is_planted_in_a_column_that_a_file_may_carry(kind):
    assert kind.column in readable_columns(kind.table)


def test_a_cell_is_dropped_only_where_its_row_can_do_without():
    dropped = [kind for kind in FAULT_KINDS.values() if kind.outcome == DROPPED]
    assert len(dropped) > 5
    assert not any(TABLES[kind.table][kind.column].required for kind in dropped)


def test_faults_are_planted_in_all_kinds_of_files():
    assert {kind.table for kind in FAULT_KINDS.values()} == {
        "hamlet_figures",
        "activities",
        "commitments",
        "coordination_meetings",
        "difficulties",
        "hamlets",
    }
