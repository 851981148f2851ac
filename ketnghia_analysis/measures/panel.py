"""Survey figures as a panel of the hamlets of one day: those merged since are added up."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.measures.indicators import indicator_values
from ketnghia_analysis.places.hamlets import hamlet_heirs, hamlets_on
from ketnghia_analysis.places.registers import Day, valid_on
from ketnghia_analysis.vocabulary.columns import Kind
from ketnghia_analysis.vocabulary.hamlet_figures import FIGURES, FIGURES_OF_OTHER_STANDARDS

_KEYS = ["hamlet_id", "year"]
_PART = ["part_id", "year", "taken"]
_ADDED = [
    figure.name
    for figure in (*FIGURES, *FIGURES_OF_OTHER_STANDARDS)
    if figure.kind is Kind.COUNT or figure.unit == "km"
]
_ALIKE = [figure.name for figure in FIGURES if figure.kind is Kind.YES_NO] + ["poverty_standard"]
_AVERAGED = ["income_million_dong_per_person"]


def panel(
    figures: pd.DataFrame,
    rounds: pd.DataFrame,
    hamlets: pd.DataFrame,
    communes: pd.DataFrame,
    day: Day,
) -> pd.DataFrame:
    """Figures and indicators of every surveyed year for the hamlets that exist on a day.

    Of several rounds in a year, each hamlet's last one that has its figures counts. Hamlets merged
    by that day are added up for the earlier rounds: counts and lengths are sums, income is weighted
    by people, a yes/no holds if it was the same in all. If a part is unknown the sum is unknown.

    Args:
        figures: table `hamlet_figures`.
        rounds: table `survey_rounds`.
        hamlets: table `hamlets`.
        communes: table `communes`.
        day: the day whose hamlets are meant.

    Returns:
        Indexed by `hamlet_id` and `year`, sorted: `poverty_standard`, `reference_date`, the figures
        and all indicators. A hamlet has a row for each year in which it, or a part of it, existed,
        empty where it was not surveyed; one born of a split has none for the years before.
    """
    described = rounds[["round_id", "year", "poverty_standard", "reference_date"]]
    told = figures.merge(described, on="round_id", how="inner", validate="many_to_one")
    told = told.rename(columns={"hamlet_id": "part_id"}).sort_values("reference_date")
    told = told.drop_duplicates(["part_id", "year"], keep="last").drop(columns=["round_id"])
    wanted = _parts_of_last_round(told, rounds, hamlets, hamlet_heirs(hamlets, day))
    rows = wanted.merge(told, on=["part_id", "year"], how="left", validate="one_to_one")
    rows = rows[rows["hamlet_id"].isin(hamlets_on(hamlets, communes, day).index)]
    rows = rows.drop(columns=["part_id"])
    if rows.duplicated(_KEYS).any():
        rows = _added_up(rows)
    rows = rows.set_index(_KEYS).sort_index()
    return pd.concat([rows, indicator_values(rows)], axis=1)


def _parts_of_last_round(
    told: pd.DataFrame, rounds: pd.DataFrame, hamlets: pd.DataFrame, heir: pd.Series
) -> pd.DataFrame:
    """Which parts a hamlet had when its last figures of each year were taken.

    Returns:
        `hamlet_id`, `year` and `part_id`; parts that were not surveyed are among them.
    """
    expected = [
        pd.DataFrame({"part_id": valid_on(hamlets, taken)["hamlet_id"].unique()}).assign(
            year=year, taken=taken
        )
        for year, taken in zip(rounds["year"], rounds["reference_date"], strict=True)
    ]
    surveyed = told[["part_id", "year", "reference_date"]].set_axis(_PART, axis=1)
    types = {"part_id": "str", "year": told["year"].dtype, "taken": told["reference_date"].dtype}
    parts = pd.concat([*expected, surveyed]).astype(types).drop_duplicates()
    parts["hamlet_id"] = parts["part_id"].map(heir)
    last = told.assign(hamlet_id=told["part_id"].map(heir)).groupby(_KEYS)["reference_date"].max()
    asked = parts.join(last.rename("last"), on=_KEYS, validate="many_to_one")
    asked = asked[asked["last"].isna() | (asked["taken"] == asked["last"])]
    return asked[[*_KEYS, "part_id"]].drop_duplicates(ignore_index=True)


def _added_up(rows: pd.DataFrame) -> pd.DataFrame:
    several = rows.duplicated(_KEYS, keep=False)
    groups = rows[several].groupby(_KEYS)
    merged = pd.DataFrame({"reference_date": groups["reference_date"].min()})
    for name in _ADDED:
        merged[name] = groups[name].agg(_sum_if_known)
    for name in _ALIKE:
        merged[name] = groups[name].agg(_if_all_same)
    for name in _AVERAGED:
        weighted = rows.loc[several, name] * rows.loc[several, "people"].astype("Float64")
        total = weighted.groupby([rows.loc[several, key] for key in _KEYS]).agg(_sum_if_known)
        merged[name] = total / merged["people"].astype("Float64")
    merged = merged.reset_index().reindex(columns=rows.columns)
    merged = merged.astype(rows.dtypes.to_dict())
    return pd.concat([rows[~several], merged], ignore_index=True)


def _sum_if_known(values: pd.Series) -> object:
    return values.sum(skipna=False)


def _if_all_same(values: pd.Series) -> object:
    return values.iloc[0] if values.notna().all() and values.nunique() == 1 else pd.NA
