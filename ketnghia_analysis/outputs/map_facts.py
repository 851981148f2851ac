"""What a map of several years draws and says; the page and a drawing on paper read the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd

from ketnghia_analysis.evaluation.facts import FICTION_NOTE, YearFacts, commune_title
from ketnghia_analysis.evaluation.privacy import HIDDEN, HIDDEN_NOTE, KNOWN, MISSING
from ketnghia_analysis.measures.cards import Indicator
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.outputs.classes import change_breaks, round_breaks
from ketnghia_analysis.outputs.workbook import annex_places
from ketnghia_analysis.places.coordinates import WGS84
from ketnghia_analysis.places.distance import geodesic_km
from ketnghia_analysis.places.registers import in_force
from ketnghia_analysis.vocabulary.wording import date_vi

FIRST_INDICATOR = "poor_household_share_percent"
_EASTERN_ZONE_FROM = 108.0
"""Longitude from which VN-2000 / UTM zone 49N (EPSG:3406) is nearer than 48N (EPSG:3405)."""
COUNTS = ("households", "people")
"""Units of indicators that are never shown as colours: they tell how large a place is."""


@dataclass(frozen=True)
class MapIndicator:
    """An indicator as the map shows it.

    Attributes:
        card: its card.
        breaks: inner limits of its classes, the same for all years; ascending.
        change_breaks: the two positive limits of its classes of change, the same for all pairs of
            years; empty where nothing changed or nothing can be compared.
    """

    card: Indicator
    breaks: tuple[float, ...]
    change_breaks: tuple[float, ...]

    @property
    def coloured(self) -> bool:
        """Whether hamlets may be coloured by it."""
        return self.card.unit not in COUNTS

    @property
    def of_communes(self) -> bool:
        """Whether communes have a value of it."""
        return bool(self.card.part)


@dataclass(frozen=True)
class MapYear:
    """One year of a map. Tables share their ids with each other.

    Attributes:
        year: reporting year.
        until: its last day, on which registers and boundaries are valid.
        boundaries_since: first day of the youngest boundary; None where there are none.
        hamlets: GeoDataFrame indexed by `hamlet_id`: `name`, `commune_code`, `commune_name`,
            `mixed`, `main_people`, `paired`, `level`, `open`, `overdue` (difficulties),
            `coordinate_quality`, `surveyed_on`, `poverty_unbalanced`, geometry in WGS 84.
        values: published indicators, same index; hidden and unknown ones missing.
        states: "known", "missing" or "hidden" for each value.
        communes: GeoDataFrame indexed by `commune_code`: `name`, `title`, `since` (first day of the
            commune of this code), `hamlets`, `paired_hamlets`, geometry in WGS 84 or missing.
        commune_values: published rates, same index.
        commune_states: likewise.
        agencies: GeoDataFrame indexed by `agency_id`: `name`, `short_name`, `points_low`,
            `points_high`, `reports_due`, `reports_in_time`, geometry of the office.
        pairings: indexed by `pairing_id`: `agency_id`, `hamlet_id`, `role`, `points_low`,
            `points_high`, `level`, `commitments`, `completed`, `overdue`, `late`, `activities`,
            `commitments_received`, `km` from office to hamlet.
        difficulties: open ones: `hamlet_id`, `group`, `raised_on`, `due_on`, `days_open`,
            `overdue`.
        typical: what is typical of the district's hamlets, by indicator.
        standards: for each indicator the rules by which it was measured, "" where all years are
            measured alike.
    """

    year: int
    until: date
    boundaries_since: date | None
    hamlets: gpd.GeoDataFrame
    values: pd.DataFrame
    states: pd.DataFrame
    communes: gpd.GeoDataFrame
    commune_values: pd.DataFrame
    commune_states: pd.DataFrame
    agencies: gpd.GeoDataFrame
    pairings: pd.DataFrame
    difficulties: pd.DataFrame
    typical: pd.Series
    standards: pd.Series

    @cached_property
    def crs_in_metres(self) -> str:
        """VN-2000 / UTM, the zone that the places lie in."""
        known = self.hamlets.geometry.dropna()
        bounds = self.communes.total_bounds if known.empty else known.total_bounds
        middle = (bounds[0] + bounds[2]) / 2
        return "EPSG:3406" if middle >= _EASTERN_ZONE_FROM else "EPSG:3405"

    @cached_property
    def hamlets_in_metres(self) -> gpd.GeoDataFrame:
        """Hamlets with a place, projected once for all drawings of the year."""
        rows = self.hamlets
        return rows[rows.geometry.notna()].to_crs(self.crs_in_metres)

    @cached_property
    def communes_in_metres(self) -> gpd.GeoDataFrame:
        """Communes with a boundary, projected once for all drawings of the year."""
        rows = self.communes
        return rows[rows.geometry.notna()].to_crs(self.crs_in_metres)

    @property
    def boundaries_note(self) -> str:
        """The day for which the boundaries are valid, Vietnamese; "" where there are none."""
        if self.communes.geometry.notna().sum() == 0:
            return ""
        since = self.boundaries_since
        told = f" (từ {date_vi(since)})" if since and since.year > 1900 else ""
        return f"Ranh giới xã có hiệu lực ngày {date_vi(self.until)}{told}"


@dataclass(frozen=True)
class MapFacts:
    """Everything that a map shows.

    Attributes:
        title: of the map.
        place: the district, or the part of it that is meant.
        years: ascending.
        shown: the year that is shown first.
        indicators: those that have values, by name.
        fiction: warning where the data is invented, else "".
        hidden_note: what stands for small numbers, and why.
        source: where the figures come from.
        annex_file: where the annex of the year `shown` lies, seen from the map; "" for none.
        annex: for each kind of thing (`hamlets`, `agencies`, `pairings`) its sheet in the annex and
            the row of each id.
    """

    title: str
    place: str
    years: tuple[MapYear, ...]
    shown: int
    indicators: dict[str, MapIndicator]
    fiction: str
    hidden_note: str
    source: str
    annex_file: str
    annex: dict[str, tuple[str, dict[str, int]]]

    @property
    def first_indicator(self) -> str:
        """The indicator shown first; "" where there is none."""
        rates = [name for name, one in self.indicators.items() if one.of_communes]
        chosen = [FIRST_INDICATOR] if FIRST_INDICATOR in rates else rates or list(self.indicators)
        return chosen[0] if chosen else ""

    def of_year(self, year: int) -> MapYear:
        """One of its years."""
        return next(one for one in self.years if one.year == year)


def map_facts(
    facts: YearFacts, others: Sequence[YearFacts] = (), annex_folder: str | None = ""
) -> MapFacts:
    """Gather what a map shows.

    Args:
        facts: the year shown first.
        others: other years of the same place, for the slider and the comparisons.
        annex_folder: where the annex of the year lies, seen from the map, with a "/" at its end; ""
            for beside it, None where there is none. Only the annex of the whole district is meant.
    """
    years = sorted([facts, *others], key=lambda one: one.year)
    drawn = tuple(_map_year(one) for one in years)
    has_annex = annex_folder is not None and not facts.scope
    return MapFacts(
        title=f"Bản đồ kết nghĩa {facts.title_place}",
        place=facts.title_place,
        years=drawn,
        shown=facts.year,
        indicators=indicators_of(drawn),
        fiction=FICTION_NOTE if facts.fictional else "",
        hidden_note=HIDDEN_NOTE,
        source=f"Nguồn: {facts.settings.issuer}, số liệu các cơ quan và xã báo cáo",
        annex_file=f"{annex_folder}phu-luc-{facts.year}.xlsx" if has_annex else "",
        annex=annex_places(facts) if has_annex else {},
    )


def indicators_of(years: Sequence[MapYear]) -> dict[str, MapIndicator]:
    """Indicators of which some year knows a value, with classes that hold for all years."""
    found = {}
    for name, card in INDICATORS.items():
        tables = [rows for one in years for rows in (one.values, one.commune_values)]
        columns = [rows[name].astype("float64") for rows in tables if name in rows]
        values = pd.concat(columns) if columns else pd.Series(dtype="float64")
        if not values.notna().any():
            continue
        most = 100.0 if card.unit == "percent" else None
        breaks = [50.0] if card.yes_no else round_breaks(values, most)
        changes = _changes(years, name)
        found[name] = MapIndicator(card, tuple(breaks), tuple(change_breaks(changes)))
    return found


def _changes(years: Sequence[MapYear], name: str) -> pd.Series:
    """Changes of hamlets between every two years that can be compared."""
    found = [pd.Series(dtype="float64")]
    for number, later in enumerate(years):
        for earlier in years[:number]:
            if earlier.standards.get(name, "") != later.standards.get(name, ""):
                continue
            if name in earlier.values and name in later.values:
                moved = later.values[name].astype("float64") - earlier.values[name]
                found.append(moved.dropna().astype("float64"))
    return pd.concat(found)


def _map_year(facts: YearFacts) -> MapYear:
    described = facts.hamlets.described
    difficulties = facts.difficulties
    difficulties = difficulties[difficulties["open"] & difficulties["hamlet_id"].notna()]
    overdue = difficulties.loc[difficulties["overdue"], "hamlet_id"].value_counts()
    register = in_force(facts.register["hamlets"], "hamlet_id", facts.window.end)
    hamlets = described.assign(
        open=described["open_difficulties"],
        overdue=overdue.reindex(described.index, fill_value=0),
        coordinate_quality=register["coordinate_quality"].reindex(described.index),
    )
    rates = [name for name, card in INDICATORS.items() if card.part and name in facts.communes]
    communes = facts.communes
    titles = [_capital(commune_title(row)) for _, row in communes.iterrows()]
    known_communes = in_force(facts.register["communes"], "commune_code", facts.window.end)
    pairings = facts.pairings
    return MapYear(
        year=facts.year,
        until=facts.window.end,
        boundaries_since=_boundaries_since(facts),
        hamlets=hamlets,
        values=facts.hamlets.values,
        states=facts.hamlets.states,
        communes=communes[["name", "hamlets", "paired_hamlets", "geometry"]].assign(
            title=titles, since=known_communes["valid_from"].reindex(communes.index)
        ),
        commune_values=communes[rates],
        commune_states=_commune_states(facts, rates),
        agencies=facts.agencies,
        pairings=pairings.assign(km=_kilometres(pairings, facts.agencies, described)),
        difficulties=difficulties,
        typical=facts.hamlets.typical,
        standards=_standards(facts),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _commune_states(facts: YearFacts, rates: list[str]) -> pd.DataFrame:
    """Whether a commune's rate is known, hidden, or missing because none of its hamlets has one."""
    communes = facts.communes
    told = (facts.hamlets.states[rates] != MISSING).groupby(facts.hamlets.described["commune_code"])
    any_told = told.any().reindex(communes.index, fill_value=False)
    states = pd.DataFrame(np.where(any_told, HIDDEN, MISSING), communes.index, rates, dtype="str")
    return states.mask(communes[rates].notna(), KNOWN)


def _kilometres(
    pairings: pd.DataFrame, agencies: gpd.GeoDataFrame, hamlets: gpd.GeoDataFrame
) -> pd.Series:
    offices = pairings["agency_id"].map(agencies.geometry).to_numpy()
    places = pairings["hamlet_id"].map(hamlets.geometry).to_numpy()
    return geodesic_km(
        gpd.GeoSeries(offices, pairings.index, crs=WGS84),
        gpd.GeoSeries(places, pairings.index, crs=WGS84),
    )


def _boundaries_since(facts: YearFacts) -> date | None:
    register = facts.register["communes"]
    since = register.loc[register["valid_from"] <= pd.Timestamp(facts.window.end), "valid_from"]
    if since.empty or facts.communes.geometry.notna().sum() == 0:
        return None
    youngest: date = since.max().date()
    return youngest


def _standards(facts: YearFacts) -> pd.Series:
    """By which rules each indicator was measured, where only like may be compared with like."""
    rounds = facts.register["survey_rounds"]
    rounds = rounds[rounds["year"] == facts.year]
    told = {
        column: "/".join(sorted(set(rounds[column].dropna()))) or "không rõ"
        for column in {card.comparable_within for card in INDICATORS.values()} - {""}
    }
    rules = {name: told.get(card.comparable_within, "") for name, card in INDICATORS.items()}
    return pd.Series(rules, dtype="str")
