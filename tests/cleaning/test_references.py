"""Names and codes in rows find the register entry that held at the time, or the row is held."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ketnghia_analysis.cleaning.clean import Cleaned, clean_folder

from .small_folders import (
    entries,
    fate,
    laid_out,
    record,
    send_book,
    send_csv,
    send_registers,
)

SURVEY, WORK, BOOK = "2024/so lieu.csv", "2024/hoat dong.csv", "kho khan.csv"
FIGURES: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"commune_name": "Xã Mẫu An", "hamlet_name": "Thôn 2"}, ("clean", "D2024|A2")),
    ({"commune_name": "Mẫu Bình", "hamlet_name": "thôn 02"}, ("clean", "D2024|B2")),
    ({"commune_name": "MẪU AN", "hamlet_name": "Thôn 24"}, ("quarantine", "unknown_hamlet")),
    ({"commune_name": "Mẫu An", "hamlet_name": "Suối Mẫu"}, ("quarantine", "unknown_hamlet")),
    ({"commune_name": "Mẫu Lạ", "hamlet_name": "Thôn 2"}, ("quarantine", "name_unsure")),
    ({"commune_name": "Hồng Sơn", "hamlet_name": "Thôn 2"}, ("quarantine", "unknown_commune")),
    ({"commune_name": "Mẫu Thuận", "hamlet_name": "Thôn 2"}, ("quarantine", "unknown_commune")),
    ({"commune_code": "99001", "hamlet_name": "Thôn 4"}, ("clean", "D2024|A4")),
    ({"commune_code": "99007", "hamlet_name": "Thôn 4"}, ("quarantine", "unknown_commune")),
    ({"commune_code": "99099", "hamlet_name": "Thôn 4"}, ("quarantine", "unknown_commune")),
    ({"hamlet_name": "Thôn 14 (xã Mẫu An)"}, ("clean", "D2024|A14")),
    ({"hamlet_name": "Thôn 4, xã Mẫu Bình"}, ("quarantine", "unknown_hamlet")),
    ({"hamlet_name": "Thôn 2"}, ("quarantine", "name_unsure")),
    ({"hamlet_name": "Thôn Suối Mẫu"}, ("clean", "D2024|BS")),
    ({"hamlet_id": "BT"}, ("clean", "D2024|BT")),
    ({"hamlet_id": "ZZ"}, ("quarantine", "unknown_reference")),
    ({"commune_name": "Mẫu An"}, ("quarantine", "required_missing")),
    ({"hamlet_id": "BT", "year": 2023}, ("clean", "D2023|BT")),
    ({"hamlet_id": "BT", "year": 2017}, ("quarantine", "unknown_round")),
    ({"hamlet_id": "A2", "round_id": "D2023"}, ("clean", "D2023|A2")),
    ({"hamlet_id": "A2", "round_id": "D1999"}, ("quarantine", "unknown_reference")),
]
DONE: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"agency_name": "Phòng Tư pháp", "hamlet_name": "Thôn 2"}, ("clean", "0")),
    ({"agency_name": "PHÒNG TP", "hamlet_name": "Thôn 2"}, ("clean", "1")),
    ({"agency_name": "Phòng Tư pháp", "hamlet_name": "Thôn 4"}, ("quarantine", "no_pairing")),
    ({"agency_name": "Phòng TN&MT", "hamlet_name": "Thôn 2"}, ("quarantine", "no_pairing")),
    ({"agency_name": "Phòng Y tế", "hamlet_name": "Thôn 2"}, ("quarantine", "unknown_agency")),
    ({"hamlet_name": "Thôn 2"}, ("quarantine", "required_missing")),
    ({"pairing_id": "K2"}, ("clean", "6")),
    ({"pairing_id": "K9"}, ("quarantine", "unknown_reference")),
]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Cleaned:
    """One folder with a row for each way to name a commune, a hamlet, an agency or a pairing."""
    folder = tmp_path_factory.mktemp("tên")
    send_registers(folder)
    send_csv(folder / SURVEY, "hamlet_figures", [row | {"households": 9} for row, _ in FIGURES])
    common = {"commune_name": "Mẫu An", "date": "05/03/2024", "activity_type": "thăm thôn"}
    work = [{"activity_id": str(i)} | row | common for i, (row, _) in enumerate(DONE)]
    send_csv(folder / WORK, "activities", work)
    _agency_of_the_folder(folder)
    _commune_of_title_and_folder(folder)
    _difficulties_of_two_times(folder)
    return clean_folder(folder)


def _agency_of_the_folder(folder: Path) -> None:
    own = {"activity_id": "T1", "hamlet_name": "Thôn 2", "commune_name": "Mẫu An"}
    when = {"date": "06/03/2024", "activity_type": "thăm thôn"}
    send_csv(folder / "2024" / "Phòng Tư pháp" / "hoat dong.csv", "activities", [own | when])
    titled = [["PHÒNG TƯ PHÁP"], [], *laid_out("activities", [own | when | {"activity_id": "T2"}])]
    send_book(folder / "2024" / "khác" / "hoat dong.xlsx", {"A": titled})


def _commune_of_title_and_folder(folder: Path) -> None:
    row = {"hamlet_name": "Thôn 2", "year": 2023, "households": 7}
    send_csv(folder / "Xã Mẫu Bình" / "so lieu.csv", "hamlet_figures", [row])
    titled = [["ỦY BAN NHÂN DÂN XÃ MẪU AN"], *laid_out("hamlet_figures", [row | {"people": 30}])]
    send_book(folder / "so lieu.xlsx", {"A": titled})


def _difficulties_of_two_times(folder: Path) -> None:
    what = {"hamlet_name": "Thôn 2", "group": "điện"}
    early = {"difficulty_id": "KK1", "commune_name": "Mẫu An", "raised_on": "30/06/2025"}
    late = {"difficulty_id": "KK2", "commune_name": "Mẫu An", "raised_on": "01/07/2025"}
    send_csv(folder / BOOK, "difficulties", [early | what, late | what])


@pytest.mark.parametrize("number", range(len(FIGURES)), ids=lambda i: str(FIGURES[i][0]))
def test_a_hamlet_is_known_by_what_the_row_says(number: int, sent: Cleaned) -> None:
    assert fate(sent, SURVEY, number + 2) == FIGURES[number][1]


@pytest.mark.parametrize("number", range(len(DONE)), ids=lambda i: str(DONE[i][0]))
def test_work_belongs_to_a_pairing_of_its_day(number: int, sent: Cleaned) -> None:
    assert fate(sent, WORK, number + 2) == DONE[number][1]


def test_a_resolved_reference_is_the_registers_id(sent: Cleaned) -> None:
    assert record(sent, "activities", activity_id="0")["pairing_id"] == "K1"
    assert record(sent, "hamlet_figures", hamlet_id="B2", round_id="D2024")["households"] == 9


def test_a_held_row_still_says_whom_it_concerns(sent: Cleaned) -> None:
    held = entries(sent.quarantine, WORK, 4).iloc[0]
    assert (held["agency_id"], held["hamlet_id"], held["year"]) == ("CQ1", "A4", 2024)


def test_a_fault_names_its_cell_what_it_says_and_what_is_near(sent: Cleaned) -> None:
    held = entries(sent.quarantine, SURVEY, 6).iloc[0]
    assert (held["cell"], held["column"], held["raw"]) == ("A6", "commune_name", "Mẫu Lạ")
    assert "Mẫu An" in held["message"]
    assert held["remedy"]


def test_a_commune_of_another_time_is_named_with_its_days(sent: Cleaned) -> None:
    message = entries(sent.quarantine, SURVEY, 8)["message"].iloc[0]
    assert "chỉ có: Mẫu Thuận (từ 01/07/2025)" in message


def test_the_agency_may_stand_in_the_folder_or_the_title(sent: Cleaned) -> None:
    files = {"T1": "2024/Phòng Tư pháp/hoat dong.csv", "T2": "2024/khác/hoat dong.xlsx"}
    for activity, file in files.items():
        assert record(sent, "activities", activity_id=activity)["pairing_id"] == "K1"
        (row,) = set(sent.accounts.loc[sent.accounts["key"] == activity, "file"])
        assert row == file


def test_the_commune_may_stand_in_the_folder_or_the_title(sent: Cleaned) -> None:
    assert record(sent, "hamlet_figures", hamlet_id="B2", round_id="D2023")["households"] == 7
    assert record(sent, "hamlet_figures", hamlet_id="A2", round_id="D2023")["people"] == 30


def test_a_commune_is_looked_up_on_the_day_the_row_tells_of(sent: Cleaned) -> None:
    assert fate(sent, BOOK, 2) == ("clean", "KK1")
    assert fate(sent, BOOK, 3) == ("quarantine", "unknown_commune")


def test_names_that_were_matched_stand_in_the_ledger(sent: Cleaned) -> None:
    changes = entries(sent.ledger, SURVEY, 2)
    matched = changes[changes["column"] == "hamlet_id"].iloc[0]
    assert (matched["before"], matched["after"], matched["rule"]) == (
        "Thôn 2",
        "A2",
        "matched_name",
    )


def test_an_id_that_was_given_needs_no_ledger(sent: Cleaned) -> None:
    changes = entries(sent.ledger, SURVEY, 16)
    assert "hamlet_id" not in set(changes["column"])
    assert fate(sent, SURVEY, 16) == ("clean", "D2024|BT")


def test_a_reference_to_a_held_row_is_held_with_it(tmp_path: Path) -> None:
    send_registers(tmp_path, hamlets=[{"hamlet_id": "A9", "name": "Thôn 9", "commune_code": "1"}])
    send_csv(tmp_path / SURVEY, "hamlet_figures", [{"hamlet_id": "A9", "households": 5}])
    promise = {"pairing_id": "K1", "field": "sản xuất", "content": "giúp dân", "year": 2024}
    stuck = {"hamlet_id": "A2", "raised_on": "05/02/2024"}
    send_csv(tmp_path / "kk.csv", "difficulties", [stuck | {"difficulty_id": "KK1", "group": "lạ"}])
    promises = [
        promise | {"commitment_id": "N1", "difficulty_id": "KK1"},
        promise | {"commitment_id": "N2", "difficulty_id": "KK7"},
    ]
    send_csv(tmp_path / "nd.csv", "commitments", promises)
    cleaned = clean_folder(tmp_path)
    assert fate(cleaned, "danh-muc/hamlets.csv", 8) == ("quarantine", "unknown_commune")
    assert fate(cleaned, SURVEY, 2)[0] == "quarantine"
    assert fate(cleaned, "kk.csv", 2) == ("quarantine", "unknown_code")
    # the link is optional: it is lost, the promise is not
    for row, commitment in ((2, "N1|2024"), (3, "N2|2024")):
        assert fate(cleaned, "nd.csv", row) == ("clean", commitment)
        assert "dropped_unknown_reference" in set(entries(cleaned.ledger, "nd.csv", row)["rule"])
    assert cleaned.tables["commitments"]["difficulty_id"].isna().all()


def test_names_hold_from_the_rows_day_to_the_end_of_the_reports_year(tmp_path: Path) -> None:
    names = {"hamlet_id": "BD", "commune_code": "99004"}
    old = names | {"name": "Thôn Đá Mẫu", "valid_to": "30/06/2024"}
    new = names | {"name": "Thôn Bàn Mẫu", "valid_from": "01/07/2024"}
    pairing = {"pairing_id": "K3", "agency_id": "CQ1", "hamlet_id": "BD", "valid_to": "30/09/2024"}
    send_registers(tmp_path, hamlets=[old, new], pairings=[pairing])
    cases = [
        ("Thôn Đá Mẫu", "05/03/2024", ("clean", "0")),
        # a report written in December may use the name of December
        ("Thôn Bàn Mẫu", "05/03/2024", ("clean", "1")),
        ("Thôn Đá Mẫu", "05/08/2024", ("quarantine", "unknown_hamlet")),
        ("Thôn Bàn Mẫu", "05/08/2024", ("clean", "3")),
        ("Thôn Bàn Mẫu", "05/10/2024", ("quarantine", "no_pairing")),
    ]
    common = {
        "agency_name": "Phòng Tư pháp",
        "commune_name": "Mẫu Bình",
        "activity_type": "thăm thôn",
    }
    rows = [
        common | {"activity_id": str(i), "hamlet_name": name, "date": day}
        for i, (name, day, _) in enumerate(cases)
    ]
    send_csv(tmp_path / WORK, "activities", rows)
    cleaned = clean_folder(tmp_path)
    assert [fate(cleaned, WORK, row) for row in range(2, 7)] == [end for _, _, end in cases]
