"""The VN-2000 grids of Vietnam, and what people write about them.

Source of the meridians: Circular 973/2001/TT-TCĐC, Appendix 2; of the datum: Decision
05/2007/QĐ-BTNMT (the operation "VN-2000 to WGS 84 (2)" of the EPSG dataset).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from pyproj import Proj, Transformer

from ketnghia_analysis.vocabulary.spelling import plain_letters

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Grid:
    """A transverse Mercator grid: X is northing, Y is easting, as everywhere in Vietnam.

    Attributes:
        meridian: central meridian in degrees east.
        scale: 0.9999 in zones of three degrees, 0.9996 in zones of six.
        datum: "VN-2000" or "WGS 84".
    """

    meridian: float
    scale: float = 0.9999
    datum: str = "VN-2000"


HOME_MERIDIANS = (108.5, 107.75)
"""Of Bình Thuận and of Lâm Đồng, which became one province on 1/7/2025."""
_MERIDIANS = (
    *HOME_MERIDIANS,
    *(102.0, 103.0, 104.0, 104.5, 104.75, 105.0, 105.5, 105.75, 106.0, 106.25, 106.5),
    *(107.0, 107.25, 107.5, 108.0, 108.25, 109.5),
)
GRIDS: tuple[Grid, ...] = (
    *(Grid(meridian) for meridian in _MERIDIANS),
    *(Grid(meridian, 0.9996) for meridian in (105.0, 111.0)),
    *(Grid(meridian, 0.9996, "WGS 84") for meridian in (105.0, 111.0)),
)
"""All grids that may be met, the simplest guess first."""

_EPSG = {
    "9218": 108.5,
    "5899": 107.75,
    "9217": 108.25,
    "9216": 107.5,
    "9215": 107.25,
    "9214": 107.0,
    "9213": 106.5,
    "9212": 106.25,
    "9211": 106.0,
    "9210": 105.75,
    "9209": 105.5,
    "9208": 104.75,
    "9207": 104.5,
    "9206": 104.0,
    "9205": 103.0,
    "5896": 102.0,
    "5897": 105.0,
    "5898": 108.0,
    "3405": 105.0,
    "3406": 111.0,
}
_EPSG_CODE = re.compile(rf"\b({'|'.join(_EPSG)})\b")
_MERIDIAN = re.compile(
    r"\b(10[2-9]|111)(?: ?(?:[°*:\-]|do|d) ?(00|15|30|45)(?!\d)|[.,](25|5|50|75|0+)\b)?"
)
_MINUTES = {
    "00": 0.0,
    "15": 0.25,
    "30": 0.5,
    "45": 0.75,
    "25": 0.25,
    "5": 0.5,
    "50": 0.5,
    "75": 0.75,
}


def stated_meridian(text: str) -> float | None:
    """The central meridian that a text names ("VN2000 KTT 108°30'"), None where it names none."""
    plain = plain_letters(text)
    if found := _EPSG_CODE.search(plain):
        return _EPSG[found[1]]
    named = {
        float(found[1]) + _MINUTES.get(found[2] or found[3] or "00", 0.0)
        for found in _MERIDIAN.finditer(plain.replace("º", "°").replace("˚", "°"))
    }
    return named.pop() if len(named) == 1 else None


def to_wgs84(northing: Floats, easting: Floats, grid: Grid) -> tuple[Floats, Floats]:
    """Latitude and longitude in WGS 84 of metres on a grid; infinite where there are none."""
    east, north = _projection(grid)(easting, northing, inverse=True)
    if grid.datum == "VN-2000":
        east, north = _datum().transform(east, north)
    return np.asarray(north, dtype=float), np.asarray(east, dtype=float)


def from_wgs84(latitude: Floats, longitude: Floats, grid: Grid) -> tuple[Floats, Floats]:
    """Northing and easting in metres of points in WGS 84; the way back of `to_wgs84`."""
    east, north = longitude, latitude
    if grid.datum == "VN-2000":
        east, north = _datum().transform(east, north, direction="INVERSE")
    easting, northing = _projection(grid)(east, north)
    return np.asarray(northing, dtype=float), np.asarray(easting, dtype=float)


@cache
def _projection(grid: Grid) -> Proj:
    return Proj(proj="tmerc", lon_0=grid.meridian, k=grid.scale, x_0=500_000, ellps="WGS84")


@cache
def _datum() -> Transformer:
    return Transformer.from_crs("EPSG:4756", "EPSG:4326", always_xy=True)
