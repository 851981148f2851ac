"""True survey figures: how life in the hamlets went, and how much of it pairings caused."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from ketnghia_analysis.demo import names
from ketnghia_analysis.demo.truth_places import Row, typed
from ketnghia_analysis.places.registers import heirs, valid_on
from ketnghia_analysis.vocabulary.hamlet_figures import (
    DEPRIVATIONS,
    SCHOOLING,
    deprived_households,
)
from ketnghia_analysis.vocabulary.tables import TABLES

SURVEYED_ON = (11, 30)


@dataclass(frozen=True)
class Course:
    """How a share develops: where it starts, how it drifts, how far a pairing can push it.

    Attributes:
        count: column of the numerator.
        whole: column of the denominator.
        mixed: percent in 2019 in a mixed hamlet.
        other: percent in 2019 elsewhere.
        drift: percentage points a year without pairing.
        pushed: part of the planted effect that reaches this figure (signed like the drift).
    """

    count: str
    whole: str
    mixed: float
    other: float
    drift: float
    pushed: float = 0.0


COURSES: tuple[Course, ...] = (
    Course("near_poor_households", "households", 11, 5, -0.5),
    Course("grid_electricity_households", "households", 93, 98, 0.8, 0.2),
    Course("hygienic_water_households", "households", 78, 90, 1.4, 1.0),
    Course("hygienic_latrine_households", "households", 62, 84, 2.0, 0.8),
    Course("broadcast_households", "households", 88, 95, 0.8),
    Course("internet_households", "households", 28, 48, 6.0, 0.4),
    Course("temporary_houses_households", "households", 9, 3, -0.8, -0.7),
    Course("lacking_residential_land_households", "households", 5, 2, -0.2, -0.3),
    Course("lacking_production_land_households", "households", 13, 4, -0.5, -0.8),
    Course("insured_people", "people", 84, 87, 1.0, 0.5),
    Course("people_15_and_over", "people", 70, 74, 0.2),
    Course("under_5_people", "people", 9, 8, -0.1),
    Course("workers_people", "people", 56, 58, 0.1),
    Course("party_members_people", "people", 2.0, 3.4, 0.1),
)
_OF_ANOTHER: tuple[Course, ...] = (
    Course("clean_water_households", "hygienic_water_households", 42, 60, 2.5, 0.6),
    Course("literate_people_15_and_over", "people_15_and_over", 80, 94, 0.8, 0.3),
    Course("underweight_under_5_people", "under_5_people", 18, 11, -0.6, -0.4),
    Course("trained_workers_people", "workers_people", 22, 38, 2.2, 1.0),
)
_SCHOOL_STARTS = {
    "kindergarten": (1.9, 90, 96),
    "primary": (8.5, 95, 98),
    "lower_secondary": (6.5, 86, 94),
    "upper_secondary": (4.6, 52, 68),
}
_DEPRIVED_2022 = {
    "employment": 34,
    "dependants": 11,
    "nutrition": 9,
    "health_insurance": 22,
    "adult_education": 26,
    "school_attendance": 5,
    "housing_quality": 15,
    "housing_area": 11,
    "water": 14,
    "latrine": 27,
    "telecommunication": 30,
    "information_means": 8,
}


@dataclass
class _Hamlet:
    """A fictional hamlet's own luck: what stays with it through the years."""

    mixed: bool
    households: float
    size: float
    minority_share: float
    poor_2019: float
    progress: float
    income_2019: float
    roads_km: float
    paved_share: float
    luck: dict[str, float]
    paved_since: int
    house_since: int


def survey_rounds() -> pd.DataFrame:
    """Table `survey_rounds`: one a year, with the poverty standard of its year."""
    rows = (
        {
            "round_id": f"DKS{year}",
            "name": f"Khảo sát thôn năm {year} (hư cấu)",
            "year": year,
            "reference_date": date(year, *SURVEYED_ON),
            "poverty_standard": "07/2021" if year >= names.NEW_STANDARD_FROM else "59/2015",
            "surveyed_by": "Phòng Dân tộc",
        }
        for year in names.SURVEY_YEARS
    )
    return typed(TABLES["survey_rounds"], rows)


def hamlet_figures(
    seed: int, hamlets: pd.DataFrame, push: dict[tuple[str, int], float]
) -> pd.DataFrame:
    """Table `hamlet_figures`.

    Args:
        seed: of the random numbers.
        hamlets: table `hamlets`.
        push: percentage points by which pairings had moved a figure of `Course.pushed` 1 in a
            hamlet by the end of a year; 0 where the pair is absent.
    """
    rows = list(_figure_rows(seed, hamlets, push))
    return typed(TABLES["hamlet_figures"], rows)


def _figure_rows(
    seed: int, hamlets: pd.DataFrame, push: dict[tuple[str, int], float]
) -> Iterator[Row]:
    first = hamlets.drop_duplicates("hamlet_id").set_index("hamlet_id")
    souls = {
        hamlet_id: _soul(random.Random(f"{seed}:{hamlet_id}"), bool(row["mixed"]))
        for hamlet_id, row in first.iterrows()
    }
    parts = _members(first)
    halves = set(first.index[first["predecessor_id"].notna()])
    poor_before: dict[str, int] = {}
    for year in names.SURVEY_YEARS:
        day = date(year, *SURVEYED_ON)
        for hamlet_id in sorted(valid_on(hamlets, day)["hamlet_id"]):
            members = parts[hamlet_id]
            soul = _blend([souls[member] for member in members])
            chance = random.Random(f"{seed}:{hamlet_id}:{year}")
            scale = 0.5 if hamlet_id in halves else 1.0
            figures = _figures(soul, chance, year, scale, push.get((hamlet_id, year), 0.0))
            _count_moves(figures, hamlet_id, year, poor_before, members, chance)
            poor_before[hamlet_id] = figures["poor_households"]
            yield {"round_id": f"DKS{year}", "hamlet_id": hamlet_id} | figures


def _members(first: pd.DataFrame) -> dict[str, list[str]]:
    """For each hamlet the hamlets of 2019 whose land it has."""
    parts = {hamlet_id: [hamlet_id] for hamlet_id in first.index}
    for hamlet_id, successor in first["successor_id"].dropna().items():
        parts[successor] = [part for part in parts[successor] if part != successor] + [hamlet_id]
    for hamlet_id, predecessor in first["predecessor_id"].dropna().items():
        parts[hamlet_id] = [predecessor]
    return parts


def _soul(chance: random.Random, mixed: bool) -> _Hamlet:
    return _Hamlet(
        mixed=mixed,
        households=chance.randint(95, 260) if mixed else chance.randint(140, 420),
        size=chance.uniform(3.9, 4.6) if mixed else chance.uniform(3.5, 4.1),
        minority_share=chance.uniform(22, 62) if mixed else chance.uniform(0.5, 12),
        poor_2019=chance.uniform(13, 27) if mixed else chance.uniform(3, 9),
        progress=chance.uniform(0.7, 1.3),
        income_2019=chance.uniform(16, 25) if mixed else chance.uniform(28, 42),
        roads_km=round(chance.uniform(3, 14), 1),
        paved_share=chance.uniform(25, 60) if mixed else chance.uniform(55, 85),
        luck={course.count: chance.gauss(0, 3) for course in (*COURSES, *_OF_ANOTHER)},
        paved_since=chance.choice([2010, 2010, 2010, 2021, 2023, 2030]) if mixed else 2010,
        house_since=chance.choice([2012, 2016, 2020, 2022, 2024]),
    )


def _blend(souls: list[_Hamlet]) -> _Hamlet:
    """A merged hamlet: what its parts were, weighted by their households."""
    whole = sum(soul.households for soul in souls)

    def mean(trait: Callable[[_Hamlet], float]) -> float:
        return sum(trait(soul) * soul.households for soul in souls) / whole

    return _Hamlet(
        mixed=any(soul.mixed for soul in souls),
        households=whole,
        size=mean(lambda soul: soul.size),
        minority_share=mean(lambda soul: soul.minority_share),
        poor_2019=mean(lambda soul: soul.poor_2019),
        progress=mean(lambda soul: soul.progress),
        income_2019=mean(lambda soul: soul.income_2019),
        roads_km=round(sum(soul.roads_km for soul in souls), 1),
        paved_share=mean(lambda soul: soul.paved_share),
        luck={
            count: sum(soul.luck[count] * soul.households for soul in souls) / whole
            for count in souls[0].luck
        },
        paved_since=max(soul.paved_since for soul in souls),
        house_since=min(soul.house_since for soul in souls),
    )


def _figures(
    soul: _Hamlet, chance: random.Random, year: int, scale: float, push: float
) -> dict[str, Any]:
    age = year - names.FIRST_YEAR
    households = round(soul.households * scale * (1 + 0.011 * age) + chance.gauss(0, 1))
    people = round(households * soul.size + chance.gauss(0, 4))
    minority = _part(households, soul.minority_share)
    poor_share = _poor_share(soul, year, push) + chance.gauss(0, 0.5)
    poor = _part(households, poor_share)
    figures: dict[str, Any] = {
        "households": households,
        "people": people,
        "minority_households": minority,
        "minority_people": min(people, round(minority * soul.size * 1.05)),
        "poor_households": poor,
        "poor_minority_households": min(minority, _part(poor, min(95, soul.minority_share * 1.5))),
        "income_million_dong_per_person": round(
            soul.income_2019 * (1.085**age) * (1 + push * 0.012) + chance.gauss(0, 0.4), 1
        ),
        "poor_share_reported_percent": round(100 * poor / households, 1),
        "commune_road_paved": year >= soul.paved_since,
        "community_house": year >= soul.house_since,
        "cultural_hamlet": chance.random() < (0.75 if soul.mixed else 0.93),
        "hamlet_roads_km": soul.roads_km,
        "hamlet_roads_paved_km": round(
            soul.roads_km * min(100, soul.paved_share + 3.2 * age + push) / 100, 1
        ),
    }
    for course in (*COURSES, *_OF_ANOTHER):
        figures[course.count] = _part(
            figures[course.whole], _share(course, soul, age, push) + chance.gauss(0, 0.8)
        )
    figures["near_poor_households"] = min(figures["near_poor_households"], households - poor)
    figures["minority_party_members_people"] = _part(
        figures["party_members_people"], soul.minority_share * 0.8
    )
    for stage in SCHOOLING:
        per_hundred, mixed, other = _SCHOOL_STARTS[stage]
        total = max(3, round(people * per_hundred / 100 + chance.gauss(0, 1)))
        figures[f"{stage}_age_people"] = total
        start = mixed if soul.mixed else other
        figures[f"{stage}_pupils"] = _part(total, start + 0.7 * age + 0.2 * push)
    if year >= names.NEW_STANDARD_FROM:
        years = year - names.NEW_STANDARD_FROM
        for deprivation, _ in DEPRIVATIONS.values():
            first = _DEPRIVED_2022[deprivation] * (1.0 if soul.mixed else 0.45)
            share = first - first * 0.07 * years - 0.4 * push + chance.gauss(0, 0.8)
            figures[deprived_households(deprivation)] = _part(households, max(0.5, share))
    return figures


def _poor_share(soul: _Hamlet, year: int, push: float) -> float:
    """Percent poor: falls by a part each year; the standard of 2022 counts more households."""
    share = soul.poor_2019 * (1 - 0.075 * soul.progress) ** (year - names.FIRST_YEAR)
    if year >= names.NEW_STANDARD_FROM:
        share = share * 1.45 + 1.5
    return max(1.2, share - push)


def _share(course: Course, soul: _Hamlet, age: int, push: float) -> float:
    start = course.mixed if soul.mixed else course.other
    share = (
        start + soul.luck[course.count] * min(1, start / 20) + course.drift * soul.progress * age
    )
    return min(99.5, max(0.4, share + course.pushed * push))


def _part(whole: int, percent: float) -> int:
    return min(whole, max(0, round(whole * percent / 100)))


def _count_moves(
    figures: dict[str, Any],
    hamlet_id: str,
    year: int,
    poor_before: dict[str, int],
    members: list[str],
    chance: random.Random,
) -> None:
    """Households that escaped and fell into poverty: they balance the change of the poor list."""
    if year == names.FIRST_YEAR or year == names.NEW_STANDARD_FROM:
        return
    known = [poor_before[member] for member in {hamlet_id, *members} if member in poor_before]
    if hamlet_id in poor_before:
        before = poor_before[hamlet_id]
    elif len(known) == len(members) and len(members) > 1:
        before = sum(known)
    else:
        return
    fallen = chance.randint(0, 2)
    escaped = before + fallen - figures["poor_households"]
    if escaped < 0:
        fallen, escaped = fallen - escaped, 0
    figures["households_escaped_poverty"] = escaped
    figures["households_fallen_into_poverty"] = fallen


def pairing_push(
    hamlets: pd.DataFrame,
    pairings: pd.DataFrame,
    quality: dict[tuple[str, int], float],
    effect: float,
) -> dict[tuple[str, int], float]:
    """Planted effect, in percentage points reached by the end of each year, by hamlet and year.

    A hamlet moves by `effect` points a year times the best quality among its pairings of that year;
    what was gained stays.
    """
    push: dict[tuple[str, int], float] = {}
    gained: dict[str, float] = {}
    for year in names.PROGRAMME_YEARS:
        day = date(year, *SURVEYED_ON)
        heir = heirs(hamlets, "hamlet_id", "successor_id", day)
        for old, new in heir.items():
            if old != new and str(old) in gained:
                gained[new] = max(gained.get(new, 0.0), gained.pop(str(old)))
        year_quality: dict[str, float] = {}
        for pairing in valid_on(pairings, day).itertuples():
            hamlet = heir[pairing.hamlet_id]
            year_quality[hamlet] = max(
                year_quality.get(hamlet, 0.0), quality[pairing.pairing_id, year]
            )
        for hamlet, best in year_quality.items():
            gained[hamlet] = gained.get(hamlet, 0.0) + effect * best * (0.4 if year == 2020 else 1)
        push |= {(hamlet, year): value for hamlet, value in gained.items()}
    return push
