"""A map's facts as columns of whole numbers and texts, for the page's script."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ketnghia_analysis.evaluation.privacy import HIDDEN
from ketnghia_analysis.measures.cards import GROUPS
from ketnghia_analysis.outputs.colours import (
    CHANGE_COLOURS,
    CLASS_COLOURS,
    LEVEL_COLOURS,
    LEVEL_SHAPES,
)
from ketnghia_analysis.outputs.map_facts import MapFacts, MapIndicator, MapYear
from ketnghia_analysis.places.boundaries import simplified
from ketnghia_analysis.vocabulary.codes import (
    COORDINATE_QUALITIES,
    DIFFICULTY_GROUPS,
    LEVELS,
    PAIRING_ROLES,
    PEOPLES,
    UNITS,
    CodeList,
)
from ketnghia_analysis.vocabulary.wording import date_vi, is_missing

UNKNOWN, SMALL_NUMBER = -(2**15), -(2**15) + 1
"""What stands for a missing and for a hidden number in the columns."""
PLACE_UNKNOWN = 2**30
_PER_DEGREE = 100_000
_TENTHS = 10
_DETAIL = 4000
"""Boundaries are drawn so finely that a line across the whole map has about so many steps."""
_LEAST_METRES = 60.0
_METRES_PER_DEGREE = 111_000


def map_data(facts: MapFacts) -> dict[str, Any]:
    """Everything that the page draws and says, as plain data.

    Numbers of indicators and points are in tenths, degrees in hundred thousandths; positions count
    codes and rows from 0, with -1 for none.
    """
    outlines = _Outlines(_west_south_east_north(facts))
    years = [_year(facts, one, outlines) for one in facts.years]
    return {
        "title": facts.title,
        "fiction": facts.fiction,
        "hiddenNote": facts.hidden_note,
        "source": facts.source,
        "annex": facts.annex_file,
        "shown": facts.shown,
        "bounds": outlines.bounds,
        "indicators": [_indicator(one) for one in facts.indicators.values()],
        "groups": {name: vietnamese for name, (vietnamese, _) in GROUPS.items()},
        "firstIndicator": facts.first_indicator,
        "colours": list(CLASS_COLOURS),
        "changeColours": list(CHANGE_COLOURS),
        "levels": [
            {
                "code": level,
                "label": LEVELS.labels[level],
                "colour": LEVEL_COLOURS[level],
                "shape": LEVEL_SHAPES[level],
            }
            for level in LEVELS.values
        ],
        "peoples": _labels(PEOPLES),
        "roles": _labels(PAIRING_ROLES),
        "fields": _labels(DIFFICULTY_GROUPS),
        "qualities": _labels(COORDINATE_QUALITIES),
        "outlines": outlines.made,
        "years": years,
    }


def _labels(codes: CodeList) -> list[str]:
    return [codes.labels[value] for value in codes.values]


def _indicator(one: MapIndicator) -> dict[str, Any]:
    card = one.card
    return {
        "name": card.name,
        "heading": card.heading,
        "short": card.short,
        "unit": UNITS[card.unit][0],
        "changeUnit": UNITS["percentage_points"][0]
        if card.unit == "percent"
        else UNITS[card.unit][0],
        "group": card.group,
        "better": card.better,
        "yesNo": card.yes_no,
        "coloured": one.coloured,
        "communes": one.of_communes,
        "breaks": list(one.breaks),
        "changeBreaks": list(one.change_breaks),
    }


def _year(facts: MapFacts, one: MapYear, outlines: _Outlines) -> dict[str, Any]:
    known = [name for name in facts.indicators if name in one.values]
    hamlets, agencies, pairings = one.hamlets, one.agencies, one.pairings
    annex = facts.annex if one.year == facts.shown and facts.annex_file else {}
    return {
        "year": one.year,
        "until": date_vi(one.until),
        "boundaries": one.boundaries_note,
        "outlines": outlines.of(one.communes),
        "standards": [one.standards.get(name, "") for name in facts.indicators],
        "typical": _tenths(one.typical.reindex(list(facts.indicators))),
        "hamlets": {
            "id": _texts(hamlets.index),
            "name": _texts(hamlets["name"]),
            "commune": _rows_of(one.communes.index, hamlets["commune_code"]),
            "people": _codes(PEOPLES, hamlets["main_people"]),
            "mixed": _yes_no(hamlets["mixed"]),
            "paired": _yes_no(hamlets["paired"]),
            "level": _codes(LEVELS, hamlets["level"]),
            "open": _counts(hamlets["open"]),
            "overdue": _counts(hamlets["overdue"]),
            "quality": _codes(COORDINATE_QUALITIES, hamlets["coordinate_quality"]),
            "surveyed": _days(hamlets["surveyed_on"]),
            "unbalanced": _yes_no(hamlets["poverty_unbalanced"]),
            "annex": _annex_rows(annex, "hamlets", hamlets.index),
            **_positions(hamlets.geometry),
            "values": _values(facts, known, one.values, one.states),
        },
        "communes": {
            "id": _texts(one.communes.index),
            "name": _texts(one.communes["name"]),
            "title": _texts(one.communes["title"]),
            "since": [date_vi(day) for day in one.communes["since"]],
            "hamlets": _counts(one.communes["hamlets"]),
            "paired": _counts(one.communes["paired_hamlets"]),
            "values": _values(facts, known, one.commune_values, one.commune_states),
        },
        "agencies": {
            "id": _texts(agencies.index),
            "name": _texts(agencies["name"]),
            "short": _texts(agencies["short_name"].fillna(agencies["name"])),
            "low": _tenths(agencies["points_low"]),
            "high": _tenths(agencies["points_high"]),
            "due": _counts(agencies["reports_due"]),
            "inTime": _counts(agencies["reports_in_time"]),
            "annex": _annex_rows(annex, "agencies", agencies.index),
            **_positions(agencies.geometry),
        },
        "pairings": {
            "id": _texts(pairings.index),
            "agency": _rows_of(agencies.index, pairings["agency_id"]),
            "hamlet": _rows_of(hamlets.index, pairings["hamlet_id"]),
            "role": _codes(PAIRING_ROLES, pairings["role"]),
            "level": _codes(LEVELS, pairings["level"]),
            "low": _tenths(pairings["points_low"]),
            "high": _tenths(pairings["points_high"]),
            "promised": _counts(pairings["commitments"].where(pairings["commitments_received"])),
            "completed": _counts(pairings["completed"].where(pairings["commitments_received"])),
            "late": _counts(pairings["late"].where(pairings["commitments_received"])),
            "overdue": _counts(pairings["overdue"].where(pairings["commitments_received"])),
            "activities": _counts(pairings["activities"]),
            "km": _tenths(pairings["km"]),
            "annex": _annex_rows(annex, "pairings", pairings.index),
        },
        "difficulties": {
            "hamlet": _rows_of(hamlets.index, one.difficulties["hamlet_id"]),
            "field": _codes(DIFFICULTY_GROUPS, one.difficulties["group"]),
            "raised": _days(one.difficulties["raised_on"]),
            "due": _days(one.difficulties["due_on"]),
            "days": _counts(one.difficulties["days_open"]),
            "overdue": _yes_no(one.difficulties["overdue"]),
        },
    }


def _texts(values: Iterable[Any]) -> list[str]:
    return ["" if is_missing(value) else str(value) for value in values]


def _codes(codes: CodeList, values: pd.Series) -> np.ndarray:
    places = {value: number for number, value in enumerate(codes.values)}
    return np.asarray(values.map(places).fillna(-1), dtype=np.int64)


def _rows_of(index: pd.Index, ids: pd.Series) -> np.ndarray:
    return np.asarray(index.get_indexer(pd.Index(ids)), dtype=np.int64)


def _yes_no(values: pd.Series) -> np.ndarray:
    """1, 0, or -1 where it is not known."""
    return np.asarray(values.astype("boolean").astype("Int8").fillna(-1), dtype=np.int64)


def _counts(values: pd.Series) -> np.ndarray:
    return np.asarray(values.astype("Int64").fillna(-1), dtype=np.int64)


def _tenths(values: pd.Series) -> np.ndarray:
    numbers = values.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isnan(numbers), UNKNOWN, np.rint(np.nan_to_num(numbers) * _TENTHS)).astype(
        np.int64
    )


def _days(values: pd.Series) -> dict[str, Any]:
    """Dates as positions in a list of their texts."""
    positions, distinct = pd.factorize(pd.to_datetime(values))
    return {"at": positions.astype(np.int64), "texts": [date_vi(day) for day in distinct]}


def _annex_rows(
    annex: dict[str, tuple[str, dict[str, int]]], kind: str, index: pd.Index
) -> dict[str, Any]:
    if kind not in annex:
        return {"sheet": "", "rows": np.full(len(index), -1)}
    sheet, rows = annex[kind]
    return {"sheet": sheet, "rows": np.array([rows.get(str(one), -1) for one in index], np.int64)}


def _values(
    facts: MapFacts, known: list[str], values: pd.DataFrame, states: pd.DataFrame
) -> list[np.ndarray | None]:
    """A column for each of the map's indicators, None where the year does not know it."""
    found: list[np.ndarray | None] = []
    for name in facts.indicators:
        if name not in known or name not in values or not len(values):
            found.append(None)
            continue
        hidden = (states[name] == HIDDEN).to_numpy()
        column = np.where(hidden, SMALL_NUMBER, _tenths(values[name]))
        found.append(None if (column == UNKNOWN).all() else column)
    return found


def _positions(geometry: gpd.GeoSeries) -> dict[str, np.ndarray]:
    located = geometry.notna() & ~geometry.is_empty
    return {
        name: np.where(
            located, np.rint(np.nan_to_num(degrees) * _PER_DEGREE), PLACE_UNKNOWN
        ).astype(np.int64)
        for name, degrees in (("lat", geometry.y.to_numpy()), ("lon", geometry.x.to_numpy()))
    }


def _west_south_east_north(facts: MapFacts) -> tuple[float, float, float, float]:
    shapes = [
        geometry.dropna()
        for one in facts.years
        for geometry in (one.communes.geometry, one.hamlets.geometry)
    ]
    known = [geometry.total_bounds for geometry in shapes if len(geometry)]
    if not known:
        # nothing is placed: the land of Vietnam and its seas
        return (102.0, 6.5, 117.5, 23.5)
    sides = np.array(known)
    west, south = sides[:, :2].min(axis=0)
    east, north = sides[:, 2:].max(axis=0)
    return (float(west), float(south), float(east), float(north))


class _Outlines:
    """Boundaries of communes, kept once for all years that share them."""

    def __init__(self, bounds: tuple[float, float, float, float]) -> None:
        self.bounds = [round(side, 5) for side in bounds]
        self.made: list[dict[str, Any]] = []
        self._keys: dict[bytes, int] = {}
        west, south, east, north = bounds
        extent = max(east - west, north - south) * _METRES_PER_DEGREE
        self._metres = max(_LEAST_METRES, float(ceil(extent / _DETAIL)))

    def of(self, communes: gpd.GeoDataFrame) -> int:
        """Position of a year's boundaries in `made`, -1 where there are none."""
        drawn = communes[communes.geometry.notna()]
        if drawn.empty:
            return -1
        key = b"".join(
            [*(str(one).encode() for one in communes.index), *shapely.to_wkb(drawn.geometry)]
        )
        if key not in self._keys:
            self._keys[key] = len(self.made)
            self.made.append(self._outline(communes, drawn))
        return self._keys[key]

    def _outline(self, communes: gpd.GeoDataFrame, drawn: gpd.GeoDataFrame) -> dict[str, Any]:
        shapes = simplified(drawn[["geometry"]], self._metres).geometry
        rings = shapes.to_numpy()
        parts, owner = shapely.get_parts(rings, return_index=True)
        lines, polygon = shapely.get_rings(parts, return_index=True)
        corners, line = shapely.get_coordinates(lines, return_index=True)
        grid = np.rint(corners * _PER_DEGREE).astype(np.int64)
        labels = shapes.representative_point()
        return {
            "commune": communes.index.get_indexer(drawn.index).astype(np.int64),
            # of each ring: whose it is, and how many corners it has
            "owner": owner[polygon].astype(np.int64),
            "corners": np.bincount(line, minlength=len(lines)).astype(np.int64),
            "lon": grid[:, 0],
            "lat": grid[:, 1],
            "labelLon": np.rint(labels.x.to_numpy() * _PER_DEGREE).astype(np.int64),
            "labelLat": np.rint(labels.y.to_numpy() * _PER_DEGREE).astype(np.int64),
        }
