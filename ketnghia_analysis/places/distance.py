"""Distances as the crow flies."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import Geod

_EARTH = Geod(ellps="WGS84")


def geodesic_km(start: gpd.GeoSeries, end: gpd.GeoSeries) -> pd.Series:
    """Kilometres between points on the same row, as the crow flies; NaN if one is missing.

    Roads are longer, often twice as long in the hills: say "đường chim bay" wherever it is shown.
    """
    known = start.notna() & end.notna()
    kilometres = pd.Series(np.nan, index=start.index)
    first, last = start[known], end[known]
    _, _, metres = _EARTH.inv(first.x, first.y, last.x, last.y)
    kilometres[known] = np.asarray(metres) / 1000
    return kilometres
