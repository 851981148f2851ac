from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ketnghia_analysis.evaluation.analysis import Analysis
from ketnghia_analysis.measures.levels_held import levels_held
from ketnghia_analysis.measures.measured import measured
from ketnghia_analysis.measures.score import scored
from ketnghia_analysis.measures.score_draws import ScoreDraws, score_draws

from .cases import DISTRICT


@pytest.fixture(scope="module")
def draws() -> ScoreDraws:
    return score_draws(measured(DISTRICT.input()))


def _as_drawn(draws: ScoreDraws, places: list[int]) -> ScoreDraws:
    """The first pairing alone, with these levels in the draws."""
    levels = np.array(places, dtype="int8")[:, None]
    return replace(draws, pairings=draws.pairings[:1], levels=levels)


@pytest.mark.parametrize(
    ("places", "level", "held", "among"),
    [
        ([1] * 100, "good", True, "“Hoàn thành tốt” 100 %"),
        ([1] * 95 + [2] * 5, "good", True, "“Hoàn thành tốt” 95 % và “Hoàn thành” 5 %"),
        ([1] * 96 + [2] * 4, "good", True, "“Hoàn thành tốt” 96 %"),
        ([1] * 60 + [2] * 40, "good", False, "“Hoàn thành tốt” 60 % và “Hoàn thành” 40 %"),
        ([1] * 96 + [2] * 4, "completed", False, "“Hoàn thành tốt” 96 %"),
        ([1] * 100, "unknown", False, "“Hoàn thành tốt” 100 %"),
    ],
)
def test_a_level_holds_if_nearly_all_draws_come_to_it(
    draws: ScoreDraws, places: list[int], level: str, held: bool, among: str
) -> None:
    one = _as_drawn(draws, places)
    told = levels_held(pd.Series([level], index=one.pairings), one).iloc[0]
    assert (told["held"], told["among"]) == (held, among)


def test_levels_are_told_in_the_order_asked_for(draws: ScoreDraws) -> None:
    levels = scored(measured(DISTRICT.input())).pairings["level"]
    expected = levels_held(levels, draws).iloc[::-1]
    pd.testing.assert_frame_equal(levels_held(levels.iloc[::-1], draws), expected)


def test_a_year_without_pairings_has_nothing_to_advise() -> None:
    full, nothing = (Analysis(DISTRICT.input(year)).advice for year in (2024, 2019))
    assert nothing.empty
    assert set(nothing.columns) == set(full.columns)
