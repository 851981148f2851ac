"""Aggregation: scores of a group become one."""

from __future__ import annotations

import numpy as np

from ketnghia_analysis.measures.composite.spec import Aggregation

MATRIX_METHODS = frozenset({"copeland", "bod"})
"""Methods that compare units with each other; the others take each unit by itself."""


def bend(values: np.ndarray, how: Aggregation) -> np.ndarray:
    """The scores as a (generalised) mean adds them up: itself, its logarithm, its power.

    Geometric and harmonic means, and powers that need it, take scores below the floor as the floor.
    """
    if how.method == "geometric" or (how.method == "generalised" and how.power == 0):
        return np.asarray(np.log(np.maximum(values, how.floor)))
    if how.method == "harmonic":
        return np.asarray(1.0 / np.maximum(values, how.floor))
    if how.method == "generalised" and how.power != 1:
        whole = float(how.power).is_integer() and how.power > 0
        base = values if whole and how.power % 2 else np.maximum(values, how.floor)
        return np.asarray(base**how.power)
    return values


def straighten(means: np.ndarray, how: Aggregation) -> np.ndarray:
    """The mean of bent scores on the scale of scores; reverses `bend`."""
    if how.method == "geometric" or (how.method == "generalised" and how.power == 0):
        return np.asarray(np.exp(means))
    if how.method == "harmonic":
        return np.asarray(1.0 / means)
    if how.method == "generalised" and how.power != 1:
        return np.asarray(np.sign(means) * np.abs(means) ** (1.0 / how.power))
    return means


def known_share(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Share of the weight whose scores are known, by unit."""
    return np.asarray((~np.isnan(values)) @ weights / weights.sum())


def combined(values: np.ndarray, weights: np.ndarray, how: Aggregation) -> np.ndarray:
    """One score for each unit.

    Weights of unknown scores go to the known ones in proportion; a unit of which nothing is known
    has no score.

    - arithmetic, geometric, harmonic, generalised (Σ w xᵖ)^(1/p): weighted means;
    - ampi: M ± S² / M with the weighted mean M and standard deviation S of the unit's scores
      (Mazziotta and Pareto 2016); weights equal in the original.

    Args:
        values: units by indicators, NaN where unknown.
        weights: of the indicators, not negative, not all zero.
        how: the method; none of `MATRIX_METHODS`.
    """
    known = ~np.isnan(values)
    total = known @ weights
    total = np.where(total > 0, total, np.nan)

    def mean(terms: np.ndarray) -> np.ndarray:
        return np.asarray(np.where(known, terms, 0.0) @ weights / total)

    if how.method != "ampi":
        return straighten(mean(bend(values, how)), how)
    middle = mean(values)
    spread = mean((values - middle[:, None]) ** 2)
    if how.ddof:
        count = known.sum(axis=1)
        spread = spread * count / np.where(count > 1, count - 1, np.nan)
    return np.asarray(middle + how.penalty * spread / middle)


def outranking(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Share of the weight by which each unit beats each other, ties half.

    Only indicators count that are known of both; the share is of their weight. NaN where there is
    none. So the shares of a pair sum to one in whatever order the units stand.
    """
    n = len(values)
    wins, shared = np.zeros((n, n)), np.zeros((n, n))
    for column, weight in zip(values.T, weights, strict=True):
        one, other = column[:, None], column[None, :]
        both = ~np.isnan(one) & ~np.isnan(other)
        wins += weight * np.where(both, (one > other) + 0.5 * (one == other), 0.0)
        shared += weight * both
    return np.asarray(np.divide(wins, shared, out=np.full((n, n), np.nan), where=shared > 0))


def copeland(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Units beaten less units lost to (OECD and JRC handbook 2008, 6.9; Copeland 1951).

    A unit beats another if more than half of the weight known of both speaks for it. Pairs with
    nothing in common don't count. A unit of which nothing is known has no score.
    """
    share = outranking(values, weights)
    np.fill_diagonal(share, np.nan)
    won = np.nansum(np.sign(np.round(share - 0.5, 12)), axis=1)
    return np.asarray(np.where(np.isnan(values).all(axis=1), np.nan, won))
