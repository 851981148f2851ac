"""Rows that are sound in themselves but do not fit together are told, never held."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.cross_checks import CROSS_CHECKS
from ketnghia_analysis.vocabulary.tables import TABLES

CHECKS = {check.name: check for check in CROSS_CHECKS}
DAY = pd.Timestamp(2024, 3, 1)


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    """Typed tables with a few rows; two agencies, one pairing from 2020 to 2025."""
    base: dict[str, list[dict[str, Any]]] = {
        "agencies": [
            {"agency_id": "CQ1", "name": "Phòng Mẫu Một", "officers": 5},
            {"agency_id": "CQ2", "name": "Phòng Mẫu Hai", "officers": 5},
        ],
        "pairings": [
            {
                "pairing_id": "K1",
                "agency_id": "CQ1",
                "hamlet_id": "H1",
                "valid_from": pd.Timestamp(2020, 7, 10),
                "valid_to": pd.Timestamp(2025, 12, 31),
            }
        ],
    }
    return {
        name: pd.DataFrame((base | rows).get(name, []), columns=table.names).astype(table.dtypes)
        for name, table in TABLES.items()
    }


def gift(agency: str | None, **more: Any) -> dict[str, Any]:
    row = {"agency_id": agency, "hamlet_id": "H1", "date": DAY, "activity_type": "gifts"}
    return row | {"gifts": 10, "cost_dong": 5_000_000} | more


def unnumbered(number: int, **more: Any) -> dict[str, Any]:
    """A gift whose sender gave it no id."""
    return gift("CQ1", activity_id=f"activities-{number:010x}") | more


CASES: list[tuple[str, str, list[dict[str, Any]], list[int]]] = [
    ("told_by_two", "activities", [gift("CQ1"), gift("CQ2")], [0, 1]),
    ("told_by_two", "activities", [gift("CQ1"), gift("CQ1")], []),
    ("told_by_two", "activities", [gift("CQ1"), gift("CQ2", gifts=11)], []),
    ("told_by_two", "activities", [gift("CQ1", gifts=None), gift("CQ2", gifts=None)], [0, 1]),
    (
        *("told_by_two", "activities"),
        [gift(agency, gifts=None, cost_dong=0) for agency in ("CQ1", "CQ2")],
        [],
    ),
    ("told_by_two", "activities", [gift(agency, hamlet_id=None) for agency in ("CQ1", "CQ2")], []),
    ("told_by_two", "activities", [gift("CQ1"), gift("CQ2"), gift(None)], [0, 1]),
    (
        "told_again",
        "activities",
        [
            unnumbered(1, content="Tặng quà Tết"),
            unnumbered(2, content="tặng quà tết.", gifts=12),
            unnumbered(3, content="Tặng quà Tết", date=pd.Timestamp(2024, 3, 2)),
            unnumbered(4, content="Tặng quà Tết", agency_id="CQ2"),
            unnumbered(5, content="Khám bệnh"),
            unnumbered(6),
            unnumbered(7),
            gift("CQ1", activity_id="HD-1", content="Tặng quà Tết"),
        ],
        [0, 1],
    ),
    (
        "due_outside_pairing",
        "commitments",
        [
            {"pairing_id": "K1", "due_on": pd.Timestamp(2020, 1, 1)},
            {"pairing_id": "K1", "due_on": DAY},
            {"pairing_id": "K1", "due_on": pd.Timestamp(2026, 1, 1)},
            {"pairing_id": None, "due_on": pd.Timestamp(2026, 1, 1)},
        ],
        [0, 2],
    ),
    (
        "done_before_pairing",
        "commitments",
        [
            {"pairing_id": "K1", "completed_on": pd.Timestamp(2019, 1, 1)},
            {"pairing_id": "K1", "completed_on": DAY},
        ],
        [0],
    ),
    (
        "more_participants_than_staff",
        "briefings",
        [
            {"agency_id": "CQ1", "participants": 6},
            {"agency_id": "CQ2", "participants": 5},
            {"agency_id": "CQ9", "participants": 600},
        ],
        [0],
    ),
    (
        "more_duties_than_staff",
        "officer_duties",
        [{"agency_id": "CQ1", "year": 2024, "officer_id": f"C{one}"} for one in range(6)],
        [0],
    ),
    (
        "difficulty_of_another_hamlet",
        "commitments",
        [
            {"hamlet_id": "H1", "difficulty_id": "K-1"},
            {"hamlet_id": "H2", "difficulty_id": "K-1"},
            {"hamlet_id": "H2", "difficulty_id": None},
        ],
        [1],
    ),
]


@pytest.mark.parametrize(("name", "table", "rows", "places"), CASES)
def test_a_rule_across_tables_finds_just_the_rows_that_do_not_fit(
    name: str, table: str, rows: list[dict[str, Any]], places: list[int]
) -> None:
    raised = [{"difficulty_id": "K-1", "hamlet_id": "H1"}]
    found = CHECKS[name].find(tables(**{table: rows, "difficulties": raised}))
    assert sorted(found["place"]) == places
    assert all(found["detail"])


def test_every_rule_is_tried_and_finds_nothing_where_nothing_is() -> None:
    assert {name for name, *_ in CASES} == set(CHECKS)
    assert all(check.find(tables()).empty for check in CROSS_CHECKS)


@pytest.mark.parametrize("check", CROSS_CHECKS, ids=lambda check: check.name)
def test_a_rule_suspects_a_column_of_its_table(check: Any) -> None:
    assert check.column in TABLES[check.table].names
