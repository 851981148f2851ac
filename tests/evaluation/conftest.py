"""Facts of several years of the demo, and of the tiny district."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from measures.tiny import tiny

from ketnghia_analysis.evaluation.facts import YearFacts, year_facts
from ketnghia_analysis.evaluation.settings import Settings


@pytest.fixture(scope="session")
def facts_2023(facts_of: Callable[[int], YearFacts]) -> YearFacts:
    return facts_of(2023)


@pytest.fixture(scope="session")
def facts_2020(facts_of: Callable[[int], YearFacts]) -> YearFacts:
    """The year in which the programme began."""
    return facts_of(2020)


@pytest.fixture(scope="session")
def facts_2019(facts_of: Callable[[int], YearFacts]) -> YearFacts:
    """A year before the programme."""
    return facts_of(2019)


@pytest.fixture(scope="session")
def small() -> YearFacts:
    """The tiny district's year 2024."""
    return year_facts(tiny().cleaned(), Settings(), 2024)
