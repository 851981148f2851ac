"""Rules across tables: rows that are sound in themselves but do not fit together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from ketnghia_analysis.cleaning.accounts import TableOutcome
from ketnghia_analysis.cleaning.fills import generated_here
from ketnghia_analysis.vocabulary.spelling import toneless_key
from ketnghia_analysis.vocabulary.tables import TABLES
from ketnghia_analysis.vocabulary.wording import date_vi, number_vi

Tables = Mapping[str, pd.DataFrame]
_FAULT = ["place", "detail"]


@dataclass(frozen=True)
class CrossCheck:
    """A rule about the rows of one table in the light of others; it warns, it never holds.

    Attributes:
        name: unique.
        table: whose rows it is about.
        column: the suspected one.
        message: Vietnamese, what does not fit.
        find: clean tables in, failing rows out: `place` (index in the table), `detail`.
    """

    name: str
    table: str
    column: str
    message: str
    find: Callable[[Tables], pd.DataFrame]


def _faults(places: Iterable[object], details: Iterable[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {"place": pd.Series(list(places), dtype="int64"), "detail": list(details)}, columns=_FAULT
    )


_SAME_ACTIVITY = ["hamlet_id", "date", "activity_type", "cost_dong", "gifts"]


def told_by_several(activities: pd.DataFrame) -> pd.Series:
    """Whether other agencies report the same gift or work: same hamlet, day, type and amount.

    Args:
        activities: table of activities; rows without hamlet, or without gifts and cost, can't tell.

    Returns:
        Boolean series, same index.
    """
    amounts = activities[["cost_dong", "gifts"]].fillna(0) > 0
    rows = activities[amounts.any(axis=1) & activities["hamlet_id"].notna()]
    agencies = rows.groupby(_SAME_ACTIVITY, dropna=False)["agency_id"].transform("nunique")
    return (agencies > 1).reindex(activities.index, fill_value=False)


def _told_by_two(tables: Tables) -> pd.DataFrame:
    rows = tables["activities"]
    twice = rows[told_by_several(rows)]
    names = tables["agencies"].drop_duplicates("agency_id").set_index("agency_id")["name"]
    places, details = [], []
    for _, group in twice.groupby(_SAME_ACTIVITY, dropna=False):
        for row in group.dropna(subset=["agency_id"]).itertuples():
            others = sorted(set(group["agency_id"].dropna()) - {row.agency_id})
            told = ", ".join(names.get(agency, agency) for agency in others)
            places.append(row.Index)
            details.append(f"cũng có trong báo cáo của {told}")
    return _faults(places, details)


def _told_again(tables: Tables) -> pd.DataFrame:
    """The same work of one agency in one hamlet on one day, told twice with other figures.

    Works to which their sender gave ids of their own are known to be two.
    """
    rows = tables["activities"]
    rows = rows[generated_here(TABLES["activities"], rows)]
    rows = rows.dropna(subset=["agency_id", "hamlet_id", "date", "content"])
    same = ["agency_id", "hamlet_id", "date", "date_first"]
    keyed = rows[same].assign(content=rows["content"].map(toneless_key))
    keyed = keyed[keyed["content"] != ""]
    again = keyed[keyed.duplicated(keep=False)]
    details = [f"cùng ngày {date_vi(day)}, cùng nội dung" for day in again["date"]]
    return _faults(again.index, details)


def _due_outside_pairing(tables: Tables) -> pd.DataFrame:
    rows = tables["commitments"].reset_index(names="place").dropna(subset=["pairing_id", "due_on"])
    times = tables["pairings"][["pairing_id", "valid_from", "valid_to"]]
    both = rows.merge(times, on="pairing_id", validate="many_to_one")
    early = both["due_on"] < both["valid_from"]
    late = both["due_on"] > both["valid_to"]
    wrong = both[early | late]
    details = [
        f"kết nghĩa từ {date_vi(row.valid_from)}"
        + ("" if pd.isna(row.valid_to) else f" đến {date_vi(row.valid_to)}")
        for row in wrong.itertuples()
    ]
    return _faults(wrong["place"], details)


def _done_before_pairing(tables: Tables) -> pd.DataFrame:
    rows = tables["commitments"].reset_index(names="place")
    rows = rows.dropna(subset=["pairing_id", "completed_on"])
    times = tables["pairings"][["pairing_id", "valid_from"]]
    both = rows.merge(times, on="pairing_id", validate="many_to_one")
    wrong = both[both["completed_on"] < both["valid_from"]]
    return _faults(wrong["place"], [f"kết nghĩa từ {date_vi(day)}" for day in wrong["valid_from"]])


def _more_than_staff(table: str) -> Callable[[Tables], pd.DataFrame]:
    def find(tables: Tables) -> pd.DataFrame:
        staff = tables["agencies"].dropna(subset=["officers"])
        staff = staff.drop_duplicates("agency_id").set_index("agency_id")["officers"]
        rows = tables[table]
        if rows.empty:
            return _faults([], [])
        officers = rows["agency_id"].map(staff)
        if table == "briefings":
            told = rows["participants"]
            wrong = rows[(told > officers).fillna(False)]
        else:
            told = rows.groupby(["agency_id", "year"])["officer_id"].transform("size")
            over = rows[(told > officers).fillna(False)]
            # one line for an agency and year
            wrong = over.drop_duplicates(["agency_id", "year"])
        details = [
            f"{number_vi(told[place])} người, biên chế {number_vi(officers[place])}"
            for place in wrong.index
        ]
        return _faults(wrong.index, details)

    return find


def _difficulty_of_another_hamlet(tables: Tables) -> pd.DataFrame:
    rows = tables["commitments"].dropna(subset=["difficulty_id", "hamlet_id"])
    where = tables["difficulties"].set_index("difficulty_id")["hamlet_id"]
    heirs = tables["hamlets"].dropna(subset=["successor_id"])
    heir = heirs.drop_duplicates("hamlet_id", keep="last").set_index("hamlet_id")["successor_id"]
    own = rows["hamlet_id"].replace(heir.to_dict())
    other = rows["difficulty_id"].map(where).replace(heir.to_dict())
    wrong = rows[own != other]
    return _faults(wrong.index, [f"khó khăn {one}" for one in wrong["difficulty_id"]])


CROSS_CHECKS: tuple[CrossCheck, ...] = (
    CrossCheck(
        "told_by_two",
        "activities",
        "content",
        "hoạt động có thể đã được hai cơ quan cùng báo cáo",
        _told_by_two,
    ),
    CrossCheck(
        "told_again",
        "activities",
        "content",
        "hoạt động có thể đã được báo cáo hai lần với số liệu khác nhau",
        _told_again,
    ),
    CrossCheck(
        "due_outside_pairing",
        "commitments",
        "due_on",
        "thời hạn nằm ngoài thời gian kết nghĩa",
        _due_outside_pairing,
    ),
    CrossCheck(
        "done_before_pairing",
        "commitments",
        "completed_on",
        "hoàn thành trước khi được phân công kết nghĩa",
        _done_before_pairing,
    ),
    CrossCheck(
        "more_participants_than_staff",
        "briefings",
        "participants",
        "số người dự nhiều hơn biên chế",
        _more_than_staff("briefings"),
    ),
    CrossCheck(
        "more_duties_than_staff",
        "officer_duties",
        "duty",
        "số người được phân công nhiều hơn biên chế",
        _more_than_staff("officer_duties"),
    ),
    CrossCheck(
        "difficulty_of_another_hamlet",
        "commitments",
        "difficulty_id",
        "nội dung kết nghĩa gắn với khó khăn của thôn khác",
        _difficulty_of_another_hamlet,
    ),
)
"""All rules across tables."""


def cross_warnings(outcomes: list[TableOutcome]) -> dict[str, pd.DataFrame]:
    """Warnings of all rules across tables, by table: `row_id`, `column`, `message`."""
    tables = {one.name: one.clean for one in outcomes}
    suppliers = {one.name: one.suppliers for one in outcomes}
    found: dict[str, list[pd.DataFrame]] = {}
    for check in CROSS_CHECKS:
        faults = check.find(tables)
        if faults.empty:
            continue
        supplier = suppliers[check.table]
        row_ids = supplier[check.column].fillna(supplier[next(iter(supplier))])
        frame = pd.DataFrame(
            {
                "row_id": row_ids[faults["place"]].to_numpy(dtype="int64"),
                "column": check.column,
                "message": [f"{check.message} ({detail})" for detail in faults["detail"]],
            }
        )
        found.setdefault(check.table, []).append(frame)
    return {table: pd.concat(frames, ignore_index=True) for table, frames in found.items()}
