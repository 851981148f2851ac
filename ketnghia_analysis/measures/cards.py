"""Cards: an indicator or criterion with everything one must know to use and to doubt it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from ketnghia_analysis.vocabulary.survey_tables import HAMLET_FIGURES

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
        collected_until: last survey year that collects it, None while it still is.
        definition: how it is computed or counted, in Vietnamese.
        caveat: what must be said with every figure of it, in Vietnamese.
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
    collected_until: int | None = None
    definition: str = ""
    caveat: str = ""

    @property
    def years(self) -> str:
        """Years of data in which it is collected, in Vietnamese."""
        until = f"đến {self.collected_until}" if self.collected_until else "trở đi"
        return f"{self.collected_from} {until}"

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

COUNTS: dict[str, Indicator] = {}
"""Counts of the catalogue, as they are collected; their names are columns of the figures."""


def count(
    name: str,
    code: str,
    *,
    better: Better,
    group: str,
    source: str,
    comparable_within: str = "",
    definition: str = "",
    caveat: str = "",
    collected_from: int = 2019,
    collected_until: int | None = None,
) -> None:
    """Register a figure of the form as a card of its own; its value is the figure."""
    column = HAMLET_FIGURES[name]
    COUNTS[name] = Indicator(
        name=name,
        code=code,
        heading=column.heading,
        meaning=column.meaning,
        unit=column.unit,
        better=better,
        group=group,
        source=source,
        needs=(name,),
        formula=_as_counted,
        comparable_within=comparable_within,
        collected_from=collected_from,
        collected_until=collected_until,
        definition=definition or "Đếm tại thời điểm số liệu của đợt khảo sát",
        caveat=caveat,
    )


def _as_counted(figure: pd.Series) -> pd.Series:
    return figure


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
    collected_until: int | None = None,
    short: str = "",
    definition: str = "",
    caveat: str = "",
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
        collected_until=collected_until,
        definition=_divided(part, whole) + (f". {definition}" if definition else ""),
        caveat=caveat,
    )


def _divided(part: str, whole: str) -> str:
    """The formula of a rate in Vietnamese, by the headings of the form."""
    known = HAMLET_FIGURES.by_name
    names = [known[name].heading if name in known else name for name in (part, whole)]
    return f"{names[0]} / {names[1]} × 100"


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
    definition: str = "",
    caveat: str = "",
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
            definition=definition,
            caveat=caveat,
        )
        return formula

    return register
