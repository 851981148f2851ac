"""What varies from draw to draw: the choices that a board could as well have made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from pydantic import Field, model_validator

from ketnghia_analysis.measures.composite.engine import Composite
from ketnghia_analysis.measures.composite.spec import Aggregation, Board, Normalisation
from ketnghia_analysis.vocabulary.yaml_files import Strict

Uniform = Callable[[int], np.ndarray]
"""Gives columns of numbers from 0 to 1."""


class Spread(Strict):
    """How far the choices may move; declared in the rules file.

    Attributes:
        draws: number of them.
        seed: the same seed gives the same draws, whatever the machine's memory.
        weights: every weight moves by up to this share of itself, evenly.
        goalposts: both posts move by up to this share of their distance, evenly.
        normalise: other methods, as likely as the board's own.
        aggregate: other methods, as likely as the board's own.
        missing: a missing value counts for nothing; or lies anywhere on its scale; or is that of
            another unit, drawn at random.
        measurement: errors of `Leaf.measurement_sd` times this.
        cuts: scores from which on the levels above the lowest begin, ascending.
        cut_points: every cut moves by up to this many points, evenly.
    """

    draws: int = Field(default=1_000, ge=1)
    seed: int = Field(default=2024, ge=0)
    weights: float = Field(default=0.2, ge=0, lt=1)
    goalposts: float = Field(default=0.0, ge=0, lt=0.5)
    normalise: tuple[Normalisation, ...] = ()
    aggregate: tuple[Aggregation, ...] = ()
    missing: Literal["left_out", "uniform", "observed"] = "uniform"
    measurement: float = Field(default=1.0, ge=0)
    cuts: tuple[float, ...] = ()
    cut_points: float = Field(default=0.0, ge=0)

    @model_validator(mode="after")
    def _ascending(self) -> Spread:
        if list(self.cuts) != sorted(set(self.cuts)):
            raise ValueError("cuts phải tăng dần")
        return self


@dataclass(frozen=True)
class Plan:
    """The choices of each draw.

    Attributes:
        normalise: number of the method, 0 for the board's own.
        aggregate: number of the method, 0 for the board's own.
        factors: by which each weight is multiplied; draws by members of groups.
        shifts: of both posts as a share of their distance; draws by indicators by two.
        noise: seed of measurement errors and missing values.
        cuts: draws by cut-points, ascending.
        members: what the columns of `factors` are: codes of indicators and groups.
    """

    normalise: np.ndarray
    aggregate: np.ndarray
    factors: np.ndarray
    shifts: np.ndarray
    noise: np.ndarray
    cuts: np.ndarray
    members: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.normalise)

    def table(self, board: Board, spread: Spread) -> pd.DataFrame:
        """The choices as a frame, one row for each draw, with names for methods."""
        normal = [board.normalise.method, *(one.method for one in spread.normalise)]
        total = [board.aggregate.method, *(one.method for one in spread.aggregate)]
        told: dict[str, np.ndarray] = {
            "normalise": np.array(normal)[self.normalise],
            "aggregate": np.array(total)[self.aggregate],
            "noise": self.noise,
        }
        for place, code in enumerate(self.members):
            told[f"weight {code}"] = self.factors[:, place]
        if self.shifts.any():
            for place, leaf in enumerate(board.leaves):
                told[f"low post {leaf.code}"] = self.shifts[:, place, 0]
                told[f"high post {leaf.code}"] = self.shifts[:, place, 1]
        for place in range(self.cuts.shape[1]):
            told[f"cut {place + 1}"] = self.cuts[:, place]
        return pd.DataFrame(told)


def members_of(composite: Composite) -> tuple[str, ...]:
    """Codes of all members of groups."""
    return tuple(str(code) for one in composite.weights.values() for code in one.index)


def random_plan(composite: Composite, spread: Spread) -> Plan:
    """Choices drawn at random, all independent."""
    rng = np.random.default_rng(spread.seed)
    members = members_of(composite)
    count, leaves = spread.draws, len(composite.board.leaves)
    return Plan(
        normalise=rng.integers(0, 1 + len(spread.normalise), count),
        aggregate=rng.integers(0, 1 + len(spread.aggregate), count),
        factors=moved(rng.random((count, len(members))), spread.weights),
        shifts=moved(rng.random((count, leaves, 2)), spread.goalposts) - 1,
        noise=rng.integers(0, 2**31, count),
        cuts=moved_cuts(rng.random((count, len(spread.cuts))), spread),
        members=members,
    )


def moved(uniform: np.ndarray, share: float) -> np.ndarray:
    """Factors around 1, evenly up to a share to either side."""
    return np.asarray(1 + share * (2 * uniform - 1))


def moved_cuts(uniform: np.ndarray, spread: Spread) -> np.ndarray:
    """Cut-points of each draw, kept in order."""
    cuts = np.array(spread.cuts, dtype="float64")
    return np.asarray(np.sort(cuts + spread.cut_points * (2 * uniform - 1), axis=1))


def fixed_plan(composite: Composite, spread: Spread, count: int) -> Plan:
    """The board's own choices, as often as asked."""
    members = members_of(composite)
    return Plan(
        normalise=np.zeros(count, dtype="int64"),
        aggregate=np.zeros(count, dtype="int64"),
        factors=np.ones((count, len(members))),
        shifts=np.zeros((count, len(composite.board.leaves), 2)),
        noise=np.full(count, -1, dtype="int64"),
        cuts=np.tile(np.array(spread.cuts, dtype="float64"), (count, 1)),
        members=members,
    )


def choices(spread: Spread) -> Mapping[str, bool]:
    """Which kinds of choices move at all, by name."""
    return {
        "weights": spread.weights > 0,
        "goalposts": spread.goalposts > 0,
        "normalise": bool(spread.normalise),
        "aggregate": bool(spread.aggregate),
        "noise": spread.missing != "left_out" or spread.measurement > 0,
    }
