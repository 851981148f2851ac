"""Scores of pairings: points with their range, the level if it is certain, aggregates."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import pandas as pd

from ketnghia_analysis.measures import (
    criteria_change,
    criteria_effort,
    criteria_hamlet,
    criteria_results,
)
from ketnghia_analysis.measures.criteria import CRITERIA, Share, count_by_pairing
from ketnghia_analysis.measures.criteria_results import lateness
from ketnghia_analysis.measures.criterion_list import GATES
from ketnghia_analysis.measures.rules import LevelRule, ScoreRules
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.codes import LEVELS

_REGISTERED = (criteria_effort, criteria_hamlet, criteria_results, criteria_change)
"""Importing these modules registers the criteria."""

UNKNOWN = "unknown"
_TINY = 1e-9


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
    """Score every pairing of the year by the rules in force.

    Points of criteria that do not apply are left out and the rest is scaled to 100. A level is
    named only if both ends of the range, with their conditions, come to the same one and no more
    points are missing than the rules allow; otherwise it is "unknown".
    """
    if year.pairings.empty:
        return _nothing_to_score()
    shares = {code: card.measure(year) for code, card in CRITERIA.items()}
    parts = []
    for code, share in shares.items():
        most = year.rules.points[code]
        parts.append(
            pd.DataFrame(
                {
                    "pairing_id": share.low.index,
                    "criterion": code,
                    "points_most": most,
                    "low": (most * share.low).to_numpy(),
                    "high": (most * share.high).to_numpy(),
                    "basis": share.basis.to_numpy(),
                }
            )
        )
    table = pd.concat(parts, ignore_index=True)
    totals = _totals(table).reindex(year.pairings.index)
    worst, best = _ends(year, totals, shares["D1"])
    failed = _gates(year)
    levels = [
        _level_range(year.rules, worst[one], best[one], failed.loc[one])
        for one in year.pairings.index
    ]
    columns = ["level_low", "level_high", "level", "gate"]
    named = pd.DataFrame(levels, index=year.pairings.index, columns=columns)
    described = year.pairings[["agency_id", "hamlet_id", "role"]]
    return Scores(table, pd.concat([described, totals, named], axis=1))


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


def _totals(table: pd.DataFrame) -> pd.DataFrame:
    applies = table[table["low"].notna()]
    sums = applies.groupby("pairing_id")[["points_most", "low", "high"]].sum()
    scale = 100 / sums["points_most"]
    return pd.DataFrame(
        {
            "points_low": sums["low"] * scale,
            "points_high": sums["high"] * scale,
            "missing_points": (sums["high"] - sums["low"]) * scale,
        }
    )


@dataclass(frozen=True)
class Standing:
    """What a level is judged by.

    Attributes:
        points: 0 to 100.
        completed: weighted share of commitments fulfilled.
        late_share: share of due commitments that were not in time; 0 where nothing was due.
        late_count: number of them.
    """

    points: float
    completed: float
    late_share: float
    late_count: float


def _ends(
    year: YearInput, totals: pd.DataFrame, completed: Share
) -> tuple[dict[str, Standing], dict[str, Standing]]:
    """The worst and the best that each pairing can stand at, by `pairing_id`."""
    counts = lateness(year)
    received = year.received("commitments", by_agency=True)
    most = counts["owed"] - counts["in_time"] + counts["held"]
    least = counts["owed"] - counts["may_be_in_time"]
    whole = (counts["owed"] + counts["held"]).clip(lower=1)
    worst, best = {}, {}
    for one, row in totals.iterrows():
        late = (most[one] / whole[one], most[one]) if received[one] else (1.0, inf)
        worst[str(one)] = Standing(row["points_low"], completed.low[one], *late)
        in_time = (least[one] / whole[one], least[one]) if received[one] else (0.0, 0)
        best[str(one)] = Standing(row["points_high"], completed.high[one], *in_time)
    return worst, best


def _gates(year: YearInput) -> pd.DataFrame:
    """Which gates each pairing surely, or possibly, fails.

    Returns:
        Indexed by `pairing_id`; bool columns (gate, "surely") and (gate, "possibly").
    """
    index = year.pairings.index

    def missing(acted: pd.Series, *tables: str) -> dict[str, pd.Series]:
        heard = pd.Series(True, index=index)
        for table in tables:
            heard &= year.received(table, by_agency=True) & (year.held(table) == 0)
        return {"surely": ~acted & heard, "possibly": ~acted}

    plans = year.of_year("briefings")
    planned = plans[plans["plan_signed_on"].notna() | plans["plan_document"].notna()]
    organisers = set(planned["agency_id"]) | set(year.of_year("officer_duties")["agency_id"])
    found = {
        "no_activity": missing(count_by_pairing(year, year.activities) > 0, "activities"),
        "nothing_organised": missing(
            year.pairings["agency_id"].isin(organisers), "briefings", "officer_duties"
        ),
        "no_commitment": missing(count_by_pairing(year, year.commitments) > 0, "commitments"),
    }
    return pd.DataFrame(
        {(gate, how): found[gate][how] for gate in year.rules.gates for how in found[gate]},
        index=index,
    )


def _level_range(
    rules: ScoreRules, worst: Standing, best: Standing, failed: pd.Series
) -> tuple[str, str, str, str]:
    """The lowest and the highest possible level, the one to name, and what kept it down."""
    surely = [gate for gate in rules.gates if failed[(gate, "surely")]]
    possibly = [gate for gate in rules.gates if failed[(gate, "possibly")]]
    lowest = rules.levels[-1].level if possibly else level_of(rules, worst)
    highest = rules.levels[-1].level if surely else level_of(rules, best)
    if surely:
        gate = "; ".join(GATES[one] for one in surely)
    elif possibly:
        gate = "chưa rõ: " + "; ".join(GATES[one] for one in possibly)
    else:
        gate = _missed_conditions(rules, worst)
    too_little_known = best.points - worst.points > rules.most_missing_points
    sure = lowest == highest and (not too_little_known or bool(surely))
    return lowest, highest, lowest if sure else UNKNOWN, gate


def level_of(rules: ScoreRules, standing: Standing) -> str:
    """The highest level whose points and conditions are met."""
    for rule in rules.levels:
        if standing.points >= rule.from_points - _TINY and _meets(rule, standing):
            return rule.level
    return rules.levels[-1].level


def _meets(rule: LevelRule, standing: Standing) -> bool:
    return standing.completed >= rule.completion_at_least - _TINY and _punctual(rule, standing)


def _punctual(rule: LevelRule, standing: Standing) -> bool:
    few = standing.late_count <= rule.or_late_count
    return few or standing.late_share <= rule.late_at_most + _TINY


def _missed_conditions(rules: ScoreRules, standing: Standing) -> str:
    """Which conditions kept the pairing from levels that its points give, best level first."""
    missed: dict[str, list[str]] = {}
    for rule in rules.levels:
        if standing.points < rule.from_points - _TINY:
            continue
        if _meets(rule, standing):
            break
        asked = []
        if standing.completed < rule.completion_at_least - _TINY:
            asked.append(f"hoàn thành {100 * rule.completion_at_least:.0f} % nội dung")
        if not _punctual(rule, standing):
            or_count = f" hoặc {rule.or_late_count} nội dung" if rule.or_late_count else ""
            asked.append(f"trễ hạn không quá {100 * rule.late_at_most:.0f} %{or_count}")
        missed.setdefault(", ".join(asked), []).append(LEVELS.labels[rule.level])
    return "; ".join(f"{', '.join(levels)} cần {asked}" for asked, levels in missed.items())


def by_agency(pairings: pd.DataFrame, rules: ScoreRules) -> pd.DataFrame:
    """Mean points of each agency's pairings, a supporting role counting less.

    Args:
        pairings: rows of `Scores.pairings`.
        rules: in force.

    Returns:
        Indexed by `agency_id`: `pairings`, `points_low`, `points_high`.
    """
    leads = pairings["role"] == "lead"
    weight = leads.astype("float64").where(leads, rules.support_role_weight)
    groups = pairings["agency_id"]
    total = weight.groupby(groups).sum()
    means = {
        name: (pairings[name] * weight).groupby(groups).sum() / total
        for name in ("points_low", "points_high")
    }
    return pd.DataFrame({"pairings": groups.value_counts().sort_index(), **means})


def by_level(levels: pd.Series) -> pd.Series:
    """Number of pairings at each completion level, all levels named. Indexed by level."""
    return levels.value_counts().reindex(LEVELS.values, fill_value=0)
