"""Parts of a score and of its change add up exactly, whatever the mean."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from ketnghia_analysis.measures.composite.attribution import (
    change_parts,
    contributions,
    gap_parts,
    why_low,
)
from ketnghia_analysis.measures.composite.engine import reckon
from ketnghia_analysis.vocabulary.errors import DataFault

from .boards import board, frame, panel

WAYS: list[dict[str, Any]] = [
    {"method": "arithmetic"},
    {"method": "geometric"},
    {"method": "harmonic"},
    {"method": "generalised", "power": 2.0},
    {"method": "generalised", "power": -1.5},
    {"method": "ampi"},
    {"method": "ampi", "penalty": 1},
]


def _panel(seed: int, holes: float) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    data = panel(
        {
            year: [tuple(rng.uniform([5, 3, 12], [95, 55, 58])) for _ in range(8)]
            for year in (2020, 2024)
        }
    )
    return data.mask(rng.random(data.shape) < holes)


@pytest.mark.parametrize("holes", [0.0, 0.25])
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_parts_of_a_change_sum_to_the_change(way: dict[str, Any], holes: float) -> None:
    found = reckon(board(aggregate=way), _panel(7, holes))
    parts = change_parts(found, 2020, 2024)
    sums = parts.groupby("unit")[["value", "weight"]].sum().sum(axis=1)
    scores = found.index.unstack()
    change = (scores[2024] - scores[2020]).dropna()
    assert len(change) >= 4
    assert sums[change.index].to_numpy() == pytest.approx(change.to_numpy(), abs=1e-9)
    if not holes:
        assert (parts["weight"] == 0).all()


def test_without_gaps_an_arithmetic_change_is_weight_times_change() -> None:
    data = panel({2020: [(20, 30, 20)], 2024: [(40, 15, 35)]})
    parts = change_parts(reckon(board(), data), 2020, 2024).set_index("indicator")["value"]
    # water +20 at 1/2; poor +25 at 1/6; income +30 at 1/3
    assert parts.to_dict() == pytest.approx({"water": 10, "poor": 25 / 6, "income": 10})


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_gap_to_the_best_is_told_in_full(way: dict[str, Any]) -> None:
    found = reckon(board(aggregate=way), frame([(20, 30, 20), (90, 1, 55), (None, 10, 30)]))
    lost = gap_parts(found).groupby("unit")["lost"].sum()
    # all members at 100 have no spread: every mean of them is 100
    assert lost.to_numpy() == pytest.approx(100 - found.index.to_numpy(), abs=1e-9)


def test_the_list_of_reasons_begins_with_the_dearest() -> None:
    found = reckon(board(), frame([(20, 30, 20)]))
    parts = gap_parts(found)
    # water loses 80/2, income 80/3, poor 50/6
    assert parts["indicator"].tolist() == ["water", "income", "poor"]
    assert parts["lost"].tolist() == pytest.approx([40, 80 / 3, 50 / 6])
    assert why_low(found, "H1", most=2) == (
        "Điểm thấp chủ yếu do water (mất 40,0 điểm); income (mất 26,7 điểm)."
    )
    best = reckon(board(), frame([(100, 0, 60)]))
    assert why_low(best, "H1") == "Đạt điểm cao nhất ở mọi chỉ số đã biết."


def test_contributions_sum_to_the_index_and_need_an_arithmetic_board() -> None:
    rows = frame([(20, 30, 20), (None, 10, 30), (50, None, None)])
    found = reckon(board(), rows)
    assert contributions(found).sum(axis=1).to_numpy() == pytest.approx(found.index.to_numpy())
    with pytest.raises(DataFault, match="trung bình cộng"):
        contributions(reckon(board(aggregate={"method": "geometric"}), rows))


def test_what_compares_units_can_not_be_taken_apart() -> None:
    found = reckon(board(aggregate={"method": "copeland"}), frame([(20, 30, 20), (50, 10, 30)]))
    with pytest.raises(DataFault, match="không tách được thành phần"):
        gap_parts(found)
