"""How long difficulties and commitments took, read twice where a date is given as a span.

A difficulty runs from the day it was raised, a commitment from the first day of the reporting year
that registered it (or of its pairing, if later), or either from its deadline. What is still open is
followed to the day on which it was last seen open and no further. Where a date or a state leaves
room, the quick reading takes the shortest wait that is possible and the slow one the longest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from ketnghia_analysis.measures.timeliness import (
    deadline,
    first_day,
    is_closed,
    is_done,
    may_be_closed,
    may_be_done,
)
from ketnghia_analysis.vocabulary.periods import DayOfYear, Window, reporting_year

Since = Literal["began", "due"]

_DAYS = ["began", "due", "ended"]
SPELL_COLUMNS = (
    *(f"{name}_{end}" for name in _DAYS for end in ("first", "last")),
    "ended",
    "may_be_ended",
    "dropped",
    "seen_until",
)
"""Columns of a frame of spells."""


@dataclass(frozen=True)
class Durations:
    """Days waited, by both readings.

    Attributes:
        rows: same index as the spells that count: `quick_days`, `slow_days` (float), and
            `quick_ended`, `slow_ended` (bool), False for what was still open when last seen.
    """

    rows: pd.DataFrame

    def reading(self, name: Literal["quick", "slow"]) -> tuple[pd.Series, pd.Series]:
        """Days and whether it ended, by one reading; same index."""
        return self.rows[f"{name}_days"], self.rows[f"{name}_ended"]

    @property
    def certain(self) -> bool:
        """Whether both readings are the same."""
        rows = self.rows
        return bool(
            (rows["quick_days"] == rows["slow_days"]).all()
            and (rows["quick_ended"] == rows["slow_ended"]).all()
        )


def difficulty_spells(difficulties: pd.DataFrame, day: date) -> pd.DataFrame:
    """Difficulties raised by a day, with both ends of every date.

    Closed is what was resolved, or referred upward where the matter is beyond the district, see
    `timeliness.is_closed`.

    Args:
        difficulties: table `difficulties`.
        day: the last day that is looked at.

    Returns:
        Rows raised, or perhaps raised, by the day; same index as theirs; their columns and those of
        `SPELL_COLUMNS`. `ended_first` and `ended_last` are missing for what is surely open.
    """
    moment = pd.Timestamp(day)
    rows = difficulties[first_day(difficulties, "raised_on") <= moment]
    began = first_day(rows, "raised_on")
    sure, maybe = is_closed(rows, day), may_be_closed(rows, day)
    return rows.assign(
        began_first=began,
        began_last=rows["raised_on"].clip(upper=moment),
        due_first=first_day(rows, "due_on"),
        due_last=rows["due_on"],
        ended_first=first_day(rows, "resolved_on").fillna(began).where(maybe),
        ended_last=rows["resolved_on"].where(sure, moment).where(maybe),
        ended=sure,
        may_be_ended=maybe,
        dropped=False,
        seen_until=moment,
    )


def commitment_spells(
    commitments: pd.DataFrame, pairings: pd.DataFrame, window: Window
) -> pd.DataFrame:
    """Commitments registered up to a reporting year, each once, with both ends of every date.

    A commitment carried over stands in several yearly reports: the last one up to the year tells
    its state, the first one when it began. What was unfinished in a report and is in none after it
    was last seen then (`seen_until`). A dropped one is never kept: it stays unfinished.

    Args:
        commitments: table `commitments`.
        pairings: table `pairings`.
        window: the reporting year; its last day is the last day that is looked at.

    Returns:
        One row a commitment, with the index of its last report, and `SPELL_COLUMNS` besides its
        columns. One reported as done on a day nobody wrote down ended at any time up to the end of
        the year reported.
    """
    moment = pd.Timestamp(window.end)
    known = commitments[commitments["year"] <= window.year]
    first_year = known.groupby("commitment_id")["year"].min()
    rows = known.sort_values("year").drop_duplicates("commitment_id", keep="last")
    rows = rows.sort_index()
    began = _year_starts(rows["commitment_id"].map(first_year), window)
    paired = rows["pairing_id"].map(pairings.set_index("pairing_id")["valid_from"])
    began = began.where(~(paired > began), paired)
    completed = first_day(rows, "completed_on")
    undated = rows["completed_on"].isna()
    reported = _year_ends(rows["year"], window)
    sure = is_done(rows) & (undated | (rows["completed_on"] <= moment))
    maybe = sure | (may_be_done(rows) & (completed.isna() | (completed <= moment)))
    dropped = (rows["state"] == "dropped").fillna(False).astype(bool)
    allowed = deadline(rows)
    extended = rows["extended_to"].notna() & rows["extension_document"].notna()
    due = first_day(rows, "due_on").mask(extended, first_day(rows, "extended_to"))
    return rows.assign(
        began_first=began,
        began_last=began,
        due_first=due,
        due_last=allowed,
        ended_first=completed.fillna(began).where(maybe),
        ended_last=rows["completed_on"].fillna(reported).clip(upper=moment).where(maybe),
        ended=sure,
        may_be_ended=maybe,
        dropped=dropped,
        seen_until=reported.clip(upper=moment).mask(dropped, moment),
    )


def durations(spells: pd.DataFrame, day: date, since: Since = "began") -> Durations:
    """Days from the beginning, or from the deadline, to the end.

    Args:
        spells: see `difficulty_spells` and `commitment_spells`.
        day: the last day that is looked at.
        since: "due" counts from the deadline, only for what fell due by the day; what ended before
            its deadline waited no day.
    """
    seen = spells["seen_until"].clip(upper=pd.Timestamp(day))
    rows = spells[spells["due_last"] <= seen] if since == "due" else spells
    first, last, seen = rows[f"{since}_first"], rows[f"{since}_last"], seen.loc[rows.index]
    quick_end = rows["ended_first"].where(rows["may_be_ended"], seen)
    slow_end = rows["ended_last"].where(rows["ended"], seen)
    return Durations(
        pd.DataFrame(
            {
                "quick_days": _days(quick_end - last),
                "quick_ended": rows["may_be_ended"].astype(bool),
                "slow_days": _days(slow_end - first),
                "slow_ended": rows["ended"].astype(bool),
            },
            index=rows.index,
        )
    )


def _days(waits: pd.Series) -> pd.Series:
    return waits.dt.days.clip(lower=0).astype("float64")


def _ends(window: Window) -> DayOfYear:
    return DayOfYear(window.end.month, window.end.day)


def _windows(years: Iterable[int], window: Window) -> dict[int, Window]:
    return {int(year): reporting_year(int(year), _ends(window)) for year in set(years)}


def _year_starts(years: pd.Series, window: Window) -> pd.Series:
    starts = {year: one.start for year, one in _windows(years, window).items()}
    return pd.to_datetime(years.astype("int64").map(starts)).astype("datetime64[us]")


def _year_ends(years: pd.Series, window: Window) -> pd.Series:
    ends = {year: one.end for year, one in _windows(years, window).items()}
    return pd.to_datetime(years.astype("int64").map(ends)).astype("datetime64[us]")
