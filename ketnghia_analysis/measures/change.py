"""Change of an indicator since a baseline, and the refusal to compare what can't be compared."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import pandas as pd

from ketnghia_analysis.measures.cards import Indicator


class NotComparableError(ValueError):
    """Two values were measured by different rules; the message says which, in Vietnamese."""


@dataclass(frozen=True)
class Change:
    """Change of one indicator between two rounds.

    Attributes:
        indicator: its card.
        start_year: year of the baseline.
        end_year: year compared with it.
        values: later less earlier, by `hamlet_id`, for hamlets that existed in both years and were
            measured by one standard; missing where either value is.
    """

    indicator: Indicator
    start_year: int
    end_year: int
    values: pd.Series

    @property
    def improvement(self) -> pd.Series:
        """Change in the good direction, by `hamlet_id`."""
        return -self.values if self.indicator.better == "lower" else self.values


def median_range(values: pd.Series) -> tuple[float, float]:
    """The lowest and the highest that the median can be, whatever the missing values are.

    Infinite where too much is missing. Of no values at all nothing is known.
    """
    if values.empty:
        return -inf, inf
    numbers = values.astype("float64")
    return float(numbers.fillna(-inf).median()), float(numbers.fillna(inf).median())


def change_between(
    figures: pd.DataFrame, card: Indicator, start_year: int, end_year: int
) -> Change:
    """Change of an indicator between two survey years.

    Args:
        figures: a panel, see `panel.panel`.
        card: the indicator.
        start_year: year of the baseline.
        end_year: later year.

    Raises:
        NotComparableError: no hamlet's values were measured by the same standard, so that their
            difference says nothing (poverty rates before and after a new poverty line).
    """
    needed = figures[_needed(card)]
    first, last = _of_year(needed, start_year), _of_year(needed, end_year)
    both = last.index.intersection(first.index)
    first, last = first.loc[both], last.loc[both]
    if card.comparable_within:
        rules = [rows[card.comparable_within] for rows in (first, last)]
        told = rules[0].notna() & rules[1].notna()
        known = first[card.name].notna() | last[card.name].notna()
        differs = (told & (rules[0] != rules[1])) | (known & ~told)
        if differs.any() and not (told & ~differs).any():
            said = " và ".join("/".join(sorted(set(rule.dropna()))) or "không rõ" for rule in rules)
            raise NotComparableError(
                f"{card.heading}: không so sánh năm {start_year} với năm {end_year} "
                f"vì áp dụng chuẩn khác nhau ({said})"
            )
        first, last = first[~differs], last[~differs]
    values = last[card.name] - first[card.name]
    return Change(card, start_year, end_year, values.rename(card.name))


def baseline_year(figures: pd.DataFrame, card: Indicator, before: int, end_year: int) -> int | None:
    """The year with which `end_year` is compared.

    The last round before year `before` (the start of the pairing); for an indicator whose rules
    changed since, or that was not collected yet, the first later round that can be compared.
    None where no earlier round can be compared.
    """
    figures = figures[_needed(card)]
    known = figures[figures[card.name].notna()]
    years = sorted({int(year) for year in known.index.unique("year")})
    candidates = [year for year in years if year < end_year]
    if card.comparable_within:
        rule = _standards(figures, card, end_year)
        candidates = [year for year in candidates if _standards(known, card, year) & rule]
    earlier = [year for year in candidates if year < before]
    if earlier:
        return earlier[-1]
    return candidates[0] if candidates else None


def _needed(card: Indicator) -> list[str]:
    """Columns of a panel that a card's change is made of; a panel has a hundred."""
    return [card.name, *([card.comparable_within] if card.comparable_within else [])]


def _of_year(figures: pd.DataFrame, year: int) -> pd.DataFrame:
    return figures[figures.index.get_level_values("year") == year].droplevel("year")


def _standards(figures: pd.DataFrame, card: Indicator, year: int) -> set[str]:
    return set(_of_year(figures, year)[card.comparable_within].dropna().unique())
