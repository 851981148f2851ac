from __future__ import annotations

import pytest

from ketnghia_analysis.outputs.map import briefing_map
from ketnghia_analysis.outputs.map_facts import MapFacts
from ketnghia_analysis.outputs.map_tiles import tiles_from
from ketnghia_analysis.vocabulary.errors import WrongCall

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
