"""A country of invented clean tables: hamlets, agencies and pairings, six years of figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.rules import rules_for
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.columns import Kind
from ketnghia_analysis.vocabulary.hamlet_figures import FIGURES
from ketnghia_analysis.vocabulary.periods import reporting_year
from ketnghia_analysis.vocabulary.tables import TABLES

YEARS = range(2019, 2025)
HAMLETS_OF_COMMUNE, HAMLETS_OF_AGENCY = 10, 4
START = pd.Timestamp("2015-01-01")


def nation(hamlets: int, seed: int = 7, year: int = 2024) -> YearInput:
    """One year's input for a country in which every hamlet has one pairing."""
    rng = np.random.default_rng(seed)
    ids = np.array([f"H{one}" for one in range(hamlets)])
    agencies = np.array([f"CQ{one}" for one in range(max(1, hamlets // HAMLETS_OF_AGENCY))])
    owner = agencies[np.minimum(np.arange(hamlets) // HAMLETS_OF_AGENCY, len(agencies) - 1)]
    pairings = np.array([f"KN{one}" for one in range(hamlets)])
    rows = _registers(ids, agencies, owner, pairings, rng)
    rows |= _programme(ids, agencies, owner, pairings, rng, year)
    rows["survey_rounds"] = {
        "round_id": [f"D{one}" for one in YEARS],
        "name": [f"Khảo sát {one}" for one in YEARS],
        "year": list(YEARS),
        "reference_date": [pd.Timestamp(f"{one}-10-31") for one in YEARS],
        "poverty_standard": ["59/2015" if one < 2022 else "07/2021" for one in YEARS],
    }
    rows["hamlet_figures"] = _figures(ids, rng)
    tables = {name: _typed(name, rows.get(name, {})) for name in TABLES}
    window = reporting_year(year)
    blocks = _blocks(agencies, year)
    return YearInput(tables, _no_quarantine(), blocks, window, rules_for(window))


def _typed(name: str, columns: Mapping[str, Any]) -> pd.DataFrame:
    table = TABLES[name]
    frame = pd.DataFrame(dict(columns))
    return frame.reindex(columns=table.names).astype(table.dtypes)


def _registers(
    ids: np.ndarray, agencies: np.ndarray, owner: np.ndarray, pairings: np.ndarray, rng: Any
) -> dict[str, dict[str, Any]]:
    count = len(ids)
    place = np.arange(count) // HAMLETS_OF_COMMUNE
    codes = np.array([f"{one:05d}" for one in range(int(place.max()) + 1)])
    begun = pd.to_datetime("2020-01-01") + pd.to_timedelta(365 * rng.integers(0, 3, count), "D")
    return {
        "communes": {
            "commune_code": codes,
            "name": [f"Xã {one}" for one in codes],
            "commune_type": "commune",
            "valid_from": START,
        },
        "hamlets": {
            "hamlet_id": ids,
            "name": ids,
            "hamlet_type": "hamlet",
            "commune_code": codes[place],
            "mixed": True,
            "valid_from": START,
        },
        "agencies": {
            "agency_id": agencies,
            "name": agencies,
            "short_name": agencies,
            "officers": rng.integers(3, 40, len(agencies)),
            "valid_from": START,
        },
        "pairings": {
            "pairing_id": pairings,
            "agency_id": owner,
            "hamlet_id": ids,
            "role": "lead",
            "valid_from": begun,
            "state": "active",
        },
    }


def _days(year: int, count: int, rng: Any) -> pd.DatetimeIndex:
    return pd.Timestamp(f"{year}-01-02") + pd.to_timedelta(rng.integers(0, 330, count), "D")


def _programme(
    ids: np.ndarray,
    agencies: np.ndarray,
    owner: np.ndarray,
    pairings: np.ndarray,
    rng: Any,
    year: int,
) -> dict[str, dict[str, Any]]:
    thrice = np.repeat(np.arange(len(ids)), 3)
    due, done = _days(year, len(thrice), rng), _days(year, len(thrice), rng)
    finished = rng.random(len(thrice)) < 0.8
    twice = np.repeat(np.arange(len(ids)), 2)
    raised = _days(year - 1, len(twice), rng)
    solved = rng.random(len(twice)) < 0.6
    members = np.repeat(agencies, 5)
    return {
        "commitments": {
            "commitment_id": [f"N{one}" for one in range(len(thrice))],
            "year": year,
            "agency_id": owner[thrice],
            "hamlet_id": ids[thrice],
            "pairing_id": pairings[thrice],
            "field": rng.choice(["production", "culture", "health"], len(thrice)),
            "target": 10.0,
            "result": np.where(finished, 10.0, rng.integers(0, 10, len(thrice))),
            "due_on": due,
            "weight": rng.integers(1, 4, len(thrice)),
            "completed_on": pd.Series(done).where(finished),
            "state": np.where(finished, "done", "in_progress"),
            "difficulty_id": [f"K{one}" for one in rng.integers(0, len(twice), len(thrice))],
        },
        "activities": {
            "activity_id": [f"V{one}" for one in range(len(thrice))],
            "agency_id": owner[thrice],
            "hamlet_id": ids[thrice],
            "pairing_id": pairings[thrice],
            "date": _days(year, len(thrice), rng),
            "leader_present": rng.random(len(thrice)) < 0.5,
        },
        "difficulties": {
            "difficulty_id": [f"K{one}" for one in range(len(twice))],
            "hamlet_id": ids[twice],
            "raised_on": raised,
            "affects": rng.choice(["production", "living", "both"], len(twice)),
            "chosen_as_focus": rng.random(len(twice)) < 0.5,
            "authority": "district",
            "due_on": raised + pd.to_timedelta(300, "D"),
            "resolved_on": pd.Series(raised + pd.to_timedelta(200, "D")).where(solved),
            "result": np.where(solved, "resolved", None),
        },
        "coordination_meetings": {
            "meeting_id": [f"P{one}" for one in range(2 * len(agencies))],
            "date": _days(year, 2 * len(agencies), rng),
            "agency_id": np.tile(agencies, 2),
            "with_ethnic_office": rng.random(2 * len(agencies)) < 0.7,
            "with_commune": rng.random(2 * len(agencies)) < 0.7,
            "conclusions": 3,
            "conclusions_done": rng.integers(0, 4, 2 * len(agencies)),
        },
        "briefings": {
            "agency_id": agencies,
            "year": year,
            "plan_document": "KH",
            "plan_signed_on": pd.Timestamp(f"{year}-02-01"),
        },
        "officer_duties": {
            "agency_id": members,
            "year": year,
            "officer_id": [f"C{one}" for one in range(len(members))],
            "duty": "Phụ trách",
        },
        "submitted_reports": {
            "agency_id": np.tile(agencies, 2),
            "year": year,
            "term": np.repeat(["half_year", "year"], len(agencies)),
            "due_on": pd.Timestamp(f"{year}-06-30"),
            "submitted_on": pd.Timestamp(f"{year}-06-29"),
        },
    }


def _figures(ids: np.ndarray, rng: Any) -> dict[str, Any]:
    count = len(ids) * len(YEARS)
    households = np.repeat(rng.integers(20, 200, len(ids)), len(YEARS))
    columns: dict[str, Any] = {
        "round_id": np.tile([f"D{one}" for one in YEARS], len(ids)),
        "hamlet_id": np.repeat(ids, len(YEARS)),
    }
    for figure in FIGURES:
        if figure.kind is Kind.COUNT:
            size = households if figure.unit == "households" else 4 * households
            columns[figure.name] = (size * rng.random(count)).astype("int64")
        elif figure.kind is Kind.YES_NO:
            columns[figure.name] = rng.random(count) < 0.5
        else:
            columns[figure.name] = np.round(100 * rng.random(count), 1)
    return columns | {"households": households, "people": 4 * households}


def _blocks(agencies: np.ndarray, year: int) -> pd.DataFrame:
    own = ("commitments", "activities", "officer_duties", "briefings")
    common = ("coordination_meetings", "submitted_reports", "difficulties", "hamlet_figures")
    names = [*np.repeat(own, len(agencies)), *common]
    senders = [*np.tile(agencies, len(own)), *[None] * len(common)]
    frame = pd.DataFrame({"table": names, "agency_id": senders, "year": year, "rows": 1})
    return frame.assign(delivered=year).astype({"year": "Int64", "delivered": "Int64"})


def _no_quarantine() -> pd.DataFrame:
    names = ["file", "sheet", "row", "table", "reason", "year", "agency_id", "hamlet_id"]
    return pd.DataFrame(columns=[*names, "commune_code"], dtype="str").astype({"year": "Int64"})
