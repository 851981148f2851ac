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
    values = figures[card.name]
    hidden = pd.Series(False, index=figures.index)
    if card.part:
        hidden = hidden_rate(card, figures[card.part], figures[card.whole])
    elif card.unit == "households":
        hidden = pd.Series(False, index=figures.index)
        for name in card.needs:
            hidden |= _is_small(figures[name])
    found = pd.Series(KNOWN, index=figures.index, dtype="str")
    return found.mask(hidden, HIDDEN).mask(values.isna(), MISSING)


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
    return _is_small(part) | (whole < SMALLEST_WHOLE).fillna(False).astype(bool)


def _is_small(counts: pd.Series) -> pd.Series:
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
