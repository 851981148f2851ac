"""Deadlines: which held, which were missed, how long what is open has been waiting."""

from __future__ import annotations

from datetime import date

import pandas as pd

DONE = "done"
CLOSED_RESULTS = ("resolved", "referred")
ABOVE_DISTRICT = ("province", "central")


def deadline(commitments: pd.DataFrame) -> pd.Series:
    """The deadline that counts: the extended one if a document allows it, else the first one.

    Same index; missing where a commitment never had a deadline.
    """
    allowed = commitments["extended_to"].notna() & commitments["extension_document"].notna()
    return commitments["extended_to"].where(allowed, commitments["due_on"])


def days_overdue(commitments: pd.DataFrame, day: date) -> pd.Series:
    """Days by which an unfinished commitment is past its deadline on a day.

    Same index, Int64; missing for finished ones, for those not yet due, and without deadline.
    """
    moment = pd.Timestamp(day)
    finished = (commitments["state"] == DONE) | (commitments["completed_on"] <= moment)
    waited = (moment - deadline(commitments)).dt.days.astype("Int64")
    return waited.where(~finished & (commitments["state"] != "dropped") & (waited > 0))


def is_closed(difficulties: pd.DataFrame, day: date) -> pd.Series:
    """Which difficulties were resolved, or rightly referred upward, by a day. Same index, bool.

    Referring counts only where the matter is beyond the district's authority.
    """
    by_then = difficulties["resolved_on"] <= pd.Timestamp(day)
    resolved = difficulties["result"] == "resolved"
    referred = (difficulties["result"] == "referred") & difficulties["authority"].isin(
        ABOVE_DISTRICT
    )
    return by_then & (resolved | referred)


def is_open(difficulties: pd.DataFrame, day: date) -> pd.Series:
    """Which difficulties had been raised and were not closed by a day. Same index, bool."""
    raised = difficulties["raised_on"] <= pd.Timestamp(day)
    return raised & ~is_closed(difficulties, day)


def days_open(difficulties: pd.DataFrame, day: date) -> pd.Series:
    """Days since an open difficulty was raised; missing for others. Same index, Int64."""
    waited = (pd.Timestamp(day) - difficulties["raised_on"]).dt.days.astype("Int64")
    return waited.where(is_open(difficulties, day))
