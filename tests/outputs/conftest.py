"""The demo's map of several years, made once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.outputs.map import briefing_map
from ketnghia_analysis.outputs.map_facts import MapFacts, map_facts


@pytest.fixture(scope="session")
def years(facts_of: Callable[[int], YearFacts]) -> list[YearFacts]:
    """2021 (older poverty standard), 2023, 2024 and 2025 (new boundaries)."""
    return [facts_of(year) for year in (2021, 2023, 2024, 2025)]


@pytest.fixture(scope="session")
def drawn(years: list[YearFacts]) -> MapFacts:
    """What the map of these years shows, 2024 first."""
    return map_facts(years[2], [*years[:2], years[3]])


@pytest.fixture(scope="session")
def map_file(drawn: MapFacts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The map as a file whose path has blanks and Vietnamese letters."""
    file = tmp_path_factory.mktemp("bản đồ giao ban") / "ban-do.html"
    file.write_text(briefing_map(drawn).html(), encoding="utf-8")
    return file
