"""Which choice, or which criterion, drives the disagreement between draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.composite.draws import Runner
from ketnghia_analysis.measures.composite.plan import (
    Plan,
    Spread,
    choices,
    fixed_plan,
    members_of,
    moved,
    random_plan,
)
from ketnghia_analysis.measures.composite.sobol import sobol_indices
from ketnghia_analysis.measures.composite.spec import Board

Planner = Callable[[np.ndarray], Plan]
HEADINGS = {
    "weights": "Trọng số",
    "goalposts": "Ngưỡng của thang điểm",
    "normalise": "Cách chuẩn hóa",
    "aggregate": "Cách tổng hợp",
    "noise": "Số liệu thiếu, sai số đo",
}
"""Kinds of choices, Vietnamese."""


def choice_drivers(
    board: Board, data: pd.DataFrame, spread: Spread, *, points: int = 256, unit: object = None
) -> pd.DataFrame:
    """Sobol indices of each kind of choice that moves.

    A kind with many numbers (all weights, all errors) counts as one input: it draws one of
    `points` sets of numbers.

    Args:
        board: with its own choices.
        data: as for `engine.reckon`.
        spread: how far they may move.
        points: see `sobol.sobol_indices`; points x (kinds + 2) runs.
        unit: whose score is the outcome; None for the mean shift of ranks over all units.

    Returns:
        As `sobol_indices`, indexed by kind, with `heading`; empty if nothing moves.
    """
    runner = Runner.of(board, data, spread)
    kinds = [kind for kind, moves in choices(spread).items() if moves]
    sets = random_plan(runner.nominal, spread.model_copy(update={"draws": points}))

    def plan(uniform: np.ndarray) -> Plan:
        made = fixed_plan(runner.nominal, spread, len(uniform))
        for kind, column in zip(kinds, uniform.T, strict=True):
            made = _chosen(made, sets, kind, column, spread)
        return made

    return _indices(runner, kinds, plan, points, unit).assign(
        heading=lambda table: table.index.map(HEADINGS)
    )


def weight_drivers(
    board: Board, data: pd.DataFrame, spread: Spread, *, points: int = 256, unit: object = None
) -> pd.DataFrame:
    """Sobol indices of each weight, everything else as the board has it.

    Returns:
        As `sobol_indices`, indexed by indicator or group, with `heading`.
    """
    still = {"normalise": (), "aggregate": (), "missing": "left_out", "measurement": 0.0}
    runner = Runner.of(board, data, spread.model_copy(update=still))
    names = list(members_of(runner.nominal))

    def plan(uniform: np.ndarray) -> Plan:
        made = fixed_plan(runner.nominal, spread, len(uniform))
        return replace(made, factors=moved(uniform, spread.weights))

    called = {one.code: one.name for one in board.leaves}
    called |= {one.code: one.name for one in board.groups}
    return _indices(runner, names, plan, points, unit).assign(
        heading=lambda table: table.index.map(called)
    )


def _chosen(made: Plan, sets: Plan, kind: str, column: np.ndarray, spread: Spread) -> Plan:
    """The plan with one kind of choice drawn by a number from 0 to 1."""
    if kind in {"normalise", "aggregate"}:
        count = 1 + len(getattr(spread, kind))
        return replace(made, **{kind: np.minimum((column * count).astype("int64"), count - 1)})
    row = np.minimum((column * len(sets)).astype("int64"), len(sets) - 1)
    name = {"weights": "factors", "goalposts": "shifts", "noise": "noise"}[kind]
    return replace(made, **{name: getattr(sets, name)[row]})


def _indices(
    runner: Runner, names: list[str], plan: Planner, points: int, unit: object
) -> pd.DataFrame:
    own = runner.nominal.index
    place = None if unit is None else own.index.get_loc(unit)
    usual = runner.ranks(own.to_numpy()[None, :])[0]

    def outcome(uniform: np.ndarray) -> np.ndarray:
        found = np.empty(len(uniform))
        made = plan(uniform)
        for rows, block in runner.blocks(made):
            if place is None:
                found[rows] = np.abs(runner.ranks(block) - usual).mean(axis=1)
            else:
                found[rows] = block[:, place]
        return found

    return sobol_indices(outcome, names, points=points, seed=runner.spread.seed)
