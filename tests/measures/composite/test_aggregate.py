"""Aggregation: means, AMPI, Copeland, benefit of the doubt."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.measures.composite.aggregate import combined, copeland, outranking
from ketnghia_analysis.measures.composite.frontier import benefit_of_the_doubt
from ketnghia_analysis.measures.composite.spec import Aggregation
from ketnghia_analysis.vocabulary.errors import DataFault

from .boards import copeland_by_loop, mean_by_loop

NAN = np.nan
_SCORES = st.lists(
    st.lists(st.one_of(st.floats(0, 100), st.just(NAN)), min_size=3, max_size=3),
    min_size=1,
    max_size=6,
)
_WEIGHTS = st.lists(st.integers(1, 9), min_size=3, max_size=3)
_METHODS = st.sampled_from(["arithmetic", "geometric", "harmonic", "generalised"])


@given(_SCORES, _WEIGHTS, _METHODS, st.sampled_from([-2.0, 0.5, 2.0, 3.5]))
def test_means_are_those_of_a_plain_loop(
    rows: list[list[float]], weights: list[int], method: str, power: float
) -> None:
    how = Aggregation(method=method, power=power)  # type: ignore[arg-type]
    found = combined(np.array(rows), np.array(weights, dtype="float64"), how)
    by_loop = [mean_by_loop(row, [float(w) for w in weights], method, power) for row in rows]
    assert found == pytest.approx(by_loop, rel=1e-9, nan_ok=True)


@given(_SCORES, _WEIGHTS, _METHODS, st.floats(0.01, 50))
def test_the_scale_of_weights_does_not_matter(
    rows: list[list[float]], weights: list[int], method: str, factor: float
) -> None:
    how = Aggregation(method=method, power=2.0)  # type: ignore[arg-type]
    plain = np.array(weights, dtype="float64")
    first, second = (combined(np.array(rows), one, how) for one in (plain, factor * plain))
    assert first == pytest.approx(second, rel=1e-9, nan_ok=True)


@given(_SCORES, _WEIGHTS, _METHODS, st.integers(0, 2), st.floats(0, 30))
def test_a_higher_score_never_lowers_a_mean(
    rows: list[list[float]], weights: list[int], method: str, place: int, more: float
) -> None:
    how = Aggregation(method=method, power=2.0)  # type: ignore[arg-type]
    values, weight = np.array(rows), np.array(weights, dtype="float64")
    raised = values.copy()
    raised[:, place] += more
    before, after = combined(values, weight, how), combined(raised, weight, how)
    known = ~np.isnan(before)
    assert (after[known] >= before[known] - 1e-9).all()


@pytest.mark.parametrize(("sign", "score"), [(-1, 100 - 200 / 300), (1, 100 + 200 / 300)])
def test_ampi_adds_or_takes_the_spread_within_a_unit(sign: int, score: float) -> None:
    # 90, 100, 110: mean 100, variance by n 200/3; 200/3/100 = 2/3
    how = Aggregation(method="ampi", penalty=sign)  # type: ignore[arg-type]
    found = combined(np.array([[90.0, 100, 110], [100, 100, 100]]), np.ones(3), how)
    assert found == pytest.approx([score, 100])


def test_ampi_with_the_spread_by_n_minus_1() -> None:
    how = Aggregation(method="ampi", ddof=1)
    assert combined(np.array([[90.0, 100, 110, NAN]]), np.ones(4), how) == pytest.approx([99])


def test_copeland_counts_wins_less_losses() -> None:
    # each beats the next in two of three: nobody is ahead (Condorcet's paradox)
    cycle = np.array([[3.0, 1, 2], [2, 3, 1], [1, 2, 3]])
    assert copeland(cycle, np.ones(3)).tolist() == [0, 0, 0]
    assert copeland(cycle, np.array([3.0, 1, 1])).tolist() == [2, 0, -2]


def test_copeland_does_not_depend_on_the_order_of_rows_when_values_are_missing() -> None:
    rows = np.array([[1.0, NAN, NAN], [2, 2, NAN], [NAN, 3, 3]])
    weights = np.array([0.3, 0.3, 0.4])
    forwards, backwards = copeland(rows, weights), copeland(rows[::-1], weights)[::-1]
    assert forwards.tolist() == backwards.tolist() == [-1, 0, 1]


@given(_SCORES, _WEIGHTS, st.randoms())
def test_copeland_is_that_of_a_plain_loop_in_any_order(
    rows: list[list[float]], weights: list[int], random: object
) -> None:
    values, weight = np.array(rows), np.array(weights, dtype="float64")
    found = copeland(values, weight)
    known = ~np.isnan(values).all(axis=1)
    assert found[known].tolist() == np.array(copeland_by_loop(values, weight))[known].tolist()
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert copeland(values[order], weight) == pytest.approx(found[order], nan_ok=True)
    shares = outranking(values, weight)
    both = ~np.isnan(shares)
    assert (shares + shares.T)[both] == pytest.approx(1.0)


UNITS = np.array([[1.0, 4], [4, 1], [2, 2], [1, 1]])


def test_benefit_of_the_doubt_is_the_solution_found_by_hand() -> None:
    # for (2, 2): a + 4b ≤ 1 and 4a + b ≤ 1 meet at a = b = 1/5
    scores, weights = benefit_of_the_doubt(UNITS)
    assert scores == pytest.approx([1, 1, 0.8, 0.4])
    assert weights[2] == pytest.approx([0.2, 0.2])
    assert (UNITS @ weights.T).max() <= 1 + 1e-9


def test_limits_of_the_shares_lower_the_score_of_one_sided_units() -> None:
    scores, weights = benefit_of_the_doubt(UNITS, shares=(0.4, 0.6))
    shares = weights * UNITS / scores[:, None]
    assert ((shares >= 0.4 - 1e-9) & (shares <= 0.6 + 1e-9)).all()
    assert scores[2] == pytest.approx(0.8)
    # (1, 4) with shares 0.6 and 0.4: a = 0.6 s, b = 0.1 s; 4a + b = 2.5 s ≤ 1
    # with 0.4 and 0.6: a = 0.4 s, b = 0.15 s; 1.75 s ≤ 1
    assert scores[0] == pytest.approx(1 / 1.75)


def test_what_is_unknown_never_helps_a_unit() -> None:
    holed = UNITS.copy()
    holed[0, 1] = NAN
    assert benefit_of_the_doubt(holed)[0][0] <= benefit_of_the_doubt(UNITS)[0][0]
    assert np.isnan(benefit_of_the_doubt(np.array([[NAN, NAN], [1.0, 1]]))[0][0])


def test_benefit_of_the_doubt_refuses_negative_scores() -> None:
    with pytest.raises(DataFault, match="điểm âm"):
        benefit_of_the_doubt(np.array([[-1.0, 2], [1, 1]]))
