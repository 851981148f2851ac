"""Small folders for tests: a district of two communes, and files that officials send about it."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import yaml

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.vocabulary.tables import readable_columns

Row = Mapping[str, Any]

SMALL_DISTRICT: dict[str, list[Row]] = {
    "communes": [
        {"commune_code": "99001", "name": "Mẫu An", "valid_to": "30/06/2025"},
        {"commune_code": "99004", "name": "Mẫu Bình"},
        {"commune_code": "99007", "name": "Mẫu Thuận", "valid_from": "01/07/2025"},
    ],
    "hamlets": [
        {"hamlet_id": "A2", "name": "Thôn 2", "commune_code": "99001"},
        {"hamlet_id": "A4", "name": "Thôn 4", "commune_code": "99001"},
        {"hamlet_id": "A14", "name": "Thôn 14", "commune_code": "99001"},
        {"hamlet_id": "B2", "name": "Thôn 2", "commune_code": "99004"},
        {"hamlet_id": "BS", "name": "Thôn Suối Mẫu", "commune_code": "99004"},
        {"hamlet_id": "BT", "name": "Thôn Tổng", "commune_code": "99004"},
    ],
    "agencies": [
        {"agency_id": "CQ1", "name": "Phòng Tư pháp", "short_name": "Phòng TP"},
        {"agency_id": "CQ2", "name": "Phòng Tài nguyên và Môi trường", "short_name": "P. TNMT"},
    ],
    "survey_rounds": [
        {"round_id": f"D{year}", "year": year, "reference_date": f"31/12/{year}"}
        for year in (2023, 2024)
    ],
    "pairings": [
        {"pairing_id": "K1", "agency_id": "CQ1", "hamlet_id": "A2"},
        {"pairing_id": "K2", "agency_id": "CQ2", "hamlet_id": "BS"},
    ],
}
_ALWAYS: dict[str, Row] = {
    "communes": {"commune_type": "xã", "valid_from": "01/01/2000"},
    "hamlets": {"valid_from": "01/01/2010"},
    "agencies": {"valid_from": "01/01/2010"},
    "survey_rounds": {"poverty_standard": "07/2021"},
    "pairings": {"valid_from": "10/07/2020", "role": "chủ trì", "period": "2020-2025"},
}


def headings(table: str, names: Sequence[str]) -> list[str]:
    """The vocabulary's Vietnamese headings of columns of a table."""
    known = readable_columns(table)
    return [known[name].heading for name in names]


def laid_out(table: str, rows: Sequence[Row]) -> list[list[Any]]:
    """Rows of a table below their headings; what a row does not say stays empty."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [headings(table, names), *([row.get(name) for name in names] for row in rows)]


def send_csv(path: Path, table: str, rows: Sequence[Row], title: str = "") -> None:
    """Write rows as a text file with semicolons."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(
            [*([[title]] if title else []), *laid_out(table, rows)]
        )


def send_book(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    """Write cells to the sheets of a workbook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    book.save(path)


def send_registers(folder: Path, **more: Sequence[Row]) -> None:
    """Write the registers of the small district, with more rows for some of them."""
    for table, rows in SMALL_DISTRICT.items():
        complete = [_ALWAYS[table] | row for row in (*rows, *more.get(table, ()))]
        send_csv(folder / "danh-muc" / f"{table}.csv", table, complete)


def send_corrections(folder: Path, *corrections: Row) -> None:
    """Write corrections.yml; who, why and when are the same for all."""
    about = {"reason": "gọi điện hỏi lại", "by": "Phòng Dân tộc", "on": "2025-01-02"}
    text = yaml.safe_dump([dict(one) | about for one in corrections], allow_unicode=True)
    (folder / "corrections.yml").write_text(text, encoding="utf-8")


def fate(cleaned: Cleaned, file: str, row: int, sheet: str = "") -> tuple[str, str]:
    """What became of a row: its status, and its key where it is clean or else the reason."""
    rows = cleaned.accounts
    found = rows[(rows["file"] == file) & (rows["sheet"] == sheet) & (rows["row"] == row)]
    assert len(found) == 1, f"{file} {sheet} {row}: {len(found)}"
    one = found.iloc[0]
    return one["status"], one["key"] or one["reason"]


def entries(book: pd.DataFrame, file: str, row: int, sheet: str = "") -> pd.DataFrame:
    """Lines of the ledger or the quarantine about a row."""
    return book[(book["file"] == file) & (book["sheet"] == sheet) & (book["row"] == row)]


def record(cleaned: Cleaned, table: str, **key: Any) -> dict[str, Any]:
    """The clean record with a key."""
    frame = pd.DataFrame(cleaned.tables[table])
    for name, value in key.items():
        frame = frame[frame[name] == value]
    assert len(frame) == 1, f"{table} {key}: {len(frame)}"
    return frame.to_dict("records")[0]
