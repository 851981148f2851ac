"""Cleaning as a whole: sound tables, nothing lost, the same each time."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned, clean_folder
from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.places.coordinates import WGS84
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.periods import DayOfYear
from ketnghia_analysis.vocabulary.reasons import CHANGED, HELD, STRUCTURAL
from ketnghia_analysis.vocabulary.schema import schema
from ketnghia_analysis.vocabulary.tables import TABLES

from .small_folders import entries, fate, laid_out, record, send_book, send_csv, send_registers

SURVEY = "2024/Xã Mẫu An/so lieu.csv"


def send_figures(folder: Path) -> None:
    rows = [
        {"commune_name": "Mẫu An", "hamlet_name": "Thôn 2", "households": 100, "people": 400},
        {"commune_name": "Mẫu An", "hamlet_name": "Thôn 24", "households": 100, "people": 400},
    ]
    send_csv(folder / SURVEY, "hamlet_figures", rows)


# ------------------------------------------------------------------ the demo district


@pytest.mark.parametrize("name", TABLES)
def test_every_clean_table_obeys_its_own_declaration(name: str, cleaned: Cleaned) -> None:
    table = TABLES[name]
    frame = pd.DataFrame(cleaned.tables[name][table.names])
    assert frame.dtypes.astype("str").to_dict() == table.empty().dtypes.astype("str").to_dict()
    schema(name).validate(frame, lazy=True)


def test_communes_and_hamlets_have_their_places(cleaned: Cleaned) -> None:
    communes, hamlets = cleaned.tables["communes"], cleaned.tables["hamlets"]
    assert communes.crs == hamlets.crs == WGS84
    assert communes.geometry.notna().all()
    located = hamlets["latitude"].notna()
    assert located.sum() > 50
    assert (hamlets.geometry.notna() == located).all()
    assert (hamlets.geometry[located].x == hamlets.loc[located, "longitude"].astype(float)).all()


def test_every_reason_is_a_declared_one(cleaned: Cleaned) -> None:
    accounts = cleaned.accounts
    structural = accounts.loc[accounts["status"] == "structural", "reason"]
    assert set(cleaned.quarantine["reason"]) <= set(HELD)
    assert set(accounts.loc[accounts["status"] == "quarantine", "reason"]) <= set(HELD)
    assert set(cleaned.ledger["rule"]) <= set(CHANGED)
    assert set(structural) <= set(STRUCTURAL)


def test_every_held_row_tells_a_clerk_what_to_do(cleaned: Cleaned) -> None:
    quarantine = cleaned.quarantine
    assert (quarantine["message"] != "").all()
    assert (quarantine["remedy"] != "").all()
    held = cleaned.accounts[cleaned.accounts["status"] == "quarantine"]
    # of a sheet that is held as a whole the first row is told, of a file no row
    whole = held["reason"].isin(["hidden_sheet", "excluded"])
    first = held[whole].drop_duplicates(["file", "sheet"])
    places = ["file", "sheet", "row"]
    assert set(pd.concat([held[~whole], first])[places].itertuples(index=False, name=None)) == set(
        quarantine.loc[quarantine["row"] > 0, places].itertuples(index=False, name=None)
    )


def test_every_heading_of_the_demo_is_known(cleaned: Cleaned) -> None:
    headings = cleaned.headings
    unknown = headings[(headings["column"] == "") & (headings["how"] != "system")]
    # columns about residents are planted and refused
    assert unknown["heading"].tolist() == ["Họ và tên người nhận", "Số CCCD người nhận"]
    assert len(cleaned.headings) > 1000


def test_every_file_is_listed_with_its_sender(
    cleaned: Cleaned, raw_folder: Path, demo: DemoFiles
) -> None:
    listed = cleaned.files.set_index("file")
    on_disk = {
        path.relative_to(raw_folder).as_posix() for path in raw_folder.rglob("*") if path.is_file()
    }
    packed = {one.archive: one.path for one in demo.papers if one.archive}
    assert len(packed) == 1
    assert set(listed.index) == on_disk - set(packed) | set(packed.values())
    assert listed.loc["2024/Phòng Dân tộc/Hop phoi hop 2024.xlsx", "sender"] == "Phòng Dân tộc"
    assert set(listed.loc[list(packed.values()), "sender"]) == {"Xã Mẫu Thủy"}
    assert listed.loc["corrections.yml", ["role", "sender"]].tolist() == ["configuration", ""]
    assert (listed["sha256"].str.len() == 64).all()


# ------------------------------------------------------------------ small folders


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cleaned]:
    """A small folder with good files, and with files and sheets that can't be used."""
    folder = tmp_path_factory.mktemp("gửi")
    send_registers(folder)
    send_figures(folder)
    (folder / "2024" / "hỏng.xlsx").write_bytes(b"PK\x03\x04\xff\xff")
    (folder / "2024" / "~$so lieu.xlsx").write_bytes(b"x")
    figures = [{"commune_name": "Mẫu An", "hamlet_name": "Thôn 4", "households": 7}]
    sheets = {
        "lạ": [["Số liệu"], ["Tên", "Bò", "Trâu"], ["A", 1, 2]],
        "ẩn": laid_out("hamlet_figures", figures),
        "ghi chú": [["Kính gửi Phòng Dân tộc"]],
    }
    send_book(folder / "2024" / "khac.xlsx", sheets)
    _hide(folder / "2024" / "khac.xlsx", "ẩn")
    briefing = {"date": "05/02/2024", "document": "Công văn 1", "participants": 10}
    send_csv(folder / "2024" / "Phòng Tư pháp" / "qt.csv", "briefings", [briefing])
    return folder, clean_folder(folder)


def _hide(path: Path, sheet: str) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet].sheet_state = "hidden"
    book.save(path)


def test_a_file_that_can_not_be_read_is_held_and_the_rest_is_cleaned(
    sent: tuple[Path, Cleaned],
) -> None:
    _, cleaned = sent
    (held,) = entries(cleaned.quarantine, "2024/hỏng.xlsx", 0).to_dict("records")
    assert held["reason"] == "unreadable_file"
    assert "gửi lại" in held["remedy"]
    assert cleaned.files.set_index("file").loc["2024/hỏng.xlsx", "rows_in"] == 0
    assert fate(cleaned, SURVEY, 2) == ("clean", "D2024|A2")
    left_over = cleaned.files[cleaned.files["file"].str.contains("~")]
    assert left_over["role"].tolist() == ["note"]


def test_an_unknown_table_is_held_row_by_row_and_told_once(sent: tuple[Path, Cleaned]) -> None:
    _, cleaned = sent
    file = "2024/khac.xlsx"
    for row in (1, 2, 3):
        assert fate(cleaned, file, row, "lạ") == ("quarantine", "unknown_table")
    about = cleaned.quarantine[(cleaned.quarantine["sheet"] == "lạ")]
    assert about["row"].tolist() == [1]


def test_a_hidden_sheet_is_held_and_not_read(sent: tuple[Path, Cleaned]) -> None:
    _, cleaned = sent
    for row in (1, 2):
        assert fate(cleaned, "2024/khac.xlsx", row, "ẩn") == ("quarantine", "hidden_sheet")
    assert "A4" not in set(cleaned.tables["hamlet_figures"]["hamlet_id"])


def test_a_sheet_of_prose_is_accounted_for(sent: tuple[Path, Cleaned]) -> None:
    _, cleaned = sent
    assert fate(cleaned, "2024/khac.xlsx", 1, "ghi chú") == ("structural", "title")


def test_year_and_agency_come_from_the_folder_where_no_column_says_them(
    sent: tuple[Path, Cleaned],
) -> None:
    _, cleaned = sent
    found = record(cleaned, "briefings", agency_id="CQ1")
    assert (found["year"], found["date"]) == (2024, pd.Timestamp(2024, 2, 5))
    ledger = entries(cleaned.ledger, "2024/Phòng Tư pháp/qt.csv", 2)
    told = ledger.loc[ledger["rule"] == "from_title", ["column", "after", "cell"]]
    assert sorted(told.itertuples(index=False, name=None)) == [
        ("agency_id", "CQ1", ""),
        ("year", "2024", ""),
    ]
    block = cleaned.blocks[cleaned.blocks["table"] == "briefings"].iloc[0]
    assert (block["agency_id"], block["year"], block["rows"]) == ("CQ1", 2024, 1)


def test_cleaning_twice_gives_the_same(sent: tuple[Path, Cleaned], tmp_path: Path) -> None:
    folder, first = sent
    copy = tmp_path / "nơi khác"
    shutil.copytree(folder, copy)
    second = clean_folder(copy)
    for name in TABLES:
        pd.testing.assert_frame_equal(
            pd.DataFrame(first.tables[name]), pd.DataFrame(second.tables[name])
        )
    for book in ("quarantine", "ledger", "accounts", "files", "headings"):
        pd.testing.assert_frame_equal(getattr(first, book), getattr(second, book))


def test_ids_are_made_from_the_place_where_no_file_gives_them(tmp_path: Path) -> None:
    send_registers(tmp_path)
    work = {"pairing_id": "K1", "date": "05/02/2024", "activity_type": "thăm thôn"}
    other = work | {"date": "06/02/2024"}
    send_csv(tmp_path / "2024" / "a.csv", "activities", [work, other])
    ids = clean_folder(tmp_path).tables["activities"]["activity_id"].tolist()
    send_csv(tmp_path / "2023" / "b.csv", "activities", [])
    again = clean_folder(tmp_path).tables["activities"]["activity_id"].tolist()
    assert len(set(ids)) == 2
    assert ids == again


def test_the_reporting_year_may_end_on_another_day(tmp_path: Path) -> None:
    send_registers(tmp_path)
    work = {"pairing_id": "K1", "date": "05/10/2023", "activity_type": "thăm thôn"}
    send_csv(tmp_path / "2024" / "a.csv", "activities", [work | {"activity_id": "1"}])
    assert fate(clean_folder(tmp_path), "2024/a.csv", 2) == ("quarantine", "outside_year")
    september = clean_folder(tmp_path, DayOfYear(9, 30))
    assert fate(september, "2024/a.csv", 2) == ("clean", "1")


def test_without_registers_nothing_is_clean_and_nothing_is_lost(tmp_path: Path) -> None:
    send_figures(tmp_path)
    cleaned = clean_folder(tmp_path)
    filled = [name for name, frame in cleaned.tables.items() if not frame.empty]
    # a round is assumed for a year of which figures came
    assert filled == ["survey_rounds"]
    assert fate(cleaned, SURVEY, 2)[0] == fate(cleaned, SURVEY, 3)[0] == "quarantine"


def test_decomposed_letters_clean_to_the_same(tmp_path: Path) -> None:
    send_registers(tmp_path)
    send_figures(tmp_path)
    path = tmp_path / SURVEY
    path.write_text(unicodedata.normalize("NFD", path.read_text("utf-8")), encoding="utf-8")
    assert fate(clean_folder(tmp_path), SURVEY, 2) == ("clean", "D2024|A2")


def test_a_missing_folder_is_a_fault_of_the_user(tmp_path: Path) -> None:
    with pytest.raises(DataFault, match="không có thư mục này"):
        clean_folder(tmp_path / "không có")
