"""Small numbers stay hidden, and what is unknown is not called hidden."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.privacy import HIDDEN, KNOWN, MISSING, published, status
from ketnghia_analysis.measures.indicators import INDICATORS, indicator_values
from ketnghia_analysis.vocabulary.survey_tables import HAMLET_FIGURES

RATES = [name for name, card in INDICATORS.items() if card.part]


def _figures(**values: Any) -> pd.DataFrame:
    """One row of figures with its indicators; what is not named is unknown."""
    row = {name: values.get(name) for name in HAMLET_FIGURES.names}
    figures = pd.DataFrame([row]).astype(HAMLET_FIGURES.dtypes)
    return pd.concat([figures, indicator_values(figures)], axis=1)


def _status(name: str, **values: Any) -> str:
    return status(INDICATORS[name], _figures(**values))[0]


@pytest.mark.parametrize(
    ("part", "whole", "state"),
    [
        (0, 50, KNOWN),
        (1, 50, HIDDEN),
        (4, 50, HIDDEN),
        (5, 50, KNOWN),
        (0, 9, HIDDEN),
        (5, 9, HIDDEN),
        (5, 10, KNOWN),
        (10, 10, KNOWN),
        (0, 0, MISSING),
        (3, None, MISSING),
        (None, 50, MISSING),
        (None, 3, MISSING),
    ],
)
def test_counts_from_1_to_4_and_rates_of_fewer_than_10_are_hidden(
    part: int | None, whole: int | None, state: str
) -> None:
    found = _status("poor_household_share_percent", poor_households=part, households=whole)
    assert found == state


@pytest.mark.parametrize(
    ("escaped", "fallen", "state"),
    [(0, 0, KNOWN), (7, 5, KNOWN), (7, 3, HIDDEN), (2, 9, HIDDEN), (7, None, MISSING)],
)
def test_a_difference_of_households_is_hidden_if_one_of_its_counts_is_small(
    escaped: int, fallen: int | None, state: str
) -> None:
    found = _status(
        "net_households_out_of_poverty",
        households_escaped_poverty=escaped,
        households_fallen_into_poverty=fallen,
    )
    assert found == state


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("paved_hamlet_road_share_percent", {"hamlet_roads_km": 3, "hamlet_roads_paved_km": 1}),
        ("community_house_percent", {"community_house": True}),
        ("income_per_person_million_dong", {"income_million_dong_per_person": 3}),
    ],
)
def test_kilometres_houses_and_incomes_tell_of_no_household(
    name: str, values: dict[str, Any]
) -> None:
    assert _status(name, **values) == KNOWN


def test_what_is_published_is_exactly_what_is_neither_small_nor_unknown() -> None:
    grid = [(part, whole) for whole in range(31) for part in range(whole + 1)]
    one = _figures()
    figures = pd.concat([one] * len(grid), ignore_index=True)
    figures["poor_households"] = pd.array([part for part, _ in grid], dtype="Int64")
    figures["households"] = pd.array([whole for _, whole in grid], dtype="Int64")
    name = "poor_household_share_percent"
    figures[name] = INDICATORS[name].compute(figures)
    values, states = published(figures)
    for (part, whole), value, state in zip(grid, values[name], states[name], strict=True):
        if whole >= 10 and part not in (1, 2, 3, 4):
            assert (state, value) == (KNOWN, 100 * part / whole)
        else:
            assert state == (HIDDEN if whole else MISSING)
            assert pd.isna(value)


def test_missing_stays_missing_and_is_not_called_hidden() -> None:
    values, states = published(_figures())
    assert values.isna().all(axis=None)
    assert (states == MISSING).all(axis=None)


@pytest.mark.parametrize("name", RATES)
def test_no_small_number_of_the_demo_is_published(
    cleaned: Cleaned, facts: YearFacts, name: str
) -> None:
    card = INDICATORS[name]
    raw = cleaned.tables["hamlet_figures"]
    raw = raw[raw["round_id"] == "DKS2024"].set_index("hamlet_id")
    shown, states = facts.hamlets.values[name], facts.hamlets.states[name]
    for hamlet in shown.index:
        if hamlet not in raw.index:
            assert states[hamlet] == MISSING
            continue
        part, whole = raw.at[hamlet, card.part], raw.at[hamlet, card.whole]
        if pd.isna(part) or pd.isna(whole) or whole == 0:
            assert states[hamlet] == MISSING
        elif "km" not in name and "_km" not in card.part and (0 < part < 5 or whole < 10):
            assert states[hamlet] == HIDDEN
        else:
            assert states[hamlet] == KNOWN
            assert shown[hamlet] == pytest.approx(100 * part / whole)
        assert pd.isna(shown[hamlet]) == (states[hamlet] != KNOWN)


def test_the_demo_has_hidden_values_so_that_hiding_is_tried(facts: YearFacts) -> None:
    assert (facts.hamlets.states == HIDDEN).sum().sum() > 20


def test_the_history_shows_for_this_year_what_the_year_shows(facts: YearFacts) -> None:
    history = facts.hamlets.history
    assert history.index.get_level_values("year").max() == facts.year
    now = history.xs(facts.year, level="year").reindex(facts.hamlets.values.index)
    pd.testing.assert_frame_equal(now, facts.hamlets.values)
