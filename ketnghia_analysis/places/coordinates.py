"""Points of hamlets and offices: made from degrees, held against the commune they should lie in."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

WGS84 = "EPSG:4326"
TOLERANCE_M = 500.0
"""How far outside its commune a point may lie before it is wrong: boundaries are thinned."""


def points(latitude: pd.Series, longitude: pd.Series) -> gpd.GeoSeries:
    """Points in WGS 84; a missing degree gives a missing point. Same index."""
    degrees_east = longitude.astype("float64")
    degrees_north = latitude.astype("float64")
    geometry = gpd.points_from_xy(degrees_east, degrees_north)
    known = degrees_east.notna() & degrees_north.notna()
    return gpd.GeoSeries(geometry, index=latitude.index, crs=WGS84).where(known)
