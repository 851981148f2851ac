"""A level that is named, or called sure, is the one that the truth behind the papers gives."""

from __future__ import annotations

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.measures.measured import measured
from ketnghia_analysis.measures.rules import rules_for
from ketnghia_analysis.measures.score import Scores, score
from ketnghia_analysis.measures.score_draws import score_draws
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.periods import reporting_year


@pytest.fixture(scope="module")
def true_levels(demo: DemoFiles, cleaned: Cleaned) -> pd.Series:
    """Levels of 2024 if every report had come complete and without a slip."""
    tables, window = demo.district.tables, reporting_year(2024)
    pairs = [(name, one) for name in tables for one in tables["agencies"]["agency_id"].unique()]
    sent = pd.DataFrame(pairs, columns=["table", "agency_id"])
    sent = sent.assign(block=range(len(sent)), year=2024, delivered=2024, rows=1)
    blocks = sent.reindex(columns=cleaned.blocks.columns).astype(cleaned.blocks.dtypes)
    year = YearInput(tables, cleaned.quarantine.iloc[:0], blocks, window, rules_for(window))
    return score(year).pairings["level"]


def test_named_levels_are_the_true_ones(demo_scores: Scores, true_levels: pd.Series) -> None:
    named = demo_scores.pairings["level"]
    named = named[named != "unknown"]
    assert len(named) > 20
    assert named.to_dict() == true_levels[named.index].to_dict()
    assert (true_levels != "unknown").all()


def test_a_range_of_levels_holds_the_true_one(demo_scores: Scores, true_levels: pd.Series) -> None:
    rows = demo_scores.pairings
    order = {rule.level: place for place, rule in enumerate(rules_for(reporting_year(2024)).levels)}
    for pairing, level in true_levels.items():
        best, worst = (order[rows.at[pairing, name]] for name in ("level_high", "level_low"))
        assert best <= order[level] <= worst


def test_levels_that_hold_in_the_draws_are_the_true_ones(
    demo_year: YearInput, true_levels: pd.Series
) -> None:
    chances = score_draws(measured(demo_year)).probabilities
    sure = chances[chances.max(axis=1) >= 0.95].idxmax(axis=1)
    assert len(sure) > 15
    assert sure.to_dict() == true_levels[sure.index].to_dict()
