from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation import years
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.settings import Settings
from ketnghia_analysis.runs.store import (
    GEOPACKAGE,
    load_facts,
    load_other_years,
    read_cleaned,
    read_stored_settings,
)
from ketnghia_analysis.vocabulary.errors import DataFault, WrongCall


def test_what_was_stored_comes_back_with_its_types(cleaned: Cleaned, stored: Path) -> None:
    back = read_cleaned(stored)
    for name, frame in cleaned.tables.items():
        pd.testing.assert_frame_equal(pd.DataFrame(back.tables[name]), pd.DataFrame(frame))
    for field in fields(Cleaned):
        if field.name != "tables":
            expected = getattr(cleaned, field.name).reset_index(drop=True)
            pd.testing.assert_frame_equal(getattr(back, field.name), expected)
    assert isinstance(back.tables["communes"], gpd.GeoDataFrame)
    assert back.tables["hamlets"].crs == "EPSG:4326"


def test_settings_are_kept_beside_the_tables(stored: Path, facts: YearFacts) -> None:
    assert read_stored_settings(stored) == facts.settings
    assert Settings() != facts.settings


def test_a_geopackage_lies_there_for_qgis(stored: Path) -> None:
    layers = {name for name, _ in pyogrio.list_layers(stored / GEOPACKAGE)}
    assert layers == {"communes", "hamlets"}


def test_notebooks_get_the_same_facts_from_the_store(stored: Path, facts: YearFacts) -> None:
    loaded = load_facts(str(stored), 2024)
    pd.testing.assert_frame_equal(loaded.pairings, facts.pairings)
    pd.testing.assert_series_equal(loaded.levels, facts.levels)


def test_notebooks_get_the_other_years_of_the_same_hamlets(
    stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(years, "years_with_data", lambda _: [2024, 2025])
    facts = load_facts(str(stored), 2024, agency="CQ02")
    (other,) = load_other_years(str(stored), facts, "CQ02")
    assert other.year == 2025
    assert len(other.agencies) == 1
    assert set(other.hamlets.described.index) <= set(facts.hamlets.described.index)


def test_year_zero_is_the_year_of_the_settings(stored: Path) -> None:
    assert load_facts(str(stored), 0).year == 2024


def test_an_empty_store_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(DataFault, match="ketnghia clean"):
        load_facts(str(tmp_path), 2024)


def test_an_unknown_commune_is_told_with_the_choices(stored: Path) -> None:
    with pytest.raises(WrongCall, match="Mẫu Sơn"):
        load_facts(str(stored), 2024, commune="Không Có")
