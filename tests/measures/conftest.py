"""The demo's year 2024 as the measures see it."""

from __future__ import annotations

import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.measures.criteria import CRITERIA, Share
from ketnghia_analysis.measures.score import Scores, score
from ketnghia_analysis.measures.year import YearInput

from .cases import demo_input


@pytest.fixture(scope="session")
def demo_year(cleaned: Cleaned) -> YearInput:
    return demo_input(cleaned, 2024)


@pytest.fixture(scope="session")
def demo_scores(demo_year: YearInput) -> Scores:
    return score(demo_year)


@pytest.fixture(scope="session")
def demo_shares(demo_year: YearInput) -> dict[str, Share]:
    """Each criterion's shares, with nothing lost."""
    return {code: card.measure(demo_year) for code, card in CRITERIA.items()}
