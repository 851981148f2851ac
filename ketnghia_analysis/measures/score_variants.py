"""The score under other targets and other weights: what if they had been set differently?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd

from ketnghia_analysis.measures.criteria import CRITERIA, Share
from ketnghia_analysis.measures.criterion_list import CRITERION_GROUPS, CRITERION_NAMES
from ketnghia_analysis.measures.measured import Measured
from ketnghia_analysis.measures.rules import ScoreRules, ScoreSpread
from ketnghia_analysis.measures.score import scored
from ketnghia_analysis.measures.year import YearInput

Variants = Mapping[str, tuple[Share, ...]]
"""Shares of a criterion under other targets, the lower ones first, by code."""
TARGET_OF = {
    "A3": "leader_visits",
    "B1": "meetings_with_ethnic_office",
    "B2": "meetings_with_commune",
}
"""Criteria that count up to a target, and its name in the rules."""


def variants(year: YearInput, spread: ScoreSpread | None = None) -> Variants:
    """Shares under each target that the spread allows; exact, measured anew.

    Counted targets take every whole number within reach; caps of E are moved down and up.
    """
    spread = spread or year.rules.uncertainty
    found: dict[str, tuple[Share, ...]] = {}
    for code, name in TARGET_OF.items():
        own = getattr(year.rules.targets, name)
        values = [one for one in range(own - spread.targets, own + spread.targets + 1) if one > 0]
        moved = [
            year.rules.model_copy(
                update={"targets": year.rules.targets.model_copy(update={name: value})}
            )
            for value in values
            if value != own
        ]
        if moved:
            found[code] = tuple(_measured(year, rules, code) for rules in moved)
    if spread.caps:
        for code in year.rules.change:
            scaled = [_with_caps(year.rules, code, 1 + way * spread.caps) for way in (-1, 1)]
            found[code] = tuple(_measured(year, rules, code) for rules in scaled)
    return found


def _measured(year: YearInput, rules: ScoreRules, code: str) -> Share:
    return CRITERIA[code].measure(year.with_rules(rules))


def _with_caps(rules: ScoreRules, code: str, factor: float) -> ScoreRules:
    caps = {name: factor * cap for name, cap in rules.change[code].items()}
    return rules.model_copy(update={"change": {**rules.change, code: caps}})


def what_if_weights(found: Measured, share: float = 0.2) -> pd.DataFrame:
    """How many pairings change their level if points are moved, one group or criterion at a time.

    Points of the others stay and all are scaled to 100 again. No chance is involved: anybody can
    reckon it again by hand.

    Args:
        found: pairings of a year.
        share: by which the points are lowered and raised, 0.2 for ±20 %.

    Returns:
        Indexed by group ("A" to "E") and criterion: `heading`, `points`, `changed_down`,
        `changed_up` (number of pairings whose named level differs, "unknown" being one),
        `pairings_down`, `pairings_up` (their ids).
    """
    usual = scored(found).pairings["level"]
    rows = []
    for name, heading, codes in _groups():
        row: dict[str, object] = {
            "what": name,
            "heading": heading,
            "points": sum(found.rules.points[c] for c in codes),
        }
        for way, factor in (("down", 1 - share), ("up", 1 + share)):
            points = {
                code: most * (factor if code in codes else 1.0)
                for code, most in found.rules.points.items()
            }
            rules = found.rules.model_copy(update={"points": points})
            level = scored(replace(found, rules=rules)).pairings["level"]
            changed = usual.index[(level != usual).to_numpy()]
            row[f"changed_{way}"], row[f"pairings_{way}"] = len(changed), list(changed)
        rows.append(row)
    return pd.DataFrame(rows).set_index("what")


def _groups() -> Iterator[tuple[str, str, list[str]]]:
    for group, (heading, _) in CRITERION_GROUPS.items():
        yield group, heading, [code for code in CRITERION_NAMES if code.startswith(group)]
    for code, (heading, _) in CRITERION_NAMES.items():
        yield code, heading, [code]
