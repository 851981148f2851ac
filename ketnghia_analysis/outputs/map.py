"""The briefing map: communes, hamlets and pairings of several years in one file, offline."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Any

import folium

from ketnghia_analysis.outputs.map_data import map_data
from ketnghia_analysis.outputs.map_facts import MapFacts
from ketnghia_analysis.outputs.map_tiles import Tiles
from ketnghia_analysis.outputs.offline_figure import (
    Verbatim,
    figure_of,
    offline_map,
    offline_page,
    script,
    style,
)
from ketnghia_analysis.outputs.packing import packed_element
from ketnghia_analysis.outputs.pictures import Picture

DATA_ID = "ketnghia-data"
SCRIPTS = (
    "unpack",
    "text",
    "model",
    "classes",
    "shapes",
    "state",
    "select",
    "spread",
    "scene",
    "labels",
    "layer",
    "legend",
    "controls",
    "cards",
    "search",
    "clipboard",
    "table",
    "years",
    "compare",
    "print",
    "keyboard",
    "main",
)
"""Our scripts in `map_page`, one a concern, in the order in which the page holds them."""
_STYLES = ("map", "print")


@dataclass(frozen=True)
class BriefingMap:
    """A map ready to be shown.

    Attributes:
        chart: the folium map; layers may be added to it.
        title: of the page.
        tiles: a background from the network, None for none.
    """

    chart: folium.Map
    title: str
    tiles: Tiles | None = None

    def html(self) -> str:
        """The page as one file; it asks nothing from the network unless it has tiles."""
        return offline_page(self.chart, self.title, [self.tiles.host] if self.tiles else [])

    def _repr_html_(self) -> str:
        """The page in a frame, for notebooks."""
        return (
            f'<iframe srcdoc="{escape(self.html())}" title="{escape(self.title)}" '
            'allow="fullscreen; clipboard-write" '
            'style="width:100%;height:720px;border:1px solid #ccc"></iframe>'
        )


def briefing_map(
    facts: MapFacts, tiles: Tiles | None = None, still: Picture | None = None
) -> BriefingMap:
    """Draw what is known of one or more years.

    Communes are coloured by an indicator on the boundaries valid at the end of the year shown,
    hamlets by completion level or indicator, pairings are lines from the office to the hamlet.
    Hamlets without usable coordinates are listed, and drawn as such at their commune. Without
    boundaries there are points, names and a graticule. The page's data is never handed to folium,
    which compiles texts as templates.

    Args:
        facts: what to show.
        tiles: a background from the network; None, the rule, for none.
        still: what is shown where no scripts run, such as in a mail program; None for a hint only.
    """
    west, south, east, north = (data := map_data(facts))["bounds"]
    data["tiles"] = tiles.told() if tiles else None
    chart = offline_map(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=10,
        min_zoom=0,
        max_zoom=16,
        # steps fine enough that the district fills the window
        zoom_snap=0.05,
        zoom_delta=0.5,
        zoom_control=False,
        # our canvas is drawn anew in a few milliseconds, which an animation would only delay
        zoom_animation=False,
        fade_animation=False,
        font_size="1rem",
    )
    page = files("ketnghia_analysis.outputs") / "map_page"

    def text(name: str) -> str:
        return (page / name).read_text(encoding="utf-8")

    figure = figure_of(chart)
    for name in _STYLES:
        figure.header.add_child(style(text(f"{name}.css")), name=f"{name}_css")
    figure.html.add_child(Verbatim(text("page.html")), name="page")
    figure.html.add_child(Verbatim(_without_scripts(still)), name="still")
    figure.html.add_child(packed_element(DATA_ID, data), name="data")
    code = "".join(text(f"{name}.js") for name in SCRIPTS)
    figure.header.add_child(script(_own_scope(code)), name="map_js")
    starter = f'ketnghiaMap({chart.get_name()}, "{DATA_ID}").catch(tellProblem);'
    # after the map itself, which folium writes at the end of the page
    chart.add_child(_Start(starter), name="start")
    return BriefingMap(chart, f"{facts.title} năm {facts.shown}", tiles)


def _without_scripts(still: Picture | None) -> str:
    """What a reader sees whose program runs no scripts."""
    hint = (
        '<p class="kn-noscript">Trình duyệt này không chạy được bản đồ tương tác. Mở tệp bằng '
        "Chrome, Edge hoặc Firefox.</p>"
    )
    if still is None:
        return f"<noscript>{hint}</noscript>"
    content = base64.b64encode(still.png).decode("ascii")
    return (
        f'<noscript>{hint}<img class="kn-still" src="data:image/png;base64,{content}" '
        f'alt="{escape(still.alt)}"></noscript>'
    )


def _own_scope(code: str) -> str:
    """Our scripts with names that don't meet those of other scripts in the page."""
    shared = "Object.assign(window, { ketnghiaMap, tellProblem });"
    return f'(() => {{\n"use strict";\n{code}{shared}\n}})();'


class _Start(Verbatim):
    """Calls our script once folium has made the map."""

    def render(self, **_: Any) -> str:
        figure_of(self).script.add_child(Verbatim(self.text), name="ketnghia_start")
        return ""
