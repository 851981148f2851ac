"""Tables with columns for several years: "Hộ nghèo: 2021 | 2022", "Năm 2021 / Hộ nghèo"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ketnghia_analysis.intake.grids import shown
from ketnghia_analysis.vocabulary.spelling import tidy

Paths = Mapping[int, tuple[str, ...]]
_YEAR = re.compile(
    r"(?<![\d/.-])(?:(?:tính\s+)?(?:đến\s+)?(?:trong\s+)?năm\s+)?(20[1-3]\d)(?![\d/-])", re.I
)
_ONLY_YEAR = re.compile(r"(?:năm\s+)?20[1-3]\d", re.IGNORECASE)
_SPAN = re.compile(r"20[1-3]\d\s*[-–—/]\s*20[1-3]\d")


def is_year(value: object) -> bool:
    """Whether a cell holds nothing but a year, as a heading over the columns of that year."""
    text = shown(value)
    return "20" in text and bool(_ONLY_YEAR.fullmatch(tidy(text)))


def year_of_path(path: tuple[str, ...]) -> int | None:
    """The one year that a heading and its groups name; None where there is none, or several."""
    years = {int(year) for text in path for year in _YEAR.findall(_SPAN.sub(" ", text))}
    return years.pop() if len(years) == 1 else None


def without_year(path: tuple[str, ...]) -> tuple[str, ...]:
    """The headings without the year; texts that said nothing else are left out."""
    bare = (_YEAR.sub(" ", text) for text in path)
    return tuple(
        text.strip("( ):,-") if "(" not in text else text
        for text in map(tidy, bare)
        if text.strip("( ):,-")
    )


def years_of(paths: Paths) -> dict[int, int]:
    """Year by index of the column, for columns whose headings name one."""
    found = {index: year_of_path(path) for index, path in paths.items()}
    return {index: year for index, year in found.items() if year is not None}
