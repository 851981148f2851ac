"""Income at constant prices: reckoned by hand, missing without an index, refused without source."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from pydantic import ValidationError

from ketnghia_analysis.measures.change import change_between
from ketnghia_analysis.measures.prices import PriceIndex, at_constant_prices, real_income

PRICES = PriceIndex(
    source="Chỉ số giá bịa đặt", base_year=2020, index={2020: 100.0, 2022: 105.0, 2024: 112.0}
)
PANEL = pd.DataFrame(
    {"income_million_dong_per_person": pd.array([20.0, 28.0, None, 33.6], dtype="Float64")},
    index=pd.MultiIndex.from_tuples(
        [("H1", 2020), ("H1", 2023), ("H1", 2022), ("H1", 2024)], names=["hamlet_id", "year"]
    ),
)


def test_income_is_told_in_prices_of_the_base_year() -> None:
    real = at_constant_prices(PANEL["income_million_dong_per_person"], PRICES)
    # 33.6 million of 2024 bought what 33.6 x 100 / 112 = 30 million bought in 2020
    assert real[("H1", 2020)] == 20.0
    assert real[("H1", 2024)] == pytest.approx(30.0)
    # no index for 2023, no income for 2022
    assert real.isna().tolist() == [False, True, True, False]
    assert real.index.equals(PANEL.index)


def test_the_scale_of_the_index_does_not_matter() -> None:
    tenfold = {year: 10 * level for year, level in PRICES.index.items()}
    other = PriceIndex(source="x", base_year=2020, index=tenfold)
    nominal = PANEL["income_million_dong_per_person"]
    pd.testing.assert_series_equal(
        at_constant_prices(nominal, PRICES), at_constant_prices(nominal, other)
    )


def test_the_card_names_the_base_year_and_the_source_and_takes_part_in_changes() -> None:
    card = real_income(PRICES)
    assert "giá so sánh 2020" in card.heading
    assert "Chỉ số giá bịa đặt" in card.source
    panel = PANEL.assign(**{card.name: card.compute(PANEL)})
    change = change_between(panel, card, 2020, 2024)
    # nominal income rose by 13.6 million, of which 3.6 are prices
    assert change.values["H1"] == pytest.approx(10.0)


@pytest.mark.parametrize(
    "given",
    [
        {"source": "", "base_year": 2020, "index": {2020: 100}},
        {"source": "x", "base_year": 2021, "index": {2020: 100}},
        {"source": "x", "base_year": 2020, "index": {2020: 0}},
        {"source": "x", "base_year": 2020, "index": {2020: 100}, "more": 1},
    ],
)
def test_an_index_without_source_base_or_sense_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PriceIndex(**given)
