from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from ketnghia_analysis.places.vn2000 import (
    GRIDS,
    Grid,
    from_wgs84,
    stated_meridian,
    to_wgs84,
)

WGS84 = Geod(ellps="WGS84")


def _one(value: float) -> np.ndarray:
    return np.array([value])


@pytest.mark.parametrize(
    ("epsg", "grid"),
    [
        (9218, Grid(108.5)),
        (5899, Grid(107.75)),
        (9217, Grid(108.25)),
        (5898, Grid(108.0)),
        (5896, Grid(102.0)),
        (3405, Grid(105.0, 0.9996)),
        (3406, Grid(111.0, 0.9996)),
        (32649, Grid(111.0, 0.9996, "WGS 84")),
    ],
)
def test_a_grid_is_the_one_of_the_epsg_dataset(epsg: int, grid: Grid) -> None:
    official = Transformer.from_crs(epsg, 4326, always_xy=True)
    northing, easting = from_wgs84(_one(11.2), _one(108.1), grid)
    assert grid in GRIDS
    east, north = official.transform(easting, northing)
    assert WGS84.inv(east, north, _one(108.1), _one(11.2))[2][0] < 0.1


def test_the_shift_of_the_datum_is_two_hundred_metres() -> None:
    northing, easting = from_wgs84(_one(11.05), _one(107.68), Grid(108.5))
    as_if = to_wgs84(northing, easting, Grid(108.5, datum="WGS 84"))
    metres = WGS84.inv(107.68, 11.05, as_if[1][0], as_if[0][0])[2]
    assert metres == pytest.approx(225, abs=5)


@pytest.mark.parametrize(
    ("text", "meridian"),
    [
        ("VN-2000, kinh tuyến trục 108°30', múi 3°", 108.5),
        ("VN2000 KTT 108°30'", 108.5),
        ("VN-2000 KTT 107º45′", 107.75),
        ("KTT 108 độ 15", 108.25),
        ("TM-3 108-30", 108.5),
        ("kinh tuyến trục 108,5", 108.5),
        ("KTT 105", 105.0),
        ("EPSG:5899", 107.75),
        ("EPSG 9218", 108.5),
        ("VN-2000", None),
        ("WGS-84", None),
        ("", None),
        ("KTT 107°45' hoặc 108°30'", None),
    ],
)
def test_a_text_may_name_the_central_meridian(text: str, meridian: float | None) -> None:
    assert stated_meridian(text) == meridian


@settings(deadline=None)  # the first call sets up the projections
@given(st.floats(9, 23), st.floats(104, 109.4), st.sampled_from(GRIDS))
def test_metres_and_degrees_are_the_same_place(north: float, east: float, grid: Grid) -> None:
    found = to_wgs84(*from_wgs84(_one(north), _one(east), grid), grid)
    assert WGS84.inv(east, north, found[1][0], found[0][0])[2] < 0.1
