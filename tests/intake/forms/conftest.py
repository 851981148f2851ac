"""The small district as registers already clean, and its forms of 2024."""

from __future__ import annotations

import pandas as pd
import pytest

from ketnghia_analysis.intake.forms.senders import FormYear, form_year
from ketnghia_analysis.vocabulary.periods import reporting_year
from ketnghia_analysis.vocabulary.tables import TABLES

ROWS: dict[str, list[dict[str, object]]] = {
    "communes": [
        {"commune_code": "99001", "name": "Mẫu An", "commune_type": "commune"},
        {"commune_code": "99004", "name": "Mẫu Bình", "commune_type": "town"},
    ],
    "hamlets": [
        {"hamlet_id": "T14", "name": "Thôn 14", "commune_code": "99001"},
        {"hamlet_id": "T2", "name": "Thôn 2", "commune_code": "99001"},
        {"hamlet_id": "B2", "name": "Thôn 2", "commune_code": "99004"},
        {"hamlet_id": "B9", "name": "Thôn 9", "commune_code": "99004", "valid_to": "2020-12-31"},
    ],
    "agencies": [
        {"agency_id": "CQ1", "name": "Phòng Tư pháp", "agency_type": "office"},
        {"agency_id": "CQ2", "name": "Phòng Dân tộc", "agency_type": "coordinator"},
        {"agency_id": "CQ3", "name": "Phòng Y tế", "valid_to": "2024-02-28", "successor_id": "CQ1"},
    ],
    "survey_rounds": [
        {"round_id": "D24", "year": 2024, "reference_date": "2024-11-30"},
    ],
    "pairings": [
        {"pairing_id": "K1", "agency_id": "CQ1", "hamlet_id": "T2"},
        {"pairing_id": "K3", "agency_id": "CQ3", "hamlet_id": "B2"},
        {"pairing_id": "K0", "agency_id": "CQ1", "hamlet_id": "T14", "valid_to": "2022-12-31"},
    ],
    "commitments": [
        {"commitment_id": "N1", "year": 2022, "pairing_id": "K1", "state": "in_progress"},
        {"commitment_id": "N1", "year": 2023, "pairing_id": "K1", "state": "in_progress"},
        {"commitment_id": "N2", "year": 2022, "pairing_id": "K1", "state": "not_started"},
        {"commitment_id": "N2", "year": 2023, "pairing_id": "K1", "state": "done"},
        {"commitment_id": "N3", "year": 2023, "pairing_id": "K3", "state": None},
        {"commitment_id": "N4", "year": 2024, "pairing_id": "K1", "state": "in_progress"},
        {"commitment_id": "N5", "year": 2022, "pairing_id": "K0", "state": "in_progress"},
    ],
    "difficulties": [
        {"difficulty_id": "H1", "hamlet_id": "T2", "raised_on": "2023-05-01", "result": "open"},
        {"difficulty_id": "H2", "hamlet_id": "T2", "raised_on": "2023-06-01", "result": "resolved"},
        {"difficulty_id": "H3", "hamlet_id": "B2", "raised_on": "2024-06-01", "result": "open"},
    ],
}
_DATED = {"communes", "hamlets", "agencies", "pairings"}


def tables(rows: dict[str, list[dict[str, object]]] = ROWS) -> dict[str, pd.DataFrame]:
    """Typed tables; what a row does not say is missing."""
    found = {}
    for name, table in TABLES.items():
        since = {"valid_from": "2015-01-01"} if name in _DATED else {}
        frame = pd.DataFrame([since | row for row in rows.get(name, [])], dtype=object)
        found[name] = frame.reindex(columns=table.names).astype(table.dtypes)
    return found


@pytest.fixture(scope="session")
def year() -> FormYear:
    """Forms of 2024."""
    return form_year(tables(), reporting_year(2024), "Ban Dân vận")
