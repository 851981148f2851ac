"""Criteria of the score: what a pairing owed, what is known to have been done, what may have been.

Each criterion gives, for every pairing of the year, the share of its points that is certain (`low`)
and the share that can't be ruled out (`high`). They differ where data is missing or held back:
unknown is not zero. Sentences "L1" to "L10" are those of the letter of the mass-mobilisation board.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from ketnghia_analysis.measures.year import YearInput

CRITERION_GROUPS: dict[str, tuple[str, str]] = {
    "A": ("Trách nhiệm, tổ chức thực hiện", "Responsibility and organisation"),
    "B": ("Chủ động phối hợp, đồng bộ", "Coordination"),
    "C": ("Nắm chắc tình hình, xác định nội dung", "Knowing the hamlet"),
    "D": ("Tháo gỡ khó khăn, có kết quả đúng hạn", "Results in time"),
    "E": ("Chuyển biến ở thôn", "Change in the hamlet"),
}
"""Group of criteria: (Vietnamese, English)."""


@dataclass(frozen=True)
class Share:
    """Shares of a criterion's points.

    Attributes:
        low: certain share, 0 to 1, by `pairing_id`; missing where the criterion does not apply.
        high: largest possible share, same index.
        basis: Vietnamese, the figures behind it, same index.
    """

    low: pd.Series
    high: pd.Series
    basis: pd.Series


Measure = Callable[[YearInput], Share]


@dataclass(frozen=True)
class Criterion:
    """A criterion's card.

    Attributes:
        code: "A1" to "E2".
        heading: Vietnamese name.
        letter: sentences of the letter it answers.
        meaning: how it is measured, in English.
        measure: year in, shares out.
    """

    code: str
    heading: str
    letter: str
    meaning: str
    measure: Measure


CRITERIA: dict[str, Criterion] = {}
"""All criteria by code, in order."""


def criterion(code: str, heading: str, letter: str) -> Callable[[Measure], Measure]:
    """Register a function as the measure of a criterion; its docstring says how it is measured."""

    def register(measure: Measure) -> Measure:
        meaning = " ".join((measure.__doc__ or "").split())
        CRITERIA[code] = Criterion(code, heading, letter, meaning, measure)
        return measure

    return register


def counted(
    done: pd.Series, unsure: pd.Series, received: pd.Series, target: int, noun: str
) -> Share:
    """Share of a target reached by counting.

    Args:
        done: things known to be done, by `pairing_id`.
        unsure: things that may have been done (held rows, blank cells), same index.
        received: whether the data came at all; if not, anything is possible.
        target: number that earns all points.
        noun: what is counted, Vietnamese.
    """
    low = (done / target).clip(upper=1.0)
    high = ((done + unsure) / target).clip(upper=1.0).where(received, 1.0)
    basis = pd.Series(
        [
            _count_text(int(done[pairing]), int(unsure[pairing]), bool(received[pairing]), target)
            + f" {noun}"
            for pairing in done.index
        ],
        index=done.index,
        dtype="str",
    )
    return Share(low, high, basis)


def _count_text(done: int, unsure: int, received: bool, target: int) -> str:
    if not received:
        return f"chưa nhận số liệu; yêu cầu {target}"
    more = f", {unsure} chưa xác định" if unsure else ""
    return f"{done}/{target}{more}"


def count_by_pairing(year: YearInput, rows: pd.DataFrame) -> pd.Series:
    """Number of rows for each pairing of the year, 0 for none. Indexed by `pairing_id`."""
    counts = rows["pairing_id"].value_counts()
    return counts.reindex(year.pairings.index, fill_value=0).astype("int64")


def count_by_agency(year: YearInput, rows: pd.DataFrame) -> pd.Series:
    """Number of rows of each pairing's agency. Indexed by `pairing_id`."""
    counts = rows["agency_id"].value_counts()
    return year.pairings["agency_id"].map(counts).fillna(0).astype("int64")


def meetings_by_pairing(year: YearInput, chosen: pd.Series) -> pd.Series:
    """Chosen meetings of each pairing; one without hamlet counts for all hamlets of the agency."""
    rows = year.meetings[chosen]
    counts = []
    for pairing in year.pairings.itertuples():
        own = rows["agency_id"] == pairing.agency_id
        here = rows["hamlet_id"].isna() | (rows["hamlet_id"] == pairing.hamlet_id)
        counts.append(int((own & here).sum()))
    return pd.Series(counts, index=year.pairings.index, dtype="int64")


def said(values: list[str], index: pd.Index) -> pd.Series:
    """Basis texts as a series."""
    return pd.Series(values, index=index, dtype="str")
