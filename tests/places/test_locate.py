from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from ketnghia_analysis.places.locate import Area, Near, locate, locate_all, metres_between
from ketnghia_analysis.places.vn2000 import Grid, from_wgs84

COMMUNE = box(108.0, 11.0, 108.1, 11.1)
AROUND = Near(11.05, 108.05, 30_000)
HERE = (11.05, 108.05)


def _metres(grid: Grid) -> tuple[float, float]:
    northing, easting = from_wgs84(np.array([HERE[0]]), np.array([HERE[1]]), grid)
    return round(float(northing[0]), 2), round(float(easting[0]), 2)


@pytest.mark.parametrize("area", [COMMUNE, AROUND, None])
@pytest.mark.parametrize(
    ("first", "second", "quality"),
    [
        (11.05, 108.05, "as_written"),
        ("11,05", "108,05", "as_written"),
        ("11°03'00\"B", "108°03'00\"Đ", "as_written"),
        (108.05, 11.05, "swapped"),
        ("108°03'00\"Đ", "11°03'00\"B", "swapped"),
    ],
)
def test_degrees_are_found_in_either_order(
    first: Any, second: Any, quality: str, area: Area
) -> None:
    found = locate(first, second, "VN-2000", area)
    assert found is not None
    assert (found.latitude, found.longitude) == pytest.approx(HERE)
    assert (found.quality, found.problem) == (quality, "")


@pytest.mark.parametrize("meridian", [108.5, 107.75, 108.25, 108.0, 107.5, 105.0])
@pytest.mark.parametrize("turned", [False, True])
def test_the_commune_tells_the_meridian(meridian: float, turned: bool) -> None:
    northing, easting = _metres(Grid(meridian))
    pair = (easting, northing) if turned else (northing, easting)
    found = locate(*pair, "WGS-84", COMMUNE)
    assert found is not None
    assert (found.latitude, found.longitude) == pytest.approx(HERE, abs=1e-6)
    assert (found.how, found.quality) == ("converted_grid", "converted")


def test_zones_of_six_degrees_are_tried_too() -> None:
    found = locate(*_metres(Grid(111.0, 0.9996)), "UTM 49N", COMMUNE)
    assert found is not None
    assert (found.latitude, found.longitude) == pytest.approx(HERE, abs=1e-6)


def test_metres_of_wgs84_are_only_taken_where_they_are_stated() -> None:
    metres = _metres(Grid(111.0, 0.9996, "WGS 84"))
    said, unsaid = locate(*metres, "UTM 49N, WGS-84", COMMUNE), locate(*metres, "", COMMUNE)
    assert said is not None
    assert unsaid is not None
    assert said.longitude == pytest.approx(108.05, abs=1e-6)
    assert unsaid.longitude == pytest.approx(108.05 + 0.00179, abs=1e-4)


def test_a_stated_meridian_that_fits_comes_first() -> None:
    metres = _metres(Grid(108.25))
    wide = Near(*HERE, 60_000)
    said = locate(*metres, "VN-2000, KTT 108°15'", wide)
    unsaid = locate(*metres, "VN-2000", wide)
    assert said is not None
    assert unsaid is not None
    assert (said.longitude, said.quality) == (pytest.approx(108.05, abs=1e-5), "converted")
    assert (unsaid.longitude, unsaid.quality) == (pytest.approx(108.3, abs=0.01), "estimated")


def test_a_stated_meridian_that_does_not_fit_is_overruled() -> None:
    found = locate(*_metres(Grid(108.5)), "VN-2000 KTT 105", COMMUNE)
    assert found is not None
    assert (found.latitude, found.longitude) == pytest.approx(HERE, abs=1e-6)


def test_without_an_area_a_grid_needs_its_meridian() -> None:
    metres = _metres(Grid(108.25))
    unsaid = locate(*metres, "VN-2000")
    said = locate(*metres, "KTT 108°15'")
    assert unsaid is not None
    assert said is not None
    assert unsaid.problem == "unknown_meridian"
    assert (said.latitude, said.longitude) == pytest.approx(HERE, abs=1e-6)


@pytest.mark.parametrize("area", [COMMUNE, AROUND])
@pytest.mark.parametrize(
    ("first", "second"),
    [(21.0285, 105.8542), (11.05, 1220149.61), (55.0, 10.0), (1.0, 2.0), (9_999_999, 9_999_999)],
)
def test_a_point_that_fits_in_no_way_is_impossible(first: float, second: float, area: Area) -> None:
    found = locate(first, second, "", area)
    assert found is not None
    assert found.problem == "impossible_point"
    assert np.isnan(found.latitude)


def test_a_point_just_outside_a_thinned_boundary_passes() -> None:
    near, far = locate(11.05, 108.103, "", COMMUNE), locate(11.05, 108.11, "", COMMUNE)
    assert near is not None
    assert far is not None
    assert (near.problem, far.problem) == ("", "impossible_point")


def test_what_is_no_coordinate_locates_nothing() -> None:
    assert locate("chưa đo", 108.05) is None


def test_each_row_is_held_against_its_own_area() -> None:
    elsewhere = box(107.0, 12.0, 107.1, 12.1)
    rows = np.array([11.05, 11.05]), np.array([108.05, 108.05])
    found = locate_all(*rows, ["", ""], [COMMUNE, elsewhere])
    assert found["problem"].tolist() == ["", "impossible_point"]


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() -> None:
    metres = metres_between(
        np.array([11.0]), np.array([108.0]), np.array([12.0]), np.array([108.0])
    )
    assert metres[0] == pytest.approx(111_000, rel=0.005)


@settings(deadline=None)  # the first call sets up the projections
@given(st.floats(11.005, 11.095), st.floats(108.005, 108.095), st.sampled_from((108.5, 107.75)))
def test_any_point_of_the_commune_is_found_from_its_metres(
    north: float, east: float, meridian: float
) -> None:
    northing, easting = from_wgs84(np.array([north]), np.array([east]), Grid(meridian))
    found = locate(f"{northing[0]:.2f}", f"{easting[0]:.2f}", "", COMMUNE)
    assert found is not None
    assert (found.latitude, found.longitude) == pytest.approx((north, east), abs=1e-6)
