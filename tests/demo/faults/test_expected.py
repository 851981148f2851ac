"""What cleaning must give: the truth, less exactly what the planted faults cost."""

from __future__ import annotations

import pandas as pd
import pytest

from ketnghia_analysis.demo.faults.catalogue import FAULT_KINDS
from ketnghia_analysis.demo.faults.expected import NOT_LOST
from ketnghia_analysis.demo.faults.kinds import (
    COSTS_A_ROW,
    DROPPED,
    HELD,
    READ,
    REPAIRED,
    Planted,
    nothing,
)
from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.vocabulary.tables import TABLES


@pytest.fixture(scope="module")
def of_true_rows(demo: DemoFiles) -> list[Planted]:
    """Faults in lines that tell of a true row."""
    return [one for one in demo.planted if one.spot.line.key is not None]


def _row_of(frame: pd.DataFrame, fault: Planted) -> pd.DataFrame:
    found = pd.Series(True, index=frame.index)
    for column, value in zip(TABLES[fault.kind.table].key, fault.spot.line.key, strict=True):
        found &= frame[column] == value
    return frame[found]


def _sent_in_parts(fault: Planted) -> bool:
    papers = [paper.table for paper in fault.spot.document.papers]
    table = fault.kind.table
    return TABLES[table].in_parts and papers.count(table) > 1


def _costs(fault: Planted) -> bool:
    return fault.kind.outcome in COSTS_A_ROW and fault.kind.reason not in NOT_LOST


def test_a_held_line_costs_its_row_and_nothing_else_does(demo, of_true_rows):
    lost: dict[str, set[tuple[object, ...]]] = {name: set() for name in TABLES}
    for fault in of_true_rows:
        if _costs(fault) and not _sent_in_parts(fault):
            lost[fault.kind.table].add(fault.spot.line.key)
            assert _row_of(demo.expected[fault.kind.table], fault).empty
    for name, truth in demo.district.tables.items():
        assert len(truth) - len(demo.expected[name]) == len(lost[name]), name


def test_a_held_part_costs_its_figures_but_not_the_row(demo, of_true_rows):
    parts = [fault for fault in of_true_rows if _costs(fault) and _sent_in_parts(fault)]
    assert len(parts) == 16
    for fault in parts:
        row = _row_of(demo.expected[fault.kind.table], fault)
        sent = [head.name for head in fault.spot.paper.heads if head.name in row]
        sent = [name for name in sent if name not in TABLES[fault.kind.table].key]
        others = set(row) - set(sent) - {"round_id", "hamlet_id"}
        assert row[sent].isna().all(axis=None)
        assert row[list(others)].notna().any(axis=None)


def test_a_dropped_cell_is_missing_and_its_row_stays(demo, of_true_rows):
    for fault in of_true_rows:
        if fault.kind.outcome == DROPPED:
            table, column = fault.kind.table, fault.kind.column
            assert _row_of(demo.expected[table], fault)[column].isna().tolist() == [True]
            assert _row_of(demo.district.tables[table], fault)[column].notna().all()


def test_what_is_put_right_or_read_says_the_truth(demo, of_true_rows):
    for fault in of_true_rows:
        if fault.kind.outcome in (REPAIRED, READ) and fault.kind.becomes is nothing:
            table = fault.kind.table
            columns = [
                column.name
                for column in TABLES[table].columns
                if column.refers_to not in ("commitments", "difficulties")
            ]
            found = _row_of(demo.expected[table], fault)[columns]
            true = _row_of(demo.district.tables[table], fault)[columns]
            assert found.reset_index(drop=True).equals(true.reset_index(drop=True))


def test_a_struck_out_telephone_leaves_the_rest_of_the_text(demo, of_true_rows):
    for fault in of_true_rows:
        if fault.kind.code == "phone_number":
            true = _row_of(demo.district.tables["activities"], fault)["content"].item()
            found = _row_of(demo.expected["activities"], fault)["content"].item()
            assert found == f"{true}, liên hệ [đã ẩn]"


@pytest.mark.parametrize(
    ("code", "precision", "most_days"),
    [("month_for_day", "month", 31), ("quarter_for_day", "quarter", 92)],
)
def test_a_month_or_quarter_is_an_interval_around_the_true_day(
    demo, of_true_rows, code, precision, most_days
):
    for fault in of_true_rows:
        if fault.kind.code == code:
            table, column = fault.kind.table, fault.kind.column
            true = _row_of(demo.district.tables[table], fault)[column].item()
            row = _row_of(demo.expected[table], fault).iloc[0]
            assert row[f"{column}_first"] <= true <= row[column]
            assert 28 <= (row[column] - row[f"{column}_first"]).days + 1 <= most_days
            assert row[f"{column}_precision"] == precision


def test_what_tells_of_no_true_row_costs_nothing(demo):
    strange = {one.kind.code for one in demo.planted if one.spot.line.key is None}
    assert {"orphan", "not_approved", "child_of_held", "hidden_sheet"} < strange
    outcomes = {FAULT_KINDS[code].outcome for code in strange}
    assert outcomes == {HELD, "warned"}


def test_tables_without_faults_are_expected_as_they_truly_are(demo):
    faulty = {kind.table for kind in FAULT_KINDS.values()}
    assert len(faulty) == 7
    for name in set(TABLES) - faulty:
        assert demo.expected[name].equals(demo.district.tables[name])


def test_no_expected_link_leads_to_a_lost_row(demo):
    for name, link in (("commitments", "difficulty_id"), ("activities", "commitment_id")):
        target = "difficulties" if link == "difficulty_id" else "commitments"
        assert set(demo.expected[name][link].dropna()) <= set(demo.expected[target][link])
