"""What a file says beside its cells: the year it tells of, the year in which it came."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ketnghia_analysis.vocabulary.spelling import tidy, toneless_key

_YEAR_WORD = re.compile(r"\bnam (20[1-3]\d)\b")
_YEAR = re.compile(r"(?<!\d)(20[1-3]\d)(?!\d)")
_SPAN = re.compile(r"(?<!\d)20[1-3]\d\s*[-–—]\s*20[1-3]\d(?!\d)")
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]20[1-3]\d")


def year_in(text: str) -> int | None:
    """The one year a text names: "năm 2024" first, else a lone year, no spans or full dates.

    None where there is none, or where several different ones stand.
    """
    plain = _DATE.sub(" ", _SPAN.sub(" ", tidy(text)))
    for years in (_YEAR_WORD.findall(toneless_key(plain)), _YEAR.findall(plain)):
        if len(set(years)) == 1:
            return int(years[0])
    return None


def first_year(texts: Iterable[str]) -> int | None:
    """The year of the first text that names one."""
    return next((year for year in map(year_in, texts) if year is not None), None)
