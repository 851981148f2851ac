"""Many draws of the score: nothing moves without spread, and what moves stays within its range."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from ketnghia_analysis.measures import score_draws as module
from ketnghia_analysis.measures.composite.spec import Aggregation
from ketnghia_analysis.measures.measured import Measured, measured
from ketnghia_analysis.measures.rules import ScoreSpread
from ketnghia_analysis.measures.score import scored
from ketnghia_analysis.measures.score_draws import certainty_vi, score_draws
from ketnghia_analysis.measures.score_drivers import score_drivers
from ketnghia_analysis.measures.score_variants import variants, what_if_weights

from .cases import DISTRICT, demo_input
from .tiny import Tiny

STILL = ScoreSpread(draws=4, weights=0, targets=0, caps=0, cut_points=0, measurement=0)


def _of(district: Tiny) -> Measured:
    return measured(district.input())


def _moved(**values: Any) -> ScoreSpread:
    return STILL.model_copy(update={"draws": 300} | values)


@pytest.fixture(scope="module")
def demo_measured(cleaned: Any) -> Measured:
    return measured(demo_input(cleaned, 2024))


def test_without_spread_and_gaps_every_draw_is_the_score() -> None:
    found = _of(DISTRICT)
    scores = scored(found).pairings
    drawn = score_draws(found, STILL)
    assert drawn.points == pytest.approx(np.tile(scores["points_low"], (4, 1)), rel=1e-6)
    named = [found.rules.levels[place].level for place in drawn.levels[0]]
    assert named == scores["level"].tolist()
    assert drawn.probabilities.to_numpy().max(axis=1).tolist() == [1, 1, 1]


def test_gaps_alone_stay_within_the_range_and_the_levels_of_its_ends(
    demo_measured: Measured,
) -> None:
    scores = scored(demo_measured).pairings
    drawn = score_draws(demo_measured, _moved(draws=200))
    assert (drawn.points >= scores["points_low"].to_numpy() - 1e-3).all()
    assert (drawn.points <= scores["points_high"].to_numpy() + 1e-3).all()
    order = [rule.level for rule in demo_measured.rules.levels]
    lowest, highest = (
        scores[name].map(order.index).to_numpy() for name in ("level_low", "level_high")
    )
    assert ((drawn.levels <= lowest) & (drawn.levels >= highest)).all()
    sure = scores["level"] != "unknown"
    assert (drawn.probabilities.to_numpy().max(axis=1)[sure.to_numpy()] == 1).all()


def test_a_draw_is_the_score_with_the_points_and_cuts_of_that_draw() -> None:
    found = _of(DISTRICT)
    drawn = score_draws(found, _moved(draws=5, weights=0.4))
    for draw, row in drawn.parameters.iterrows():
        points = {code: most * row[f"weight {code}"] for code, most in found.rules.points.items()}
        rules = found.rules.model_copy(update={"points": points})
        by_hand = scored(replace(found, rules=rules)).pairings["points_low"]
        assert drawn.points[draw] == pytest.approx(by_hand.to_numpy(), rel=1e-6)


def test_other_targets_are_measured_anew_not_estimated() -> None:
    # KN-1 visited twice with a leader: full at 2 and at 1, two thirds at 3
    year = DISTRICT.input()
    found = variants(year)
    shares = [float(one.low["KN-1"]) for one in found["A3"]]
    assert shares == pytest.approx([1.0, 2 / 3])
    assert set(found) == {"A3", "B1", "B2", "E1", "E2"}
    drawn = score_draws(measured(year), _moved(targets=1), found)
    full, fewer = 100.0, 100 - 4 / 3
    only = (
        drawn.parameters[[f"target {code}" for code in ("B1", "B2", "E1", "E2")]].eq(0).all(axis=1)
    )
    points = drawn.points[only.to_numpy() & (drawn.parameters["target A3"] == 2).to_numpy(), 0]
    assert points == pytest.approx(np.full(len(points), fewer), rel=1e-6)
    assert drawn.points[:, 0].max() == pytest.approx(full)


@pytest.mark.parametrize(
    ("by_rank", "ways"), [(True, ()), (False, (Aggregation(method="geometric"),))]
)
def test_other_methods_are_as_likely_as_the_own(
    by_rank: bool, ways: tuple[Aggregation, ...]
) -> None:
    drawn = score_draws(_of(DISTRICT), _moved(percentile_ranks=by_rank, aggregate=ways))
    told = drawn.parameters["by_rank"] if by_rank else drawn.parameters["aggregate"] == "geometric"
    assert told.mean() == pytest.approx(0.5, abs=0.12)
    kn2 = drawn.points[:, 1]
    assert kn2[told].max() != pytest.approx(kn2[~told].max())
    assert drawn.points[:, 0] == pytest.approx(np.full(300, 100.0), rel=1e-6)


def test_an_uncertain_gate_is_failed_in_half_of_the_draws() -> None:
    found = _of(DISTRICT.without("activities").held("activities", "CQ1"))
    level = score_draws(found, _moved(draws=600)).probabilities.loc["KN-1"]
    assert level["not_completed"] == pytest.approx(0.5, abs=0.08)


def test_blocks_change_nothing_and_seeds_do(
    monkeypatch: pytest.MonkeyPatch, demo_measured: Measured
) -> None:
    spread = ScoreSpread(draws=30)
    whole = score_draws(demo_measured, spread)
    monkeypatch.setattr(module, "BLOCK_CELLS", 1_000)
    assert (score_draws(demo_measured, spread).points == whole.points).all()
    other = score_draws(demo_measured, ScoreSpread(draws=30, seed=1))
    assert (other.points != whole.points).any()


def test_a_league_table_ties_what_can_not_be_told_apart(demo_measured: Measured) -> None:
    table = score_draws(demo_measured, ScoreSpread(draws=200)).league()
    assert (table["points_p50"].diff().dropna() <= 0).all()
    assert (table["rank_low"] <= table["rank_high"]).all()
    width = table["rank_high"] - table["rank_low"]
    assert (width == table["alike"]).all()
    assert width.max() > 1
    tied = table[width > 0].iloc[0]
    assert tied["shown"] == f"{tied['rank_low']}–{tied['rank_high']}"
    assert table["probability"].between(0.2, 1).all()


def test_errors_of_measurement_widen_the_ranks(demo_measured: Measured) -> None:
    def width(**values: float) -> float:
        table = score_draws(demo_measured, _moved(draws=150, **values)).intervals
        return float((table["rank_p95"] - table["rank_p05"]).mean())

    assert width(measurement=0.1) > width(measurement=0.0)


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.96, "chắc chắn"),
        (0.95, "chắc chắn"),
        (0.9, "khá chắc"),
        (0.6, "nghiêng về"),
        (0.5, "không phân biệt được"),
    ],
)
def test_how_sure_a_level_is_in_words(probability: float, words: str) -> None:
    assert certainty_vi(probability) == words


def test_only_the_weights_of_what_a_pairing_lacks_drive_its_points() -> None:
    # KN-1 lacks one of two meetings with the Ethnic Affairs Office, and nothing else
    district = DISTRICT.change(
        "coordination_meetings", {"agency_id": "CQ1"}, with_ethnic_office=False
    )
    found = _of(district)
    table = score_drivers(found, _moved(weights=0.3), pairing="KN-1", points=64)
    assert table.index[0] == "weight B1"
    assert table["first"].iloc[0] > 0.9
    assert "Phối hợp với Phòng Dân tộc" in table["heading"].iloc[0]
    others = score_drivers(found, _moved(cut_points=3.0), points=16)
    assert others.index.tolist() == ["cuts"]


def test_what_if_counts_the_pairings_whose_level_changes() -> None:
    table = what_if_weights(_of(DISTRICT), 0.2)
    assert table.loc[["A", "B", "C", "D", "E"], "points"].tolist() == [20, 15, 15, 35, 15]
    assert table["changed_up"].sum() == table["changed_down"].sum() == 0


def test_what_if_finds_a_pairing_close_to_a_cut() -> None:
    # B and C nearly empty: between 70 and 90, and D alone decides
    district = DISTRICT.without("coordination_meetings").without("difficulties")
    found = _of(district)
    points = scored(found).pairings.at["KN-1", "points_low"]
    levels = tuple(
        rule.model_copy(update={"from_points": points + 0.1}) if rule.level == "good" else rule
        for rule in found.rules.levels
    )
    near = replace(found, rules=found.rules.model_copy(update={"levels": levels}))
    table = what_if_weights(near, 0.2)
    assert "KN-1" in table.at["D", "pairings_up"]
    assert table.at["D", "changed_down"] == 0
    assert "KN-1" in table.at["B", "pairings_down"]
