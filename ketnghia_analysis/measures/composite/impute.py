"""Missing values: what stands for them, if anything is to."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.composite.frames import periods
from ketnghia_analysis.measures.composite.spec import Imputation


def imputed(values: pd.Series, how: Imputation, groups: pd.Series | None = None) -> pd.Series:
    """Values with the missing ones filled in as asked; what nothing is known of stays missing.

    Args:
        values: float64, indexed by unit, or by unit and year.
        how: the choice. Means and medians are those of the same year; of a group of which nothing
            is known in a year there is none. `latest` is the unit's last earlier value. `linear`
            runs between the unit's known years and keeps the first and the last value beyond them;
            one known year is enough.
        groups: of the units, same index; needed by group means and medians.
    """
    if how.method == "none" or values.notna().all():
        return values
    if how.method in {"mean", "median"}:
        return values.fillna(_typical(values, [periods(values)], how.method))
    if groups is not None and how.method in {"group_mean", "group_median"}:
        keys = [periods(values), groups.to_numpy()]
        return values.fillna(_typical(values, keys, how.method.removeprefix("group_")))
    if values.index.nlevels < 2:
        return values
    wide = values.unstack().sort_index(axis=1)
    filled = wide.ffill(axis=1) if how.method == "latest" else _between(wide)
    return pd.Series(
        filled.stack().reindex(values.index).to_numpy(), index=values.index, name=values.name
    )


def _typical(values: pd.Series, keys: list[object], method: str) -> pd.Series:
    return values.groupby(keys, dropna=False).transform(method)


def _between(wide: pd.DataFrame) -> pd.DataFrame:
    """Straight lines between known years, by unit."""
    years = wide.columns.to_numpy(dtype="float64")
    table = wide.to_numpy(dtype="float64", copy=True)
    holes = np.isnan(table).any(axis=1)
    for place in np.flatnonzero(holes):
        row = table[place]
        known = ~np.isnan(row)
        if known.any():
            table[place] = np.interp(years, years[known], row[known])
    return pd.DataFrame(table, index=wide.index, columns=wide.columns)
