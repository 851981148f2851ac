"""Change of multidimensional poverty between surveys, with its error; never across standards."""

from __future__ import annotations

from math import nan

import numpy as np
import pandas as pd
from scipy import stats

from ketnghia_analysis.measures.alkire_foster import KEY, AlkireFoster
from ketnghia_analysis.measures.change import NotComparableError

_NUMBERS = ["change", "se", "low", "high", "yearly", "yearly_se", "relative", "relative_se"]


def poverty_change(
    first: AlkireFoster,
    last: AlkireFoster,
    *,
    years: float = 1.0,
    same_clusters: bool = False,
) -> pd.DataFrame:
    """Change of every figure that both results have.

    Args:
        first: earlier result.
        last: later result, by the same indicators, weights, cutoff and standard.
        years: years between them.
        same_clusters: the second survey went back to the clusters of the first, by the same names;
            both results must have kept their scores. Otherwise the samples are independent.

    Returns:
        Columns `group_by`, `group`, `measure`, `indicator`, `first`, `last`, `change` (last less
        first), `se`, `low`, `high` (95 % interval by Student's t; missing without samples),
        `yearly` (change a year) and `yearly_se`, `relative` (change by the first value; missing
        where that is zero) and `relative_se` (delta method), `yearly_relative` (even growth a
        year), `households_first`, `households_last`.

    Raises:
        NotComparableError: the results follow different rules, so that their difference says
            nothing.
        ValueError: `years` is not above zero, or scores are needed and were not kept.
    """
    _refuse_different_rules(first, last)
    if not years > 0:
        raise ValueError("số năm giữa hai lần phải lớn hơn 0")
    before, after = first.estimates.reset_index(), last.estimates.reset_index()
    both = before.merge(after, on=KEY, suffixes=("_first", "_last"), validate="one_to_one")
    start, end = both["value_first"], both["value_last"]
    covariance = _covariances(first, last, both) if same_clusters else 0.0
    squares = both["se_first"] ** 2, both["se_last"] ** 2
    found = both[KEY].assign(first=start, last=end, change=end - start)
    found["se"] = np.sqrt((squares[0] + squares[1] - 2 * covariance).clip(lower=0))
    spread = _quantile(first, last, same_clusters) * found["se"]
    found["low"], found["high"] = found["change"] - spread, found["change"] + spread
    found["yearly"], found["yearly_se"] = found["change"] / years, found["se"] / years
    known = start.where(start > 0)
    found["relative"] = found["change"] / known
    ratio = end / known
    found["relative_se"] = (
        np.sqrt((squares[1] + ratio**2 * squares[0] - 2 * ratio * covariance).clip(lower=0)) / known
    )
    found["yearly_relative"] = ratio ** (1 / years) - 1
    sizes = both[["households_first", "households_last"]]
    return pd.concat([found.astype(dict.fromkeys(_NUMBERS, "float64")), sizes], axis=1)


def _refuse_different_rules(first: AlkireFoster, last: AlkireFoster) -> None:
    reasons = []
    if first.standard != last.standard:
        said = " và ".join(one.standard or "không rõ" for one in (first, last))
        reasons.append(f"áp dụng chuẩn khác nhau ({said})")
    if set(first.weights) != set(last.weights):
        differing = ", ".join(sorted(set(first.weights) ^ set(last.weights)))
        reasons.append(f"không cùng bộ chỉ số (khác nhau: {differing})")
    elif any(abs(first.weights[name] - last.weights[name]) > 1e-9 for name in first.weights):
        reasons.append("trọng số của các chỉ số khác nhau")
    if abs(first.cutoff - last.cutoff) > 1e-9:
        reasons.append(f"ngưỡng k khác nhau ({first.cutoff:.3g} và {last.cutoff:.3g})")
    if reasons:
        raise NotComparableError(f"Nghèo đa chiều: không so sánh vì {'; '.join(reasons)}")


def _quantile(first: AlkireFoster, last: AlkireFoster, same_clusters: bool) -> float:
    freedom = first.freedom + last.freedom
    if same_clusters:
        freedom = min(first.freedom, last.freedom)
    return float(stats.t.ppf(0.975, freedom)) if freedom > 0 else nan


def _covariances(first: AlkireFoster, last: AlkireFoster, both: pd.DataFrame) -> pd.Series:
    """Covariance of the two values of each figure, through the clusters that came back."""
    if first.scores.empty or last.scores.empty:
        raise ValueError("cần giữ điểm của các cụm (keep_scores) ở cả hai lần khảo sát")
    shared = first.scores.index.intersection(last.scores.index)
    sizes = [one.scores.groupby(level="stratum").size() for one in (first, last)]
    total = pd.Series(0.0, index=both.index)
    for stratum, rows in shared.to_frame(index=False).groupby("stratum"):
        clusters = pd.MultiIndex.from_frame(rows)
        ends = [
            one.scores.loc[clusters].to_numpy()[:, both[f"index_{end}"]]
            - one.scores.loc[[stratum]].to_numpy()[:, both[f"index_{end}"]].mean(axis=0)
            for one, end in ((first, "first"), (last, "last"))
        ]
        count = max(sizes[0][stratum], sizes[1][stratum])
        if count > 1:
            total += count / (count - 1) * (ends[0] * ends[1]).sum(axis=0)
    return total
