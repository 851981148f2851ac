"""What a sample can tell: ratios of weighted totals with their linearised standard errors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import nan, sqrt

import numpy as np
import pandas as pd
from scipy import special, stats

_CERTAIN = 0.95


@dataclass(frozen=True)
class Sample:
    """How the rows of a survey were drawn; all series have the index of the data.

    A list of all households of a hamlet is no sample: it has no sampling error, and none is given.

    Attributes:
        weights: how many households of the population a row stands for; 1 each if None.
        strata: stratum of each row; a single one if None.
        clusters: primary sampling unit of each row; every row its own if None. Names may repeat
            in other strata.
    """

    weights: pd.Series | None = None
    strata: pd.Series | None = None
    clusters: pd.Series | None = None


@dataclass(frozen=True)
class Design:
    """The clusters of a sample, ready for reckoning.

    Attributes:
        cluster: number of the cluster of each row.
        stratum: number of the stratum of each cluster.
        names: stratum and cluster as the data names them, by number.
    """

    cluster: np.ndarray
    stratum: np.ndarray
    names: pd.MultiIndex

    @cached_property
    def in_stratum(self) -> np.ndarray:
        """How many clusters each stratum has."""
        return np.bincount(self.stratum)

    @property
    def freedom(self) -> int:
        """Degrees of freedom: clusters less strata."""
        return len(self.stratum) - len(self.in_stratum)

    def standard_error(self, cluster: np.ndarray, scores: np.ndarray) -> float:
        """Standard error of an estimate from its scores.

        Var = Σ_h n_h / (n_h − 1) Σ (z − mean_h)², the clusters of a stratum being drawn with
        replacement (ultimate clusters).

        Args:
            cluster: numbers of the clusters that have a score; others have 0.
            scores: one each.

        Returns:
            NaN where a stratum that matters has a single cluster, for then nothing is known of how
            clusters in it differ.
        """
        clusters = self.in_stratum.astype("float64")
        own = self.stratum[cluster]
        mean = np.bincount(own, scores, len(clusters)) / clusters
        around = np.bincount(own, (scores - mean[own]) ** 2, len(clusters))
        absent = clusters - np.bincount(own, minlength=len(clusters))
        around += absent * mean**2
        lonely = clusters < 2
        if (np.abs(mean[lonely]) > 0).any():
            return nan
        return sqrt(float((clusters[~lonely] / (clusters[~lonely] - 1) * around[~lonely]).sum()))


def design_of(sample: Sample, rows: pd.Index) -> Design:
    """The clusters of the rows that are used.

    Raises:
        ValueError: a row has no stratum or no cluster.
    """
    strata = _codes(sample.strata, rows, "tầng (strata)", alone=False)
    clusters = _codes(sample.clusters, rows, "cụm (clusters)", alone=True)
    in_stratum, strata_names = pd.factorize(strata, sort=True)
    in_cluster, cluster_names = pd.factorize(clusters, sort=True)
    number, pairs = pd.factorize(in_stratum * len(cluster_names) + in_cluster, sort=True)
    stratum, cluster = np.divmod(pairs, max(1, len(cluster_names)))
    names = pd.MultiIndex.from_arrays(
        [strata_names[stratum], cluster_names[cluster]], names=["stratum", "cluster"]
    )
    return Design(number, stratum, names)


def _codes(column: pd.Series | None, rows: pd.Index, what: str, *, alone: bool) -> np.ndarray:
    if column is None:
        return np.arange(len(rows)) if alone else np.zeros(len(rows), dtype="int64")
    told = column.reindex(rows)
    if told.isna().any():
        raise ValueError(f"{int(told.isna().sum())} dòng không ghi {what}")
    codes: np.ndarray = told.to_numpy()
    return codes


def row_weights(sample: Sample | None, rows: pd.Index) -> np.ndarray:
    """What each row stands for; ones where there is no sample.

    Raises:
        ValueError: a weight is missing, negative or endless, or all are zero.
    """
    if sample is None or sample.weights is None:
        return np.ones(len(rows))
    told: np.ndarray = (
        sample.weights.reindex(rows).astype("Float64").to_numpy(dtype="float64", na_value=nan)
    )
    if not np.isfinite(told).all() or (told < 0).any():
        raise ValueError("quyền số mẫu phải là số từ 0 trở lên ở mọi dòng")
    if len(told) and not told.sum() > 0:
        raise ValueError("quyền số mẫu của mọi dòng đều bằng 0")
    return told


def share_interval(value: float, error: float, freedom: int) -> tuple[float, float]:
    """95 % interval of a share, by the logit, so that it stays within 0 and 1.

    Student's t with the freedom of the design. NaN where no error is known; the value itself at 0
    and 1, where the logit has no end.
    """
    if np.isnan(error) or freedom < 1:
        return nan, nan
    if not 0 < value < 1:
        return value, value
    spread = stats.t.ppf(0.5 + _CERTAIN / 2, freedom) * error / (value * (1 - value))
    middle = special.logit(value)
    return float(special.expit(middle - spread)), float(special.expit(middle + spread))
