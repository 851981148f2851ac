"""How a hamlet lives and earns, as one number between fixed goalposts, for all hamlets alike.

The index says nothing of what an agency did: it is made of survey figures that exist for hamlets
with and without a pairing, so that both can be compared. The goalposts never move, so that years
can be compared. Yes/no figures are not in it: one new house of culture would drown all the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.cards import INDICATORS, Indicator
from ketnghia_analysis.measures.indicators import indicator_values

Domain = Literal["production", "living"]

DOMAINS: dict[Domain, str] = {"production": "Sản xuất, thu nhập", "living": "Đời sống, sinh hoạt"}
"""The letter's two domains; each is half of the index."""
MOST_FILLED = 0.35
"""Weight of unknown parts up to which a hamlet's index of a year is still told."""
LEAST_KNOWN = 0.5
"""Share of hamlets for which a part must be known in every year to be in the index."""


@dataclass(frozen=True)
class OutcomePart:
    """One indicator in the index.

    Attributes:
        indicator: name of its card; the card says which direction is better.
        domain: key of `DOMAINS`.
        low: lower goalpost.
        high: upper goalpost.
        logarithmic: whether equal ratios count as equal steps, as for nominal income, which prices
            raise everywhere by the same ratio.
        weight: within its domain.
    """

    indicator: str
    domain: Domain
    low: float = 0.0
    high: float = 100.0
    logarithmic: bool = False
    weight: float = 1.0

    @property
    def card(self) -> Indicator:
        """The indicator."""
        return INDICATORS[self.indicator]

    def points(self, values: pd.Series) -> pd.Series:
        """0 at the worse goalpost, 100 at the better one; same index, missing where unknown."""
        known = values.astype("float64").clip(self.low, self.high)
        low, high = self.low, self.high
        if self.logarithmic:
            known, low, high = np.log(known), float(np.log(low)), float(np.log(high))
        share = (known - low) / (high - low)
        return 100 * (1 - share if self.card.better == "lower" else share)


_DECLARED = indicator_values
"""Importing it registers the indicators."""

OUTCOME_PARTS: tuple[OutcomePart, ...] = (
    OutcomePart("poor_household_share_percent", "production"),
    OutcomePart("income_per_person_million_dong", "production", 5, 150, logarithmic=True),
    OutcomePart("trained_worker_percent", "production"),
    OutcomePart("lacking_production_land_share_percent", "production"),
    OutcomePart("paved_hamlet_road_share_percent", "living"),
    OutcomePart("grid_electricity_share_percent", "living"),
    OutcomePart("hygienic_water_share_percent", "living"),
    OutcomePart("hygienic_latrine_share_percent", "living"),
    OutcomePart("temporary_house_share_percent", "living"),
    OutcomePart("lacking_residential_land_share_percent", "living"),
    OutcomePart("health_insurance_percent", "living"),
    OutcomePart("literacy_percent", "living"),
)
"""What the index is made of. Weights are equal within a domain: a proposal, not yet approved."""


@dataclass(frozen=True)
class Outcomes:
    """The index of every hamlet and year.

    Attributes:
        values: indexed by `hamlet_id` and `year`: `index`, `production`, `living` (0 to 100,
            missing where too much is unknown), `low` and `high` (of the index, whatever the unknown
            parts are), `filled` (weight of the parts that were filled, 0 to 1).
        points: points of every part, unknown ones missing.
        parts: what it is made of.
        left_out: Vietnamese, by indicator, why a part is not in it.
        clipped: number of values beyond a goalpost.
    """

    values: pd.DataFrame
    points: pd.DataFrame
    parts: tuple[OutcomePart, ...]
    left_out: dict[str, str]
    clipped: int


def outcome_index(
    figures: pd.DataFrame, parts: tuple[OutcomePart, ...] = OUTCOME_PARTS
) -> Outcomes:
    """The index for all rows of a panel.

    A part is left out for all hamlets and years if it was measured by different standards, or was
    hardly known in some year: an index whose contents change tells of its contents. An unknown
    value of another part is filled with the hamlet's own level, moved as the other hamlets moved.

    Args:
        figures: a panel of the years to be compared, see `panel.panel`.
        parts: what it is made of.
    """
    left_out = {part.indicator: _why_not(figures, part) for part in parts}
    kept = tuple(part for part in parts if not left_out[part.indicator])
    points = pd.DataFrame(
        {part.indicator: part.points(figures[part.indicator]) for part in kept},
        index=figures.index,
        dtype="float64",
    )
    weights = _weights(kept)
    unknown = (points.isna() * weights).sum(axis=1)
    filled = points.apply(_filled)
    told = unknown <= MOST_FILLED if kept else pd.Series(False, index=figures.index)
    values = pd.DataFrame(index=figures.index)
    values["index"] = _mean(filled, weights).where(told)
    for domain in DOMAINS:
        names = [part.indicator for part in kept if part.domain == domain]
        values[domain] = _mean(filled[names], weights[names]).where(told)
    values["low"] = _mean(points.fillna(0.0), weights).where(told)
    values["high"] = _mean(points.fillna(100.0), weights).where(told)
    values["filled"] = unknown
    return Outcomes(
        values=values,
        points=points,
        parts=kept,
        left_out={name: reason for name, reason in left_out.items() if reason},
        clipped=sum(_clipped(figures[part.indicator], part) for part in kept),
    )


def _why_not(figures: pd.DataFrame, part: OutcomePart) -> str:
    card = part.card
    known = figures[part.indicator].notna()
    if card.comparable_within:
        rules = sorted(set(figures.loc[known, card.comparable_within].dropna()))
        if len(rules) > 1:
            return f"đo theo các chuẩn khác nhau ({', '.join(rules)}), không so sánh được"
    by_year = known.groupby(figures.index.get_level_values("year")).mean()
    scarce = by_year.index[by_year < LEAST_KNOWN]
    if len(by_year) == 0 or len(scarce):
        return f"thiếu số liệu năm {', '.join(map(str, scarce))}"
    return ""


def _weights(parts: tuple[OutcomePart, ...]) -> pd.Series:
    """Weight of each part in the index; the domains that have any part count alike."""
    frame = pd.DataFrame(
        [(part.indicator, part.domain, part.weight) for part in parts],
        columns=["indicator", "domain", "weight"],
    ).set_index("indicator")
    within = frame["weight"] / frame.groupby("domain")["weight"].transform("sum")
    return within / max(1, frame["domain"].nunique())


def _filled(points: pd.Series) -> pd.Series:
    """Unknown values by the hamlet's level and the common course of the years."""
    hamlet = points.index.get_level_values("hamlet_id")
    year = points.index.get_level_values("year")
    level = points.groupby(hamlet).transform("mean")
    course = (points - level).groupby(year).transform("median")
    # a second round: a hamlet's known years may be early or late ones
    level = (points - course).groupby(hamlet).transform("mean")
    return points.fillna((level + course).clip(0, 100))


def _mean(points: pd.DataFrame, weights: pd.Series) -> pd.Series:
    if points.shape[1] == 0:
        return pd.Series(np.nan, index=points.index)
    return (points * weights).sum(axis=1, skipna=False) / weights.sum()


def _clipped(values: pd.Series, part: OutcomePart) -> int:
    known = values.dropna().astype("float64")
    return int(((known < part.low) | (known > part.high)).sum())
