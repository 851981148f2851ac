"""Shares as reported are compared with the counts; remarks stand aside."""

from __future__ import annotations

import pandas as pd
import pytest

from ketnghia_analysis.vocabulary.columns import Check, Severity
from ketnghia_analysis.vocabulary.hamlet_reported import (
    REPORTED_CHECKS,
    REPORTED_SHARES,
    SURVEY_REMARKS,
)
from ketnghia_analysis.vocabulary.tables import TABLES

TABLE = TABLES["hamlet_figures"]


@pytest.mark.parametrize("check", REPORTED_CHECKS, ids=lambda check: check.name)
@pytest.mark.parametrize(
    ("share", "part", "passes"),
    [(25.0, 50, True), (25.05, 50, True), (25.2, 50, False), (None, 50, True), (25.0, None, True)],
)
def test_a_share_is_compared_with_its_counts(
    check: Check, share: float | None, part: int | None, passes: bool
) -> None:
    names = check.columns
    frame = pd.DataFrame([dict(zip(names, (share, part, 200), strict=True))])
    frame = frame.astype({name: TABLE[name].dtype for name in names})
    assert check.holds(frame).item() is passes


def test_a_reported_share_never_holds_a_row() -> None:
    assert {check.severity for check in REPORTED_CHECKS} == {Severity.WARN}
    assert all(check in TABLE.checks for check in REPORTED_CHECKS)


def test_what_stands_beside_the_form_is_no_part_of_it() -> None:
    beside = (*REPORTED_SHARES, *SURVEY_REMARKS)
    assert all(column in TABLE.columns and not column.part for column in beside)
    assert {column.name for column in beside if column.aside} == {"surveyed_on", "note"}
