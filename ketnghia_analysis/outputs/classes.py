"""Classes for coloured areas: at most five, round breaks, the same for all years."""

from __future__ import annotations

import math

import pandas as pd

MOST_CLASSES = 5
_STEPS = (1.0, 2.0, 2.5, 5.0)


def round_breaks(values: pd.Series, most: float | None = None) -> list[float]:
    """Inner breaks for an indicator, from all its values of all years.

    Args:
        values: every value that is ever shown; missing ones are passed over.
        most: largest value possible, 100 for a percentage.

    Returns:
        Up to four ascending round numbers; equal or constant values give one break or none.
    """
    known = values.dropna().astype("float64")
    if known.empty or known.min() == known.max():
        return []
    low, high = float(known.quantile(0.05)), float(known.quantile(0.95))
    if high <= low:
        low, high = float(known.min()), float(known.max())
    step = _round_step((high - low) / MOST_CLASSES)
    first = math.floor(low / step) * step + step
    breaks = [round(first + step * number, 6) for number in range(MOST_CLASSES - 1)]
    limit = float("inf") if most is None else most
    return [
        value for value in breaks if known.min() < value < min(limit, float(known.max()) + 1e-9)
    ]


def change_breaks(changes: pd.Series) -> list[float]:
    """The two positive limits of five classes of change that lie symmetrically around zero.

    Changes below the first limit count as none; those from the second on as large.

    Args:
        changes: every change that is ever shown; missing ones are passed over.

    Returns:
        Two ascending round numbers, none if nothing changed.
    """
    # smaller ones than a tenth are not shown either
    sizes = changes.dropna().astype("float64").abs().round(1)
    large = float(sizes.quantile(0.9)) if len(sizes) else 0.0
    large = large or (float(sizes.max()) if len(sizes) else 0.0)
    if large <= 0:
        return []
    step = max(_round_step(large / 4), 0.1)
    return [round(step, 6), round(3 * step, 6)]


def _round_step(width: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below the width."""
    power = 10.0 ** math.floor(math.log10(width))
    return next(step * power for step in (*_STEPS, 10.0) if step * power >= width - 1e-12)
