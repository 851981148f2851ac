"""Criteria A and B, each with a table of cases of a pairing that otherwise did everything."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from ketnghia_analysis.measures.criteria import CRITERIA

from .cases import DISTRICT, Change, case, cases, day, first, same
from .tiny import Tiny
from .tiny_rows import activity, commitment, meeting


@cases(
    case("briefed and planned", 1, 1, lambda d: d),
    case(
        "plan on its due day",
        1,
        1,
        lambda d: d.change("briefings", {}, plan_signed_on=day("2024-03-31")),
    ),
    case(
        "plan a day late",
        0.5,
        0.5,
        lambda d: d.change("briefings", {}, plan_signed_on=day("2024-04-01")),
    ),
    case(
        "no plan",
        0.5,
        0.5,
        lambda d: d.change("briefings", {}, plan_signed_on=pd.NaT, plan_document=None),
    ),
    case(
        "the earliest plan counts",
        1,
        1,
        lambda d: d.plus(
            "briefings",
            agency_id="CQ1",
            year=2024,
            date="2024-09-01",
            plan_signed_on="2024-09-01",
        ),
    ),
    case("a plan without day", 0.5, 1, lambda d: d.change("briefings", {}, plan_signed_on=pd.NaT)),
    case("known to have done nothing", 0, 0, lambda d: d.without("briefings")),
    case("not received", 0, 1, lambda d: d.not_received("briefings", "CQ1")),
    case("a row held", 0, 1, lambda d: d.without("briefings").held("briefings", "CQ1")),
    case("another's row held", 0, 0, lambda d: d.without("briefings").held("briefings", "CQ2")),
    case(
        "a duplicate held",
        0,
        0,
        lambda d: d.without("briefings").held("briefings", "CQ1", reason="duplicate"),
    ),
    case("last year's briefing", 0, 0, lambda d: d.change("briefings", {}, year=2023)),
)
def test_a1_is_half_for_a_briefing_and_half_for_a_plan_in_time(
    change: Change, low: float, high: float
) -> None:
    assert change(DISTRICT).share("A1") == same(low, high)


@pytest.mark.parametrize(("signed", "share"), [("2024-05-01", 1.0), ("2024-05-02", 0.5)])
def test_a1_gives_90_days_to_an_agency_assigned_late(signed: str, share: float) -> None:
    late = DISTRICT.change("pairings", {"pairing_id": "KN-1"}, valid_from=day("2024-02-01"))
    assert late.change("briefings", {}, plan_signed_on=day(signed)).share("A1") == (share, share)


@cases(
    case("every official", 1, 1, lambda d: d),
    case("three of four", 0.75, 0.75, lambda d: d.without("officer_duties", officer_id="O3")),
    case("a duty left blank", 0.75, 0.75, lambda d: _blank_duty(d)),
    case("none", 0, 0, lambda d: d.without("officer_duties")),
    case("more than the staff", 1, 1, lambda d: d.change("agencies", {}, officers=3)),
    case("staff unknown", 0, 1, lambda d: d.change("agencies", {}, officers=pd.NA)),
    case("not received", 0, 1, lambda d: d.not_received("officer_duties", "CQ1")),
    case(
        "two known, one held",
        0.5,
        0.75,
        lambda d: d.without("officer_duties", officer_id={"O2", "O3"}).held(
            "officer_duties", "CQ1"
        ),
    ),
    case("last year's duties", 0, 0, lambda d: d.change("officer_duties", {}, year=2023)),
)
def test_a2_is_officials_with_a_duty_of_all_officials(
    change: Change, low: float, high: float
) -> None:
    assert change(DISTRICT).share("A2") == same(low, high)


def test_a2_counts_officials_of_merged_agencies_who_had_the_same_code() -> None:
    gone = {"valid_to": day("2024-06-30"), "successor_id": "CQ3"}
    district = DISTRICT.change("agencies", {"agency_id": "CQ1"}, **gone)
    more = {"agency_id": "CQ3", "year": 2024, "officer_id": "O0", "duty": "Theo dõi"}
    # 4 of CQ1 and 1 of CQ3, of the 6 that CQ3 has
    assert district.plus("officer_duties", **more).share("A2") == same(5 / 6, 5 / 6)


def _blank_duty(district: Tiny) -> Tiny:
    return district.change("officer_duties", {"officer_id": "O3"}, duty=None)


@cases(
    case("two visits", 1, 1, lambda d: d),
    case("one visit", 0.5, 0.5, lambda d: d.without("activities", activity_id="A1")),
    case("three visits", 1, 1, lambda d: d.plus("activities", **activity(3))),
    case("no leader", 0, 0, lambda d: d.change("activities", {}, leader_present=False)),
    case("leader not stated once", 0.5, 1, lambda d: first(d, "activities", leader_present=pd.NA)),
    case("a day too early", 0.5, 0.5, lambda d: first(d, "activities", date=day("2023-12-14"))),
    case("first day of the year", 1, 1, lambda d: first(d, "activities", date=day("2023-12-15"))),
    case("last day of the year", 1, 1, lambda d: first(d, "activities", date=day("2024-12-14"))),
    case("a day too late", 0.5, 0.5, lambda d: first(d, "activities", date=day("2024-12-15"))),
    case("another's visit", 0.5, 0.5, lambda d: first(d, "activities", pairing_id="KN-2")),
    case("not received", 0, 1, lambda d: d.not_received("activities", "CQ1")),
    case("one held", 0, 0.5, lambda d: d.without("activities").held("activities", "CQ1", "H1")),
    case("held, sender unknown", 0, 0.5, lambda d: d.without("activities").held("activities")),
)
def test_a3_is_visits_of_leaders_against_the_target_of_two(
    change: Change, low: float, high: float
) -> None:
    assert change(DISTRICT).share("A3") == same(low, high)


@cases(
    case("both on their due day", 1, 1, lambda d: d),
    case("one a day late", 0.5, 0.5, lambda d: _half_year(d, day("2024-06-15"))),
    case("one never came", 0.5, 0.5, lambda d: _half_year(d, pd.NaT)),
    case(
        "none came",
        0,
        0,
        lambda d: d.change("submitted_reports", {}, submitted_on=day("2025-01-09")),
    ),
    case("not on the list", 0, 1, lambda d: d.without("submitted_reports", agency_id="CQ1")),
    case("no list", 0, 1, lambda d: d.not_received("submitted_reports")),
    case(
        "one not on the list",
        0.5,
        1,
        lambda d: d.without("submitted_reports", agency_id="CQ1", term="half_year"),
    ),
    case(
        "a term that nobody was listed for",
        1,
        1,
        lambda d: d.without("submitted_reports", term="half_year"),
    ),
    case("a due day unknown", 0.5, 1, lambda d: _half_year(d, day("2024-06-14"), due_on=pd.NaT)),
    # in time: 2 of 3, or 3 of 3
    case("one held", 2 / 3, 1, lambda d: d.held("submitted_reports", "CQ1")),
)
def test_a4_is_reports_in_time_of_those_owed(change: Change, low: float, high: float) -> None:
    assert change(DISTRICT).share("A4") == same(low, high)


def _half_year(district: Tiny, submitted: Any, **more: Any) -> Tiny:
    where = {"agency_id": "CQ1", "term": "half_year"}
    return district.change("submitted_reports", where, submitted_on=submitted, **more)


@pytest.mark.parametrize(
    ("code", "partner"), [("B1", "with_ethnic_office"), ("B2", "with_commune")]
)
@cases(
    case("two meetings", 1, 1, lambda d: d),
    case("one meeting", 0.5, 0.5, lambda d: d.without("coordination_meetings", meeting_id="M1")),
    case("none", 0, 0, lambda d: d.without("coordination_meetings")),
    case("not received", 0, 1, lambda d: d.not_received("coordination_meetings")),
    case(
        "one about all hamlets",
        1,
        1,
        lambda d: first(d, "coordination_meetings", hamlet_id=None),
    ),
    case("one elsewhere", 0.5, 0.5, lambda d: first(d, "coordination_meetings", hamlet_id="H2")),
    case("one of others", 0.5, 0.5, lambda d: first(d, "coordination_meetings", agency_id="CQ2")),
    case(
        "one last year",
        0.5,
        0.5,
        lambda d: first(d, "coordination_meetings", date=day("2023-12-14")),
    ),
    case(
        "one held",
        0,
        0.5,
        lambda d: d.without("coordination_meetings").held("coordination_meetings", "CQ1"),
    ),
)
def test_b1_and_b2_are_meetings_with_the_partner_against_two(
    code: str, partner: str, change: Change, low: float, high: float
) -> None:
    assert change(DISTRICT).share(code) == same(low, high)


@pytest.mark.parametrize(
    ("code", "partner"), [("B1", "with_ethnic_office"), ("B2", "with_commune")]
)
def test_a_meeting_counts_only_for_the_partner_who_came(code: str, partner: str) -> None:
    absent = first(DISTRICT, "coordination_meetings", **{partner: False})
    unsaid = first(DISTRICT, "coordination_meetings", **{partner: pd.NA})
    assert (absent.share(code), unsaid.share(code)) == ((0.5, 0.5), (0.5, 1.0))


def test_a_meeting_about_all_hamlets_counts_for_each_pairing_of_the_agency() -> None:
    district = DISTRICT.plus("coordination_meetings", **meeting(9, "CQ2", None))
    assert [district.share("B1", one)[0] for one in ("KN-1", "KN-2", "KN-3")] == [1.0, 0.5, 0.5]


@cases(
    case("both fields", 1, 1, lambda d: d),
    case("one field of two", 0.5, 0.5, lambda d: first(d, "commitments", state="partly_done")),
    case("the field of two", 1, 1, lambda d: d.change("commitments", {}, field="living")),
    case("a third field begun", 2 / 3, 2 / 3, lambda d: _begun(d, field="security")),
    case("nothing registered", 0, 0, lambda d: d.without("commitments")),
    case("not received", 0, 1, lambda d: d.not_received("commitments", "CQ1")),
    # mean of 2 fields of 2 and 1 conclusion of 4: (1 + 0.25) / 2
    case("conclusions left", 0.625, 0.625, lambda d: _concluded(d, 4, 1)),
    case("conclusions carried out", 1, 1, lambda d: _concluded(d, 4, 4)),
    case("conclusions not told", 0.5, 1, lambda d: _concluded(d, 4, pd.NA)),
    # fields are certain, conclusions may be anything
    case("meetings not received", 0.5, 1, lambda d: d.not_received("coordination_meetings")),
    case("a meeting held", 0.5, 1, lambda d: d.held("coordination_meetings", "CQ1", "H1")),
    # 2 of 3 fields if the held promise is of a third field and not kept
    case("a promise held", 2 / 3, 1, lambda d: d.held("commitments", "CQ1", "H1")),
    case("only one, held", 0, 1, lambda d: d.without("commitments").held("commitments", "CQ1")),
    case("a field unknown", 0.5, 1, lambda d: first(d, "commitments", field=None)),
    case(
        "a state unknown",
        0.5,
        1,
        lambda d: first(d, "commitments", state=None, result=pd.NA, completed_on=pd.NaT),
    ),
)
def test_b3_is_fields_with_a_finished_promise_and_conclusions_carried_out(
    change: Change, low: float, high: float
) -> None:
    assert change(DISTRICT).share("B3") == same(low, high)


def test_b3_tells_of_conclusions_though_promises_were_not_received() -> None:
    district = _concluded(DISTRICT, 4, 1).not_received("commitments", "CQ1")
    basis = CRITERIA["B3"].measure(district.input()).basis["KN-1"]
    assert basis == "chưa nhận số liệu; 1/4 kết luận đã thực hiện"
    assert district.share("B3") == (0.125, 0.625)


def _begun(district: Tiny, **more: Any) -> Tiny:
    return district.plus("commitments", **commitment(9, state="in_progress", **more))


def _concluded(district: Tiny, drawn: int, carried: int) -> Tiny:
    return first(district, "coordination_meetings", conclusions=drawn, conclusions_done=carried)
