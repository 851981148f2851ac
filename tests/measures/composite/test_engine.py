"""A board from end to end: stages, thresholds, panels, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from ketnghia_analysis.measures.composite.engine import (
    STAGES,
    bounds,
    overall_weights,
    reckon,
)
from ketnghia_analysis.measures.composite.spec import Board
from ketnghia_analysis.vocabulary.errors import DataFault

from .boards import TREE, board, flat, frame, invented, mean_by_loop, panel


def test_a_tree_is_reckoned_from_the_leaves_up() -> None:
    # water 80; poor (60 - 15) / 60 = 75; living (3·80 + 75) / 4 = 78.75
    # income (35 - 10) / 50 = 50; index (2·78.75 + 50) / 3
    found = reckon(board(), frame([(80, 15, 35)]))
    assert found.scores.loc["H1"].tolist() == pytest.approx([78.75, 207.5 / 3])
    assert tuple(found.stages) == STAGES
    assert overall_weights(found).to_dict() == pytest.approx(
        {"water": 0.5, "poor": 1 / 6, "income": 1 / 3}
    )


def test_the_human_development_index_of_china_2010() -> None:
    """UNDP, Human Development Report 2010, technical note 1, example of China."""
    education = {
        "code": "education",
        "children": [
            {"code": "mean_years", "goalposts": [0, 13.2]},
            {"code": "expected_years", "goalposts": [0, 20.6]},
        ],
    }
    tree = {
        "code": "hdi",
        "children": [
            {"code": "life", "goalposts": [20, 83.2]},
            education,
            {"code": "log_income", "goalposts": [np.log(163), np.log(108_211)]},
        ],
    }
    spec = Board.model_validate(
        {"index": tree, "aggregate": {"method": "geometric", "floor": 0.01}}
        | {"normalise": {"method": "goalposts", "scale": [0, 1]}}
    )
    row = frame([(73.5, 7.5, 11.4, np.log(7263))], "life mean_years expected_years log_income")
    found = reckon(spec, row)
    normal = found.stages["normalised"].loc["H1"]
    assert normal.tolist() == pytest.approx([0.847, 0.568, 0.553, 0.584], abs=6e-4)
    # the report divides the education index by the highest one seen, 0.951
    assert found.scores.at["H1", "education"] / 0.951 == pytest.approx(0.589, abs=1e-3)
    assert found.index["H1"] / 0.951 ** (1 / 3) == pytest.approx(0.663, abs=6e-4)


def test_a_group_needs_the_share_of_its_weight_that_is_asked_for() -> None:
    rows = frame([(80, None, 35), (None, 15, 35), (80, 15, 35)])
    found = reckon(board(least_known=0.7), rows)
    # water is 3/4 of the weight of living; without it the group is unknown, and the index
    # knows income alone, a third
    assert found.stages["known"]["living"].tolist() == [0.75, 0.25, 1]
    assert found.scores["living"].isna().tolist() == [False, True, False]
    assert found.index.isna().tolist() == [False, True, False]
    assert found.scores.at["H1", "living"] == 80


@pytest.mark.parametrize(
    ("how", "filled"),
    [
        ({"method": "mean"}, 40),
        ({"method": "median"}, 30),
        ({"method": "group_mean", "group": "commune"}, 20),
        ({"method": "group_median", "group": "commune"}, 20),
        ({"method": "none"}, None),
    ],
)
def test_what_stands_for_a_missing_value(how: dict[str, str], filled: float | None) -> None:
    rows = frame([(None, 1, 1), (10, 1, 1), (30, 1, 1), (80, 1, 1)])
    rows["commune"] = ["A", "A", "A", "B"]
    value = reckon(board(impute=how), rows).stages["imputed"].at["H1", "water"]
    assert value == filled if filled is not None else np.isnan(value)


def test_years_of_a_unit_fill_its_gaps_even_from_a_single_one() -> None:
    rows = panel(
        {
            2020: [(10, 1, 1), (None, 1, 1)],
            2021: [(None, 1, 1), (50, 1, 1)],
            2023: [(40, 1, 1), (None, 1, 1)],
        }
    )
    linear = reckon(board(impute={"method": "linear"}), rows).stages["imputed"]["water"]
    assert linear.unstack().loc["H1"].tolist() == pytest.approx([10, 20, 40])
    assert linear.unstack().loc["H2"].tolist() == [50, 50, 50]
    latest = reckon(board(impute={"method": "latest"}), rows)
    told = latest.stages["imputed"]["water"].unstack()
    assert told.loc["H1"].tolist() == [10, 10, 40]
    assert np.isnan(told.at["H2", 2020])
    assert latest.filled["water"].sum() == 2


def test_fixed_goalposts_show_a_common_rise_that_a_yearly_scale_would_hide() -> None:
    rows = panel({2020: [(20, 30, 20), (40, 20, 30)], 2024: [(40, 15, 35), (60, 5, 45)]})
    found = reckon(board(), rows)
    means = found.index.groupby(level="year").mean()
    assert means[2024] > means[2020] + 10
    assert found.warnings == ()
    yearly = {"method": "min_max", "over": "period"}
    with pytest.raises(DataFault, match="thang lập lại mỗi năm") as caught:
        reckon(board(normalise=yearly), rows)
    assert len(caught.value.faults) == 3
    hidden = reckon(board(normalise=yearly, years_compared=False), rows)
    assert hidden.index.groupby(level="year").mean().tolist() == pytest.approx([50, 50])
    assert hidden.warnings


def test_a_yardstick_laid_by_the_data_of_all_years_is_warned_of() -> None:
    rows = panel({2020: [(20, 30, 20), (40, 20, 30)], 2024: [(40, 15, 35), (60, 5, 45)]})
    assert "thêm một năm" in reckon(board(normalise={"method": "min_max"}), rows).warnings[0]
    frozen = {"method": "min_max", "over": "base_period", "base_period": 2020}
    assert reckon(board(normalise=frozen), rows).warnings == ()
    with pytest.raises(DataFault, match="không có số liệu năm gốc 2019"):
        reckon(board(normalise=frozen | {"base_period": 2019}), rows)


def test_every_fault_of_the_data_is_told_with_indicator_and_row() -> None:
    rows = frame([(80, 15, 35), (70, 10, 30)]).astype(object).drop(columns="income")
    rows.loc["H2", "poor"] = "nhiều"
    with pytest.raises(DataFault) as caught:
        reckon(board(), rows)
    assert caught.value.faults == [
        "thiếu cột income",
        "chỉ số poor, dòng H2: “nhiều” không phải là số dùng được",
    ]


def test_a_unit_that_stands_twice_is_refused_by_name() -> None:
    rows = panel({2020: [(20, 30, 20)], 2021: [(1, 1, 1)]})
    with pytest.raises(DataFault, match="dòng H1, năm 2020 đứng hai lần"):
        reckon(board(), pd.concat([rows, rows.iloc[:1]]))


def test_a_denominator_of_zero_is_refused_by_row() -> None:
    tree = {"code": "index", "children": [{"code": "a", "denominator": "n", "goalposts": [0, 1]}]}
    spec = Board.model_validate({"index": tree})
    assert reckon(spec, frame([(1, 4)], "a n")).index["H1"] == 25
    with pytest.raises(DataFault, match=r"chỉ số a.*dòng H2: mẫu số n bằng 0"):
        reckon(spec, frame([(1, 4), (1, 0)], "a n"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"index": {"code": "i", "children": [{"code": "a"}]}}, "a (a): thiếu goalposts"),
        (
            {"index": {"code": "i", "children": [{"code": "a", "goalposts": [5, 1]}]}},
            "số nhỏ trước",
        ),
        (
            {"index": {"code": "i", "children": [TREE["children"][1], TREE["children"][1]]}},
            "hai lần",
        ),
        ({"normalise": {"method": "target"}}, "thiếu target"),
        ({"normalise": {"method": "min_max", "over": "base_period"}}, "base_period"),
        ({"impute": {"method": "group_mean"}}, "group"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_board_that_does_not_hold_together_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said.replace("(", r"\(").replace(")", r"\)")):
        board(**change)


@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic"])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_engine_gives_what_loops_give(method: str, seed: int) -> None:
    data = invented(12, 4, seed, holes=0.2)
    found = reckon(flat(4, aggregate={"method": method}), data)
    for unit, row in data.iterrows():
        by_loop = mean_by_loop(row.tolist(), [1.0] * 4, method, 1.0)
        assert found.index[unit] == pytest.approx(by_loop, nan_ok=True)


quick = settings(deadline=None, max_examples=15)


@quick
@given(st.integers(0, 10_000), st.sampled_from(["arithmetic", "geometric", "harmonic"]))
def test_missing_widens_the_range_and_the_full_score_lies_within(seed: int, method: str) -> None:
    data = invented(6, 4, seed)
    spec = flat(4, aggregate={"method": method})
    full = reckon(spec, data).index
    before = pd.DataFrame({"low": full, "high": full})
    holed = data.copy()
    rng = np.random.default_rng(seed)
    for _ in range(4):
        holed.iat[rng.integers(6), rng.integers(4)] = np.nan
        now = bounds(spec, holed)
        assert (now["low"] <= before["low"] + 1e-9).all()
        assert (now["high"] >= before["high"] - 1e-9).all()
        before = now


@quick
@given(st.integers(0, 10_000))
def test_the_order_of_rows_columns_and_members_does_not_matter(seed: int) -> None:
    data = invented(7, 4, seed, holes=0.1)
    rng = np.random.default_rng(seed)
    mixed = data.iloc[rng.permutation(7), rng.permutation(4)]
    leaves = [{"code": f"i{one}", "goalposts": [0, 100]} for one in rng.permutation(4)]
    other = Board.model_validate({"index": {"code": "index", "children": leaves}})
    plain = reckon(flat(4), data).index
    assert reckon(other, mixed).index[plain.index].to_numpy() == pytest.approx(
        plain.to_numpy(), nan_ok=True
    )


def test_bounds_are_refused_where_the_data_lays_the_scale() -> None:
    with pytest.raises(DataFault, match="thang không cố định"):
        bounds(board(normalise={"method": "min_max"}), frame([(1, 2, 3), (2, 3, 4)]))


def test_units_are_ranked_within_their_year_equal_ones_alike() -> None:
    rows = panel({2020: [(80, 15, 35), (80, 15, 35), (90, 1, 50)], 2021: [(1, 50, 11)] * 3})
    found = reckon(board(), rows).ranks.unstack()
    assert found[2020].tolist() == [2, 2, 1]
    assert found[2021].tolist() == [1, 1, 1]
