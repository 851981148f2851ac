"""Whether a level holds when the score is reckoned anew, and which levels it may be instead."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.measures.score_draws import HELD_FROM, ScoreDraws
from ketnghia_analysis.vocabulary.codes import LEVELS
from ketnghia_analysis.vocabulary.wording import list_vi, percent_vi

_WORTH_SAYING = 0.05
"""Share of draws from which a level is named among those that it may be."""


def levels_held(levels: pd.Series, draws: ScoreDraws) -> pd.DataFrame:
    """Which levels hold in at least 95 % of the draws, and what they may be where they don't.

    Args:
        levels: level by the rules, or "unknown", by `pairing_id`.
        draws: of the same pairings.

    Returns:
        Indexed like `levels`: `held` (the named level comes out in at least 95 % of the draws) and
        `among` (Vietnamese: levels with their shares of the draws, the likeliest first).
    """
    shares = draws.probabilities.loc[levels.index]
    own = shares.stack().reindex(pd.MultiIndex.from_arrays([levels.index, levels]))
    held = own.fillna(0.0).to_numpy() >= HELD_FROM
    among = [_among(row) for _, row in shares.iterrows()]
    return pd.DataFrame(
        {"held": held, "among": pd.Series(among, index=levels.index, dtype="str")},
        index=levels.index,
    )


def _among(shares: pd.Series) -> str:
    ordered = shares.sort_values(ascending=False, kind="stable")
    said = ordered[(ordered >= _WORTH_SAYING) | (ordered == ordered.iloc[0])]
    return list_vi(
        [f"“{LEVELS.labels[level]}” {percent_vi(100 * one, 0)}" for level, one in said.items()]
    )
