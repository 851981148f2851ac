"""Charts of certainty are pictures, and tell in words what they show."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from PIL import Image

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.measures.measured import Measured, measured
from ketnghia_analysis.measures.rules import ScoreSpread, rules_for
from ketnghia_analysis.measures.score import scored
from ketnghia_analysis.measures.score_draws import score_draws
from ketnghia_analysis.measures.score_drivers import score_drivers
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.outputs import charts_scores as charts
from ketnghia_analysis.outputs.pictures import Picture
from ketnghia_analysis.vocabulary.periods import reporting_year

SPREAD = ScoreSpread(draws=60)
CHARTS = ("distribution", "league", "heat", "drivers", "levels")


@pytest.fixture(scope="module")
def found(cleaned: Cleaned) -> Measured:
    window = reporting_year(2024)
    rules = rules_for(window)
    return measured(YearInput(cleaned.tables, cleaned.quarantine, cleaned.blocks, window, rules))


@pytest.fixture(scope="module")
def names(found: Measured) -> pd.Series:
    return found.pairings["agency_id"] + " – " + found.pairings["hamlet_id"]


@pytest.fixture(scope="module")
def drawn(found: Measured, names: pd.Series) -> dict[str, Picture]:
    draws = score_draws(found, SPREAD)
    return {
        "distribution": charts.score_distribution_chart(draws, 2024),
        "league": charts.league_chart(draws, names, 2024),
        "heat": charts.criteria_heat_map(scored(found).criteria, names, 2024),
        "drivers": charts.drivers_chart(score_drivers(found, points=16), 2024),
        "levels": charts.level_probabilities_chart(draws, names, 2024, fictional=True),
    }


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_a_picture_with_a_caption_and_words(
    drawn: dict[str, Picture], name: str
) -> None:
    with Image.open(io.BytesIO(drawn[name].png)) as image:
        assert image.format == "PNG"
        assert image.width > 800
        assert len(image.convert("RGB").getcolors(1 << 20) or []) > 20
    assert drawn[name].caption.endswith("năm 2024")
    assert len(drawn[name].alt) > 20


def test_the_words_tell_what_matters(
    drawn: dict[str, Picture], found: Measured, names: pd.Series
) -> None:
    table = score_draws(found, SPREAD).league()
    first = f"đứng đầu: {names[table.index[0]]} (hạng {table['shown'].iloc[0]})"
    assert first in drawn["league"].alt
    assert f"{(table['alike'] > 0).sum()} cặp có hạng không phân biệt được" in drawn["league"].alt
    assert f"{len(table)} cặp, 15 tiêu chí" in drawn["heat"].alt
    assert f"{len(table)} cặp" in drawn["distribution"].alt
    assert "chắc chắn: " in drawn["levels"].alt


def test_the_same_draws_give_the_same_picture(
    drawn: dict[str, Picture], found: Measured, names: pd.Series
) -> None:
    again = charts.league_chart(score_draws(found, SPREAD), names, 2024)
    assert again.png == drawn["league"].png
