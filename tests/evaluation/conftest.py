"""Facts of several years of the demo, and of the tiny district."""

from __future__ import annotations

from pathlib import Path

import pytest
from measures.tiny import tiny

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import YearFacts, year_facts
from ketnghia_analysis.evaluation.settings import Settings, read_settings


@pytest.fixture(scope="session")
def facts_2023(cleaned: Cleaned, raw_folder: Path) -> YearFacts:
    return year_facts(cleaned, read_settings(raw_folder), 2023)


@pytest.fixture(scope="session")
def facts_2020(cleaned: Cleaned, raw_folder: Path) -> YearFacts:
    """The year in which the programme began."""
    return year_facts(cleaned, read_settings(raw_folder), 2020)


@pytest.fixture(scope="session")
def facts_2019(cleaned: Cleaned, raw_folder: Path) -> YearFacts:
    """A year before the programme."""
    return year_facts(cleaned, read_settings(raw_folder), 2019)


@pytest.fixture(scope="session")
def small() -> YearFacts:
    """The tiny district's year 2024."""
    return year_facts(tiny().cleaned(), Settings(), 2024)
