"""Sobol indices: how much of an outcome's variance each uncertain input brings about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from scipy.stats import qmc

Model = Callable[[np.ndarray], np.ndarray]


def sobol_indices(
    model: Model,
    names: Sequence[str],
    *,
    points: int = 1024,
    seed: int = 2024,
    resamples: int = 500,
    confidence: float = 0.9,
) -> pd.DataFrame:
    """First-order and total indices of independent inputs.

    Points are scrambled Sobol points, two sets A and B of `points`, and A with one column of B for
    each input: points x (inputs + 2) runs. Estimators of Jansen (1999): with outcomes centred,
    S = 1 - mean((yB - yAB)²) / 2V and T = mean((yA - yAB)²) / 2V. Intervals by bootstrap over
    points. Indices of an outcome that does not vary are 0.

    Args:
        model: rows of inputs, each uniform in 0 to 1, to one outcome for each row.
        names: of the inputs, in the order of the columns.
        points: a power of two is best.
        seed: of points and bootstrap.
        resamples: of the bootstrap.
        confidence: of the intervals.

    Returns:
        Indexed by input: `first`, `first_low`, `first_high`, `total`, `total_low`, `total_high`.
    """
    count = len(names)
    sampler = qmc.Sobol(2 * count, scramble=True, rng=np.random.default_rng(seed))
    drawn = sampler.random_base2(int(np.ceil(np.log2(points))))[:points]
    own, other = drawn[:, :count], drawn[:, count:]
    crossed = []
    for place in range(count):
        mixed = own.copy()
        mixed[:, place] = other[:, place]
        crossed.append(mixed)
    outcome = np.asarray(model(np.vstack([own, other, *crossed])), dtype="float64")
    pieces = outcome.reshape(count + 2, points)
    chosen = np.random.default_rng(seed).integers(0, points, (resamples, points))
    chosen = np.vstack([np.arange(points), chosen])
    first, total = _jansen(pieces, chosen)
    tail = 100 * (1 - confidence) / 2
    columns = {}
    for name, values in (("first", first), ("total", total)):
        columns[name] = values[:, 0]
        columns[f"{name}_low"] = np.percentile(values[:, 1:], tail, axis=1)
        columns[f"{name}_high"] = np.percentile(values[:, 1:], 100 - tail, axis=1)
    return pd.DataFrame(columns, index=pd.Index(list(names), name="input"))


def _jansen(pieces: np.ndarray, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Indices by input and resample; the first resample is the sample itself."""
    own, other, crossed = pieces[0], pieces[1], pieces[2:]
    weights = np.zeros(chosen.shape)
    for row, places in zip(weights, chosen, strict=True):
        row += np.bincount(places, minlength=chosen.shape[1]) / chosen.shape[1]
    both = np.concatenate([own, other])
    centre = both.mean()
    half = (weights @ own + weights @ other) / 2 - centre
    squares = (weights @ (own - centre) ** 2 + weights @ (other - centre) ** 2) / 2
    variance = squares - half**2
    varies = variance > 1e-14 * max(1.0, centre**2)
    safe = np.where(varies, variance, 1.0)
    first = 1 - (other - crossed) ** 2 @ weights.T / 2 / safe
    total = (own - crossed) ** 2 @ weights.T / 2 / safe
    return np.where(varies, first, 0.0), np.where(varies, total, 0.0)
