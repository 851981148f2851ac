"""Land of the fictional district."""

from __future__ import annotations

import random

import pytest
import shapely
from shapely import box

from ketnghia_analysis.demo import names, truth_places
from ketnghia_analysis.demo.land import make_land, point_in
from ketnghia_analysis.demo.truth import SEED
from ketnghia_analysis.places.boundaries import is_coverage, simplified
from ketnghia_analysis.places.registers import valid_on

LANDS = {seed: make_land(seed) for seed in (SEED, 1, 2, 3)}
# a border of half a degree on a grid of 1e-5 degrees
ROUNDING = 0.5e-5
each_land = pytest.mark.parametrize("land", LANDS.values(), ids=LANDS)


@each_land
def test_there_is_a_polygon_for_each_commune_before_and_after(land):
    assert set(land.before) == set(names.COMMUNES)
    assert set(land.after) == set(names.NEW_COMMUNES)
    for area in (*land.before.values(), *land.after.values()):
        assert area.geom_type == "Polygon"
        assert area.is_valid
        assert not area.interiors


@each_land
def test_the_twelve_communes_share_their_borders(land):
    assert shapely.coverage_is_valid(list(land.before.values()))
    assert shapely.union_all(list(land.before.values())).geom_type == "Polygon"


@each_land
def test_the_reform_moves_borders_but_makes_no_land(land):
    before, after = (shapely.union_all(list(areas.values())) for areas in (land.before, land.after))
    assert before.symmetric_difference(after).area < 1e-6 * before.area


@each_land
def test_each_new_commune_is_made_of_its_parts(land):
    for name, (_, parts) in names.NEW_COMMUNES.items():
        for part in set(parts) - {names.SPLIT_COMMUNE}:
            assert land.before[part].difference(land.after[name]).area < ROUNDING


@each_land
def test_the_divided_commune_lies_in_the_two_that_follow_it(land):
    divided = land.before[names.SPLIT_COMMUNE]
    rest = divided.difference(land.north_of_split)
    assert land.north_of_split.difference(land.after["Mẫu Tân"]).area < ROUNDING
    assert rest.difference(land.after["Mẫu Thủy"]).area < ROUNDING


@each_land
def test_the_seat_lies_in_the_town(land):
    assert land.before["Trung"].contains(land.seat)


@each_land
def test_borders_wind_and_stay_within_vietnam(land):
    for area in land.before.values():
        assert len(shapely.get_coordinates(area)) > 50
        assert box(102, 8, 110, 24).contains(area)


def test_the_same_seed_gives_the_same_land_and_another_another():
    assert make_land(SEED) == LANDS[SEED]
    assert not LANDS[1].before["An"].equals(LANDS[2].before["An"])


def test_points_are_drawn_well_inside_an_area():
    area = box(108, 11, 108.1, 11.1)
    chance = random.Random(7)
    drawn = [point_in(area, chance) for _ in range(50)]
    assert all(area.exterior.distance(point) > 0.0119 for point in drawn)
    assert all(area.contains(point) for point in drawn)
    assert len({point.wkt for point in drawn}) == 50
    assert all((point.x, point.y) == (round(point.x, 5), round(point.y, 5)) for point in drawn)


@pytest.mark.parametrize("seed", [SEED, 1, 2, 3])
def test_the_divided_commune_is_divided_and_its_successor_has_the_larger_part(seed):
    land = make_land(seed)
    old = land.before[names.SPLIT_COMMUNE]
    assert 0.1 < land.north_of_split.area / old.area < 0.5
    larger = max(land.after, key=lambda name: land.after[name].intersection(old).area)
    told = truth_places.communes().query(f"name == 'Mẫu {names.SPLIT_COMMUNE}'")
    assert names.NEW_COMMUNES[larger][0] == told["successor_code"].item()


@pytest.mark.parametrize("seed", [SEED, 1, 2, 3])
def test_the_five_communes_fit_together_even_when_simplified(seed):
    five = valid_on(truth_places.boundaries(make_land(seed)), names.REFORM)
    assert is_coverage(five)
    assert is_coverage(simplified(five))
