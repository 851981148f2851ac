"""True events of the agencies: duties of officials, briefings, reports."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from ketnghia_analysis.demo import names
from ketnghia_analysis.demo.truth_places import Row
from ketnghia_analysis.vocabulary.periods import Window

POSITIONS = ("Trưởng phòng", "Phó Trưởng phòng", "Chuyên viên", "Chuyên viên", "Nhân viên")
SILENT: tuple[tuple[str, int], ...] = (("CQ11", 2021), ("CQ14", 2024))
"""Agency and year of which no report on the pairings ever came."""


def agency_year(
    agency_id: str, officers: int, window: Window, quality: float, chance: random.Random
) -> dict[str, list[Row]]:
    """Duties, briefing and reports of one agency in one year."""
    start = max(window.start, names.ASSIGNED_ON)
    duties: list[Row] = []
    signed = start + timedelta(days=chance.randint(5, 60))
    share = min(1.0, max(0.0, 0.25 + 0.85 * quality + chance.uniform(-0.15, 0.15)))
    for number in range(1, round(officers * share) + 1):
        duties.append(
            {
                "agency_id": agency_id,
                "year": window.year,
                "officer_id": f"{agency_id}-{number:02d}",
                "position": POSITIONS[min(number - 1, len(POSITIONS) - 1)],
                "officer_group": "civil_servant" if number % 4 else "public_employee",
                "duty": chance.choice(
                    (
                        "Theo dõi, đôn đốc thực hiện nội dung kết nghĩa",
                        "Phối hợp với thôn nắm tình hình đời sống nhân dân",
                        "Vận động nguồn lực hỗ trợ hộ nghèo",
                        "Tổng hợp, báo cáo kết quả kết nghĩa",
                    )
                ),
                "document": f"Quyết định mẫu {chance.randint(1, 40):02d}/QĐ (hư cấu)",
                "signed_on": signed,
            }
        )
    briefings: list[Row] = []
    if chance.random() < 0.4 + 0.6 * quality:
        day = start + timedelta(days=chance.randint(10, 100))
        planned = chance.random() < 0.45 + 0.55 * quality
        briefings.append(
            {
                "agency_id": agency_id,
                "year": window.year,
                "date": day,
                "document": "Quán triệt chủ trương về công tác kết nghĩa",
                "participants": max(2, round(officers * chance.uniform(0.6, 1.0))),
                "plan_document": f"{chance.randint(1, 30):02d}/KH (hư cấu)" if planned else None,
                "plan_signed_on": start + timedelta(days=chance.randint(15, 130))
                if planned
                else None,
            }
        )
    reports = [
        _report(agency_id, window, term, due, quality, chance)
        for term, due in (
            ("half_year", date(window.year, 6, 14)),
            ("year", date(window.year, 12, 14)),
        )
        if due > names.ASSIGNED_ON
    ]
    return {"officer_duties": duties, "briefings": briefings, "submitted_reports": reports}


def _report(
    agency_id: str, window: Window, term: str, due: date, quality: float, chance: random.Random
) -> Row:
    row: dict[str, Any] = {
        "agency_id": agency_id,
        "year": window.year,
        "term": term,
        "due_on": due,
    }
    silent = (agency_id, window.year) in SILENT and term == "year"
    if not silent and chance.random() < 0.45 + 0.55 * quality:
        on_time = chance.random() < 0.35 + 0.6 * quality
        days = -chance.randint(0, 9) if on_time else chance.randint(1, 45)
        row["submitted_on"] = due + timedelta(days=days)
        row["document"] = f"{chance.randint(20, 300)}/BC (hư cấu)"
    return row
