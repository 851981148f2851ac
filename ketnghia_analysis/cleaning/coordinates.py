"""The points of a whole table: degrees, grids and swaps settled row by row against the communes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ketnghia_analysis.cleaning.text import is_blank, says_missing
from ketnghia_analysis.places.coordinate_texts import (
    Coordinate,
    NotACoordinate,
    read_coordinate,
    split_pair,
)
from ketnghia_analysis.places.locate import Area, Near, locate_all, metres_between
from ketnghia_analysis.places.vn2000 import Floats
from ketnghia_analysis.vocabulary.places_tables import LATITUDE_RANGE, LONGITUDE_RANGE

_FEWEST_OF_FILE, _FEWEST_OF_COMMUNE = 3, 4
_SPREAD = 4.0
_FILE_RADIUS_M = (60_000.0, 150_000.0)
_COMMUNE_RADIUS_M = (40_000.0, 150_000.0)
"""At least twice the way from the middle of the largest communes to their edge, 20 km."""
POINT_TYPES = {
    "latitude": "Float64",
    "longitude": "Float64",
    "how": "str",
    "quality": "str",
    "problem": "str",
}


def resolve_points(
    latitude: pd.Series,
    longitude: pd.Series,
    system: pd.Series | None = None,
    area_of_row: pd.Series | None = None,
    commune: pd.Series | None = None,
    title: str = "",
) -> pd.DataFrame:
    """The point each row means, in WGS 84.

    Args:
        latitude: cells as read (texts, numbers) or as `values.read_cell` gives them: latitude,
            or X, or both in one cell.
        longitude: longitude, or Y.
        system: what each row says of its system; a hint that may be wrong.
        area_of_row: polygon in WGS 84 of the commune each row names, missing where unknown. Rows
            without one are held against the other points of their commune and of the table.
        commune: code or name of each row's commune, as written.
        title: of the table, where a system or central meridian may be said for all rows.

    Returns:
        Same index; `latitude`, `longitude` (missing where there is a problem or nothing written),
        `how` (rule of `reasons.CHANGED`, "" where the value is simply what was written),
        `quality` (see `codes.COORDINATE_QUALITIES`), `problem` (reason of `reasons.HELD`:
        not_a_number, half_point, impossible_point, unknown_meridian; "" where there is none).
    """
    pairs = [_pair(north, east) for north, east in zip(latitude, longitude, strict=True)]
    first, second = (
        np.array([pair[place].value if _whole(pair) else np.nan for pair in pairs], dtype=float)
        for place in (0, 1)
    )
    said = [title] * len(pairs) if system is None else [_said(one, title) for one in system]
    found = locate_all(first, second, said, _areas(first, second, area_of_row, commune))
    found.index = latitude.index
    for row, pair in zip(found.index, pairs, strict=True):
        if not _whole(pair):
            found.loc[row, ["how", "quality", "problem"]] = ["", "none", _lack(pair)]
    notation = [_whole(pair) and not (pair[0].plain and pair[1].plain) for pair in pairs]
    simply = (found["how"] == "") & (found["problem"] == "") & np.array(notation, dtype=bool)
    found.loc[simply, "how"] = "read_degrees"
    return found.astype(POINT_TYPES)


_Read = Coordinate | str
"""A coordinate, or "" for an empty cell, or the reason why it can't be read."""


def _pair(north: Any, east: Any) -> tuple[Any, Any]:
    if isinstance(north, str) and (is_blank(east) or north == east):
        both = split_pair(north)
        if both is not None:
            return both
    return _read(north), _read(east)


def _read(value: Any) -> _Read:
    if value is pd.NA or says_missing(value):
        return ""
    try:
        return read_coordinate(value)
    except NotACoordinate:
        return "not_a_number"


def _whole(pair: tuple[Any, Any]) -> bool:
    return isinstance(pair[0], Coordinate) and isinstance(pair[1], Coordinate)


def _lack(pair: tuple[Any, Any]) -> str:
    if "not_a_number" in pair:
        return "not_a_number"
    return "" if pair == ("", "") else "half_point"


def _said(system: Any, title: str) -> str:
    """What a row says of its system; the title where the row names no meridian of its own."""
    own = "" if system is pd.NA or is_blank(system) else str(system)
    return f"{own} {title}".strip()


def _areas(
    first: Floats,
    second: Floats,
    area_of_row: pd.Series | None,
    commune: pd.Series | None,
) -> list[Area]:
    around = _around(first, second, commune)
    if area_of_row is None:
        return around
    return [
        near if shape is None or shape is pd.NA or shape != shape else shape
        for shape, near in zip(area_of_row, around, strict=True)
    ]


def _around(first: Floats, second: Floats, commune: pd.Series | None) -> list[Area]:
    """Where each row's neighbours lie: those of its commune if enough, else of the table."""
    turned = first > second
    north, east = np.where(turned, second, first), np.where(turned, first, second)
    known = (
        (north >= LATITUDE_RANGE[0])
        & (north <= LATITUDE_RANGE[1])
        & (east >= LONGITUDE_RANGE[0])
        & (east <= LONGITUDE_RANGE[1])
    )
    whole = _near(north[known], east[known], _FEWEST_OF_FILE, _FILE_RADIUS_M)
    areas: list[Area] = [whole] * len(first)
    if commune is None:
        return areas
    rows = pd.Series(range(len(first)), index=pd.RangeIndex(len(first)))
    for _, group in rows.groupby(commune.astype("str").to_numpy()):
        places = group.to_numpy()
        places_known = places[known[places]]
        near = _near(north[places_known], east[places_known], _FEWEST_OF_COMMUNE, _COMMUNE_RADIUS_M)
        for place in places if near else ():
            areas[place] = near
    return areas


def _near(north: Floats, east: Floats, fewest: int, limits: tuple[float, float]) -> Near | None:
    """The surroundings of points by medians, which one wrong point can't move."""
    if len(north) < fewest:
        return None
    centre = float(np.median(north)), float(np.median(east))
    away = metres_between(north, east, np.array(centre[0]), np.array(centre[1]))
    radius = float(np.clip(_SPREAD * np.median(away), *limits))
    return Near(*centre, radius)
