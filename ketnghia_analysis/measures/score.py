"""Scores of pairings: points with their range, the level if it is certain, aggregates."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ketnghia_analysis.measures import criteria_effort, criteria_results
from ketnghia_analysis.measures.criteria import CRITERIA
from ketnghia_analysis.measures.rules import LevelRule, ScoreRules
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.codes import LEVELS

_REGISTERED = (criteria_effort, criteria_results)
"""Importing these modules registers the criteria."""

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
    completed, in_time = shares["D1"], shares["D2"]
    totals = _totals(table).reindex(year.pairings.index)
    gates = _gates(year)
    levels = [
        _level_range(
            year.rules,
            totals.loc[one],
            (completed.low[one], completed.high[one]),
            (1 - in_time.high[one], 1 - in_time.low[one]),
            gates.loc[one],
        )
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


def _gates(year: YearInput) -> pd.DataFrame:
    """Whether nothing was done, and whether nothing was organised, surely or possibly."""
    index = year.pairings.index
    acted = year.activities["pairing_id"].value_counts().reindex(index, fill_value=0) > 0
    may_have_acted = (
        acted | ~year.received("activities", by_agency=True) | (year.held("activities") > 0)
    )
    planners = set(year.of_year("briefings").dropna(subset=["plan_signed_on"])["agency_id"])
    assigners = set(year.of_year("officer_duties")["agency_id"])
    organised = year.pairings["agency_id"].isin(planners | assigners)
    heard = year.received("briefings", by_agency=True) & year.received(
        "officer_duties", by_agency=True
    )
    held = (year.held("briefings") > 0) | (year.held("officer_duties") > 0)
    return pd.DataFrame(
        {
            "surely_failed": ~may_have_acted | (~organised & heard & ~held),
            "surely_passed": acted & organised,
        }
    )


def _level_range(
    rules: ScoreRules,
    totals: pd.Series,
    completed: tuple[float, float],
    late: tuple[float, float],
    gates: pd.Series,
) -> tuple[str, str, str, str]:
    worst_points, best_points = totals["points_low"], totals["points_high"]
    worst = level_of(rules, worst_points, completed[0], _none_late(late[1]))
    best = level_of(rules, best_points, completed[1], _none_late(late[0]))
    gate = ""
    if not gates["surely_passed"]:
        worst = "not_completed"
        gate = "không có hoạt động, hoặc không có kế hoạch và phân công"
    if gates["surely_failed"]:
        best = "not_completed"
    elif gate:
        gate = f"chưa rõ: {gate}"
    if not gate:
        gate = _missed_conditions(rules, worst_points, completed[0], _none_late(late[1]))
    too_little_known = totals["missing_points"] > rules.most_missing_points
    sure = worst == best and (not too_little_known or bool(gates["surely_failed"]))
    return worst, best, worst if sure else UNKNOWN, gate


def _none_late(share: float) -> float:
    """Share of late commitments; where nothing was due, none is late."""
    return 0.0 if pd.isna(share) else share


def level_of(rules: ScoreRules, points: float, completed: float, late: float) -> str:
    """The highest level whose points and conditions are met.

    Args:
        rules: in force.
        points: 0 to 100.
        completed: weighted share of commitments fulfilled.
        late: share of due commitments that were not in time.
    """
    for rule in rules.levels:
        if points >= rule.from_points - 1e-9 and _meets(rule, completed, late):
            return rule.level
    return rules.levels[-1].level


def _meets(rule: LevelRule, completed: float, late: float) -> bool:
    return completed >= rule.completion_at_least - 1e-9 and late <= rule.late_at_most + 1e-9


def _missed_conditions(rules: ScoreRules, points: float, completed: float, late: float) -> str:
    """Which conditions kept the pairing from levels that its points give, best level first."""
    missed = []
    for rule in rules.levels:
        if points < rule.from_points - 1e-9:
            continue
        if _meets(rule, completed, late):
            break
        asked = []
        if completed < rule.completion_at_least - 1e-9:
            asked.append(f"hoàn thành {100 * rule.completion_at_least:.0f} % nội dung")
        if late > rule.late_at_most + 1e-9:
            asked.append(f"trễ hạn không quá {100 * rule.late_at_most:.0f} %")
        missed.append(f"{LEVELS.labels[rule.level]} cần {', '.join(asked)}")
    return "; ".join(missed)


def by_agency(scores: Scores, rules: ScoreRules) -> pd.DataFrame:
    """Mean points of each agency's pairings, a supporting role counting less.

    Returns:
        Indexed by `agency_id`: `pairings`, `points_low`, `points_high`.
    """
    rows = scores.pairings
    leads = rows["role"] == "lead"
    weight = leads.astype("float64").where(leads, rules.support_role_weight)
    groups = rows["agency_id"]
    total = weight.groupby(groups).sum()
    means = {
        name: (rows[name] * weight).groupby(groups).sum() / total
        for name in ("points_low", "points_high")
    }
    return pd.DataFrame({"pairings": groups.value_counts().sort_index(), **means})


def by_level(levels: pd.Series) -> pd.Series:
    """Number of pairings at each completion level, all levels named. Indexed by level."""
    return levels.value_counts().reindex(LEVELS.values, fill_value=0)
