"""SOURCES.yml: what an analyst says about files that came."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from ketnghia_analysis.intake.deliveries import Found, Intake, interpret, read_folder
from ketnghia_analysis.intake.sources import read_sources, said_about, unused
from ketnghia_analysis.vocabulary.errors import DataFault

from .papers import write_book

ROWS = [["STT", "Thôn", "Nội dung", "Ghi chú"], [1, "Thôn 2", "x", "y"]]
FIGURES = [["STT", "Thôn", "Tổng số hộ", "Số khẩu"], [1, "Thôn 2", 100, 400]]


def say(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "SOURCES.yml").write_text(text, encoding="utf-8")
    return folder


def taken_in(folder: Path) -> Intake:
    return interpret(read_folder(folder), folder, read_sources(folder))


def only(folder: Path) -> Found:
    (found,) = taken_in(folder).found
    return found


def test_without_the_file_nothing_is_said(tmp_path: Path) -> None:
    assert read_sources(tmp_path) == []
    assert read_sources(say(tmp_path, "")) == []


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    say(
        tmp_path,
        "- {file: a.csv, table: khong_co}\n- {file: b.csv, year: 24}\n- {file: c.csv}\n"
        "- {table: hamlets}\n- {file: d.csv, nam: 2024}\n",
    )
    with pytest.raises(DataFault) as fault:
        read_sources(tmp_path)
    assert len(fault.value.faults) >= 5
    assert "khong_co" in str(fault.value)
    assert "không nói gì ngoài tên tệp" in str(fault.value)
    assert "Cách xử lý" in str(fault.value)


@pytest.mark.parametrize(
    ("pattern", "file", "fits"),
    [
        ("a.xlsx", "a.xlsx", True),
        ("2024/*.xlsx", "2024/Xã Mẫu An/a.xlsx", True),
        ("*Mẫu An*", "2024/Xã Mẫu An/a.xlsx", True),
        (unicodedata.normalize("NFD", "*Mẫu An*"), "2024/Xã Mẫu An/a.xlsx", True),
        ("b.xlsx", "a.xlsx", False),
        ("a.xlsx", "2024/a.xlsx", False),
    ],
)
def test_files_are_named_with_stars(pattern: str, file: str, fits: bool, tmp_path: Path) -> None:
    sources = read_sources(say(tmp_path, f'- {{file: "{pattern}", year: 2024}}\n'))
    assert (said_about(sources, file, "01A").year == 2024) is fits
    assert bool(unused(sources, [(file, "01A")])) is not fits


def test_later_entries_complete_and_override_earlier_ones(tmp_path: Path) -> None:
    text = "- {file: '*', year: 2023, unit: đồng}\n- {file: a.xlsx, sheet: B, year: 2024}\n"
    sources = read_sources(say(tmp_path, text))
    there, elsewhere = said_about(sources, "a.xlsx", "B"), said_about(sources, "a.xlsx", "A")
    assert (there.year, there.unit) == (2024, "đồng")
    assert (elsewhere.year, elsewhere.unit) == (2023, "đồng")


def test_table_year_sender_commune_and_unit_are_taken_as_said(tmp_path: Path) -> None:
    write_book(tmp_path / "a 2021.xlsx", {"01A": ROWS})
    say(
        tmp_path,
        "- {file: a 2021.xlsx, table: difficulties, year: 2024, sender: Phòng Tư pháp, "
        "commune: Xã Mẫu An, unit: triệu đồng}\n",
    )
    found = only(tmp_path)
    assert (found.table, found.year, found.sender) == ("difficulties", 2024, "Phòng Tư pháp")
    assert found.block.rows[2]["commune_name"] == "Xã Mẫu An"
    assert found.block.fills == {(2, "commune_name"): "from_sources"}
    assert found.block.unit_line == "triệu đồng"
    assert found.inferred == dict.fromkeys(("table", "year", "sender", "commune"), "SOURCES.yml")


def test_a_commune_is_said_only_where_the_sheet_names_none(tmp_path: Path) -> None:
    rows = [["Xã", "Thôn", "Tổng số hộ"], ["Mẫu An", "Thôn 2", 100], [None, "Thôn 4", 90]]
    write_book(tmp_path / "a.xlsx", {"01A": rows})
    say(tmp_path, "- {file: a.xlsx, commune: Mẫu Bình}\n")
    names = [values["commune_name"] for values in only(tmp_path).block.rows.values()]
    assert names == ["Mẫu An", "Mẫu Bình"]


def test_a_sheet_may_be_left_out_with_a_reason(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx", {"A": FIGURES, "B": FIGURES})
    say(tmp_path, "- {file: a.xlsx, sheet: B, skip: bản nháp}\n")
    intake = taken_in(tmp_path)
    assert [found.sheet for found in intake.found] == ["A"]
    data = next(one for one in intake.deliveries if one.file == "a.xlsx")
    left_out = data.readings[1]
    assert (left_out.unread, left_out.unread_reason) == ([1, 2], "excluded")
    assert left_out.unread_note == "bản nháp"


def test_an_entry_that_fits_nothing_is_told_and_stops_nothing(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx", {"A": FIGURES})
    say(tmp_path, "- {file: a.xlsx, sheet: Z, year: 2024}\n- {file: b.xlsx, year: 2024}\n")
    intake = taken_in(tmp_path)
    assert len(intake.found) == 1
    assert len(intake.unused_sources) == 2
    assert "mục 1" in intake.unused_sources[0]
    assert "“Z”" in intake.unused_sources[0]
