"""The fictional district as it truly is, before any official writes about it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd

from ketnghia_analysis.demo import names, truth_agencies, truth_figures, truth_places
from ketnghia_analysis.demo import truth_programme as programme
from ketnghia_analysis.demo.land import make_land
from ketnghia_analysis.demo.truth_links import complete
from ketnghia_analysis.demo.truth_places import Row, typed
from ketnghia_analysis.places.registers import heirs, valid_on
from ketnghia_analysis.vocabulary.periods import reporting_year
from ketnghia_analysis.vocabulary.tables import TABLES

SEED = 1573
EFFECT_POINTS_PER_YEAR = 1.2


@dataclass(frozen=True)
class District:
    """The truth about the fictional district.

    Attributes:
        tables: every table of the vocabulary, clean, by name.
        boundaries: commune polygons with their dates.
        effects: planted effect of each pairing and year: `pairing_id`, `year`, `quality` (0 to 1)
            and `effect_points`, the percentage points by which it could move the hamlet's poverty
            rate that year.
    """

    tables: dict[str, pd.DataFrame]
    boundaries: gpd.GeoDataFrame
    effects: pd.DataFrame


def make_district(seed: int = SEED, effect: float = EFFECT_POINTS_PER_YEAR) -> District:
    """The district for a seed; the same seed gives the same district.

    Args:
        seed: of all random numbers.
        effect: percentage points a year by which a perfect pairing lowers its hamlet's poverty
            rate; 0 gives a district in which pairings change nothing.
    """
    land = make_land(seed)
    communes = truth_places.communes()
    hamlets = truth_places.hamlets(seed, land)
    agencies = truth_places.agencies(land)
    pairings = truth_places.pairings(hamlets)
    quality = programme.pairing_quality(seed, pairings)
    push = truth_figures.pairing_push(hamlets, pairings, quality, effect)
    tables = {
        "communes": communes,
        "hamlets": hamlets,
        "agencies": agencies,
        "survey_rounds": truth_figures.survey_rounds(),
        "pairings": pairings,
        "hamlet_figures": truth_figures.hamlet_figures(seed, hamlets, push),
        "households": TABLES["households"].empty(),
    }
    tables |= _programme(seed, hamlets, agencies, pairings, quality)
    effects = pd.DataFrame(
        [
            {"pairing_id": pairing, "year": year, "quality": value, "effect_points": effect * value}
            for (pairing, year), value in quality.items()
        ]
    )
    tables = {name: complete(TABLES[name], tables) for name in TABLES}
    return District(tables, truth_places.boundaries(land), effects)


def _programme(
    seed: int,
    hamlets: pd.DataFrame,
    agencies: pd.DataFrame,
    pairings: pd.DataFrame,
    quality: programme.Quality,
) -> dict[str, pd.DataFrame]:
    worries = typed(
        TABLES["difficulties"], programme.difficulties(seed, hamlets, pairings, quality)
    )
    ends = [reporting_year(year).end for year in names.PROGRAMME_YEARS]
    agency_heir = {end: heirs(agencies, "agency_id", "successor_id", end) for end in ends}
    engaged = list(programme.engagements(seed, pairings, agency_heir, quality))
    promised: list[Row] = []
    done: list[Row] = []
    met: list[Row] = []
    per_year: dict[int, int] = {}
    for engagement in engaged:
        number = per_year.get(engagement.year, 0) + 1
        own = programme.commitments(engagement, worries, number)
        per_year[engagement.year] = number + len(own) - 1
        promised += own
        done += programme.activities(engagement, own)
        met += programme.meetings(engagement, hamlets, agencies)
    by_pairing = {(one.pairing_id, one.year): one for one in engaged}
    promised += programme.carried_over(promised, by_pairing)
    rows: dict[str, list[Row]] = {
        "commitments": promised,
        "activities": _numbered(done, "activity_id", "HD"),
        "coordination_meetings": _numbered(met, "meeting_id", "HP"),
        "officer_duties": [],
        "briefings": [],
        "submitted_reports": [],
    }
    for table, found in _agency_years(seed, agencies, engaged):
        rows[table] += found
    silent = {
        (one.pairing_id, one.year)
        for one in engaged
        if (one.agency_id, one.year) in truth_agencies.SILENT
    }
    rows["commitments"] = [
        row for row in rows["commitments"] if (row["pairing_id"], row["year"]) not in silent
    ]
    kept = {row["commitment_id"] for row in rows["commitments"]}
    rows["activities"] = [
        row
        for row in rows["activities"]
        if (row["pairing_id"], _year_of(row["date"])) not in silent
        and (row["commitment_id"] is None or row["commitment_id"] in kept)
    ]
    frames = {table: typed(TABLES[table], found) for table, found in rows.items()}
    return frames | {"difficulties": worries}


def _year_of(day: date) -> int:
    return next(year for year in names.PROGRAMME_YEARS if day <= reporting_year(year).end)


def _numbered(rows: list[Row], column: str, prefix: str) -> list[Row]:
    ordered = sorted(rows, key=lambda row: (row["date"], str(row)))
    return [{column: f"{prefix}-{number:04d}"} | row for number, row in enumerate(ordered, start=1)]


def _agency_years(
    seed: int, agencies: pd.DataFrame, engaged: list[programme.Engagement]
) -> list[tuple[str, list[Row]]]:
    """Duties, briefings and reports of every agency that had a pairing in a year."""
    found: list[tuple[str, list[Row]]] = []
    for year in names.PROGRAMME_YEARS:
        window = reporting_year(year)
        living: dict[str, Any] = (
            valid_on(agencies, window.end).set_index("agency_id").to_dict("index")
        )
        for agency_id, facts in sorted(living.items()):
            own = [one.quality for one in engaged if (one.agency_id, one.year) == (agency_id, year)]
            if not own:
                continue
            chance = random.Random(f"{seed}:{agency_id}:{year}")
            rows = truth_agencies.agency_year(
                agency_id, int(facts["officers"]), window, sum(own) / len(own), chance
            )
            if (agency_id, year) in truth_agencies.SILENT:
                rows["officer_duties"], rows["briefings"] = [], []
            found += rows.items()
    return found
