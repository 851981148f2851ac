"""What each pairing of a year needs for the next level, as sentences for documents."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.measures.measured import measured
from ketnghia_analysis.measures.next_level import next_levels
from ketnghia_analysis.measures.year import YearInput


def next_steps(cleaned: Cleaned, facts: YearFacts) -> pd.Series:
    """The sentence on the next level of each pairing.

    Args:
        cleaned: what cleaning gave.
        facts: of the year, of the whole district.

    Returns:
        Vietnamese sentences indexed by `pairing_id`; empty where the year has no pairing.
    """
    if facts.pairings.empty:
        return pd.Series(dtype="str")
    year = YearInput(cleaned.tables, cleaned.quarantine, cleaned.blocks, facts.window, facts.rules)
    return next_levels(year, measured(year))["sentence"]
