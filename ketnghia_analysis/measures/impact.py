"""Did it help? The whole answer for one reporting year, from description to verdict."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from ketnghia_analysis.measures.impact_assign import DRAWS
from ketnghia_analysis.measures.impact_cautions import UNLIKE, cautions, how_chosen
from ketnghia_analysis.measures.impact_design import Design, balance, design, trends
from ketnghia_analysis.measures.impact_large import LARGE, clustered_difference
from ketnghia_analysis.measures.impact_staggered import Staggered, staggered
from ketnghia_analysis.measures.impact_test import Effect, randomisation_test
from ketnghia_analysis.measures.outcome_index import DOMAINS
from ketnghia_analysis.measures.verdict import (
    WORTHWHILE_SPREADS,
    Evidence,
    Verdict,
    judge,
    without_test,
)
from ketnghia_analysis.measures.year import YearInput

_PARTS = [
    *("domain", "paired", "others", "difference", "low", "high"),
    *("known_paired", "known_others"),
]


@dataclass(frozen=True)
class Impact:
    """Whether paired hamlets changed more than others, and what may be said about it.

    Attributes:
        design: who is compared with whom.
        chosen: Vietnamese, how the paired hamlets were chosen.
        balance: how alike the groups were before, see `impact_design.balance`.
        trends: mean of both groups in every round, see `impact_design.trends`.
        parts: each part of the index, see `parts_of_change`.
        main: the main test; None where there are too few hamlets.
        adjusted: the same, allowing for the level before.
        placebo: the same on the rounds before; None if there is only one.
        domains: the same for each domain of the index; description beside the main test.
        events: effects by round; None if too few hamlets have all rounds.
        verdict: what may be said.
    """

    design: Design
    chosen: str
    balance: pd.DataFrame
    trends: pd.DataFrame
    parts: pd.DataFrame
    main: Effect | None
    adjusted: Effect | None
    placebo: Effect | None
    domains: dict[str, Effect]
    events: Staggered | None
    verdict: Verdict


def did_it_help(
    year: YearInput,
    setting_aside: tuple[int, ...] = (),
    worthwhile: float | None = None,
    draws: int = DRAWS,
) -> Impact:
    """Compare paired hamlets with others up to a reporting year.

    Args:
        year: the year's tables.
        setting_aside: years of rounds by which the hamlets were chosen, see `impact_design.design`.
        worthwhile: smallest difference that matters, in points of the index; by default half a
            standard deviation of the hamlets before the start.
        draws: assignments drawn where there are more.
    """
    found = design(year, setting_aside)
    balanced = balance(found, year.panel)
    warned = cautions(year, found, balanced)
    described = {
        "design": found,
        "chosen": how_chosen(year, found),
        "balance": balanced,
        "trends": trends(found),
        "parts": parts_of_change(found),
    }
    if not (found.large_enough and found.before and found.after):
        return Impact(
            **described,
            main=None,
            adjusted=None,
            placebo=None,
            domains={},
            events=None,
            verdict=without_test(found, warned),
        )
    main, adjusted = main_test(found, draws), adjusted_test(found, draws)
    placebo = placebo_test(found, draws)
    spread = float(found.mean_of(found.before).std())
    evidence = Evidence(
        main=main,
        adjusted=adjusted,
        placebo=placebo,
        alone=without_each(found),
        worthwhile=WORTHWHILE_SPREADS * spread if worthwhile is None else worthwhile,
        unlike=abs(balanced.at["index", "difference"]) > UNLIKE,
    )
    return Impact(
        **described,
        main=main,
        adjusted=adjusted,
        placebo=placebo,
        domains={
            domain: _test(found, found.change(domain).dropna(), draws)
            for domain in DOMAINS
            if found.change(domain).notna().all()
        },
        events=_events(found, draws),
        verdict=judge(found, evidence, warned),
    )


def main_test(found: Design, draws: int = DRAWS) -> Effect:
    """The main test: mean after less mean before; by cohort where pairings began in several years.

    With one cohort the Welch-studentised difference, permuted within communes. With several the
    mean of all ATT(g, t), with the years of beginning permuted.
    """
    if len(found.cohorts) > 1:
        events = _events(found, draws)
        if events is not None:
            return _of_cohorts(events, found)
    return _test(found, found.change(), draws)


def adjusted_test(found: Design, draws: int = DRAWS) -> Effect:
    """The mean after, allowing for the mean before (analysis of covariance)."""
    after, before = found.mean_of(found.after), found.mean_of(found.before)
    return _test(found, after, draws, before)


def placebo_test(found: Design, draws: int = DRAWS) -> Effect | None:
    """The same on the rounds before: the last one less the mean of those before it."""
    if len(found.before) < 2:
        return None
    last = found.mean_of(found.before[-1:])
    change = (last - found.mean_of(found.before[:-1])).dropna()
    paired = found.members.loc[change.index, "paired"]
    if paired.sum() < 2 or (~paired).sum() < 2:
        return None
    return _test(found, change, draws)


def without_each(found: Design) -> tuple[float, bool]:
    """The largest Welch p-value when any single hamlet is left out, and whether the sign holds."""
    change, paired = found.change(), found.members["paired"]
    # around the middle, so that squares of large numbers do not cancel
    change = change - change.mean()
    values, member = change.to_numpy("float64"), paired.to_numpy("bool")
    sizes = np.array([(~member).sum(), member.sum()])
    sums = np.array([values[~member].sum(), values[member].sum()])
    squares = np.array([(values[~member] ** 2).sum(), (values[member] ** 2).sum()])
    # each group without each hamlet: one hamlet is taken from the group it belongs to
    own = np.column_stack([~member, member])
    count = sizes - own
    mean = (sums - own * values[:, None]) / count
    spread = (squares - own * values[:, None] ** 2 - count * mean**2) / (count - 1)
    gap = mean[:, 1] - mean[:, 0]
    error = np.sqrt((np.maximum(spread, 0) / count).sum(axis=1))
    ratio = np.divide(np.abs(gap), error, out=np.full_like(gap, np.inf), where=error > 0)
    largest = float(2 * stats.t.sf(ratio.min(), max(1, len(values) - 3)))
    same_sign = bool((np.sign(gap) == np.sign(sums[1] / sizes[1] - sums[0] / sizes[0])).all())
    return largest, same_sign


def parts_of_change(found: Design) -> pd.DataFrame:
    """How each part of the index changed in both groups: description, not proof.

    Returns:
        Indexed by indicator: `domain`, `paired`, `others` (mean change in points, of hamlets known
        before and after), `difference`, `low`, `high` (95 %, Welch), `known_paired`,
        `known_others`. Of ten parts one may well look different by chance.
    """
    rows = {}
    for part in found.outcomes.parts:
        wide = found.outcomes.points[part.indicator].unstack("year").reindex(found.members.index)
        if not (found.before and found.after):
            continue
        change = wide[list(found.after)].mean(axis=1) - wide[list(found.before)].mean(axis=1)
        one = change.reindex(found.paired).dropna()
        other = change.reindex(found.others).dropna()
        low, high = float("nan"), float("nan")
        if min(len(one), len(other)) > 1 and one.var() + other.var() > 0:
            ends = stats.ttest_ind(one, other, equal_var=False).confidence_interval(0.95)
            low, high = float(ends.low), float(ends.high)
        means = float(one.mean()), float(other.mean())
        counts = len(one), len(other)
        rows[part.indicator] = (part.domain, *means, means[0] - means[1], low, high, *counts)
    return pd.DataFrame.from_dict(rows, orient="index", columns=_PARTS).rename_axis("indicator")


def _test(
    found: Design, outcome: pd.Series, draws: int, covariate: pd.Series | None = None
) -> Effect:
    members = found.members.loc[outcome.index]
    paired = members["paired"].astype("float64")
    if len(members) > LARGE:
        return clustered_difference(outcome, paired, members["commune"], covariate)
    return randomisation_test(outcome, paired, members["commune"], covariate, draws=draws)


def _events(found: Design, draws: int) -> Staggered | None:
    members = found.members
    wide = found.wide()[sorted({*found.before, *found.after})]
    whole = members.loc[wide.dropna().index]
    if min(whole["paired"].sum(), (~whole["paired"]).sum()) < 2 or len(members) > LARGE:
        return None
    return staggered(
        wide, members["cohort"], members["commune"], base="universal", draws=min(draws, 4999)
    )


def _of_cohorts(events: Staggered, found: Design) -> Effect:
    row = events.mean("simple")
    nan = float("nan")
    paired = len(found.paired)
    return Effect(
        estimate=float(row["effect"]),
        standard_error=float(row["standard_error"]),
        p_value=float(row["p_value"]),
        low=float(row["low"]),
        high=float(row["high"]),
        level=events.level,
        plain=nan,
        welch_p=nan,
        welch_low=nan,
        welch_high=nan,
        treated=paired,
        others=len(found.others),
        freedom=max(1, paired + len(found.others) - 2),
        assignments=events.assignments,
        exact=events.exact,
        within=events.within,
    )
