"""Status of a household by the standard of its year: what it may be where something is unknown."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.poverty_standards import (
    STANDARDS,
    Area,
    IncomeLines,
    PovertyStandard,
)
from ketnghia_analysis.vocabulary.codes import HOUSEHOLD_CLASSES

STATUSES = tuple(HOUSEHOLD_CLASSES.values)
"""From the poorest: poor, near-poor, average living standard, other."""
_AREAS: tuple[Area, ...] = ("rural", "urban")
_MAY_BE = [f"may_be_{status}" for status in STATUSES]


def household_statuses(households: pd.DataFrame, standard: PovertyStandard) -> pd.DataFrame:
    """What each household is, or may be, by one standard.

    Args:
        households: rows of table `households`. A column that it lacks is unknown for all of them.
        standard: that of the year of the data.

    Returns:
        Same index: `lacks_least` and `lacks_most` (number of deprivations), `may_be_poor`,
        `may_be_near_poor`, `may_be_middle`, `may_be_other` (whether what is known allows it),
        `status` (missing where more than one is possible), `worst` and `best` possible status.
    """
    least, most = _deprivations(households, standard)
    income = _column(households, "income_dong_per_person_month", "Float64")
    known = income.to_numpy(dtype="float64", na_value=np.nan)
    area = _column(households, "area", "str")
    possible = {status: np.zeros(len(households), dtype=bool) for status in STATUSES}
    for one in _AREAS:
        here = (area.isna() | (area == one)).to_numpy()
        for status, may in _by_lines(known, least, most, standard, standard.lines[one]).items():
            possible[status] |= here & may
    found = pd.DataFrame({"lacks_least": least, "lacks_most": most}, index=households.index)
    for name, status in zip(_MAY_BE, STATUSES, strict=True):
        found[name] = possible[status]
    table = found[_MAY_BE].to_numpy()
    names = np.array(STATUSES)
    found["worst"] = _text(names[table.argmax(axis=1)], found.index)
    found["best"] = _text(names[len(names) - 1 - table[:, ::-1].argmax(axis=1)], found.index)
    found["status"] = found["worst"].where(table.sum(axis=1) == 1)
    return found


def statuses_by_round(households: pd.DataFrame, rounds: pd.DataFrame) -> pd.DataFrame:
    """Statuses of households of several rounds, each by the standard that its round applied.

    Args:
        households: table `households`.
        rounds: table `survey_rounds`.

    Returns:
        As `household_statuses`, with `poverty_standard`; nothing is known of a household whose
        round names no standard, so that it may be anything.
    """
    told = rounds.set_index("round_id")["poverty_standard"]
    codes = households["round_id"].map(told)
    parts = []
    for code, rows in households.groupby(codes.fillna(""), sort=False):
        if code in STANDARDS:
            parts.append(household_statuses(rows, STANDARDS[code]))
        else:
            anything = household_statuses(rows[[]], next(iter(STANDARDS.values())))
            parts.append(anything.assign(lacks_least=0, lacks_most=max(map(_size, STANDARDS))))
    columns = household_statuses(households.iloc[:0], next(iter(STANDARDS.values())))
    found = pd.concat(parts) if parts else columns
    return found.reindex(households.index).assign(poverty_standard=codes)


def status_counts(statuses: pd.DataFrame, by: pd.Series | Iterable[object]) -> pd.DataFrame:
    """How many households of each group are surely, and may be, of each status.

    Args:
        statuses: what `household_statuses` gave.
        by: group of each household (hamlet, round and hamlet as tuples).

    Returns:
        Indexed by group: `households`, and for each status `<status>_least`, `<status>_most`.
    """
    counted = pd.DataFrame({"households": 1}, index=statuses.index)
    for name, status in zip(_MAY_BE, STATUSES, strict=True):
        counted[f"{status}_least"] = (statuses["status"] == status).astype("int64")
        counted[f"{status}_most"] = statuses[name].astype("int64")
    return counted.groupby(by).sum()


def against_list(households: pd.DataFrame, statuses: pd.DataFrame) -> pd.Series:
    """What the recognised list says of each household against what its own figures give.

    The list is never changed: a difference is told, for the commune to look at.

    Returns:
        Same index: "same", "differs" (the list's class is not among the possible ones), or
        "unknown" (the list says nothing, or several classes are possible and it is one of them).
    """
    listed = _column(households, "household_class", "str")
    allowed = pd.Series(False, index=statuses.index)
    for name, status in zip(_MAY_BE, STATUSES, strict=True):
        allowed |= (listed == status) & statuses[name]
    found = pd.Series("unknown", index=statuses.index, dtype="str")
    found = found.mask(allowed & statuses["status"].notna(), "same")
    return found.mask(listed.notna() & ~allowed, "differs").rename("against_list")


def _by_lines(
    income: np.ndarray,
    least: np.ndarray,
    most: np.ndarray,
    standard: PovertyStandard,
    lines: IncomeLines,
) -> dict[str, np.ndarray]:
    """Which statuses are possible by the lines of one area; an unknown income may be any."""
    unknown = np.isnan(income)
    alone = -np.inf if lines.poor_alone is None else lines.poor_alone
    under_alone = (unknown & (lines.poor_alone is not None)) | (income <= alone)
    between = unknown | ((income > alone) & (income <= lines.poor))
    above = unknown | (income > lines.poor)
    middle = above if lines.middle is None else unknown | (above & (income <= lines.middle))
    other = above if lines.middle is None else unknown | (income > lines.middle)
    return {
        "poor": under_alone | (between & (most >= standard.lacking)),
        "near_poor": between & (least < standard.lacking),
        "middle": middle,
        "other": other,
    }


def _deprivations(
    households: pd.DataFrame, standard: PovertyStandard
) -> tuple[np.ndarray, np.ndarray]:
    least = np.zeros(len(households), dtype="int64")
    most = np.zeros(len(households), dtype="int64")
    for name in standard.columns:
        told = _column(households, name, "boolean")
        least += told.to_numpy(dtype=bool, na_value=False)
        most += told.to_numpy(dtype=bool, na_value=True)
    return least, most


def _column(frame: pd.DataFrame, name: str, dtype: str) -> pd.Series:
    if name in frame:
        return frame[name].astype(dtype)
    return pd.Series(pd.NA, index=frame.index).astype(dtype)


def _text(values: np.ndarray, index: pd.Index) -> pd.Series:
    return pd.Series(values, index=index, dtype="str")


def _size(code: str) -> int:
    return len(STANDARDS[code].indicators)
