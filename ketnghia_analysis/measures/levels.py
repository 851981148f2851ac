"""Completion levels: points and conditions, for one pairing or for many at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.rules import LevelRule, ScoreRules
from ketnghia_analysis.vocabulary.codes import LEVELS

_TINY = 1e-9
Numbers = np.ndarray | float


@dataclass(frozen=True)
class Standing:
    """What a level is judged by; numbers, or arrays of one shape.

    Attributes:
        points: 0 to 100.
        completed: weighted share of commitments fulfilled.
        late_share: share of due commitments that were not in time; 0 where nothing was due.
        late_count: number of them.
    """

    points: Numbers
    completed: Numbers
    late_share: Numbers
    late_count: Numbers


def level_places(
    rules: ScoreRules, standing: Standing, cuts: np.ndarray | None = None
) -> np.ndarray:
    """Place of the level in the rules, 0 for the highest; the shape of the standing.

    Args:
        rules: in force.
        standing: of pairings.
        cuts: other cut-points than the rules', one for each level in its first axis, of a shape
            that goes with the standing's.
    """
    shape = np.broadcast_shapes(
        *(np.shape(one) for one in (standing.points, standing.completed, standing.late_count))
    )
    places = np.full(shape, len(rules.levels) - 1, dtype="int8")
    for place in range(len(rules.levels) - 2, -1, -1):
        rule = rules.levels[place]
        cut = rule.from_points if cuts is None else cuts[place]
        reached = (np.asarray(standing.points) >= cut - _TINY) & _meets(rule, standing)
        places[reached] = place
    return places


def _meets(rule: LevelRule, standing: Standing) -> np.ndarray:
    fulfilled = np.asarray(standing.completed) >= rule.completion_at_least - _TINY
    return np.asarray(fulfilled & _punctual(rule, standing))


def _punctual(rule: LevelRule, standing: Standing) -> np.ndarray:
    few = np.asarray(standing.late_count) <= rule.or_late_count
    return np.asarray(few | (np.asarray(standing.late_share) <= rule.late_at_most + _TINY))


def missed_conditions(rules: ScoreRules, standing: Standing) -> list[str]:
    """For each pairing, which conditions kept it from levels that its points give.

    Best level first; "" where none did.
    """
    open_yet = np.ones(np.shape(standing.points), dtype="bool")
    missed: list[dict[str, list[str]]] = [{} for _ in range(len(open_yet))]
    for rule in rules.levels:
        enough = np.asarray(standing.points) >= rule.from_points - _TINY
        kept_down = open_yet & enough & ~_meets(rule, standing)
        open_yet &= ~(enough & ~kept_down)
        unfulfilled = np.asarray(standing.completed) < rule.completion_at_least - _TINY
        unpunctual = ~_punctual(rule, standing)
        for one in np.flatnonzero(kept_down):
            asked = _asked(rule, bool(unfulfilled[one]), bool(unpunctual[one]))
            missed[one].setdefault(asked, []).append(LEVELS.labels[rule.level])
    return [
        "; ".join(f"{', '.join(levels)} cần {asked}" for asked, levels in one.items())
        for one in missed
    ]


def _asked(rule: LevelRule, unfulfilled: bool, unpunctual: bool) -> str:
    asked = []
    if unfulfilled:
        asked.append(f"hoàn thành {100 * rule.completion_at_least:.0f} % nội dung")
    if unpunctual:
        or_count = f" hoặc {rule.or_late_count} nội dung" if rule.or_late_count else ""
        asked.append(f"trễ hạn không quá {100 * rule.late_at_most:.0f} %{or_count}")
    return ", ".join(asked)


def named(rules: ScoreRules, places: np.ndarray, index: pd.Index) -> pd.Series:
    """Levels by their code, from their places in the rules."""
    codes = np.array([rule.level for rule in rules.levels])
    return pd.Series(codes[places], index=index, dtype="str")
