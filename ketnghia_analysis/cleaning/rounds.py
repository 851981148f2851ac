"""Survey rounds that nobody listed: one a year, by the standard in force."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ketnghia_analysis.vocabulary.survey_tables import SURVEY_ROUNDS

STANDARDS: tuple[tuple[int, str], ...] = ((2016, "59/2015"), (2022, "07/2021"), (2027, "351/2025"))
"""First year of data under each poverty standard: Decision 59/2015/QĐ-TTg, extended for 2021;
Decree 07/2021/NĐ-CP, kept for 2026; Decree 351/2025/NĐ-CP."""


def standard_of(year: int) -> str:
    """Code of the poverty standard by which households of a year were classed."""
    fitting = [code for since, code in STANDARDS if since <= year]
    return fitting[-1] if fitting else STANDARDS[0][1]


def assumed_rounds(years: Iterable[int]) -> pd.DataFrame:
    """A round for each year, as of its last day; typed as the table of survey rounds."""
    rows = [
        {
            "round_id": f"KS-{year}",
            "name": f"Số liệu năm {year}",
            "year": year,
            "reference_date": pd.Timestamp(year, 12, 31),
            "poverty_standard": standard_of(year),
        }
        for year in sorted(set(years))
    ]
    frame = pd.DataFrame(rows, columns=SURVEY_ROUNDS.names)
    return frame.astype(SURVEY_ROUNDS.dtypes)
