from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.names import BEGINNING, END
from ketnghia_analysis.cleaning.registers import Registers
from ketnghia_analysis.places.boundaries import EMPTY_BOUNDARIES
from ketnghia_analysis.vocabulary.tables import TABLES

DAY = pd.Timestamp(2024, 12, 14)
YEAR = (pd.Timestamp(2024, 1, 1), pd.Timestamp(2024, 12, 31))


def typed(table: str, *rows: dict[str, Any]) -> pd.DataFrame:
    declared = TABLES[table]
    complete = [{"valid_from": BEGINNING} | row for row in rows]
    return pd.DataFrame(complete).reindex(columns=declared.names).astype(declared.dtypes)


@pytest.fixture
def registers() -> Registers:
    """Two communes of the same name at different times, an agency and a hamlet that were merged."""
    filled = Registers(EMPTY_BOUNDARIES)
    end = pd.Timestamp(2023, 12, 31)
    frames = {
        "communes": typed(
            "communes",
            {"commune_code": "99001", "name": "Mẫu An", "valid_to": end},
            {"commune_code": "99004", "name": "Mẫu Bình"},
            {"commune_code": "99007", "name": "Mẫu An", "valid_from": pd.Timestamp(2024, 1, 1)},
        ),
        "hamlets": typed(
            "hamlets",
            {"hamlet_id": "H1", "name": "Thôn 1", "valid_to": end, "successor_id": "H2"},
            {"hamlet_id": "H2", "name": "Thôn Mới", "commune_code": "99004"},
        ),
        "agencies": typed(
            "agencies",
            {"agency_id": "CQ1", "name": "Phòng Cũ", "valid_to": end, "successor_id": "CQ2"},
            {"agency_id": "CQ2", "name": "Phòng Mới", "short_name": "PM"},
        ),
        "pairings": typed(
            "pairings", {"pairing_id": "K1", "agency_id": "CQ1", "hamlet_id": "H1", "valid_to": end}
        ),
        "survey_rounds": typed("survey_rounds", {"round_id": "D", "reference_date": DAY}),
    }
    for name, frame in frames.items():
        filled.add(name, frame, {"K9"} if name == "pairings" else set())
    return filled


def test_a_register_knows_its_ids_also_those_that_came_later(registers: Registers) -> None:
    assert registers.knows("hamlets", "H1")
    assert not registers.knows("hamlets", "H9")
    registers.add("hamlets", typed("hamlets", {"hamlet_id": "H9", "name": "Thôn 9"}), set())
    assert registers.knows("hamlets", "H9")


def test_what_was_held_is_remembered(registers: Registers) -> None:
    assert registers.held_ids["pairings"] == {"K9"}


def test_who_took_over_stands_for_those_that_ended(registers: Registers) -> None:
    assert registers.heir("agencies", "CQ1", DAY) == "CQ2"
    assert registers.heir("agencies", "CQ1", pd.Timestamp(2023, 1, 1)) == "CQ1"
    assert registers.heir("hamlets", "H0", DAY) == "H0"


def test_a_pairing_is_found_under_the_names_of_its_heirs(registers: Registers) -> None:
    pairings = registers.pairings_between("CQ2", "H2", DAY)
    assert [pairing.id for pairing in pairings] == ["K1"]
    assert registers.pairings_between("CQ2", "H2", pd.Timestamp(2023, 1, 1)) == []


def test_a_round_has_its_day(registers: Registers) -> None:
    assert registers.reference_date("D") == DAY
    assert registers.reference_date("E") is None


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("UBND XÃ MẪU BÌNH",), "99004"),
        (("Xã Mẫu Bình", "UBND xã Mẫu An"), "99004"),
        (("BIỂU 01", "UBND xã Mẫu An"), "99007"),
        (("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "xã Mẫu Bình"), "99004"),
        (("Thị trấn Mẫu Bình",), "99004"),
    ],
)
def test_a_title_or_folder_names_the_commune(
    texts: tuple[str, ...], code: str, registers: Registers
) -> None:
    assert registers.communes_in(texts, *YEAR) == {code}


@pytest.mark.parametrize("text", ["", "Mẫu Bình", "xã Mẫu Bìnhh", "XÃ HỘI", "huyện Mẫu Giang"])
def test_no_commune_is_guessed_from_a_title(text: str, registers: Registers) -> None:
    assert registers.communes_in((text,), *YEAR) == frozenset()


def test_a_name_that_two_communes_bore_gives_both_where_the_time_is_open(
    registers: Registers,
) -> None:
    assert registers.communes_in(("xã Mẫu An",), BEGINNING, END) == {"99001", "99007"}


@pytest.mark.parametrize(
    ("texts", "agency"),
    [
        (("PHÒNG MỚI",), "CQ2"),
        (("BÁO CÁO NĂM 2024", "Phòng Mới"), "CQ2"),
        (("PM",), "CQ2"),
        (("Phòng Cũ",), None),
        (("Phòng Mớii",), None),
        ((), None),
    ],
)
def test_only_a_sure_name_makes_a_title_the_agencys(
    texts: tuple[str, ...], agency: str | None, registers: Registers
) -> None:
    assert registers.agency_in(texts, *YEAR).id == agency
