"""Sobol indices against functions whose indices are known."""

from __future__ import annotations

import numpy as np
import pytest

from ketnghia_analysis.measures.composite.sobol import sobol_indices


def _ishigami(uniform: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * uniform - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_the_function_of_ishigami_and_homma() -> None:
    # a = 7, b = 0.1: variances b²π⁸/18 + bπ⁴/5 + 1/2 in part, a²/8, 0; interaction 8b²π⁸/225
    first, second = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 49 / 8
    mixed = 8 * 0.01 * np.pi**8 / 225
    whole = first + second + mixed
    table = sobol_indices(_ishigami, ["a", "b", "c"], points=4096)
    assert table["first"].tolist() == pytest.approx([first / whole, second / whole, 0], abs=0.01)
    assert table["total"].tolist() == pytest.approx(
        [(first + mixed) / whole, second / whole, mixed / whole], abs=0.01
    )
    assert (table["total_low"] <= table["total"]).all()
    assert (table["total_high"] >= table["total"]).all()


def test_a_large_constant_changes_nothing() -> None:
    names = ["a", "b", "c"]
    plain = sobol_indices(_ishigami, names, points=512, resamples=20)
    shifted = sobol_indices(lambda x: _ishigami(x) + 1e4, names, points=512, resamples=20)
    assert shifted.to_numpy() == pytest.approx(plain.to_numpy(), abs=1e-6)


def test_what_does_not_vary_has_no_drivers() -> None:
    table = sobol_indices(lambda x: np.full(len(x), 3.0), ["a", "b"], points=16, resamples=5)
    assert (table.to_numpy() == 0).all()
