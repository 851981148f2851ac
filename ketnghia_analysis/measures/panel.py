"""Survey figures as a panel of the hamlets of one day: those merged since are added up."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.measures.indicators import indicator_values
from ketnghia_analysis.places.hamlets import hamlet_heirs, hamlets_on
from ketnghia_analysis.places.registers import Day
from ketnghia_analysis.vocabulary.columns import Kind
from ketnghia_analysis.vocabulary.hamlet_figures import FIGURES

_ADDED = [figure.name for figure in FIGURES if figure.kind is Kind.COUNT or figure.unit == "km"]
_YES_NO = [figure.name for figure in FIGURES if figure.kind is Kind.YES_NO]
_AVERAGED = ["income_million_dong_per_person"]


def panel(
    figures: pd.DataFrame,
    rounds: pd.DataFrame,
    hamlets: pd.DataFrame,
    communes: pd.DataFrame,
    day: Day,
) -> pd.DataFrame:
    """Figures and indicators of each year's last round for the hamlets that exist on a day.

    Hamlets merged by that day are added up for the earlier rounds: counts and lengths are sums,
    income is weighted by people, a yes/no holds if it was the same in all. If a part is unknown the
    sum is unknown. A hamlet born of a split has no earlier values of its own.

    Args:
        figures: table `hamlet_figures`.
        rounds: table `survey_rounds`.
        hamlets: table `hamlets`.
        communes: table `communes`.
        day: the day whose hamlets are meant.

    Returns:
        Indexed by `hamlet_id` and `year`, sorted: `poverty_standard`, `reference_date`, the figures
        and all indicators.
    """
    last = rounds.sort_values("reference_date").drop_duplicates("year", keep="last")
    described = last[["round_id", "year", "poverty_standard", "reference_date"]]
    rows = figures.merge(described, on="round_id", how="inner", validate="many_to_one")
    rows["hamlet_id"] = rows["hamlet_id"].map(hamlet_heirs(hamlets, day))
    living = hamlets_on(hamlets, communes, day).index
    rows = rows[rows["hamlet_id"].isin(living)]
    if rows.duplicated(["hamlet_id", "year"]).any():
        rows = _added_up(rows)
    rows = rows.set_index(["hamlet_id", "year"]).sort_index()
    rows = rows.drop(columns=["round_id"])
    return pd.concat([rows, indicator_values(rows)], axis=1)


def _added_up(rows: pd.DataFrame) -> pd.DataFrame:
    keys = ["hamlet_id", "year"]
    several = rows.duplicated(keys, keep=False)
    groups = rows[several].groupby(keys)
    merged = groups[["round_id", "poverty_standard", "reference_date"]].first()
    for name in _ADDED:
        merged[name] = groups[name].agg(_sum_if_known)
    for name in _YES_NO:
        merged[name] = groups[name].agg(_if_all_same)
    for name in _AVERAGED:
        weighted = rows.loc[several, name] * rows.loc[several, "people"].astype("Float64")
        total = weighted.groupby([rows.loc[several, key] for key in keys]).agg(_sum_if_known)
        merged[name] = total / merged["people"].astype("Float64")
    merged = merged.reset_index().reindex(columns=rows.columns)
    merged = merged.astype(rows.dtypes.to_dict())
    return pd.concat([rows[~several], merged], ignore_index=True)


def _sum_if_known(values: pd.Series) -> object:
    return values.sum(skipna=False)


def _if_all_same(values: pd.Series) -> object:
    return values.iloc[0] if values.notna().all() and values.nunique() == 1 else pd.NA
