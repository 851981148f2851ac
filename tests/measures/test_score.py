"""Scores: points, levels, gates and aggregates."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.measures.criterion_list import GATES
from ketnghia_analysis.measures.levels import Standing, level_places
from ketnghia_analysis.measures.score import (
    Scores,
    by_agency,
    by_commune,
    by_level,
    of_district,
    score,
)
from ketnghia_analysis.measures.year import YearInput

from .cases import DISTRICT, Change, day, demo_input, first
from .tiny import Tiny

RULES = DISTRICT.input().rules
BAD, FAIR, GOOD, BEST = "not_completed", "completed", "good", "excellent"
NO_ACTIVITY, UNORGANISED, NO_COMMITMENT = (
    GATES[one] for one in ("no_activity", "nothing_organised", "no_commitment")
)


def _reached(standing: Standing) -> str:
    """The highest level whose points and conditions are met."""
    return str(RULES.levels[int(level_places(RULES, standing))].level)


def test_the_points_of_the_rules_sum_to_100() -> None:
    assert sum(RULES.points.values()) == 100


def test_a_pairing_that_did_everything_has_100_points_and_is_excellent() -> None:
    row = DISTRICT.scores().pairings.loc["KN-1"]
    assert (row["points_low"], row["points_high"], row["missing_points"]) == (100, 100, 0)
    assert (row["level"], row["gate"]) == (BEST, "")


def test_criteria_that_do_not_apply_are_left_out_and_the_rest_is_scaled() -> None:
    # KN-3: C1 gives 7, E1 4, E2 3.5; C3 (4) and D3 (10) do not apply
    row = DISTRICT.scores().pairings.loc["KN-3"]
    assert row["points_low"] == pytest.approx(100 * (7 + 4 + 3.5) / (100 - 4 - 10))


def test_missing_points_are_scaled_like_the_others() -> None:
    # KN-3 with B1, B2 and the conclusions of B3 unknown: 12.5 of the 86 points that apply
    row = DISTRICT.not_received("coordination_meetings").scores().pairings.loc["KN-3"]
    assert row["missing_points"] == pytest.approx(100 * 12.5 / 86)
    assert row["points_high"] - row["points_low"] == pytest.approx(row["missing_points"])


def test_points_of_a_pairing_are_those_of_its_criteria(demo_scores: Scores) -> None:
    for pairing, rows in demo_scores.criteria.groupby("pairing_id"):
        applies = rows.dropna(subset=["low"])
        scale = 100 / applies["points_most"].sum()
        told = demo_scores.pairings.loc[pairing]
        assert told["points_low"] == pytest.approx(applies["low"].sum() * scale)
        assert told["points_high"] == pytest.approx(applies["high"].sum() * scale)
        assert 0 <= told["points_low"] <= told["points_high"] <= 100 + 1e-9


@pytest.mark.parametrize(
    ("points", "completed", "late", "level"),
    [
        (100, 1, 0, BEST),
        (90, 1, 0, BEST),
        (89.999, 1, 0, GOOD),
        (90, 1, 0.1, GOOD),
        (90, 1, 0.21, BAD),
        (90, 0.99, 0, FAIR),
        (90, 0.99, 0.21, BAD),
        (70, 1, 0, GOOD),
        (69.999, 1, 0, FAIR),
        (69.999, 1, 0.2, FAIR),
        (70, 0.999, 0.2, FAIR),
        (50, 0, 0.2, FAIR),
        (49.999, 1, 0, BAD),
        (50, 1, 0.201, BAD),
        (0, 0, 1, BAD),
    ],
)
def test_a_level_needs_its_points_and_its_conditions(
    points: float, completed: float, late: float, level: str
) -> None:
    assert _reached(Standing(points, completed, late, 100 * late)) == level


@pytest.mark.parametrize(("count", "level"), [(0, BEST), (1, GOOD), (2, BAD)])
def test_a_single_late_commitment_is_forgiven_however_few_there_were(
    count: int, level: str
) -> None:
    assert _reached(Standing(95, 1, count / 2, count)) == level


_SHARE = st.floats(0, 1)


@given(st.floats(0, 100), _SHARE, _SHARE, st.floats(0, 100), _SHARE, _SHARE)
def test_who_is_better_in_everything_never_has_the_lower_level(
    points: float, completed: float, late: float, more: float, fuller: float, later: float
) -> None:
    order = [BAD, FAIR, GOOD, BEST]
    most, least = max(late, later), min(late, later)
    worse = _reached(Standing(min(points, more), min(completed, fuller), most, 9 * most))
    better = _reached(Standing(max(points, more), max(completed, fuller), least, 9 * least))
    assert order.index(worse) <= order.index(better)


def _level(change: Change) -> tuple[str, str, str]:
    row = change(DISTRICT).scores().pairings.loc["KN-1"]
    return row["level_low"], row["level_high"], row["level"]


@pytest.mark.parametrize(
    ("change", "levels"),
    [
        pytest.param(
            lambda d: d.not_received("submitted_reports"), (BEST, BEST, BEST), id="4 unknown"
        ),
        pytest.param(
            lambda d: d.not_received("coordination_meetings").not_received("submitted_reports"),
            (GOOD, BEST, "unknown"),
            id="14 unknown, across a cut",
        ),
        pytest.param(
            lambda d: first(d, "commitments", completed_on=pd.NaT),
            (GOOD, BEST, "unknown"),
            id="one may be late",
        ),
        pytest.param(
            lambda d: d.change("commitments", {}, due_on=day("2025-02-01")),
            (BEST, BEST, BEST),
            id="nothing was due, so none is late",
        ),
        pytest.param(
            lambda d: _failed(d).not_received("coordination_meetings"),
            (BAD, BAD, BAD),
            id="10 unknown, failed anyhow",
        ),
        pytest.param(
            lambda d: (
                _failed(d)
                .not_received("coordination_meetings")
                .not_received("submitted_reports")
                .not_received("officer_duties", "CQ1")
            ),
            (BAD, BAD, "unknown"),
            id="21 unknown, too many to name a level",
        ),
    ],
)
def test_a_level_is_named_only_if_both_ends_agree_and_enough_is_known(
    change: Change, levels: tuple[str, str, str]
) -> None:
    assert _level(change) == levels


def _failed(district: Tiny) -> Tiny:
    """Both promises finished late, and one of them not in full: no condition is met."""
    late = district.change("commitments", {}, completed_on=day("2024-12-01"))
    return first(late, "commitments", result=5)


@pytest.mark.parametrize(
    ("change", "level", "gate"),
    [
        pytest.param(lambda d: d.without("activities"), BAD, NO_ACTIVITY, id="no activity"),
        pytest.param(
            lambda d: d.not_received("activities", "CQ1"),
            "unknown",
            f"chưa rõ: {NO_ACTIVITY}",
            id="activities not received",
        ),
        pytest.param(
            lambda d: d.without("activities").held("activities", "CQ1"),
            "unknown",
            f"chưa rõ: {NO_ACTIVITY}",
            id="an activity held",
        ),
        pytest.param(
            lambda d: d.without("briefings").without("officer_duties"),
            BAD,
            UNORGANISED,
            id="neither plan nor assignment",
        ),
        pytest.param(
            lambda d: d.without("briefings").not_received("officer_duties", "CQ1"),
            "unknown",
            f"chưa rõ: {UNORGANISED}",
            id="no plan, assignments not received",
        ),
        pytest.param(
            lambda d: d.without("briefings").without("officer_duties").held("briefings", "CQ1"),
            "unknown",
            f"chưa rõ: {UNORGANISED}",
            id="no assignment, a plan held",
        ),
        pytest.param(lambda d: d.without("commitments"), BAD, NO_COMMITMENT, id="nothing promised"),
        pytest.param(
            lambda d: d.without("commitments").held("commitments", "CQ1"),
            "unknown",
            f"chưa rõ: {NO_COMMITMENT}",
            id="a promise held",
        ),
        pytest.param(
            lambda d: d.without("activities").without("commitments"),
            BAD,
            f"{NO_ACTIVITY}; {NO_COMMITMENT}",
            id="neither activity nor promise",
        ),
        pytest.param(
            lambda d: d.without("officer_duties").change("briefings", {}, plan_signed_on=pd.NaT),
            BEST,
            "",
            id="only a plan without day",
        ),
        pytest.param(lambda d: d.without("briefings"), BEST, "", id="assignment only"),
        pytest.param(lambda d: d.without("officer_duties"), BEST, "", id="plan only"),
    ],
)
def test_whatever_the_points_a_pairing_needs_activity_promise_and_plan_or_assignment(
    change: Change, level: str, gate: str
) -> None:
    row = change(DISTRICT).scores().pairings.loc["KN-1"]
    assert (row["level"], row["gate"]) == (level, gate)


def test_a_pairing_that_surely_failed_is_named_so_however_much_is_unknown() -> None:
    district = DISTRICT.without("activities")
    for table in ("commitments", "officer_duties", "briefings"):
        district = district.not_received(table, "CQ1")
    row = district.scores().pairings.loc["KN-1"]
    assert row["missing_points"] > RULES.most_missing_points
    assert row["level"] == BAD


def test_missed_conditions_are_told_best_level_first() -> None:
    row = _failed(DISTRICT).scores().pairings.loc["KN-1"]
    assert row["points_low"] >= 70
    assert row["gate"] == (
        "Hoàn thành tốt cần hoàn thành 100 % nội dung, trễ hạn không quá 20 % hoặc 1 nội dung; "
        "Hoàn thành cần trễ hạn không quá 20 % hoặc 1 nội dung"
    )


def test_an_agency_has_the_mean_of_its_pairings_a_supporting_role_counting_half() -> None:
    scores = DISTRICT.scores()
    points = scores.pairings["points_low"]
    found = by_agency(scores.pairings, RULES)
    assert found["pairings"].to_dict() == {"CQ1": 1, "CQ2": 2}
    assert found.at["CQ1", "points_low"] == points["KN-1"]
    by_hand = (0.5 * points["KN-2"] + 1.0 * points["KN-3"]) / 1.5
    assert found.at["CQ2", "points_low"] == pytest.approx(by_hand)
    # 40/100 of KN-2 and 14.5/86 of KN-3
    assert by_hand == pytest.approx((0.5 * 40 + 1450 / 86) / 1.5)


def test_a_commune_has_the_mean_and_the_levels_of_the_pairings_of_its_hamlets() -> None:
    pairings = DISTRICT.scores().pairings
    communes = pd.Series({"H1": "99001", "H2": "99002"})
    found = by_commune(pairings, communes, RULES)
    points = pairings["points_low"]
    # KN-1 leads and KN-2 supports in H1
    by_hand = (points["KN-1"] + 0.5 * points["KN-2"]) / 1.5
    assert found.at["99001", "points_low"] == pytest.approx(by_hand)
    assert found.loc["99001", ["pairings", "hamlets", BEST]].tolist() == [2, 1, 1]
    assert found.loc["99002", ["pairings", "hamlets", BEST]].tolist() == [1, 1, 0]
    assert by_commune(pairings, communes.drop("H2"), RULES).index.tolist() == ["99001"]


def test_the_district_has_its_levels_and_the_mean_of_all_pairings() -> None:
    pairings = DISTRICT.scores().pairings
    found = of_district(pairings, RULES)
    points = pairings["points_low"]
    by_hand = (points["KN-1"] + 0.5 * points["KN-2"] + points["KN-3"]) / 2.5
    assert found.points_low == pytest.approx(by_hand)
    assert (found.pairings, found.levels.sum()) == (3, 3)
    assert of_district(pairings.iloc[:0], RULES).points_low is None


def test_every_level_is_counted_also_those_that_nobody_has(demo_scores: Scores) -> None:
    counts = by_level(demo_scores.pairings["level"])
    assert list(counts.index) == [BEST, GOOD, FAIR, BAD, "unknown"]
    assert counts.sum() == len(demo_scores.pairings)
    assert by_level(pd.Series([], dtype="str")).tolist() == [0, 0, 0, 0, 0]


def test_every_pairing_is_scored_by_every_criterion(
    demo_year: YearInput, demo_scores: Scores
) -> None:
    told = set(
        zip(demo_scores.criteria["pairing_id"], demo_scores.criteria["criterion"], strict=True)
    )
    assert told == set(product(demo_year.pairings.index, demo_year.rules.points))
    assert len(demo_scores.criteria) == len(told)


def test_a_year_without_pairings_has_empty_scores_of_the_same_types(
    cleaned: Cleaned, demo_scores: Scores
) -> None:
    nothing = score(demo_input(cleaned, 2019))
    for empty, full in (
        (nothing.pairings, demo_scores.pairings),
        (nothing.criteria, demo_scores.criteria),
    ):
        assert empty.empty
        assert empty.dtypes.to_dict() == full.dtypes.to_dict()
        assert empty.index.name == full.index.name
    assert by_level(nothing.pairings["level"]).sum() == 0
    assert by_agency(nothing.pairings, RULES).empty
