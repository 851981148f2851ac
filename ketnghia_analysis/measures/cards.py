"""Cards: an indicator or criterion with everything one must know to use and to doubt it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

Better = Literal["higher", "lower", "neither"]

GROUPS: dict[str, tuple[str, str]] = {
    "population": ("Dân cư", "Population"),
    "poverty": ("Nghèo, thu nhập", "Poverty and income"),
    "deprivation": ("Thiếu hụt dịch vụ xã hội cơ bản", "Deprivations"),
    "infrastructure": ("Hạ tầng, đời sống", "Infrastructure and living conditions"),
    "land_and_housing": ("Đất đai, nhà ở", "Land and housing"),
    "education": ("Giáo dục", "Education"),
    "health": ("Y tế", "Health"),
    "work": ("Lao động", "Work"),
    "political_system": ("Hệ thống chính trị, văn hóa", "Political system and culture"),
}
"""Group of indicators: (Vietnamese, English)."""


@dataclass(frozen=True)
class Indicator:
    """What can be said of a hamlet in a year.

    Attributes:
        name: column name of the value; carries the unit.
        code: code in the catalogue.
        heading: Vietnamese name.
        meaning: how it is computed, in English.
        unit: key of `codes.UNITS`.
        better: which direction is an improvement.
        group: key of `GROUPS`.
        source: document that defines it.
        needs: columns of `hamlet_figures` it is computed from.
        formula: columns in, values out; same index, missing where a column is.
        part: numerator of a rate, "" otherwise.
        whole: denominator of a rate, "" otherwise.
        comparable_within: column that must be equal for two values to be compared.
        goal: national goal for 2025 where there is one.
        collected_from: first survey year that collects it.
        short_name: Vietnamese name for narrow columns, "" for the heading itself.
        yes_no: whether a hamlet has either 0 or 100, so that groups are told by their mean.
    """

    name: str
    code: str
    heading: str
    meaning: str
    unit: str
    better: Better
    group: str
    source: str
    needs: tuple[str, ...]
    formula: Callable[..., pd.Series]
    part: str = ""
    whole: str = ""
    comparable_within: str = ""
    goal: float | None = None
    collected_from: int = 2019
    short_name: str = ""
    yes_no: bool = False

    @property
    def short(self) -> str:
        """Name for narrow columns."""
        return self.short_name or self.heading

    def typical(self, values: pd.Series) -> float:
        """What is typical of a group: the median, or the share of hamlets that say yes."""
        known = values.dropna().astype("float64")
        return float(known.mean() if self.yes_no else known.median())

    def compute(self, figures: pd.DataFrame) -> pd.Series:
        """Values for rows of `hamlet_figures`; same index, Float64, missing where unknown."""
        values = self.formula(*(figures[name] for name in self.needs))
        return values.astype("Float64").rename(self.name)


INDICATORS: dict[str, Indicator] = {}
"""All indicators by name, in the order in which they are shown."""


def rate(
    name: str,
    code: str,
    heading: str,
    part: str,
    whole: str,
    *,
    better: Better,
    group: str,
    source: str,
    comparable_within: str = "",
    goal: float | None = None,
    collected_from: int = 2019,
    short: str = "",
) -> None:
    """Register an indicator that is a share in percent; numerator and denominator stay known."""
    INDICATORS[name] = Indicator(
        name=name,
        code=code,
        heading=heading,
        meaning=f"100 × {part} / {whole}",
        unit="percent",
        better=better,
        group=group,
        source=source,
        needs=(part, whole),
        formula=share_percent,
        part=part,
        whole=whole,
        comparable_within=comparable_within,
        goal=goal,
        collected_from=collected_from,
        short_name=short,
    )


def share_percent(part: pd.Series, whole: pd.Series) -> pd.Series:
    """100 × part / whole; missing where either is unknown or the whole is zero."""
    whole = whole.astype("Float64")
    return 100 * part.astype("Float64") / whole.mask(whole == 0)


def indicator(
    code: str,
    heading: str,
    *,
    unit: str,
    better: Better,
    group: str,
    source: str,
    comparable_within: str = "",
    short: str = "",
    yes_no: bool = False,
) -> Callable[[Callable[..., pd.Series]], Callable[..., pd.Series]]:
    """Register a function as an indicator: its name is the name, its arguments the columns."""

    def register(formula: Callable[..., pd.Series]) -> Callable[..., pd.Series]:
        INDICATORS[formula.__name__] = Indicator(
            name=formula.__name__,
            code=code,
            heading=heading,
            meaning=inspect.getdoc(formula) or "",
            unit=unit,
            better=better,
            group=group,
            source=source,
            needs=tuple(inspect.signature(formula).parameters),
            formula=formula,
            comparable_within=comparable_within,
            short_name=short,
            yes_no=yes_no,
        )
        return formula

    return register
