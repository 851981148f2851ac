"""Commune boundaries: of the right day, fitting together, fit to be drawn."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely import Polygon, box

from ketnghia_analysis.demo.land import make_land
from ketnghia_analysis.demo.truth import SEED
from ketnghia_analysis.demo.truth_places import boundaries as demo_boundaries
from ketnghia_analysis.demo.truth_places import communes as demo_communes
from ketnghia_analysis.places.boundaries import (
    EMPTY_BOUNDARIES,
    communes_on,
    is_coverage,
    simplified,
    with_boundaries,
)
from ketnghia_analysis.places.coordinates import WGS84
from ketnghia_analysis.places.registers import valid_on

LAST_OLD_DAY, REFORM = date(2025, 6, 30), date(2025, 7, 1)
UTM = "EPSG:32649"


@pytest.fixture(scope="module")
def boundaries() -> gpd.GeoDataFrame:
    return demo_boundaries(make_land(SEED))


@pytest.fixture(scope="module")
def communes(boundaries) -> gpd.GeoDataFrame:
    return with_boundaries(demo_communes(), boundaries)


def _areas(*polygons: Polygon) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"name": list("abcdef"[: len(polygons)])}, geometry=list(polygons), crs=WGS84
    )


def _square_metres(areas: gpd.GeoDataFrame) -> pd.Series:
    return areas.to_crs(UTM).area


def _overlap_m2(areas: gpd.GeoDataFrame) -> float:
    flat = areas.to_crs(UTM).geometry
    return sum(one.intersection(other).area for one, other in combinations(flat, 2))


WEST, EAST = box(108, 11, 108.1, 11.1), box(108.1, 11, 108.2, 11.1)
BOW_TIE = Polygon([(108, 11), (108.1, 11.1), (108.1, 11), (108, 11.1)])


@pytest.mark.parametrize(
    ("polygons", "fits"),
    [
        ((WEST, EAST), True),
        ((WEST,), True),
        ((WEST, box(108.3, 11, 108.4, 11.1)), True),
        ((WEST, box(108.09, 11, 108.2, 11.1)), False),
        ((WEST, WEST), False),
        ((BOW_TIE,), False),
        # the neighbour on the west has no vertex where the two on the east meet
        ((WEST, box(108.1, 11, 108.2, 11.05), box(108.1, 11.05, 108.2, 11.1)), False),
    ],
    ids=["neighbours", "alone", "apart", "overlap", "twice", "bow tie", "vertex missing"],
)
def test_polygons_fit_together_only_if_neighbours_share_their_border(polygons, fits):
    assert is_coverage(_areas(*polygons)) is fits


def test_a_missing_polygon_breaks_the_coverage():
    areas = _areas(WEST, EAST)
    areas.loc[1, "geometry"] = None
    assert is_coverage(areas) is False


def test_the_twelve_communes_fit_together(communes):
    twelve = communes_on(communes, LAST_OLD_DAY)
    assert len(twelve) == 12
    assert is_coverage(twelve)


def test_the_five_communes_lie_beside_each_other_on_the_land_of_the_twelve(communes):
    twelve, five = communes_on(communes, LAST_OLD_DAY), communes_on(communes, REFORM)
    assert len(five) == 5
    assert _square_metres(five).sum() == pytest.approx(_square_metres(twelve).sum(), rel=1e-6)
    assert _overlap_m2(five) < 100


def test_twelve_and_five_together_are_no_coverage(communes):
    assert not is_coverage(communes)


def test_simplified_boundaries_still_fit_and_keep_nearly_their_area(communes):
    twelve = communes_on(communes, LAST_OLD_DAY)
    drawn = simplified(twelve)
    assert is_coverage(drawn)
    assert drawn.index.equals(twelve.index)
    assert list(drawn.columns) == list(twelve.columns)
    assert drawn.crs == WGS84
    assert len(drawn.get_coordinates()) < len(twelve.get_coordinates())
    change = (_square_metres(drawn) / _square_metres(twelve) - 1).abs()
    assert change.max() < 0.001


def test_simplifying_leaves_the_boundaries_given_as_they_were(communes):
    twelve = communes_on(communes, LAST_OLD_DAY)
    before = twelve.geometry.copy()
    simplified(twelve, metres=500)
    assert twelve.geometry.geom_equals(before).all()


def test_a_larger_tolerance_leaves_fewer_vertices(communes):
    twelve = communes_on(communes, LAST_OLD_DAY)
    vertices = [len(simplified(twelve, metres).get_coordinates()) for metres in (10, 60, 300)]
    assert vertices == sorted(vertices, reverse=True)
    assert len(set(vertices)) == 3


def test_a_straight_border_loses_its_needless_vertex():
    bent = Polygon([(108, 11), (108.1, 11), (108.1, 11.05), (108.1, 11.1), (108, 11.1)])
    drawn = simplified(_areas(bent))
    assert len(drawn.geometry.iloc[0].exterior.coords) == 5
    assert _square_metres(drawn).item() == pytest.approx(_square_metres(_areas(bent)).item(), 1e-4)


def test_polygons_that_do_not_fit_are_simplified_one_by_one():
    overlapping = _areas(WEST, box(108.05, 11, 108.2, 11.1)).set_axis([7, 3])
    drawn = simplified(overlapping)
    assert drawn.index.tolist() == [7, 3]
    assert drawn["name"].tolist() == ["a", "b"]
    assert shapely.equals_exact(drawn.geometry, overlapping.geometry, 1e-6).all()


def test_each_version_of_a_commune_gets_its_own_polygon(communes, boundaries):
    assert len(communes) == len(boundaries) == 17
    assert communes.geometry.notna().all()
    assert communes.crs == WGS84
    old, new = communes[communes["commune_code"] == "99001"].geometry
    assert new.area > 2 * old.area


def test_a_commune_without_polygon_stays_in_the_register(boundaries):
    register = demo_communes()
    known = boundaries[boundaries["commune_code"] != "99004"]
    joined = with_boundaries(register, known)
    assert len(joined) == len(register)
    assert joined.loc[joined.geometry.isna(), "commune_code"].tolist() == ["99004"]


def test_a_register_without_any_boundaries_can_still_be_used():
    joined = with_boundaries(demo_communes(), EMPTY_BOUNDARIES)
    assert joined.geometry.isna().all()
    assert len(communes_on(joined, REFORM)) == 5


@pytest.mark.parametrize(
    ("day", "code", "name"),
    [
        (LAST_OLD_DAY, "99022", "Mẫu Thạch"),
        (REFORM, "99022", "Mẫu Thủy"),
        (LAST_OLD_DAY, "99028", "Mẫu Đức"),
        (REFORM, "99028", "Mẫu Thuận"),
    ],
)
def test_a_code_means_nothing_without_its_date(communes, day, code, name):
    assert communes_on(communes, day).loc[code, "name"] == name


def test_of_two_rows_that_hold_on_one_day_the_later_one_is_meant(communes):
    again = communes[communes["commune_code"] == "99004"].assign(
        name="Mẫu An mới", valid_from=pd.Timestamp(2024, 1, 1)
    )
    both = pd.concat([again, communes])
    assert communes_on(both, date(2023, 12, 31)).loc["99004", "name"] == "Mẫu An"
    assert communes_on(both, LAST_OLD_DAY).loc["99004", "name"] == "Mẫu An mới"
    assert len(communes_on(both, LAST_OLD_DAY)) == 12


def test_a_sliver_between_neighbours_is_no_coverage():
    gap = [box(108, 11, 108.1, 11.1), box(108.10001, 11, 108.2, 11.1)]
    assert not is_coverage(gpd.GeoDataFrame(geometry=gap, crs=WGS84))


def test_one_missing_polygon_does_not_tear_the_others_apart(demo):
    twelve = valid_on(demo.district.boundaries, date(2025, 6, 30)).copy()
    twelve.loc[twelve.index[0], "geometry"] = None
    thinned = simplified(twelve)
    assert thinned.geometry.isna().sum() == 1
    assert is_coverage(thinned.dropna(subset="geometry"))


def test_no_boundaries_can_be_simplified():
    empty = gpd.GeoDataFrame({"a": []}, geometry=gpd.GeoSeries([], crs=WGS84))
    assert simplified(empty).empty
