"""Ranks of units, and how far they can be told apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

NO_RANK = 0
"""Rank of a unit without score, in tables of draws."""


def ranked(scores: np.ndarray) -> np.ndarray:
    """Ranks within each row, 1 for the highest; equal scores share the better rank.

    Args:
        scores: rows by units, NaN for no score.

    Returns:
        Same shape, int32, `NO_RANK` where there is no score.
    """
    order = np.argsort(-scores, axis=1)
    ascending = np.take_along_axis(scores, order, axis=1)
    places = np.broadcast_to(np.arange(1, scores.shape[1] + 1, dtype="int32"), scores.shape)
    new = np.ones(scores.shape, dtype=bool)
    new[:, 1:] = ascending[:, 1:] != ascending[:, :-1]
    # the greater part of draws has no ties: nothing to share
    shared = places if new.all() else np.maximum.accumulate(np.where(new, places, 0), axis=1)
    ranks = np.empty(scores.shape, dtype="int32")
    np.put_along_axis(ranks, order, shared.astype("int32"), axis=1)
    ranks[np.isnan(scores)] = NO_RANK
    return ranks


@dataclass(frozen=True)
class RankSets:
    """Which ranks each unit may truly have.

    Attributes:
        table: indexed by unit: `estimate`, `rank` (of the estimate), `low`, `high` (marginal set:
            holds this unit's rank with the confidence asked for), `low_all`, `high_all` (holds all
            units' ranks at once), `tier` (1 for the best; units of one tier can't be told from its
            first unit), `alike` (number of others that can't be told apart from the unit).
        confidence: share of samples in which the sets hold.
    """

    table: pd.DataFrame
    confidence: float


def rank_sets(
    estimates: pd.Series,
    errors: pd.Series | np.ndarray,
    *,
    confidence: float = 0.95,
    draws: int = 1_000,
    seed: int = 2024,
) -> RankSets:
    """Confidence sets for ranks by comparing all pairs (Mogstad, Romano, Shaikh, Wilhelm 2024).

    The differences to every other unit get two-sided confidence limits that hold together; whoever
    is certainly better or worse bounds the rank. The limits come from a normal distribution with
    the estimates' errors, by simulation, with step-down. Rank 1 is the highest.

    Args:
        estimates: by unit, none missing.
        errors: standard errors by unit (independent), or their covariance matrix.
        confidence: e.g. 0.95.
        draws: of the simulation.
        seed: of the simulation.

    Raises:
        ValueError: an error is negative or missing.
    """
    values = estimates.to_numpy(dtype="float64")
    sigma = _covariance(errors, len(values))
    with_errors = np.linalg.eigh(sigma)
    root = with_errors[1] * np.sqrt(np.maximum(with_errors[0], 0.0))
    noise = np.random.default_rng(seed).standard_normal((draws, len(values))) @ root.T
    width = np.sqrt(np.maximum(np.add.outer(np.diag(sigma), np.diag(sigma)) - 2 * sigma, 0.0))
    differ = _certain(values, width, noise, confidence)
    alone = np.array(
        [_certain(values, width, noise, confidence, unit)[0] for unit in range(len(values))]
    ).reshape(len(values), len(values))
    ahead = values[None, :] > values[:, None]
    table = pd.DataFrame({"estimate": values}, index=estimates.index)
    table["rank"] = estimates.rank(ascending=False, method="min").astype("int64")
    for end, sets in (("", alone), ("_all", differ)):
        table[f"low{end}"] = 1 + (sets & ahead).sum(axis=1)
        table[f"high{end}"] = len(values) - (sets & ~ahead).sum(axis=1)
    table["tier"] = _tiers(values, differ)
    table["alike"] = (~differ).sum(axis=1) - 1
    return RankSets(table, confidence)


def _covariance(errors: pd.Series | np.ndarray, count: int) -> np.ndarray:
    told = np.asarray(errors, dtype="float64")
    if np.isnan(told).any() or (told.ndim == 1 and (told < 0).any()):
        raise ValueError("errors must be known and not negative")
    sigma = np.diag(told**2) if told.ndim == 1 else told
    if sigma.shape != (count, count):
        raise ValueError("one error for each estimate")
    return sigma


def _certain(
    values: np.ndarray,
    width: np.ndarray,
    noise: np.ndarray,
    confidence: float,
    unit: int | None = None,
) -> np.ndarray:
    """Pairs whose difference is certain; of one unit if named. Step-down until nothing is added."""
    rows = np.arange(len(values)) if unit is None else np.array([unit])
    gaps = np.abs(values[rows][:, None] - values[None, :])
    spread = width[rows]
    certain = (spread == 0) & (gaps > 0)
    open_pairs = spread > 0
    if unit is None:
        open_pairs &= np.tri(len(values), k=-1, dtype=bool)
    statistic = np.divide(gaps, spread, out=np.zeros_like(gaps), where=spread > 0)
    while open_pairs.any():
        critical = np.quantile(_largest(noise, spread, open_pairs, rows), confidence)
        added = open_pairs & (statistic > critical)
        if not added.any():
            break
        certain |= added
        open_pairs &= ~added
    return np.asarray(certain | certain.T if unit is None else certain)


def _largest(
    noise: np.ndarray, spread: np.ndarray, pairs: np.ndarray, rows: np.ndarray
) -> np.ndarray:
    """The largest studentised difference of each draw over the pairs still open."""
    found = np.zeros(len(noise))
    for place, unit in enumerate(rows):
        others = np.flatnonzero(pairs[place])
        if len(others):
            apart = np.abs(noise[:, [unit]] - noise[:, others]) / spread[place, others]
            np.maximum(found, apart.max(axis=1), out=found)
    return found


def _tiers(values: np.ndarray, differ: np.ndarray) -> np.ndarray:
    """Tiers from the top: the next begins where a unit differs from the first of the last."""
    tiers = np.zeros(len(values), dtype="int64")
    first, tier = -1, 0
    for unit in np.argsort(-values, kind="stable"):
        if first < 0 or differ[first, unit]:
            first, tier = unit, tier + 1
        tiers[unit] = tier
    return tiers
