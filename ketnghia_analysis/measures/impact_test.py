"""Whether paired hamlets changed differently: the difference, its interval, and how sure it is.

With few hamlets the usual tests call chance an effect too often. Here what happened is compared
with what would have been seen had the pairings fallen otherwise within the communes (Fisher, 1935),
on the difference divided by its Welch standard error, which stays near the size promised also
where groups are small and unequal (MacKinnon and Webb, 2020).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from ketnghia_analysis.measures.impact_assign import DRAWS, Codes, Numbers, Ways, ways

_TIE = 1e-9
_STEPS = 60
_FURTHEST = 1e6


@dataclass(frozen=True)
class Effect:
    """A difference between hamlets with and without, or a slope.

    Attributes:
        estimate: the difference; where hamlets change places within communes, that within them.
        standard_error: Welch's (of two groups), or HC2 (with communes, a covariate or a dose).
        p_value: share of the assignments that look at least as unusual, the real one included.
        low: lower end of the interval of all differences that the test does not reject.
        high: upper end; infinite where the test can't reject any.
        level: of the interval.
        plain: difference of the two means, without communes; NaN of a slope or with a covariate.
        welch_p: p-value of Welch's t test beside it; NaN as above.
        welch_low: lower end of Welch's interval.
        welch_high: upper end.
        treated: hamlets with.
        others: hamlets without; of a dose those counted in `treated` are all.
        freedom: hamlets less what was estimated from them.
        assignments: number of assignments looked at; 0 where errors were clustered instead.
        exact: whether these are all there are.
        within: whether hamlets changed places only within their commune.
    """

    estimate: float
    standard_error: float
    p_value: float
    low: float
    high: float
    level: float
    plain: float
    welch_p: float
    welch_low: float
    welch_high: float
    treated: int
    others: int
    freedom: int
    assignments: int
    exact: bool
    within: bool

    @property
    def minimum_detectable(self) -> float:
        """Smallest difference that would be found four times out of five, two-sided at 5 %."""
        found = stats.t.ppf([0.975, 0.8], max(1, self.freedom)).sum()
        return float(found) * self.standard_error


def randomisation_test(
    outcome: pd.Series,
    treatment: pd.Series,
    communes: pd.Series,
    covariate: pd.Series | None = None,
    level: float = 0.95,
    draws: int = DRAWS,
) -> Effect:
    """Test a difference between hamlets, or the slope of a dose.

    Args:
        outcome: what changed, by hamlet.
        treatment: 1 if paired and 0 if not, or a dose; same hamlets.
        communes: commune of each.
        covariate: an outcome before, for which is allowed (analysis of covariance).
        level: of the intervals.
        draws: assignments drawn where there are more.

    Returns:
        The effect. NaN where it can't be told: no hamlet without, or none left to vary.

    Raises:
        ValueError: the hamlets differ, or a value is missing.
    """
    series = [outcome, treatment, communes, *([] if covariate is None else [covariate])]
    if any(set(one.index) != set(outcome.index) for one in series):
        raise ValueError("outcome, treatment and communes must have the same hamlets")
    # the order of rows must not decide which assignments are drawn
    order = outcome.index.sort_values()
    values = outcome.loc[order].to_numpy("float64")
    given = treatment.loc[order].astype("float64")
    allowed = None if covariate is None else covariate.loc[order].to_numpy("float64")
    if np.isnan(values).any() or given.isna().any():
        raise ValueError("a value is missing")
    found = ways(given, communes.loc[order], draws)
    return _effect(values, given.to_numpy(), found, allowed, level)


def _effect(
    values: Numbers, given: Numbers, found: Ways, covariate: Numbers | None, level: float
) -> Effect:
    residual, leverage = projection(found.strata, covariate)
    test = _Test.of(values, given, found.values, residual, leverage)
    plain, welch = float("nan"), (float("nan"),) * 3
    paired = given == 1
    two = bool(np.isin(given, (0, 1)).all())
    if two and covariate is None and 0 < paired.sum() < len(given):
        plain = float(values[paired].mean() - values[~paired].mean())
        welch = _welch(values[paired], values[~paired], level)
    low, high = test.interval(found.exact, level)
    return Effect(
        estimate=test.estimate,
        standard_error=test.error,
        p_value=test.p_value(0.0, found.exact),
        low=low,
        high=high,
        level=level,
        plain=plain,
        welch_p=welch[0],
        welch_low=welch[1],
        welch_high=welch[2],
        treated=int(paired.sum()) if two else len(given),
        others=int((~paired).sum()) if two else 0,
        freedom=round(len(values) - leverage.sum()) - 1,
        assignments=len(found.values),
        exact=found.exact,
        within=found.within,
    )


def projection(strata: Codes, covariate: Numbers | None) -> tuple[Numbers, Numbers]:
    """What removes stratum means (and a covariate), and the leverage of what was removed.

    Returns:
        A square matrix M with M @ y the residuals of y, and the diagonal of I - M.
    """
    columns = [(strata == one).astype("float64") for one in np.unique(strata)]
    if covariate is not None:
        columns.append(covariate - covariate.mean())
    basis, sizes, _ = np.linalg.svd(np.column_stack(columns), full_matrices=False)
    basis = basis[:, sizes > 1e-10 * sizes.max()]
    hat = basis @ basis.T
    return np.eye(len(strata)) - hat, np.diag(hat).copy()


@dataclass(frozen=True)
class _Test:
    """The studentised statistic of all assignments, as functions of the difference supposed.

    If the true difference is s, the outcomes without it are y - s d. An assignment's coefficient on
    them is a - s b, its squared standard error p - 2 s q + s^2 r.
    """

    estimate: float
    error: float
    a: Numbers
    b: Numbers
    p: Numbers
    q: Numbers
    r: Numbers

    @classmethod
    def of(
        cls,
        values: Numbers,
        given: Numbers,
        others: Numbers,
        residual: Numbers,
        leverage: Numbers,
    ) -> _Test:
        y, d = residual @ values, residual @ given
        if np.abs(y).max() <= _TIE * np.abs(values).max():
            # hamlets that all changed alike: what is left is rounding
            y = np.zeros_like(y)
        shifted = np.vstack([given, others]) @ residual
        size = np.einsum("ij,ij->i", shifted, shifted)
        told = size > 1e-10
        safe = np.where(told, size, 1.0)
        a, b = shifted @ y / safe, shifted @ d / safe
        rest = 1 - leverage[None, :] - shifted**2 / safe[:, None]
        # HC2: a hamlet that alone decides a coefficient leaves no residual to judge it by
        weight = np.divide(shifted**2, rest, out=np.zeros_like(rest), where=rest > 1e-10)
        weight /= safe[:, None] ** 2
        u = y[None, :] - shifted * a[:, None]
        v = d[None, :] - shifted * b[:, None]
        p, q, r = (
            np.where(told, np.einsum("ij,ij,ij->i", weight, one, other), np.nan)
            for one, other in ((u, u), (u, v), (v, v))
        )
        a, b = np.where(told, a, np.nan), np.where(told, b, np.nan)
        error = float(np.sqrt(p[0])) if told[0] else float("nan")
        return cls(float(a[0]), error, a[1:], b[1:], p[1:], q[1:], r[1:])

    def p_value(self, supposed: float, exact: bool) -> float:
        """Share of assignments at least as unusual if the true difference is `supposed`."""
        if np.isnan(self.estimate):
            return float("nan")
        gap = abs(self.estimate - supposed)
        scale = max(1.0, abs(self.estimate), abs(supposed)) * _TIE
        mine = _ratio(np.array([gap]), np.array([self.error**2]), scale)[0]
        squared = self.p - 2 * supposed * self.q + supposed**2 * self.r
        theirs = _ratio(np.abs(self.a - supposed * self.b), squared, scale)
        # an assignment that can't be judged counts against the effect
        unusual = int((np.isnan(theirs) | (theirs >= mine * (1 - _TIE))).sum())
        count = len(theirs)
        return unusual / count if exact else (unusual + 1) / (count + 1)

    def interval(self, exact: bool, level: float) -> tuple[float, float]:
        """Differences that are not rejected."""
        if np.isnan(self.estimate):
            return -np.inf, np.inf
        if self.error == 0 and self.p_value(0.0, exact) == 1:
            return self.estimate, self.estimate
        low, high = (self._end(side, exact, 1 - level) for side in (-1.0, 1.0))
        return low, high

    def _end(self, side: float, exact: bool, alpha: float) -> float:
        step = self.error if self.error > 0 else max(_TIE, abs(self.estimate) * 1e-3)
        inner, outer = self.estimate, self.estimate + side * step
        while self.p_value(outer, exact) > alpha:
            inner, outer = outer, self.estimate + 1.6 * (outer - self.estimate)
            if abs(outer - self.estimate) > _FURTHEST * step:
                return side * float("inf")
        for _ in range(_STEPS):
            middle = (inner + outer) / 2
            if self.p_value(middle, exact) > alpha:
                inner = middle
            else:
                outer = middle
        return outer


def _ratio(gaps: Numbers, squared: Numbers, scale: float) -> Numbers:
    """Gaps in standard errors; zero where nothing differs and infinite where nothing varies."""
    error = np.sqrt(np.maximum(squared, 0.0))
    flat = error <= scale
    found = np.divide(gaps, error, out=np.zeros_like(gaps), where=~flat)
    found[flat & (gaps > scale)] = np.inf
    found[np.isnan(squared)] = np.nan
    return found


def _welch(
    paired: npt.NDArray[np.float64], others: npt.NDArray[np.float64], level: float
) -> tuple[float, float, float]:
    """Welch's p-value and interval; NaN with fewer than two hamlets in a group."""
    if min(len(paired), len(others)) < 2 or paired.var() + others.var() == 0:
        return float("nan"), float("nan"), float("nan")
    found = stats.ttest_ind(paired, others, equal_var=False)
    ends = found.confidence_interval(level)
    return float(found.pvalue), float(ends.low), float(ends.high)
