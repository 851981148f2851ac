"""Points made from degrees."""

from __future__ import annotations

import pandas as pd
from shapely import Point

from ketnghia_analysis.places.coordinates import WGS84, points


def test_points_are_made_east_before_north_and_keep_their_index():
    latitude = pd.Series([11.1, None, 11.2, None], index=[4, 3, 2, 1], dtype="Float64")
    longitude = pd.Series([108.1, 108.2, None, None], index=[4, 3, 2, 1], dtype="Float64")
    made = points(latitude, longitude)
    assert made.index.tolist() == [4, 3, 2, 1]
    assert made.crs == WGS84
    assert made[4] == Point(108.1, 11.1)
    assert made.isna().tolist() == [False, True, True, True]
