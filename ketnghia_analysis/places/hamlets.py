"""Hamlets through time: which there are on a day, and how one became another."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.places.registers import Day, heirs, in_force


def hamlets_on(hamlets: pd.DataFrame, communes: pd.DataFrame, day: Day) -> pd.DataFrame:
    """Hamlets that exist on a day, with the commune they lie in on that day.

    Args:
        hamlets: table `hamlets`.
        communes: table `communes`.
        day: the day asked about.

    Returns:
        One row per hamlet, indexed by `hamlet_id`: the columns of `hamlets` and `commune_name`.
    """
    names = in_force(communes, "commune_code", day)["name"].rename("commune_name")
    living = in_force(hamlets, "hamlet_id", day)
    return living.join(names, on="commune_code", validate="many_to_one")


def hamlet_heirs(hamlets: pd.DataFrame, day: Day) -> pd.Series:
    """For each hamlet id ever used, the id of the hamlet it belongs to on a day."""
    return heirs(hamlets, "hamlet_id", "successor_id", day)


def lineage(hamlets: pd.DataFrame) -> pd.DataFrame:
    """Every merger and split, one row per pair of hamlets.

    Returns:
        `from_id`, `to_id`, `on` (first day of the new hamlet) and `reason` ("merged" or "split").
    """
    starts = hamlets.groupby("hamlet_id")["valid_from"].min()
    merged = hamlets.loc[hamlets["successor_id"].notna(), ["hamlet_id", "successor_id"]]
    split = hamlets.loc[hamlets["predecessor_id"].notna(), ["predecessor_id", "hamlet_id"]]
    edges = pd.concat(
        [
            merged.set_axis(["from_id", "to_id"], axis=1).assign(reason="merged"),
            split.set_axis(["from_id", "to_id"], axis=1).assign(reason="split"),
        ],
        ignore_index=True,
    ).drop_duplicates(["from_id", "to_id"], ignore_index=True)
    edges = edges.astype("str")
    # not `map`, which fails on an empty series of dates
    return edges.assign(on=starts.reindex(edges["to_id"]).to_numpy())[
        ["from_id", "to_id", "on", "reason"]
    ]
