"""Outliers: found by skewness and kurtosis, drawn in; or ended at the goalposts."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.composite.spec import Treatment


@dataclass(frozen=True)
class Treated:
    """An indicator after treatment.

    Attributes:
        values: same index.
        done: "", "winsorise", "log" or "clip".
        points: how many values were changed.
        skewness: before.
        kurtosis: before (excess).
        passes: whether the result passes both thresholds.
    """

    values: pd.Series
    done: str
    points: int
    skewness: float
    kurtosis: float
    passes: bool


def skewness(values: np.ndarray) -> float:
    """Sample skewness G1, as spreadsheets give it; NaN for fewer than 3 or equal values."""
    n = len(values)
    spread = values - values.mean() if n else values
    if n < 3 or not (spread**2).sum():
        return float("nan")
    plain = sqrt(n) * (spread**3).sum() / (spread**2).sum() ** 1.5
    return float(plain * sqrt(n * (n - 1)) / (n - 2))


def kurtosis(values: np.ndarray) -> float:
    """Sample excess kurtosis G2, as spreadsheets give it; NaN for fewer than 4 or equal values."""
    n = len(values)
    spread = values - values.mean() if n else values
    if n < 4 or not (spread**2).sum():
        return float("nan")
    plain = n * (spread**4).sum() / (spread**2).sum() ** 2
    return float(((n + 1) * (plain - 3) + 6) * (n - 1) / ((n - 2) * (n - 3)))


def treated(values: pd.Series, how: Treatment, goalposts: tuple[float, float] | None) -> Treated:
    """An indicator with its outliers treated; the years of a panel are taken together."""
    known = values.dropna().to_numpy(dtype="float64")
    skew, kurt = skewness(known), kurtosis(known)
    passes = _passes(known, how)
    if how.method == "clip" and goalposts is not None:
        ended = values.clip(*goalposts)
        changed = int((ended != values)[values.notna()].sum())
        return Treated(ended, "clip" if changed else "", changed, skew, kurt, passes)
    if how.method != "winsorise" or passes:
        return Treated(values, "", 0, skew, kurt, passes)
    drawn_in, points = _winsorised(known, how)
    if _passes(drawn_in, how) or not how.log_if_needed:
        result, done = drawn_in, "winsorise"
    else:
        result, done, points = _logged(known, skew), "log", len(known)
    new = values.copy()
    new[values.notna()] = result
    return Treated(new, done, points, skew, kurt, _passes(result, how))


def _passes(known: np.ndarray, how: Treatment) -> bool:
    """Either skewness or kurtosis within its limit; too few or equal values have no outliers."""
    skew, kurt = skewness(known), kurtosis(known)
    return bool(np.isnan(kurt) or abs(skew) < how.skewness or kurt < how.kurtosis)


def _winsorised(known: np.ndarray, how: Treatment) -> tuple[np.ndarray, int]:
    """Outermost values set to the next one until they pass; with the number of changed ones.

    Equal values go together, so that a tie may go beyond the limit (as in COINr).
    """
    most = np.inf if how.most_points is None else how.most_points
    most = max(most, ceil(how.most_share * len(known)))
    values = known.copy()
    high = low = 0
    while high + low < most and not _passes(values, how):
        if skewness(values) >= 0:
            outer = values == values.max()
            values[outer] = values[~outer].max()
            high = int(outer.sum())
        else:
            outer = values == values.min()
            values[outer] = values[~outer].min()
            low = int(outer.sum())
    return values, high + low


def _logged(known: np.ndarray, skew: float) -> np.ndarray:
    """Logarithm of the distance to the end without a tail; the order of values stays.

    ln(x - min + 0.01 (max - min)) for a tail above (COIN tool); for a tail below mirrored, because
    the same formula would draw that tail out further.
    """
    low, high = known.min(), known.max()
    shift = 0.01 * (high - low)
    if skew >= 0:
        return np.asarray(np.log(known - low + shift))
    return np.asarray(-np.log(high - known + shift))
