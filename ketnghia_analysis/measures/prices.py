"""Income at the prices of one year: what is left of a rise once prices are taken out."""

from __future__ import annotations

from typing import Annotated

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, model_validator

from ketnghia_analysis.measures.cards import Indicator
from ketnghia_analysis.vocabulary.wording import number_vi


class PriceIndex(BaseModel):
    """A consumer price index by year, as a district gives it in settings.yml.

    Attributes:
        source: who published it and where; without a source no index is accepted.
        base_year: year in whose prices incomes are told.
        index: index by year; any scale, the base year among them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(min_length=1)
    base_year: int = Field(ge=2010, le=2040)
    index: dict[int, Annotated[float, Field(gt=0)]]

    @model_validator(mode="after")
    def _base_among_them(self) -> PriceIndex:
        if self.base_year not in self.index:
            raise ValueError(f"chỉ số giá chưa có năm gốc {self.base_year}")
        return self

    def factor(self, years: pd.Index | pd.Series) -> pd.Series:
        """By what a nominal sum of each year is multiplied; missing for a year without index."""
        base = self.index[self.base_year]
        told = pd.Series(years, dtype="Int64").map(
            {year: base / level for year, level in self.index.items()}
        )
        return told.astype("Float64")


def at_constant_prices(nominal: pd.Series, prices: PriceIndex) -> pd.Series:
    """Nominal values of a panel in prices of the base year.

    Args:
        nominal: values whose index has a level `year`.
        prices: the index.

    Returns:
        Same index, Float64; missing where the value is, or where the year has no index.
    """
    factor = prices.factor(nominal.index.get_level_values("year"))
    return nominal.astype("Float64") * factor.set_axis(nominal.index)


def real_income(prices: PriceIndex) -> Indicator:
    """The card of income per person in prices of the base year.

    It computes on a panel (rows indexed by hamlet and year). Without an index there is no such
    card, and the nominal one says that it holds the prices of each year.
    """

    def formula(income_million_dong_per_person: pd.Series) -> pd.Series:
        return at_constant_prices(income_million_dong_per_person, prices)

    return Indicator(
        name="real_income_per_person_million_dong",
        code="NG07-SS",
        heading=f"Thu nhập bình quân đầu người (giá so sánh {prices.base_year})",
        meaning=f"Nominal income × price index of {prices.base_year} / price index of the year.",
        unit="million_dong_per_person_year",
        better="higher",
        group="poverty",
        source=f"Quyết định 1719/QĐ-TTg; chỉ số giá: {prices.source}",
        needs=("income_million_dong_per_person",),
        formula=formula,
        definition=f"Thu nhập giá hiện hành × {number_vi(prices.index[prices.base_year], 1)} / "
        "chỉ số giá của năm",
        short_name=f"Thu nhập (giá {prices.base_year})",
    )
