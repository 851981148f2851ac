"""Multidimensional poverty by Alkire and Foster (2011): how many are poor, how much, in what.

A household is poor if the weights of what it lacks add up to the cutoff k or more. H is the share
of the poor, A the mean share of what the poor lack, M0 = H × A.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import nan
from typing import Literal

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.alkire_foster_bounds import bounds
from ketnghia_analysis.measures.alkire_foster_figures import (
    Totals,
    Used,
    figures_of_group,
    totals_of_groups,
)
from ketnghia_analysis.measures.deprivations import Deprivations
from ketnghia_analysis.measures.sample import Design, Sample, design_of, row_weights
from ketnghia_analysis.measures.weight_tree import WeightTree, flat_weights

Missing = Literal["drop", "bounds"]
ALL = ""
"""What `group_by` and `group` say where everybody is meant."""
NOT_TOLD = "không rõ"
"""Group of the rows that do not say which group they belong to."""
KEY = ["group_by", "group", "measure", "indicator"]
_NUMBERS = ["value", "se", "low", "high", "lowest", "highest"]


@dataclass(frozen=True)
class AlkireFoster:
    """Multidimensional poverty of a population; only figures of groups, no row of a household.

    Attributes:
        weights: weight of each indicator; they add up to 1.
        cutoff: share from which a household is poor.
        standard: what decided on the indicators, such as a poverty standard; "" if nothing did.
        households: rows that were given.
        dropped: rows left out because an indicator is unknown.
        dropped_share: their share of the population, between 0 and 1; NaN of nobody.
        estimates: columns `group_by`, `group`, `measure`, `indicator` (key; "" where everybody, or
            no single indicator, is meant), `value` (between 0 and 1; missing where it would divide
            by nothing), `se`, `low` and `high` (95 % interval; all three missing where there is no
            sample), `lowest` and `highest` (whatever the unknown values may be; missing unless
            asked for), `households` (rows it rests on).
            Measures: "H", "A", "M0"; "headcount" (all who lack an indicator), "censored" (the poor
            among them), "contribution" (the indicator's part of M0); for groups also
            "population_share" and "share_of_m0" (the group's part of everybody's M0).
        freedom: degrees of freedom of the sample, 0 where there is none.
        scores: linearised scores, indexed by stratum and cluster, a column an estimate (its
            position); empty unless asked for.
    """

    weights: Mapping[str, float]
    cutoff: float
    standard: str
    households: int
    dropped: int
    dropped_share: float
    estimates: pd.DataFrame
    freedom: int = 0
    scores: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)

    def row(
        self, measure: str, indicator: str = "", *, group_by: str = ALL, group: object = ALL
    ) -> pd.Series:
        """One estimate with all its columns.

        Raises:
            KeyError: there is none.
        """
        wanted = pd.Series(True, index=self.estimates.index)
        for name, value in zip(KEY, (group_by, str(group), measure, indicator), strict=True):
            wanted &= self.estimates[name] == value
        if not wanted.any():
            raise KeyError((group_by, group, measure, indicator))
        return self.estimates[wanted].iloc[0]

    def value(
        self, measure: str, indicator: str = "", *, group_by: str = ALL, group: object = ALL
    ) -> float:
        """One estimate.

        Raises:
            KeyError: there is none.
        """
        return float(self.row(measure, indicator, group_by=group_by, group=group)["value"])


def alkire_foster(
    deprived: pd.DataFrame,
    weights: WeightTree,
    cutoff: float,
    *,
    by: pd.DataFrame | None = None,
    members: pd.Series | None = None,
    sample: Sample | None = None,
    missing: Missing = "drop",
    standard: str = "",
    keep_scores: bool = False,
) -> AlkireFoster:
    """H, A, M0 and what they are made of, for everybody and for every group.

    Args:
        deprived: a row a household, a column an indicator: yes/no or 1/0, missing where unknown.
        weights: of the indicators, see `weight_tree`; other columns are left aside.
        cutoff: k, above 0 up to 1; sums within 1e-9 of it count as reaching it.
        by: groupings with the index of `deprived`, a column each (people, commune).
        members: what a household counts for (its people); 1 each if None.
        sample: how the rows were drawn; None for a list of all households, without errors.
        missing: a household with an unknown indicator is always left out of the values ("drop");
            "bounds" also gives the lowest and highest that each figure can be whatever the unknown
            is. Values may lie outside: then those left out differ from the others.
        standard: what decided on the indicators; two results of different ones are not compared.
        keep_scores: keep the scores of the clusters, for changes in which clusters come back.

    Raises:
        ValueError: a weight, the cutoff, an indicator, a size or the sample does not fit.
    """
    shares = flat_weights(weights)
    if not 0 < cutoff <= 1:
        raise ValueError("ngưỡng k phải lớn hơn 0 và không quá 1")
    if not deprived.index.is_unique:
        raise ValueError("mỗi hộ phải đứng một dòng: chỉ mục có dòng lặp")
    lacks = Deprivations.of(deprived, shares)
    counted = row_weights(sample, deprived.index) * _members(members, deprived.index)
    complete = lacks.complete
    design = design_of(sample, deprived.index[complete]) if sample is not None else None
    used = Used.of(lacks.only(complete), counted[complete], cutoff, design)
    rows: list[dict[str, object]] = []
    scores: list[pd.Series] = []
    for name, group, totals, whole in _groups(used, by, deprived.index, complete):
        ends = {}
        if missing == "bounds":
            chosen = slice(None) if whole is None else np.flatnonzero(whole)
            ends = bounds(lacks.only(chosen), counted[chosen], cutoff)
        for figure in figures_of_group(used, totals, of_all=whole is None):
            lowest, highest = ends.get((figure.measure, figure.indicator), (nan, nan))
            told = {"group_by": name, "group": group, "lowest": lowest, "highest": highest}
            rows.append(told | figure.as_row())
            if keep_scores:
                scores.append(figure.scores)
    total = float(counted.sum())
    return AlkireFoster(
        weights=shares,
        cutoff=cutoff,
        standard=standard,
        households=len(deprived),
        dropped=int((~complete).sum()),
        dropped_share=float(counted[~complete].sum()) / total if total > 0 else nan,
        estimates=_frame(rows),
        freedom=design.freedom if design is not None else 0,
        scores=_score_frame(scores, design),
    )


def _members(members: pd.Series | None, rows: pd.Index) -> np.ndarray:
    if members is None:
        return np.ones(len(rows))
    told: np.ndarray = (
        members.reindex(rows).astype("Float64").to_numpy(dtype="float64", na_value=nan)
    )
    if not (told > 0).all():
        raise ValueError("số khẩu của mọi hộ phải được ghi và lớn hơn 0")
    return told


def _groups(
    used: Used, by: pd.DataFrame | None, index: pd.Index, complete: np.ndarray
) -> Iterator[tuple[str, str, Totals, np.ndarray | None]]:
    """Grouping, group, its totals, and which of all rows are in it (None: all)."""
    yield ALL, ALL, totals_of_groups(used)[0], None
    if by is None:
        return
    for name in by.columns:
        codes, groups = pd.factorize(by[name].reindex(index), sort=True)
        names = [str(group) for group in groups]
        if (codes < 0).any():
            codes, names = np.where(codes < 0, len(groups), codes), [*names, NOT_TOLD]
        totals = totals_of_groups(used, codes[complete], len(names))
        for code, group in enumerate(names):
            yield str(name), group, totals[code], codes == code


def _frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    types = dict.fromkeys(KEY, "str") | dict.fromkeys(_NUMBERS, "float64")
    types["households"] = "int64"
    columns = {name: [row[name] for row in rows] for name in types}
    return pd.DataFrame({name: pd.Series(columns[name], dtype=types[name]) for name in types})


def _score_frame(scores: list[pd.Series], design: Design | None) -> pd.DataFrame:
    if design is None or not scores:
        return pd.DataFrame()
    frame = pd.DataFrame(dict(enumerate(scores)))
    frame = frame.reindex(range(len(design.stratum)), fill_value=0.0).fillna(0.0)
    return frame.set_axis(design.names, axis=0)
