"""Cards: a function or a share becomes an indicator with all that must be known of it."""

from __future__ import annotations

import pandas as pd
import pytest

from ketnghia_analysis.measures import cards


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch) -> dict[str, cards.Indicator]:
    """An empty catalogue, so that the real one stays as it is."""
    empty: dict[str, cards.Indicator] = {}
    monkeypatch.setattr(cards, "INDICATORS", empty)
    return empty


def test_a_function_becomes_a_card_by_its_name_arguments_and_docstring(
    catalogue: dict[str, cards.Indicator],
) -> None:
    @cards.indicator(
        "X1", "Số khẩu một hộ", unit="people", better="neither", group="population", source="mẫu"
    )
    def people_per_household(people: pd.Series, households: pd.Series) -> pd.Series:
        """People in a household."""
        return people / households

    card = catalogue["people_per_household"]
    assert (card.needs, card.meaning) == (("people", "households"), "People in a household.")
    assert (card.part, card.whole, card.yes_no) == ("", "", False)
    figures = pd.DataFrame({"people": [8, None], "households": [2, 3]}, index=["a", "b"])
    values = card.compute(figures.astype("Int64"))
    assert values["a"] == 4.0
    assert pd.isna(values["b"])
    assert values.name == "people_per_household"


def test_a_share_becomes_a_card_that_keeps_its_part_and_its_whole(
    catalogue: dict[str, cards.Indicator],
) -> None:
    cards.rate(
        "share_percent",
        "X2",
        "Tỷ lệ mẫu",
        "part",
        "whole",
        better="lower",
        group="land_and_housing",
        source="mẫu",
        comparable_within="poverty_standard",
        goal=15.0,
        collected_from=2022,
    )
    card = catalogue["share_percent"]
    assert (card.part, card.whole, card.needs) == ("part", "whole", ("part", "whole"))
    assert card.meaning == "100 × part / whole"
    assert (card.unit, card.better, card.goal) == ("percent", "lower", 15.0)
    assert (card.comparable_within, card.collected_from) == ("poverty_standard", 2022)


def test_every_group_has_a_name_in_both_languages_and_is_used() -> None:
    assert all(vietnamese and english for vietnamese, english in cards.GROUPS.values())
    used = {card.group for card in cards.INDICATORS.values()}
    assert used == set(cards.GROUPS)
