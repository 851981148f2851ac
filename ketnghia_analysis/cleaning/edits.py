"""Edit rules: what a row may not say, judged when its values and references are known."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ketnghia_analysis.cleaning.gather import Gathered
from ketnghia_analysis.cleaning.ledger import Books, heading_of, value_text
from ketnghia_analysis.vocabulary.columns import Severity, Table
from ketnghia_analysis.vocabulary.periods import DayOfYear, reporting_year
from ketnghia_analysis.vocabulary.schema import row_faults, value_faults
from ketnghia_analysis.vocabulary.wording import date_vi, number_vi


def check_values(
    table: Table, values: pd.DataFrame, gathered: Gathered, books: Books
) -> pd.DataFrame:
    """Values within limits and code lists; others hold the row or, if optional, become missing."""
    kept = values.copy()
    for fault in value_faults(table, values).itertuples():
        column = table[fault.column]
        raw = gathered.raw.at[fault.index, column.name]
        reason = "out_of_limits" if fault.check == "limits" else "unknown_code"
        if column.required:
            books.hold(fault.index, column.name, reason, raw)
        else:
            books.drop(fault.index, column.name, reason, raw)
            kept.loc[fault.index, column.name] = pd.NA
    return kept


def check_year(
    table: Table, values: pd.DataFrame, gathered: Gathered, books: Books, ends: DayOfYear
) -> None:
    """Dates of a yearly report lie in its reporting year, or at least in its calendar year."""
    if table.dated_by is None or table.dated_by not in values:
        return
    for row_id, day in values[table.dated_by].dropna().items():
        year = gathered.origin.at[row_id, "year"]
        if pd.isna(year):
            continue
        window = reporting_year(int(year), ends)
        first = min(pd.Timestamp(window.start), pd.Timestamp(int(year), 1, 1))
        last = max(pd.Timestamp(window.end), pd.Timestamp(int(year), 12, 31))
        if not first <= day <= last:
            detail = f"báo cáo năm {year} nhận ngày từ {date_vi(first)} đến {date_vi(last)}"
            raw = gathered.raw.at[row_id, table.dated_by]
            books.hold(row_id, table.dated_by, "outside_year", raw, detail)


def check_rules(
    table: Table, values: pd.DataFrame, suppliers: Mapping[str, pd.Series], books: Books
) -> tuple[set[int], pd.DataFrame]:
    """Judge whole rows by the table's rules.

    Args:
        table: its declaration.
        values: typed rows.
        suppliers: for each column, the raw row that supplied it (row ids, same index as `values`).
        books: take the faults.

    Returns:
        Ids of raw rows now held, and the warnings: `row_id`, `column`, `message`.
    """
    checks = {check.name: check for check in table.checks}
    held: set[int] = set()
    warnings: list[tuple[int, str, str]] = []
    for fault in row_faults(table, values).itertuples():
        check = checks[fault.check]
        suspect, *others = check.columns
        said = ", ".join(
            f"{heading_of(table.name, name)}: {_shown(values.at[fault.index, name])}"
            for name in others
        )
        row_id = int(suppliers[suspect][fault.index])
        message = f"{check.message} ({said})"
        if check.severity is Severity.WARN:
            warnings.append((row_id, suspect, message))
            continue
        books.hold(row_id, suspect, "rule_broken", values.at[fault.index, suspect], message)
        held.add(row_id)
    return held, pd.DataFrame(warnings, columns=["row_id", "column", "message"])


def _shown(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return date_vi(value)
    if isinstance(value, int | float):
        return number_vi(value, 0 if float(value).is_integer() else 1)
    return value_text(value)
