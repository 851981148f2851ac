"""Faults planted in the papers, each with what must become of it."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
from openpyxl.utils import get_column_letter

from ketnghia_analysis.demo import names
from ketnghia_analysis.demo.fault_kinds import DROPPED, FAULT_KINDS, HELD, FaultKind
from ketnghia_analysis.demo.layout import ErrorCell, Formula, first_head, is_csv
from ketnghia_analysis.demo.papers import Document, Line, Paper, Sheet
from ketnghia_analysis.demo.truth import District
from ketnghia_analysis.vocabulary.spelling import house_style
from ketnghia_analysis.vocabulary.tables import TABLES

PHONE = "0900 000 000"
PERSONAL_MARK = "[đã ẩn]"
NOT_LOST = ("duplicate",)


@dataclass(frozen=True)
class Spot:
    """A line of a paper, with where it stands."""

    document: Document
    sheet: Sheet
    paper: Paper
    line: Line


@dataclass(frozen=True)
class Planted:
    """A planted fault.

    Attributes:
        kind: its kind.
        spot: the line at fault.
        column: name of the column at fault.
        true_value: what the cell said before.
    """

    kind: FaultKind
    spot: Spot
    column: str
    true_value: Any = None

    @property
    def cell(self) -> str:
        """Address as the sheet shows it; known once the file is laid out."""
        index = self.spot.paper.column_index(self.column, first_head(self.spot.document))
        return f"{get_column_letter(index + 1)}{self.spot.line.row}"


def plant(documents: list[Document], seed: int) -> list[Planted]:
    """Plant all kinds of faults into the papers, in place.

    No line bears two faults, and a line that others stand on is left alone.
    """
    chance = random.Random(f"{seed}:faults")
    spots = [spot for document in documents for spot in _spots(document)]
    taken: set[int] = set()
    planted: list[Planted] = []
    for code, kind in FAULT_KINDS.items():
        fits = [
            spot
            for spot in spots
            if spot.paper.table == kind.table
            and id(spot.line) not in taken
            and _FITS.get(code, _has_value)(spot, kind.column)
        ]
        for spot in chance.sample(fits, k=kind.count):
            taken.add(id(spot.line))
            true_value = spot.line.cells.get(kind.column)
            for faulty in _PLANT[code](spot, kind.column):
                planted.append(Planted(kind, faulty, kind.column, true_value))
    return planted


def expected_tables(district: District, planted: list[Planted]) -> dict[str, pd.DataFrame]:
    """What cleaning must give: the truth without what the faults cost.

    A held line loses its row, or its part of a row that is sent in parts; a dropped cell is
    missing; so is a link to a row that was lost.
    """
    tables = {name: frame.copy() for name, frame in district.tables.items()}
    for fault in planted:
        _charge(tables, fault)
    for name, table in TABLES.items():
        for column in table.columns:
            if column.refers_to in ("commitments", "difficulties"):
                parent = tables[column.refers_to][TABLES[column.refers_to].key[0]]
                frame = tables[name]
                gone = frame[column.name].notna() & ~frame[column.name].isin(parent)
                frame.loc[gone, column.name] = pd.NA
    return {name: frame.reset_index(drop=True) for name, frame in tables.items()}


def corrections(planted: list[Planted]) -> list[dict[str, Any]]:
    """Entries of corrections.yml for the faults that are corrected."""
    return [
        {
            "file": fault.spot.document.path,
            "sheet": fault.spot.sheet.name,
            "cell": fault.cell,
            "old": str(fault.spot.line.cells[fault.column]),
            "new": str(fault.true_value),
            "reason": "Xã gọi điện báo số đúng, có biên bản kèm theo (hư cấu)",
            "by": "Phòng Dân tộc",
            "on": "2025-12-16",
        }
        for fault in planted
        if fault.kind.code == "corrected_later"
    ]


def _spots(document: Document) -> Iterator[Spot]:
    for sheet in document.sheets:
        for paper in sheet.papers:
            for line in paper.lines:
                yield Spot(document, sheet, paper, line)


def _charge(tables: dict[str, pd.DataFrame], fault: Planted) -> None:
    table = TABLES[fault.kind.table]
    frame = tables[table.name]
    key = fault.spot.line.key
    if key is None or fault.kind.reason in NOT_LOST:
        return
    row = pd.Series(True, index=frame.index)
    for column, value in zip(table.key, key, strict=True):
        row &= frame[column] == value
    if fault.kind.outcome == DROPPED:
        lost = ["latitude", "longitude"] if fault.column == "latitude" else [fault.column]
        if fault.column in table.names:
            lost += [companion.name for companion in table[fault.column].companions]
        frame.loc[row, lost] = pd.NA
    elif fault.kind.outcome == HELD and table.in_parts and not is_csv(fault.spot.document):
        carried = [head.name for head in fault.spot.paper.heads if head.name in table.names]
        frame.loc[row, [name for name in carried if name not in table.key]] = pd.NA
    elif fault.kind.outcome == HELD:
        tables[table.name] = frame[~row]
    elif fault.kind.code == "phone_number":
        frame.loc[row, fault.column] = house_style(f"{fault.true_value}, liên hệ {PERSONAL_MARK}")


# ------------------------------------------------------------------ where a fault fits

Fits = Callable[[Spot, str], bool]


def _has_value(spot: Spot, column: str) -> bool:
    return spot.line.cells.get(column) is not None


def _in_workbook(spot: Spot, column: str) -> bool:
    return _has_value(spot, column) and not is_csv(spot.document)


def _in_year(*years: int) -> Fits:
    def fits(spot: Spot, column: str) -> bool:
        return _has_value(spot, column) and any(
            spot.document.path.startswith(f"{year}/") for year in years
        )

    return fits


def _of_commune_book(spot: Spot, column: str) -> bool:
    return _in_workbook(spot, column) and "Xã" in spot.document.path


def _in_commune(commune: str) -> Fits:
    def fits(spot: Spot, column: str) -> bool:
        return (
            _has_value(spot, column)
            and spot.line.cells.get("commune_name") == commune
            and column not in spot.paper.merged
        )

    return fits


def _free_hamlet_name(spot: Spot, column: str) -> bool:
    return _has_value(spot, column) and not spot.paper.merged


def _promise_with_deadline(spot: Spot, column: str) -> bool:
    return _has_value(spot, column) and _has_value(spot, "due_on")


def _unlinked(spot: Spot, column: str) -> bool:
    return _has_value(spot, column) and spot.line.cells.get("commitment_id") is None


def _early_meeting(spot: Spot, column: str) -> bool:
    return _has_value(spot, column) and not spot.document.path.startswith(str(names.LAST_YEAR))


def _numbered_hamlet(spot: Spot, column: str) -> bool:
    return "Xã Mẫu An/" in spot.document.path and _has_value(spot, "households")


def _lasting_hamlet(spot: Spot, column: str) -> bool:
    return _has_value(spot, column) and "a" not in str(spot.line.cells["hamlet_id"])


_FITS: dict[str, Fits] = {
    "poor_above_households": _of_commune_book,
    "digit_too_many": _of_commune_book,
    "part_above_whole": _of_commune_book,
    "corrected_later": _of_commune_book,
    "error_cell": _in_workbook,
    "formula_without_value": _in_workbook,
    "hamlet_unknown": _of_commune_book,
    "hamlet_number_wrong": _numbered_hamlet,
    "hamlet_unsure": _in_commune("Mẫu Hòa"),
    "not_paired": _free_hamlet_name,
    "extension_before_deadline": _promise_with_deadline,
    "unit_slip": _has_value,
    "commune_of_another_time": _early_meeting,
    "duplicate_line": _unlinked,
    "conflicting_lines": _unlinked,
    "coordinates_swapped": _lasting_hamlet,
    "point_elsewhere": _lasting_hamlet,
}


# ------------------------------------------------------------------ how a fault is made

Plant = Callable[[Spot, str], list[Spot]]


def _set(value: Any, *also: tuple[str, Any]) -> Plant:
    def put(spot: Spot, column: str) -> list[Spot]:
        spot.line.cells[column] = value
        spot.line.cells.update(dict(also))
        return [spot]

    return put


def _number(value: Any) -> float:
    return float(str(value).replace(".", "").replace(",", ".")) if isinstance(value, str) else value


def _above(whole: str, by: int) -> Plant:
    def put(spot: Spot, column: str) -> list[Spot]:
        spot.line.cells[column] = int(_number(spot.line.cells[whole])) + by
        return [spot]

    return put


def _ten_times(spot: Spot, column: str) -> list[Spot]:
    spot.line.cells[column] = int(_number(spot.line.cells[column])) * 10
    return [spot]


def _in_dong(spot: Spot, column: str) -> list[Spot]:
    spot.line.cells[column] = f"{int(_number(spot.line.cells[column]) * 1_000_000):,}".replace(
        ",", "."
    )
    return [spot]


def _other_year(spot: Spot, column: str) -> list[Spot]:
    year = int(spot.document.path[:4])
    spot.line.cells[column] = f"15/10/{year + 3}"
    return [spot]


def _before_deadline(spot: Spot, column: str) -> list[Spot]:
    spot.line.cells[column] = "01/01/2020"
    return [spot]


def _with_phone(spot: Spot, column: str) -> list[Spot]:
    spot.line.cells[column] = f"{spot.line.cells[column]}, liên hệ {PHONE}"
    return [spot]


def _swap(spot: Spot, column: str) -> list[Spot]:
    cells = spot.line.cells
    cells["latitude"], cells["longitude"] = cells["longitude"], cells["latitude"]
    return [spot]


def _far_away(spot: Spot, column: str) -> list[Spot]:
    spot.line.cells["latitude"] = round(spot.line.cells["latitude"] + 0.5, 5)
    return [spot]


def _copy_after(spot: Spot, **changes: Any) -> Spot:
    twin = Line(copy.copy(spot.line.cells) | changes, spot.line.key)
    for group in spot.paper.groups:
        for place, line in enumerate(group.lines):
            if line is spot.line:
                group.lines.insert(place + 1, twin)
                return Spot(spot.document, spot.sheet, spot.paper, twin)
    raise ValueError("a spot's line stands in none of its paper's groups")


def _twice(spot: Spot, column: str) -> list[Spot]:
    return [_copy_after(spot)]


def _conflict(spot: Spot, column: str) -> list[Spot]:
    other = "Nội dung khác với dòng trên"
    return [spot, _copy_after(spot, content=other)]


_PLANT: dict[str, Plant] = {
    "poor_above_households": _above("households", 7),
    "part_above_whole": _above("hygienic_water_households", 9),
    "digit_too_many": _ten_times,
    "words_for_number": _set("chưa tổng hợp"),
    "error_cell": _set(ErrorCell("#DIV/0!")),
    "formula_without_value": _set(Formula("=C1-C2")),
    "hamlet_unknown": _set("Thôn Không Tên"),
    "hamlet_number_wrong": _set("Thôn 24"),
    "year_unknown": _set(2017),
    "corrected_later": _above("households", 400),
    "hamlet_unsure": _set("Thôn Mẫu Ha"),
    "impossible_date": _set("31/02/2024"),
    "date_missing": _set(None),
    "date_outside_year": _other_year,
    "not_paired": _set("Khu phố 6", ("commune_name", "Mẫu Trung")),
    "code_unknown": _set("Hoạt động lạ"),
    "optional_code_unknown": _set("Hội Mẫu"),
    "negative_count": _set(-15),
    "unit_slip": _in_dong,
    "phone_number": _with_phone,
    "duplicate_line": _twice,
    "conflicting_lines": _conflict,
    "optional_date_impossible": _set("30/02/2023"),
    "extension_before_deadline": _before_deadline,
    "agency_unknown": _set("Phòng Y tế"),
    "commune_of_another_time": _set("Mẫu Thuận"),
    "more_done_than_concluded": _above("conclusions", 3),
    "group_unknown": _set("Nhóm lạ"),
    "coordinates_swapped": _swap,
    "point_elsewhere": _far_away,
}
