"""What of that which is open now will be overdue at the next reporting date.

An item of age a that is open today is open h days later with the chance S(a + h) / S(a), S being
the share that stays open so long (Kaplan-Meier). The interval of the count has two parts: the curve
is known from few cases (they are drawn again, with replacement), and even a known chance decides
each case by luck.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from ketnghia_analysis.measures.durations import durations
from ketnghia_analysis.measures.overdue import is_pending

Numbers = npt.NDArray[np.float64]

DRAWS = 2000
LEAST_ENDED = 10
"""Ends that must have been seen for a forecast to be made."""
_SEED = 20
_PER_BLOCK = 2_000_000


@dataclass(frozen=True)
class Forecast:
    """How many of those open on a day will be overdue on a later one.

    Attributes:
        day: when the forecast is made.
        at: the later day.
        items: one row for each item that is open and due by then: `chance` (of being overdue then),
            `overdue_now` (bool); index of the spells.
        expected: expected number.
        low: lower end of the interval of the number.
        high: upper end.
        level: of the interval.
        overdue_now: number overdue on the day itself.
        reason: Vietnamese, why there is no forecast; "" if there is one.
    """

    day: date
    at: date
    items: pd.DataFrame
    expected: float
    low: float
    high: float
    level: float
    overdue_now: int
    reason: str = ""


def forecast_overdue(
    spells: pd.DataFrame, day: date, at: date, level: float = 0.9, draws: int = DRAWS
) -> Forecast:
    """Forecast what will be overdue, of what is open on a day.

    What has not been raised or promised yet is not in it. What may be open counts as open, unsure
    dates are read as slow, and what nobody mentioned again was not done: the forecast warns.

    Args:
        spells: see `durations.difficulty_spells` and `durations.commitment_spells`, as of the day.
        day: when the forecast is made.
        at: the later day.
        level: of the interval.
        draws: how often the cases are drawn again.

    Raises:
        ValueError: `at` is not after `day`.
    """
    if at <= day:
        raise ValueError("a forecast looks ahead")
    pending = spells[is_pending(spells, day)["perhaps"]]
    pending = pending[pending["due_last"] < pd.Timestamp(at)]
    now = (pending["due_last"] < pd.Timestamp(day)).to_numpy("bool")
    known = spells[~spells["dropped"]].assign(seen_until=pd.Timestamp(day))
    found = durations(known, day)
    waited, ended = found.reading("slow")
    chance = pd.DataFrame({"chance": np.nan, "overdue_now": now}, index=pending.index)
    nothing = Forecast(
        *(day, at, chance, float("nan"), 0.0, float(len(pending)), level, int(now.sum())),
        reason=f"mới có {int(ended.sum())} việc đã xong, chưa đủ {LEAST_ENDED} để dự báo",
    )
    if ended.sum() < LEAST_ENDED:
        return nothing
    ages = waited.loc[pending.index].to_numpy("float64")
    ahead = ages + (at - day).days
    days, done = waited.to_numpy("float64"), ended.to_numpy("bool")
    chances = chance_still_open(days, done, ages, ahead, np.ones((1, len(days))))[0]
    counts = _drawn_counts(days, done, ages, ahead, draws)
    tail = (1 - level) / 2
    low, high = (
        (float(end) for end in np.quantile(counts, [tail, 1 - tail], method="inverted_cdf"))
        if len(pending)
        else (0.0, 0.0)
    )
    return Forecast(
        day=day,
        at=at,
        items=chance.assign(chance=chances),
        expected=float(chances.sum()),
        low=low,
        high=high,
        level=level,
        overdue_now=int(now.sum()),
    )


def chance_still_open(
    days: Numbers, done: npt.NDArray[np.bool_], ages: Numbers, ahead: Numbers, weights: Numbers
) -> Numbers:
    """Chance that what is open at an age is open at a later one, for several weightings at once.

    Args:
        days: days waited.
        done: whether it ended then.
        ages: ages of what is open.
        ahead: later ages.
        weights: how often each wait counts, one row a weighting.

    Returns:
        Weightings x ages. Beyond what was followed the curve stays as it is, and an age to which
        nothing stayed open gives 1: nothing is known of it, and the forecast warns.
    """
    moments, place = np.unique(days, return_inverse=True)
    at_exit, ends = np.zeros((2, len(weights), len(moments)))
    for moment in range(len(moments)):
        own = place == moment
        at_exit[:, moment] = weights[:, own].sum(axis=1)
        ends[:, moment] = weights[:, own & done].sum(axis=1)
    at_risk = at_exit[:, ::-1].cumsum(axis=1)[:, ::-1]
    steps = 1 - np.divide(ends, at_risk, out=np.zeros_like(ends), where=at_risk > 0)
    open_share = np.concatenate([np.ones((len(weights), 1)), np.cumprod(steps, axis=1)], axis=1)
    first = open_share[:, np.searchsorted(moments, ages, side="right")]
    later = open_share[:, np.searchsorted(moments, ahead, side="right")]
    found: Numbers = np.divide(later, first, out=np.ones_like(later), where=first > 0)
    return found


def _drawn_counts(
    days: Numbers, done: npt.NDArray[np.bool_], ages: Numbers, ahead: Numbers, draws: int
) -> Numbers:
    """Numbers still open later, with the cases drawn again and each chance decided by luck."""
    chance = np.random.default_rng(_SEED)
    order = np.lexsort((done, days))
    days, done = days[order], done[order]
    ages, ahead = np.sort(ages), ahead[np.argsort(ages, kind="stable")]
    block = max(1, _PER_BLOCK // max(1, len(days)))
    counts = []
    for start in range(0, draws, block):
        number = min(block, draws - start)
        weights = chance.multinomial(len(days), np.full(len(days), 1 / len(days)), number)
        chances = chance_still_open(days, done, ages, ahead, weights.astype("float64"))
        counts.append((chance.random(chances.shape) < chances).sum(axis=1))
    return np.concatenate(counts).astype("float64")
