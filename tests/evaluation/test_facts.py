"""Facts of a year: which years there are, the facts of a part, numbers that agree."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import (
    YearFacts,
    default_year,
    year_facts,
    years_with_data,
)
from ketnghia_analysis.evaluation.settings import Settings
from ketnghia_analysis.vocabulary.codes import LEVELS
from ketnghia_analysis.vocabulary.errors import DataFault, ExitCode, WrongCall

COMMUNES = ["Mẫu Hòa", "Mẫu Lũy", "Mẫu Sơn", "Mẫu Thạch", "Mẫu Thủy", "Mẫu Lâm", "Mẫu Trung"]
AGENCIES = ["CQ01", "CQ05", "CQ09", "CQ14", "CQ16"]


def test_years_with_data_are_those_surveyed_or_reported(cleaned: Cleaned) -> None:
    assert years_with_data(cleaned) == [2019, 2020, 2021, 2022, 2023, 2024, 2025]


@pytest.mark.parametrize("year", [2018, 2026])
def test_an_unknown_year_is_refused_with_the_years_there_are(cleaned: Cleaned, year: int) -> None:
    with pytest.raises(DataFault) as caught:
        year_facts(cleaned, Settings(), year)
    assert caught.value.exit_code is ExitCode.DATA_FAULT
    assert caught.value.where == f"Năm {year}"
    assert "2019, 2020, 2021, 2022, 2023, 2024, 2025" in caught.value.faults[0]


def test_the_default_year_is_the_settings_or_else_the_last_one(cleaned: Cleaned) -> None:
    assert default_year(cleaned, Settings(evaluation_year=2021)) == 2021
    assert default_year(cleaned, Settings()) == 2025


def test_without_any_data_there_is_no_year(cleaned: Cleaned) -> None:
    tables = dict(cleaned.tables)
    for name in ("hamlet_figures", "commitments"):
        tables[name] = tables[name].iloc[:0]
    nothing = replace(cleaned, tables=tables)
    assert years_with_data(nothing) == []
    with pytest.raises(DataFault, match="không có năm nào"):
        default_year(nothing, Settings())
    with pytest.raises(DataFault, match="chưa có năm nào"):
        year_facts(nothing, Settings(), 2024)


def test_facts_say_whose_they_are_and_that_they_are_invented(facts: YearFacts) -> None:
    assert (facts.year, facts.scope, facts.title_place) == (2024, "", "huyện Mẫu Giang")
    assert facts.fictional
    assert (str(facts.window.start), str(facts.window.end)) == ("2023-12-15", "2024-12-14")


def test_every_level_is_counted_and_counts_sum_to_the_pairings(
    facts: YearFacts, facts_2023: YearFacts
) -> None:
    assert list(facts.levels.index) == LEVELS.values
    assert facts.levels.sum() == len(facts.pairings)
    for level, count in facts.levels.items():
        assert count == (facts.pairings["level"] == level).sum()
    pd.testing.assert_series_equal(facts.levels_before, facts_2023.levels, check_names=False)


def test_only_the_year_before_of_the_same_place_stands_beside_a_year(
    facts: YearFacts, facts_2023: YearFacts, facts_2020: YearFacts
) -> None:
    assert facts.before is facts_2023
    assert facts.beside([facts_2020]).before is None
    assert facts.beside([facts_2020]).levels_before.empty
    part = facts_2023.only(commune=str(facts_2023.communes.index[0]))
    assert facts.beside([part]).before is None


def test_the_year_before_the_programme_has_no_levels(
    facts_2019: YearFacts, facts_2020: YearFacts
) -> None:
    assert facts_2019.levels.sum() == 0
    assert facts_2019.pairings.empty
    assert facts_2020.beside([facts_2019]).levels_before.empty
    assert len(facts_2019.hamlets.described) == 63


def test_points_of_pairings_are_those_of_their_criteria(facts: YearFacts) -> None:
    applies = facts.criteria.dropna(subset=["low"])
    sums = applies.groupby("pairing_id")[["points_most", "low", "high"]].sum()
    for end in ("low", "high"):
        scaled = 100 * sums[end] / sums["points_most"]
        told = facts.pairings[f"points_{end}"].reindex(scaled.index)
        assert told.tolist() == pytest.approx(scaled.tolist())
    assert set(sums.index) == set(facts.pairings.index)


def test_counts_of_pairings_are_those_of_the_rows(facts: YearFacts) -> None:
    for pairing, row in facts.pairings.iterrows():
        promised = facts.commitments[facts.commitments["pairing_id"] == pairing]
        assert row["commitments"] == len(promised)
        assert row["completed"] == (promised["share_low"] >= 1).sum()
        assert row["overdue"] == promised["days_overdue"].notna().sum()
        assert row["activities"] == (facts.activities["pairing_id"] == pairing).sum()
    assert facts.pairings["commitments"].sum() == len(facts.commitments)
    assert facts.pairings["activities"].sum() == len(facts.activities)


def test_counts_of_agencies_and_communes_are_those_of_pairings_and_hamlets(
    facts: YearFacts,
) -> None:
    paired = facts.pairings.groupby("agency_id").size()
    for agency, count in facts.agencies["pairings"].items():
        assert count == paired.get(agency, 0)
    described = facts.hamlets.described
    assert facts.communes["hamlets"].sum() == len(described)
    for code, row in facts.communes.iterrows():
        own = described[described["commune_code"] == code]
        assert (row["hamlets"], row["paired_hamlets"]) == (len(own), own["paired"].sum())


def test_hamlets_tell_of_their_pairings_and_difficulties(facts: YearFacts) -> None:
    still_open = facts.difficulties[facts.difficulties["open"]]
    for hamlet, row in facts.hamlets.described.iterrows():
        own = facts.pairings[facts.pairings["hamlet_id"] == hamlet]
        assert row["paired"] == bool(len(own))
        assert row["open_difficulties"] == (still_open["hamlet_id"] == hamlet).sum()
        if len(own):
            lead = own[own["role"] == "lead"].iloc[0]
            assert row["level"] == lead["level"]
            assert row["agencies"].split("; ")[0] == lead["agency"]
            assert sorted(row["agencies"].split("; ")) == sorted(own["agency"])
        else:
            assert pd.isna(row["level"])


def _agree(part: YearFacts) -> None:
    """All frames of a part speak of the same pairings and hamlets."""
    hamlets, pairings = part.hamlets, part.pairings
    own = set(hamlets.described.index)
    assert set(pairings["hamlet_id"]) <= own
    assert hamlets.values.index.equals(hamlets.described.index)
    assert hamlets.states.index.equals(hamlets.described.index)
    assert set(hamlets.history.index.get_level_values(0)) <= own
    assert set(part.difficulties["hamlet_id"]) <= own
    assert set(part.communes.index) == set(hamlets.described["commune_code"])
    for rows in (part.criteria, part.commitments, part.activities):
        assert set(rows["pairing_id"]) <= set(pairings.index)
    assert set(part.criteria["pairing_id"]) == set(pairings.index)
    assert set(part.meetings["agency_id"]) <= set(part.agencies.index)
    assert set(pairings["agency_id"]) <= set(part.agencies.index)
    assert part.levels.sum() == len(pairings)
    assert part.levels_before.empty


@pytest.mark.parametrize("commune", COMMUNES)
def test_a_commune_has_its_own_hamlets_pairings_and_rows(facts: YearFacts, commune: str) -> None:
    part = facts.only(commune=commune)
    _agree(part)
    assert part.scope.endswith(f"{commune}, huyện Mẫu Giang")
    assert part.title_place == part.scope
    described = facts.hamlets.described
    assert set(part.hamlets.described.index) == set(
        described.index[described["commune_name"] == commune]
    )
    own = facts.pairings[facts.pairings["commune"] == commune]
    assert list(part.pairings.index) == list(own.index)
    assert len(part.commitments) == own["commitments"].sum()
    assert len(part.activities) == own["activities"].sum()
    assert len(part.difficulties) == (facts.difficulties["commune"] == commune).sum()


def test_the_communes_together_are_the_district(facts: YearFacts) -> None:
    parts = [facts.only(commune=code) for code in facts.communes.index]
    for frame in ("pairings", "commitments", "activities", "difficulties", "criteria"):
        assert sum(len(getattr(part, frame)) for part in parts) == len(getattr(facts, frame))
    assert sum(part.levels for part in parts).tolist() == facts.levels.tolist()


@pytest.mark.parametrize("agency", AGENCIES)
def test_an_agency_has_its_own_pairings_and_the_hamlets_of_these(
    facts: YearFacts, agency: str
) -> None:
    part = facts.only(agency=agency)
    _agree(part)
    own = facts.pairings[facts.pairings["agency_id"] == agency]
    assert list(part.pairings.index) == list(own.index)
    assert list(part.agencies.index) == [agency]
    assert set(part.hamlets.described.index) == set(own["hamlet_id"])
    assert part.scope == facts.agencies.at[agency, "name"]
    assert (part.meetings["agency_id"] == agency).all()


def test_an_agency_within_a_commune_has_only_what_is_there(facts: YearFacts) -> None:
    both = facts.only(commune="Mẫu Hòa", agency="CQ05")
    _agree(both)
    assert set(both.pairings["agency_id"]) == {"CQ05"}
    assert set(both.pairings["commune"]) == {"Mẫu Hòa"}
    assert len(facts.only(agency="CQ05").pairings) > len(both.pairings) > 0


def test_a_part_of_a_part_names_both(facts: YearFacts) -> None:
    both = facts.only(commune="Mẫu Hòa", agency="CQ05")
    assert both.scope == "Phòng Tư pháp, xã Mẫu Hòa, huyện Mẫu Giang"


@pytest.mark.parametrize("commune", COMMUNES)
def test_agencies_of_a_commune_are_told_by_their_pairings_there(
    facts: YearFacts, commune: str
) -> None:
    part = facts.only(commune=commune)
    for agency, row in part.agencies.iterrows():
        own = part.pairings[part.pairings["agency_id"] == agency]
        assert row["pairings"] == len(own)
        assert own["points_low"].min() - 1e-9 <= row["points_low"] <= own["points_low"].max() + 1e-9


@pytest.mark.parametrize("commune", COMMUNES)
def test_meetings_of_a_commune_are_about_its_hamlets(facts: YearFacts, commune: str) -> None:
    part = facts.only(commune=commune)
    about = part.meetings["hamlet_id"].dropna()
    assert about.isin(part.hamlets.described.index).all()
    elsewhere = facts.meetings.drop(index=part.meetings.index)
    own = set(part.pairings["agency_id"])
    missed = elsewhere[elsewhere["agency_id"].isin(own)]["hamlet_id"]
    assert not missed.isin(part.hamlets.described.index).any()
    assert missed.notna().all()


def test_how_groups_of_hamlets_moved_is_told_of_the_district_only(facts: YearFacts) -> None:
    assert len(facts.movements) > 0
    assert facts.only(commune="Mẫu Hòa").movements.empty
    assert facts.only(agency="CQ05").movements.empty


def test_a_name_that_two_communes_share_must_be_told_by_its_code(facts: YearFacts) -> None:
    twins = facts.communes.assign(name=facts.communes["name"].replace("Mẫu Lũy", "Mẫu Hoà"))
    several = replace(facts, communes=twins)
    with pytest.raises(WrongCall) as caught:
        several.only(commune="mau hoa")
    assert caught.value.faults == ["có 2 xã tên như vậy"]
    assert "99010 (Mẫu Hòa)" in caught.value.remedy


@pytest.mark.parametrize("spelling", ["99010", "Mẫu Hòa", "mẫu hoà", "MAU HOA", " Mau  Hoa "])
def test_a_commune_is_found_by_code_or_by_name_however_spelled(
    facts: YearFacts, spelling: str
) -> None:
    assert list(facts.only(commune=spelling).communes.index) == ["99010"]


@pytest.mark.parametrize("spelling", ["CQ05", "Phòng Tư pháp", "phong tu phap"])
def test_an_agency_is_found_by_id_or_by_name(facts: YearFacts, spelling: str) -> None:
    assert list(facts.only(agency=spelling).agencies.index) == ["CQ05"]


@pytest.mark.parametrize(
    ("wanted", "kind", "choices"),
    [
        ({"commune": "Mẫu Xa"}, "xã", ("Mẫu An", "Mẫu Thủy", "Mẫu Điền")),
        ({"agency": "Sở Tư pháp"}, "cơ quan", ("Phòng Tư pháp", "Thanh tra huyện")),
        # the communes of 2025 do not exist in 2024
        ({"commune": "Mẫu Thuận"}, "xã", ("Mẫu Đức",)),
    ],
)
def test_an_unknown_name_is_refused_with_the_names_there_are(
    facts: YearFacts, wanted: dict[str, str], kind: str, choices: tuple[str, ...]
) -> None:
    with pytest.raises(WrongCall) as caught:
        facts.only(**wanted)
    assert caught.value.exit_code is ExitCode.WRONG_CALL
    assert caught.value.faults == [f"không có {kind} này trong năm 2024"]
    for choice in choices:
        assert choice in caught.value.remedy


def test_asking_for_nothing_gives_everything(facts: YearFacts) -> None:
    assert facts.only() is facts


def test_quality_is_about_the_files_of_the_year_and_the_registers(
    cleaned: Cleaned, facts: YearFacts
) -> None:
    years = cleaned.blocks.groupby("file")["year"].agg(set)
    own = {file for file, told in years.items() if 2024 in told or any(map(pd.isna, told))}
    own |= set(cleaned.files.loc[cleaned.files["problem"] != "", "file"])
    assert any(file.startswith("2024/") for file in own)
    assert not any(file.startswith("2022/") for file in own)
    for frame in ("files", "quarantine", "ledger", "warnings", "blocks"):
        told, all_rows = getattr(facts.quality, frame), getattr(cleaned, frame)
        assert set(told["file"]) <= own, frame
        assert len(told) == all_rows["file"].isin(own).sum(), frame
    rows = facts.quality.quarantine[["file", "sheet", "row"]].drop_duplicates()
    assert facts.quality.held_rows == len(rows) > 0
