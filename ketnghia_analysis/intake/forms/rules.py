"""Limits of the vocabulary as Excel keeps them: what a cell accepts, when it turns red."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ketnghia_analysis.intake.forms.sheets import FormSheet
from ketnghia_analysis.intake.forms.words import CHOSEN_NAMES, limits_said
from ketnghia_analysis.vocabulary.columns import NUMERIC_KINDS, Check, Column, Kind
from ketnghia_analysis.vocabulary.hamlet_figures import PEOPLE_PER_HOUSEHOLD
from ketnghia_analysis.vocabulary.periods import Window
from ketnghia_analysis.vocabulary.tables import TABLES
from ketnghia_analysis.vocabulary.wording import date_vi

EARLIEST, LATEST = date(1950, 1, 1), date(2035, 12, 31)
LEAST_DONG = 1000
"""A smaller sum is meant in thousands or millions; intake would have to ask."""
YES_NO = ("Có", "Không")
HAMLETS_OF_COMMUNE = (
    "=OFFSET(DM_HAMLETS_FIRST,MATCH({commune},DM_HAMLET_COMMUNES,0)-1,0,"
    "COUNTIF(DM_HAMLET_COMMUNES,{commune}),1)"
)
"""Hamlets of the commune chosen in another cell of the row; the list is sorted by commune."""


@dataclass(frozen=True)
class Alarm:
    """Cells that turn red: the column, the formula for the first row, what is wrong."""

    column: str
    formula: str
    message: str


def date_limits(sheet: FormSheet, column: Column, window: Window) -> tuple[date, date]:
    """First and last day that a column takes; reports take days of their year only."""
    if column.name != TABLES[sheet.table].dated_by:
        return EARLIEST, LATEST
    year = window.year
    return min(window.start, date(year, 1, 1)), max(window.end, date(year, 12, 31))


@dataclass(frozen=True)
class Limits:
    """What the cells of a sheet accept, as XlsxWriter wants it.

    Attributes:
        sheet: the sheet.
        window: the reporting year.
        lists: defined name of a list by column or code list name.
        first_cell: gives the address of a column's first entry, column letter fixed.
    """

    sheet: FormSheet
    window: Window
    lists: Mapping[str, str]
    first_cell: Callable[[str], str]

    def validation(self, column: Column) -> dict[str, Any] | None:
        """What the cells of a column accept, with its message; None where anything goes."""
        found = self._accepted(column)
        if found is None:
            return None
        message = found.pop("message")
        return found | {
            "ignore_blank": True,
            "error_title": column.heading[:32],
            "error_message": message[:255],
        }

    def _accepted(self, column: Column) -> dict[str, Any] | None:
        if column.name in CHOSEN_NAMES:
            return self._names(column)
        if column.codes is not None:
            source = f"={self.lists[column.codes.name]}"
            return {
                "validate": "list",
                "source": source,
                "message": "Chọn một mục trong danh sách.",
            }
        if column.kind is Kind.YES_NO:
            return {"validate": "list", "source": list(YES_NO), "message": "Chọn Có hoặc Không."}
        if column.kind is Kind.DATE:
            first, last = date_limits(self.sheet, column, self.window)
            said = f"Ghi ngày/tháng/năm, từ {date_vi(first)} đến {date_vi(last)}."
            between = {"criteria": "between", "minimum": first, "maximum": last}
            return {"validate": "date", **between, "message": said}
        if column.kind is Kind.MONEY:
            return self._money(column)
        if column.kind in NUMERIC_KINDS:
            kind = "integer" if column.kind in (Kind.COUNT, Kind.YEAR) else "decimal"
            between = {"criteria": "between", "minimum": column.low, "maximum": column.high}
            return {"validate": kind, **between, "message": f"{limits_said(column)}."}
        return None

    def _money(self, column: Column) -> dict[str, Any]:
        cell = self.first_cell(column.name)
        within = f"AND({cell}>={LEAST_DONG},{cell}<={column.high:.0f})"
        formula = f"=AND(ISNUMBER({cell}),OR({cell}=0,{within}))"
        said = "Ghi bằng đồng, không ghi bằng triệu đồng: mười lăm triệu ghi 15000000."
        return {"validate": "custom", "value": formula, "message": said}

    def _names(self, column: Column) -> dict[str, Any] | None:
        if column.name not in self.lists:
            return None
        source = f"={self.lists[column.name]}"
        if "commune_name" not in self.sheet.named_by:
            said = "Chọn một tên trong danh sách thả xuống."
            return {"validate": "list", "source": source, "message": said}
        if column.name == "hamlet_name":
            source = HAMLETS_OF_COMMUNE.format(commune=self.first_cell("commune_name"))
        # names that are new this year may be written all the same
        said = "Tên này không có trong danh sách. Chọn trong danh sách, hoặc giữ nếu là tên mới."
        return {"validate": "list", "source": source, "error_type": "warning", "message": said}


def alarms(
    sheet: FormSheet, cell_of: Callable[[str], str | None], present: Callable[[str], bool]
) -> Iterator[Alarm]:
    """Rules between two columns, as far as both stand in the workbook.

    Args:
        sheet: the sheet to be coloured.
        cell_of: address of a column's first input cell, with its sheet if it is another one.
        present: whether a column stands on the sheet itself.
    """
    for check in TABLES[sheet.table].checks:
        suspect = check.columns[0]
        cells = [cell_of(name) for name in check.columns]
        if not present(suspect) or None in cells:
            continue
        condition = _condition(check, [str(cell) for cell in cells])
        if condition:
            known = ",".join(f"ISNUMBER({cell})" for cell in cells)
            yield Alarm(suspect, f"=AND({known},{condition})", check.message)


def _condition(check: Check, cells: list[str]) -> str:
    """Formula that is true where a rule is broken; "" for rules that have no such formula."""
    first, second, *_ = cells
    if check.name == "_at_most_".join(check.columns):
        return f"{first}>{second}"
    if check.name == "_not_before_".join(check.columns):
        return f"{first}<{second}"
    if check.name == "people_per_household":
        low, high = PEOPLE_PER_HOUSEHOLD
        return f"OR({first}<{low}*{second},{first}>{high}*{second})"
    return ""
