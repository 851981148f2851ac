"""Small numbers stay hidden: what is published must not tell of single households."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.measures.cards import Indicator
from ketnghia_analysis.measures.indicators import INDICATORS

SMALLEST_COUNT = 5
"""Counts from 1 to 4 are not published (habit of official statistics; domain notes, section 6)."""
SMALLEST_WHOLE = 10
"""Rates of fewer than ten are not published."""
HIDDEN_TEXT = "(*)"
HIDDEN_NOTE = "(*) số nhỏ, không công bố để bảo vệ thông tin của hộ gia đình"

KNOWN, MISSING, HIDDEN = "known", "missing", "hidden"


def status(card: Indicator, figures: pd.DataFrame) -> pd.Series:
    """Whether each value of an indicator may be published.

    Returns:
        Same index: "known", "missing" or "hidden".
    """
    found = pd.Series(KNOWN, index=figures.index, dtype="str")
    return found.mask(too_small(card, figures), HIDDEN).mask(figures[card.name].isna(), MISSING)


def too_small(card: Indicator, figures: pd.DataFrame) -> pd.Series:
    """Whether each value of an indicator rests on numbers too small to publish; same index, bool.

    Args:
        card: the indicator.
        figures: with the columns that it needs.
    """
    if card.part:
        return hidden_rate(card, figures[card.part], figures[card.whole])
    hidden = pd.Series(False, index=figures.index)
    if card.unit == "households":
        for name in card.needs:
            hidden |= is_small(figures[name])
    return hidden


def hidden_rate(card: Indicator, part: pd.Series, whole: pd.Series) -> pd.Series:
    """Which rates rest on numbers of people or households too small to publish.

    Args:
        card: an indicator that is a rate.
        part: numerators.
        whole: denominators, same index.

    Returns:
        Same index, bool.
    """
    if card.unit != "percent" or "km" in card.part:
        return pd.Series(False, index=part.index)
    return is_small(part) | (whole < SMALLEST_WHOLE).fillna(False).astype(bool)


def is_small(counts: pd.Series) -> pd.Series:
    """Which counts are too small to publish; same index, bool, False where unknown."""
    return counts.between(1, SMALLEST_COUNT - 1).fillna(False).astype(bool)


def published(figures: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Indicators as they may be shown.

    Args:
        figures: rows of a panel, with figures and indicators.

    Returns:
        Values with hidden ones missing, and the status of each; same index, a column an indicator.
    """
    states = pd.DataFrame({name: status(card, figures) for name, card in INDICATORS.items()})
    values = figures[list(INDICATORS)]
    return values.where(states == KNOWN), states
