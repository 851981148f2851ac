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
    basis = told(
        lambda count, more: f"{count}/{target} {noun}" + unsure_text(more),
        received,
        done,
        unsure,
        otherwise=f"{NOT_RECEIVED}; yêu cầu {target} {noun}",
    )
    return Share(low, high, basis)


def told(
    say: Callable[..., str],
    received: pd.Series,
    *columns: pd.Series,
    otherwise: str = NOT_RECEIVED,
) -> pd.Series:
    """Basis texts: what `say` makes of a value of each column where the data came."""
    rows = zip(received.tolist(), *(column.tolist() for column in columns), strict=True)
    return said([say(*row) if came else otherwise for came, *row in rows], received.index)


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


def sum_over_meetings(year: YearInput, values: pd.Series) -> pd.Series:
    """Sum of a value of the year's meetings for each pairing, int64, by `pairing_id`.

    A meeting without hamlet counts for all hamlets of the agency; a missing value for nothing.
    """
    rows, pairs = year.meetings, ["agency_id", "hamlet_id"]
    numbers = values.astype("Float64").fillna(0).astype("int64").rename("value")
    whole = rows["hamlet_id"].isna()
    of_agency = numbers[whole].groupby(rows.loc[whole, "agency_id"]).sum()
    of_hamlet = numbers[~whole].groupby([rows.loc[~whole, name] for name in pairs]).sum()
    wanted = pd.MultiIndex.from_frame(year.pairings[pairs])
    own = of_hamlet.reindex(wanted, fill_value=0).to_numpy()
    common = of_agency.reindex(year.pairings["agency_id"], fill_value=0).to_numpy()
    return pd.Series(own + common, index=year.pairings.index, dtype="int64")


def said(values: list[str], index: pd.Index) -> pd.Series:
    """Basis texts as a series."""
    return pd.Series(values, index=index, dtype="str")
