"""Hamlets through time, in the fictional district and by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from ketnghia_analysis.demo.land import make_land
from ketnghia_analysis.demo.truth import SEED
from ketnghia_analysis.demo.truth_places import communes as demo_communes
from ketnghia_analysis.demo.truth_places import hamlets as demo_hamlets
from ketnghia_analysis.places.hamlets import hamlet_heirs, hamlets_on, lineage
from ketnghia_analysis.vocabulary.tables import TABLES

LAST_OLD_DAY, REFORM = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(scope="module")
def communes() -> pd.DataFrame:
    return demo_communes()


@pytest.fixture(scope="module")
def hamlets() -> pd.DataFrame:
    return demo_hamlets(SEED, make_land(SEED))


def _hamlets(*rows: dict[str, str]) -> pd.DataFrame:
    table = TABLES["hamlets"]
    return pd.DataFrame(list(rows), columns=table.names).astype(table.dtypes)


MERGED_AND_SPLIT = _hamlets(
    {"hamlet_id": "a", "valid_from": "2015", "valid_to": "2021-12-31", "successor_id": "ab"},
    {"hamlet_id": "b", "valid_from": "2015", "valid_to": "2021-12-31", "successor_id": "ab"},
    {"hamlet_id": "ab", "valid_from": "2022", "valid_to": "2023-12-31"},
    {"hamlet_id": "x", "valid_from": "2015", "valid_to": "2019-12-31"},
    {"hamlet_id": "x1", "valid_from": "2020", "predecessor_id": "x", "valid_to": "2020-12-31"},
    {"hamlet_id": "x1", "valid_from": "2021", "predecessor_id": "x"},
    {"hamlet_id": "x2", "valid_from": "2020", "predecessor_id": "x"},
)


def test_lineage_tells_each_merger_and_split_once_with_the_first_day_of_the_new():
    told = lineage(MERGED_AND_SPLIT)
    assert list(told.columns) == ["from_id", "to_id", "on", "reason"]
    assert [tuple(row) for row in told.astype({"on": str}).to_numpy()] == [
        ("a", "ab", "2022-01-01", "merged"),
        ("b", "ab", "2022-01-01", "merged"),
        ("x", "x1", "2020-01-01", "split"),
        ("x", "x2", "2020-01-01", "split"),
    ]


def test_hamlets_that_only_changed_name_or_commune_have_no_lineage():
    stayed = MERGED_AND_SPLIT.assign(successor_id=None, predecessor_id=None)
    assert lineage(stayed.astype(TABLES["hamlets"].dtypes)).empty


def test_the_demo_tells_of_one_merger_and_one_split(hamlets):
    told = lineage(hamlets)
    assert [tuple(row) for row in told.astype({"on": str}).to_numpy()] == [
        ("99031-03", "99031-06", "2023-01-01", "merged"),
        ("99031-04", "99031-06", "2023-01-01", "merged"),
        ("99022-06", "99022-06a", "2021-07-01", "split"),
        ("99022-06", "99022-06b", "2021-07-01", "split"),
    ]


@pytest.mark.parametrize(
    ("day", "heir"), [(date(2022, 12, 31), "99031-03"), (date(2023, 1, 1), "99031-06")]
)
def test_a_merged_hamlet_belongs_to_the_new_one_from_its_first_day(hamlets, day, heir):
    assert hamlet_heirs(hamlets, day)["99031-03"] == heir


def test_a_split_hamlet_has_no_single_heir_and_stands_for_itself(hamlets):
    assert hamlet_heirs(hamlets, REFORM)["99022-06"] == "99022-06"


@pytest.mark.parametrize("day", [date(2019, 11, 30), date(2022, 11, 30), LAST_OLD_DAY, REFORM])
def test_every_heir_lives_on_that_day_unless_it_was_split(hamlets, communes, day):
    heirs = hamlet_heirs(hamlets, day)
    begun = hamlets.loc[hamlets["valid_from"] <= pd.Timestamp(day), "hamlet_id"].unique()
    dead = set(heirs[begun]) - set(hamlets_on(hamlets, communes, day).index)
    assert dead == ({"99022-06"} if day >= date(2021, 7, 1) else set())


@pytest.mark.parametrize(
    ("day", "hamlet", "code", "commune"),
    [
        # 99022 was Mẫu Thạch and became Mẫu Thủy, whose own old code was 99025
        (LAST_OLD_DAY, "99022-02", "99022", "Mẫu Thạch"),
        (LAST_OLD_DAY, "99025-01", "99025", "Mẫu Thủy"),
        (REFORM, "99025-01", "99022", "Mẫu Thủy"),
        # 99019 was Mẫu Sơn and became Mẫu Tân
        (LAST_OLD_DAY, "99019-01", "99019", "Mẫu Sơn"),
        (REFORM, "99019-01", "99019", "Mẫu Tân"),
        (LAST_OLD_DAY, "99001-01", "99001", "Mẫu Trung"),
        (REFORM, "99001-01", "99001", "Mẫu Giang"),
    ],
)
def test_a_hamlet_lies_in_the_commune_that_had_the_code_on_that_day(
    hamlets, communes, day, hamlet, code, commune
):
    found = hamlets_on(hamlets, communes, day).loc[hamlet]
    assert (found["commune_code"], found["commune_name"]) == (code, commune)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2014, 12, 31), 0),
        (date(2015, 1, 1), 63),
        (date(2021, 6, 30), 63),
        (date(2021, 7, 1), 64),
        (date(2023, 1, 1), 63),
        (LAST_OLD_DAY, 63),
        (REFORM, 63),
    ],
)
def test_a_split_adds_a_hamlet_and_a_merger_takes_one_away(hamlets, communes, day, number):
    living = hamlets_on(hamlets, communes, day)
    assert len(living) == number
    assert living.index.is_unique
    assert living["commune_name"].notna().all()


def test_a_renamed_hamlet_keeps_its_id(hamlets, communes):
    names = [
        hamlets_on(hamlets, communes, day).loc["99019-02", "name"]
        for day in (date(2022, 6, 30), date(2022, 7, 1))
    ]
    assert names == ["Thôn Đá Mẫu", "Thôn Bàn Đá Mẫu"]


def test_a_hamlet_of_an_unknown_commune_stays_without_its_name(hamlets, communes):
    known = communes[communes["commune_code"] != "99001"]
    living = hamlets_on(hamlets, known, LAST_OLD_DAY)
    nameless = living[living["commune_name"].isna()]
    assert len(living) == 63
    assert set(nameless["commune_code"]) == {"99001"}


def test_an_empty_register_has_no_lineage():
    assert lineage(TABLES["hamlets"].empty()).empty
