"""Facts about places: surveys, balances of the poor list, rates of communes, movements."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

import numpy as np
import pandas as pd
import pytest
from measures.cases import demo_input
from measures.tiny import Tiny, tiny

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.places_facts import HamletFacts, commune_facts, hamlet_facts
from ketnghia_analysis.evaluation.privacy import HIDDEN, MISSING
from ketnghia_analysis.measures.indicators import INDICATORS

RATES = [name for name, card in INDICATORS.items() if card.part]
POOR = "poor_household_share_percent"
DISTRICT = tiny()
# what is told of places does not rest on scores
NO_SCORES = DISTRICT.scores(2019)


def _hamlets(district: Tiny, year: int = 2024) -> HamletFacts:
    names = district.tables["agencies"].set_index("agency_id")["name"]
    return hamlet_facts(district.input(year), NO_SCORES, names)


def _raw(cleaned: Cleaned, year: int) -> pd.DataFrame:
    rows = cleaned.tables["hamlet_figures"]
    return rows[rows["round_id"] == f"DKS{year}"].set_index("hamlet_id")


def test_a_hamlet_has_the_day_of_its_last_survey_until_the_end_of_the_year(
    cleaned: Cleaned, facts: YearFacts
) -> None:
    days = cleaned.tables["survey_rounds"].set_index("round_id")["reference_date"]
    rows = cleaned.tables["hamlet_figures"]
    rows = rows.assign(day=rows["round_id"].map(days))
    rows = rows[rows["day"] <= pd.Timestamp(facts.window.end)]
    for hamlet, told in facts.hamlets.described["surveyed_on"].items():
        assert told == rows.loc[rows["hamlet_id"] == hamlet, "day"].max()


def test_a_hamlet_left_out_of_the_last_survey_keeps_the_day_of_the_one_before() -> None:
    district = DISTRICT.without("hamlet_figures", hamlet_id="H2", round_id="D2024")
    district = district.without("hamlet_figures", hamlet_id="H3")
    described = _hamlets(district).described
    assert described.at["H1", "surveyed_on"] == pd.Timestamp("2024-10-31")
    assert described.at["H2", "surveyed_on"] == pd.Timestamp("2023-10-31")
    assert pd.isna(described.at["H3", "surveyed_on"])


def test_the_poor_list_balances_unless_the_numbers_say_otherwise() -> None:
    def now(hamlet: str, **values: object) -> Tiny:
        where = {"round_id": "D2024", "hamlet_id": hamlet}
        return district.change("hamlet_figures", where, **values)

    # 20 poor in all hamlets in 2023; in H1 5 escaped and 15 are left
    district = DISTRICT
    district = now("H2", poor_households=21)
    district = now("H3", poor_households=21, households_fallen_into_poverty=1)
    district = now("H4", poor_households=19, households_escaped_poverty=pd.NA)
    told = _hamlets(district).described["poverty_unbalanced"]
    assert told.to_dict() == {"H1": False, "H2": True, "H3": False, "H4": False}


def test_the_poor_list_is_not_balanced_across_a_change_of_the_standard() -> None:
    # 10 poor in 2021 and 20 in 2022, but by another standard
    assert not _hamlets(DISTRICT, 2022).described["poverty_unbalanced"].any()


def test_the_demos_balances_are_those_of_its_rows(cleaned: Cleaned, facts: YearFacts) -> None:
    now, before = _raw(cleaned, 2024), _raw(cleaned, 2023)
    for hamlet, told in facts.hamlets.described["poverty_unbalanced"].items():
        row = now.loc[hamlet] if hamlet in now.index else pd.Series(dtype="object")
        known = [
            row.get("households_escaped_poverty"),
            row.get("households_fallen_into_poverty"),
            row.get("poor_households"),
            before["poor_households"].get(hamlet),
        ]
        if any(value is None or pd.isna(value) for value in known):
            assert not told
        else:
            escaped, fallen, poor, earlier = known
            assert told == (poor != earlier - escaped + fallen)


@pytest.mark.parametrize("name", RATES)
def test_a_communes_rate_is_that_of_the_sums_of_its_hamlets(
    cleaned: Cleaned, facts: YearFacts, name: str
) -> None:
    card, raw = INDICATORS[name], _raw(cleaned, 2024)
    described, states = facts.hamlets.described, facts.hamlets.states[name]
    for code, told in facts.communes[name].items():
        own = [one for one in described.index if described.at[one, "commune_code"] == code]
        known = [one for one in own if states[one] != MISSING]
        part = sum(raw.at[one, card.part] for one in known)
        whole = sum(raw.at[one, card.whole] for one in known)
        small = 1 <= part <= 4 or whole < 10
        if small or sum(states[one] == HIDDEN for one in own) == 1:
            assert pd.isna(told)
        elif not pd.isna(told):
            assert told == pytest.approx(100 * part / whole)


def test_the_one_hidden_value_of_a_commune_cant_be_reckoned_from_its_rate() -> None:
    where = {"round_id": "D2024", "hamlet_id": "H3"}
    few = {"poor_households": 3, "poor_minority_households": 2}
    district = DISTRICT.change("hamlet_figures", where, **few)
    communes = commune_facts(district.input(), _hamlets(district))
    assert pd.isna(communes.at["99002", POOR])
    # H1 and H2 of the other commune: 15 and 20 of 100 households each
    assert communes.at["99001", POOR] == 17.5


@pytest.mark.parametrize(("poor", "published"), [(0, True), (2, False), (3, True), (4, False)])
def test_a_communes_rate_of_few_households_is_not_published(poor: int, published: bool) -> None:
    # both hamlets of the commune have as many; 8 together can only be 4 and 4
    where = {"round_id": "D2024", "hamlet_id": {"H3", "H4"}}
    few = {"poor_households": poor, "poor_minority_households": 0}
    district = DISTRICT.change("hamlet_figures", where, **few)
    told = commune_facts(district.input(), _hamlets(district)).at["99002", POOR]
    assert pd.notna(told) == published


def test_why_a_movement_starts_late_is_said(facts: YearFacts) -> None:
    notes = facts.movements.set_index("indicator")["note"]
    assert notes[POOR] == "chỉ so từ năm 2022 vì chuẩn nghèo thay đổi"
    assert notes["deprived_water_share_percent"] == "chỉ so từ năm 2022 vì trước đó chưa thu thập"
    assert notes["hygienic_water_share_percent"] == ""


def test_a_movement_tells_what_is_typical_of_paired_and_of_other_hamlets(
    cleaned: Cleaned, facts: YearFacts
) -> None:
    raw, described = _raw(cleaned, 2024), facts.hamlets.described
    rows = facts.movements.set_index("indicator")
    for name in ("hygienic_water_share_percent", POOR, "literacy_percent"):
        card = INDICATORS[name]
        groups: dict[bool, list[float]] = {True: [], False: []}
        for hamlet in raw.index:
            part, whole = raw.at[hamlet, card.part], raw.at[hamlet, card.whole]
            if not pd.isna(part) and not pd.isna(whole):
                groups[bool(described.at[hamlet, "paired"])].append(100 * part / whole)
        assert rows.at[name, "paired"] == pytest.approx(median(groups[True]))
        assert rows.at[name, "others"] == pytest.approx(median(groups[False]))
        assert rows.at[name, "hamlets_known"] == len(groups[True]) + len(groups[False])


def test_a_movement_since_before_the_pairings_is_typical_of_the_changes(
    cleaned: Cleaned, facts: YearFacts
) -> None:
    now, then = _raw(cleaned, 2024), _raw(cleaned, 2022)
    paired = facts.hamlets.described["paired"]
    changes = [
        100 * now.at[one, "poor_households"] / now.at[one, "households"]
        - 100 * then.at[one, "poor_households"] / then.at[one, "households"]
        for one in paired.index[paired]
        if one in now.index
        and one in then.index
        and not pd.isna(now.at[one, "poor_households"])
        and not pd.isna(then.at[one, "poor_households"])
    ]
    # the hamlet merged in 2023 has no row of its own in 2022: its parts are added up
    merged = {one: now.loc["99031-06", one] for one in ("poor_households", "households")}
    parts = then.loc[["99031-03", "99031-04"], ["poor_households", "households"]].sum()
    changes.append(
        100 * merged["poor_households"] / merged["households"]
        - 100 * parts["poor_households"] / parts["households"]
    )
    row = facts.movements.set_index("indicator").loc[POOR]
    assert row["since"] == 2022
    assert row["note"] == "chỉ so từ năm 2022 vì chuẩn nghèo thay đổi"
    assert row["paired_change"] == pytest.approx(median(changes))


def test_movements_are_told_of_every_indicator_that_has_values(facts: YearFacts) -> None:
    rows = facts.movements
    assert rows["indicator"].is_unique
    assert set(rows["indicator"]) <= set(INDICATORS)
    assert len(rows) >= 25
    assert rows.set_index("indicator").at["hygienic_water_share_percent", "since"] == 2019
    told = rows.dropna(subset=["since"])
    assert (told["since"] < facts.year).all()


def test_groups_of_fewer_than_five_hamlets_are_left_out(small: YearFacts) -> None:
    assert small.movements[["paired", "others"]].isna().all(axis=None)
    assert small.movements["hamlets_known"].eq(4).all()


def test_a_small_number_counts_as_two_and_a_half_in_what_is_typical(
    cleaned: Cleaned, facts: YearFacts
) -> None:
    rows = _raw(cleaned, 2024)
    name = "temporary_house_share_percent"
    houses = rows["temporary_houses_households"].astype("Float64")
    shares = 100 * houses.mask(houses.between(1, 4), 2.5) / rows["households"]
    assert (facts.hamlets.states[name] == HIDDEN).any()
    assert facts.hamlets.typical[name] == pytest.approx(median(shares.dropna()))
    # a part of the district is held against the whole of it
    part = facts.only(commune="Mẫu Hòa")
    pd.testing.assert_series_equal(part.hamlets.typical, facts.hamlets.typical)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_the_hidden_numbers_are_the_same_is_told_of_hamlets(
    cleaned: Cleaned, facts: YearFacts, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    rows = cleaned.tables["hamlet_figures"].copy()
    for name in {INDICATORS[one].part for one in RATES if "km" not in INDICATORS[one].part}:
        small = rows[name].between(1, 4).fillna(False)
        rows.loc[small, name] = chance.integers(1, 5, small.sum())
    assert not rows.equals(cleaned.tables["hamlet_figures"])
    other = replace(cleaned, tables={**cleaned.tables, "hamlet_figures": rows})
    names = other.tables["agencies"].drop_duplicates("agency_id").set_index("agency_id")["name"]
    found = hamlet_facts(demo_input(other, facts.year), NO_SCORES, names)
    first = hamlet_facts(demo_input(cleaned, facts.year), NO_SCORES, names)
    pd.testing.assert_frame_equal(found.typicals, first.typicals)
    pd.testing.assert_frame_equal(found.values, first.values)
    pd.testing.assert_frame_equal(found.states, first.states)
    pd.testing.assert_frame_equal(found.history, first.history)


def test_nothing_is_typical_of_fewer_than_five_hamlets() -> None:
    assert _hamlets(DISTRICT).typical.isna().all()
