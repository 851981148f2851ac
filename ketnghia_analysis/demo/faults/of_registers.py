"""Faults in registers: points of hamlets."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.demo import names
from ketnghia_analysis.demo.faults.kinds import HELD, REPAIRED, FaultKind, Spot, has_value


def _lasting_hamlet(spot: Spot, column: str) -> bool:
    return has_value(spot, column) and "a" not in str(spot.line.cells["hamlet_id"])


def _in_evaluated_year(spot: Spot, column: str) -> bool:
    """A hamlet as it was in the year that is evaluated, so that its report tells of the fault."""
    if spot.line.key is None or not _lasting_hamlet(spot, column):
        return False
    return bool(spot.line.key[1] < pd.Timestamp(names.EVALUATED_YEAR, 1, 1))


def _swap(spot: Spot, column: str) -> list[Spot]:
    cells = spot.line.cells
    cells["latitude"], cells["longitude"] = cells["longitude"], cells["latitude"]
    return [spot]


def _far_away(spot: Spot, column: str) -> list[Spot]:
    spot.line.cells["latitude"] = round(spot.line.cells["latitude"] + 0.5, 5)
    return [spot]


def _in_degrees(spot: Spot, column: str) -> list[Spot]:
    for name, side in (("latitude", "B"), ("longitude", "Đ")):
        spot.line.cells[name] = f"{_sexagesimal(spot.line.cells[name])} {side}"
    return [spot]


def _sexagesimal(degrees: float) -> str:
    minutes, seconds = divmod(round(degrees * 3600, 3), 60)
    whole, minutes = divmod(int(minutes), 60)
    return f"{whole}°{minutes:02d}'{seconds:06.3f}\"".replace(".", ",")


FAULTS = (
    FaultKind(
        "coordinates_swapped",
        "latitude and longitude in each other's place",
        "hamlets",
        "latitude",
        REPAIRED,
        "swapped_coordinates",
        3,
        _swap,
        _lasting_hamlet,
    ),
    FaultKind(
        "coordinates_in_degrees",
        "degrees, minutes and seconds in the place of a decimal number",
        "hamlets",
        "latitude",
        REPAIRED,
        "read_degrees",
        2,
        _in_degrees,
        _lasting_hamlet,
    ),
    FaultKind(
        "point_elsewhere",
        "a point far outside the hamlet's commune",
        "hamlets",
        "latitude",
        HELD,
        "impossible_point",
        2,
        _far_away,
        _in_evaluated_year,
    ),
)
