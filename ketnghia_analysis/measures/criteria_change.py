"""Criteria E: change in the hamlet."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.measures.change import baseline_year, change_between, median_range
from ketnghia_analysis.measures.criteria import Share, criterion, said, unsure_text
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
    compared = groups.size()
    texts = [
        f"{better[one]}/{compared[one]} chỉ số cải thiện hơn trung vị toàn huyện"
        + unsure_text(int(unsure[one]))
        if one in compared.index
        else "chưa có hai kỳ so sánh được"
        for one in index
    ]
    return Share(means["low"], means["high"], said(texts, index))


def _change_shares(year: YearInput, name: str, cap: float) -> pd.DataFrame:
    """`low` and `high` share for one indicator, by `pairing_id`.

    Pairings whose hamlet can't be compared with an earlier year are left out.
    """
    card = INDICATORS[name]
    found: dict[str, tuple[float, float]] = {}
    for start, pairings in year.pairings.groupby(year.pairings["valid_from"].dt.year):
        before = baseline_year(year.panel, card, int(start), year.window.year)
        if before is None:
            continue
        gained = change_between(year.panel, card, before, year.window.year).improvement.astype(
            "float64"
        )
        group = gained[gained.index.isin(_surveyed(year, before) & _surveyed(year))]
        low_median, high_median = median_range(group)
        for pairing_id, hamlet in pairings["hamlet_id"].items():
            if hamlet in gained.index:
                own = gained[hamlet]
                found[str(pairing_id)] = (
                    (0.0, 1.0)
                    if pd.isna(own)
                    else (_share(own - high_median, cap), _share(own - low_median, cap))
                )
    index = pd.Index(list(found), dtype="str", name="pairing_id")
    return pd.DataFrame(list(found.values()), index=index, columns=["low", "high"], dtype="float64")


def _share(beyond: float, cap: float) -> float:
    return min(1.0, max(0.0, 0.5 + 0.5 * beyond / cap))


def _surveyed(year: YearInput, of: int | None = None) -> set[str]:
    """Hamlets surveyed in a year (by default this one), also if their rows are in quarantine."""
    wanted = year.window.year if of is None else of
    dates = year.panel["reference_date"]
    rows = dates[dates.index.get_level_values("year") == wanted].droplevel("year")
    told = set(rows.index[rows.notna()])
    return told | (year.held_hamlets("hamlet_figures", of) & set(rows.index))
