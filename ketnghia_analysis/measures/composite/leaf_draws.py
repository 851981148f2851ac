"""An indicator under many draws: the same in all, moved for some units, or moved for all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.composite.engine import Composite
from ketnghia_analysis.measures.composite.frames import periods
from ketnghia_analysis.measures.composite.plan import Spread
from ketnghia_analysis.measures.composite.ranking import NO_RANK, ranked
from ketnghia_analysis.measures.composite.spec import RANK_METHODS, Leaf, Normalisation

MOVABLE = frozenset({"goalposts", "scaled"})
"""Methods whose posts can be moved."""


@dataclass(frozen=True)
class LeafDraws:
    """An indicator made ready for many draws.

    Attributes:
        leaf: its card.
        how: its normalisation.
        values: treated values, NaN where missing.
        scores: normalised values, NaN where missing.
        worst: value of the lower end of the scale, by unit.
        best: value of the upper end, by unit.
        holes: places of missing values that are drawn.
        sd: of the measurement error.
        shifted: whether the posts move.
        years: of the units.
        missing: how missing values are drawn.
    """

    leaf: Leaf
    how: Normalisation
    values: np.ndarray
    scores: np.ndarray
    worst: np.ndarray
    best: np.ndarray
    holes: np.ndarray
    sd: float
    shifted: bool
    years: np.ndarray
    missing: str

    @property
    def moves(self) -> bool:
        """Whether every unit's score differs from draw to draw."""
        ranks = self.how.method in RANK_METHODS and len(self.holes) > 0
        return self.sd > 0 or self.shifted or ranks

    @property
    def random(self) -> bool:
        """Whether numbers are drawn for it."""
        return self.sd > 0 or len(self.holes) > 0

    def noise(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Measurement errors of all units (none if there are none) and values for the holes."""
        errors = np.zeros(0)
        if self.sd > 0:
            errors = self.sd * rng.standard_normal(len(self.values))
        if not len(self.holes):
            return errors, np.zeros(0)
        if self.missing == "observed":
            seen = self.values[~np.isnan(self.values)]
            return errors, rng.choice(seen, len(self.holes))
        place = rng.random(len(self.holes))
        low, high = self.worst[self.holes], self.best[self.holes]
        return errors, low + place * (high - low)

    def moved(self, errors: np.ndarray, fills: np.ndarray, shifts: np.ndarray) -> np.ndarray:
        """Scores, draws by units.

        Args:
            errors: draws by units, or empty.
            fills: draws by holes, or empty.
            shifts: draws by two: of the low and the high post.
        """
        values = np.tile(self.values, (len(shifts), 1))
        if len(self.holes):
            values[:, self.holes] = fills
        if self.sd > 0:
            values += errors
        if self.how.method in RANK_METHODS:
            return self._ranked(values)
        return self._scaled(values, shifts)

    def filled(self, fills: np.ndarray) -> np.ndarray:
        """Scores of the holes, draws by holes; for an indicator of which nothing else moves."""
        return self._scaled(fills, np.zeros((len(fills), 2)), self.holes)

    def _scaled(
        self, values: np.ndarray, shifts: np.ndarray, places: np.ndarray | None = None
    ) -> np.ndarray:
        how = self.how
        if how.method == "none":
            return -values if self.leaf.better == "lower" else values
        worst = self.worst if places is None else self.worst[places]
        best = self.best if places is None else self.best[places]
        bottom, top = how.scale
        if how.method == "z":
            bottom, top = how.mean, how.mean + how.sd
        elif how.method == "ampi":
            bottom, top = 70.0, 130.0
        if how.method == "target" and self.leaf.better == "lower":
            share = best / np.maximum(values, best)
            return np.asarray(bottom + share * (top - bottom))
        span = best - worst
        low, high = (1, 0) if self.leaf.better == "lower" else (0, 1)
        start, end = worst, best
        if self.shifted:
            size = np.abs(span)
            start = worst + shifts[:, [low]] * size
            end = best + shifts[:, [high]] * size
        share = (values - start) / (end - start)
        if how.clips:
            np.clip(share, 0.0, 1.0, out=share)
        return np.asarray(bottom + share * (top - bottom))

    def _ranked(self, values: np.ndarray) -> np.ndarray:
        """Ranks from the worst, 1 first, as the method asks; ties share the lower rank."""
        better = -1.0 if self.leaf.better == "lower" else 1.0
        scores = np.full(values.shape, np.nan)
        for year in np.unique(self.years) if self.how.over == "period" else [None]:
            rows = np.ones(len(self.years), dtype=bool) if year is None else self.years == year
            ranks = ranked(-better * values[:, rows]).astype("float64")
            ranks[ranks == NO_RANK] = np.nan
            if self.how.method == "borda":
                ranks -= 1
            elif self.how.method == "percentile_rank":
                known = np.maximum(1, (~np.isnan(ranks)).sum(axis=1, keepdims=True) - 1)
                bottom, top = self.how.scale
                ranks = bottom + (ranks - 1) / known * (top - bottom)
            scores[:, rows] = ranks
        return scores


def leaf_draws(composite: Composite, spread: Spread) -> tuple[LeafDraws, ...]:
    """All indicators of a board made ready."""
    board = composite.board
    years = periods(composite.index)
    found = []
    for leaf in board.leaves:
        how = board.normalisation(leaf)
        values = composite.stages["treated"][leaf.code].to_numpy()
        scales = composite.yardsticks[composite.yardsticks["indicator"] == leaf.code]
        worst, best = _ends(scales, values, years, leaf)
        drawn = spread.missing != "left_out"
        found.append(
            LeafDraws(
                leaf=leaf,
                how=how,
                values=values,
                scores=composite.stages["normalised"][leaf.code].to_numpy(),
                worst=worst,
                best=best,
                holes=np.flatnonzero(np.isnan(values)) if drawn else np.zeros(0, dtype="int64"),
                sd=leaf.measurement_sd * spread.measurement,
                shifted=spread.goalposts > 0 and how.method in MOVABLE,
                years=years,
                missing=spread.missing,
            )
        )
    return tuple(found)


def _ends(
    scales: pd.DataFrame, values: np.ndarray, years: np.ndarray, leaf: Leaf
) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the scale by unit; of ranks and plain values the least and the most seen."""
    rows = list(scales.itertuples())
    if not rows:
        ends = np.nanmin(values, initial=np.inf), np.nanmax(values, initial=-np.inf)
        low, high = ends if leaf.better == "higher" else ends[::-1]
        return np.full(len(values), low), np.full(len(values), high)
    worst, best = np.full(len(values), rows[0].worst), np.full(len(values), rows[0].best)
    for row in rows:
        if not pd.isna(row.period):
            worst[years == row.period], best[years == row.period] = row.worst, row.best
    return worst, best
