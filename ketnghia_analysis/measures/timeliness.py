"""Deadlines: which held, which were missed, how long what is open has been waiting.

Where a cell that would decide is blank, or tells only the month or the quarter, two functions
answer: one what is certain, one what can't be ruled out. A date given as a span stands in its
column as the last day that may be meant, so that what is certain follows from it; the first day
stands beside it.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

DONE = "done"
ABOVE_DISTRICT = ("province", "central")


def first_day(rows: pd.DataFrame, name: str) -> pd.Series:
    """The first day that a date column may mean. Same index; missing where there is no date."""
    return rows[f"{name}_first"].fillna(rows[name])


def deadline(commitments: pd.DataFrame) -> pd.Series:
    """The deadline that counts: the extended one if a document allows it, else the first one.

    Same index; missing where a commitment never had a deadline.
    """
    allowed = commitments["extended_to"].notna() & commitments["extension_document"].notna()
    return commitments["extended_to"].where(allowed, commitments["due_on"])


def is_done(commitments: pd.DataFrame) -> pd.Series:
    """Which commitments are certainly finished, whenever that was. Same index, bool.

    Those whose state says so; where no state is given, those with a day of completion or with a
    result that reaches the target.
    """
    reached = (commitments["result"] >= commitments["target"]).fillna(False).astype(bool)
    told = commitments["completed_on"].notna() | reached
    return (commitments["state"] == DONE) | (commitments["state"].isna() & told)


def may_be_done(commitments: pd.DataFrame) -> pd.Series:
    """Which commitments are finished, or may be since nothing says otherwise. Same index, bool."""
    short = (commitments["result"] < commitments["target"]).fillna(False).astype(bool)
    return is_done(commitments) | (commitments["state"].isna() & ~short)


def in_time(commitments: pd.DataFrame) -> pd.Series:
    """Which commitments were certainly finished by their deadline. Same index, bool."""
    return is_done(commitments) & (commitments["completed_on"] <= deadline(commitments))


def may_be_in_time(commitments: pd.DataFrame) -> pd.Series:
    """Which commitments were, or may have been, finished by their deadline. Same index, bool."""
    due = deadline(commitments)
    completed = first_day(commitments, "completed_on")
    no_later = completed.isna() | (completed <= due)
    return may_be_done(commitments) & due.notna() & no_later


def days_overdue(commitments: pd.DataFrame, day: date) -> pd.Series:
    """Days by which a commitment unfinished on a day is past its deadline.

    Same index, Int64; missing for those finished by then, or perhaps finished, for dropped ones,
    those not yet due, and those without deadline.
    """
    moment = pd.Timestamp(day)
    completed = first_day(commitments, "completed_on")
    finished = (completed <= moment) | (may_be_done(commitments) & completed.isna())
    waited = (moment - deadline(commitments)).dt.days.astype("Int64")
    return waited.where(~finished & (commitments["state"] != "dropped") & (waited > 0))


def is_closed(difficulties: pd.DataFrame, day: date) -> pd.Series:
    """Which difficulties were certainly resolved, or rightly referred upward, by a day.

    Referring counts only where the matter is beyond the district's authority. Same index, bool.
    """
    above = difficulties["authority"].isin(ABOVE_DISTRICT)
    settled = (difficulties["result"] == "resolved") | (
        (difficulties["result"] == "referred") & above
    )
    return settled & (difficulties["resolved_on"] <= pd.Timestamp(day))


def may_be_closed(difficulties: pd.DataFrame, day: date) -> pd.Series:
    """Which difficulties were, or may have been, closed by a day. Same index, bool.

    Unsure are those closed on an unknown day, those referred by unknown authority, and those with a
    day but no result.
    """
    resolved_on = first_day(difficulties, "resolved_on")
    result, authority = difficulties["result"], difficulties["authority"]
    above = authority.isna() | authority.isin(ABOVE_DISTRICT)
    settled = (result == "resolved") | ((result == "referred") & above)
    unsaid = result.isna() & resolved_on.notna()
    no_later = resolved_on.isna() | (resolved_on <= pd.Timestamp(day))
    return (settled | unsaid) & no_later


def is_open(difficulties: pd.DataFrame, day: date) -> pd.Series:
    """Which difficulties had been raised and were certainly not closed by a day.

    Same index, bool.
    """
    raised = difficulties["raised_on"] <= pd.Timestamp(day)
    return raised & ~may_be_closed(difficulties, day)


def days_open(difficulties: pd.DataFrame, day: date) -> pd.Series:
    """Days since an open difficulty was raised; missing for others. Same index, Int64."""
    waited = (pd.Timestamp(day) - difficulties["raised_on"]).dt.days.astype("Int64")
    return waited.where(is_open(difficulties, day))
