"""The demo's map of several years, made once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.tracing import trace_book
from ketnghia_analysis.outputs.map import briefing_map
from ketnghia_analysis.outputs.map_facts import MapFacts, map_facts
from ketnghia_analysis.outputs.workbook import annex
from tests.made_once import Workshop


@pytest.fixture(scope="session")
def years(facts_of: Callable[[int], YearFacts]) -> list[YearFacts]:
    """2021 (older poverty standard), 2023, 2024 and 2025 (new boundaries)."""
    return [facts_of(year) for year in (2021, 2023, 2024, 2025)]


@pytest.fixture(scope="session")
def drawn(years: list[YearFacts], workshop: Workshop) -> MapFacts:
    """What the map of these years shows, 2024 first."""
    return workshop.thing("map", lambda: map_facts(years[2], [*years[:2], years[3]]))


@pytest.fixture(scope="session")
def map_file(drawn: MapFacts, workshop: Workshop) -> Path:
    """The map as a file whose path has blanks and Vietnamese letters."""

    def fill(folder: Path) -> None:
        (folder / "ban-do.html").write_text(briefing_map(drawn).html(), encoding="utf-8")

    return workshop.place("bản đồ giao ban", fill) / "ban-do.html"


@pytest.fixture(scope="session")
def analysed(cleaned: Cleaned, facts: YearFacts) -> YearFacts:
    """Facts of the demo's year 2024 with their analyses."""
    return facts.analysed(cleaned)


@pytest.fixture(scope="session")
def annex_content(cleaned: Cleaned, analysed: YearFacts, workshop: Workshop) -> bytes:
    """The annex of the demo's year 2024, with its analyses."""
    return workshop.thing("annex", lambda: annex(analysed, trace_book(cleaned, analysed)))
