"""Survey rounds that nobody listed: one a year, by the standard in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

import pandas as pd

from ketnghia_analysis.intake.deliveries import Found
from ketnghia_analysis.vocabulary.survey_tables import SURVEY_ROUNDS

STANDARDS: tuple[tuple[int, str], ...] = ((2016, "59/2015"), (2022, "07/2021"), (2027, "351/2025"))
"""First year of data under each poverty standard: Decision 59/2015/QĐ-TTg, extended for 2021;
Decree 07/2021/NĐ-CP, kept for 2026; Decree 351/2025/NĐ-CP."""

_SURVEYS = frozenset({"hamlet_figures", "households"})
_YEARS = (2015, 2035)


def years_surveyed(found: Iterable[Found]) -> set[int]:
    """Years of which papers with hamlet or household figures tell, be it in one row."""
    surveys = [one for one in found if one.table in _SURVEYS]
    told = {year for one in surveys for year in _years_in(one)}
    return told | {one.year for one in surveys if one.year is not None}


def years_of_papers(found: Iterable[Found]) -> set[int]:
    """Years of which whole papers with figures tell; a year in few of the rows is a slip."""
    years = set()
    for one in found:
        if one.table not in _SURVEYS:
            continue
        told = Counter(_years_in(one))
        years |= {year for year, n in told.items() if 2 * n >= len(one.block.rows)}
        if not told and one.year is not None and _YEARS[0] <= one.year <= _YEARS[1]:
            years.add(one.year)
    return years


def _years_in(paper: Found) -> list[int]:
    """Years in the column of years of a paper, one for each row that says one."""
    rows = paper.block.rows.values()
    cells = [str(row.get("year") or "").strip().removesuffix(".0") for row in rows]
    return [int(cell) for cell in cells if cell.isdigit() and _YEARS[0] <= int(cell) <= _YEARS[1]]


def standard_of(year: int) -> str:
    """Code of the poverty standard by which households of a year were classed."""
    fitting = [code for since, code in STANDARDS if since <= year]
    return fitting[-1] if fitting else STANDARDS[0][1]


def assumed_rounds(years: Iterable[int], taken: Collection[str] = ()) -> pd.DataFrame:
    """A round for each year, as of its last day; typed as the table of survey rounds.

    Args:
        years: years of figures.
        taken: ids that listed rounds bear.
    """
    rows = [
        {
            "round_id": f"KS-{year}" if f"KS-{year}" not in taken else f"KS-{year}-tạm",
            "name": f"Số liệu năm {year}",
            "year": year,
            "reference_date": pd.Timestamp(year, 12, 31),
            "poverty_standard": standard_of(year),
        }
        for year in sorted(set(years))
    ]
    frame = pd.DataFrame(rows, columns=SURVEY_ROUNDS.names)
    return frame.astype(SURVEY_ROUNDS.dtypes)
