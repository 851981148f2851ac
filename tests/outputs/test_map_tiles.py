from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from ketnghia_analysis.outputs.map import briefing_map
from ketnghia_analysis.outputs.map_facts import MapFacts
from ketnghia_analysis.outputs.map_tiles import tiles_from
from ketnghia_analysis.vocabulary.errors import WrongCall
from tests.browser import Watch

ADDRESS = "https://nen.example.vn/{z}/{x}/{y}.png"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "osm",
        "http://nen.example.vn/{z}/{x}/{y}.png",
        "https://nen.example.vn/{z}/{x}.png",
        "https://nen.example.vn/{z}/{x}/{y}.png' *",
        "https://nen.example.vn/{z}/{x}/{y};script-src *",
        "javascript:{z}{x}{y}",
    ],
)
def test_only_an_https_address_with_all_three_numbers_is_taken(address: str) -> None:
    with pytest.raises(WrongCall, match="Internet"):
        tiles_from(address)


def test_only_the_chosen_server_may_be_asked_for_pictures(drawn: MapFacts) -> None:
    with_tiles = briefing_map(drawn, tiles_from(ADDRESS)).html()
    assert "img-src data: https://nen.example.vn;" in with_tiles
    without = briefing_map(drawn).html()
    assert "img-src data:;" in without
    assert "example.vn" not in without


def test_the_map_with_tiles_says_that_it_needs_the_internet_and_asks_one_server(
    browser: Browser, drawn: MapFacts, tmp_path: Path
) -> None:
    file = tmp_path / "map.html"
    file.write_text(briefing_map(drawn, tiles_from(ADDRESS)).html(), encoding="utf-8")
    page = browser.new_page()
    watch = Watch(page)
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )

    def answer(route: Route) -> None:
        route.fulfill(body=pixel, content_type="image/png")

    page.route("https://nen.example.vn/**", answer)
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready=true]")
    page.locator("img.leaflet-tile-loaded").first.wait_for()
    assert watch.asked_outside
    assert all(one.startswith("https://nen.example.vn/") for one in watch.asked_outside)
    assert "tải từ Internet" in page.locator("#kn-foot").inner_text()
    assert watch.messages == []
    page.close()
