"""Facts about the programme, each reckoned again from the clean tables."""

from __future__ import annotations

import pandas as pd
import pytest
from measures.tiny import tiny
from measures.tiny_rows import commitment, difficulty

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import YearFacts, year_facts
from ketnghia_analysis.evaluation.programme_facts import difficulty_facts, named_pairings
from ketnghia_analysis.evaluation.settings import Settings
from ketnghia_analysis.measures.criteria import CRITERIA


def test_pairings_carry_the_names_of_both_sides(cleaned: Cleaned, facts: YearFacts) -> None:
    agencies = cleaned.tables["agencies"].set_index("agency_id")
    for row in facts.pairings.itertuples():
        assert row.agency == agencies.at[row.agency_id, "name"]
        assert row.agency_short == agencies.at[row.agency_id, "short_name"]
        hamlet = facts.hamlets.described.loc[row.hamlet_id]
        assert (row.hamlet, row.commune) == (hamlet["name"], hamlet["commune_name"])
        assert facts.communes.at[row.commune_code, "name"] == row.commune


def test_criteria_carry_their_group_and_heading(facts: YearFacts) -> None:
    for row in facts.criteria.itertuples():
        assert row.heading == CRITERIA[row.criterion].heading
        assert row.group == row.criterion[0]
    assert (facts.criteria["points_most"].groupby(facts.criteria["pairing_id"]).sum() == 100).all()


def test_agencies_are_told_with_duties_and_reports(cleaned: Cleaned, facts: YearFacts) -> None:
    duties = cleaned.tables["officer_duties"]
    duties = duties[(duties["year"] == 2024) & duties["duty"].notna()]
    reports = cleaned.tables["submitted_reports"]
    reports = reports[reports["year"] == 2024]
    for agency, row in facts.agencies.iterrows():
        own = reports[reports["agency_id"] == agency]
        officers = set(duties.loc[duties["agency_id"] == agency, "officer_id"])
        assert row["officers_assigned"] == len(officers)
        assert row["reports_due"] == len(own)
        in_time = [
            one
            for one in own.itertuples()
            if not pd.isna(one.submitted_on) and one.submitted_on <= one.due_on
        ]
        assert row["reports_in_time"] == len(in_time)


def test_an_agencys_points_are_the_weighted_mean_of_its_pairings(facts: YearFacts) -> None:
    for agency, row in facts.agencies.iterrows():
        own = facts.pairings[facts.pairings["agency_id"] == agency]
        if own.empty:
            assert pd.isna(row["points_low"])
            continue
        weights = [1.0 if role == "lead" else 0.5 for role in own["role"]]
        for end in ("points_low", "points_high"):
            total = sum(one * weight for one, weight in zip(own[end], weights, strict=True))
            assert row[end] == pytest.approx(total / sum(weights))


def test_agencies_are_those_living_at_the_end_of_the_year(facts: YearFacts) -> None:
    assert set(facts.agencies.index) == {f"CQ{number:02d}" for number in range(1, 17)}


def test_commitments_tell_their_deadline_and_how_late_they_are(facts: YearFacts) -> None:
    end = pd.Timestamp(facts.window.end)
    for row in facts.commitments.itertuples():
        extended = not pd.isna(row.extended_to) and not pd.isna(row.extension_document)
        deadline = row.extended_to if extended else row.due_on
        assert row.deadline == deadline or (pd.isna(row.deadline) and pd.isna(deadline))
        unfinished = row.state not in ("done", "dropped") and not row.completed_on <= end
        if not pd.isna(deadline) and deadline < end and unfinished:
            assert row.days_overdue == (end - deadline).days
        else:
            assert pd.isna(row.days_overdue)
        assert 0 <= row.share_low <= row.share_high <= 1


def test_commitments_are_all_those_reported_by_scored_pairings(
    cleaned: Cleaned, facts: YearFacts
) -> None:
    rows = cleaned.tables["commitments"]
    own = rows[(rows["year"] == 2024) & rows["pairing_id"].isin(facts.pairings.index)]
    assert sorted(facts.commitments["commitment_id"]) == sorted(own["commitment_id"])


def test_activities_are_all_those_of_the_window(cleaned: Cleaned, facts: YearFacts) -> None:
    rows = cleaned.tables["activities"]
    within = (rows["date"] >= "2023-12-15") & (rows["date"] <= "2024-12-14")
    own = rows[within & rows["pairing_id"].isin(facts.pairings.index)]
    assert sorted(facts.activities["activity_id"]) == sorted(own["activity_id"])
    named = facts.pairings.loc[facts.activities["pairing_id"], "hamlet"]
    assert facts.activities["hamlet"].tolist() == named.tolist()


@pytest.mark.parametrize(
    ("change", "still_open", "closed_in_year", "overdue"),
    [
        pytest.param({}, False, True, False, id="resolved in the year"),
        pytest.param({"resolved_on": "2024-12-14"}, False, True, False, id="on its last day"),
        pytest.param({"resolved_on": "2024-12-15"}, True, False, True, id="after the year"),
        pytest.param(
            {"resolved_on": None, "result": "open", "due_on": "2024-12-14"},
            True,
            False,
            True,
            id="open and due",
        ),
        pytest.param(
            {"resolved_on": None, "result": "open", "due_on": "2024-12-15"},
            True,
            False,
            False,
            id="open, due later",
        ),
        pytest.param(
            {"resolved_on": None, "result": "open", "due_on": None},
            True,
            False,
            False,
            id="open without deadline",
        ),
        pytest.param({"result": "referred"}, True, False, False, id="wrongly referred"),
        pytest.param(
            {"result": "referred", "authority": "province"}, False, True, False, id="referred"
        ),
        pytest.param(
            {"raised_on": "2023-05-01", "resolved_on": "2023-12-01"},
            False,
            False,
            False,
            id="resolved the year before",
        ),
    ],
)
def test_a_difficulty_is_open_closed_or_overdue_at_the_end_of_the_year(
    small: YearFacts,
    change: dict[str, object],
    still_open: bool,
    closed_in_year: bool,
    overdue: bool,
) -> None:
    due = {"due_on": "2025-06-01"} if change.get("result") == "referred" else {}
    row = difficulty(1) | due | change
    year = tiny().without("difficulties").plus("difficulties", **row).input()
    told = difficulty_facts(year, small.hamlets.described).iloc[0]
    assert (told["open"], told["closed_in_year"], told["overdue"]) == (
        still_open,
        closed_in_year,
        overdue,
    )
    assert (told["hamlet"], told["commune"]) == ("Thôn Mẫu 1", "Mẫu Một")
    if still_open:
        # 1 March to 14 December
        assert told["days_open"] == 288


def test_difficulties_raised_after_the_year_are_not_told(facts: YearFacts) -> None:
    assert (facts.difficulties["raised_on"] <= pd.Timestamp(facts.window.end)).all()


def test_a_successor_stands_in_the_facts_for_the_agency_it_took_over() -> None:
    gone = {"valid_to": pd.Timestamp("2024-06-30"), "successor_id": "CQ3"}
    district = tiny().change("agencies", {"agency_id": "CQ1"}, **gone)
    told = year_facts(district.cleaned(), Settings(), 2024)
    assert list(told.agencies.index) == ["CQ2", "CQ3"]
    assert told.agencies.at["CQ3", "pairings"] == 1
    assert told.pairings.at["KN-1", "agency"] == "Phòng Mẫu 3"


def test_a_promise_counts_as_completed_only_in_full(small: YearFacts) -> None:
    district = tiny().plus("commitments", **commitment(3, result=9, state="partly_done"))
    agencies = district.tables["agencies"].set_index("agency_id")
    year = district.input()
    row = named_pairings(year, district.scores(), agencies, small.hamlets.described).loc["KN-1"]
    assert (row["commitments"], row["completed"]) == (3, 2)


def test_facts_of_an_agency_are_taken_from_the_whole(small: YearFacts) -> None:
    part = small.only(agency="CQ2")
    whole = small.pairings.loc[["KN-2", "KN-3"]]
    pd.testing.assert_frame_equal(part.pairings, whole)
