"""Which criterion's points, data or target drives the disagreement about levels."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtri

from ketnghia_analysis.measures.composite.sobol import sobol_indices
from ketnghia_analysis.measures.criterion_list import CRITERION_NAMES
from ketnghia_analysis.measures.measured import Measured
from ketnghia_analysis.measures.rules import ScoreSpread
from ketnghia_analysis.measures.score_draws import Choices, evaluate, moved_cuts
from ketnghia_analysis.measures.score_variants import Variants

_KINDS = {"weight": "Điểm tối đa", "data": "Số liệu", "target": "Mức yêu cầu"}


def score_drivers(
    found: Measured,
    spread: ScoreSpread | None = None,
    variants: Variants | None = None,
    *,
    pairing: str | None = None,
    points: int = 256,
) -> pd.DataFrame:
    """Sobol indices of each choice for the level, or for one pairing's points.

    Inputs are the points of each criterion, its data (missing values and errors, for all pairings
    alike), its target, and the cut-points together.

    Args:
        found: pairings of a year.
        spread: how far choices may move; by default as the rules say.
        variants: shares under other targets.
        pairing: whose points are the outcome; None for the share of pairings whose level differs
            from that of the unmoved choices (with missing data in the middle of its range).
        points: see `sobol.sobol_indices`; points x (inputs + 2) runs.

    Returns:
        As `sobol_indices`, largest total first, indexed by "weight D1", "data D1", "target A3" or
        "cuts", with `heading` (Vietnamese), `kind` and `criterion` ("" for cuts).
    """
    spread = spread or found.rules.uncertainty
    names = _inputs(found, spread, variants)
    at = None if pairing is None else found.pairings.index.get_loc(pairing)
    usual = evaluate(found, _choices(found, spread, names, None), spread, variants)[1][0]

    def outcome(uniform: np.ndarray) -> np.ndarray:
        told = np.empty(len(uniform))
        size = max(1, 2_000_000 // max(1, found.low.size))
        for start in range(0, len(uniform), size):
            part = slice(start, start + size)
            drawn = _choices(found, spread, names, uniform[part], variants)
            scores, places = evaluate(found, drawn, spread, variants)
            told[part] = (places != usual).mean(axis=1) if at is None else scores[:, at]
        return told

    table = sobol_indices(outcome, names, points=points, seed=spread.seed)
    parts = table.index.str.partition(" ")
    table["kind"] = [one[0] for one in parts]
    table["criterion"] = [one[2] for one in parts]
    table["heading"] = [
        f"{_KINDS[kind]} {code} {CRITERION_NAMES[code][0]}" if code else "Mốc điểm của các mức"
        for kind, code in zip(table["kind"], table["criterion"], strict=True)
    ]
    return table.sort_values("total", ascending=False, kind="stable")


def _inputs(found: Measured, spread: ScoreSpread, variants: Variants | None) -> list[str]:
    names = [f"weight {code}" for code in found.shares] if spread.weights else []
    unsure = np.nan_to_num(found.high - found.low).max(axis=0, initial=0.0) > 0
    for at, code in enumerate(found.shares):
        if unsure[at] or spread.measurement:
            names.append(f"data {code}")
    names += [f"target {code}" for code in found.shares if code in (variants or {})]
    return names + (["cuts"] if spread.cut_points else [])


def _choices(
    found: Measured,
    spread: ScoreSpread,
    names: list[str],
    uniform: np.ndarray | None,
    variants: Variants | None = None,
) -> Choices:
    """Choices from numbers between 0 and 1; the unmoved ones if none are given."""
    count = 1 if uniform is None else len(uniform)
    shape = (count, 1, len(found.points))
    factors, position = np.ones((count, len(found.points))), np.full(shape, 0.5)
    errors, which = np.zeros(shape), np.zeros((count, len(found.points)), dtype="int64")
    cuts = np.full((len(found.rules.levels), count), 0.5)
    place = {code: at for at, code in enumerate(found.shares)}
    for name, column in zip(
        names, () if uniform is None else uniform.T, strict=uniform is not None
    ):
        kind, _, code = name.partition(" ")
        if kind == "weight":
            factors[:, place[code]] = 1 + spread.weights * (2 * column - 1)
        elif kind == "data":
            position[:, 0, place[code]] = column
            errors[:, 0, place[code]] = spread.measurement * ndtri(np.clip(column, 1e-9, 1 - 1e-9))
        elif kind == "target":
            ways = 1 + len((variants or {})[code])
            which[:, place[code]] = np.minimum((column * ways).astype("int64"), ways - 1)
        else:
            cuts[:] = column
    return Choices(
        factors=factors,
        position=position,
        errors=errors,
        gates=np.ones((count, 1, len(found.rules.gates))),
        variants=which,
        cuts=moved_cuts(found.rules, spread, cuts),
        way=np.zeros(count, dtype="int64"),
        by_rank=np.zeros(count, dtype=bool),
    )
