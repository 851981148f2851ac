"""The cheapest steps to the next level: as cheap as the best of all ways, and they really lead."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketnghia_analysis.measures.measured import measured
from ketnghia_analysis.measures.next_level import Position, cheapest, next_levels
from ketnghia_analysis.measures.rules import LevelRule
from ketnghia_analysis.measures.steps import Step, steps

from .cases import DISTRICT, first
from .tiny import Tiny

GOOD = LevelRule.model_validate(
    {"level": "good", "from": 70, "completion_at_least": 1, "late_at_most": 0.2, "or_late_count": 1}
)
WORTH = {"A3": 4.0, "B1": 5.0, "B3": 5.0, "D1": 15.0, "D2": 10.0}


def _best_of_all(
    position: Position, taken: list[Step], rule: LevelRule, efforts: dict[str, float]
) -> float:
    """The least cost, by trying every combination."""
    best = np.inf
    for counts in product(*(range(one.most + 1) for one in taken)):
        points, completed, late = position.points, position.completed, position.late
        fields, opened, cost = set(), set(), 0.0
        for one, count in zip(taken, counts, strict=True):
            cost += count * efforts.get(one.criterion, 1.0)
            late -= count * one.late
            completed += count * one.gains.get("D1", 0.0)
            opened |= set(one.opens) if count else set()
            for code, share in one.gains.items():
                if one.field and code == "B3":
                    if count and one.field not in fields:
                        fields.add(one.field)
                        points += WORTH[code] * share
                else:
                    points += count * WORTH[code] * share
        few = late <= rule.or_late_count or late <= rule.late_at_most * position.due + 1e-9
        fits = points >= rule.from_points - 1e-7 and completed >= rule.completion_at_least - 1e-7
        if fits and few and set(position.closed) <= opened:
            best = min(best, cost)
    return best


_COUNTS = st.integers(0, 3)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", ""]), st.booleans()), min_size=1, max_size=4),
    _COUNTS,
    _COUNTS,
    st.integers(40, 75),
    st.sampled_from([(), ("no_activity",)]),
    st.sampled_from([{}, {"A3": 2.0, "D1": 0.5}, {"B1": 0.3}]),
)
def test_the_way_costs_as_little_as_the_best_of_all_combinations(
    promises: list[tuple[str, bool]],
    visits: int,
    meetings: int,
    points: int,
    closed: tuple[str, ...],
    efforts: dict[str, float],
) -> None:
    taken = [
        Step(
            "D1",
            "nội dung",
            1,
            {"D1": 1 / len(promises)} | {"D2": 0.25 * late} | ({"B3": 0.5} if kind else {}),
            int(late),
            kind,
        )
        for kind, late in promises
    ]
    taken += [
        Step("A3", "lượt", visits, {"A3": 0.25}, opens=("no_activity",)),
        Step("B1", "cuộc họp", meetings, {"B1": 0.25}),
    ]
    late = float(sum(late for _, late in promises))
    position = Position(points, WORTH, 0.0, late, 4.0, closed)
    best = _best_of_all(position, taken, GOOD, efforts)
    way = cheapest(position, taken, GOOD, efforts)
    if way is None:
        assert best == np.inf
    else:
        assert way.cost == pytest.approx(best)


def _next(district: Tiny, pairing: str = "KN-1") -> pd.Series:
    year = district.input()
    return next_levels(year, measured(year)).loc[pairing]


def test_who_is_at_the_top_needs_nothing() -> None:
    row = _next(DISTRICT)
    assert (row["level"], row["target"], row["cost"]) == ("excellent", "", 0)


def _one_unfinished(district: Tiny) -> Tiny:
    return first(district, "commitments", state="in_progress", result=0.0, completed_on=pd.NaT)


def test_the_steps_said_lead_to_the_level_said() -> None:
    lacking = _one_unfinished(DISTRICT)
    row = _next(lacking)
    assert row["target"] != ""
    assert row["sentence"].startswith("Để đạt mức “")
    assert any("hoàn thành đúng hạn nội dung" in one for one in row["steps"])
    # take the step in the tables themselves: the score agrees on points and level
    scores = DISTRICT.scores().pairings.loc["KN-1"]
    assert row["cost"] == 1
    assert row["points"] == pytest.approx(scores["points_low"])


def test_a_gate_is_opened_even_if_the_points_are_there() -> None:
    row = _next(DISTRICT.without("activities"))
    assert row["level"] == "not_completed"
    assert row["target"] == "completed"
    assert row["cost"] == 1
    assert "thôn" in row["sentence"]


def test_nothing_promised_is_answered_by_one_promise_kept() -> None:
    row = _next(DISTRICT.without("commitments"))
    assert row["steps"] == ["đăng ký và hoàn thành đúng hạn một nội dung"]


def test_what_never_came_must_be_sent_first() -> None:
    row = _next(DISTRICT.not_received("commitments", "CQ1"))
    assert np.isnan(row["cost"])
    assert "điểm chưa đủ số liệu để tính" in row["sentence"]


def test_data_is_asked_for_only_where_it_would_lead_to_the_level() -> None:
    # KN-2 did nothing at all: what is unknown of its meetings would not lift it
    row = _next(DISTRICT.not_received("coordination_meetings"), "KN-2")
    assert np.isnan(row["cost"]) or row["steps"]
    assert "chưa đủ số liệu" not in row["sentence"]


def test_each_step_brings_what_doing_it_brings() -> None:
    # one meeting of CQ1 without the Ethnic Affairs Office: the step B1 is that meeting
    lacking = first(DISTRICT, "coordination_meetings", with_ethnic_office=False)
    year = lacking.input()
    open_steps = {one.criterion: one for one in steps(year, measured(year))["KN-1"]}
    step = open_steps["B1"]
    gained = DISTRICT.share("B1")[0] - lacking.share("B1")[0]
    assert step.most * step.gains["B1"] == pytest.approx(gained)


def test_efforts_of_the_rules_steer_the_way() -> None:
    position = Position(66.0, WORTH, 1.0, 0.0, 4.0)
    taken = [
        Step("A3", "thêm {count} lượt", 4, {"A3": 0.25}),
        Step("B1", "thêm {count} cuộc họp", 4, {"B1": 0.25}),
    ]
    plain = cheapest(position, taken, GOOD, {})
    dear = cheapest(position, taken, GOOD, {"A3": 3.0})
    assert plain is not None
    assert dear is not None
    assert (plain.cost, plain.counts) == (4, (4, 0))
    assert (dear.cost, dear.counts) == (4, (0, 4))
