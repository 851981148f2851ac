"""Land of the fictional district: commune boundaries that fit together, and points on them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise

import shapely
from shapely import LineString, MultiPoint, Point, Polygon
from shapely.ops import linemerge, polygonize, unary_union

from ketnghia_analysis.demo import names

WEST, SOUTH = 108.00, 11.10
CELL_DEGREES = 0.11
DECIMALS = 5
_ROUGHNESS = 0.16
_SHORTEST = 0.004
_CUT_AT = 0.6


@dataclass(frozen=True)
class Land:
    """Polygons by commune, before and after the reform, and the seat of the district."""

    before: dict[str, Polygon]
    after: dict[str, Polygon]
    north_of_split: Polygon
    seat: Point


def make_land(seed: int) -> Land:
    """Polygons of the twelve communes and of the five that followed them."""
    chance = random.Random(f"{seed}:land")
    centres = {
        name: Point(
            WEST + (column + 0.5 + chance.uniform(-0.26, 0.26)) * CELL_DEGREES,
            SOUTH + (row + 0.5 + chance.uniform(-0.26, 0.26)) * CELL_DEGREES,
        )
        for name, (_, _, (column, row)) in names.COMMUNES.items()
    }
    outline = _outline(chance)
    cells = shapely.voronoi_polygons(MultiPoint(list(centres.values())), extend_to=outline)
    pieces = [cell.intersection(outline) for cell in cells.geoms]
    before = _natural(pieces, centres, chance)
    split = before[names.SPLIT_COMMUNE]
    north = _north_of(split)
    after = {}
    for name, (_, parts) in names.NEW_COMMUNES.items():
        areas = [before[part] for part in parts if part != names.SPLIT_COMMUNE]
        if names.SPLIT_COMMUNE in parts:
            areas.append(split.difference(north))
        if name == names.NORTH_OF_SPLIT_GOES_TO:
            areas.append(north)
        after[name] = unary_union(areas)
    return Land(before, after, north, before["Trung"].representative_point())


def _north_of(area: Polygon) -> Polygon:
    """The smaller, northern part of an area, cut off between two vertices of its border.

    A cut that ended between vertices would leave neighbours with borders that do not quite meet.
    """
    _, south, _, north = area.bounds
    level = south + _CUT_AT * (north - south)
    middle = area.centroid.x
    corners = list(area.exterior.coords)[:-1]
    western = [corner for corner in corners if corner[0] < middle]
    eastern = [corner for corner in corners if corner[0] > middle]
    ends = [min(side, key=lambda one: abs(one[1] - level)) for side in (western, eastern)]
    parts = list(polygonize(unary_union([area.exterior, LineString(ends)])))
    return max(parts, key=lambda part: part.representative_point().y)


def point_in(area: Polygon, chance: random.Random) -> Point:
    """A random point well inside an area, to five decimals."""
    inner = area.buffer(-0.012)
    west, south, east, north = inner.bounds
    while True:
        point = Point(
            round(chance.uniform(west, east), DECIMALS),
            round(chance.uniform(south, north), DECIMALS),
        )
        if inner.contains(point):
            return point


def _outline(chance: random.Random) -> Polygon:
    columns, rows = 4, 3
    corners: list[tuple[float, float]] = [
        *((step / 2, 0.0) for step in range(columns * 2)),
        *((columns, step / 2) for step in range(rows * 2)),
        *((columns - step / 2, rows) for step in range(columns * 2)),
        *((0.0, rows - step / 2) for step in range(rows * 2)),
    ]
    return Polygon(
        [
            (
                WEST + (x + chance.uniform(-0.16, 0.16)) * CELL_DEGREES,
                SOUTH + (y + chance.uniform(-0.16, 0.16)) * CELL_DEGREES,
            )
            for x, y in corners
        ]
    )


def _natural(
    pieces: list[Polygon], centres: dict[str, Point], chance: random.Random
) -> dict[str, Polygon]:
    """The pieces with winding instead of straight borders; neighbours share each vertex."""
    lines = linemerge(unary_union([piece.boundary for piece in pieces]))
    arcs = sorted(lines.geoms, key=lambda arc: arc.coords[0] + arc.coords[-1])
    winding = [LineString(_wind(list(arc.coords), chance)) for arc in arcs]
    areas = list(polygonize(unary_union(winding)))
    return {
        name: next(area for area in areas if area.contains(centre))
        for name, centre in centres.items()
    }


def _wind(coords: list[tuple[float, float]], chance: random.Random) -> list[tuple[float, float]]:
    """A line with its middle points displaced, again and again, its ends kept."""
    wound = [_rounded(coords[0])]
    for start, end in pairwise(coords):
        wound += _displaced(start, end, chance)[1:]
    return wound


def _displaced(
    start: tuple[float, float], end: tuple[float, float], chance: random.Random
) -> list[tuple[float, float]]:
    across, up = end[0] - start[0], end[1] - start[1]
    if (across**2 + up**2) ** 0.5 < _SHORTEST:
        return [_rounded(start), _rounded(end)]
    push = chance.uniform(-_ROUGHNESS, _ROUGHNESS)
    middle = ((start[0] + end[0]) / 2 - up * push, (start[1] + end[1]) / 2 + across * push)
    return _displaced(start, middle, chance) + _displaced(middle, end, chance)[1:]


def _rounded(point: tuple[float, float]) -> tuple[float, float]:
    return (round(point[0], DECIMALS), round(point[1], DECIMALS))
