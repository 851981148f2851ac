"""Scores of pairings: points with their range, the level if it is certain, aggregates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.composite.aggregate import combined
from ketnghia_analysis.measures.composite.spec import Aggregation
from ketnghia_analysis.measures.levels import level_places, missed_conditions, named
from ketnghia_analysis.measures.measured import Measured, gate_texts, measured
from ketnghia_analysis.measures.rules import ScoreRules
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.codes import LEVELS

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Scores:
    """Scores of one year.

    Attributes:
        criteria: one row per pairing and criterion: `pairing_id`, `criterion`, `points_most`,
            `low`, `high` (points; missing where it does not apply) and `basis`.
        pairings: indexed by `pairing_id`: `agency_id`, `hamlet_id`, `role`, `points_low`,
            `points_high`, `missing_points`, `level_low`, `level_high`, `level`, `gate`.
    """

    criteria: pd.DataFrame
    pairings: pd.DataFrame


def score(year: YearInput) -> Scores:
    """Score every pairing of the year by the rules in force, see `scored`."""
    return _nothing_to_score() if year.pairings.empty else scored(measured(year))


def scored(found: Measured) -> Scores:
    """Scores of measured pairings.

    Points of criteria that do not apply are left out and the rest is scaled to 100. A level is
    named only if both ends of the range, with their conditions, come to the same one and no more
    points are missing than the rules allow; otherwise it is "unknown".
    """
    index, rules = found.pairings.index, found.rules
    totals = _totals(found)
    worst = found.worst(totals["points_low"].to_numpy())
    best = found.best(totals["points_high"].to_numpy())
    surely, possibly = found.failed("surely"), found.failed("possibly")
    bottom = len(rules.levels) - 1
    lowest = np.where(possibly, bottom, level_places(rules, worst))
    highest = np.where(surely, bottom, level_places(rules, best))
    enough_known = totals["missing_points"].to_numpy() <= rules.most_missing_points
    sure = (lowest == highest) & (enough_known | surely)
    gates, missed = gate_texts(found.gates, rules.gates), missed_conditions(rules, worst)
    levels = {
        "level_low": named(rules, lowest, index),
        "level_high": named(rules, highest, index),
        "level": named(rules, lowest, index).where(sure, UNKNOWN),
        "gate": pd.Series(
            [gate or other for gate, other in zip(gates, missed, strict=True)],
            index=index,
            dtype="str",
        ),
    }
    return Scores(_criteria(found), found.pairings.join(totals).assign(**levels))


def _criteria(found: Measured) -> pd.DataFrame:
    """One row per pairing and criterion, see `Scores`."""
    parts = [
        pd.DataFrame(
            {
                "pairing_id": share.low.index,
                "criterion": code,
                "points_most": found.rules.points[code],
                "low": (found.rules.points[code] * share.low).to_numpy(),
                "high": (found.rules.points[code] * share.high).to_numpy(),
                "basis": share.basis.to_numpy(),
            }
        )
        for code, share in found.shares.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _nothing_to_score() -> Scores:
    """Scores of a year in which no pairing was in force."""
    numbers = ["points_low", "points_high", "missing_points"]
    words = ["agency_id", "hamlet_id", "role", "level_low", "level_high", "level", "gate"]
    types = dict.fromkeys(numbers, "float64") | dict.fromkeys(words, "str")
    order = ["agency_id", "hamlet_id", "role", *numbers, "level_low", "level_high", "level", "gate"]
    names = pd.Index([], dtype="str", name="pairing_id")
    pairings = pd.DataFrame({name: pd.Series(dtype=types[name]) for name in order}, index=names)
    texts = dict.fromkeys(["pairing_id", "criterion", "basis"], "str")
    points = dict.fromkeys(["points_most", "low", "high"], "float64")
    criteria = pd.DataFrame(
        {name: pd.Series(dtype=kind) for name, kind in (texts | points).items()}
    )
    return Scores(criteria, pairings)


def _totals(found: Measured) -> pd.DataFrame:
    """Points of 100: the weighted mean of the shares of those criteria that apply."""
    how = Aggregation()
    low, high = (100 * combined(one, found.points, how) for one in (found.low, found.high))
    totals = {"points_low": low, "points_high": high, "missing_points": high - low}
    return pd.DataFrame(totals, index=found.pairings.index)


def by_agency(pairings: pd.DataFrame, rules: ScoreRules) -> pd.DataFrame:
    """Mean points of each agency's pairings, a supporting role counting less.

    Args:
        pairings: rows of `Scores.pairings`.
        rules: in force.

    Returns:
        Indexed by `agency_id`: `pairings`, `points_low`, `points_high`.
    """
    return _means(pairings, pairings["agency_id"], rules)


def by_commune(pairings: pd.DataFrame, communes: pd.Series, rules: ScoreRules) -> pd.DataFrame:
    """Mean points of the pairings of each commune's hamlets, and their levels.

    It tells of the agencies that work there; a hamlet has no mean of its agencies.

    Args:
        pairings: rows of `Scores.pairings`.
        communes: code of the commune by `hamlet_id`.
        rules: in force.

    Returns:
        Indexed by `commune_code`: `pairings`, `hamlets` (paired), `points_low`, `points_high` and a
        column for each level with the number of pairings. Pairings whose hamlet has no commune are
        left out.
    """
    codes = pairings["hamlet_id"].map(communes).rename("commune_code")
    told = pairings[codes.notna()]
    codes = codes[codes.notna()]
    found = _means(told, codes, rules)
    found.insert(1, "hamlets", told["hamlet_id"].groupby(codes).nunique())
    counts = pd.crosstab(codes, told["level"]).reindex(columns=LEVELS.values, fill_value=0)
    return found.join(counts, validate="one_to_one")


@dataclass(frozen=True)
class DistrictScore:
    """A district's pairings together.

    Attributes:
        pairings: number scored.
        points_low: mean of certain points, a supporting role counting less; None without pairings.
        points_high: mean of possible points.
        levels: number at each level, see `by_level`.
    """

    pairings: int
    points_low: float | None
    points_high: float | None
    levels: pd.Series


def of_district(pairings: pd.DataFrame, rules: ScoreRules) -> DistrictScore:
    """All pairings together: counts of levels, which matter, and the mean points."""
    levels = by_level(pairings["level"])
    if pairings.empty:
        return DistrictScore(0, None, None, levels)
    whole = _means(pairings, pd.Series("", index=pairings.index), rules).iloc[0]
    low, high = float(whole["points_low"]), float(whole["points_high"])
    return DistrictScore(len(pairings), low, high, levels)


def _means(pairings: pd.DataFrame, groups: pd.Series, rules: ScoreRules) -> pd.DataFrame:
    """Number of pairings and weighted mean points of each group."""
    leads = pairings["role"] == "lead"
    weight = leads.astype("float64").where(leads, rules.support_role_weight)
    total = weight.groupby(groups).sum()
    means = {
        name: (pairings[name] * weight).groupby(groups).sum() / total
        for name in ("points_low", "points_high")
    }
    return pd.DataFrame({"pairings": groups.value_counts().sort_index(), **means})


def by_level(levels: pd.Series) -> pd.Series:
    """Number of pairings at each completion level, all levels named. Indexed by level."""
    return levels.value_counts().reindex(LEVELS.values, fill_value=0)
