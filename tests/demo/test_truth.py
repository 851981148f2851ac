"""The truth about the fictional district: sound, repeatable, and with a known effect."""

from __future__ import annotations

import pandas as pd
import pytest

from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.demo.truth import EFFECT_POINTS_PER_YEAR, SEED, District, make_district
from ketnghia_analysis.demo.truth_agencies import SILENT
from ketnghia_analysis.places.registers import holds_on, valid_on
from ketnghia_analysis.vocabulary.periods import reporting_year
from ketnghia_analysis.vocabulary.schema import row_faults, schema
from ketnghia_analysis.vocabulary.tables import TABLES

LINKS = [
    pytest.param(name, column, id=f"{name}.{column.name}")
    for name, table in TABLES.items()
    for column in table.columns
    if column.refers_to
]


@pytest.fixture(scope="module")
def truth(demo: DemoFiles) -> dict[str, pd.DataFrame]:
    return demo.district.tables


@pytest.fixture(scope="module")
def without_effect() -> District:
    return make_district(effect=0)


@pytest.fixture(scope="module")
def another_seed() -> District:
    return make_district(SEED + 1)


@pytest.mark.parametrize("name", TABLES)
def test_every_true_table_satisfies_its_schema(truth, name):
    assert schema(name).validate(truth[name]).equals(truth[name])
    assert row_faults(TABLES[name], truth[name]).empty


def test_there_is_a_true_table_for_each_declared_one_in_order(truth):
    assert list(truth) == list(TABLES)
    assert [name for name, rows in truth.items() if rows.empty] == ["households"]


@pytest.mark.parametrize(("name", "column"), LINKS)
def test_every_reference_leads_to_a_row(truth, name, column):
    key = TABLES[column.refers_to].key[0]
    written = truth[name][column.name].dropna()
    assert set(written) <= set(truth[column.refers_to][key])


@pytest.mark.parametrize(
    ("name", "column", "target", "day"),
    [
        ("hamlets", "commune_code", "communes", "valid_from"),
        ("pairings", "agency_id", "agencies", "valid_from"),
        ("pairings", "hamlet_id", "hamlets", "valid_from"),
        ("difficulties", "hamlet_id", "hamlets", "raised_on"),
        ("activities", "pairing_id", "pairings", "date"),
        ("coordination_meetings", "hamlet_id", "hamlets", "date"),
    ],
)
def test_what_is_referred_to_exists_on_that_day(truth, name, column, target, day):
    versions = dict(iter(truth[target].groupby(column)))
    rows = truth[name][[column, day]].dropna()
    out_of_time = [
        (who, when) for who, when in rows.to_numpy() if not holds_on(versions[who], when).any()
    ]
    assert len(rows) > 20
    assert out_of_time == []


def test_figures_are_those_of_the_hamlets_living_on_the_day_of_the_survey(truth):
    for survey in truth["survey_rounds"].itertuples():
        figures = truth["hamlet_figures"]
        counted = figures.loc[figures["round_id"] == survey.round_id, "hamlet_id"]
        assert set(counted) == set(valid_on(truth["hamlets"], survey.reference_date)["hamlet_id"])


@pytest.mark.parametrize("name", ["officer_duties", "briefings", "submitted_reports"])
def test_agencies_report_only_for_years_in_which_they_exist(truth, name):
    for year, rows in truth[name].groupby("year"):
        living = truth["agencies"][holds_on(truth["agencies"], reporting_year(int(year)).end)]
        assert set(rows["agency_id"]) <= set(living["agency_id"])


def test_activities_hang_on_commitments_of_their_own_pairing(truth):
    promised = truth["commitments"].drop_duplicates("commitment_id")
    linked = (
        truth["activities"]
        .dropna(subset="commitment_id")
        .merge(promised, on="commitment_id", suffixes=("", "_promised"), validate="many_to_one")
    )
    assert len(linked) > 100
    assert (linked["pairing_id"] == linked["pairing_id_promised"]).all()


@pytest.mark.parametrize(("agency", "year"), SILENT)
def test_a_silent_agency_sent_nothing_but_owed_a_report(truth, agency, year):
    pairings = truth["pairings"]
    own = pairings.loc[pairings["agency_id"] == agency, "pairing_id"]
    promised = truth["commitments"].query("year == @year")
    assert not promised["pairing_id"].isin(own).any()
    for name in ("officer_duties", "briefings"):
        assert truth[name].query("agency_id == @agency and year == @year").empty
    owed = truth["submitted_reports"].query("agency_id == @agency and year == @year")
    assert owed.loc[owed["term"] == "year", "submitted_on"].isna().tolist() == [True]


def test_without_effect_pairings_change_nothing_but_survey_figures(truth, without_effect):
    differing = [name for name in TABLES if not truth[name].equals(without_effect.tables[name])]
    assert differing == ["hamlet_figures"]


def test_without_effect_no_effect_is_planted(demo, without_effect):
    assert (without_effect.effects["effect_points"] == 0).all()
    same = ["pairing_id", "year", "quality"]
    assert without_effect.effects[same].equals(demo.district.effects[same])


def test_the_effect_reaches_hamlets_with_a_pairing_and_no_others(truth, without_effect):
    key = ["round_id", "hamlet_id"]
    with_it = truth["hamlet_figures"].set_index(key)
    without = without_effect.tables["hamlet_figures"].set_index(key)
    moved = with_it["poor_share_reported_percent"] != without["poor_share_reported_percent"]
    touched = set(moved[moved].index.get_level_values("hamlet_id"))
    # the merged hamlet took over the pairing of one of its parts
    assert touched <= set(truth["pairings"]["hamlet_id"]) | {"99031-06"}
    assert len(touched) > 10
    assert moved[moved].index.get_level_values("round_id").min() == "DKS2020"
    assert (with_it["poor_households"] <= without["poor_households"]).all()


def test_the_planted_effect_is_the_quality_times_the_effect_of_a_year(demo):
    effects = demo.district.effects
    assert effects["quality"].between(0, 1).all()
    expected = effects["quality"] * EFFECT_POINTS_PER_YEAR
    assert (effects["effect_points"] - expected).abs().max() < 1e-12
    assert not effects.duplicated(["pairing_id", "year"]).any()


def test_another_seed_gives_other_numbers_of_the_same_district(truth, another_seed):
    other = another_seed.tables
    lasting = ["hamlet_id", "valid_from", "valid_to", "main_people", "mixed"]
    assert truth["pairings"].equals(other["pairings"])
    assert truth["communes"].equals(other["communes"])
    assert not truth["hamlets"]["latitude"].equals(other["hamlets"]["latitude"])
    assert sorted(truth["hamlets"]["name"]) == sorted(other["hamlets"]["name"])
    assert truth["hamlets"][lasting].equals(other["hamlets"][lasting])
    for name in ("hamlet_figures", "commitments", "activities", "difficulties"):
        assert not truth[name].equals(other[name])


@pytest.mark.parametrize("name", TABLES)
def test_another_seed_is_as_sound(another_seed, name):
    assert schema(name).validate(another_seed.tables[name]) is not None


def test_agencies_meet_only_while_they_exist(demo):
    tables = demo.district.tables
    register = tables["agencies"].set_index("agency_id")
    met = tables["coordination_meetings"]
    assert (met["date"] >= met["agency_id"].map(register["valid_from"])).all()
    ended = met["agency_id"].map(register["valid_to"])
    assert (ended.isna() | (met["date"] <= ended)).all()
