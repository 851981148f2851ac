"""Criteria A and B: responsibility and coordination."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.measures.criteria import (
    NOT_RECEIVED,
    Share,
    count_by_agency,
    count_by_pairing,
    counted,
    criterion,
    meetings_of,
    said,
    unsure_text,
)
from ketnghia_analysis.measures.timeliness import is_done, may_be_done
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.codes import FIELDS


@criterion("A1")
def briefing_and_plan(year: YearInput) -> Share:
    """Half for a briefing in the year, half for a yearly plan signed by its due day."""
    rows = year.of_year("briefings")
    targets = year.rules.targets
    received = year.received("briefings", by_agency=True)
    first_days = year.pairings["valid_from"] + pd.Timedelta(days=targets.plan_days_after_start)
    due = first_days.clip(lower=pd.Timestamp(targets.plan_day.in_year(year.window.year)))
    signed = rows.groupby("agency_id")["plan_signed_on"].min()
    # not `map`, which fails on an empty series of dates
    plan = signed.reindex(year.pairings["agency_id"]).set_axis(year.pairings.index)
    undated = rows[rows["plan_document"].notna() & rows["plan_signed_on"].isna()]
    has_undated = count_by_agency(year, undated) > 0
    briefed = count_by_agency(year, rows) > 0
    planned = plan.notna() & (plan <= due)
    low = 0.5 * briefed + 0.5 * planned
    possible = year.held("briefings") > 0
    high = 0.5 * (briefed | possible) + 0.5 * (planned | possible | has_undated)
    texts = [
        _plan_text(bool(briefed[one]), plan[one], due[one], bool(has_undated[one]))
        if received[one]
        else NOT_RECEIVED
        for one in year.pairings.index
    ]
    return Share(low, high.where(received, 1.0), said(texts, year.pairings.index))


def _plan_text(briefed: bool, plan: pd.Timestamp, due: pd.Timestamp, undated: bool) -> str:
    first = "có quán triệt" if briefed else "không quán triệt"
    if pd.isna(plan):
        return f"{first}; {'kế hoạch không rõ ngày' if undated else 'không có kế hoạch năm'}"
    late = "đúng hạn" if plan <= due else "quá hạn"
    return f"{first}; kế hoạch ngày {plan:%d/%m/%Y} ({late}, hạn {due:%d/%m/%Y})"


@criterion("A2")
def duties_assigned(year: YearInput) -> Share:
    """Officials with a written duty divided by all officials of the agency."""
    done = count_by_agency(year, assigned_officers(year))
    unsure = year.held("officer_duties")
    staff = year.pairings["officers"].astype("Float64")
    received = year.received("officer_duties", by_agency=True) & staff.notna()
    low = (done / staff).clip(upper=1.0).where(received, 0.0).astype("float64")
    high = ((done + unsure) / staff).clip(upper=1.0).where(received, 1.0).astype("float64")
    texts = [
        f"{done[one]}/{staff[one]:.0f} người" + unsure_text(int(unsure[one]))
        if received[one]
        else NOT_RECEIVED
        for one in year.pairings.index
    ]
    return Share(low, high, said(texts, year.pairings.index))


def assigned_officers(year: YearInput) -> pd.DataFrame:
    """Officials with a written duty, one row each; agencies as of the end of the year.

    Agencies merged since may have used the same code for different people.
    """
    rows = year.of_year("officer_duties")
    return rows[rows["duty"].notna()].drop_duplicates(["reported_by", "officer_id"])


@criterion("A3")
def leader_visits(year: YearInput) -> Share:
    """Activities in the hamlet in which the head or a deputy took part, against the target."""
    rows = year.activities
    went = count_by_pairing(year, rows[rows["leader_present"].fillna(False).astype(bool)])
    blank = count_by_pairing(year, rows[rows["leader_present"].isna()])
    received = year.received("activities", by_agency=True)
    target = year.rules.targets.leader_visits
    return counted(went, blank + year.held("activities"), received, target, "lượt")


@criterion("A4")
def reports_in_time(year: YearInput) -> Share:
    """Reports of the year that came by their due day, against those owed.

    Owed are the terms of the rules that the register lists for any agency; whether one that it does
    not list for this agency came in time is unknown.
    """
    rows = year.of_year("submitted_reports")
    rows = rows[rows["term"].isin(year.rules.targets.reports)]
    came = rows["submitted_on"].notna()
    in_time = count_by_agency(year, rows[rows["submitted_on"] <= rows["due_on"]])
    undated = count_by_agency(year, rows[came & rows["due_on"].isna()])
    listed = count_by_agency(year, rows)
    terms = rows.drop_duplicates(["agency_id", "term"])
    unlisted = rows["term"].nunique() - count_by_agency(year, terms)
    held = year.held("submitted_reports")
    owed = listed + unlisted
    received = year.received("submitted_reports", by_agency=False) & (owed > 0)
    low = in_time / (owed + held).clip(lower=1)
    high = ((in_time + undated + unlisted + held) / owed.clip(lower=1)).clip(upper=1.0)
    unsure = undated + unlisted + held
    texts = [
        f"{in_time[one]}/{owed[one]} báo cáo đúng hạn" + unsure_text(int(unsure[one]))
        if received[one]
        else NOT_RECEIVED
        for one in year.pairings.index
    ]
    index = year.pairings.index
    return Share(low.where(received, 0.0), high.where(received, 1.0), said(texts, index))


@criterion("B1")
def meetings_with_ethnic_office(year: YearInput) -> Share:
    """Coordination meetings in which the Ethnic Affairs Office took part, against the target."""
    return _meetings(year, "with_ethnic_office", year.rules.targets.meetings_with_ethnic_office)


@criterion("B2")
def meetings_with_commune(year: YearInput) -> Share:
    """Coordination meetings in which the commune's committee took part, against the target."""
    return _meetings(year, "with_commune", year.rules.targets.meetings_with_commune)


def _meetings(year: YearInput, partner: str, target: int) -> Share:
    rows = meetings_of(year)
    came = rows[partner]
    met = count_by_pairing(year, rows[came.fillna(False).astype(bool)])
    blank = count_by_pairing(year, rows[came.isna()])
    received = year.received("coordination_meetings", by_agency=False)
    unsure = blank + year.held("coordination_meetings")
    return counted(met, unsure, received, target, "cuộc họp")


@criterion("B3")
def fields_worked_on(year: YearInput) -> Share:
    """Fields with a finished commitment against fields registered, and conclusions carried out.

    The mean of both shares; only the first where no meeting drew conclusions.
    """
    first, second = _fields_finished(year), _conclusions_carried_out(year)
    low = first.low.where(second.low.isna(), (first.low + second.low) / 2)
    high = first.high.where(second.low.isna(), (first.high + second.high) / 2)
    texts = first.basis.where(second.basis == "", first.basis + "; " + second.basis)
    return Share(low, high, texts)


def _fields_finished(year: YearInput) -> Share:
    rows = year.commitments
    index = year.pairings.index

    def fields(chosen: pd.Series) -> pd.Series:
        found = rows[chosen].groupby("pairing_id")["field"].nunique()
        return found.reindex(index, fill_value=0)

    registered, done = fields(rows["field"].notna()), fields(is_done(rows))
    possible = fields(may_be_done(rows))
    received = year.received("commitments", by_agency=True)
    # a held commitment, or one of an unknown field, may add a field or finish one
    more = year.held("commitments") + count_by_pairing(year, rows[rows["field"].isna()])
    widest = (registered + more).clip(lower=1, upper=len(FIELDS.values))
    reached = (possible + more).clip(upper=registered) / registered.clip(lower=1)
    high = reached.where(registered > 0, (more > 0).astype("float64"))
    texts = [
        f"{done[one]}/{registered[one]} lĩnh vực có nội dung hoàn thành"
        + unsure_text(int(possible[one] - done[one]))
        if received[one]
        else NOT_RECEIVED
        for one in index
    ]
    low = (done / widest).where(received, 0.0)
    return Share(low, high.where(received, 1.0), said(texts, index))


def _conclusions_carried_out(year: YearInput) -> Share:
    """Conclusions of meetings that were carried out; missing where none was drawn."""
    index = year.pairings.index
    rows = meetings_of(year)
    unknown = rows["conclusions"].where(rows["conclusions_done"].isna(), 0)
    sums = (
        rows.assign(unknown=unknown)
        .groupby("pairing_id")[["conclusions", "conclusions_done", "unknown"]]
        .sum()
        .reindex(index, fill_value=0)
        .astype("int64")
    )
    drawn, carried, unsaid = (sums[name] for name in sums)
    low = (carried / drawn.clip(lower=1)).clip(upper=1.0).mask(drawn == 0)
    high = ((carried + unsaid) / drawn.clip(lower=1)).clip(upper=1.0).mask(drawn == 0)
    received = year.received("coordination_meetings", by_agency=False)
    unsure = ~received | (year.held("coordination_meetings") > 0)
    texts = []
    for one in index:
        told = f"{carried[one]}/{drawn[one]} kết luận đã thực hiện" + unsure_text(int(unsaid[one]))
        none = "chưa rõ kết luận các cuộc họp" if unsure[one] else ""
        texts.append(told if drawn[one] else none)
    return Share(low.mask(unsure, 0.0), high.mask(unsure, 1.0), said(texts, index))
