"""What makes a sheet of the annex checkable: totals as formulas, named ranges, bars."""

from __future__ import annotations

import pandas as pd
from xlsxwriter.utility import xl_range, xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.spelling import toneless_key
from ketnghia_analysis.vocabulary.wording import Written

SUM, AVERAGE = 109, 101
"""Functions of SUBTOTAL that leave filtered rows out."""
TOTALS_LABEL = "Cộng (số đếm), bình quân (điểm, tỷ lệ) của các dòng đang hiện"
_USUAL = {Written.WHOLE: SUM, Written.ONE_DECIMAL: AVERAGE, Written.PERCENT: AVERAGE}
_APART: dict[str, int | None] = {
    "Số ngày quá hạn": AVERAGE,
    # of every unit there is
    "Chỉ tiêu": None,
    "Kết quả": None,
    # rows, not amounts
    "Dòng": None,
}
_WITHOUT = ("movements", "unmet", "shrunk_rates", "figures", "cells", "held", "rules")
"""Tables whose columns hold no amounts that could be added."""
_BAR = "#9CC3DE"


def functions_of(shown: ReportTable) -> dict[int, int]:
    """Which columns of a table have a total.

    Returns:
        The number of the column, and the function of SUBTOTAL.
    """
    if shown.name in _WITHOUT or len(shown.frame) < 2:
        return {}
    found = {}
    for place, heading in enumerate(map(str, shown.frame.columns)):
        usual = _USUAL.get(shown.shown.get(heading, Written.TEXT))
        function = _APART.get(heading, usual) if usual else None
        if function and numbers(shown, place).notna().any():
            found[place] = function
    return found


def numbers(shown: ReportTable, column: int) -> pd.Series:
    """The numbers of a column; texts such as "(*)" are missing."""
    return pd.to_numeric(shown.frame.iloc[:, column].astype(object), errors="coerce")


def total(shown: ReportTable, column: int, first_row: int, function: int) -> tuple[str, float]:
    """The formula of a column's total and what it gives while nothing is filtered."""
    values = numbers(shown, column).astype("float64")
    cells = xl_range(first_row, column, first_row + len(values) - 1, column)
    value = values.sum() if function == SUM else values.mean()
    return f"=SUBTOTAL({function},{cells})", float(value)


def name_range(book: Workbook, page: Worksheet, shown: ReportTable, first_row: int) -> None:
    """Give the rows of a sheet with their headings a name, such as "bang_cap_ket_nghia"."""
    name = "bang_" + "_".join(toneless_key(page.name).split())
    last = first_row + max(len(shown.frame), 1) - 1
    cells = xl_range_abs(first_row - 1, 0, last, len(shown.frame.columns) - 1)
    book.define_name(name, f"='{page.name}'!{cells}")


def add_bars(page: Worksheet, shown: ReportTable, first_row: int) -> None:
    """Bars from 0 to 100 behind points of 100 and percentages."""
    for place, heading in enumerate(map(str, shown.frame.columns)):
        kind = shown.shown.get(heading, Written.TEXT)
        percent = kind is Written.PERCENT or (kind is Written.ONE_DECIMAL and "(%)" in heading)
        points = kind is Written.ONE_DECIMAL and heading in ("Điểm thấp nhất", "Điểm cao nhất")
        if not (percent or points) or shown.name == "movements" or shown.frame.empty:
            continue
        page.conditional_format(
            *(first_row, place, first_row + len(shown.frame) - 1, place),
            {
                "type": "data_bar", "bar_color": _BAR, "bar_solid": True,
                "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100,
            },
        )  # fmt: skip
