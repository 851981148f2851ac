"""Time until something ends, when some of it has not ended yet (Kaplan and Meier, 1958).

Everything that is open counts as waiting up to the day it was last seen: leaving it out, or taking
it for finished, would make slow work look quick. Intervals follow the survival package of R.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm
from statsmodels.duration.survfunc import SurvfuncRight

from ketnghia_analysis.measures.durations import Durations

Interval = Literal["log", "log-log", "plain", "logit", "arcsine"]
Numbers = npt.NDArray[np.float64]

_TOLERANCE = 1e-9


class Estimate(NamedTuple):
    """A number with its interval; NaN where it can't be told, infinite where it has no end."""

    value: float
    low: float
    high: float
    standard_error: float = float("nan")


class Span(NamedTuple):
    """A number that depends on how unsure dates are read, with the outer interval of both."""

    least: float
    most: float
    low: float
    high: float


@dataclass(frozen=True)
class Curve:
    """The share that is still open after so many days (Kaplan-Meier).

    Attributes:
        days: days at which something ended, ascending.
        share: share still open after each of them, 0 to 1.
        standard_error: of the share (Greenwood).
        low: lower end of the pointwise interval.
        high: upper end.
        at_risk: number still open just before each day.
        ended: number that ended on it.
        count: number followed.
        last_day: longest time that anything was followed.
        level: of the intervals.
        interval: scale on which they are symmetric; "log" is the default of R's survival.
    """

    days: Numbers
    share: Numbers
    standard_error: Numbers
    low: Numbers
    high: Numbers
    at_risk: Numbers
    ended: Numbers
    count: int
    last_day: float
    level: float
    interval: Interval

    def after(self, day: float) -> Estimate:
        """Share still open after so many days; NaN beyond the time anything was followed."""
        if day > self.last_day and not (len(self.share) and self.share[-1] == 0):
            return Estimate(float("nan"), 0.0, 1.0)
        place = int(np.searchsorted(self.days, day, side="right")) - 1
        if place < 0:
            return Estimate(1.0, 1.0, 1.0, 0.0)
        return Estimate(
            float(self.share[place]),
            float(self.low[place]),
            float(self.high[place]),
            float(self.standard_error[place]),
        )

    def quantile(self, part: float = 0.5) -> Estimate:
        """Days after which a part of all has ended, 0.5 for the median.

        NaN where so many have not ended yet; `high` is infinite where the curve's upper end does
        not come down so far.
        """
        open_part = 1 - part
        low = _first_below(self.days, self.low, open_part)
        high = _first_below(self.days, self.high, open_part)
        return Estimate(
            _first_below(self.days, self.share, open_part),
            low,
            float("inf") if np.isnan(high) else high,
        )

    def restricted_mean(self, horizon: float | None = None) -> Estimate:
        """Mean days waited of the first `horizon` days: the area below the curve.

        The standard error is that of the area, sqrt(sum A(i)^2 d(i) / (n(i) (n(i) - d(i)))) with
        A(i) the area from day i on (Klein and Moeschberger, 2003, formula 4.5.2).

        Args:
            horizon: by default the longest time that anything was followed.

        Raises:
            ValueError: nothing was followed so long.
        """
        until = self.last_day if horizon is None else horizon
        if until > self.last_day:
            raise ValueError(f"followed for {self.last_day:g} days, not {until:g}")
        inside = self.days < until
        steps = np.concatenate([[0.0], self.days[inside], [until]])
        heights = np.concatenate([[1.0], self.share[inside]])
        areas = np.diff(steps) * heights
        mean = float(areas.sum())
        beyond = np.cumsum(areas[::-1])[::-1][1:]
        at_risk, ended = self.at_risk[inside], self.ended[inside]
        left = at_risk - ended
        # where nothing is left open the area beyond is zero, and so is its part of the variance
        parts = np.where(left > 0, beyond**2 * ended / (at_risk * np.maximum(left, 1)), 0.0)
        error = float(np.sqrt(parts.sum()))
        reach = float(norm.ppf(0.5 + self.level / 2)) * error
        return Estimate(mean, mean - reach, mean + reach, error)


@dataclass(frozen=True)
class Waiting:
    """Two curves: every unsure date read as quick, and as slow.

    Attributes:
        quick: what is shown where all unsure dates favour the agencies.
        slow: where none does.
    """

    quick: Curve
    slow: Curve

    def after(self, day: float) -> Span:
        """Share still open after so many days."""
        return _span(self.quick.after(day), self.slow.after(day))

    def quantile(self, part: float = 0.5) -> Span:
        """Days after which a part of all has ended; `most` is infinite if it has not yet."""
        quick, slow = self.quick.quantile(part), self.slow.quantile(part)
        return _span(_endless(quick), _endless(slow))

    def restricted_mean(self, horizon: float | None = None) -> Span:
        """Mean days waited of the first `horizon` days, by default as far as both curves go."""
        until = min(self.quick.last_day, self.slow.last_day) if horizon is None else horizon
        return _span(self.quick.restricted_mean(until), self.slow.restricted_mean(until))


def curve(
    days: pd.Series, ended: pd.Series, level: float = 0.95, interval: Interval = "log"
) -> Curve:
    """The share still open over time.

    Args:
        days: days waited, 0 or more.
        ended: whether it ended then; False where it was last seen open.
        level: of the intervals.
        interval: scale on which they are symmetric.

    Raises:
        ValueError: there is nothing to follow, or a wait is missing or negative.
    """
    waited, done = days.to_numpy("float64"), ended.to_numpy("bool")
    if len(waited) == 0 or not (waited >= 0).all():
        raise ValueError("waits must be given, and not be negative")
    with np.errstate(divide="ignore", invalid="ignore"):
        found = SurvfuncRight(waited, done.astype(float))
    share = np.asarray(found.surv_prob, dtype="float64")
    at_risk = np.asarray(found.n_risk, dtype="float64")
    events = np.asarray(found.n_events, dtype="float64")
    with np.errstate(divide="ignore"):
        # of log(share); infinite once nothing is left open
        log_error = np.sqrt(np.cumsum(events / (at_risk * (at_risk - events))))
    low, high = interval_of(share, log_error, level, interval)
    return Curve(
        days=np.asarray(found.surv_times, dtype="float64"),
        share=share,
        standard_error=np.where(share > 0, share * np.where(share > 0, log_error, 0.0), np.nan),
        low=low,
        high=high,
        at_risk=at_risk,
        ended=events,
        count=len(waited),
        last_day=float(waited.max()),
        level=level,
        interval=interval,
    )


def waiting(found: Durations, level: float = 0.95, interval: Interval = "log") -> Waiting:
    """Both curves of some durations.

    Raises:
        ValueError: there are none.
    """
    return Waiting(
        curve(*found.reading("quick"), level=level, interval=interval),
        curve(*found.reading("slow"), level=level, interval=interval),
    )


def interval_of(
    share: Numbers, log_error: Numbers, level: float, interval: Interval
) -> tuple[Numbers, Numbers]:
    """Pointwise interval of a share still open, by the formulas of R's `survfit`.

    Args:
        share: share still open.
        log_error: standard error of its logarithm.
        level: of the interval.
        interval: scale on which it is symmetric.

    Returns:
        Both ends, between 0 and 1; NaN where nothing is left open.
    """
    reach = float(norm.ppf(0.5 + level / 2))
    low, high = share.copy(), share.copy()
    gone = share <= 0
    # at 1 nothing has happened yet: the formulas of these scales have no value there
    inner = ~gone & (share < 1)
    s, error = share[inner], log_error[inner]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if interval == "plain":
            ends = s - reach * s * error, s + reach * s * error
        elif interval == "log":
            ends = np.exp(np.log(s) - reach * error), np.exp(np.log(s) + reach * error)
        elif interval == "log-log":
            spread = reach * error / np.log(s)
            middle = np.log(-np.log(s))
            ends = np.exp(-np.exp(middle - spread)), np.exp(-np.exp(middle + spread))
        elif interval == "logit":
            middle, spread = np.log(s / (1 - s)), reach * error / (1 - s)
            ends = 1 / (1 + np.exp(spread - middle)), 1 / (1 + np.exp(-spread - middle))
        else:
            middle = np.arcsin(np.sqrt(s))
            spread = 0.5 * reach * error * np.sqrt(s / (1 - s))
            ends = (
                np.sin(np.maximum(0, middle - spread)) ** 2,
                np.sin(np.minimum(np.pi / 2, middle + spread)) ** 2,
            )
    low[inner], high[inner] = np.clip(ends[0], 0, 1), np.clip(ends[1], 0, 1)
    low[gone], high[gone] = np.nan, np.nan
    return low, high


def _first_below(days: Numbers, share: Numbers, wanted: float) -> float:
    """First day on which a curve is down at a share; the middle of the step if it rests there."""
    below = np.flatnonzero(share <= wanted + _TOLERANCE)
    if len(below) == 0:
        return float("nan")
    first = below[0]
    lower = np.flatnonzero(share < share[first] - _TOLERANCE)
    if abs(share[first] - wanted) <= _TOLERANCE and len(lower):
        return float(days[first] + days[lower[0]]) / 2
    return float(days[first])


def _endless(found: Estimate) -> Estimate:
    return found._replace(value=float("inf")) if np.isnan(found.value) else found


def _span(quick: Estimate, slow: Estimate) -> Span:
    values, lows, highs = (
        [quick.value, slow.value],
        [quick.low, slow.low],
        [quick.high, slow.high],
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return Span(
            float(np.nanmin(values)),
            float(np.nanmax(values)),
            float(np.nanmin(lows)),
            float(np.nanmax(highs)),
        )
