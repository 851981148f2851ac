"""Rows of the tiny district: what each hamlet, agency and pairing had and did in 2024."""

from __future__ import annotations

from typing import Any

from ketnghia_analysis.vocabulary.columns import Kind
from ketnghia_analysis.vocabulary.hamlet_figures import FIGURES

Row = dict[str, Any]
YEARS = range(2019, 2025)


def figures(hamlet: str, year: int) -> Row:
    """100 households, 400 people; H1 gains exactly what earns all points of E by 2024."""
    row: Row = {"round_id": f"D{year}", "hamlet_id": hamlet}
    for figure in FIGURES:
        if figure.kind is Kind.COUNT:
            row[figure.name] = 20 if figure.unit == "households" else 40
        elif figure.kind is Kind.YES_NO:
            row[figure.name] = True
    better = hamlet == "H1" and year == 2024
    poor = 10 if year < 2022 else 20
    return row | {
        "households": 100,
        "people": 400,
        "poor_households": poor - 5 if better else poor,
        "poor_minority_households": 5,
        "households_escaped_poverty": 5 if better else 0,
        "households_fallen_into_poverty": 0,
        "poor_share_reported_percent": poor - 5 if better else poor,
        "income_million_dong_per_person": 24 if better else 20,
        "hamlet_roads_km": 5,
        "hamlet_roads_paved_km": 3,
        "grid_electricity_households": 95 if better else 90,
        "hygienic_water_households": 88 if better else 80,
        "clean_water_households": 50 if better else 40,
        "hygienic_latrine_households": 68 if better else 60,
        "temporary_houses_households": 5 if better else 10,
        "lacking_production_land_households": 5 if better else 10,
        "insured_people": 344 if better else 320,
        "people_15_and_over": 300,
        "literate_people_15_and_over": 258 if better else 240,
        "workers_people": 200,
        "trained_workers_people": 56 if better else 40,
    }


def rounds() -> list[Row]:
    return [
        {
            "round_id": f"D{year}",
            "name": f"Khảo sát {year}",
            "year": year,
            "reference_date": f"{year}-10-31",
            "poverty_standard": "59/2015" if year < 2022 else "07/2021",
        }
        for year in YEARS
    ]


def registers() -> dict[str, list[Row]]:
    start = {"valid_from": "2015-01-01"}
    communes = [
        start | {"commune_code": "99001", "name": "Mẫu Một", "commune_type": "commune"},
        start | {"commune_code": "99002", "name": "Mẫu Hai", "commune_type": "town"},
    ]
    hamlets = [
        start
        | {
            "hamlet_id": f"H{number}",
            "name": f"Thôn Mẫu {number}",
            "hamlet_type": "hamlet",
            "commune_code": "99001" if number < 3 else "99002",
            "mixed": number < 4,
            "latitude": 11.0 + number / 100,
            "longitude": 108.0,
        }
        for number in range(1, 5)
    ]
    agencies = [
        start
        | {
            "agency_id": f"CQ{number}",
            "name": f"Phòng Mẫu {number}",
            "short_name": f"PM{number}",
            "agency_type": "office",
            "officers": officers,
        }
        for number, officers in enumerate((4, 5, 6), start=1)
    ]
    pairings = [
        {
            "pairing_id": pairing,
            "agency_id": agency,
            "hamlet_id": hamlet,
            "role": role,
            "valid_from": "2020-07-10",
            "period": "2020-2025",
            "state": "active",
        }
        for pairing, agency, hamlet, role in (
            ("KN-1", "CQ1", "H1", "lead"),
            ("KN-2", "CQ2", "H1", "support"),
            ("KN-3", "CQ2", "H2", "lead"),
        )
    ]
    return {"communes": communes, "hamlets": hamlets, "agencies": agencies, "pairings": pairings}


def commitment(number: int, pairing: str = "KN-1", **more: Any) -> Row:
    """A promise of 2024, due on 30 June and kept on 20 June."""
    return {
        "commitment_id": f"N{number}",
        "year": 2024,
        "pairing_id": pairing,
        "field": "production",
        "content": "Nội dung mẫu",
        "target": 10,
        "target_unit": "hộ",
        "due_on": "2024-06-30",
        "weight": 1,
        "result": 10,
        "completed_on": "2024-06-20",
        "state": "done",
    } | more


def difficulty(number: int, hamlet: str = "H1", **more: Any) -> Row:
    """A difficulty raised in 2024, due in September and resolved in August."""
    return {
        "difficulty_id": f"K{number}",
        "hamlet_id": hamlet,
        "raised_on": "2024-03-01",
        "group": "road",
        "content": "Khó khăn mẫu",
        "affects": "both",
        "chosen_as_focus": True,
        "authority": "district",
        "due_on": "2024-09-30",
        "resolved_on": "2024-08-15",
        "result": "resolved",
    } | more


def activity(number: int, pairing: str = "KN-1", **more: Any) -> Row:
    """A visit with the head of the agency."""
    return {
        "activity_id": f"A{number}",
        "pairing_id": pairing,
        "date": f"2024-05-{number:02d}",
        "activity_type": "visit",
        "leader_present": True,
    } | more


def meeting(number: int, agency: str = "CQ1", hamlet: str | None = "H1", **more: Any) -> Row:
    """A meeting with both partners, without conclusions."""
    return {
        "meeting_id": f"M{number}",
        "date": f"2024-04-{number:02d}",
        "agency_id": agency,
        "hamlet_id": hamlet,
        "with_ethnic_office": True,
        "with_commune": True,
    } | more


def programme() -> dict[str, list[Row]]:
    due = {"half_year": "2024-06-14", "year": "2024-12-14"}
    return {
        "commitments": [
            commitment(1, difficulty_id="K1"),
            commitment(2, field="living", weight=2),
        ],
        "difficulties": [difficulty(1)],
        "activities": [activity(1), activity(2)],
        "coordination_meetings": [meeting(1), meeting(2)],
        "officer_duties": [
            {"agency_id": "CQ1", "year": 2024, "officer_id": f"O{one}", "duty": "Theo dõi"}
            for one in range(4)
        ],
        "briefings": [
            {
                "agency_id": "CQ1",
                "year": 2024,
                "date": "2024-02-01",
                "plan_document": "01/KH",
                "plan_signed_on": "2024-03-01",
            }
        ],
        "submitted_reports": [
            {
                "agency_id": agency,
                "year": 2024,
                "term": term,
                "due_on": day,
                "submitted_on": day if agency == "CQ1" else None,
            }
            for agency in ("CQ1", "CQ2")
            for term, day in due.items()
        ],
    }
