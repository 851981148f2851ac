"""Whether more promises kept go with more change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ketnghia_analysis.measures.dose import Dose, dose_response, doses
from ketnghia_analysis.measures.impact_design import design
from ketnghia_analysis.measures.year import YearInput

from .many import many
from .tiny import typed
from .tiny_rows import commitment


def _with_promises(
    kept: list[int], *, points_each: float = 0.0, seed: int = 0, noise: float = 0.5
) -> YearInput:
    """Each paired hamlet's agency kept so many promises of 2022, and left one unkept."""
    effects = tuple(points_each * done for done in kept)
    base = many(len(kept), 6, effect=effects, noise=noise, seed=seed)
    rows = []
    for place, done in enumerate(kept):
        for number in range(done + 1):
            state = "done" if number < done else "in_progress"
            rows.append(
                commitment(number)
                | {
                    "commitment_id": f"N{place}-{number}",
                    "year": 2022,
                    "pairing_id": f"KN-H{place:03d}",
                    "state": state,
                    "completed_on": "2022-06-20" if state == "done" else None,
                    "due_on": "2022-06-30",
                }
            )
    blocks = pd.DataFrame(
        [
            {"file": "", "table": "commitments", "year": year, "agency_id": agency, "rows": 0}
            for year in range(2020, 2025)
            for agency in ("CQ1", "CQ2", "CQ3")
        ],
        columns=base.blocks.columns,
    ).astype(base.blocks.dtypes.to_dict())
    tables = {**base.tables, "commitments": typed("commitments", rows)}
    return replace(base, tables=tables, blocks=blocks)


def _dose(year: YearInput) -> Dose:
    return dose_response(year, design(year), draws=499)


def test_promises_kept_are_counted_once_for_each_hamlet() -> None:
    year = _with_promises([0, 1, 2, 3, 1, 2, 0, 4])
    found = doses(year, design(year))
    assert found["done_low"].tolist() == [0, 1, 2, 3, 1, 2, 0, 4]
    assert found["promised"].tolist() == [1, 2, 3, 4, 2, 3, 1, 5]
    assert found["complete"].all()


def test_a_promise_nobody_told_of_may_be_kept() -> None:
    year = _with_promises([1, 1, 2, 2, 3, 3, 4, 4])
    rows = year.tables["commitments"].copy()
    rows.loc[0, ["state", "completed_on", "result"]] = None
    found = doses(replace(year, tables={**year.tables, "commitments": rows}), design(year))
    assert (found["done_low"].iloc[0], found["done_high"].iloc[0]) == (0, 1)


def test_the_slope_is_found_again() -> None:
    kept = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    found = _dose(_with_promises(kept, points_each=1.0))
    assert found.low is not None
    assert found.low.estimate == pytest.approx(1, abs=0.3)
    assert found.low.low < 1 < found.low.high
    assert found.verdict.kind == "evidence"
    assert "đi cùng" in found.verdict.sentence
    assert "không có nghĩa là nguyên nhân" in found.verdict.cautions[0]


def test_the_slope_is_that_of_a_straight_line() -> None:
    year = _with_promises([0, 1, 2, 3, 1, 2, 0, 4, 5, 2])
    found = _dose(year)
    assert found.low is not None
    line = np.polyfit(found.hamlets["done_low"], found.hamlets["change"], 1)
    assert found.low.estimate == pytest.approx(line[0])


def test_no_slope_is_no_evidence() -> None:
    kinds = [
        _dose(_with_promises([0, 0, 1, 1, 2, 2, 3, 3, 4, 4], seed=seed)).verdict.kind
        for seed in range(2)
    ]
    assert kinds.count("evidence") <= 1


def test_a_hamlet_whose_agency_did_not_report_is_left_out() -> None:
    year = _with_promises([0, 1, 2, 3, 1, 2, 0, 4, 5, 2])
    silent = (year.blocks["agency_id"] == "CQ1") & (year.blocks["year"] == 2023)
    found = _dose(replace(year, blocks=year.blocks[~silent]))
    # H000, H003, H006 and H009 are CQ1's
    assert found.hamlets["complete"].sum() == 6
    assert found.low is None
    assert found.verdict.kind == "cannot_tell"
    assert "6 thôn" in found.verdict.reasons[0]


def test_the_same_number_everywhere_has_no_slope() -> None:
    assert _dose(_with_promises([2] * 9)).low is None
