from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point, box

from ketnghia_analysis.intake.boundaries import read_boundaries
from ketnghia_analysis.places.coordinates import WGS84
from ketnghia_analysis.vocabulary.errors import DataFault

AREA = {
    "type": "Polygon",
    "coordinates": [[[108.0, 11.0], [108.1, 11.0], [108.1, 11.1], [108.0, 11.1], [108.0, 11.0]]],
}


def geojson(folder: Path, *features: tuple[dict[str, Any], dict[str, Any]]) -> Path:
    path = folder / "ranh-gioi.geojson"
    content = [
        {"type": "Feature", "properties": properties, "geometry": geometry}
        for properties, geometry in features
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": content}), "utf-8")
    return path


@pytest.mark.parametrize("name", ["ma_xa", "MA_XA", "Mã xã", "commune_code", "ward_code"])
def test_the_commune_code_is_known_under_several_names(name: str, tmp_path: Path) -> None:
    areas = read_boundaries(geojson(tmp_path, ({name: "99001"}, AREA)), "x.geojson")
    assert areas["commune_code"].tolist() == ["99001"]
    assert areas.geometry.iloc[0].equals(box(108.0, 11.0, 108.1, 11.1))
    assert areas.crs == WGS84


def test_without_dates_a_boundary_holds_from_1900_on(tmp_path: Path) -> None:
    areas = read_boundaries(geojson(tmp_path, ({"ma_xa": "99001"}, AREA)), "x.geojson")
    assert areas["valid_from"].tolist() == [pd.Timestamp(1900, 1, 1)]
    assert areas["valid_to"].isna().all()


def test_a_boundary_has_the_dates_between_which_it_holds(tmp_path: Path) -> None:
    old = {"ma_xa": "99001", "hieu_luc_tu": "2000-01-01", "hieu_luc_den": "2025-06-30"}
    new = {"ma_xa": "99001", "hieu_luc_tu": "2025-07-01", "hieu_luc_den": None}
    areas = read_boundaries(geojson(tmp_path, (old, AREA), (new, AREA)), "x.geojson")
    assert areas["valid_from"].tolist() == [pd.Timestamp(2000, 1, 1), pd.Timestamp(2025, 7, 1)]
    assert areas["valid_to"].tolist() == [pd.Timestamp(2025, 6, 30), pd.NaT]


def test_boundaries_in_other_coordinates_are_brought_to_wgs_84(tmp_path: Path) -> None:
    path = tmp_path / "utm.geojson"
    areas = gpd.GeoDataFrame({"ma_xa": ["99001"]}, geometry=[box(108, 11, 108.1, 11.1)], crs=WGS84)
    areas.to_crs(32649).to_file(path, driver="GeoJSON")
    west, south, east, north = read_boundaries(path, "x.geojson").total_bounds
    assert (west, south, east, north) == pytest.approx((108.0, 11.0, 108.1, 11.1), abs=1e-3)


def test_a_file_without_commune_codes_is_refused_by_name(tmp_path: Path) -> None:
    path = geojson(tmp_path, ({"ten": "Mẫu An"}, AREA))
    with pytest.raises(DataFault, match=r"2024/ranh\.geojson: không có thuộc tính mã xã"):
        read_boundaries(path, "2024/ranh.geojson")


def test_points_are_no_boundaries(tmp_path: Path) -> None:
    point = json.loads(json.dumps(Point(108, 11).__geo_interface__))
    with pytest.raises(DataFault, match="không phải là vùng"):
        read_boundaries(geojson(tmp_path, ({"ma_xa": "99001"}, point)), "x.geojson")
