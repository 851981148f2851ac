"""Many draws: the nominal score without spread, the same whatever the memory, honest ranges."""

from __future__ import annotations

import numpy as np
import pytest

from ketnghia_analysis.measures.composite import draws as module
from ketnghia_analysis.measures.composite.draws import Runner, simulate
from ketnghia_analysis.measures.composite.drivers import choice_drivers, weight_drivers
from ketnghia_analysis.measures.composite.engine import reckon
from ketnghia_analysis.measures.composite.intervals import (
    interval_table,
    league_table,
    level_probabilities,
    quantiles,
)
from ketnghia_analysis.measures.composite.plan import Spread, random_plan
from ketnghia_analysis.measures.composite.spec import Board

from .boards import board, flat, frame, invented, panel

STILL = Spread(draws=3, weights=0, missing="left_out")
WAYS = ["arithmetic", "geometric", "harmonic", "ampi", "copeland", "bod"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("holes", [0.0, 0.2])
def test_without_spread_every_draw_is_the_board_itself(way: str, holes: float) -> None:
    spec = flat(4, aggregate={"method": way}, least_known=0.3)
    data = invented(9, 4, 5, holes)
    found = simulate(spec, data, STILL)
    assert found.scores[2] == pytest.approx(found.nominal.index.to_numpy(), rel=1e-6, nan_ok=True)
    own = found.nominal.ranks.fillna(0).to_numpy()
    assert (found.ranks[0] == own).all()


@pytest.mark.parametrize("way", WAYS)
def test_a_draw_is_the_board_with_the_weights_of_that_draw(way: str) -> None:
    data = invented(8, 4, 11)
    found = simulate(flat(4, aggregate={"method": way}), data, Spread(draws=4, weights=0.5))
    for draw, row in found.parameters.iterrows():
        leaves = [
            {"code": one, "goalposts": [0, 100], "weight": row[f"weight {one}"]} for one in data
        ]
        spec = {"index": {"code": "index", "children": leaves}, "aggregate": {"method": way}}
        by_hand = reckon(Board.model_validate(spec), data).index
        assert found.scores[draw] == pytest.approx(by_hand.to_numpy(), rel=1e-5)


def test_a_draw_is_the_board_with_the_methods_and_goalposts_of_that_draw() -> None:
    data = invented(8, 2, 4)
    spread = Spread(
        draws=12, weights=0, goalposts=0.1, aggregate=({"method": "geometric"},),
        normalise=({"method": "z", "mean": 50, "sd": 10},),
    )  # fmt: skip
    found = simulate(flat(2), data, spread)
    assert set(found.parameters["normalise"]) == {"goalposts", "z"}
    for draw, row in found.parameters.iterrows():
        posts = [
            [100 * row[f"low post {one}"], 100 + 100 * row[f"high post {one}"]] for one in data
        ]
        leaves = [{"code": one, "goalposts": post} for one, post in zip(data, posts, strict=True)]
        how = {"method": row["normalise"], "mean": 50, "sd": 10}
        spec = {"index": {"code": "index", "children": leaves}, "normalise": how}
        spec["aggregate"] = {"method": row["aggregate"]}
        by_hand = reckon(Board.model_validate(spec), data).index
        assert found.scores[draw] == pytest.approx(by_hand.to_numpy(), rel=1e-5)


def test_the_size_of_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = {"code": "index", "children": [
        {"code": f"i{one}", "goalposts": [0, 100], "measurement_sd": 3} for one in range(3)
    ]}  # fmt: skip
    spec, data = Board.model_validate({"index": tree}), invented(10, 3, 2, 0.2)
    spread = Spread(draws=40, seed=9)
    whole = simulate(spec, data, spread)
    monkeypatch.setattr(module, "BLOCK_CELLS", 70)
    pieces = simulate(spec, data, spread)
    assert (whole.scores == pieces.scores).all()
    assert (whole.ranks == pieces.ranks).all()
    assert (
        simulate(spec, data, spread.model_copy(update={"seed": 8})).scores != whole.scores
    ).any()


def test_missing_values_and_errors_widen_the_intervals() -> None:
    data = invented(10, 3, 2)
    holed = data.mask(np.random.default_rng(0).random(data.shape) < 0.3)

    def width(frame_: object, **more: float) -> float:
        leaves = [{"code": one, "goalposts": [0, 100]} | more for one in data]
        spec = Board.model_validate({"index": {"code": "index", "children": leaves}})
        table = interval_table(simulate(spec, frame_, Spread(draws=300)))  # type: ignore[arg-type]
        return float((table["rank_p95"] - table["rank_p05"]).mean())

    assert width(data) < width(data, measurement_sd=10)
    assert width(data) < width(holed)


def test_a_filled_value_stays_between_the_worst_and_the_best() -> None:
    rows = frame([(None, 15, 35), (70, 10, 30)])
    found = simulate(board(), rows, Spread(draws=500, weights=0))
    low, high = (2 * (3 * end + 75) / 4 / 3 + 50 / 3 for end in (0, 100))
    drawn = found.scores[:, 0]
    assert low - 1e-4 <= drawn.min() < low + 2
    assert high - 2 < drawn.max() <= high + 1e-4


def test_quantiles_are_those_of_numpy() -> None:
    drawn = np.random.default_rng(1).normal(size=(37, 6))
    drawn[:, 4] = np.nan
    shares = [0.05, 0.5, 0.95]
    assert quantiles(drawn, shares) == pytest.approx(
        np.quantile(drawn, shares, axis=0), nan_ok=True
    )


def test_levels_are_as_likely_as_the_share_of_draws_that_reach_them() -> None:
    rows = frame([(80, 15, 35), (70, 10, 30), (None, None, None)])
    spread = Spread(draws=400, weights=0, missing="left_out", cuts=(69.0, 90.0), cut_points=5)
    table = level_probabilities(simulate(board(), rows, spread), ["thấp", "vừa", "cao"])
    # 69.17 against a cut that lies evenly between 64 and 74
    assert table.at["H1", "vừa"] == pytest.approx(5.17 / 10, abs=0.06)
    assert table.loc[["H1", "H2"]].sum(axis=1).tolist() == pytest.approx([1, 1])
    assert table.loc["H3"].isna().all()


def test_units_that_differ_by_little_share_their_ranks() -> None:
    rows = frame([(80, 10, 50), (79.9, 10.1, 50), (20, 50, 15)])
    sized = board().model_dump()
    for leaf in (sized["index"]["children"][1], *sized["index"]["children"][0]["children"]):
        leaf["measurement_sd"] = 2.0
    table = league_table(simulate(Board.model_validate(sized), rows, Spread(draws=400)))
    assert table["shown"].to_dict() == {"H1": "1–2", "H2": "1–2", "H3": "3"}
    assert table["alike"].tolist() == [1, 1, 0]


def test_ranks_of_draws_are_within_the_year() -> None:
    rows = panel({2020: [(80, 15, 35), (70, 10, 30)], 2021: [(90, 5, 45), (95, 1, 50)]})
    found = simulate(board(), rows, Spread(draws=20))
    assert set(found.ranks.ravel()) == {1, 2}
    assert (found.ranks[:, :2].sum(axis=1) == 3).all()


def test_the_choice_that_matters_most_has_the_largest_index() -> None:
    data = invented(15, 3, 8)
    spread = Spread(
        weights=0.02, aggregate=({"method": "harmonic"},), missing="left_out", measurement=0
    )
    table = choice_drivers(flat(3), data, spread, points=64)
    assert table["total"].idxmax() == "aggregate"
    assert table.at["aggregate", "heading"] == "Cách tổng hợp"


def test_the_weight_of_what_sets_a_unit_apart_drives_its_score() -> None:
    # H1: 90 in i0, 50 elsewhere: only the weight of i0 moves it
    data = frame([(90, 50, 50), (20, 60, 10), (30, 30, 80)], "i0 i1 i2")
    table = weight_drivers(flat(3), data, Spread(weights=0.2), points=256, unit="H1")
    assert table["first"].idxmax() == "i0"
    assert table.at["i0", "first"] > 0.6


def test_parameters_of_each_draw_are_kept() -> None:
    spec, data = board(), frame([(80, 15, 35), (70, 10, 30)])
    spread = Spread(draws=5, weights=0.3, cuts=(50.0,), cut_points=2)
    found = simulate(spec, data, spread).parameters
    assert len(found) == 5
    assert found["weight water"].between(0.7, 1.3).all()
    assert found["cut 1"].between(48, 52).all()
    plan = random_plan(Runner.of(spec, data, spread).nominal, spread)
    assert (plan.table(spec, spread) == found).all(axis=None)
