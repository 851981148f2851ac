"""What many draws say: intervals of scores and ranks, how likely each level is, league tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.composite.draws import Draws
from ketnghia_analysis.measures.composite.ranking import NO_RANK

QUANTILES = {"p05": 0.05, "p50": 0.50, "p95": 0.95}
_UNITS_AT_A_TIME = 4_096


def quantiles(drawn: np.ndarray, shares: Sequence[float]) -> np.ndarray:
    """Quantiles of each column (linear between order statistics), in blocks of columns.

    Args:
        drawn: draws by units; a column is either wholly known or has NaN (0 in tables of ranks).
        shares: e.g. 0.05, 0.5, 0.95.

    Returns:
        Shares by units, float64; NaN for a column with NaN.
    """
    found = np.empty((len(shares), drawn.shape[1]))
    places = np.array(shares) * (len(drawn) - 1)
    below, rest = np.floor(places).astype("int64"), places % 1
    above = np.minimum(below + 1, len(drawn) - 1)
    for start in range(0, drawn.shape[1], _UNITS_AT_A_TIME):
        part = np.sort(drawn[:, start : start + _UNITS_AT_A_TIME].T, axis=1)
        low, high = part[:, below].astype("float64"), part[:, above].astype("float64")
        told = low + rest * (high - low)
        told[np.isnan(part[:, -1].astype("float64"))] = np.nan
        found[:, start : start + _UNITS_AT_A_TIME] = told.T
    return found


def interval_table(draws: Draws) -> pd.DataFrame:
    """Scores and ranks of units with their intervals.

    Returns:
        Indexed by unit (and year): `score`, `rank` (of the board's own choices), `score_p05`,
        `score_p50`, `score_p95`, `rank_p05`, `rank_p50`, `rank_p95`; missing without score.
    """
    own = draws.nominal
    table = pd.DataFrame({"score": own.index, "rank": own.ranks.astype("Float64")})
    for name, drawn in (("score", draws.scores), ("rank", draws.ranks)):
        for (label, _), values in zip(
            QUANTILES.items(), quantiles(drawn, list(QUANTILES.values())), strict=True
        ):
            table[f"{name}_{label}"] = values
    without = (draws.ranks == NO_RANK).any(axis=0)
    table.loc[without, [f"rank_{label}" for label in QUANTILES]] = np.nan
    return table


def level_probabilities(draws: Draws, names: Sequence[str]) -> pd.DataFrame:
    """Share of draws in which each unit reached each level.

    Args:
        draws: of a spread with cuts.
        names: of the levels, lowest first, one more than cuts.

    Returns:
        Indexed by unit, a column for each level; rows sum to one, missing without score.
    """
    counts = [(draws.levels == level).mean(axis=0) for level in range(len(names))]
    table = pd.DataFrame(dict(zip(names, counts, strict=True)), index=draws.units)
    unscored = pd.Series((draws.levels < 0).any(axis=0), index=draws.units)
    return table.mask(unscored)


def league_table(draws: Draws, confidence: float = 0.9) -> pd.DataFrame:
    """Units by score, ranks that can't be told apart shown as tied.

    Two units are told apart if one has the higher score in at least the share `confidence` of the
    draws (by pairs, not for all pairs at once: for that see `ranking.rank_sets`).

    Returns:
        Sorted by score, indexed by unit: `interval_table` with `rank_low`, `rank_high` (bounds from
        the units that are surely ahead and behind), `alike` (number of others not told apart) and
        `shown` (Vietnamese: "2" or "2–5").
    """
    table = interval_table(draws)
    scored = ~np.isnan(draws.scores).any(axis=0)
    table["rank_low"], table["rank_high"], table["alike"] = np.nan, np.nan, np.nan
    drawn = draws.scores[:, scored]
    count = drawn.shape[1]
    ahead, behind = np.zeros(count, dtype="int64"), np.zeros(count, dtype="int64")
    for unit in range(count):
        wins = (drawn[:, [unit]] > drawn).mean(axis=0)
        ties = (drawn[:, [unit]] == drawn).mean(axis=0)
        behind[unit] = (wins >= confidence).sum()
        ahead[unit] = (1 - wins - ties >= confidence).sum()
    where = np.flatnonzero(scored)
    told = {"rank_low": 1 + ahead, "rank_high": count - behind, "alike": count - 1 - ahead - behind}
    for name, values in told.items():
        table.iloc[where, table.columns.get_loc(name)] = values
    table["shown"] = [
        "" if np.isnan(low) else f"{low:.0f}" if low == high else f"{low:.0f}–{high:.0f}"
        for low, high in zip(table["rank_low"], table["rank_high"], strict=True)
    ]
    return table.sort_values("score", ascending=False, kind="stable")
