"""The briefing map: communes, hamlets and pairings of a year in one page that opens offline."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Any

import folium
import geopandas as gpd
import pandas as pd
from shapely import Point
from shapely.geometry import mapping

from ketnghia_analysis.evaluation.facts import FICTION_NOTE, YearFacts, commune_title
from ketnghia_analysis.evaluation.privacy import HIDDEN, HIDDEN_NOTE
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.outputs.classes import round_breaks
from ketnghia_analysis.outputs.colours import CLASS_COLOURS, LEVEL_COLOURS, LEVEL_SHAPES
from ketnghia_analysis.outputs.offline_figure import (
    Verbatim,
    data_element,
    figure_of,
    offline_map,
    offline_page,
    script,
    style,
)
from ketnghia_analysis.places.boundaries import simplified
from ketnghia_analysis.places.distance import geodesic_km
from ketnghia_analysis.vocabulary.codes import LEVELS, PAIRING_ROLES, PEOPLES, UNITS
from ketnghia_analysis.vocabulary.wording import date_vi, is_missing, range_vi

DATA_ID = "ketnghia-data"
_DECIMALS = 5
_MARGIN_DEGREES = 0.3
FIRST_INDICATOR = "poor_household_share_percent"


@dataclass(frozen=True)
class BriefingMap:
    """A map ready to be shown.

    Attributes:
        chart: the folium map; layers may be added to it.
        title: of the page.
    """

    chart: folium.Map
    title: str

    def html(self) -> str:
        """The page as one file."""
        return offline_page(self.chart, self.title)

    def _repr_html_(self) -> str:
        """The page in a frame, for notebooks."""
        return (
            f'<iframe srcdoc="{escape(self.html())}" title="{escape(self.title)}" '
            'style="width:100%;height:640px;border:1px solid #ccc"></iframe>'
        )


def briefing_map(facts: YearFacts) -> BriefingMap:
    """Draw the facts of a year.

    Communes are coloured by an indicator (rates of the boundaries valid at the end of the year),
    hamlets by completion level or indicator, pairings as lines from the office to the hamlet.
    Hamlets without usable coordinates are listed, not drawn. Without boundaries only points are.
    """
    title = f"Bản đồ kết nghĩa {facts.title_place} năm {facts.year}"
    west, south, east, north = _bounds(facts)
    chart = offline_map(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=10,
        min_zoom=9,
        max_zoom=15,
        min_lat=south - _MARGIN_DEGREES,
        max_lat=north + _MARGIN_DEGREES,
        min_lon=west - _MARGIN_DEGREES,
        max_lon=east + _MARGIN_DEGREES,
        max_bounds=True,
        # steps fine enough that the district fills the window
        zoom_snap=0.25,
        zoom_delta=0.5,
        zoom_control=False,
        font_size="0.95rem",
    )
    page = files("ketnghia_analysis.outputs") / "map_page"
    figure = figure_of(chart)
    figure.header.add_child(style((page / "map.css").read_text(encoding="utf-8")), name="map_css")
    figure.html.add_child(Verbatim((page / "panel.html").read_text(encoding="utf-8")), name="panel")
    figure.html.add_child(data_element(DATA_ID, map_data(facts, title)), name="data")
    code = (page / "map.js").read_text(encoding="utf-8")
    figure.header.add_child(script(code), name="map_js")
    starter = f"ketnghiaMap({chart.get_name()}, '{DATA_ID}');"
    # after the map itself, which folium writes at the end of the page
    chart.add_child(_Start(starter), name="start")
    return BriefingMap(chart, title)


class _Start(Verbatim):
    """Calls our script once folium has made the map."""

    def render(self, **_: Any) -> str:
        figure_of(self).script.add_child(Verbatim(self.text), name="ketnghia_start")
        return ""


def map_data(facts: YearFacts, title: str) -> dict[str, Any]:
    """Everything that the page draws and says, as plain data."""
    shown = [
        name
        for name, card in INDICATORS.items()
        if card.part and facts.hamlets.values[name].notna().any()
    ]
    communes = facts.communes
    drawn = communes[communes.geometry.notna()]
    since = facts.register["communes"]
    since = since[since["valid_from"] <= pd.Timestamp(facts.window.end)]["valid_from"].max()
    return {
        "title": title,
        "subtitle": f"Số liệu đến {date_vi(facts.window.end)}",
        "fiction": FICTION_NOTE if facts.fictional else "",
        "boundaries": f"Ranh giới xã có hiệu lực ngày {date_vi(facts.window.end)}"
        + (f" (từ {date_vi(since)})" if len(drawn) and since.year > 1900 else ""),
        "hiddenNote": HIDDEN_NOTE,
        "indicators": [_indicator(facts, name) for name in shown],
        "firstIndicator": FIRST_INDICATOR if FIRST_INDICATOR in shown else "",
        "colours": list(CLASS_COLOURS),
        "levels": [
            {
                "code": level,
                "label": LEVELS.labels[level],
                "colour": LEVEL_COLOURS[level],
                "shape": LEVEL_SHAPES[level],
            }
            for level in LEVELS.values
        ],
        "communes": _communes(drawn, shown),
        "hamlets": _hamlets(facts, shown),
        "pairings": _pairings(facts),
    }


def _bounds(facts: YearFacts) -> tuple[float, float, float, float]:
    shapes = [
        geometry.dropna()
        for geometry in (facts.communes.geometry, facts.hamlets.described.geometry)
    ]
    known = [geometry for geometry in shapes if len(geometry)]
    if not known:
        return (102.0, 8.0, 110.0, 24.0)
    west, south, east, north = pd.DataFrame([geometry.total_bounds for geometry in known]).agg(
        {0: "min", 1: "min", 2: "max", 3: "max"}
    )
    return (float(west), float(south), float(east), float(north))


def _indicator(facts: YearFacts, name: str) -> dict[str, Any]:
    card = INDICATORS[name]
    every_year = pd.concat([facts.hamlets.history[name], facts.communes.get(name, pd.Series())])
    return {
        "name": name,
        "heading": card.heading,
        "unit": UNITS[card.unit][0],
        "better": card.better,
        "breaks": round_breaks(every_year, 100.0),
    }


def _number(value: Any, decimals: int = 1) -> float | None:
    return None if is_missing(value) else round(float(value), decimals)


def _communes(drawn: gpd.GeoDataFrame, shown: list[str]) -> list[dict[str, Any]]:
    if drawn.empty:
        return []
    shapes = simplified(drawn[["geometry"]]).geometry
    return [
        {
            "code": code,
            "name": row["name"],
            "title": _capital(commune_title(row)),
            "hamlets": int(row["hamlets"]),
            "paired": int(row["paired_hamlets"]),
            "values": {name: _number(row[name]) for name in shown},
            "geometry": _rounded(mapping(shapes[code])),
            "label": _position(shapes[code].representative_point()),
        }
        for code, row in drawn.iterrows()
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    def walk(part: Any) -> Any:
        if isinstance(part, int | float):
            return round(part, _DECIMALS)
        return [walk(inner) for inner in part]

    return {"type": geometry["type"], "coordinates": walk(geometry["coordinates"])}


def _position(point: Point) -> list[float]:
    return [round(point.y, _DECIMALS), round(point.x, _DECIMALS)]


def _hamlets(facts: YearFacts, shown: list[str]) -> list[dict[str, Any]]:
    rows = facts.hamlets.described
    values, states = facts.hamlets.values, facts.hamlets.states
    found = []
    for hamlet_id, row in rows.iterrows():
        point = row.geometry
        placed = point is not None and not point.is_empty
        found.append(
            {
                "id": hamlet_id,
                "name": row["name"],
                "commune": row["commune_name"],
                "at": _position(point) if placed else None,
                "mixed": None if is_missing(row["mixed"]) else bool(row["mixed"]),
                "people": PEOPLES.labels.get(row["main_people"], ""),
                "paired": bool(row["paired"]),
                "agencies": "" if is_missing(row["agencies"]) else row["agencies"],
                "level": "" if is_missing(row["level"]) else row["level"],
                "open": int(row["open_difficulties"]),
                "values": {name: _number(values.at[hamlet_id, name]) for name in shown},
                "hidden": [name for name in shown if states.at[hamlet_id, name] == HIDDEN],
            }
        )
    return found


def _pairings(facts: YearFacts) -> list[dict[str, Any]]:
    rows = facts.pairings
    offices = gpd.GeoSeries(
        rows["agency_id"].map(facts.agencies.geometry).to_numpy(), rows.index, crs=4326
    )
    hamlets = gpd.GeoSeries(
        rows["hamlet_id"].map(facts.hamlets.described.geometry).to_numpy(), rows.index, crs=4326
    )
    kilometres = geodesic_km(offices, hamlets)
    found = []
    for pairing_id, row in rows.iterrows():
        if is_missing(kilometres[pairing_id]):
            continue
        found.append(
            {
                "from": _position(offices[pairing_id]),
                "to": _position(hamlets[pairing_id]),
                "agency": row["agency"],
                "hamlet": row["hamlet"],
                "role": PAIRING_ROLES.labels[row["role"]],
                "lead": bool(row["role"] == "lead"),
                "level": row["level"],
                "points": range_vi(row["points_low"], row["points_high"], 1),
                "completed": f"{row['completed']}/{row['commitments']}",
                "km": _number(kilometres[pairing_id]),
            }
        )
    return found
