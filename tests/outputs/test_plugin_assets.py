"""Plugins of folium that analysts add: tested ones work offline, all others are refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import folium
import pytest
from folium import plugins
from playwright.sync_api import Browser

from ketnghia_analysis.outputs import plugin_assets
from ketnghia_analysis.outputs.offline_figure import offline_map, offline_page
from ketnghia_analysis.outputs.plugin_assets import MissingAssetError
from tests.browser import Watch

PLACES = [[11 + step / 100, 108 + step / 100] for step in range(30)]


def _cluster(chart: folium.Map) -> None:
    plugins.MarkerCluster(PLACES, popups=["Thôn"] * 30).add_to(chart)


def _fast(chart: folium.Map) -> None:
    callback = "function (row) { return L.circleMarker(L.latLng(row[0], row[1])); }"
    plugins.FastMarkerCluster(PLACES, callback=callback).add_to(chart)


def _heat(chart: folium.Map) -> None:
    plugins.HeatMap(PLACES).add_to(chart)


def _groups(chart: folium.Map) -> None:
    every = folium.FeatureGroup("tất cả").add_to(chart)
    part = plugins.FeatureGroupSubGroup(every, "một phần").add_to(chart)
    folium.Marker(PLACES[0], popup="Thôn", tooltip="Thôn").add_to(part)
    plugins.GroupedLayerControl({"Nhóm": [part]}).add_to(chart)


WORKING: dict[Callable[[folium.Map], None], str] = {
    _cluster: ".marker-cluster",
    _fast: ".marker-cluster",
    _heat: "canvas.leaflet-heatmap-layer",
    _groups: "img.leaflet-marker-icon[src^='data:']",
}


@pytest.mark.parametrize("add", WORKING, ids=lambda add: add.__name__)
def test_tested_plugins_work_without_network(
    browser: Browser, tmp_path: Path, add: Callable[[folium.Map], None]
) -> None:
    pytest.importorskip("offlinefolium")
    chart = offline_map(location=[11.1, 108.1], zoom_start=9, max_zoom=16)
    chart.options["max_zoom"] = 16
    add(chart)
    file = tmp_path / "map.html"
    page_text = offline_page(chart, "Thử")
    assert "Permission is hereby granted" in page_text
    file.write_text(page_text, encoding="utf-8")
    page = browser.new_page(viewport={"width": 800, "height": 600})
    watch = Watch(page)
    page.goto(file.as_uri())
    page.locator(WORKING[add]).first.wait_for()
    if add is _groups:
        page.locator("img.leaflet-marker-icon").click()
        page.locator(".leaflet-popup-content").wait_for()
        assert page.locator(".leaflet-popup-content").inner_text() == "Thôn"
    assert watch.messages == []
    assert watch.asked_outside == []
    page.close()


@pytest.mark.parametrize(
    ("plugin", "reason"),
    [
        (plugins.MeasureControl(), "tự sinh mã"),
        (plugins.MiniMap(), "nền bản đồ từ mạng"),
        (plugins.Geocoder(), "hỏi máy chủ"),
        (plugins.Draw(), "chưa được thử"),
        (plugins.FastMarkerCluster(PLACES), "callback riêng"),
        (folium.Marker([11, 108], icon=folium.Icon(color="red")), "phông biểu tượng"),
    ],
    ids=["measure", "minimap", "geocoder", "draw", "fast", "icon"],
)
def test_other_plugins_are_refused_with_the_reason(plugin: object, reason: str) -> None:
    chart = offline_map(location=[11, 108])
    chart.add_child(plugin)
    with pytest.raises(MissingAssetError, match=reason):
        offline_page(chart, "x")


def test_without_the_extra_package_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plugin_assets, "_texts", dict)
    chart = offline_map(location=[11, 108])
    plugins.MarkerCluster().add_to(chart)
    with pytest.raises(MissingAssetError, match=r"(?i)markercluster.*ketnghia_analysis\[plugins\]"):
        offline_page(chart, "x")


def test_every_tested_file_is_in_the_package_and_asks_for_nothing_more() -> None:
    pytest.importorskip("offlinefolium")
    texts = plugin_assets._texts()
    assert set(texts) == set(plugin_assets.TESTED)
    for address, text in texts.items():
        assert "</script" not in text.lower()
        if address.endswith(".css"):
            assert "url(" not in text.replace("url(data:", "")
