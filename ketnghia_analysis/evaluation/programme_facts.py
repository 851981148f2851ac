"""Facts about the programme in a year: pairings, agencies, promises, work, difficulties."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from ketnghia_analysis.measures.criteria import CRITERIA, count_by_pairing
from ketnghia_analysis.measures.criteria_effort import assigned_officers
from ketnghia_analysis.measures.criteria_results import completion, lateness
from ketnghia_analysis.measures.score import Scores, by_agency
from ketnghia_analysis.measures.timeliness import (
    days_open,
    days_overdue,
    deadline,
    first_day,
    is_closed,
    is_open,
)
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.places.coordinates import WGS84, points
from ketnghia_analysis.places.registers import latest, valid_on


def named_pairings(
    year: YearInput, scores: Scores, agencies: pd.DataFrame, hamlets: pd.DataFrame
) -> pd.DataFrame:
    """Scored pairings with the names of both sides and counts of what was promised and done.

    Returns:
        Indexed by `pairing_id`: columns of `Scores.pairings`, `agency`, `agency_short`, `hamlet`,
        `commune`, `commune_code`, `commitments_received` (whether its agency sent any),
        `commitments`, `completed`, `overdue` (unfinished), `late` (certainly not in time, of those
        due in the year), `activities` and `surely_inactive` (its agency reported, and there was
        certainly no activity).
    """
    rows = scores.pairings
    promised = year.commitments
    full = completion(promised, year.window.end)["low"] >= 1
    late = days_overdue(promised, year.window.end).notna()
    due = lateness(year)
    groups = promised["pairing_id"]
    acted = count_by_pairing(year, year.activities)
    heard = year.received("activities", by_agency=True) & (year.held("activities") == 0)

    def counts(chosen: pd.Series) -> pd.Series:
        return chosen.value_counts().reindex(rows.index, fill_value=0).astype("int64")

    return rows.assign(
        agency=rows["agency_id"].map(agencies["name"]),
        agency_short=rows["agency_id"].map(agencies["short_name"]),
        hamlet=rows["hamlet_id"].map(hamlets["name"]),
        commune=rows["hamlet_id"].map(hamlets["commune_name"]),
        commune_code=rows["hamlet_id"].map(hamlets["commune_code"]),
        commitments_received=year.received("commitments", by_agency=True),
        commitments=counts(groups),
        completed=counts(groups[full]),
        overdue=counts(groups[late]),
        late=due["owed"] - due["may_be_in_time"],
        activities=acted,
        surely_inactive=heard & (acted == 0),
    )


def criterion_table(scores: Scores) -> pd.DataFrame:
    """Criterion scores with their headings; one row per pairing and criterion."""
    headings = {code: card.heading for code, card in CRITERIA.items()}
    rows = scores.criteria
    return rows.assign(group=rows["criterion"].str[0], heading=rows["criterion"].map(headings))


def agency_facts(year: YearInput, scores: Scores) -> gpd.GeoDataFrame:
    """Agencies that exist at the end of the year or had a pairing in it.

    Returns:
        Indexed by `agency_id`: `name`, `short_name`, `agency_type`, `officers`,
        `officers_assigned`, `duties_received` and `reported` (whether its duties, and its
        commitments or activities, came), `pairings`, `points_low`, `points_high` (missing without
        pairing), `reports_due`, `reports_in_time`, geometry of the office.
    """
    register = year.tables["agencies"]
    living = set(valid_on(register, year.window.end)["agency_id"])
    chosen = living | set(scores.pairings["agency_id"])
    rows = latest(register, "agency_id")
    rows = rows[rows.index.isin(chosen)]
    assigned = assigned_officers(year)["agency_id"].value_counts()
    reporters = year.senders("commitments") | year.senders("activities")
    reports = year.of_year("submitted_reports")
    in_time = reports[reports["submitted_on"] <= reports["due_on"]]
    described = rows[["name", "short_name", "agency_type", "officers"]].assign(
        officers_assigned=assigned.reindex(rows.index, fill_value=0),
        duties_received=rows.index.isin(year.senders("officer_duties")),
        reported=rows.index.isin(reporters),
        reports_due=reports["agency_id"].value_counts().reindex(rows.index, fill_value=0),
        reports_in_time=in_time["agency_id"].value_counts().reindex(rows.index, fill_value=0),
    )
    described = described.join(by_agency(scores.pairings, year.rules))
    described["pairings"] = described["pairings"].fillna(0).astype("int64")
    located = points(rows["latitude"], rows["longitude"])
    return gpd.GeoDataFrame(described, geometry=located, crs=WGS84)


def commitment_facts(year: YearInput, pairings: pd.DataFrame) -> pd.DataFrame:
    """Commitments of the year with names, the deadline that counts and how far they got."""
    rows = year.commitments
    shares = completion(rows, year.window.end)
    return _of_pairings(rows, pairings).assign(
        deadline=deadline(rows),
        days_overdue=days_overdue(rows, year.window.end),
        share_low=shares["low"],
        share_high=shares["high"],
    )


def activity_facts(year: YearInput, pairings: pd.DataFrame) -> pd.DataFrame:
    """Activities of the year with the names of both sides."""
    return _of_pairings(year.activities, pairings)


def _of_pairings(rows: pd.DataFrame, pairings: pd.DataFrame) -> pd.DataFrame:
    """Rows with both sides of their pairing as they are at the end of the year."""
    named = pairings[["agency_id", "agency", "hamlet_id", "hamlet", "commune", "commune_code"]]
    reported = rows.drop(columns=["agency_id", "hamlet_id"])
    return reported.join(named, on="pairing_id", validate="many_to_one")


def difficulty_facts(year: YearInput, hamlets: pd.DataFrame) -> pd.DataFrame:
    """Difficulties raised by the end of the year, with names and their state at that day."""
    rows = year.difficulties
    rows = rows[first_day(rows, "raised_on") <= pd.Timestamp(year.window.end)]
    end = year.window.end
    due = rows["due_on"]
    named = hamlets[["name", "commune_name", "commune_code"]].set_axis(
        ["hamlet", "commune", "commune_code"], axis=1
    )
    return rows.assign(
        open=is_open(rows, end),
        closed_in_year=is_closed(rows, end) & year.window.contains(rows["resolved_on"]),
        days_open=days_open(rows, end),
        overdue=is_open(rows, end) & (due <= pd.Timestamp(end)),
    ).join(named, on="hamlet_id", validate="many_to_one")
