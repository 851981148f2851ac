"""What follows from the truth of the demo: parties of pairings, both ends of dates."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ketnghia_analysis.demo.names import PROGRAMME_YEARS
from ketnghia_analysis.places.hamlets import hamlet_heirs
from ketnghia_analysis.places.registers import heirs
from ketnghia_analysis.vocabulary.columns import Table
from ketnghia_analysis.vocabulary.periods import reporting_year


def complete(table: Table, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """A table's rows with the columns that follow from others; same index.

    Rows of pairings get the hamlet and the agency that stand for the pairing's at the end of the
    reporting year, since that agency reports and names the hamlet as it is then. The demo's
    officials give exact days, so that both ends of each date are the day itself.
    """
    rows = tables[table.name].copy()
    if any(column.refers_to == "pairings" for column in table.columns):
        rows = _with_parties(rows, tables)
    for column in table.columns:
        if column.spans:
            rows[f"{column.name}_first"] = rows[column.name]
            exact = pd.Series("day", rows.index, "str").where(rows[column.name].notna())
            rows[f"{column.name}_precision"] = exact
    return rows


def _with_parties(rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    pairings = tables["pairings"].set_index("pairing_id")
    years = rows["year"] if "year" in rows else rows["date"].map(_year_of_report)
    agency = rows["pairing_id"].map(pairings["agency_id"])
    hamlet = rows["pairing_id"].map(pairings["hamlet_id"])
    ended = rows["pairing_id"].map(pairings["valid_to"])
    for year in PROGRAMME_YEARS:
        end = pd.Timestamp(reporting_year(year).end)
        heir = heirs(tables["agencies"], "agency_id", "successor_id", end)
        agency = agency.mask(years == year, agency.map(heir))
        heir = hamlet_heirs(tables["hamlets"], end)
        hamlet = hamlet.mask((years == year) & ~(ended < end), hamlet.map(heir))
    return rows.assign(agency_id=agency.astype("str"), hamlet_id=hamlet.astype("str"))


def _year_of_report(day: pd.Timestamp) -> int:
    return next(year for year in PROGRAMME_YEARS if day.date() <= reporting_year(year).end)
