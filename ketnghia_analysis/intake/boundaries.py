"""Boundary files: GeoJSON polygons with a commune code and the dates between which they hold."""

from __future__ import annotations

import io
from pathlib import Path

import geopandas as gpd
import pandas as pd

from ketnghia_analysis.places.coordinates import WGS84
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.spelling import toneless_key

_NAMES: dict[str, tuple[str, ...]] = {
    "commune_code": ("ma_xa", "commune_code", "ma xa", "ward_code"),
    "valid_from": ("hieu_luc_tu", "valid_from"),
    "valid_to": ("hieu_luc_den", "valid_to"),
}


def read_boundaries(file: Path | bytes, shown_as: str) -> gpd.GeoDataFrame:
    """Polygons of communes in WGS 84.

    Args:
        file: a GeoJSON file, or its bytes.
        shown_as: how messages name the file.

    Returns:
        `commune_code`, `valid_from` (1/1/1900 where the file says nothing), `valid_to`, geometry.

    Raises:
        DataFault: no commune code in the file, or shapes that are no polygons.
    """
    raw = gpd.read_file(file if isinstance(file, Path) else io.BytesIO(file))
    columns = {toneless_key(str(column)): column for column in raw.columns}
    found = {
        name: next(
            (columns[toneless_key(alias)] for alias in aliases if toneless_key(alias) in columns),
            None,
        )
        for name, aliases in _NAMES.items()
    }
    if found["commune_code"] is None:
        raise DataFault(
            shown_as, "không có thuộc tính mã xã", "thêm thuộc tính ma_xa cho từng ranh giới"
        )
    if not raw.geom_type.isin(["Polygon", "MultiPolygon"]).all():
        raise DataFault(
            shown_as, "có hình không phải là vùng (polygon)", "chỉ để ranh giới xã dạng vùng"
        )
    frame = pd.DataFrame({"commune_code": raw[found["commune_code"]].astype("str")})
    for name, default in (("valid_from", "1900-01-01"), ("valid_to", None)):
        column = found[name]
        dates = raw[column] if column is not None else pd.Series(default, index=raw.index)
        frame[name] = pd.to_datetime(dates).astype("datetime64[us]")
    return gpd.GeoDataFrame(frame, geometry=raw.to_crs(WGS84).geometry)
