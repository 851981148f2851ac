"""What the measures see of a year: whose rows, which pairings, what came and what is held."""

from __future__ import annotations

import pandas as pd
import pytest

from ketnghia_analysis.measures.year import YearInput

from .cases import DISTRICT, day
from .tiny import Tiny
from .tiny_rows import activity, commitment, meeting


def _paired(district: Tiny, year: int = 2024) -> list[str]:
    return list(district.input(year).pairings.index)


# the window of 2024 runs from 15/12/2023 to 14/12/2024; the rules ask for 90 days
@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        ("2020-07-10", None, True),
        ("2024-09-16", None, True),
        ("2024-09-17", None, False),
        ("2020-07-10", "2024-03-13", True),
        ("2020-07-10", "2024-03-12", False),
        ("2020-07-10", "2023-12-14", False),
        ("2024-12-15", None, False),
        ("2024-03-01", "2024-05-29", True),
        ("2024-03-01", "2024-05-28", False),
    ],
)
def test_a_pairing_counts_if_it_was_in_force_for_90_days_of_the_year(
    start: str, end: str | None, counts: bool
) -> None:
    last = day(end) if end else pd.NaT
    where = {"pairing_id": "KN-1"}
    district = DISTRICT.change("pairings", where, valid_from=day(start), valid_to=last)
    assert ("KN-1" in _paired(district)) == counts


def test_days_in_force_are_those_within_the_year() -> None:
    late = DISTRICT.change("pairings", {"pairing_id": "KN-1"}, valid_from=day("2024-03-01"))
    days = late.input().pairings["days_in_force"]
    # 1/3 to 14/12: 31+30+31+30+31+31+30+31+30 days of March to November and 14 of December
    assert days["KN-1"] == 275 + 14
    assert days["KN-2"] == 366


def test_a_year_before_the_programme_has_no_pairing() -> None:
    assert _paired(DISTRICT, 2019) == []


def _succeeded() -> Tiny:
    """CQ1 was taken over by CQ3 in the middle of 2024."""
    gone = {"valid_to": day("2024-06-30"), "successor_id": "CQ3"}
    return DISTRICT.change("agencies", {"agency_id": "CQ1"}, **gone)


def test_a_successor_takes_over_pairings_rows_and_what_was_sent() -> None:
    year = _succeeded().input()
    assert year.pairings.loc["KN-1", ["agency_id", "officers"]].tolist() == ["CQ3", 6]
    assert year.received("briefings", by_agency=True)["KN-1"]
    assert set(year.of_year("officer_duties")["agency_id"]) == {"CQ3"}
    assert set(year.meetings["agency_id"]) == {"CQ3"}
    assert _succeeded().held("briefings", "CQ1").input().held("briefings")["KN-1"] == 1


def test_an_agency_stands_for_itself_until_its_last_day() -> None:
    gone = {"valid_to": day("2024-12-14"), "successor_id": "CQ3"}
    district = DISTRICT.change("agencies", {"agency_id": "CQ1"}, **gone)
    assert district.input().agency_heir["CQ1"] == "CQ1"
    assert district.input(2025).agency_heir["CQ1"] == "CQ3"


def test_rows_of_a_merged_hamlet_are_those_of_its_successor() -> None:
    gone = {"valid_to": day("2024-06-30"), "successor_id": "H2"}
    year = DISTRICT.change("hamlets", {"hamlet_id": "H1"}, **gone).input()
    assert year.pairings.at["KN-1", "hamlet_id"] == "H2"
    assert set(year.difficulties["hamlet_id"]) == set(year.meetings["hamlet_id"]) == {"H2"}


@pytest.mark.parametrize(
    ("on", "counts"),
    [("2023-12-14", 0), ("2023-12-15", 1), ("2024-12-14", 1), ("2024-12-15", 0)],
)
def test_activities_and_meetings_count_within_the_window(on: str, counts: int) -> None:
    district = DISTRICT.without("activities").plus("activities", **activity(1, date=on))
    district = district.without("coordination_meetings")
    district = district.plus("coordination_meetings", **meeting(1, date=on))
    year = district.input()
    assert (len(year.activities), len(year.meetings)) == (counts, counts)


def test_commitments_are_those_reported_for_the_year_by_pairings_of_the_year() -> None:
    district = DISTRICT.plus("commitments", **commitment(8, year=2023))
    district = district.change("pairings", {"pairing_id": "KN-2"}, valid_to=day("2022-01-01"))
    district = district.plus("commitments", **commitment(9, "KN-2"))
    assert sorted(district.input().commitments["commitment_id"]) == ["N1", "N2"]


def test_what_came_is_asked_of_the_agency_or_of_anybody() -> None:
    year = DISTRICT.not_received("activities", "CQ1").input()
    assert year.received("activities", by_agency=True).to_dict() == {
        "KN-1": False,
        "KN-2": True,
        "KN-3": True,
    }
    assert year.received("activities", by_agency=False).all()
    assert not DISTRICT.input(2023).received("activities", by_agency=True).any()
    gone = DISTRICT.not_received("coordination_meetings").input()
    assert not gone.received("coordination_meetings", by_agency=False).any()


@pytest.mark.parametrize(
    ("agency", "hamlet", "counts"),
    [
        ("CQ1", "H1", [1, 0, 0]),
        ("CQ2", "H1", [0, 1, 0]),
        ("CQ2", "", [0, 1, 1]),
        ("", "H1", [1, 1, 0]),
        ("", "", [1, 1, 1]),
        ("CQ3", "", [0, 0, 0]),
    ],
)
def test_a_held_row_counts_for_every_pairing_that_it_does_not_contradict(
    agency: str, hamlet: str, counts: list[int]
) -> None:
    held = DISTRICT.held("activities", agency, hamlet).input().held("activities")
    assert held.to_dict() == dict(zip(("KN-1", "KN-2", "KN-3"), counts, strict=True))


def test_held_rows_are_counted_once_and_only_for_their_table_and_year() -> None:
    district = DISTRICT.held("activities", "CQ1").held("activities", "CQ1", reason="duplicate")
    year = district.input()
    # two faults of one row
    twice = pd.concat([year.quarantine, year.quarantine], ignore_index=True)
    same = YearInput(year.tables, twice, year.blocks, year.window, year.rules)
    assert same.held("activities")["KN-1"] == 1
    assert same.held("commitments")["KN-1"] == 0
    assert district.input(2023).held("activities")["KN-1"] == 0


def test_a_held_row_of_an_unknown_year_may_be_of_any_year() -> None:
    district = DISTRICT.held("activities", "CQ1", year=None)
    assert district.input().held("activities")["KN-1"] == 1
    assert district.input(2023).held("activities")["KN-1"] == 1


def test_the_hamlet_of_a_row_without_pairing_is_in_doubt() -> None:
    held = DISTRICT.held("activities", "CQ2", "H4", "no_pairing").input().held("activities")
    assert held.to_dict() == {"KN-1": 0, "KN-2": 1, "KN-3": 1}


def test_a_held_row_of_an_unknown_hamlet_concerns_its_commune_only() -> None:
    assert not DISTRICT.held("activities", commune="99002").input().held("activities").any()
    assert DISTRICT.held("activities", commune="99001").input().held("activities").all()


@pytest.mark.parametrize(
    ("hamlet", "commune", "hamlets"),
    [
        ("H1", "99001", {"H1"}),
        ("", "99001", {"H1", "H2"}),
        ("", "99002", {"H3", "H4"}),
        ("", "", {"H1", "H2", "H3", "H4"}),
    ],
)
def test_held_figures_may_be_those_of_any_hamlet_that_they_do_not_contradict(
    hamlet: str, commune: str, hamlets: set[str]
) -> None:
    year = DISTRICT.held("hamlet_figures", "", hamlet, commune=commune).input()
    assert year.held_hamlets("hamlet_figures") == hamlets
    assert year.held_hamlets("hamlet_figures", 2023) == set()
