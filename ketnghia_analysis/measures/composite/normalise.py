"""Normalisation: values of different units on one scale, the better the higher."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.composite.frames import REMEDY, periods
from ketnghia_analysis.measures.composite.spec import RANK_METHODS, Leaf, Normalisation
from ketnghia_analysis.vocabulary.errors import DataFault


@dataclass(frozen=True)
class Yardstick:
    """A straight scale: the value that gives the lower score and the one that gives the upper.

    Attributes:
        worst: value with the score `bottom`.
        best: value with the score `top`.
        bottom: score.
        top: score.
        clip: whether scores end at `bottom` and `top`.
    """

    worst: float
    best: float
    bottom: float
    top: float
    clip: bool

    def scores(self, values: np.ndarray) -> np.ndarray:
        """Scores of values; missing stays missing."""
        share = (values - self.worst) / (self.best - self.worst)
        if self.clip:
            share = np.clip(share, 0.0, 1.0)
        return np.asarray(self.bottom + share * (self.top - self.bottom))


def yardstick(values: pd.Series, leaf: Leaf, how: Normalisation) -> Yardstick:
    """The scale that a method lays on an indicator.

    Args:
        values: those that set it (of a base year, of one year, of all), not missing.
        leaf: the indicator with its goalposts, target, reference.
        how: the method; none of ranks.

    Raises:
        DataFault: the scale has no length, or there is nothing to lay it on.
    """
    bottom, top = how.scale
    lower = leaf.better == "lower"
    if how.method in {"goalposts", "scaled"}:
        low, high = leaf.goalposts or (np.nan, np.nan)
        ends = (high, low) if lower else (low, high)
    elif how.method == "target":
        ends = (0.0, float(leaf.target or 0.0))
    elif values.empty:
        raise DataFault(f"Chỉ số {leaf.name} ({leaf.code})", "không có giá trị nào", REMEDY)
    elif how.method == "z":
        middle, sd = float(values.mean()), float(values.std(ddof=how.ddof))
        ends = (middle, middle - sd if lower else middle + sd)
        bottom, top = how.mean, how.mean + how.sd
    elif how.method == "ampi":
        ends = _around_reference(values, leaf)
        bottom, top = 70.0, 130.0
    else:
        ends = _observed(values, leaf, how)
    if not ends[0] != ends[1] or not np.isfinite(ends).all():
        raise DataFault(
            f"Chỉ số {leaf.name} ({leaf.code})",
            f"không lập được thang {how.method}: hai đầu thang bằng nhau hoặc không rõ "
            f"({ends[0]:g}; {ends[1]:g})",
            "đặt goalposts cho chỉ số này hoặc bỏ chỉ số",
        )
    return Yardstick(float(ends[0]), float(ends[1]), bottom, top, how.clips)


def _around_reference(values: pd.Series, leaf: Leaf) -> tuple[float, float]:
    """The reference gives 100; half the range on either side gives 70 and 130.

    Mazziotta and Pareto (2016), "On a generalized non-compensatory composite index for measuring
    socio-economic phenomena".
    """
    low, high = leaf.goalposts or (float(values.min()), float(values.max()))
    middle = float(values.mean()) if leaf.reference is None else leaf.reference
    half = (high - low) / 2
    return (
        (middle + half, middle - half) if leaf.better == "lower" else (middle - half, middle + half)
    )


def _observed(values: pd.Series, leaf: Leaf, how: Normalisation) -> tuple[float, float]:
    lower = leaf.better == "lower"
    least, most = float(values.min()), float(values.max())
    worst = most if lower else least
    if how.method == "fraction_of_max":
        return (most, 0.0) if lower else (0.0, most)
    if how.method == "distance_to_target":
        return worst, float("nan") if leaf.target is None else leaf.target
    if how.method == "distance_to_reference":
        units = values.index.get_level_values(0)
        told = values[units == how.reference_unit]
        return worst, float(told.mean()) if len(told) else float("nan")
    return worst, least if lower else most


def normalised(
    values: pd.Series, leaf: Leaf, how: Normalisation
) -> tuple[pd.Series, list[dict[str, object]]]:
    """An indicator's scores, and by which yardstick.

    Bounded methods give `how.scale` (0 to 100):

    - goalposts: straight between fixed posts, ending there; scaled: the same without end;
    - target: x / target, at most full; if less is better target / x;
    - min_max, distance_to_max: between the worst and the best value;
    - distance_to_target, distance_to_reference: between the worst value and the target, or the
      reference unit's value; beyond it more than full unless clipped;
    - fraction_of_max: x / max; if less is better 1 - x / max, so that no value falls outside;
    - percentile_rank: (rank - 1) / (n - 1).

    Others: z (of the given mean and sd), rank (1 for the worst), borda (rank - 1), ampi (reference
    100, range 70 to 130), none (the value; its negative if less is better).

    Args:
        values: float64, indexed by unit, or by unit and year.
        leaf: the indicator.
        how: the method.

    Returns:
        Scores with the same index, higher is better, missing where the value is; and one row for
        each yardstick: `indicator`, `period` (None for all years), `worst`, `best`, `clipped`
        (number of values beyond).
    """
    if how.method == "none":
        return (-values if leaf.better == "lower" else values), []
    years = periods(values)
    scores = pd.Series(np.nan, index=values.index, name=leaf.code)
    found = []
    for period in np.unique(years) if how.over == "period" else [None]:
        rows = np.ones(len(values), dtype=bool) if period is None else years == period
        part = values[rows]
        if how.method in RANK_METHODS:
            scores[rows] = _ranked(part, leaf, how)
            continue
        basis = values[years == how.base_period] if how.over == "base_period" else part
        scale = yardstick(basis.dropna(), leaf, how)
        told = part.to_numpy(dtype="float64")
        scores[rows] = _by_target(told, scale) if _inverse(leaf, how) else scale.scores(told)
        beyond = (told - scale.worst) / (scale.best - scale.worst)
        found.append(
            {
                "indicator": leaf.code,
                "period": period,
                "worst": scale.worst,
                "best": scale.best,
                "clipped": int(((beyond < 0) | (beyond > 1)).sum()) if scale.clip else 0,
            }
        )
    return scores, found


def _inverse(leaf: Leaf, how: Normalisation) -> bool:
    return how.method == "target" and leaf.better == "lower"


def _by_target(values: np.ndarray, scale: Yardstick) -> np.ndarray:
    """Full from the target down, target / x above it."""
    share = scale.best / np.maximum(values, scale.best)
    return np.asarray(scale.bottom + share * (scale.top - scale.bottom))


def _ranked(values: pd.Series, leaf: Leaf, how: Normalisation) -> pd.Series:
    ranks = (-values if leaf.better == "lower" else values).rank(method=how.ties)
    if how.method == "rank":
        return ranks
    if how.method == "borda":
        return ranks - 1
    bottom, top = how.scale
    share = (ranks - 1) / max(1, int(values.notna().sum()) - 1)
    return bottom + share * (top - bottom)
