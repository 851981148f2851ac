"""Outliers: the moments of spreadsheets, winsorising, logarithm, clipping."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ketnghia_analysis.measures.composite.outliers import kurtosis, skewness, treated
from ketnghia_analysis.measures.composite.spec import Treatment

HOW = Treatment(method="winsorise")
SERIES = pd.Series([*range(1, 11), 30.0, 100.0])


def test_moments_are_those_of_pandas() -> None:
    values = np.array([1.0, 2, 2, 3, 8, 20])
    assert skewness(values) == pytest.approx(pd.Series(values).skew())
    assert kurtosis(values) == pytest.approx(pd.Series(values).kurt())


def test_a_far_value_is_set_to_the_next_one() -> None:
    found = treated(SERIES, HOW, None)
    # with 100 set to 30 skewness is 1.71 and kurtosis 1.82: one of them is enough
    assert (found.done, found.points, found.passes) == ("winsorise", 1, True)
    assert found.values.tolist() == SERIES.clip(upper=30).tolist()
    assert found.skewness == pytest.approx(SERIES.skew())


def test_equal_values_and_short_columns_have_no_outliers() -> None:
    for values in ([3.0] * 8, [1.0, 9.0], [np.nan, 2.0]):
        assert treated(pd.Series(values), HOW, None).done == ""


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_tail_too_long_to_draw_in_is_taken_by_its_logarithm_and_keeps_the_order(
    sign: float,
) -> None:
    values = sign * pd.Series(np.exp(np.linspace(0, 9, 40)))
    found = treated(values, Treatment(method="winsorise", most_points=1), None)
    assert found.done == "log"
    assert (found.values.rank() == values.rank()).all()
    assert abs(skewness(found.values.to_numpy())) < abs(skewness(values.to_numpy()))
    shift = 0.01 * (values.max() - values.min())
    if sign > 0:
        assert found.values.iloc[3] == pytest.approx(np.log(values.iloc[3] - values.min() + shift))


def test_the_limit_can_be_a_share_of_many_points() -> None:
    rng = np.random.default_rng(5)
    values = pd.Series(np.concatenate([rng.normal(0, 1, 2_000), rng.uniform(40, 60, 20)]))
    few = treated(values, Treatment(method="winsorise", log_if_needed=False), None)
    many = treated(
        values, Treatment(method="winsorise", most_share=0.02, log_if_needed=False), None
    )
    assert not few.passes
    assert many.passes
    assert 5 < many.points <= 41


def test_clipping_tells_how_many_values_it_ended() -> None:
    found = treated(SERIES, Treatment(method="clip"), (2.0, 50.0))
    assert (found.points, found.values.min(), found.values.max()) == (2, 2, 50)
