"""Criteria of the score: what a pairing owed, what is known to have been done, what may have been.

Each criterion gives, for every pairing of the year, the share of its points that is certain (`low`)
and the share that can't be ruled out (`high`). They differ where data is missing or held back:
unknown is not zero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from ketnghia_analysis.measures.criterion_list import CRITERION_NAMES
from ketnghia_analysis.measures.year import YearInput


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
NOT_RECEIVED = "chưa nhận số liệu"


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


def criterion(code: str) -> Callable[[Measure], Measure]:
    """Register a function as the measure of a criterion; its docstring says how it is measured."""

    def register(measure: Measure) -> Measure:
        heading, letter = CRITERION_NAMES[code]
        meaning = " ".join((measure.__doc__ or "").split())
        CRITERIA[code] = Criterion(code, heading, letter, meaning, measure)
        # their modules may be imported in any order
        ordered = dict(sorted(CRITERIA.items()))
        CRITERIA.clear()
        CRITERIA.update(ordered)
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
            f"{done[pairing]}/{target} {noun}" + unsure_text(int(unsure[pairing]))
            if received[pairing]
            else f"{NOT_RECEIVED}; yêu cầu {target} {noun}"
            for pairing in done.index
        ],
        index=done.index,
        dtype="str",
    )
    return Share(low, high, basis)


def unsure_text(unsure: int) -> str:
    """End of a basis text: how many more things can't be told; empty for none."""
    return f", {unsure} chưa xác định" if unsure else ""


def count_by_pairing(year: YearInput, rows: pd.DataFrame) -> pd.Series:
    """Number of rows for each pairing of the year, 0 for none. Indexed by `pairing_id`."""
    counts = rows["pairing_id"].value_counts()
    return counts.reindex(year.pairings.index, fill_value=0).astype("int64")


def count_by_agency(year: YearInput, rows: pd.DataFrame) -> pd.Series:
    """Number of rows of each pairing's agency. Indexed by `pairing_id`."""
    counts = rows["agency_id"].value_counts()
    return year.pairings["agency_id"].map(counts).fillna(0).astype("int64")


def meetings_of(year: YearInput) -> pd.DataFrame:
    """Meetings of each pairing; one without hamlet counts for all hamlets of the agency.

    Returns:
        One row per pairing and meeting: `pairing_id` and the columns of the meeting.
    """
    sides = year.pairings[["agency_id", "hamlet_id"]].rename(columns={"hamlet_id": "own_hamlet"})
    rows = sides.rename_axis("pairing_id").reset_index()
    # agencies have several hamlets, and several meetings
    rows = rows.merge(year.meetings, on="agency_id", validate="many_to_many")
    return rows[rows["hamlet_id"].isna() | (rows["hamlet_id"] == rows["own_hamlet"])]


def said(values: list[str], index: pd.Index) -> pd.Series:
    """Basis texts as a series."""
    return pd.Series(values, index=index, dtype="str")
