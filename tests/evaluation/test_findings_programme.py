"""Findings about the programme: their rows reckoned again from the clean tables of the demo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from measures.cases import DISTRICT, day
from measures.tiny import Tiny

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation import proposals
from ketnghia_analysis.evaluation.facts import YearFacts, year_facts
from ketnghia_analysis.evaluation.findings import RULES
from ketnghia_analysis.evaluation.settings import Settings

assert proposals  # registers the findings
START, END = pd.Timestamp("2023-12-15"), pd.Timestamp("2024-12-14")


def rows_of(code: str, facts: YearFacts) -> pd.DataFrame:
    return RULES[code].evidence(facts)


def _pairs(rows: pd.DataFrame) -> list[tuple[str, str]]:
    return sorted(zip(rows["Cơ quan"], rows["Thôn"], strict=True))


# ---------------------------------------------------------------- what was planted in the demo


def test_the_hamlet_that_lost_its_agency_is_found_without_one(facts: YearFacts) -> None:
    assert "Thôn Mẫu Nứa" in set(rows_of("mixed_hamlets_without_pairing", facts)["Thôn"])


def test_the_agency_that_sent_nothing_is_found_silent(
    facts: YearFacts, facts_2023: YearFacts
) -> None:
    told = rows_of("agencies_silent", facts)
    assert told["Cơ quan"].tolist() == ["Ban Quản lý công trình công cộng"]
    assert told["Số thôn"].tolist() == [1]
    assert rows_of("agencies_silent", facts_2023).empty


def test_the_agency_that_was_assigned_late_is_found_without_pairing_in_the_first_year(
    facts: YearFacts, facts_2020: YearFacts
) -> None:
    told = rows_of("agencies_without_pairing", facts_2020)
    assert told["Cơ quan"].tolist() == ["Thanh tra huyện"]
    assert rows_of("agencies_without_pairing", facts).empty


def test_before_the_programme_everybody_is_without_pairing(facts_2019: YearFacts) -> None:
    assert len(rows_of("mixed_hamlets_without_pairing", facts_2019)) == 26
    agencies = rows_of("agencies_without_pairing", facts_2019)["Cơ quan"]
    assert len(agencies) == 15
    # the coordinator is not to be paired
    assert "Phòng Dân tộc" not in set(agencies)


# ---------------------------------------------------------------- reckoned again from the tables


def test_pairings_rated_good_are_those_named_so_the_best_first(facts: YearFacts) -> None:
    told = rows_of("pairings_rated_good", facts)
    levels = facts.levels
    assert len(told) == levels["good"] + levels["excellent"] > 0
    assert told["Điểm"].tolist() == sorted(told["Điểm"], reverse=True)
    assert (told["Điểm"] >= 70).all()


def test_difficulties_closed_are_those_resolved_or_rightly_referred_in_the_year(
    cleaned: Cleaned, facts: YearFacts
) -> None:
    closed = [
        row.content
        for row in cleaned.tables["difficulties"].itertuples()
        if not pd.isna(row.resolved_on)
        and START <= row.resolved_on <= END
        and (
            row.result == "resolved"
            or (row.result == "referred" and row.authority in ("province", "central"))
        )
    ]
    told = rows_of("difficulties_closed", facts)
    assert sorted(told["Nội dung"]) == sorted(closed)
    assert told["Ngày"].between(START, END).all()


def test_difficulties_open_long_were_raised_more_than_a_year_before_the_end(
    cleaned: Cleaned, facts: YearFacts
) -> None:
    waiting = [
        (END - row.raised_on).days
        for row in cleaned.tables["difficulties"].itertuples()
        if (END - row.raised_on).days > 365
        and not (
            not pd.isna(row.resolved_on)
            and row.resolved_on <= END
            and (
                row.result == "resolved"
                or (row.result == "referred" and row.authority in ("province", "central"))
            )
        )
    ]
    told = rows_of("difficulties_open_long", facts)["Số ngày"].tolist()
    assert told == sorted(waiting, reverse=True)
    assert len(told) > 0


def _promises(cleaned: Cleaned) -> pd.DataFrame:
    """Promises of 2024 with their agency, hamlet and deadline."""
    rows = cleaned.tables["commitments"]
    rows = rows[rows["year"] == 2024]
    allowed = rows["extended_to"].notna() & rows["extension_document"].notna()
    deadline = rows["due_on"].mask(allowed, rows["extended_to"])
    return rows.assign(deadline=deadline)


def test_commitments_without_deadline_never_had_one(cleaned: Cleaned, facts: YearFacts) -> None:
    promises = _promises(cleaned)
    told = rows_of("commitments_without_deadline", facts)
    none = promises[promises["deadline"].isna()]
    assert sorted(told["Nội dung"]) == sorted(none["content"])
    assert len(told) > 0


def test_overdue_commitments_are_told_by_how_long_they_wait(
    cleaned: Cleaned, facts: YearFacts
) -> None:
    waited = [
        (END - row.deadline).days
        for row in _promises(cleaned).itertuples()
        if row.state not in ("done", "dropped")
        and not row.completed_on <= END
        and not pd.isna(row.deadline)
        and row.deadline < END
    ]
    days = {
        code: rows_of(code, facts)["Số ngày quá hạn"].tolist()
        for code in ("commitments_overdue", "commitments_overdue_long")
    }
    assert days["commitments_overdue"] == sorted(
        (one for one in waited if 30 < one <= 90), reverse=True
    )
    assert days["commitments_overdue_long"] == sorted(
        (one for one in waited if one > 90), reverse=True
    )
    assert all(days.values())


@pytest.mark.parametrize(
    ("code", "partner"),
    [
        ("no_meeting_with_ethnic_office", "with_ethnic_office"),
        ("no_meeting_with_commune", "with_commune"),
    ],
)
def test_pairings_without_meeting_have_none_on_record_nor_in_quarantine(
    cleaned: Cleaned, facts: YearFacts, code: str, partner: str
) -> None:
    meetings = cleaned.tables["coordination_meetings"]
    meetings = meetings[meetings["date"].between(START, END)]
    held = cleaned.quarantine
    held = held[(held["table"] == "coordination_meetings") & (held["year"] == 2024)]
    expected = []
    for row in facts.pairings.itertuples():
        here = meetings["hamlet_id"].isna() | (meetings["hamlet_id"] == row.hamlet_id)
        own = meetings[(meetings["agency_id"] == row.agency_id) & here]
        maybe = held["agency_id"].isna() | (held["agency_id"] == row.agency_id)
        maybe &= held["hamlet_id"].isna() | (held["hamlet_id"] == row.hamlet_id)
        if not maybe.any() and (own[partner] == False).all():  # noqa: E712
            expected.append((row.agency, row.hamlet))
    assert _pairs(rows_of(code, facts)) == sorted(expected)
    assert expected


def test_agencies_that_report_late_are_told_with_what_they_owed(
    cleaned: Cleaned, facts: YearFacts
) -> None:
    reports = cleaned.tables["submitted_reports"]
    reports = reports[reports["year"] == 2024]
    expected = {}
    for agency, own in reports.groupby("agency_id"):
        in_time = (own["submitted_on"] <= own["due_on"]).sum()
        if agency in set(facts.pairings["agency_id"]) and in_time < len(own):
            expected[facts.agencies.at[agency, "name"]] = (in_time, len(own))
    told = rows_of("reports_late", facts).set_index("Cơ quan")
    assert {name: tuple(row) for name, row in told.iterrows()} == expected


def test_agencies_with_officials_without_duty_are_told_with_both_numbers(
    cleaned: Cleaned, facts: YearFacts
) -> None:
    duties = cleaned.tables["officer_duties"]
    duties = duties[(duties["year"] == 2024) & duties["duty"].notna()]
    told = rows_of("officers_without_duty", facts).set_index("Cơ quan")
    for agency in set(duties["agency_id"]) & set(facts.pairings["agency_id"]):
        name, staff = facts.agencies.loc[agency, ["name", "officers"]]
        assigned = duties.loc[duties["agency_id"] == agency, "officer_id"].nunique()
        assert (name in told.index) == (assigned < staff)
        if name in told.index:
            assert tuple(told.loc[name]) == (assigned, staff)


def test_pairings_not_rated_are_those_whose_level_is_not_settled(facts: YearFacts) -> None:
    told = rows_of("pairings_not_rated", facts)
    assert len(told) == facts.levels["unknown"] > 0
    assert (told["Điểm thấp nhất"] < told["Điểm cao nhất"]).all()


# ---------------------------------------------------------------- tables of cases

Change = Callable[[pd.DataFrame], pd.DataFrame]


def _count(code: str, facts: YearFacts, frame: str, **values: Any) -> int:
    """Number of rows when the first row of a frame of the tiny district has other values."""
    rows = getattr(facts, frame).copy()
    for name, value in values.items():
        rows.loc[rows.index[0], name] = value
    return len(rows_of(code, replace(facts, **{frame: rows})))


@pytest.mark.parametrize(
    ("days", "overdue", "long"),
    [(pd.NA, 0, 0), (30, 0, 0), (31, 1, 0), (90, 1, 0), (91, 0, 1), (800, 0, 1)],
)
def test_overdue_begins_after_30_and_is_long_after_90_days(
    small: YearFacts, days: int, overdue: int, long: int
) -> None:
    found = [
        _count(code, small, "commitments", days_overdue=days)
        for code in ("commitments_overdue", "commitments_overdue_long")
    ]
    assert found == [overdue, long]


@pytest.mark.parametrize(("days", "count"), [(pd.NA, 0), (365, 0), (366, 1)])
def test_a_difficulty_is_open_long_after_365_days(small: YearFacts, days: int, count: int) -> None:
    assert _count("difficulties_open_long", small, "difficulties", days_open=days) == count


@pytest.mark.parametrize(
    ("level", "good", "unrated"),
    [("excellent", 1, 0), ("good", 1, 0), ("completed", 0, 0), ("unknown", 0, 1)],
)
def test_only_what_is_surely_good_is_praised(
    small: YearFacts, level: str, good: int, unrated: int
) -> None:
    codes = ("pairings_rated_good", "pairings_not_rated")
    found = [_count(code, small, "pairings", level=level) for code in codes]
    assert found == [good, unrated]


def test_the_tiny_districts_findings_are_these(small: YearFacts) -> None:
    found = {one.code: one.rows.iloc[:, 0].tolist() for one in proposals.findings_of(small)}
    assert found["mixed_hamlets_without_pairing"] == ["Thôn Mẫu 3"]
    assert found["agencies_without_pairing"] == ["Phòng Mẫu 3"]
    assert found["officers_without_duty"] == ["Phòng Mẫu 2"]
    assert found["reports_late"] == ["Phòng Mẫu 2"]
    for code in ("no_meeting_with_ethnic_office", "no_meeting_with_commune"):
        assert found[code] == ["Phòng Mẫu 2", "Phòng Mẫu 2"]
    assert found["pairings_without_activity"] == ["Phòng Mẫu 2", "Phòng Mẫu 2"]
    assert found["pairings_rated_good"] == ["Phòng Mẫu 1"]
    assert not {"agencies_silent", "commitments_without_deadline"} & set(found)


# ------------------------------------------------------- the tiny district with a fact changed

OF_AGENCIES = ("commitments", "activities", "briefings", "officer_duties")


def _told(code: str, district: Tiny) -> list[str]:
    """Who or what a finding names first."""
    facts = year_facts(district.cleaned(), Settings(), 2024)
    return rows_of(code, facts).iloc[:, 0].tolist()


@pytest.mark.parametrize(
    ("received", "silent"),
    [(("commitments",), 0), (("activities",), 0), (("briefings",), 1), ((), 1)],
)
def test_an_agency_is_silent_if_neither_promises_nor_activities_came(
    received: tuple[str, ...], silent: int
) -> None:
    district = DISTRICT
    for name in OF_AGENCIES:
        if name not in received:
            district = district.not_received(name, "CQ2")
    assert _told("agencies_silent", district) == ["Phòng Mẫu 2"] * silent


def _taken_over(district: Tiny) -> Tiny:
    """CQ1 was taken over by CQ3 in the middle of the year."""
    gone = {"valid_to": day("2024-06-30"), "successor_id": "CQ3"}
    return district.change("agencies", {"agency_id": "CQ1"}, **gone)


def test_an_agency_is_not_silent_if_the_one_it_took_over_reported() -> None:
    assert _told("agencies_silent", _taken_over(DISTRICT)) == []
    quiet = _taken_over(DISTRICT).not_received("commitments", "CQ1")
    assert _told("agencies_silent", quiet.not_received("activities", "CQ1")) == ["Phòng Mẫu 3"]


def test_only_who_surely_did_nothing_is_said_to_have_done_nothing() -> None:
    idle = ["Phòng Mẫu 2", "Phòng Mẫu 2"]
    assert _told("pairings_without_activity", DISTRICT) == idle
    quiet = DISTRICT.not_received("activities", "CQ2")
    assert _told("pairings_without_activity", quiet) == []
    held = DISTRICT.held("activities", "CQ2", "H1")
    assert _told("pairings_without_activity", held) == ["Phòng Mẫu 2"]


def test_duties_that_did_not_come_are_not_called_unassigned() -> None:
    assert _told("officers_without_duty", DISTRICT) == ["Phòng Mẫu 2"]
    assert _told("officers_without_duty", DISTRICT.not_received("officer_duties", "CQ2")) == []


@pytest.mark.parametrize(
    ("dates", "without"),
    [
        pytest.param({"valid_to": "2024-11-30"}, True, id="ended before the last day"),
        pytest.param({"valid_to": "2024-12-14"}, False, id="ended on the last day"),
        pytest.param({"valid_from": "2024-12-01"}, False, id="began in the last days"),
        pytest.param({"valid_from": "2024-12-15"}, True, id="began after the year"),
    ],
)
def test_a_hamlet_is_without_agency_by_its_pairings_of_the_last_day(
    dates: dict[str, str], without: bool
) -> None:
    moments = {name: day(text) for name, text in dates.items()}
    district = DISTRICT.change("pairings", {"pairing_id": "KN-3"}, **moments)
    expected = ["Thôn Mẫu 2", "Thôn Mẫu 3"] if without else ["Thôn Mẫu 3"]
    assert _told("mixed_hamlets_without_pairing", district) == expected
