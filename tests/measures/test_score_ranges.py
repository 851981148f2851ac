"""Unknown is not zero: what is lost widens a range and leaves the full-data score within it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketnghia_analysis.measures.criteria import CRITERIA, Share
from ketnghia_analysis.measures.score import Scores, score
from ketnghia_analysis.measures.year import YearInput

from .cases import DISTRICT
from .tiny import BY_AGENCY, Tiny
from .tiny_rows import activity, commitment, meeting

EPSILON = 1e-9
# few examples, since each is a whole district; raise max_examples to search longer
quick = settings(
    deadline=None,
    max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _lost(year: YearInput, table: str, rows: pd.DataFrame, told: bool) -> YearInput:
    """The year with these rows in quarantine; if `told`, with their agency and hamlet known."""
    kept = year.tables[table].drop(index=rows.index)
    about = pd.DataFrame(index=rows.index, columns=["agency_id", "hamlet_id"], dtype="str")
    if told and "pairing_id" in rows:
        pairings = year.tables["pairings"].set_index("pairing_id")
        about = pairings.loc[rows["pairing_id"], ["agency_id", "hamlet_id"]].set_index(rows.index)
    elif told:
        about = rows.reindex(columns=["agency_id", "hamlet_id"])
    held = about.assign(
        file="mất.xlsx",
        sheet="",
        row=range(len(rows)),
        table=table,
        year=year.window.year,
        reason="rule_broken",
    )
    quarantine = pd.concat([year.quarantine, held], ignore_index=True)
    return replace(year, tables={**year.tables, table: kept}, quarantine=quarantine)


def _contains(wide: Share, known: Share) -> bool:
    """Whether each range holds the score that was known before."""
    low, high = wide.low.fillna(0.0), wide.high.fillna(1.0)
    applies = known.low.notna()
    inside = (low <= known.low + EPSILON) & (high >= known.high - EPSILON)
    return bool(inside[applies].all())


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("activities", ("A3",)),
        ("briefings", ("A1",)),
        ("officer_duties", ("A2",)),
        ("submitted_reports", ("A4",)),
        ("coordination_meetings", ("B1", "B2", "B3")),
        ("commitments", ("B3", "C3", "D1", "D2")),
        ("difficulties", ("C2", "C3", "D3")),
    ],
)
@quick
@given(data=st.data())
def test_a_row_in_quarantine_leaves_the_full_score_in_the_range(
    demo_year: YearInput,
    demo_shares: dict[str, Share],
    table: str,
    codes: tuple[str, ...],
    data: st.DataObject,
) -> None:
    rows = _of_the_year(demo_year, table)
    chosen = data.draw(st.lists(st.sampled_from(list(rows.index)), max_size=40, unique=True))
    lost = _lost(demo_year, table, rows.loc[chosen], told=data.draw(st.booleans()))
    for code in codes:
        assert _contains(CRITERIA[code].measure(lost), demo_shares[code]), code


def _of_the_year(year: YearInput, table: str) -> pd.DataFrame:
    rows = year.tables[table]
    if "year" in rows:
        return rows[rows["year"] == year.window.year]
    return rows[year.window.contains(rows["raised_on" if table == "difficulties" else "date"])]


@pytest.mark.parametrize(
    ("table", "column", "codes"),
    [
        ("activities", "leader_present", ("A3",)),
        ("coordination_meetings", "with_ethnic_office", ("B1",)),
        ("coordination_meetings", "with_commune", ("B2",)),
        ("coordination_meetings", "conclusions_done", ("B3",)),
        ("submitted_reports", "due_on", ("A4",)),
        ("briefings", "plan_signed_on", ("A1",)),
        ("agencies", "officers", ("A2",)),
        ("difficulties", "affects", ("C2",)),
        ("difficulties", "chosen_as_focus", ("C3",)),
        ("difficulties", "authority", ("C3", "D3")),
        ("difficulties", "resolved_on", ("C3", "D3")),
        ("difficulties", "result", ("C3", "D3")),
        ("commitments", "result", ("D1",)),
        ("commitments", "target", ("D1",)),
        ("commitments", "field", ("B3",)),
        ("commitments", "state", ("B3", "D1", "D2")),
        ("commitments", "completed_on", ("D2",)),
    ],
)
@pytest.mark.parametrize("every", [1, 3])
def test_a_cell_left_blank_leaves_the_full_score_in_the_range(
    demo_year: YearInput,
    demo_shares: dict[str, Share],
    table: str,
    column: str,
    codes: tuple[str, ...],
    every: int,
) -> None:
    frame = demo_year.tables[table].copy()
    frame.loc[frame.index[::every], column] = None
    lost = replace(demo_year, tables={**demo_year.tables, table: frame})
    for code in codes:
        assert _contains(CRITERIA[code].measure(lost), demo_shares[code]), code


@pytest.mark.parametrize(
    ("column", "code"),
    [("hygienic_water_households", "E2"), ("income_million_dong_per_person", "E1")],
)
@pytest.mark.parametrize("every", [2, 3, 10])
def test_a_figure_left_blank_in_some_hamlets_leaves_the_full_share_in_the_range(
    demo_year: YearInput, demo_shares: dict[str, Share], column: str, code: str, every: int
) -> None:
    frame = demo_year.tables["hamlet_figures"].copy()
    frame.loc[frame.index[::every], column] = None
    lost = replace(demo_year, tables={**demo_year.tables, "hamlet_figures": frame})
    assert _contains(CRITERIA[code].measure(lost), demo_shares[code])


@pytest.mark.parametrize("told", [True, False])
def test_figures_in_quarantine_leave_the_full_share_in_the_range(
    demo_year: YearInput, demo_shares: dict[str, Share], told: bool
) -> None:
    figures = demo_year.tables["hamlet_figures"]
    rounds = demo_year.tables["survey_rounds"]
    now = set(rounds.loc[rounds["year"] == demo_year.window.year, "round_id"])
    rows = figures[figures["round_id"].isin(now)].iloc[::5].assign(year=demo_year.window.year)
    lost = _lost(demo_year, "hamlet_figures", rows, told=told)
    for code in ("C1", "E1", "E2"):
        assert _contains(CRITERIA[code].measure(lost), demo_shares[code]), code


@quick
@given(names=st.sets(st.sampled_from(list(DISTRICT.input().rules.change["E2"])), min_size=1))
def test_a_figure_left_blank_leaves_the_full_share_of_change_in_the_range(names: set[str]) -> None:
    parts = {"health_insurance_percent": "insured_people", "literacy_percent": "people_15_and_over"}
    blank = [parts.get(name, name.replace("_share_percent", "_households")) for name in names]
    blank = ["temporary_houses_households" if "temporary" in one else one for one in blank]
    where = {"round_id": "D2024", "hamlet_id": "H1"}
    low, high = DISTRICT.change("hamlet_figures", where, **dict.fromkeys(blank, pd.NA)).share("E2")
    assert low == pytest.approx(1 - len(names) / 7)
    assert high == 1.0


@settings(quick, max_examples=2)
@given(data=st.data())
def test_the_total_of_known_pairings_stays_in_its_range_when_rows_are_held(
    demo_year: YearInput, demo_scores: Scores, data: st.DataObject
) -> None:
    lost = demo_year
    for table in ("activities", "briefings", "officer_duties"):
        rows = _of_the_year(lost, table)
        chosen = data.draw(st.lists(st.sampled_from(list(rows.index)), max_size=30, unique=True))
        lost = _lost(lost, table, rows.loc[chosen], told=data.draw(st.booleans()))
    before, after = demo_scores.pairings, score(lost).pairings
    assert (after["points_low"] <= before["points_low"] + EPSILON).all()
    assert (after["points_high"] >= before["points_high"] - EPSILON).all()
    # a level that is still named is the right one
    named = after["level"] != "unknown"
    assert (after["level"] == before["level"])[named].all()


@st.composite
def districts(draw: st.DrawFn) -> Tiny:
    """CQ1 did more or less of everything."""
    district = DISTRICT.without("activities").without("coordination_meetings")
    for number in range(1, draw(st.integers(0, 3)) + 1):
        leader = draw(st.sampled_from([True, False, None]))
        district = district.plus("activities", **activity(number, leader_present=leader))
    for number in range(1, draw(st.integers(0, 3)) + 1):
        office = draw(st.sampled_from([True, False, None]))
        district = district.plus(
            "coordination_meetings", **meeting(number, with_ethnic_office=office)
        )
    for number in range(3, draw(st.integers(3, 6))):
        district = district.plus("commitments", **commitment(number) | draw(fates))
    if draw(st.booleans()):
        district = district.without("briefings")
    if draw(st.booleans()):
        district = district.change("difficulties", {}, result="open", resolved_on=pd.NaT)
    return district


fates = st.fixed_dictionaries(
    {
        "field": st.sampled_from(["production", "living", "security"]),
        "state": st.sampled_from(["done", "partly_done", "not_started"]),
        "result": st.sampled_from([0, 4, 10]),
        "weight": st.integers(1, 3),
        "due_on": st.sampled_from(["2024-06-30", "2025-03-01", None]),
        "completed_on": st.sampled_from(["2024-06-20", "2024-09-01"]),
    }
)


def _ranges(district: Tiny) -> pd.DataFrame:
    return district.scores().pairings[["points_low", "points_high"]]


DEEDS = {
    "a visit of the head": ("activities", activity(20)),
    "a meeting with both partners": ("coordination_meetings", meeting(20)),
    "a meeting whose conclusions were carried out": (
        "coordination_meetings",
        meeting(21, conclusions=3, conclusions_done=3),
    ),
    "a promise kept in time": ("commitments", commitment(20)),
    "a heavy promise kept in time in a new field": (
        "commitments",
        commitment(21, field="outreach", weight=3),
    ),
}


@settings(quick, max_examples=4)
@given(deed=st.sampled_from(list(DEEDS)), district=districts())
def test_doing_more_never_lowers_a_score(deed: str, district: Tiny) -> None:
    table, row = DEEDS[deed]
    gained = _ranges(district.plus(table, **row)) - _ranges(district)
    assert (gained > -EPSILON).all(axis=None), gained


# what did not come, and the criteria that rest on it
LOSSES = {
    "activities": ("A3",),
    "officer_duties": ("A2",),
    "briefings": ("A1",),
    "submitted_reports": ("A4",),
    "coordination_meetings": ("B1", "B2", "B3"),
    "difficulties": ("C2", "C3", "D3"),
    "commitments": ("B3", "C3", "D1", "D2"),
}


@pytest.mark.parametrize("table", LOSSES)
@settings(quick, max_examples=3)
@given(district=districts())
def test_missing_data_widens_a_range_and_never_narrows_it(table: str, district: Tiny) -> None:
    agency = "CQ1" if table in BY_AGENCY else ""
    held, gone = district.held(table, agency, "H1"), district.not_received(table, agency)
    full = district.input()
    for lost in (held.input(), gone.input()):
        for code in LOSSES[table]:
            measure = CRITERIA[code].measure
            assert _contains(measure(lost), measure(full)), code


@pytest.mark.parametrize("table", LOSSES)
def test_what_is_lost_of_a_perfect_pairing_leaves_all_points_possible(table: str) -> None:
    agency = "CQ1" if table in BY_AGENCY else ""
    lost = DISTRICT.not_received(table, agency)
    for code in LOSSES[table]:
        low, high = lost.share(code)
        assert high == 1, code
        # half of B3 rests on the promises, half on the meetings
        assert low == 0 or (code, low) == ("B3", 0.5), code
