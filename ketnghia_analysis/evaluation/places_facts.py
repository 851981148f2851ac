"""Facts about places in a year: hamlets, communes and how indicators moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import pandas as pd

from ketnghia_analysis.evaluation.privacy import HIDDEN, MISSING, hidden_rate
from ketnghia_analysis.evaluation.secondary_privacy import protected, safe_rates
from ketnghia_analysis.evaluation.typical import told_values, typical_figures
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.measures.score import Scores
from ketnghia_analysis.measures.timeliness import is_open
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.places.boundaries import communes_on
from ketnghia_analysis.places.coordinates import WGS84, points
from ketnghia_analysis.places.hamlets import hamlets_on
from ketnghia_analysis.places.registers import valid_on


@dataclass(frozen=True)
class HamletFacts:
    """Hamlets of the end of the year.

    Attributes:
        described: GeoDataFrame indexed by `hamlet_id`: `name`, `hamlet_type`, `commune_code`,
            `commune_name`, `mixed`, `main_people`, `paired` (in the year), `paired_at_end` (on its
            last day), `agencies` (names, lead first), `level` (of the lead pairing),
            `open_difficulties`, `surveyed_on`, `poverty_unbalanced`, geometry.
        values: published indicators of the year, same index; hidden and unknown ones missing.
        states: "known", "missing" or "hidden" for each value.
        history: published indicators of all rounds, indexed by `hamlet_id` and `year`.
        told: indicators of the year as far as readers may know them, see `typical.told_values`.
        typicals: what is typical of the district's hamlets, see `typical.typical_figures`.
    """

    described: gpd.GeoDataFrame
    values: pd.DataFrame
    states: pd.DataFrame
    history: pd.DataFrame
    told: pd.DataFrame
    typicals: pd.DataFrame

    @property
    def typical(self) -> pd.Series:
        """What is typical of all the district's hamlets in the year, by indicator."""
        return self.typicals["typical"]


def hamlet_facts(year: YearInput, scores: Scores, agency_names: pd.Series) -> HamletFacts:
    """Gather what may be said of each hamlet."""
    tables = year.tables
    rows = hamlets_on(tables["hamlets"], tables["communes"], year.window.end)
    pairs = scores.pairings.assign(agency=scores.pairings["agency_id"].map(agency_names))
    pairs = pairs.sort_values(["role", "agency"])
    leads = pairs.drop_duplicates("hamlet_id").set_index("hamlet_id")
    still_open = year.difficulties[is_open(year.difficulties, year.window.end)]
    surveyed = year.panel["reference_date"].groupby("hamlet_id").agg(_last_until(year.window.end))
    described = rows[
        ["name", "hamlet_type", "commune_code", "commune_name", "mixed", "main_people"]
    ].assign(
        paired=rows.index.isin(pairs["hamlet_id"]),
        paired_at_end=rows.index.isin(_paired_at_end(year)),
        agencies=rows.index.map(pairs.groupby("hamlet_id")["agency"].agg("; ".join)),
        level=rows.index.map(leads["level"]),
        open_difficulties=still_open["hamlet_id"].value_counts().reindex(rows.index, fill_value=0),
        surveyed_on=rows.index.map(surveyed),
        poverty_unbalanced=_poverty_unbalanced(year).reindex(rows.index, fill_value=False),
    )
    located = points(rows["latitude"], rows["longitude"])
    geo = gpd.GeoDataFrame(described, geometry=located, crs=WGS84)
    values, states = protected(year)
    told = told_values(year, states)
    now = values.index.get_level_values("year") == year.window.year
    return HamletFacts(
        geo,
        values[now].droplevel("year").reindex(geo.index),
        states[now].droplevel("year").reindex(geo.index, fill_value=MISSING),
        values[values.index.get_level_values("year") <= year.window.year],
        told[now].droplevel("year").reindex(geo.index),
        typical_figures(year, described, told),
    )


def _paired_at_end(year: YearInput) -> set[str]:
    """Hamlets with a pairing on the last day of the year, however short it was in force."""
    return set(
        valid_on(year.tables["pairings"], year.window.end)["hamlet_id"].map(year.hamlet_heir)
    )


def _poverty_unbalanced(year: YearInput) -> pd.Series:
    """Hamlets whose poor households are not last year's less escapes plus falls, by `hamlet_id`.

    Judged only where all four numbers are known and both years follow one standard.
    """
    years = year.panel.index.get_level_values("year")
    now = year.panel[years == year.window.year].droplevel("year")
    before = year.panel[years == year.window.year - 1].droplevel("year").reindex(now.index)
    expected = (
        before["poor_households"]
        - now["households_escaped_poverty"]
        + now["households_fallen_into_poverty"]
    )
    comparable = now["poverty_standard"] == before["poverty_standard"]
    differs = (now["poor_households"] != expected).fillna(False).astype(bool)
    return differs & comparable.fillna(False).astype(bool)


def _last_until(end: date) -> Callable[[pd.Series], pd.Timestamp]:
    def last(days: pd.Series) -> pd.Timestamp:
        return days[days <= pd.Timestamp(end)].max()

    return last


def commune_facts(year: YearInput, hamlets: HamletFacts) -> gpd.GeoDataFrame:
    """Communes of the end of the year.

    Returns:
        Indexed by `commune_code`: `name`, `commune_type`, `hamlets`, `paired_hamlets`, geometry,
        and each rate indicator from the sums over its hamlets; a rate is left out where its own
        numbers are too small to publish, or where it would give a hamlet's hidden value away.
    """
    communes = communes_on(_as_geo(year.tables["communes"]), year.window.end)
    described = hamlets.described
    found = communes[["name", "commune_type", "geometry"]].assign(
        hamlets=described["commune_code"].value_counts().reindex(communes.index, fill_value=0),
        paired_hamlets=described.loc[described["paired"], "commune_code"]
        .value_counts()
        .reindex(communes.index, fill_value=0),
    )
    panel = year.panel
    rows = panel[panel.index.get_level_values("year") == year.window.year].droplevel("year")
    code = described["commune_code"].reindex(rows.index)
    states = hamlets.states.reindex(rows.index)
    rates = {}
    for name, card in INDICATORS.items():
        if not card.part:
            continue
        state = states[name]
        known = rows[[card.part, card.whole]].astype("Float64")[state != MISSING]
        sums = known.groupby(code).sum()
        rate = 100 * sums[card.part] / sums[card.whole].mask(sums[card.whole] == 0)
        # one hidden hamlet among shown ones could be computed from the commune's rate
        given_away = (state == HIDDEN).groupby(code).sum() == 1
        small = hidden_rate(card, sums[card.part], sums[card.whole])
        rates[name] = rate.mask(small | given_away.reindex(rate.index, fill_value=False))
    safe = safe_rates(pd.DataFrame(rates), rows, states, code)
    return gpd.GeoDataFrame(found.join(safe), geometry="geometry", crs=WGS84)


def _as_geo(communes: pd.DataFrame) -> gpd.GeoDataFrame:
    if isinstance(communes, gpd.GeoDataFrame):
        return communes
    return gpd.GeoDataFrame(communes, geometry=gpd.GeoSeries(index=communes.index, crs=WGS84))


def movements(hamlets: HamletFacts) -> pd.DataFrame:
    """How each indicator moved in paired and in other hamlets, since before the pairings.

    Returns:
        One row an indicator that has values: `indicator` and the columns of
        `typical.typical_figures`.
    """
    rows = hamlets.typicals
    return rows[rows["hamlets_known"] > 0].reset_index()
