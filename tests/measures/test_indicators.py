"""Indicators: every card's formula reckoned a second way for every row of the demo."""

from __future__ import annotations

from math import isnan

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.measures.cards import (
    COUNTS,
    GROUPS,
    INDICATORS,
    Indicator,
    share_percent,
)
from ketnghia_analysis.measures.indicators import CATALOGUE, indicator_values
from ketnghia_analysis.vocabulary.codes import UNITS
from ketnghia_analysis.vocabulary.columns import Kind
from ketnghia_analysis.vocabulary.hamlet_figures import DEPRIVATIONS
from ketnghia_analysis.vocabulary.survey_tables import HAMLET_FIGURES, SURVEY_ROUNDS

ALL = list(INDICATORS)
RATES = [name for name, card in INDICATORS.items() if card.part]
YES_NO = {
    "commune_road_paved_percent": "commune_road_paved",
    "community_house_percent": "community_house",
    "cultural_hamlet_percent": "cultural_hamlet",
}
OTHERS = {
    "net_households_out_of_poverty",
    "income_per_person_million_dong",
}


def _by_hand(card: Indicator, row: dict[str, float]) -> float:
    """The value of one row in plain Python; NaN where a figure is unknown."""
    known = [row[name] for name in card.needs]
    if any(value is None or (isinstance(value, float) and isnan(value)) for value in known):
        return float("nan")
    if card.part:
        return 100 * row[card.part] / row[card.whole] if row[card.whole] else float("nan")
    if card.name in YES_NO:
        return 100.0 if row[YES_NO[card.name]] else 0.0
    if card.name == "net_households_out_of_poverty":
        return row["households_escaped_poverty"] - row["households_fallen_into_poverty"]
    return row["income_million_dong_per_person"]


def test_every_indicator_is_a_rate_a_yes_or_no_or_one_of_two_others() -> None:
    assert set(ALL) == set(RATES) | set(YES_NO) | OTHERS


@pytest.mark.parametrize("name", ALL)
def test_the_formula_is_the_same_reckoned_by_hand(cleaned: Cleaned, name: str) -> None:
    figures, card = cleaned.tables["hamlet_figures"], INDICATORS[name]
    values = card.compute(figures)
    assert values.dtype == "Float64"
    assert values.index.equals(figures.index)
    plain = {
        one: figures[one].astype("object").where(figures[one].notna(), None) for one in card.needs
    }
    by_hand = [
        _by_hand(card, dict(zip(plain, row, strict=True)))
        for row in zip(*plain.values(), strict=True)
    ]
    expected = pd.Series(by_hand, index=figures.index, dtype="float64")
    pd.testing.assert_series_equal(
        values.astype("float64"), expected, check_names=False, rtol=1e-12
    )


def test_all_indicators_are_computed_in_the_order_of_the_catalogue(cleaned: Cleaned) -> None:
    figures = cleaned.tables["hamlet_figures"]
    values = indicator_values(figures)
    assert list(values.columns) == ALL
    assert values.index.equals(figures.index)


def test_at_least_25_indicators_have_values_in_the_demo(cleaned: Cleaned) -> None:
    values = indicator_values(cleaned.tables["hamlet_figures"])
    assert values.notna().any().sum() >= 25


@pytest.mark.parametrize("name", RATES)
def test_a_rate_of_sound_figures_lies_between_0_and_100(cleaned: Cleaned, name: str) -> None:
    values = INDICATORS[name].compute(cleaned.tables["hamlet_figures"]).dropna()
    assert values.between(0, 100).all()


@pytest.mark.parametrize("name", ALL)
def test_a_card_tells_what_it_is_where_it_comes_from_and_what_it_needs(name: str) -> None:
    card = INDICATORS[name]
    assert card.name == name
    assert card.code
    assert card.heading
    assert card.meaning
    assert card.source
    assert card.unit in UNITS
    assert card.group in GROUPS
    assert set(card.needs) <= set(HAMLET_FIGURES.names)
    assert card.better in ("higher", "lower", "neither")
    assert card.goal is None or 0 <= card.goal <= 100
    assert card.comparable_within in {"", *SURVEY_ROUNDS.names}


@pytest.mark.parametrize("name", ALL)
def test_the_name_carries_the_unit(name: str) -> None:
    ending = {"percent": "_percent", "million_dong_per_person_year": "_million_dong"}
    unit = INDICATORS[name].unit
    assert name.endswith(ending[unit]) if unit in ending else "households" in name


def test_codes_and_headings_are_used_once() -> None:
    for field in ("code", "heading"):
        used = [getattr(card, field) for card in INDICATORS.values()]
        assert len(used) == len(set(used)), field


@pytest.mark.parametrize("name", [*RATES, *YES_NO])
def test_a_percentage_needs_figures_of_the_kind_it_divides(name: str) -> None:
    card = INDICATORS[name]
    kinds = {HAMLET_FIGURES[one].kind for one in card.needs}
    assert kinds == ({Kind.YES_NO} if card.yes_no else kinds & {Kind.COUNT, Kind.NUMBER})
    if card.part:
        assert HAMLET_FIGURES[card.part].unit == HAMLET_FIGURES[card.whole].unit


def test_the_twelve_deprivations_are_collected_from_2022() -> None:
    codes = {card.code for card in INDICATORS.values() if card.collected_from == 2022}
    assert codes == set(DEPRIVATIONS)
    ended = {card.code for card in INDICATORS.values() if card.collected_until}
    assert ended == {"TH12"}


def test_every_code_of_the_catalogue_has_a_card() -> None:
    wanted = [f"DS0{one}" for one in range(1, 7)] + [f"NG0{one}" for one in range(1, 8)]
    wanted += [*DEPRIVATIONS, *(f"HT0{one}" for one in range(1, 10)), "NO01", "DD01", "DD02"]
    wanted += [
        *(f"GD0{one}" for one in range(1, 6)),
        "YT01",
        "YT02",
        "LD01",
        "CT01",
        "CT02",
        "VH01",
    ]
    assert set(wanted) <= {card.code for card in CATALOGUE.values()}
    assert all(card.definition and card.source for card in CATALOGUE.values())


@pytest.mark.parametrize("name", COUNTS)
def test_a_count_is_the_figure_as_it_was_collected(cleaned: Cleaned, name: str) -> None:
    figures, card = cleaned.tables["hamlet_figures"], COUNTS[name]
    assert card.heading == HAMLET_FIGURES[name].heading
    values = card.compute(figures)
    pd.testing.assert_series_equal(values, figures[name].astype("Float64"))


def test_what_holds_current_prices_says_so() -> None:
    card = INDICATORS["income_per_person_million_dong"]
    assert "giá hiện hành" in card.heading
    assert "gồm cả tăng giá" in card.caveat


def test_rates_of_poverty_are_compared_only_within_a_standard() -> None:
    bound = {card.code for card in INDICATORS.values() if card.comparable_within}
    assert bound == {"NG02", "NG03", "NG04", "NG05-06", *DEPRIVATIONS}


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(1, 4, 25.0), (0, 7, 0.0), (7, 7, 100.0), (0, 0, None), (None, 5, None), (3, None, None)],
)
def test_a_share_of_nothing_or_of_the_unknown_is_missing_and_not_zero(
    part: int | None, whole: int | None, percent: float | None
) -> None:
    found = share_percent(pd.Series([part], dtype="Int64"), pd.Series([whole], dtype="Int64"))[0]
    assert pd.isna(found) if percent is None else found == percent


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_a_share_grows_with_its_part(part: int, whole: int) -> None:
    part = min(part, whole)
    less, more = share_percent(
        pd.Series([part - 1, part], dtype="Int64"), pd.Series([whole, whole], dtype="Int64")
    )
    assert 0 <= less < more <= 100


def test_the_typical_value_is_the_median_or_the_share_that_says_yes() -> None:
    values = pd.Series([0, 100, 100, pd.NA, 100, 10], dtype="Float64")
    assert INDICATORS["poor_household_share_percent"].typical(values) == 100
    assert INDICATORS["community_house_percent"].typical(values) == 62
