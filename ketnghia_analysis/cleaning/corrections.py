"""Dated corrections of raw cells: the file stays as it came, corrections.yml says what is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.utils.exceptions import CellCoordinatesException
from pydantic import BaseModel, ConfigDict

from ketnghia_analysis.intake.deliveries import Delivery
from ketnghia_analysis.intake.grids import shown
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.spelling import house_style
from ketnghia_analysis.vocabulary.yaml_files import read_entries

FILE = "corrections.yml"
COLUMNS = ["file", "sheet", "row", "cell", "table", "column", "before", "after", "rule"]
_REMEDY = "sửa mục này trong corrections.yml cho khớp với tệp gốc, hoặc xóa mục đã cũ"


class Correction(BaseModel):
    """One entry of corrections.yml.

    Attributes:
        file: path below the data folder.
        sheet: name of the sheet; empty for text files.
        cell: address as the sheet shows it.
        old: what the file says; if it says otherwise, the run stops.
        new: what is right; empty for "no data".
        reason: why, with the evidence.
        by: who decided it.
        on: when.
    """

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    file: str
    sheet: str = ""
    cell: str
    old: str
    new: str
    reason: str
    by: str
    on: date

    @property
    def place(self) -> tuple[int, int]:
        """Row from 1 and column from 0."""
        letters, row = coordinate_from_string(self.cell)
        return row, column_index_from_string(letters) - 1


def read_corrections(folder: Path) -> list[Correction]:
    """Entries of the folder's corrections.yml; none if there is no such file.

    Raises:
        DataFault: the file can't be read as a list of corrections; all faults at once.
    """
    remedy = "mỗi mục đính chính cần file, cell, old, new, reason, by, on"
    return read_entries(folder / FILE, Correction, remedy)


def apply_corrections(
    deliveries: list[Delivery], corrections: Sequence[Correction]
) -> tuple[list[Delivery], pd.DataFrame]:
    """Deliveries with the corrected cells, and the ledger entries for them.

    Raises:
        DataFault: a correction does not fit the file any more; all of them at once.
    """
    faults: list[str] = []
    entries = []
    by_file = {delivery.file: delivery for delivery in deliveries}
    for correction in corrections:
        problem = _apply(by_file, correction)
        if problem:
            faults.append(f"{correction.file}, ô {correction.cell}: {problem}")
            continue
        row, _ = correction.place
        entries.append(
            (
                correction.file,
                correction.sheet,
                row,
                correction.cell,
                "",
                "",
                correction.old,
                correction.new,
                "correction",
            )
        )
    if faults:
        raise DataFault(FILE, faults, _REMEDY)
    return deliveries, pd.DataFrame(entries, columns=COLUMNS)


def _apply(by_file: dict[str, Delivery], correction: Correction) -> str:
    """Replace one cell; says what is wrong where that can't be done."""
    delivery = by_file.get(correction.file)
    if delivery is None:
        return "không có tệp này"
    names = [grid.sheet for grid in delivery.grids]
    if correction.sheet not in names:
        return f"không có trang tính “{correction.sheet}”"
    try:
        row, column = correction.place
    except (CellCoordinatesException, ValueError):
        return "địa chỉ ô không đúng"
    number = names.index(correction.sheet)
    grid = delivery.grids[number]
    actual = shown(grid.rows.get(row, {}).get(column))
    if house_style(actual) != house_style(correction.old):
        return f"tệp ghi “{actual}”, mục đính chính ghi giá trị cũ là “{correction.old}”"
    cells = dict(grid.rows.get(row, {}))
    cells[column] = correction.new
    if not correction.new.strip():
        del cells[column]
    delivery.grids[number] = replace(grid, rows=grid.rows | {row: cells})
    return ""
