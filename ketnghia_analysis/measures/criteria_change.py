"""Criteria E: change in the hamlet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.change import baseline_year, change_between, median_range
from ketnghia_analysis.measures.criteria import Share, criterion, told, unsure_text
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.measures.year import YearInput


@criterion("E1")
def production_changed(year: YearInput) -> Share:
    """Improvement since before the pairing, less the median of all hamlets, capped at the target.

    At the median it earns half, at the target all. Poverty only within one standard. The median is
    that of the hamlets surveyed in both years; values that some of them did not give widen it.
    """
    return _changed(year, "E1")


@criterion("E2")
def living_changed(year: YearInput) -> Share:
    """As E1, for water, latrine, electricity, housing, insurance and literacy."""
    return _changed(year, "E2")


def _changed(year: YearInput, code: str) -> Share:
    index = year.pairings.index
    parts = [
        _change_shares(year, name, cap).assign(indicator=name)
        for name, cap in year.rules.change[code].items()
    ]
    table = pd.concat(parts)
    groups = table.groupby(level="pairing_id")
    means = groups[["low", "high"]].mean().reindex(index)
    better = (table["low"] > 0.5).groupby(level="pairing_id").sum()
    unsure = ((table["low"] <= 0.5) & (table["high"] > 0.5)).groupby(level="pairing_id").sum()
    compared = groups.size().reindex(index, fill_value=0)
    texts = told(
        lambda count, of, more: (
            f"{count}/{of} chỉ số cải thiện hơn trung vị toàn huyện" + unsure_text(more)
        ),
        compared > 0,
        better.reindex(index, fill_value=0),
        compared,
        unsure.reindex(index, fill_value=0),
        otherwise="chưa có hai kỳ so sánh được",
    )
    return Share(means["low"], means["high"], texts)


def _change_shares(year: YearInput, name: str, cap: float) -> pd.DataFrame:
    """`low` and `high` share for one indicator, by `pairing_id`.

    Pairings whose hamlet can't be compared with an earlier year are left out.
    """
    card = INDICATORS[name]
    found = []
    for start, pairings in year.pairings.groupby(year.pairings["valid_from"].dt.year):
        before = baseline_year(year.panel, card, int(start), year.window.year)
        if before is None:
            continue
        gained = change_between(year.panel, card, before, year.window.year).improvement.astype(
            "float64"
        )
        group = gained.iloc[_places(gained, year.surveyed(before, year.window.year))]
        low_median, high_median = median_range(group)
        places = gained.index.get_indexer(pairings["hamlet_id"])
        compared = places >= 0
        own = gained.iloc[places[compared]].set_axis(pairings.index[compared])
        low = _share(own - high_median, cap).fillna(0.0)
        high = _share(own - low_median, cap).fillna(1.0)
        found.append(pd.DataFrame({"low": low, "high": high}))
    if not found:
        index = pd.Index([], dtype="str", name="pairing_id")
        return pd.DataFrame({"low": [], "high": []}, index=index, dtype="float64")
    return pd.concat(found)


def _places(values: pd.Series, wanted: pd.Index) -> np.ndarray:
    """Where the wanted ones stand, those that are there; `isin` is slow on long lists of text."""
    places = values.index.get_indexer(wanted)
    return np.asarray(places[places >= 0])


def _share(beyond: pd.Series, cap: float) -> pd.Series:
    return (0.5 + 0.5 * beyond / cap).clip(0.0, 1.0)
