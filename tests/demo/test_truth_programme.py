"""True events of the programme: in time, in the lists, and better where the pairing is better."""

from __future__ import annotations

from datetime import date
from random import Random

import pandas as pd
import pytest

from ketnghia_analysis.demo import names, programme_words, truth_agencies
from ketnghia_analysis.demo import truth_programme as programme
from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.vocabulary.codes import (
    ACTIVITY_TYPES,
    AFFECTED,
    AUTHORITIES,
    DIFFICULTY_GROUPS,
    FIELDS,
)
from ketnghia_analysis.vocabulary.periods import reporting_year


@pytest.fixture(scope="module")
def truth(demo: DemoFiles) -> dict[str, pd.DataFrame]:
    return demo.district.tables


def _pairings(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["pairing_id", "agency_id", "valid_from", "valid_to"])
    days = {"valid_from": "datetime64[us]", "valid_to": "datetime64[us]"}
    return frame.assign(hamlet_id="a", role="lead").astype(days)


def _engagements(pairings: pd.DataFrame) -> list[programme.Engagement]:
    ends = [reporting_year(year).end for year in names.PROGRAMME_YEARS]
    heir = {end: pd.Series({"CQ01": "CQ01" if end.year < 2025 else "CQ17"}) for end in ends}
    quality = {
        (pairing, year): 0.5 for pairing in pairings["pairing_id"] for year in names.PROGRAMME_YEARS
    }
    return list(programme.engagements(1, pairings, heir, quality))


def test_promises_are_made_in_the_six_fields_of_the_programme():
    assert {*programme_words.PROMISES, "difficulties"} == set(FIELDS.values)
    assert set(programme.ACTIVITY_OF_FIELD) == set(FIELDS.values)
    assert set(programme.ACTIVITY_OF_FIELD.values()) <= set(ACTIVITY_TYPES.values)


def test_every_worry_has_a_solution_and_codes_that_exist():
    assert set(programme_words.WORRIES) == set(programme_words.SOLUTIONS)
    assert set(programme_words.WORRIES) <= set(DIFFICULTY_GROUPS.values)
    for _, affects, authority in programme_words.WORRIES.values():
        assert affects in AFFECTED.values
        assert authority in AUTHORITIES.values


def test_a_pairing_acts_in_each_reporting_year_only_while_it_is_in_force():
    engaged = _engagements(_pairings(("P", "CQ01", "2020-07-10", "2022-03-31")))
    assert [(one.year, one.first_day, one.last_day) for one in engaged] == [
        (2020, date(2020, 7, 10), date(2020, 12, 14)),
        (2021, date(2020, 12, 15), date(2021, 12, 14)),
        (2022, date(2021, 12, 15), date(2022, 3, 31)),
    ]


def test_a_few_weeks_are_too_short_to_act():
    engaged = _engagements(_pairings(("P", "CQ01", "2022-01-01", "2023-01-31")))
    assert [one.year for one in engaged] == [2022]


def test_the_heir_of_an_agency_acts_in_the_year_of_the_merger():
    engaged = _engagements(_pairings(("P", "CQ01", "2024-01-01", "2025-12-31")))
    assert [one.agency_id for one in engaged] == ["CQ01", "CQ17"]


def test_days_of_an_engagement_lie_in_the_part_of_the_year_asked_for():
    (one, *_) = _engagements(_pairings(("P", "CQ01", "2021-12-15", "2022-12-14")))
    days = [one.day(0.5, 1.0) for _ in range(200)]
    assert date(2022, 6, 15) <= min(days) < max(days) <= date(2022, 12, 14)


def test_pairings_work_better_after_the_letter(demo):
    mean = demo.district.effects.groupby("year")["quality"].mean()
    assert mean[2020] < mean[2021] < mean.loc[2022:].min()


def test_support_is_worth_less_than_the_lead():
    lead = _pairings(("P", "CQ02", "2020-07-10", "2025-12-31"))
    good = programme.pairing_quality(3, lead)
    less = programme.pairing_quality(3, lead.assign(role="support"))
    assert list(good) == [("P", year) for year in names.PROGRAMME_YEARS]
    for key, value in good.items():
        assert less[key] == pytest.approx(0.85 * value, abs=0.002)


def test_events_lie_between_the_assignment_and_the_end_of_the_last_year(truth):
    last = reporting_year(names.LAST_YEAR).end
    for name in ("activities", "coordination_meetings"):
        assert truth[name]["date"].between(str(names.ASSIGNED_ON), str(last)).all()


def test_what_is_done_has_a_day_and_what_is_not_has_none(truth):
    promised = truth["commitments"]
    assert (promised["completed_on"].notna() == (promised["state"] == "done")).all()
    assert promised["state"].nunique() == 5
    done = promised[promised["state"] == "done"]
    assert (done["result"] >= done["target"]).all()


def test_what_is_resolved_has_a_day_and_what_is_open_has_none(truth):
    raised = truth["difficulties"]
    closed = raised["result"].isin(["resolved", "referred"])
    assert (raised["resolved_on"].notna() == closed).all()
    assert closed.any()
    assert not closed.all()


def test_a_commitment_reported_again_stands_in_two_following_years(truth):
    years = truth["commitments"].groupby("commitment_id")["year"].agg(list)
    again = years[years.str.len() > 1]
    assert len(again) > 10
    assert all(later - earlier == 1 for earlier, later in again)


def test_some_commitments_have_no_deadline_and_some_lead_to_a_difficulty(truth):
    promised = truth["commitments"]
    assert 0 < promised["due_on"].isna().sum() < len(promised) / 10
    linked = promised["difficulty_id"].notna()
    assert (promised.loc[linked, "field"] == "difficulties").all()


def test_better_pairings_carry_out_more_of_what_they_promised(demo, truth):
    promised = truth["commitments"].merge(
        demo.district.effects, on=["pairing_id", "year"], validate="many_to_one"
    )
    done = (promised["state"] == "done").groupby(promised["quality"] > 0.6).mean()
    assert done[True] > done[False] + 0.15


@pytest.mark.parametrize("quality", [0.05, 0.5, 1.0])
def test_an_agency_never_has_more_people_at_work_than_on_its_staff(quality):
    for seed in range(30):
        rows = truth_agencies.agency_year("CQ02", 9, reporting_year(2023), quality, Random(seed))
        assert len(rows["officer_duties"]) <= 9
        assert all(row["participants"] <= 9 for row in rows["briefings"])
        assert [row["term"] for row in rows["submitted_reports"]] == ["half_year", "year"]


def test_the_half_year_before_the_assignment_owed_no_report():
    rows = truth_agencies.agency_year("CQ02", 9, reporting_year(2020), 0.8, Random(1))
    assert [row["term"] for row in rows["submitted_reports"]] == ["year"]
