"""Pandera schemas compiled from the table declarations."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import pandera.pandas as pa

from ketnghia_analysis.vocabulary.columns import Check, Column, Severity, Table, passes
from ketnghia_analysis.vocabulary.tables import TABLES

LIMITS = "limits"
CODES = "codes"


def _limits(column: Column) -> pa.Check:
    low = -float("inf") if column.low is None else column.low
    high = float("inf") if column.high is None else column.high
    return pa.Check(
        lambda values: passes((values >= low) & (values <= high)), name=LIMITS, error=LIMITS
    )


def _column(column: Column, nullable: bool) -> pa.Column:
    checks = []
    if column.low is not None or column.high is not None:
        checks.append(_limits(column))
    if column.codes is not None:
        checks.append(pa.Check.isin(column.codes.values, name=CODES, error=CODES))
    return pa.Column(column.dtype, checks, nullable=nullable, name=column.name)


@cache
def schema(table_name: str) -> pa.DataFrameSchema:
    """The schema of a clean table: columns, types, limits, codes, key and all holding row rules."""
    table = TABLES[table_name]
    columns = {
        column.name: _column(column, nullable=not column.required) for column in table.columns
    }
    rules = [_rule(check) for check in table.checks if check.severity is Severity.HOLD]
    return pa.DataFrameSchema(
        columns, checks=rules, unique=list(table.key), strict=True, name=table.name
    )


def value_faults(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Cells of a typed frame outside their limits or code list.

    Args:
        table: declaration of the table.
        frame: typed columns, any part of the table's columns; unique index.

    Returns:
        One row per faulty cell: `index` (of `frame`), `column`, `check` ("limits" or "codes").
    """
    present = [column for column in table.columns if column.name in frame]
    judged = pa.DataFrameSchema({column.name: _column(column, nullable=True) for column in present})
    cases = _failures(judged, frame[[column.name for column in present]])
    return cases[cases["check"].isin([LIMITS, CODES])]


def row_faults(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of a typed frame that break one of the table's rules.

    Rules of which a column is absent from the frame are not judged.

    Returns:
        One row per broken rule: `index` (of `frame`), `check` (name of the rule).
    """
    judged = [check for check in table.checks if set(check.columns) <= set(frame.columns)]
    cases = _failures(pa.DataFrameSchema(checks=[_rule(check) for check in judged]), frame)
    # pandera reports a frame-wide check once per column of the frame
    return cases[["index", "check"]].drop_duplicates(ignore_index=True)


def _rule(check: Check) -> pa.Check:
    return pa.Check(check.holds, name=check.name, error=check.name)


def _failures(judged: pa.DataFrameSchema, frame: pd.DataFrame) -> pd.DataFrame:
    nothing: dict[str, Any] = {"index": [], "column": [], "check": []}
    try:
        judged.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return errors.failure_cases.reindex(columns=list(nothing))
    return pd.DataFrame(nothing)
