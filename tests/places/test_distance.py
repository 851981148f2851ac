"""Distances as the crow flies, computed a second way."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from ketnghia_analysis.places.coordinates import WGS84
from ketnghia_analysis.places.distance import geodesic_km

MEAN_RADIUS_KM = 6371.0088
places = st.tuples(st.floats(102, 110), st.floats(8, 24))


def haversine_km(start: tuple[float, float], end: tuple[float, float]) -> float:
    (east, north), (east_2, north_2) = [tuple(map(radians, place)) for place in (start, end)]
    half = (
        sin((north_2 - north) / 2) ** 2 + cos(north) * cos(north_2) * sin((east_2 - east) / 2) ** 2
    )
    return 2 * MEAN_RADIUS_KM * asin(sqrt(half))


def _km(start: tuple[float, float], end: tuple[float, float]) -> float:
    one, other = (gpd.GeoSeries([Point(place)], crs=WGS84) for place in (start, end))
    return float(geodesic_km(one, other).item())


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ((108.10, 11.10), (108.20, 11.10)),
        ((108.10, 11.10), (108.44, 11.43)),
        ((105.84, 21.03), (106.63, 10.82)),
        ((102.20, 22.40), (109.40, 12.60)),
    ],
)
def test_the_distance_agrees_with_the_haversine_formula(start, end):
    # the ellipsoid is flatter than the sphere: north to south up to 0.56 % shorter
    assert _km(start, end) == pytest.approx(haversine_km(start, end), rel=0.006)


@settings(deadline=None)
@given(places, places)
def test_anywhere_in_vietnam_the_two_ways_agree(start, end):
    assert _km(start, end) == pytest.approx(haversine_km(start, end), rel=0.006, abs=1e-6)


@pytest.mark.parametrize(
    ("end", "kilometres"),
    [
        # by the radii of curvature of WGS 84: M at 11.05°, N cos φ at 11°
        ((108.0, 11.1), 11.0614),
        ((108.1, 11.0), 10.9287),
    ],
)
def test_a_tenth_of_a_degree_is_as_long_as_the_radii_of_curvature_say(end, kilometres):
    assert _km((108.0, 11.0), end) == pytest.approx(kilometres, rel=1e-4)


@settings(deadline=None)
@given(places, places)
def test_the_way_back_is_as_long(start, end):
    assert _km(start, end) == pytest.approx(_km(end, start), abs=1e-6)


def test_nowhere_is_no_distance_and_a_missing_point_gives_none():
    here = Point(108.1, 11.1)
    start = gpd.GeoSeries([here, None, here, None], index=[8, 6, 4, 2], crs=WGS84)
    end = gpd.GeoSeries([here, here, None, None], index=[8, 6, 4, 2], crs=WGS84)
    found = geodesic_km(start, end)
    assert found.index.tolist() == [8, 6, 4, 2]
    assert found[8] == 0
    assert found.isna().tolist() == [False, True, True, True]


@pytest.mark.parametrize("number", [0, 2])
def test_points_all_unknown_give_distances_all_unknown(number):
    nowhere = gpd.GeoSeries([None] * number, crs=WGS84)
    found = geodesic_km(nowhere, nowhere)
    assert len(found) == number
    assert pd.isna(found).all()
