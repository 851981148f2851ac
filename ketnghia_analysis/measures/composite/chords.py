"""Slopes of chords: by them the changes of members add up exactly to the change of their group."""

from __future__ import annotations

import numpy as np

from ketnghia_analysis.measures.composite.aggregate import bend, straighten
from ketnghia_analysis.measures.composite.spec import Aggregation

_TINY = 1e-12
Pair = tuple[np.ndarray, np.ndarray]


def chords(values: Pair, shares: Pair, how: Aggregation) -> Pair:
    """How much a group's score moves with each member, between two times.

    Args:
        values: members' scores at both times, units by members, NaN where unknown.
        shares: their weights then, summing to one over the known ones.
        how: the group's aggregation, none that compares units.

    Returns:
        Slopes (times a member's change they give its part) and rests (parts that are due to a
        weight having moved); all parts sum to the group's change. 0 for units whose group is
        unknown at either time.
    """
    if how.method == "ampi":
        slopes, rests = _of_ampi(values, shares, how)
    else:
        slopes, rests = _of_means(values, shares, how)
    told = ((shares[0].sum(axis=1) > 0) & (shares[1].sum(axis=1) > 0))[:, None]
    rests = np.where(np.abs(rests) < _TINY * 100, 0.0, rests)
    return np.where(told, slopes, 0.0), np.where(told, rests, 0.0)


def _of_means(values: Pair, shares: Pair, how: Aggregation) -> Pair:
    known = ~np.isnan(values[0]) & ~np.isnan(values[1])
    x0, x1 = (np.nan_to_num(one, nan=1.0) for one in values)
    f0, f1 = bend(x0, how), bend(x1, how)
    m0, m1 = (shares[0] * f0).sum(axis=1), (shares[1] * f1).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        outer = _chord(m0, m1, straighten(m0, how), straighten(m1, how), 1 / _rise(m0, how))
        inner = _chord(x0, x1, f0, f1, _steepness(x0, how))
    middle = (shares[0] + shares[1]) / 2
    slopes = np.where(known, middle * inner, 0.0) * outer[:, None]
    moved = np.where(known, middle * (f1 - f0), 0.0)
    return slopes, (shares[1] * f1 - shares[0] * f0 - moved) * outer[:, None]


def _of_ampi(values: Pair, shares: Pair, how: Aggregation) -> Pair:
    """AMPI is (1 - p) M + p Q / M with Q = Σ w x² and p the sign of the penalty."""
    known = ~np.isnan(values[0]) & ~np.isnan(values[1])
    x0, x1 = (np.nan_to_num(one) for one in values)
    m0, m1 = (shares[0] * x0).sum(axis=1), (shares[1] * x1).sum(axis=1)
    q0, q1 = (shares[0] * x0**2).sum(axis=1), (shares[1] * x1**2).sum(axis=1)
    sign = how.penalty
    with np.errstate(divide="ignore", invalid="ignore"):
        of_mean = ((1 - sign) - sign * (q0 + q1) / 2 / (m0 * m1))[:, None]
        of_square = (sign * (1 / m0 + 1 / m1) / 2)[:, None]
    middle = (shares[0] + shares[1]) / 2
    slopes = np.where(known, middle * (of_mean + of_square * (x0 + x1)), 0.0)
    whole = of_mean * (shares[1] * x1 - shares[0] * x0)
    whole = whole + of_square * (shares[1] * x1**2 - shares[0] * x0**2)
    return slopes, whole - np.where(known, slopes * (x1 - x0), 0.0)


def _chord(
    x0: np.ndarray, x1: np.ndarray, y0: np.ndarray, y1: np.ndarray, limit: np.ndarray
) -> np.ndarray:
    """Slope of the chord; of the curve itself where both ends meet."""
    width = x1 - x0
    meet = np.abs(width) <= _TINY * np.maximum(1e-3, np.abs(x0))
    return np.where(meet, limit, (y1 - y0) / np.where(meet, 1.0, width))


def _steepness(x: np.ndarray, how: Aggregation) -> np.ndarray:
    """Slope of `bend` at scores; 0 below the floor."""
    above = x > how.floor
    if how.method == "geometric" or (how.method == "generalised" and how.power == 0):
        return np.where(above, 1 / np.where(above, x, 1.0), 0.0)
    if how.method == "harmonic":
        return np.where(above, -1 / np.where(above, x, 1.0) ** 2, 0.0)
    if how.method == "generalised" and how.power != 1:
        return np.asarray(how.power * bend(x, how) / np.where(x == 0, 1.0, x))
    return np.ones_like(x)


def _rise(means: np.ndarray, how: Aggregation) -> np.ndarray:
    """Slope of `bend` at the straightened means."""
    scores = straighten(means, how)
    floored = how.method in {"geometric", "harmonic"} or how.power == 0
    # at the floor itself the slope is that from above
    return _steepness(np.maximum(scores, how.floor * (1 + 1e-9)) if floored else scores, how)
