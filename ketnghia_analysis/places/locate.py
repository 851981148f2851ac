"""Which point two coordinates mean, found by testing hypotheses against the stated commune."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from ketnghia_analysis.places.coordinate_texts import (
    LARGEST_DEGREES,
    NotACoordinate,
    read_coordinate,
)
from ketnghia_analysis.places.coordinates import TOLERANCE_M
from ketnghia_analysis.places.vn2000 import (
    GRIDS,
    HOME_MERIDIANS,
    Floats,
    Grid,
    stated_meridian,
    to_wgs84,
)
from ketnghia_analysis.vocabulary.places_tables import LATITUDE_RANGE, LONGITUDE_RANGE
from ketnghia_analysis.vocabulary.spelling import plain_letters

_METRES_PER_DEGREE = 110_000.0
_EARTH_M = 6_371_000.0
_SCALE_OF_PROVINCES = 0.9999
_STATED_BELOW = 4.0
"""Ranks of grids whose meridian is the stated one are smaller."""
_FARTHEST_M = 1e8
_SAME_PLACE_DEGREES = 0.01
Mask: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Near:
    """The surroundings of a point: where neighbours lie, for want of a boundary."""

    latitude: float
    longitude: float
    radius_m: float


Area: TypeAlias = BaseGeometry | Near | None
"""Where a point should lie: the commune's polygon in WGS 84, a circle, or nothing known."""


@dataclass(frozen=True)
class Located:
    """The point that was meant.

    Attributes:
        latitude: in WGS 84; NaN where there is a problem.
        longitude: likewise.
        how: rule of `reasons.CHANGED` by which it was found: "" as written, "swapped_coordinates",
            "converted_grid".
        quality: code of `codes.COORDINATE_QUALITIES`: "as_written", "swapped", "converted"; or
            "estimated" where the grid's meridian was chosen among several that fit.
        problem: reason of `reasons.HELD` where no point was found: "impossible_point",
            "unknown_meridian".
    """

    latitude: float
    longitude: float
    how: str
    quality: str
    problem: str


def locate(first: Any, second: Any, system: str = "", area: Area = None) -> Located | None:
    """The point that two cells mean; None where one of them is no coordinate.

    Args:
        first: cell of the latitude (or X, northing), in any notation.
        second: cell of the longitude (or Y, easting).
        system: what is said about the system ("WGS-84", "VN2000 KTT 108°30'"); only a hint.
        area: where it should lie.
    """
    try:
        pair = read_coordinate(first), read_coordinate(second)
    except NotACoordinate:
        return None
    numbers = [np.array([one.value]) for one in pair]
    found = locate_all(numbers[0], numbers[1], [system], [area]).iloc[0]
    return Located(
        *(found[name] for name in ("latitude", "longitude", "how", "quality", "problem"))
    )


def locate_all(
    first: Floats, second: Floats, systems: Sequence[str], areas: Sequence[Area]
) -> pd.DataFrame:
    """The points that pairs of numbers mean, see `Located` for the columns; rows as given.

    Degrees are taken as written or swapped, in WGS 84 whatever system is stated (degrees in
    VN-2000 lie 225 m beside, which no area could tell). Metres are tried in all grids with X as
    northing and the other way round. Of several that fit the stated meridian comes first, then
    the home province's, then the one nearest to the middle of the area.

    Args:
        first: degrees or metres.
        second: likewise.
        systems: what is said about each row's system.
        areas: where each row's point should lie.
    """
    found = pd.DataFrame(
        {
            "latitude": np.nan,
            "longitude": np.nan,
            "how": "",
            "quality": "none",
            "problem": "impossible_point",
        },
        index=pd.RangeIndex(len(first)),
    )
    where = _Places(areas)
    for latitude, longitude, how, quality in (
        (second, first, "swapped_coordinates", "swapped"),
        (first, second, "", "as_written"),
    ):
        fits = where.hold(latitude, longitude)
        found.loc[fits, "latitude"] = latitude[fits]
        found.loc[fits, "longitude"] = longitude[fits]
        found.loc[fits, ["how", "quality", "problem"]] = [how, quality, ""]
    of_grid = np.flatnonzero((first > LARGEST_DEGREES) & (second > LARGEST_DEGREES))
    if len(of_grid):
        found.loc[of_grid] = _on_grids(
            first[of_grid],
            second[of_grid],
            [systems[row] for row in of_grid.tolist()],
            [areas[row] for row in of_grid.tolist()],
        ).set_index(of_grid)
    return found


def _on_grids(
    first: Floats, second: Floats, systems: Sequence[str], areas: Sequence[Area]
) -> pd.DataFrame:
    """Points of grid coordinates; of the grids on which a row fits the one that ranks first."""
    # in Vietnam the northing is always the larger, so that the order is never in doubt
    northing, easting = np.maximum(first, second), np.minimum(first, second)
    where = _Places(areas)
    said = _Said(systems)
    middles = np.array([_middle(area) for area in areas], dtype=float)
    best = np.full(len(first), np.inf)
    latitude, longitude = np.full(len(first), np.nan), np.full(len(first), np.nan)
    west, east_end = np.full(len(first), np.inf), np.full(len(first), -np.inf)
    for grid in GRIDS:
        north, east = to_wgs84(northing, easting, grid)
        fits = where.hold(north, east)
        away = metres_between(north, east, middles[:, 0], middles[:, 1])
        rank = said.rank(grid) + np.nan_to_num(away, posinf=0.0) / _FARTHEST_M
        better = fits & (rank < best)
        best[better] = rank[better]
        latitude[better], longitude[better] = north[better], east[better]
        west[fits] = np.minimum(west[fits], east[fits])
        east_end[fits] = np.maximum(east_end[fits], east[fits])
    stated, known = best < _STATED_BELOW, np.array([area is not None for area in areas])
    alone = east_end - west < _SAME_PLACE_DEGREES
    problem = np.where(
        np.isinf(best),
        "impossible_point",
        np.where(known | stated, "", "unknown_meridian"),
    )
    right = problem == ""
    return pd.DataFrame(
        {
            "latitude": np.where(right, latitude, np.nan),
            "longitude": np.where(right, longitude, np.nan),
            "how": np.where(right, "converted_grid", ""),
            "quality": np.where(right, np.where(stated | alone, "converted", "estimated"), "none"),
            "problem": problem,
        }
    )


class _Said:
    """What rows say of their systems."""

    def __init__(self, systems: Sequence[str]) -> None:
        self.meridian = np.array(
            [np.nan if (one := stated_meridian(text)) is None else one for text in systems]
        )
        plain = [plain_letters(text) for text in systems]
        self.of_wgs84 = np.array(["wgs" in text and "utm" in text for text in plain], dtype=bool)

    def rank(self, grid: Grid) -> Floats:
        """Order among grids that fit: the stated meridian, then the likely datum, then home."""
        home = grid.meridian in HOME_MERIDIANS and grid.scale == _SCALE_OF_PROVINCES
        wrong_datum = (grid.datum == "WGS 84") != self.of_wgs84
        return np.asarray(
            (self.meridian != grid.meridian) * _STATED_BELOW + wrong_datum * 2.0 + (not home)
        )


class _Places:
    """Areas of rows, to be asked whether points lie in them."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self.shapes = np.array(
            [area if isinstance(area, BaseGeometry) else None for area in areas], dtype=object
        )
        self.near = np.array(
            [
                (area.latitude, area.longitude, area.radius_m)
                if isinstance(area, Near)
                else (np.nan, np.nan, np.inf)
                for area in areas
            ],
            dtype=float,
        ).reshape(len(areas), 3)

    def hold(self, latitude: Floats, longitude: Floats) -> Mask:
        """Whether each point lies in Vietnam and in its row's area, with a tolerance."""
        inside = _between(latitude, LATITUDE_RANGE) & _between(longitude, LONGITUDE_RANGE)
        shaped = inside & (self.shapes != None)  # noqa: E711
        if shaped.any():
            points = shapely.points(longitude[shaped], latitude[shaped])
            inside[shaped] = shapely.dwithin(
                points, self.shapes[shaped], TOLERANCE_M / _METRES_PER_DEGREE
            )
        circled = inside & np.isfinite(self.near[:, 2])
        centre = self.near[circled]
        away = metres_between(latitude[circled], longitude[circled], centre[:, 0], centre[:, 1])
        inside[circled] = away <= centre[:, 2]
        return inside


def _between(values: Floats, limits: tuple[float, float]) -> Mask:
    return np.asarray((values >= limits[0]) & (values <= limits[1]))


def _middle(area: Area) -> tuple[float, float]:
    if isinstance(area, Near):
        return area.latitude, area.longitude
    return (np.nan, np.nan) if area is None else (area.centroid.y, area.centroid.x)


def metres_between(
    latitude: Floats, longitude: Floats, to_latitude: Floats, to_longitude: Floats
) -> Floats:
    """Distance in metres on a sphere, good to half a per cent; elementwise."""
    north, to_north = np.radians(latitude), np.radians(to_latitude)
    across = np.sin(np.radians(np.subtract(to_longitude, longitude)) / 2) ** 2
    along = np.sin((to_north - north) / 2) ** 2
    return np.asarray(
        2 * _EARTH_M * np.arcsin(np.sqrt(along + np.cos(north) * np.cos(to_north) * across))
    )
