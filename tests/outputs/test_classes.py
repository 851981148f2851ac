from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.outputs.classes import MOST_CLASSES, round_breaks

percents = st.lists(st.floats(0, 100), min_size=1, max_size=60)


@given(percents)
def test_breaks_ascend_make_at_most_five_classes_and_split_the_values(values: list[float]) -> None:
    breaks = round_breaks(pd.Series(values), 100.0)
    assert breaks == sorted(set(breaks))
    assert len(breaks) < MOST_CLASSES
    assert all(min(values) < limit <= max(values) for limit in breaks)


@given(percents)
def test_missing_values_change_nothing(values: list[float]) -> None:
    with_holes = pd.Series([*values, None, float("nan")], dtype="float64")
    assert round_breaks(with_holes, 100.0) == round_breaks(pd.Series(values), 100.0)


@pytest.mark.parametrize("values", [[], [7.0], [7.0, 7.0, 7.0], [None]])
def test_nothing_to_tell_apart_gives_no_break(values: list[float | None]) -> None:
    assert round_breaks(pd.Series(values, dtype="float64")) == []


def test_breaks_are_round_numbers() -> None:
    spread = pd.Series([float(value) for value in range(3, 28)])
    assert round_breaks(spread, 100.0) == [5.0, 10.0, 15.0, 20.0]
