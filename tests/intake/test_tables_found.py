"""Which table, whose, of which year, and how that was found out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ketnghia_analysis.intake.deliveries import Found, interpret, read_folder

from .papers import write_book

HEADS = ["STT", "Thôn", "Tổng số hộ", "Số khẩu"]
REGISTER = [["Mã xã", "Loại", "Tên xã"], ["X01", "Xã", "Mẫu An"], ["X02", "Xã", "Mẫu Bình"]]


def found_in(folder: Path) -> list[Found]:
    return interpret(read_folder(folder), folder).found


def send(folder: Path, file: str, rows: list[list[Any]], sheet: str = "01A") -> None:
    write_book(folder / file, {sheet: rows})


@pytest.mark.parametrize(
    ("file", "sheet", "above", "year", "where"),
    [
        ("2025/a 2022.xlsx", "Năm 2023", ["BIỂU 01 NĂM 2024"], 2024, "tiêu đề"),
        ("2025/a 2022.xlsx", "Năm 2023", ["BIỂU 01"], 2023, "tên trang tính"),
        ("2025/a 2022.xlsx", "01A", ["BIỂU 01"], 2022, "tên tệp"),
        ("2025/a.xlsx", "01A", ["BIỂU 01"], 2025, "thư mục"),
        ("a.xlsx", "01A", ["BIỂU 01"], None, ""),
    ],
)
def test_it_is_said_where_the_year_was_found(
    file: str, sheet: str, above: list[str], year: int | None, where: str, tmp_path: Path
) -> None:
    send(tmp_path, file, [above, HEADS, [1, "Thôn 2", 100, 400]], sheet)
    (found,) = found_in(tmp_path)
    assert (found.year, found.inferred["year"]) == (year, where)


def test_it_is_said_whether_a_title_named_the_table(tmp_path: Path) -> None:
    send(tmp_path, "a.xlsx", [["BIỂU 01"], HEADS, [1, "Thôn 2", 100, 400]], "x")
    send(tmp_path, "b.xlsx", [["Phụ lục"], HEADS, [1, "Thôn 2", 100, 400]], "x")
    said = [found.inferred["table"] for found in found_in(tmp_path)]
    assert said == ["tiêu đề cột và tên biểu", "tiêu đề cột"]


def test_each_year_of_a_wide_table_is_a_table_of_its_own(tmp_path: Path) -> None:
    rows = [["SỐ LIỆU NĂM 2024"], ["Thôn", "Hộ nghèo 2023", "Hộ nghèo 2024"], ["Thôn 2", 12, 9]]
    send(tmp_path, "a.xlsx", rows)
    assert [(found.year, found.inferred["year"]) for found in found_in(tmp_path)] == [
        (2023, "tiêu đề cột"),
        (2024, "tiêu đề cột"),
    ]


def test_a_column_of_another_year_than_the_table_is_reported_and_not_taken(tmp_path: Path) -> None:
    rows = [["NĂM 2024"], ["Thôn", "Tổng số hộ", "Hộ nghèo 2023"], ["Thôn 2", 100, 12]]
    send(tmp_path, "a.xlsx", rows)
    (found,) = found_in(tmp_path)
    assert found.year == 2024
    assert found.block.rows[3].keys() == {"hamlet_name", "households"}
    assert found.block.heading.unknown == ((2, "Hộ nghèo 2023"),)


def test_a_year_in_the_headings_alone_is_the_year_of_the_table(tmp_path: Path) -> None:
    rows = [["Thôn", "Tổng số hộ", "Hộ nghèo năm 2023"], ["Thôn 2", 100, 12]]
    send(tmp_path, "a.xlsx", rows)
    (found,) = found_in(tmp_path)
    assert (found.year, found.inferred["year"]) == (2023, "tiêu đề cột")
    assert found.block.rows[2]["poor_households"] == 12


def test_a_sheet_per_commune_is_known_by_the_register_of_communes(tmp_path: Path) -> None:
    rows = [HEADS, [1, "Thôn 2", 100, 400]]
    write_book(tmp_path / "a.xlsx", {"Mẫu An": rows, "Mau Binh": rows, "Sheet3": rows})
    send(tmp_path, "xa.xlsx", REGISTER, "DM")
    names = [one.block.rows[2].get("commune_name") for one in found_in(tmp_path)[:3]]
    assert names == ["Mẫu An", "Mau Binh", None]


def test_a_bare_commune_above_its_hamlets_is_known_by_the_register(tmp_path: Path) -> None:
    rows = [HEADS, ["Mẫu An"], [1, "Thôn 2", 9, 40], ["Mẫu Bình"], [1, "Thôn 2", 8, 30]]
    send(tmp_path, "a.xlsx", rows)
    send(tmp_path, "xa.xlsx", REGISTER, "DM")
    found = found_in(tmp_path)[0]
    assert {row: one["commune_name"] for row, one in found.block.rows.items()} == {
        3: "Mẫu An",
        5: "Mẫu Bình",
    }
    assert found.inferred["commune"] == "dòng tiêu đề nhóm"
