"""Weights from principal components."""

from __future__ import annotations

import numpy as np
import pytest

from ketnghia_analysis.measures.composite.spec import Weighting
from ketnghia_analysis.measures.composite.weights import (
    principal_components,
    rotated_weights,
    varimax,
    weights_of,
)
from ketnghia_analysis.vocabulary.errors import DataFault


def _two_blocks(seed: int = 3, units: int = 400) -> np.ndarray:
    """Three indicators of one thing, two of another."""
    rng = np.random.default_rng(seed)
    first, second = rng.normal(size=(2, units, 1))
    noise = 0.4 * rng.normal(size=(units, 5))
    return np.hstack([np.repeat(first, 3, axis=1), np.repeat(second, 2, axis=1)]) + noise


def test_loadings_squared_sum_to_eigenvalues_and_to_one() -> None:
    variances, loadings = principal_components(_two_blocks())
    assert (loadings**2).sum(axis=0) == pytest.approx(variances)
    assert (loadings**2).sum(axis=1) == pytest.approx(np.ones(5))
    assert variances.sum() == pytest.approx(5)


def test_two_indicators_have_components_known_in_closed_form() -> None:
    # correlation r: eigenvalues 1 ± r, loadings √((1 ± r) / 2)
    values = _two_blocks()[:, :2]
    r = np.corrcoef(values, rowvar=False)[0, 1]
    variances, loadings = principal_components(values)
    assert variances == pytest.approx([1 + r, 1 - r])
    assert np.abs(loadings[:, 0]) == pytest.approx([((1 + r) / 2) ** 0.5] * 2)
    assert weights_of(values, np.ones(2), Weighting(method="pca_first"), "") == pytest.approx(
        [0.5, 0.5]
    )


def test_rotation_keeps_what_is_explained_and_gives_each_indicator_one_component() -> None:
    variances, loadings = principal_components(_two_blocks())
    turned = varimax(loadings[:, :2])
    assert (turned**2).sum(axis=1) == pytest.approx((loadings[:, :2] ** 2).sum(axis=1))
    squared = turned**2
    assert (squared.max(axis=1) > 0.8).all()
    assert (squared.min(axis=1) < 0.05).all()
    assert len(set(squared[:3].argmax(axis=1))) == len(set(squared[3:].argmax(axis=1))) == 1
    weights = rotated_weights(variances, loadings)
    assert weights.sum() == pytest.approx(1)
    assert weights[:3].sum() == pytest.approx(0.6, abs=0.02)


def test_given_and_equal_weights_sum_to_one() -> None:
    values = _two_blocks()[:, :3]
    assert weights_of(values, np.array([2.0, 1, 1]), Weighting(), "").tolist() == [0.5, 0.25, 0.25]
    equal = weights_of(values, np.array([2.0, 1, 1]), Weighting(method="equal"), "")
    assert equal == pytest.approx([1 / 3] * 3)


def test_too_few_units_for_components_are_refused() -> None:
    with pytest.raises(DataFault, match=r"Trọng số của Đời sống.*có 4 đơn vị, 5 chỉ số"):
        weights_of(_two_blocks()[:4], np.ones(5), Weighting(method="pca_rotated"), "Đời sống")
