"""A district of as many hamlets as a test of effects needs, drawn around a known truth."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.rules import rules_for
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.periods import reporting_year
from ketnghia_analysis.vocabulary.tables import TABLES

from .tiny import tiny, typed

HOUSEHOLDS = 10_000


def _figures(hamlet: str, year: int, points: float) -> dict[str, Any]:
    """A hamlet whose every share is so many points from the bad end, and so is its index."""
    share = points / 100
    part = round(HOUSEHOLDS * share)
    return {
        "round_id": f"D{year}",
        "hamlet_id": hamlet,
        "households": HOUSEHOLDS,
        "people": 4 * HOUSEHOLDS,
        "minority_households": HOUSEHOLDS // 2,
        "poor_households": HOUSEHOLDS - part,
        "income_million_dong_per_person": 5 * 30**share,
        "trained_workers_people": 2 * part,
        "workers_people": 2 * HOUSEHOLDS,
        "lacking_production_land_households": HOUSEHOLDS - part,
        "hamlet_roads_km": 10.0,
        "hamlet_roads_paved_km": 10 * share,
        "grid_electricity_households": part,
        "hygienic_water_households": part,
        "hygienic_latrine_households": part,
        "temporary_houses_households": HOUSEHOLDS - part,
        "lacking_residential_land_households": HOUSEHOLDS - part,
        "insured_people": 4 * part,
        "people_15_and_over": 3 * HOUSEHOLDS,
        "literate_people_15_and_over": 3 * part,
    }


@cache
def many(
    paired: int = 12,
    others: int = 8,
    *,
    effect: float | tuple[float, ...] = 0.0,
    noise: float = 1.0,
    rounds: tuple[int, ...] = (2018, 2019, 2021, 2022, 2023),
    starts: tuple[str, ...] = ("2020-07-10",),
    communes: int = 1,
    unmixed: int = 0,
    seed: int = 0,
    year: int = 2024,
) -> YearInput:
    """A year of a district with that many hamlets.

    Args:
        paired: hamlets with a pairing.
        others: mixed hamlets without.
        effect: points of the index a pairing adds in every round after it began; one for each
            paired hamlet if several are given.
        noise: standard deviation of a hamlet's round.
        rounds: survey years.
        starts: first days of the pairings, in turn.
        communes: communes among which the hamlets are dealt out in turn.
        unmixed: hamlets that are neither mixed nor paired.
        seed: of the noise.
        year: reporting year.
    """
    chance = np.random.default_rng(seed)
    names = [f"H{number:03d}" for number in range(paired + others + unmixed)]
    begun = {name: starts[place % len(starts)] for place, name in enumerate(names[:paired])}
    figures = []
    effects = effect if isinstance(effect, tuple) else (effect,) * paired
    adds = dict(zip(names, effects, strict=False))
    for name in names:
        level = chance.normal(50, 3)
        for number in rounds:
            gained = adds[name] if name in begun and f"{number}-10-31" >= begun[name] else 0.0
            points = level + (number - rounds[0]) + gained + noise * chance.normal()
            figures.append(_figures(name, number, points))
    hamlets = [
        {
            "hamlet_id": name,
            "name": f"Thôn {name}",
            "hamlet_type": "hamlet",
            "commune_code": f"99{place % communes:03d}",
            "valid_from": "2015-01-01",
            "mixed": place < paired + others,
        }
        for place, name in enumerate(names)
    ]
    pairings = [
        {
            "pairing_id": f"KN-{name}",
            "agency_id": f"CQ{place % 3 + 1}",
            "hamlet_id": name,
            "role": "lead",
            "assigning_document": "01/UBND",
            "valid_from": day,
            "period": "2020-2025",
            "state": "active",
        }
        for place, (name, day) in enumerate(begun.items())
    ]
    survey = [
        {
            "round_id": f"D{number}",
            "year": number,
            "reference_date": f"{number}-10-31",
            "poverty_standard": "07/2021",
        }
        for number in rounds
    ]
    places = [
        {
            "commune_code": f"99{place:03d}",
            "name": f"Mẫu {place}",
            "commune_type": "commune",
            "valid_from": "2015-01-01",
        }
        for place in range(communes)
    ]
    base = tiny()
    tables = {name: TABLES[name].empty() for name in TABLES} | {
        "agencies": base.tables["agencies"],
        "communes": typed("communes", places),
        "hamlets": typed("hamlets", hamlets),
        "pairings": typed("pairings", pairings),
        "survey_rounds": typed("survey_rounds", survey),
        "hamlet_figures": typed("hamlet_figures", figures),
    }
    window = reporting_year(year)
    return YearInput(tables, base.quarantine, base.blocks.iloc[:0], window, rules_for(window))


def by_hamlet(values: Sequence[Any], start: int = 0) -> pd.Series:
    """A series of values by hamlet ids that sort in the order given."""
    return pd.Series(
        list(values), index=[f"H{number:03d}" for number in range(start, start + len(values))]
    )
