"""Whether agencies, or fields, differ in how long things stay open (log-rank tests)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import chi2

from ketnghia_analysis.measures.durations import Durations

Weights = Literal["log-rank", "peto"]
Numbers = npt.NDArray[np.float64]

LEAST_EXPECTED = 5.0
"""Ends that a group must be expected to have for the chi-square distribution to fit (Cochran)."""


@dataclass(frozen=True)
class Comparison:
    """A test of groups.

    Attributes:
        groups: one row a group: `count`, `ended`, `expected` (ends it would have had at the pace of
            all together), weighted where the test weights.
        statistic: chi-square.
        freedom: its degrees of freedom.
        p_value: chance of such differences if no group differs.
        left_out: groups too small to be compared, which were not.
        readings: p-values of the quick and the slow reading of unsure dates.
    """

    groups: pd.DataFrame
    statistic: float
    freedom: int
    p_value: float
    left_out: tuple[str, ...] = ()
    readings: tuple[float, float] = (float("nan"), float("nan"))


def log_rank(
    days: pd.Series,
    ended: pd.Series,
    groups: pd.Series,
    strata: pd.Series | None = None,
    weights: Weights = "log-rank",
) -> Comparison:
    """Compare groups of waits.

    Args:
        days: days waited.
        ended: whether it ended then.
        groups: to which group each belongs.
        strata: compare only within these, such as fields when agencies are compared; rows without
            one are passed over, as R's `survdiff` does.
        weights: "peto" weights early differences by the share still open (Peto and Peto, 1972;
            `survdiff` of R with rho = 1).

    Raises:
        ValueError: there is only one group, or nothing ended.
    """
    layers = pd.Series("", index=days.index) if strata is None else strata.dropna().astype("str")
    named = groups.loc[layers.index].astype("str")
    names = sorted(set(named))
    if len(names) < 2:
        raise ValueError("a comparison needs two groups")
    observed, expected = np.zeros(len(names)), np.zeros(len(names))
    variance = np.zeros((len(names), len(names)))
    for _, own in layers.groupby(layers):
        member = named.loc[own.index].to_numpy()[:, None] == np.array(names)[None, :]
        parts = _of_stratum(
            days.loc[own.index].to_numpy("float64"),
            ended.loc[own.index].to_numpy("bool"),
            member.astype("float64"),
            weights,
        )
        observed, expected, variance = (
            observed + parts[0],
            expected + parts[1],
            variance + parts[2],
        )
    told = np.flatnonzero(np.diag(variance) > 0)
    if len(told) < 2:
        raise ValueError("nothing ended while several groups were open")
    free = told[:-1]
    gap = (observed - expected)[free]
    statistic = float(gap @ np.linalg.pinv(variance[np.ix_(free, free)]) @ gap)
    table = pd.DataFrame(
        {
            "count": named.value_counts().reindex(names).to_numpy(),
            "ended": observed,
            "expected": expected,
        },
        index=pd.Index(names, name="group"),
    )
    return Comparison(table, statistic, len(free), float(chi2.sf(statistic, len(free))))


def compare(
    found: Durations,
    groups: pd.Series,
    strata: pd.Series | None = None,
    weights: Weights = "log-rank",
) -> Comparison | None:
    """Compare the groups that are large enough, by both readings of unsure dates.

    Args:
        found: durations.
        groups: to which group each row belongs; rows without one are passed over.
        strata: compare only within these.
        weights: see `log_rank`.

    Returns:
        The comparison whose p-value is the larger of both readings, without the groups of fewer
        than `LEAST_EXPECTED` expected ends; None where fewer than two groups are large enough.
    """
    kept = groups.reindex(found.rows.index).dropna().astype("str")
    left_out: list[str] = []
    while kept.nunique() >= 2:
        try:
            tests = [
                log_rank(
                    days.loc[kept.index],
                    ended.loc[kept.index],
                    kept,
                    None if strata is None else strata.reindex(kept.index),
                    weights,
                )
                for days, ended in (found.reading("quick"), found.reading("slow"))
            ]
        except ValueError:
            return None
        expected = np.minimum(*(_plain_expected(found, kept, name) for name in ("quick", "slow")))
        smallest = str(expected.idxmin())
        if expected[smallest] >= LEAST_EXPECTED:
            careful = max(tests, key=lambda test: test.p_value)
            return Comparison(
                careful.groups,
                careful.statistic,
                careful.freedom,
                careful.p_value,
                tuple(sorted(left_out)),
                (tests[0].p_value, tests[1].p_value),
            )
        left_out.append(smallest)
        kept = kept[kept != smallest]
    return None


def _plain_expected(found: Durations, kept: pd.Series, name: Literal["quick", "slow"]) -> pd.Series:
    days, ended = found.reading(name)
    table = log_rank(days.loc[kept.index], ended.loc[kept.index], kept).groups
    return table["expected"]


def _of_stratum(
    days: Numbers, ended: npt.NDArray[np.bool_], member: Numbers, weights: Weights
) -> tuple[Numbers, Numbers, Numbers]:
    """Observed and expected ends of each group and their covariance, within one stratum."""
    moments, place = np.unique(days, return_inverse=True)
    at_exit = np.zeros((len(moments), member.shape[1]))
    np.add.at(at_exit, place, member)
    events = np.zeros_like(at_exit)
    np.add.at(events, place, member * ended[:, None])
    at_risk = at_exit[::-1].cumsum(axis=0)[::-1]
    happened = events.sum(axis=1) > 0
    events, at_risk = events[happened], at_risk[happened]
    dead, alive = events.sum(axis=1), at_risk.sum(axis=1)
    weight = np.ones(len(dead))
    if weights == "peto":
        weight = np.concatenate([[1.0], np.cumprod(1 - dead / alive)[:-1]])
    share = at_risk / alive[:, None]
    spread = np.where(alive > 1, dead * (alive - dead) / np.maximum(alive - 1, 1), 0.0)
    spread = spread * weight**2
    covariance = np.diag(spread @ share) - (share * spread[:, None]).T @ share
    return weight @ events, (weight * dead) @ share, covariance
