"""The figures of one group: ratios of totals, and what every cluster adds to their errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from math import nan

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.deprivations import Deprivations
from ketnghia_analysis.measures.sample import Design, share_interval

Name = tuple[str, str]
"""What is added up, and of which indicator ("" for none)."""
_PEOPLE, _POOR, _GAP = ("people", ""), ("poor", ""), ("gap", "")
_NO_SCORES = pd.Series(dtype="float64")


@dataclass(frozen=True)
class Figure:
    """One estimate; `scores` by number of the cluster, empty where there is no sample."""

    measure: str
    indicator: str
    value: float
    se: float
    low: float
    high: float
    households: int
    scores: pd.Series

    def as_row(self) -> dict[str, object]:
        """All but the scores, by name."""
        row: dict[str, object] = dict(vars(self))
        del row["scores"]
        return row


@dataclass(frozen=True)
class Used:
    """Complete households: what they lack, what each counts for, how poor it is."""

    lacks: Deprivations
    weight: np.ndarray
    poor: np.ndarray
    gap: np.ndarray
    design: Design | None

    @classmethod
    def of(
        cls, lacks: Deprivations, weight: np.ndarray, cutoff: float, design: Design | None
    ) -> Used:
        """Find who is poor; sums within 1e-9 of the cutoff reach it."""
        poor = weight * (lacks.least >= cutoff - 1e-9)
        return cls(lacks, weight, poor, poor * lacks.least, design)


@dataclass(frozen=True)
class Totals:
    """Totals of a group in each of the clusters where it has households.

    Attributes:
        households: how many of them there are.
        cluster: numbers of these clusters; a single one, 0, where there is no sample.
        of: total in each of them, by what is added up.
    """

    households: int
    cluster: np.ndarray
    of: Mapping[Name, np.ndarray]

    def sum(self, name: Name) -> float:
        """Total of the group."""
        return float(self.of[name].sum())


def totals_of_groups(used: Used, group: np.ndarray | None = None, groups: int = 1) -> list[Totals]:
    """Totals of each group in one pass.

    Args:
        used: complete households.
        group: number of the group of each; all are in group 0 if None.
        groups: how many groups there are.
    """
    clusters = 1 if used.design is None else len(used.design.stratum)
    key = group
    if used.design is not None:
        key = used.design.cluster if group is None else group * clusters + used.design.cluster
    if key is None:
        place, cells = None, np.zeros(1, dtype="int64")
    else:
        place, cells = pd.factorize(key, sort=True)

    def added(values: np.ndarray, which: np.ndarray | None = None) -> np.ndarray:
        if place is None:
            told = values.sum() if which is None else values @ which
            return np.array([told], dtype="float64")
        return np.bincount(place, values if which is None else values * which, len(cells))

    of = {_PEOPLE: added(used.weight), _POOR: added(used.poor), _GAP: added(used.gap)}
    for name, column in zip(used.lacks.names, used.lacks.yes, strict=True):
        of["lack", name], of["poor_lack", name] = (
            added(used.weight, column),
            added(used.poor, column),
        )
    sizes = [len(used.weight)] if group is None else np.bincount(group, minlength=groups)
    ends = np.searchsorted(cells, np.arange(groups + 1) * clusters)
    return [
        Totals(
            int(sizes[one]),
            cells[start:end] - one * clusters,
            {name: values[start:end] for name, values in of.items()},
        )
        for one, (start, end) in enumerate(pairwise(ends))
    ]


def figures_of_group(used: Used, totals: Totals, *, of_all: bool) -> Iterator[Figure]:
    """All figures of a group, or of all; a part of everybody is told of groups only."""

    def figure(measure: str, part: Name, base: Name, times: float = 1.0) -> Figure:
        value = _ratio(totals.sum(part), totals.sum(base)) * times
        scores = totals.of[part] * times - value * totals.of[base]
        return _figure(used, measure, part[1], value, totals, scores, totals.sum(base))

    yield figure("H", _POOR, _PEOPLE)
    yield figure("A", _GAP, _POOR)
    yield figure("M0", _GAP, _PEOPLE)
    for name, weight in used.lacks.weights.items():
        yield figure("headcount", ("lack", name), _PEOPLE)
        yield figure("censored", ("poor_lack", name), _PEOPLE)
        yield figure("contribution", ("poor_lack", name), _GAP, weight)
    if not of_all:
        for measure, part, everybody in (
            ("population_share", _PEOPLE, used.weight),
            ("share_of_m0", _GAP, used.gap),
        ):
            yield _part_of_all(used, measure, totals, part, everybody)


def _part_of_all(
    used: Used, measure: str, totals: Totals, part: Name, everybody: np.ndarray
) -> Figure:
    whole = float(everybody.sum())
    value = _ratio(totals.sum(part), whole)
    if used.design is None:
        return _figure(used, measure, "", value, totals, totals.of[part], whole)
    clusters = np.arange(len(used.design.stratum))
    scores = -value * np.bincount(used.design.cluster, everybody, len(clusters))
    scores[totals.cluster] += totals.of[part]
    return _figure(used, measure, "", value, replace(totals, cluster=clusters), scores, whole)


def _figure(
    used: Used,
    measure: str,
    indicator: str,
    value: float,
    totals: Totals,
    scores: np.ndarray,
    base: float,
) -> Figure:
    size = totals.households
    if used.design is None or not base > 0:
        return Figure(measure, indicator, value, nan, nan, nan, size, _NO_SCORES)
    scores = scores / base
    error = used.design.standard_error(totals.cluster, scores)
    low, high = share_interval(value, error, used.design.freedom)
    scored = pd.Series(scores, totals.cluster)
    return Figure(measure, indicator, value, error, low, high, size, scored)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else nan
