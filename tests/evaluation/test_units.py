"""Tables of many provinces are taken apart; every row stays, with those it concerns."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.units import parts_of, units_of
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.tables import TABLES
from tests.many_districts import NORTH, SOUTH, two_provinces


def _communes(*rows: tuple[str, str | None, str | None, str, str | None]) -> pd.DataFrame:
    names = ["commune_code", "district_name", "province_name", "valid_from", "successor_code"]
    told = pd.DataFrame(rows, columns=names)
    table = TABLES["communes"]
    return told.reindex(columns=table.names).astype(table.dtypes)


def _tables(communes: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {name: table.empty() for name, table in TABLES.items()} | {"communes": communes}


@pytest.mark.parametrize(
    ("by", "unit"),
    [("province_name", "Tỉnh Mẫu"), ("district_name", "Châu Mẫu, Tỉnh Mẫu")],
)
def test_a_commune_belongs_where_the_register_says(by: str, unit: str) -> None:
    rows = _communes(("99001", "Châu Mẫu", "Tỉnh Mẫu", "2015-01-01", None))
    assert units_of(_tables(rows), by).communes == {"99001": unit}


def test_districts_of_one_name_in_two_provinces_are_two() -> None:
    rows = _communes(
        ("99001", "Châu Mẫu", "Tỉnh Một", "2015-01-01", None),
        ("99002", "Châu Mẫu", "Tỉnh Hai", "2015-01-01", None),
    )
    found = units_of(_tables(rows), "district_name")
    assert found.names == ("Châu Mẫu, Tỉnh Hai", "Châu Mẫu, Tỉnh Một")


def test_a_commune_younger_than_the_districts_belongs_with_those_it_took_over_from() -> None:
    rows = _communes(
        ("99001", "Châu Mẫu", None, "2015-01-01", "99009"),
        ("99002", "Châu Mẫu", None, "2015-01-01", "99009"),
        ("99003", "Núi Mẫu", None, "2015-01-01", "99009"),
        ("99009", None, None, "2025-07-01", None),
    )
    assert units_of(_tables(rows), "district_name").communes["99009"] == "Châu Mẫu"


def test_communes_of_no_known_province_are_told_all_at_once() -> None:
    rows = _communes(*((f"9900{one}", None, None, "2015-01-01", None) for one in range(7)))
    with pytest.raises(DataFault) as fault:
        units_of(_tables(rows), "province_name")
    assert "99000, 99001, 99002, 99003, 99004 và 2 xã khác" in str(fault.value)
    assert "điền cột “Tỉnh”" in str(fault.value)


def test_every_row_about_a_hamlet_or_a_placed_agency_goes_to_one_province(cleaned: Cleaned) -> None:
    country = two_provinces(cleaned)
    parts = dict(parts_of(country, units_of(country.tables, "province_name")))
    assert set(parts) == {NORTH, SOUTH}
    for name, whole in country.tables.items():
        together = [part.tables[name] for part in parts.values()]
        if name == "survey_rounds":
            assert all(len(rows) == len(whole) for rows in together)
            continue
        key = list(TABLES[name].key)
        found = pd.concat(together)[key].sort_values(key, ignore_index=True)
        pd.testing.assert_frame_equal(found, whole[key].sort_values(key, ignore_index=True))


def test_what_is_held_and_names_nobody_may_be_of_any_province(cleaned: Cleaned) -> None:
    country = two_provinces(cleaned)
    nobody = country.quarantine.iloc[:1].assign(hamlet_id=None, commune_code=None, agency_id=None)
    country = replace(country, quarantine=nobody.astype(country.quarantine.dtypes))
    for _, part in parts_of(country, units_of(country.tables, "province_name")):
        assert len(part.quarantine) == 1


def test_an_agency_that_works_in_two_provinces_is_in_both(cleaned: Cleaned) -> None:
    country = two_provinces(cleaned)
    pairings = country.tables["pairings"].copy()
    agency = pairings["agency_id"].iloc[0]
    pairings.loc[pairings.index[-1], "agency_id"] = agency
    country = replace(country, tables=country.tables | {"pairings": pairings})
    for _, part in parts_of(country, units_of(country.tables, "province_name")):
        assert agency in set(part.tables["agencies"]["agency_id"])
