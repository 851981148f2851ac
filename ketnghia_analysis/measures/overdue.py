"""What is past its deadline on a day and by how much, and how old what is open has become."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pandas as pd

from ketnghia_analysis.vocabulary.periods import REPORTING_YEAR_ENDS, DayOfYear

OVERDUE_DAYS = (30, 90, 180)
"""Classes of lateness in which a report speaks of what is overdue."""
AGE_CLASSES = ((0, 30), (31, 90), (91, 180), (181, 365), (366, None))
"""Days for which something has been open: first and last of each class, None without end."""


def next_reporting_date(day: date, ends: DayOfYear = REPORTING_YEAR_ENDS) -> date:
    """The next day after `day` on which a half-yearly or yearly report is due.

    Reports are due on the last day of the reporting year and six months before it (Decree
    09/2019/NĐ-CP: 14/12 and 14/6).
    """
    month = (ends.month + 5) % 12 + 1
    # a year without 29 February
    half = DayOfYear(month, min(ends.day, monthrange(2023, month)[1]))
    dues = [one.in_year(year) for year in (day.year, day.year + 1) for one in (ends, half)]
    return min(due for due in dues if due > day)


def is_pending(spells: pd.DataFrame, day: date) -> pd.DataFrame:
    """Which spells are waited for on a day.

    Returns:
        Same index, bool: `surely`, `perhaps`, and `lost`: unfinished when last reported, and never
        mentioned since, so that nobody knows. What was dropped is waited for no more.
    """
    seen = spells["seen_until"] >= pd.Timestamp(day)
    waits = ~spells["dropped"] & ~spells["ended"]
    return pd.DataFrame(
        {
            "surely": waits & seen & ~spells["may_be_ended"],
            "perhaps": waits & seen,
            "lost": waits & ~seen,
        }
    )


def overdue_counts(
    spells: pd.DataFrame,
    day: date,
    by: pd.Series | None = None,
    classes: tuple[int, ...] = OVERDUE_DAYS,
) -> pd.DataFrame:
    """How much is overdue on a day, and by more than 30, 90 and 180 days.

    Args:
        spells: see `durations.difficulty_spells` and `durations.commitment_spells`.
        day: the day.
        by: groups, such as the agency; one row for all if None. Spells without group are left out.
        classes: numbers of days.

    Returns:
        Indexed by group (or "all"): `pending_low` and `pending_high`, `no_deadline` (of those that
        may be pending), `lost` (see `is_pending`), then for 0 and each class `over_N_low` and
        `over_N_high`: how many are surely, and how many may be, overdue by more than N days. int64.
    """
    pending = is_pending(spells, day)
    moment = pd.Timestamp(day)
    counted = {
        "pending_low": pending["surely"],
        "pending_high": pending["perhaps"],
        "no_deadline": pending["perhaps"] & spells["due_last"].isna(),
        "lost": pending["lost"],
    }
    for days in (0, *classes):
        limit = moment - pd.Timedelta(days=days)
        counted[f"over_{days}_low"] = pending["surely"] & (spells["due_last"] < limit)
        counted[f"over_{days}_high"] = pending["perhaps"] & (spells["due_first"] < limit)
    return _sums(pd.DataFrame(counted, index=spells.index), by)


def age_of_stock(spells: pd.DataFrame, day: date, by: pd.Series | None = None) -> pd.DataFrame:
    """How long what is open on a day has been open, in classes.

    Args:
        spells: see `durations.difficulty_spells`.
        day: the day.
        by: groups; one row for all if None.

    Returns:
        Indexed by group (or "all"): for each class of `AGE_CLASSES`, named as by `age_class`,
        `..._low` (surely open and surely that old) and `..._high` (what may be). int64.
    """
    pending = is_pending(spells, day)
    moment = pd.Timestamp(day)
    youngest = (moment - spells["began_last"]).dt.days
    oldest = (moment - spells["began_first"]).dt.days
    counted = {}
    for first, last in AGE_CLASSES:
        name = age_class(first, last)
        most = float("inf") if last is None else last
        counted[f"{name}_low"] = pending["surely"] & (youngest >= first) & (oldest <= most)
        counted[f"{name}_high"] = pending["perhaps"] & (oldest >= first) & (youngest <= most)
    return _sums(pd.DataFrame(counted, index=spells.index), by)


def age_class(first: int, last: int | None) -> str:
    """Name of a class of ages: "age_31_90", "age_366_on"."""
    return f"age_{first}_on" if last is None else f"age_{first}_{last}"


def _sums(counted: pd.DataFrame, by: pd.Series | None) -> pd.DataFrame:
    groups = pd.Series("all", index=counted.index) if by is None else by.reindex(counted.index)
    found = counted.groupby(groups.astype("str").where(groups.notna())).sum().astype("int64")
    if by is None and found.empty:
        found = pd.DataFrame(0, index=["all"], columns=counted.columns, dtype="int64")
    return found.rename_axis("group")
