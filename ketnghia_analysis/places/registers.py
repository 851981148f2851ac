"""Dated registers: which row holds on a day, and who took over from whom."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import pandas as pd

Day: TypeAlias = date | pd.Timestamp


def holds_on(register: pd.DataFrame, day: Day) -> pd.Series:
    """Which rows of a register (`valid_from`, `valid_to`) hold on a day. Same index, bool."""
    moment = pd.Timestamp(day).normalize()
    begun = register["valid_from"] <= moment
    return begun & (register["valid_to"].isna() | (register["valid_to"] >= moment))


def valid_on(register: pd.DataFrame, day: Day) -> pd.DataFrame:
    """Rows of a register that hold on a day; same columns, index kept."""
    return register[holds_on(register, day)]


def in_force(register: pd.DataFrame, key: str, day: Day) -> pd.DataFrame:
    """Rows that hold on a day, indexed by `key`; where two do, the one that began last."""
    ordered = valid_on(register, day).sort_values("valid_from", kind="stable")
    return ordered.drop_duplicates(key, keep="last").set_index(key).sort_index()


def latest(register: pd.DataFrame, key: str) -> pd.DataFrame:
    """The last row of each `key`, whether it still holds or not; indexed by `key`."""
    ordered = register.sort_values("valid_from", kind="stable")
    return ordered.drop_duplicates(key, keep="last").set_index(key)


def heirs(register: pd.DataFrame, key: str, successor: str, day: Day) -> pd.Series:
    """Who stands for each id on a day: the id itself, or whoever took over from it by then.

    Args:
        register: dated rows with `key`, `valid_to` and the `successor` column.
        key: name of the id column.
        successor: name of the column that holds the id of the next one.
        day: the day asked about.

    Returns:
        Ids indexed by id. An id that ended without successor stands for itself.
    """
    last = latest(register, key)
    ended = last["valid_to"].notna() & (last["valid_to"] < pd.Timestamp(day))
    following = last[successor].where(ended)
    current = pd.Series(last.index, index=last.index, dtype="str")
    for _ in range(len(last)):
        onward = current.map(following)
        if onward.isna().all():
            break
        current = onward.where(onward.notna(), current)
    return current
