"""Benefit of the doubt: each unit weighed as favours it most; a diagnosis, not a policy."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

from ketnghia_analysis.vocabulary.errors import DataFault


def benefit_of_the_doubt(
    values: np.ndarray, shares: tuple[float, float] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Scores and weights of the benefit of the doubt (Cherchye, Moesen, Rogge and others 2007).

    Each unit's score is the largest Σ w x over weights that are not negative and give no unit more
    than 1; 1 for a unit that no other surpasses with those weights. An unknown value counts as 0,
    the worst (Kuosmanen 2009), so that unknown never helps. Few units with many indicators all get
    1: then the method can't tell them apart.

    Args:
        values: units by indicators, higher is better, not negative.
        shares: least and most that an indicator may give to its own unit's score (pie shares,
            Wong and Beasley 1990).

    Returns:
        Scores, NaN for a unit of which nothing is known; and the weights, units by indicators.

    Raises:
        DataFault: values are negative, or the shares leave a unit no weights.
    """
    if np.nanmin(values, initial=0.0) < 0:
        raise DataFault(
            "Trọng số có lợi nhất (bod)",
            "có điểm âm",
            "dùng chuẩn hóa không âm (goalposts, min_max, target)",
        )
    outputs = np.nan_to_num(values, nan=0.0)
    units, indicators = outputs.shape
    scores, weights = np.full(units, np.nan), np.full((units, indicators), np.nan)
    stuck = []
    # rows that another row reaches in everything never bind
    peers = _maximal(outputs)
    for unit in np.flatnonzero(~np.isnan(values).all(axis=1)):
        own = outputs[unit]
        limits, bounds = [peers], [np.ones(len(peers))]
        if shares is not None:
            least, most = shares
            limits += [least * own[None, :] - np.diag(own), np.diag(own) - most * own[None, :]]
            bounds += [np.zeros(indicators)] * 2
        found = linprog(-own, A_ub=np.vstack(limits), b_ub=np.concatenate(bounds), method="highs")
        if found.status != 0:
            stuck.append(str(unit + 1))
            continue
        scores[unit], weights[unit] = -found.fun, found.x
    if stuck:
        raise DataFault(
            "Trọng số có lợi nhất (bod)",
            f"không có trọng số nào hợp với giới hạn shares ở dòng {', '.join(stuck[:10])}",
            "nới giới hạn shares",
        )
    return scores, weights


def _maximal(outputs: np.ndarray) -> np.ndarray:
    """Rows that no other row reaches in every column; of equal rows one."""
    rows = np.unique(outputs, axis=0)
    keep = [not ((rows >= row).all(axis=1) & (rows > row).any(axis=1)).any() for row in rows]
    return rows[np.array(keep)] if len(rows) <= 5_000 else rows
