"""Criteria D: promises kept, kept in time, and difficulties resolved."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from ketnghia_analysis.measures.criteria import (
    NOT_RECEIVED,
    Share,
    count_by_pairing,
    criterion,
    said,
    told,
    unsure_text,
)
from ketnghia_analysis.measures.timeliness import (
    deadline,
    in_time,
    is_closed,
    is_done,
    may_be_closed,
    may_be_in_time,
)
from ketnghia_analysis.measures.year import YearInput

_NOTHING_DONE = ("not_started", "dropped")
HEAVIEST = 3


def completion(commitments: pd.DataFrame, end: date) -> pd.DataFrame:
    """How far each commitment was fulfilled by the end of the year.

    Args:
        commitments: rows as reported for the year.
        end: last day of the year; a later completion does not count yet.

    Returns:
        Same index: `low` and `high`, shares from 0 to 1. Done is 1, not started or dropped is 0,
        else the result against the target; without result or target anything is possible.
    """
    target = commitments["target"].astype("Float64")
    reached = (commitments["result"].astype("Float64") / target.mask(target == 0)).clip(0, 1)
    later = commitments["completed_on"] > pd.Timestamp(end)
    low = reached.fillna(0.0).astype("float64")
    high = reached.fillna(1.0).astype("float64")
    done = is_done(commitments) & reached.isna()
    nothing = commitments["state"].isin(_NOTHING_DONE) & reached.isna()
    low = low.mask(done, 1.0).mask(later, 0.0)
    high = high.mask(nothing, 0.0)
    return pd.DataFrame({"low": low, "high": high})


@criterion("D1")
def commitments_fulfilled(year: YearInput) -> Share:
    """Weighted mean of min(result / target, 1) over the commitments of the year."""
    rows = year.commitments
    shares = completion(rows, year.window.end)
    weight = rows["weight"].fillna(1).astype("float64")
    groups = rows["pairing_id"]
    index = year.pairings.index
    total = weight.groupby(groups).sum().reindex(index, fill_value=0.0)
    certain = (weight * shares["low"]).groupby(groups).sum().reindex(index, fill_value=0.0)
    possible = (weight * shares["high"]).groupby(groups).sum().reindex(index, fill_value=0.0)
    held = HEAVIEST * year.held("commitments").astype("float64")
    received = year.received("commitments", by_agency=True)
    whole = (total + held).mask(total + held == 0, 1.0)
    low = (certain / whole).where(received, 0.0)
    high = ((possible + held) / whole).where(received, 1.0)
    finished = count_by_pairing(year, rows[shares["low"] >= 1])
    unsure = count_by_pairing(year, rows[shares["low"] < shares["high"]]) + year.held("commitments")
    counts = count_by_pairing(year, rows)
    texts = told(
        lambda count, of, more: f"{count}/{of} nội dung hoàn thành" + unsure_text(more),
        received,
        finished,
        counts,
        unsure,
    )
    return Share(low, high, texts)


def lateness(year: YearInput) -> pd.DataFrame:
    """How many commitments that fell due in the year were late.

    An extension with a document counts. One that never had a deadline counts as late if the rules
    say so.

    Returns:
        Indexed by `pairing_id`: `owed` (due in the year), `in_time` (certainly), `may_be_in_time`,
        `held` (rows in quarantine that may be commitments).
    """
    rows = year.commitments
    due = deadline(rows)
    falls_due = year.window.contains(due)
    if year.rules.no_deadline_is_late:
        falls_due |= due.isna()
    rows = rows[falls_due]
    return pd.DataFrame(
        {
            "owed": count_by_pairing(year, rows),
            "in_time": count_by_pairing(year, rows[in_time(rows)]),
            "may_be_in_time": count_by_pairing(year, rows[may_be_in_time(rows)]),
            "held": year.held("commitments"),
        }
    )


@criterion("D2")
def commitments_in_time(year: YearInput) -> Share:
    """Commitments finished by their deadline, of those due in the year.

    An extension with a document counts. One that never had a deadline counts as not in time if the
    rules say so. Earns nothing where nothing was promised; does not apply where nothing was due.
    """
    counts = lateness(year)
    owed, held = counts["owed"], counts["held"]
    received = year.received("commitments", by_agency=True)
    whole = (owed + held).clip(lower=1)
    low = (counts["in_time"] / whole).where(received, 0.0)
    high = ((counts["may_be_in_time"] + held) / whole).where(received, 1.0)
    promised = count_by_pairing(year, year.commitments) > 0
    nothing_due = received & promised & (owed + held == 0)
    unsure = counts["may_be_in_time"] - counts["in_time"] + held
    texts = told(
        lambda count, of, more: (
            f"{count}/{of} nội dung đến hạn hoàn thành đúng hạn" + unsure_text(more)
        ),
        received,
        counts["in_time"],
        owed,
        unsure,
    )
    return Share(low.mask(nothing_due), high.mask(nothing_due), texts)


@criterion("D3")
def difficulties_resolved(year: YearInput) -> Share:
    """Difficulties closed in the year, of these and those still open after falling due.

    One beyond the district's authority counts once it is referred upward. Those closed before the
    year are left out; one without deadline is due after a year. All agencies of a hamlet share it.
    """
    index = year.pairings.index
    if not year.difficulties_received:
        texts = said([NOT_RECEIVED] * len(index), index)
        return Share(pd.Series(0.0, index=index), pd.Series(1.0, index=index), texts)
    counts = _difficulties_by_hamlet(year).reindex(year.pairings["hamlet_id"], fill_value=0)
    counts = counts.set_index(index)
    held = year.held("difficulties", years_before=True)
    worst = counts["closed"] + counts["open"] + counts["unsure_due"] + held
    best = counts["closed"] + counts["open"] + counts["unsure"] + held
    low = counts["closed"] / worst.clip(lower=1)
    high = (counts["closed"] + counts["unsure"] + held) / best.clip(lower=1)
    nothing = best == 0
    texts = told(
        lambda count, of, more: f"{count}/{of} khó khăn đến hạn đã giải quyết" + unsure_text(more),
        best >= 0,
        counts["closed"],
        counts["closed"] + counts["open"],
        counts["unsure"] + held,
    )
    return Share(low.mask(nothing), high.mask(nothing), texts)


def _difficulties_by_hamlet(year: YearInput) -> pd.DataFrame:
    """Counts by `hamlet_id`.

    Returns:
        `closed` in the year, `open` although due, `unsure` (perhaps closed in the year), and of
        these `unsure_due` (open and due if not closed).
    """
    end = year.window.end
    before = year.window.start - timedelta(days=1)
    rows = year.difficulties
    rows = rows[~is_closed(rows, before)]
    due = rows["due_on"].fillna(rows["raised_on"] + pd.DateOffset(years=1)) <= pd.Timestamp(end)
    closed = is_closed(rows, end)
    unsure = may_be_closed(rows, end) & ~closed & (rows["raised_on"] <= pd.Timestamp(end))
    marks = pd.DataFrame(
        {
            "hamlet_id": rows["hamlet_id"],
            "closed": closed,
            "open": due & ~closed & ~unsure,
            "unsure": unsure,
            "unsure_due": unsure & due,
        }
    )
    return marks.groupby("hamlet_id").sum()
