"""The cleaned demo district twice over, as two provinces of one country."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from ketnghia_analysis.cleaning.clean import Cleaned

NORTH, SOUTH = "Tỉnh Mẫu Bắc", "Tỉnh Mẫu Nam"
_SHARED = ("survey_rounds",)
_BOOKS = ("quarantine", "blocks")


def two_provinces(cleaned: Cleaned) -> Cleaned:
    """Tables and the books an evaluation needs; ids of the second end in "-2"."""
    tables = {
        name: rows if name in _SHARED else _twice(rows) for name, rows in cleaned.tables.items()
    }
    for name in ("communes", "agencies"):
        second = tables[name].iloc[:, 0].str.endswith("-2")
        province = pd.Series(NORTH, index=second.index).mask(second, SOUTH)
        tables[name] = tables[name].assign(province_name=province)
    books = {name: _twice(getattr(cleaned, name)) for name in _BOOKS}
    books["blocks"] = books["blocks"].assign(block=range(len(books["blocks"])))
    return replace(cleaned, tables=tables, **books)


def _twice(rows: pd.DataFrame) -> pd.DataFrame:
    other = rows.copy()
    for name in other.columns:
        if name.endswith(("_id", "_code")) and name != "round_id":
            other[name] = (other[name] + "-2").astype(rows[name].dtype)
    return pd.concat([rows, other], ignore_index=True)
