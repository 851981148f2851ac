"""What the measures say beyond points: how sure levels are, waiting times, needs, did it help?

Everything is computed when it is first asked for: a run that shows none of it pays nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.measures.dose import Dose, dose_response
from ketnghia_analysis.measures.durations import commitment_spells, difficulty_spells, durations
from ketnghia_analysis.measures.impact import Impact, did_it_help
from ketnghia_analysis.measures.levels_held import levels_held
from ketnghia_analysis.measures.measured import Measured, measured
from ketnghia_analysis.measures.needs import needs
from ketnghia_analysis.measures.next_level import next_levels
from ketnghia_analysis.measures.overdue import (
    age_of_stock,
    next_reporting_date,
    overdue_counts,
)
from ketnghia_analysis.measures.overdue_forecast import Forecast, forecast_overdue
from ketnghia_analysis.measures.rules import rules_for
from ketnghia_analysis.measures.score import scored
from ketnghia_analysis.measures.score_draws import ScoreDraws, score_draws
from ketnghia_analysis.measures.score_drivers import score_drivers
from ketnghia_analysis.measures.score_variants import Variants, variants, what_if_weights
from ketnghia_analysis.measures.survival import Waiting, waiting
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.places.registers import latest
from ketnghia_analysis.vocabulary.periods import Window

LEAST_WAITS = 5
"""Difficulties from which a curve of waiting says something."""


@dataclass(frozen=True)
class Analysis:
    """Analyses of a year, of the whole district.

    Attributes:
        year: the year's tables.
    """

    year: YearInput

    @cached_property
    def measured(self) -> Measured:
        """Every pairing measured by every criterion."""
        return measured(self.year)

    @cached_property
    def variants(self) -> Variants:
        """Shares under other targets."""
        return variants(self.year)

    @cached_property
    def draws(self) -> ScoreDraws | None:
        """Points, ranks and levels under moved choices; None without pairings."""
        if self.year.pairings.empty:
            return None
        return score_draws(self.measured, variants=self.variants)

    @cached_property
    def drivers(self) -> pd.DataFrame:
        """Which choice drives the levels, see `score_drivers`."""
        return score_drivers(self.measured, variants=self.variants, points=64)

    @cached_property
    def what_if(self) -> pd.DataFrame:
        """How many levels change if points of criteria were set differently."""
        return what_if_weights(self.measured)

    @cached_property
    def next_levels(self) -> pd.DataFrame:
        """What each pairing would need for the next level, see `next_level.next_levels`."""
        return next_levels(self.year, self.measured)

    @cached_property
    def advice(self) -> pd.DataFrame:
        """What an agency is told of each pairing's level, Vietnamese.

        Returns:
            Indexed by `pairing_id`: `steps` (to the next level) and, as `levels_held` tells, `held`
            and `among`. Empty without pairings.
        """
        if self.draws is None:
            types = {"steps": "str", "held": "bool", "among": "str"}
            return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()})
        held = levels_held(scored(self.measured).pairings["level"], self.draws)
        return held.assign(steps=self.next_levels["sentence"])

    @cached_property
    def difficulty_spells(self) -> pd.DataFrame:
        """Difficulties with the days between which they were open."""
        return difficulty_spells(self.year.difficulties, self.year.window.end)

    @cached_property
    def commitment_spells(self) -> pd.DataFrame:
        """Commitments with the days between which they were open, agencies as of the year's end."""
        tables = self.year.tables
        rows = commitment_spells(tables["commitments"], tables["pairings"], self.year.window)
        return rows.assign(agency_id=rows["agency_id"].map(self.year.agency_heir))

    @cached_property
    def waiting(self) -> Waiting | None:
        """How long difficulties wait to be settled; None where there are too few to say."""
        found = durations(self.difficulty_spells, self.year.window.end)
        return waiting(found) if len(found.rows) >= LEAST_WAITS else None

    @cached_property
    def overdue_by_agency(self) -> pd.DataFrame:
        """Commitments overdue at the year's end, indexed by the agencies' short names."""
        names = latest(self.year.tables["agencies"], "agency_id")
        said = names["short_name"].fillna(names["name"])
        spells = self.commitment_spells
        return overdue_counts(spells, self.year.window.end, spells["agency_id"].map(said))

    @cached_property
    def overdue_difficulties(self) -> pd.Series:
        """Difficulties overdue at the year's end, all together."""
        counts = overdue_counts(self.difficulty_spells, self.year.window.end)
        return counts.iloc[0] if len(counts) else pd.Series(dtype="int64")

    @cached_property
    def ages(self) -> pd.DataFrame:
        """How long open difficulties have been open."""
        return age_of_stock(self.difficulty_spells, self.year.window.end)

    @cached_property
    def forecast(self) -> Forecast:
        """Difficulties that will be overdue at the next reporting date."""
        end = self.year.window.end
        return forecast_overdue(self.difficulty_spells, end, next_reporting_date(end))

    @cached_property
    def impact(self) -> Impact:
        """Whether paired hamlets changed more than others."""
        return did_it_help(self.year)

    @cached_property
    def dose(self) -> Dose:
        """Whether hamlets with more promises kept changed more."""
        return dose_response(self.year, self.impact.design)

    @cached_property
    def needs(self) -> pd.DataFrame:
        """Needs of hamlets against what is promised there."""
        return needs(self.year)


def analysis_of(cleaned: Cleaned, window: Window) -> Analysis:
    """The analyses of a reporting year."""
    rules = rules_for(window)
    return Analysis(YearInput(cleaned.tables, cleaned.quarantine, cleaned.blocks, window, rules))
