"""Change of an indicator since a baseline, and the refusal to compare what can't be compared."""

from __future__ import annotations

from dataclasses import dataclass

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
        values: later less earlier, by `hamlet_id`; missing where either is.
    """

    indicator: Indicator
    start_year: int
    end_year: int
    values: pd.Series

    @property
    def improvement(self) -> pd.Series:
        """Change in the good direction, by `hamlet_id`."""
        return -self.values if self.indicator.better == "lower" else self.values

    @property
    def beyond_median(self) -> pd.Series:
        """Improvement less the median improvement of all hamlets, by `hamlet_id`."""
        return self.improvement - self.improvement.median()


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
        NotComparableError: the values were measured by different standards, so that their
            difference says nothing (poverty rates before and after a new poverty line).
    """
    years = figures.index.get_level_values("year")
    first = figures[years == start_year].droplevel("year")
    last = figures[years == end_year].droplevel("year")
    if card.comparable_within:
        rules = [set(rows[card.comparable_within].dropna()) for rows in (first, last)]
        if rules[0] != rules[1]:
            said = " và ".join("/".join(sorted(rule)) or "không rõ" for rule in rules)
            raise NotComparableError(
                f"{card.heading}: không so sánh năm {start_year} với năm {end_year} "
                f"vì áp dụng chuẩn khác nhau ({said})"
            )
    values = last[card.name] - first[card.name].reindex(last.index)
    return Change(card, start_year, end_year, values.rename(card.name))


def baseline_year(figures: pd.DataFrame, card: Indicator, before: int, end_year: int) -> int | None:
    """The year with which `end_year` is compared.

    The last round before year `before` (the start of the pairing); for an indicator whose rules
    changed since, or that was not collected yet, the first later round that can be compared.
    None where no earlier round can be compared.
    """
    years = figures.index.get_level_values("year")
    known = figures[figures[card.name].notna()]
    candidates = sorted({int(year) for year in known.index.get_level_values("year")} - {end_year})
    candidates = [year for year in candidates if year < end_year]
    if card.comparable_within:
        rule = set(figures.loc[years == end_year, card.comparable_within].dropna())
        candidates = [
            year
            for year in candidates
            if set(figures.loc[years == year, card.comparable_within].dropna()) == rule
        ]
    earlier = [year for year in candidates if year < before]
    if earlier:
        return earlier[-1]
    return candidates[0] if candidates else None
