"""True registers: the changes that a real district goes through, all of them in one."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from shapely import Point

from ketnghia_analysis.demo import names, truth_places
from ketnghia_analysis.demo.land import make_land
from ketnghia_analysis.demo.truth import SEED
from ketnghia_analysis.places.coordinates import TOLERANCE_M, points
from ketnghia_analysis.places.registers import heirs, valid_on

LAST_OLD_DAY = date(2025, 6, 30)
LAND = make_land(SEED)
COMMUNES = truth_places.communes()
HAMLETS = truth_places.hamlets(SEED, LAND)
AGENCIES = truth_places.agencies(LAND)
PAIRINGS = truth_places.pairings(HAMLETS)


def _names_on(register: pd.DataFrame, day: date) -> dict[str, str]:
    return valid_on(register, day).set_index("commune_code")["name"].to_dict()


def test_the_reform_is_that_of_july_2025():
    assert date(2025, 7, 1) == names.REFORM


def test_twelve_communes_become_five_on_the_day_of_the_reform():
    assert len(_names_on(COMMUNES, LAST_OLD_DAY)) == 12
    assert len(_names_on(COMMUNES, names.REFORM)) == 5


def test_codes_are_re_used_for_other_communes():
    before, after = _names_on(COMMUNES, LAST_OLD_DAY), _names_on(COMMUNES, names.REFORM)
    assert set(after) < set(before)
    renamed = {code for code in after if before[code] != after[code]}
    assert renamed == {"99001", "99019", "99022", "99028"}
    # one name moved to another code: a join on the name goes wrong as well
    assert before["99025"] == after["99022"] == "Mẫu Thủy"


def test_every_old_commune_names_a_successor_that_lives_on():
    old = COMMUNES[COMMUNES["valid_to"].notna()]
    assert set(old["successor_code"]) == set(_names_on(COMMUNES, names.REFORM))


def test_fifteen_agencies_of_the_letter_and_a_coordinator_precede_the_merger():
    old = valid_on(AGENCIES, date(2020, 7, 10))
    coordinators = old.loc[old["agency_type"] == "coordinator", "agency_id"]
    assert len(old) == 16
    assert coordinators.tolist() == ["CQ16"]
    assert not PAIRINGS["agency_id"].isin(coordinators).any()
    assert set(old["agency_id"]) - set(coordinators) == set(PAIRINGS["agency_id"])


@pytest.mark.parametrize(
    ("day", "heir"), [(date(2025, 2, 28), ["CQ01", "CQ04"]), (date(2025, 3, 1), ["CQ17", "CQ17"])]
)
def test_two_agencies_merge_on_the_first_of_march_2025(day, heir):
    assert heirs(AGENCIES, "agency_id", "successor_id", day)[["CQ01", "CQ04"]].tolist() == heir
    assert valid_on(AGENCIES, day)["agency_id"].isin(["CQ17"]).any() == (heir[0] == "CQ17")


def test_one_agency_has_no_pairing_before_2021():
    begun = PAIRINGS.groupby("agency_id")["valid_from"].min()
    late = begun[begun > pd.Timestamp(2020, 12, 31)]
    assert late.to_dict() == {names.WITHOUT_PAIRING_IN_2020: pd.Timestamp(2021, 3, 1)}


def test_one_hamlet_loses_its_agency_for_good():
    last = PAIRINGS.groupby("hamlet_id")["valid_to"].max()
    orphaned = last[last < pd.Timestamp(names.PROGRAMME_ENDS)]
    (hamlet, ended), *others = orphaned.items()
    assert HAMLETS.set_index("hamlet_id").loc[hamlet, "name"].unique().tolist() == ["Thôn Mẫu Nứa"]
    assert ended == pd.Timestamp(2023, 6, 30)
    assert others == []


def test_one_pairing_is_handed_over_without_a_gap():
    given = PAIRINGS[PAIRINGS["state"] == "handed_over"]
    own = PAIRINGS[PAIRINGS["hamlet_id"].isin(given["hamlet_id"])].sort_values("valid_from")
    assert own["agency_id"].tolist() == ["CQ14", "CQ15"]
    assert own["role"].tolist() == ["lead", "lead"]
    first, second = own.itertuples()
    assert second.valid_from - first.valid_to == pd.Timedelta(days=1)


def test_every_paired_hamlet_has_one_lead_at_a_time():
    for day in (date(2020, 7, 10), date(2022, 6, 1), date(2024, 6, 1)):
        leads = valid_on(PAIRINGS, day).query("role == 'lead'")
        assert leads["hamlet_id"].is_unique
        assert set(leads["hamlet_id"]) == set(valid_on(PAIRINGS, day)["hamlet_id"])


def test_two_hamlets_merge_one_is_split_and_one_is_renamed():
    assert HAMLETS.groupby("successor_id")["hamlet_id"].apply(list).to_dict() == {
        "99031-06": ["99031-03", "99031-04"]
    }
    assert HAMLETS.groupby("predecessor_id")["hamlet_id"].apply(list).to_dict() == {
        "99022-06": ["99022-06a", "99022-06b"]
    }
    renamed = HAMLETS[HAMLETS["change_reason"] == "renamed"]
    assert renamed["name"].tolist() == ["Thôn Bàn Đá Mẫu"]


def test_versions_of_a_hamlet_follow_each_other_without_gap_or_overlap():
    for _, versions in HAMLETS.groupby("hamlet_id"):
        next_start = versions["valid_from"].shift(-1)
        gap = (next_start - versions["valid_to"]).dropna()
        assert len(gap) == len(versions) - 1
        assert (gap == pd.Timedelta(days=1)).all()


@pytest.mark.parametrize("day", [LAST_OLD_DAY, names.REFORM])
def test_every_hamlet_lies_in_its_commune(day):
    living = valid_on(HAMLETS, day).reset_index(drop=True)
    areas = valid_on(truth_places.boundaries(LAND), day).set_index("commune_code").geometry
    located = points(living["latitude"], living["longitude"])
    own = areas[living["commune_code"]].reset_index(drop=True)
    utm = own.estimate_utm_crs()
    outside = located.to_crs(utm).distance(own.to_crs(utm))
    assert outside.notna().all()
    assert outside.max() < TOLERANCE_M / 10


def test_offices_stand_near_the_seat_of_the_district():
    seat = LAND.seat
    for office in AGENCIES.itertuples():
        assert Point(office.longitude, office.latitude).distance(seat) < 0.02


def test_rows_are_typed_and_sorted_by_key():
    for table, frame in {"communes": COMMUNES, "hamlets": HAMLETS, "pairings": PAIRINGS}.items():
        declared = truth_places.TABLES[table]
        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == declared.dtypes
        assert frame.equals(frame.sort_values(list(declared.key), ignore_index=True))
