from __future__ import annotations

import json
import re

import folium
import pytest

from ketnghia_analysis.outputs.offline_figure import (
    Verbatim,
    data_element,
    figure_of,
    offline_map,
    offline_page,
    script,
)

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "<img src=x onerror=alert(1)>",
    "${alert(1)}",
    "`alert(1)`",
    "{{7*7}}",
    "{% raw %}",
    "{# comment",
    "{{cycler.__init__.__globals__}}",
    'it\'s "quoted"',
    "back\\slash",
    "new\nline",
    "line\u2028separator",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_data_comes_through_a_page_unchanged_and_ends_nothing(name: str) -> None:
    chart = offline_map(location=[11, 108])
    figure_of(chart).html.add_child(data_element("d", {"name": name}))
    html = offline_page(chart, name)
    found = re.search(r'<script type="application/json" id="d">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    assert json.loads(found[1]) == {"name": name}
    assert "alert(1)</script>" not in html


def test_a_template_in_the_data_is_never_compiled() -> None:
    chart = offline_map(location=[11, 108])
    figure_of(chart).html.add_child(Verbatim("{{7*7}}{% if"))
    assert "{{7*7}}{% if" in offline_page(chart, "x")


def test_the_page_has_a_language_a_title_and_a_policy_for_each_script() -> None:
    html = offline_page(offline_map(location=[11, 108]), "Bản đồ <1>")
    assert '<html lang="vi">' in html
    assert "<title>Bản đồ &lt;1&gt;</title>" in html
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert policy[1].count("sha256-") == html.count("<script>")
    assert "user-scalable=no" not in html


def test_the_page_names_no_other_address() -> None:
    html = offline_page(offline_map(location=[11, 108]), "x")
    markup = re.sub(r"<script>.*?</script>|<style>.*?</style>", "", html, flags=re.DOTALL)
    assert not re.findall(r'(?:src|href)="(?!data:|#)', markup)
    styles = "".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL))
    assert not re.findall(r"url\((?!data:)", styles)
    assert "tileLayer(" not in html.replace("t.tileLayer", "")


def test_a_folium_marker_that_needs_only_leaflet_stays_allowed() -> None:
    chart = offline_map(location=[11, 108])
    folium.CircleMarker([11, 108]).add_to(chart)
    assert "circleMarker" in offline_page(chart, "x")


@pytest.mark.parametrize("code", ["x = '</script>'", "/* <!-- */"])
def test_our_own_script_must_not_end_its_element(code: str) -> None:
    with pytest.raises(ValueError, match="must not hold"):
        script(code)


def test_numbers_that_json_does_not_know_are_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        data_element("d", {"value": float("nan")})
