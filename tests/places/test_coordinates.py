"""Points, held against the commune they should lie in."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from ketnghia_analysis.places.coordinates import WGS84, metres_outside, points

AREA = box(108.0, 11.0, 108.1, 11.1)


def _outside(*places: Point | None, area: object = AREA) -> list[float]:
    located = gpd.GeoSeries(list(places), crs=WGS84)
    areas = gpd.GeoSeries([area] * len(places), crs=WGS84)
    return metres_outside(located, areas).tolist()


def test_points_are_made_east_before_north_and_keep_their_index():
    latitude = pd.Series([11.1, None, 11.2, None], index=[4, 3, 2, 1], dtype="Float64")
    longitude = pd.Series([108.1, 108.2, None, None], index=[4, 3, 2, 1], dtype="Float64")
    made = points(latitude, longitude)
    assert made.index.tolist() == [4, 3, 2, 1]
    assert made.crs == WGS84
    assert made[4] == Point(108.1, 11.1)
    assert made.isna().tolist() == [False, True, True, True]


@pytest.mark.parametrize("place", [(108.05, 11.05), (108.0, 11.0), (108.1, 11.03)])
def test_a_point_inside_or_on_the_border_is_no_metre_outside(place):
    assert _outside(Point(place)) == [pytest.approx(0, abs=0.05)]


@pytest.mark.parametrize(
    ("place", "metres"),
    [
        # a degree of latitude is 110.6 km here, one of longitude 111.3 km times cos 11°
        ((108.05, 11.11), 1_106),
        ((108.05, 10.9), 11_060),
        ((108.11, 11.05), 1_093),
        ((107.9, 11.05), 10_930),
        ((108.05, 11.6), 55_300),
        # north-east of the corner: Pythagoras
        ((108.11, 11.11), 1_555),
    ],
)
def test_a_point_outside_is_as_far_as_the_map_says(place, metres):
    assert _outside(Point(place)) == [pytest.approx(metres, rel=0.005)]


def test_what_is_unknown_stays_unknown():
    found = _outside(None, Point(108.05, 11.05))
    assert pd.isna(found[0])
    assert found[1] == 0
    assert pd.isna(_outside(Point(108.05, 11.05), area=None)).all()


def test_each_point_is_held_against_the_area_of_its_own_row():
    located = gpd.GeoSeries([Point(108.05, 11.05)] * 2, index=[9, 4], crs=WGS84)
    areas = gpd.GeoSeries([AREA, box(108.06, 11, 108.1, 11.1)], index=[9, 4], crs=WGS84)
    found = metres_outside(located, areas)
    assert found[9] == 0
    assert found[4] == pytest.approx(1_093, rel=0.005)


def test_no_points_give_no_distances():
    nothing = gpd.GeoSeries([], crs=WGS84)
    assert metres_outside(nothing, nothing).empty


def test_a_distance_is_zero_exactly_inside():
    grid = gpd.GeoSeries(
        [Point(107.96 + 0.01 * x, 10.96 + 0.01 * y) for x in range(18) for y in range(18)],
        crs=WGS84,
    )
    # a straight border in degrees is bent on the map
    clear = grid[grid.apply(AREA.boundary.distance) > 0.001]
    found = metres_outside(clear, gpd.GeoSeries(AREA, index=clear.index, crs=WGS84))
    assert (found == 0).equals(clear.within(AREA))
    assert (found == 0).sum() == 81
