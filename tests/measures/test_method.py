"""The numbers in bold of docs/method.md, reckoned by the code, in both languages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ketnghia_analysis.measures.criteria_results import completion
from ketnghia_analysis.measures.levels import Standing, level_places
from ketnghia_analysis.measures.score import by_agency

from .cases import DISTRICT, first
from .tiny import typed

DOCS = Path(__file__).parents[2] / "docs"
RULES = DISTRICT.input().rules


def _meetings() -> float:
    """One meeting with the Ethnic Affairs Office of the two that are asked for."""
    lacking = first(DISTRICT, "coordination_meetings", with_ethnic_office=False)
    return RULES.points["B1"] * lacking.share("B1")[0]


def _fulfilled() -> float:
    rows = typed(
        "commitments",
        [
            {"state": "done", "weight": 1},
            {"state": "in_progress", "target": 60, "result": 30, "weight": 1},
            {"state": "not_started", "weight": 2},
        ],
    )
    shares = completion(rows, date(2024, 12, 14))
    assert (shares["low"] == shares["high"]).all()
    return float(
        RULES.points["D1"] * np.average(shares["low"], weights=rows["weight"].to_numpy("float64"))
    )


def _scaled() -> float:
    """KN-3 of the tiny district earned C1 and half of E; C3 and D3 do not apply to it."""
    return float(DISTRICT.scores().pairings.at["KN-3", "points_low"])


def _gained() -> float:
    """H1's poverty fell by 6 points of 100, that of the other hamlets by 4."""
    district = DISTRICT.change("hamlet_figures", {"round_id": "D2024"}, poor_households=16)
    own = {"round_id": "D2024", "hamlet_id": "H1"}
    low, high = district.change("hamlet_figures", own, poor_households=14).share("E1")
    assert low == high
    # the other indicators of H1 rose by their caps and earn all
    others = len(RULES.change["E1"]) - 1
    return low * (1 + others) - others


def _of_agency() -> float:
    pairings = pd.DataFrame(
        {
            "agency_id": "CQ1",
            "role": ["lead", "support"],
            "points_low": [80.0, 60.0],
            "points_high": [80.0, 60.0],
        }
    )
    return float(by_agency(pairings, RULES).at["CQ1", "points_low"])


NUMBERS = {
    "2.5": _meetings,
    "5.625": _fulfilled,
    "16.860": _scaled,
    "0.7": _gained,
    "73.333": _of_agency,
}


@pytest.mark.parametrize("number", NUMBERS)
def test_the_examples_are_what_the_code_gives(number: str) -> None:
    assert NUMBERS[number]() == pytest.approx(float(number), abs=5e-4)


@pytest.mark.parametrize("page", ["method.md", "method.vi.md"])
def test_every_number_in_bold_is_one_of_them(page: str) -> None:
    bold = re.findall(r"\*\*([\d.,]+)\*\*", (DOCS / page).read_text(encoding="utf-8"))
    assert [one.replace(",", ".") for one in bold] == list(NUMBERS)


@pytest.mark.parametrize(("points", "level"), [(72.0, "good"), (74.5, "good"), (68.0, "completed")])
def test_the_level_of_the_example(points: float, level: str) -> None:
    standing = Standing(points, completed=1.0, late_share=0.2, late_count=1)
    assert RULES.levels[int(level_places(RULES, standing))].level == level
