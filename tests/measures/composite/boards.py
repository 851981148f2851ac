"""Boards and frames for tests, and the same arithmetic in plain loops."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.composite.spec import Board

TREE: dict[str, Any] = {
    "code": "index",
    "children": [
        {
            "code": "living",
            "weight": 2,
            "children": [
                {"code": "water", "weight": 3, "goalposts": [0, 100]},
                {"code": "poor", "better": "lower", "goalposts": [0, 60]},
            ],
        },
        {"code": "income", "weight": 1, "goalposts": [10, 60]},
    ],
}


def board(**choices: Any) -> Board:
    """The small board with other choices."""
    return Board.model_validate({"index": TREE} | choices)


def flat(columns: int, **choices: Any) -> Board:
    """Indicators i0, i1, ... of equal weight from 0 to 100 in one group."""
    leaves = [{"code": f"i{one}", "goalposts": [0, 100]} for one in range(columns)]
    return Board.model_validate({"index": {"code": "index", "children": leaves}} | choices)


def frame(rows: list[tuple[float | None, ...]], names: str = "water poor income") -> pd.DataFrame:
    columns = names.split()
    units = [f"H{one + 1}" for one in range(len(rows))]
    return pd.DataFrame(rows, columns=columns, index=pd.Index(units, name="unit"), dtype="float64")


def panel(years: dict[int, list[tuple[float | None, ...]]]) -> pd.DataFrame:
    parts = [
        frame(rows).assign(year=year).set_index("year", append=True) for year, rows in years.items()
    ]
    return pd.concat(parts)


def invented(units: int, columns: int, seed: int, holes: float = 0.0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    values = rng.uniform(2, 98, (units, columns))
    values[rng.random(values.shape) < holes] = np.nan
    names = [f"i{one}" for one in range(columns)]
    return pd.DataFrame(values, columns=names, index=[f"H{one}" for one in range(units)])


def mean_by_loop(values: list[float], weights: list[float], method: str, power: float) -> float:
    """A weighted mean of the known values, one number at a time."""
    known = [(x, w) for x, w in zip(values, weights, strict=True) if not math.isnan(x)]
    if not known:
        return math.nan
    total = sum(w for _, w in known)
    if method == "arithmetic":
        return sum(w * x for x, w in known) / total
    if method == "geometric":
        return math.prod(max(x, 1.0) ** (w / total) for x, w in known)
    if method == "harmonic":
        return total / sum(w / max(x, 1.0) for x, w in known)
    return float((sum(w * max(x, 1.0) ** power for x, w in known) / total) ** (1 / power))


def copeland_by_loop(values: np.ndarray, weights: np.ndarray) -> list[float]:
    """Wins less losses, pair by pair, from the definition."""
    scores = []
    for one in values:
        score = 0
        for other in values:
            for_one = against = 0.0
            for x, y, w in zip(one, other, weights, strict=True):
                if not math.isnan(x) and not math.isnan(y):
                    for_one += w * (x > y)
                    against += w * (x < y)
            score += int(for_one > against + 1e-12) - int(against > for_one + 1e-12)
        scores.append(float(score))
    return scores
