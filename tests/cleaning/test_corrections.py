from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from ketnghia_analysis.cleaning.clean import Cleaned, clean_folder
from ketnghia_analysis.cleaning.corrections import apply_corrections, read_corrections
from ketnghia_analysis.intake.deliveries import Delivery, read_folder
from ketnghia_analysis.vocabulary.errors import DataFault

from .small_folders import (
    entries,
    fate,
    laid_out,
    record,
    send_book,
    send_corrections,
    send_csv,
    send_registers,
)

BOOK, TEXT = "2024/bieu 01.xlsx", "2024/thon.csv"


def send_figures(folder: Path) -> None:
    rows = [
        {"commune_name": "Mẫu An", "hamlet_name": "Thôn 2", "households": 999, "people": 400},
        {"commune_name": "Mẫu An", "hamlet_name": "Thôn 4", "households": 90, "people": 350},
    ]
    send_book(folder / BOOK, {"A": laid_out("hamlet_figures", rows)})
    wrong = {"commune_name": "Mẫu Bình", "hamlet_name": "Thôn 22", "households": "1.500"}
    send_csv(folder / TEXT, "hamlet_figures", [wrong | {"people": 1}])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files with wrong cells and the corrections for them."""
    folder = tmp_path_factory.mktemp("đính chính")
    send_registers(folder)
    send_figures(folder)
    send_corrections(
        folder,
        {"file": BOOK, "sheet": "A", "cell": "C2", "old": "999", "new": "100"},
        {"file": BOOK, "sheet": "A", "cell": "D3", "old": 350, "new": ""},
        {"file": TEXT, "cell": "B2", "old": "Thôn  22", "new": "Thôn 2"},
        {"file": TEXT, "cell": "D2", "old": 1, "new": "6.000"},
    )
    return folder


@pytest.fixture(scope="module")
def corrected(folder: Path) -> Cleaned:
    """The folder, cleaned."""
    return clean_folder(folder)


def test_a_correction_is_applied(corrected: Cleaned) -> None:
    assert record(corrected, "hamlet_figures", hamlet_id="A2")["households"] == 100
    assert record(corrected, "hamlet_figures", hamlet_id="B2")["people"] == 6000
    assert fate(corrected, TEXT, 2) == ("clean", "D2024|B2")


def test_a_correction_to_nothing_makes_the_cell_missing(corrected: Cleaned) -> None:
    found = record(corrected, "hamlet_figures", hamlet_id="A4")
    assert found["households"] == 90
    assert pd.isna(found["people"])


def test_a_correction_stands_in_the_ledger_with_old_and_new(corrected: Cleaned) -> None:
    changes = entries(corrected.ledger, BOOK, 2, "A")
    change = changes[changes["rule"] == "correction"].iloc[0]
    assert (change["cell"], change["before"], change["after"]) == ("C2", "999", "100")
    assert (corrected.ledger["rule"] == "correction").sum() == 4


def test_the_raw_files_are_never_edited(folder: Path) -> None:
    def hashes() -> dict[str, str]:
        files = [path for path in folder.rglob("*") if path.is_file()]
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    before = hashes()
    apply_corrections(read_folder(folder), read_corrections(folder))
    assert hashes() == before
    (raw,) = [one for one in read_folder(folder) if one.file == BOOK]
    assert raw.grids[0].rows[2][2] == 999


def test_corrections_that_do_not_fit_are_told_all_at_once(tmp_path: Path) -> None:
    send_figures(tmp_path)
    fits = {"file": BOOK, "sheet": "A", "cell": "C2", "old": "999", "new": "1"}
    send_corrections(
        tmp_path,
        fits | {"old": "100"},
        fits | {"file": "2024/khác.xlsx"},
        fits | {"sheet": "B"},
        fits | {"cell": "2C"},
        fits | {"cell": "ZZZZ9"},
        fits | {"file": TEXT},
        fits | {"cell": "C99"},
    )
    with pytest.raises(DataFault) as fault:
        clean_folder(tmp_path)
    faults = fault.value.faults
    assert [text.partition(": ")[0] for text in faults] == [
        f"{BOOK}, ô C2",
        "2024/khác.xlsx, ô C2",
        f"{BOOK}, ô C2",
        f"{BOOK}, ô 2C",
        f"{BOOK}, ô ZZZZ9",
        f"{TEXT}, ô C2",
        f"{BOOK}, ô C99",
    ]
    assert "tệp ghi “999”, mục đính chính ghi giá trị cũ là “100”" in faults[0]
    assert "không có tệp này" in faults[1]
    assert "không có trang tính “B”" in faults[2]
    assert "địa chỉ ô không đúng" in faults[3]
    assert "địa chỉ ô không đúng" in faults[4]
    assert "không có trang tính “A”" in faults[5]
    assert "tệp ghi “”" in faults[6]
    assert "corrections.yml" in str(fault.value)


def test_a_correction_lacking_its_parts_is_told_by_its_number(tmp_path: Path) -> None:
    text = "- {file: a.csv, cell: A1}\n- {file: b.csv, cell: A1, old: a, new: b, ngày: 1}\n"
    (tmp_path / "corrections.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DataFault) as fault:
        read_corrections(tmp_path)
    assert "mục 1, old: thiếu" in fault.value.faults
    assert "mục 2, ngày: không có mục nào tên như vậy" in fault.value.faults


@pytest.mark.parametrize("text", ["- a: [", "file: a.csv\n", "42\n"])
def test_a_file_that_is_no_list_of_corrections_is_a_fault(text: str, tmp_path: Path) -> None:
    (tmp_path / "corrections.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DataFault, match=r"corrections\.yml"):
        read_corrections(tmp_path)


@pytest.mark.parametrize("text", [None, "", "# chưa có\n", "[]\n"])
def test_without_entries_nothing_is_corrected(text: str | None, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "corrections.yml").write_text(text, encoding="utf-8")
    assert read_corrections(tmp_path) == []


def test_a_second_correction_of_a_cell_builds_on_the_first(tmp_path: Path) -> None:
    send_figures(tmp_path)
    place = {"file": BOOK, "sheet": "A", "cell": "C2"}
    send_corrections(
        tmp_path, place | {"old": "999", "new": "99"}, place | {"old": "99", "new": "98"}
    )
    deliveries, ledger = apply_corrections(read_folder(tmp_path), read_corrections(tmp_path))
    assert _cell(deliveries, 2, 2) == "98"
    assert ledger["after"].tolist() == ["99", "98"]


def _cell(deliveries: list[Delivery], row: int, column: int) -> object:
    (book,) = [one for one in deliveries if one.file == BOOK]
    return book.grids[0].rows[row][column]
