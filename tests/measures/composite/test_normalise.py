"""Normalisation: each method by hand, direction turned, years compared."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.measures.composite.normalise import normalised
from ketnghia_analysis.measures.composite.spec import Leaf, Normalisation
from ketnghia_analysis.vocabulary.errors import DataFault

VALUES = pd.Series([2.0, 4.0, np.nan, 4.0, 10.0], index=list("abcde"))
NAN = float("nan")


def _scores(
    method: str, better: str = "higher", leaf: dict[str, Any] | None = None, **how: Any
) -> list[float]:
    card = Leaf.model_validate({"code": "x", "better": better} | (leaf or {}))
    return normalised(VALUES, card, Normalisation(method=method, **how))[0].tolist()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("method", "better", "leaf", "how", "scores"),
    [
        ("goalposts", "higher", {"goalposts": [0, 8]}, {}, [25, 50, NAN, 50, 100]),
        ("goalposts", "lower", {"goalposts": [0, 8]}, {}, [75, 50, NAN, 50, 0]),
        ("scaled", "higher", {"goalposts": [0, 8]}, {}, [25, 50, NAN, 50, 125]),
        ("min_max", "higher", {}, {}, [0, 25, NAN, 25, 100]),
        ("min_max", "lower", {}, {"scale": (0.0, 1.0)}, [1, 0.75, NAN, 0.75, 0]),
        ("distance_to_max", "lower", {}, {}, [100, 75, NAN, 75, 0]),
        ("target", "higher", {"target": 5}, {}, [40, 80, NAN, 80, 100]),
        ("target", "lower", {"target": 4}, {}, [100, 100, NAN, 100, 40]),
        ("distance_to_target", "higher", {"target": 6}, {}, [0, 50, NAN, 50, 200]),
        ("distance_to_target", "lower", {"target": 6}, {}, [200, 150, NAN, 150, 0]),
        ("distance_to_reference", "higher", {}, {"reference_unit": "b"}, [0, 100, NAN, 100, 400]),
        ("fraction_of_max", "higher", {}, {}, [20, 40, NAN, 40, 100]),
        ("fraction_of_max", "lower", {}, {}, [80, 60, NAN, 60, 0]),
        ("rank", "higher", {}, {}, [1, 2, NAN, 2, 4]),
        ("rank", "lower", {}, {}, [4, 2, NAN, 2, 1]),
        ("rank", "higher", {}, {"ties": "average"}, [1, 2.5, NAN, 2.5, 4]),
        ("borda", "higher", {}, {}, [0, 1, NAN, 1, 3]),
        ("percentile_rank", "higher", {}, {}, [0, 100 / 3, NAN, 100 / 3, 100]),
        ("none", "lower", {}, {}, [-2, -4, NAN, -4, -10]),
        # mean 5, sum of squares 36: sd √12 by n - 1, 3 by n
        ("z", "higher", {}, {"ddof": 0}, [-1, -1 / 3, NAN, -1 / 3, 5 / 3]),
        ("z", "lower", {}, {"mean": 10, "sd": 12**0.5}, [13, 11, NAN, 11, 5]),
        # half the range is 4: 1 and 9 around the reference 5 give 70 and 130
        ("ampi", "higher", {"reference": 5}, {}, [77.5, 92.5, NAN, 92.5, 137.5]),
        ("ampi", "lower", {"reference": 5}, {}, [122.5, 107.5, NAN, 107.5, 62.5]),
    ],
)
def test_each_method_gives_the_scores_reckoned_by_hand(
    method: str, better: str, leaf: dict[str, Any], how: dict[str, Any], scores: list[float]
) -> None:
    assert _scores(method, better, leaf, **how) == pytest.approx(scores, nan_ok=True)


def test_a_reversed_direction_never_turns_the_order_or_leaves_the_scale() -> None:
    # x / max on negated values, as a well-known package does, would give 1, 2 and 3
    card = Leaf(code="x", better="lower")
    scores, _ = normalised(
        pd.Series([1.0, 2.0, 3.0, 0.0]), card, Normalisation(method="fraction_of_max")
    )
    assert scores.tolist() == pytest.approx([200 / 3, 100 / 3, 0, 100])


def test_a_base_year_freezes_the_yardstick() -> None:
    index = pd.MultiIndex.from_tuples([("a", 2020), ("b", 2020), ("a", 2021), ("b", 2021)])
    values = pd.Series([0.0, 10.0, 5.0, 15.0], index=index)
    how = Normalisation(method="min_max", over="base_period", base_period=2020)
    scores, yardsticks = normalised(values, Leaf(code="x"), how)
    assert scores.tolist() == [0, 100, 50, 150]
    assert (yardsticks[0]["worst"], yardsticks[0]["best"]) == (0, 10)


def test_values_beyond_the_goalposts_are_counted() -> None:
    _, yardsticks = normalised(VALUES, Leaf(code="x", goalposts=(3, 8)), Normalisation())
    assert yardsticks[0]["clipped"] == 2


@pytest.mark.parametrize("method", ["min_max", "z", "distance_to_max"])
def test_a_scale_without_length_is_refused_by_name(method: str) -> None:
    same = pd.Series([3.0, 3.0])
    with pytest.raises(DataFault, match=r"Nước sạch \(water\).*hai đầu thang bằng nhau"):
        normalised(same, Leaf(code="water", heading="Nước sạch"), Normalisation(method=method))  # type: ignore[arg-type]


_NUMBERS = st.lists(st.integers(-50, 50), min_size=2, max_size=8, unique=True)
_METHODS = ["min_max", "z", "rank", "percentile_rank", "borda", "ampi", "distance_to_max"]


@given(
    _NUMBERS, st.sampled_from(_METHODS), st.sampled_from(["higher", "lower"]), st.floats(0.5, 20)
)
def test_more_of_the_good_scores_more_and_units_do_not_matter(
    numbers: list[int], method: str, better: str, unit: float
) -> None:
    card, how = Leaf(code="x", better=better), Normalisation(method=method)  # type: ignore[arg-type]
    values = pd.Series(numbers, dtype="float64")
    scores, _ = normalised(values, card, how)
    best = values.idxmin() if better == "lower" else values.idxmax()
    assert scores.idxmax() == best
    assert (scores.rank() == (-values if better == "lower" else values).rank()).all()
    other, _ = normalised(unit * values + 7, card, how)
    assert other.to_numpy() == pytest.approx(scores.to_numpy(), abs=1e-6)
