"""Builds and opens the briefing map beside plain folium: 60, 5,000 and 100,000 hamlets, 7 fields.

`python benchmarks/maps.py [--communes FILE] [--rounds N]`; a file of commune polygons with `name`
takes the place of the invented ones. The maps of folium come from the package folium-offline, whose
pages open without network as ours do; without it only ours are measured.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from playwright.sync_api import Browser, sync_playwright

from ketnghia_analysis.outputs.map import briefing_map
from ketnghia_analysis.outputs.map_facts import MapFacts, MapYear, indicators_of
from ketnghia_analysis.vocabulary.codes import LEVELS, PEOPLES

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.browser import QUIET, browser_path

SIZES = {60: (12, 0.6), 5_000: (250, 3.0), 100_000: (3_321, 13.0)}
"""Hamlets: (communes, degrees from west to east)."""
WORST = 20_000
"""Plain markers of folium beyond so many are not tried: they take minutes."""
RATES = ("poor_household_share_percent", "hygienic_water_share_percent")
READY = """
addEventListener("load", function wait() {
  const own = document.getElementById("ketnghia-data") || document.documentElement.dataset.ready;
  if (own && !document.documentElement.dataset.ready) return void setTimeout(wait, 2);
  requestAnimationFrame(() => requestAnimationFrame(() => { window.readyAt = performance.now(); }));
});
"""
ZOOM = """
async (by) => {
  const map = Object.values(window).find((one) => one instanceof L.Map);
  const start = performance.now();
  map.setZoom(map.getZoom() + by, { animate: false });
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - start;
}
"""


@dataclass(frozen=True)
class Row:
    """What was measured of one kind of map at one size: medians."""

    kind: str
    hamlets: int
    build_s: float
    build_cpu_s: float
    megabytes: float
    ready_ms: float
    zoom_ms: float


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--communes", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    told = parser.parse_args()
    rows = []
    # libraries are imported before anything is timed
    briefing_map(invented(60)).html()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as place:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=QUIET)
        for hamlets in SIZES:
            facts = invented(hamlets, told.communes if hamlets == max(SIZES) else None)
            for kind, build in builders(facts).items():
                rows.append(measured(kind, facts, build, browser, Path(place), told.rounds))
                _print(rows[-1], rows)
        browser.close()


def measured(
    kind: str,
    facts: MapFacts,
    build: Callable[[], str],
    browser: Browser,
    place: Path,
    rounds: int,
) -> Row:
    """Build and open one kind of map so many times."""
    count = len(facts.years[0].hamlets)
    wall, cpu, ready, zoom = [], [], [], []
    file = place / "map.html"
    slow = kind == "folium markers" and count >= 5_000
    for _ in range(1 if slow else rounds):
        gc.collect()
        start, start_cpu = time.perf_counter(), time.process_time()
        content = build()
        wall.append(time.perf_counter() - start)
        cpu.append(time.process_time() - start_cpu)
        file.write_text(content, encoding="utf-8")
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(180_000)
        page.add_init_script(READY)
        page.goto(file.as_uri())
        page.wait_for_function("() => window.readyAt")
        ready.append(page.evaluate("readyAt"))
        zoom += [page.evaluate(ZOOM, by) for by in (1, 1, -1, 1)]
        page.close()
    return Row(
        kind,
        count,
        statistics.median(wall),
        statistics.median(cpu),
        file.stat().st_size / 1e6,
        statistics.median(ready),
        statistics.median(zoom),
    )


def _print(row: Row, rows: list[Row]) -> None:
    if len(rows) == 1:
        print(
            f"{'map':<24}{'hamlets':>9}{'build s':>9}{'CPU s':>8}{'MB':>8}{'ready ms':>10}"
            f"{'zoom ms':>9}{'ready, ratio to ours':>22}"
        )
    ours = next(one for one in rows if one.hamlets == row.hamlets and one.kind == "ours")
    print(
        f"{row.kind:<24}{row.hamlets:>9}{row.build_s:>9.2f}{row.build_cpu_s:>8.2f}"
        f"{row.megabytes:>8.2f}{row.ready_ms:>10.0f}{row.zoom_ms:>9.0f}"
        f"{row.ready_ms / ours.ready_ms:>22.1f}",
        flush=True,
    )


# ---------------------------------------------------------------- maps


def builders(facts: MapFacts) -> dict[str, Callable[[], str]]:
    """Ways of drawing the same hamlets."""
    found: dict[str, Callable[[], str]] = {"ours": lambda: briefing_map(facts).html()}
    try:
        import offlinefolium as folium
        from offlinefolium.plugins import FastMarkerCluster
    except ImportError:
        print("folium-offline is not installed: only our map is measured", file=sys.stderr)
        return found
    year = facts.years[0]
    rows = year.hamlets
    at = np.column_stack([rows.geometry.y, rows.geometry.x])
    fields = rows[["name", "commune_name", "main_people", "level", "paired"]].join(
        year.values[list(RATES)]
    )
    middle = at.mean(axis=0).tolist()

    def text(one: Any) -> str:
        return "<br>".join(f"{name}: {value}" for name, value in zip(fields, one, strict=True))

    def markers() -> str:
        chart = folium.Map(location=middle, zoom_start=8, tiles=None, max_zoom=18)
        for place, one in zip(at.tolist(), fields.itertuples(index=False), strict=True):
            folium.Marker(place, popup=text(one), tooltip=one[0]).add_to(chart)
        return str(chart.get_root().render())

    def cluster() -> str:
        chart = folium.Map(location=middle, zoom_start=8, tiles=None)
        chart.options["max_zoom"] = 18
        callback = (
            "function (row) { var marker = L.marker(new L.LatLng(row[0], row[1]));"
            " marker.bindPopup(row.slice(2).join('<br>')); return marker; }"
        )
        data = [
            [*place, *(str(value) for value in one)]
            for place, one in zip(at.tolist(), fields.itertuples(index=False), strict=True)
        ]
        FastMarkerCluster(data, callback=callback).add_to(chart)
        return str(chart.get_root().render())

    def geojson() -> str:
        chart = folium.Map(location=middle, zoom_start=8, tiles=None, prefer_canvas=True)
        places = gpd.GeoDataFrame(fields.astype(str), geometry=rows.geometry)
        folium.GeoJson(
            places,
            marker=folium.CircleMarker(radius=5),
            popup=folium.GeoJsonPopup(list(fields)),
            tooltip=folium.GeoJsonTooltip(["name"]),
        ).add_to(chart)
        return str(chart.get_root().render())

    if len(rows) <= WORST:
        found["folium markers"] = markers
    return found | {"FastMarkerCluster": cluster, "GeoJson, canvas": geojson}


# ---------------------------------------------------------------- data


def invented(hamlets: int, communes_file: Path | None = None) -> MapFacts:
    """Hamlets at random places of invented communes, with 7 fields each; no real place."""
    random = np.random.default_rng(2024)
    count, degrees = SIZES[hamlets]
    communes = _from_file(communes_file) if communes_file else _communes(count, degrees, random)
    owner = np.sort(random.integers(0, len(communes), hamlets))
    middles = communes.representative_point()
    spread = np.sqrt(shapely.area(communes.geometry.to_numpy()))[owner] * 0.35
    x = middles.x.to_numpy()[owner] + random.uniform(-1, 1, hamlets) * spread
    y = middles.y.to_numpy()[owner] + random.uniform(-1, 1, hamlets) * spread
    ids = pd.Index([f"{communes.index[one]}-{number:06}" for number, one in enumerate(owner)])
    paired = random.random(hamlets) < 0.3
    described = gpd.GeoDataFrame(
        {
            "name": [f"Thôn Mẫu {number % 97 + 1}" for number in range(hamlets)],
            "commune_code": communes.index[owner],
            "commune_name": communes["name"].to_numpy()[owner],
            "mixed": paired,
            "main_people": random.choice(PEOPLES.values[:9], hamlets),
            "paired": paired,
            "level": np.where(paired, random.choice(LEVELS.values, hamlets), None),
            "open": 0,
            "overdue": 0,
            "coordinate_quality": "verified",
            "surveyed_on": pd.Timestamp("2024-11-30"),
            "poverty_unbalanced": False,
        },
        index=ids,
        geometry=gpd.points_from_xy(x, y, crs=4326),
    )
    values = pd.DataFrame(
        {name: random.beta(2, 5, hamlets).round(3) * 100 for name in RATES}, index=ids
    )
    rates = values.groupby(described["commune_code"]).mean().reindex(communes.index)
    known = pd.DataFrame("known", ids, list(RATES))
    year = MapYear(
        year=2024,
        until=date(2024, 12, 14),
        boundaries_since=date(2020, 1, 1),
        hamlets=described,
        values=values,
        states=known,
        communes=communes.assign(
            hamlets=described["commune_code"].value_counts().reindex(communes.index, fill_value=0),
            paired_hamlets=0,
            since=pd.Timestamp("2020-01-01"),
        ),
        commune_values=rates,
        commune_states=pd.DataFrame("known", communes.index, list(RATES)).mask(
            rates.isna(), "missing"
        ),
        agencies=_nothing(
            "name short_name points_low points_high reports_due reports_in_time", place=True
        ),
        pairings=_nothing(
            "agency_id hamlet_id role points_low points_high level commitments completed overdue "
            "late activities commitments_received km"
        ),
        difficulties=_nothing("hamlet_id group raised_on due_on days_open overdue"),
        typical=values.median(),
        standards=pd.Series("", index=list(RATES)),
    )
    return MapFacts(
        title="Bản đồ thử tốc độ",
        place="",
        years=(year,),
        shown=2024,
        indicators=indicators_of([year]),
        fiction="SỐ LIỆU HƯ CẤU",
        hidden_note="",
        source="",
        annex_file="",
        annex={},
    )


def _nothing(names: str, place: bool = False) -> Any:
    frame = pd.DataFrame({name: pd.Series(dtype="object") for name in names.split()})
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries([], crs=4326)) if place else frame


def _communes(count: int, degrees: float, random: np.random.Generator) -> gpd.GeoDataFrame:
    """Invented communes that fit together, with wavy borders."""
    box = shapely.box(102, 9, 102 + degrees, 9 + degrees)
    seeds = shapely.MultiPoint(random.uniform([102, 9], [102 + degrees, 9 + degrees], (count, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=box))
    cells = shapely.segmentize(shapely.intersection(cells, box), degrees / count**0.5 / 12)
    wave = degrees / count**0.5 / 60

    def wavy(corners: np.ndarray) -> np.ndarray:
        rounded = corners.round(6)
        return rounded + wave * np.sin(rounded[:, ::-1] * 9_000)

    codes = pd.Index([f"99{number:05}" for number in range(len(cells))])
    return gpd.GeoDataFrame(
        {"name": [f"Mẫu {number}" for number in range(len(cells))]},
        index=codes,
        geometry=gpd.GeoSeries(shapely.transform(cells, wavy), index=codes, crs=4326),
    ).assign(title=lambda rows: "Xã " + rows["name"])


def _from_file(path: Path) -> gpd.GeoDataFrame:
    read = gpd.read_parquet if path.suffix == ".parquet" else gpd.read_file
    rows = read(path).to_crs(4326)
    codes = pd.Index([f"99{number:05}" for number in range(len(rows))])
    names = rows["name"].astype(str).to_numpy()
    return gpd.GeoDataFrame(
        {"name": names, "title": names}, index=codes, geometry=rows.geometry.to_numpy(), crs=4326
    )


if __name__ == "__main__":
    main()
