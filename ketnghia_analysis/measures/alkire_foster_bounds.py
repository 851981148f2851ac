"""The lowest and the highest that figures of poverty can be, whatever the unknown values are."""

from __future__ import annotations

from math import nan

import numpy as np

from ketnghia_analysis.measures.deprivations import Deprivations

Ends = tuple[float, float]
_ROUNDS = 60
_NEAR = 1e-9


def bounds(lacks: Deprivations, counted: np.ndarray, cutoff: float) -> dict[tuple[str, str], Ends]:
    """Ends of the Alkire-Foster figures of some households, complete or not.

    Those of H, M0 and the headcounts are reached by some values of the unknown. A is bounded from
    outside: with unequal weights its ends may lie a little beyond what can be reached.

    Args:
        lacks: what they lack.
        counted: what each of them counts for.
        cutoff: k.

    Returns:
        (lowest, highest) by (measure, indicator); NaN where nobody counts.
    """
    total = float(counted.sum())
    if not total > 0:
        return {}
    surely, maybe = lacks.least >= cutoff - _NEAR, lacks.most >= cutoff - _NEAR

    def ends(low: np.ndarray, high: np.ndarray) -> Ends:
        return float(counted @ low) / total, float(counted @ high) / total

    found = {
        ("H", ""): ends(surely, maybe),
        ("M0", ""): ends(lacks.least * surely, lacks.most * maybe),
        ("A", ""): _mean_share(lacks, counted, cutoff, surely, maybe),
    }
    for name, yes, may in zip(lacks.names, lacks.yes, lacks.may, strict=True):
        found["headcount", name] = ends(yes, may)
        # whoever lacks the indicator reaches the highest sum only with it
        found["censored", name] = ends(yes & surely, may & maybe)
    return found


def _mean_share(
    lacks: Deprivations, counted: np.ndarray, cutoff: float, surely: np.ndarray, maybe: np.ndarray
) -> Ends:
    """Ends of A: each household is given what moves the ratio most (Dinkelbach's iteration)."""
    if not (counted @ maybe) > 0:
        return nan, nan
    optional = maybe & ~surely
    smallest = np.where(surely, lacks.least, np.maximum(lacks.least, cutoff))
    ends = []
    for share, better in ((lacks.most, np.greater), (smallest, np.less)):
        ratio = float(counted @ (share * maybe)) / float(counted @ maybe)
        for _ in range(_ROUNDS):
            poor = surely | (optional & better(share, ratio))
            people = float(counted @ poor)
            moved = float(counted @ (share * poor)) / people if people > 0 else ratio
            if abs(moved - ratio) < 1e-15:
                break
            ratio = moved
        ends.append(ratio)
    return ends[1], ends[0]
