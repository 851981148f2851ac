"""Differences between very many hamlets, with errors that allow for likeness within communes.

Where hundreds of hamlets are compared, nobody needs to swap them: standard errors clustered by
commune serve (Bertrand, Duflo and Mullainathan, 2004), with as many degrees of freedom as communes.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats
from statsmodels.regression.linear_model import OLS

from ketnghia_analysis.measures.impact_assign import Numbers
from ketnghia_analysis.measures.impact_test import Effect

LARGE = 400
"""Hamlets from which errors are clustered instead of hamlets swapped."""
_ROUNDS = 10_000
_SETTLED = 1e-12


def clustered_difference(
    outcome: pd.Series,
    treatment: pd.Series,
    communes: pd.Series,
    covariate: pd.Series | None = None,
    level: float = 0.95,
) -> Effect:
    """Difference of means by least squares, errors clustered by commune.

    Args:
        outcome: what changed, by hamlet.
        treatment: 1 if paired and 0 if not, or a dose; same hamlets.
        communes: commune of each.
        covariate: an outcome before, for which is allowed.
        level: of the interval.

    Returns:
        The effect; its t has as many degrees of freedom as communes, less one.
    """
    order = outcome.index.sort_values()
    given = treatment.loc[order].to_numpy("float64")
    columns = [given, np.ones(len(order))]
    if covariate is not None:
        columns.append(covariate.loc[order].to_numpy("float64"))
    groups = pd.factorize(communes.loc[order])[0]
    values = outcome.loc[order].to_numpy("float64")
    fit = OLS(values, np.column_stack(columns)).fit(
        cov_type="cluster", cov_kwds={"groups": groups}, use_t=True
    )
    clusters = int(groups.max()) + 1
    return _told(float(fit.params[0]), float(fit.bse[0]), clusters, level, given == 1)


def two_way_fixed_effects(
    outcomes: pd.DataFrame, paired_from: pd.Series, communes: pd.Series, level: float = 0.95
) -> Effect:
    """One regression for all rounds: a level for each hamlet, one for each year, one effect.

    Only for pairings that all began in one year; otherwise see `impact_staggered`.

    Args:
        outcomes: hamlets as rows, years as columns; rounds may be missing.
        paired_from: first year with a pairing, missing if never.
        communes: commune of each hamlet, by which errors are clustered.
        level: of the interval.
    """
    long = outcomes.sort_index().stack().dropna()
    hamlet, year = (
        np.asarray(pd.factorize(long.index.get_level_values(place))[0]) for place in (0, 1)
    )
    began = paired_from.reindex(long.index.get_level_values(0)).astype("float64").to_numpy()
    given = (long.index.get_level_values(1).to_numpy("float64") >= began).astype("float64")
    y = _within(long.to_numpy("float64"), hamlet, year)
    d = _within(given, hamlet, year)
    size = float(d @ d)
    if size < _SETTLED:
        raise ValueError("the pairings can't be told from hamlets and years")
    effect = float(d @ y) / size
    groups = pd.factorize(communes.reindex(long.index.get_level_values(0)).to_numpy())[0]
    scores = np.bincount(groups, weights=d * (y - d * effect))
    clusters, count = len(scores), len(y)
    # levels of hamlets lie within communes and are not counted (fixest's "nested")
    known = 1 + int(year.max()) + 1
    factor = clusters / (clusters - 1) * (count - 1) / (count - known)
    error = float(np.sqrt(factor * (scores @ scores))) / size
    first = np.unique(hamlet, return_index=True)[1]
    return _told(effect, error, clusters, level, ~np.isnan(began[first]))


def _told(
    estimate: float, error: float, clusters: int, level: float, paired: npt.NDArray[np.bool_]
) -> Effect:
    nan, freedom = float("nan"), max(1, clusters - 1)
    reach = float(stats.t.ppf(0.5 + level / 2, freedom)) * error
    return Effect(
        estimate=estimate,
        standard_error=error,
        p_value=float(2 * stats.t.sf(abs(estimate) / error, freedom)) if error > 0 else nan,
        low=estimate - reach,
        high=estimate + reach,
        level=level,
        plain=estimate,
        welch_p=nan,
        welch_low=nan,
        welch_high=nan,
        treated=int(paired.sum()),
        others=int((~paired).sum()),
        freedom=freedom,
        assignments=0,
        exact=False,
        within=False,
    )


def two_by_two(
    before: pd.Series, after: pd.Series, paired: pd.Series, clusters: pd.Series, level: float = 0.95
) -> Effect:
    """Difference of differences of the four cell means, each of all that is known of it.

    Unlike a mean of changes it counts also what is known in one period only (Card and Krueger,
    1994, table 3, row 3).

    Args:
        before: values of one period, missing where unknown.
        after: values of the other; same index.
        paired: bool; same index.
        clusters: by which errors are clustered; same index.
        level: of the interval.
    """
    values = pd.concat([before, after]).to_numpy("float64")
    late = np.repeat([0.0, 1.0], len(before))
    given = np.tile(paired.loc[before.index].to_numpy("float64"), 2)
    groups = pd.factorize(clusters.loc[before.index].to_numpy())[0]
    told = ~np.isnan(values)
    columns = np.column_stack([late * given, np.ones_like(late), given, late])
    fit = OLS(values[told], columns[told]).fit(
        cov_type="cluster", cov_kwds={"groups": np.tile(groups, 2)[told]}, use_t=True
    )
    count = int(groups.max()) + 1
    return _told(float(fit.params[0]), float(fit.bse[0]), count, level, given[: len(before)] == 1)


def _within(values: Numbers, *groups: npt.NDArray[np.int64]) -> Numbers:
    """Values less the means of hamlets and of years, taken away in turn until nothing is left."""
    found = values - values.mean()
    counts = [np.bincount(group) for group in groups]
    for _ in range(_ROUNDS):
        moved = 0.0
        for group, count in zip(groups, counts, strict=True):
            means = np.bincount(group, weights=found) / count
            found = found - means[group]
            moved = max(moved, float(np.abs(means).max()))
        if moved < _SETTLED * max(1.0, float(np.abs(values).max())):
            break
    return np.asarray(found, dtype="float64")
