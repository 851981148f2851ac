"""What a column and a table are: the two words everything else is declared with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import pandas as pd

from ketnghia_analysis.vocabulary.codes import DATE_PRECISIONS, CodeList


class Kind(StrEnum):
    """What sort of value a column holds; it decides how text is read and how it is stored."""

    ID = "id"
    TEXT = "text"
    CODE = "code"
    YES_NO = "yes_no"
    YEAR = "year"
    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    DEGREES = "degrees"


DTYPES: dict[Kind, str] = {
    Kind.ID: "str",
    Kind.TEXT: "str",
    Kind.CODE: "str",
    Kind.YES_NO: "boolean",
    Kind.YEAR: "Int64",
    Kind.COUNT: "Int64",
    Kind.NUMBER: "Float64",
    Kind.PERCENT: "Float64",
    Kind.MONEY: "Int64",
    Kind.DATE: "datetime64[us]",
    Kind.DEGREES: "Float64",
}
"""The pandas type each kind is stored as; all of them can say "missing" without saying zero."""

NUMERIC_KINDS = frozenset(
    {Kind.YEAR, Kind.COUNT, Kind.NUMBER, Kind.PERCENT, Kind.MONEY, Kind.DEGREES}
)


class Severity(StrEnum):
    """What happens to a row that fails a check."""

    HOLD = "hold"
    WARN = "warn"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: what it is called in files, what it means, what it may hold.

    Readers, checks, messages, forms and the data dictionary are all derived from these fields.

    Attributes:
        name: English name used in code and in the processed tables; carries unit and kind.
        heading: Vietnamese heading, as in forms and reports.
        meaning: what the value is, in English.
        kind: sort of value, see `Kind`.
        unit: key of `codes.UNITS`, empty where there is none.
        synonyms: other headings under which senders write it.
        required: a row without it can't be used; of a row sent in parts, one part must have it.
        codes: allowed codes of a `Kind.CODE` column.
        low: smallest value allowed.
        high: largest value allowed.
        personal: tells of one person; left out of what is published.
        refers_to: table whose key it holds.
        as_of: column of the same row whose date says which version of `refers_to` is meant.
        generated: made from the row's address where a file does not carry it.
        digits: length to which an id is filled with leading zeros that Excel took away.
        assumed: text that holds where a file has no such column at all.
        part: part of a form that is sent as several sheets.
        spans: a date that people also give as a month, a quarter or a year; the column then holds
            the last day that may be meant, `<name>_first` the first one, `<name>_precision` which.
        deadline: a date by which something is due; "before 30/6" then means that day.
        companion_of: column beside which this one was made; files never carry it themselves.
        aside: said beside the record (a remark); two rows that differ only in it do not conflict.
    """

    name: str
    heading: str
    meaning: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    synonyms: tuple[str, ...] = ()
    required: bool = False
    codes: CodeList | None = None
    low: float | None = None
    high: float | None = None
    personal: bool = False
    refers_to: str | None = None
    as_of: str | None = None
    generated: bool = False
    digits: int = 0
    assumed: str = ""
    part: str = ""
    spans: bool = False
    deadline: bool = False
    companion_of: str = ""
    aside: bool = False

    @property
    def dtype(self) -> str:
        """Pandas type of the stored column."""
        return DTYPES[self.kind]

    @property
    def headings(self) -> tuple[str, ...]:
        """All texts that announce this column in a file; none for a companion."""
        return () if self.companion_of else (self.heading, *self.synonyms)

    @property
    def companions(self) -> tuple[Column, ...]:
        """Columns that stand beside a date that may be a span; none for other columns."""
        if not self.spans:
            return ()
        first = Column(
            name=f"{self.name}_first",
            heading=f"{self.heading} (sớm nhất)",
            meaning=f"First day that `{self.name}` may mean; the same day where it is exact.",
            kind=Kind.DATE,
            companion_of=self.name,
        )
        precision = Column(
            name=f"{self.name}_precision",
            heading=f"{self.heading} (độ chính xác)",
            meaning=f"What `{self.name}` was given as; `{self.name}` is the last day of it.",
            kind=Kind.CODE,
            codes=DATE_PRECISIONS,
            companion_of=self.name,
        )
        return first, precision


@dataclass(frozen=True)
class Check:
    """A rule about one row, declared once: the check, its message and its severity.

    Attributes:
        name: unique within the table.
        columns: columns it looks at; the first is the one suspected when it fails.
        message: Vietnamese, what is wrong.
        holds: frame in, boolean series out (same index; missing values pass).
        severity: hold the row, or only warn.
    """

    name: str
    columns: tuple[str, ...]
    message: str
    holds: Callable[[pd.DataFrame], pd.Series]
    severity: Severity = Severity.HOLD


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: its columns, its key, the rules its rows obey.

    Attributes:
        name: English name; also the file name of the processed table.
        heading: Vietnamese title.
        meaning: what one row is, in English.
        columns: in the order in which they are stored.
        key: names of the columns that identify a row.
        checks: rules within a row.
        announced_by: words in titles and sheet names that announce the table.
        dated_by: date column that must lie in the year of the report in which a row stands.
        newest_wins: the same key in a later year's file replaces the earlier row.
        in_parts: a row may be put together from several sheets.
    """

    name: str
    heading: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    checks: tuple[Check, ...] = ()
    announced_by: tuple[str, ...] = ()
    dated_by: str | None = None
    newest_wins: bool = False
    in_parts: bool = False

    def __post_init__(self) -> None:
        """Give dates that may be spans their companions."""
        spread = [part for column in self.columns for part in (column, *column.companions)]
        object.__setattr__(self, "columns", tuple(spread))

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Columns by name."""
        return {column.name: column for column in self.columns}

    def __getitem__(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        return self.by_name[name]

    @property
    def names(self) -> list[str]:
        """Names of the columns in stored order."""
        return [column.name for column in self.columns]

    @property
    def dtypes(self) -> dict[str, str]:
        """Pandas types by column name."""
        return {column.name: column.dtype for column in self.columns}

    def empty(self) -> pd.DataFrame:
        """A frame of this table with no row, with all columns in their types."""
        return pd.DataFrame({column.name: pd.Series(dtype=column.dtype) for column in self.columns})


def passes(result: pd.Series) -> pd.Series:
    """A comparison's outcome with "unknown" as passing: a check judges only what is known."""
    return result.astype("boolean").fillna(True).astype(bool)


def at_most(small: Column, large: Column, severity: Severity = Severity.HOLD) -> Check:
    """Check that one column never exceeds another."""

    def holds(frame: pd.DataFrame) -> pd.Series:
        return passes(frame[small.name] <= frame[large.name])

    return Check(
        f"{small.name}_at_most_{large.name}",
        (small.name, large.name),
        f"{small.heading} lớn hơn {large.heading}",
        holds,
        severity,
    )


def not_before(late: Column, early: Column, severity: Severity = Severity.HOLD) -> Check:
    """Check that one date does not come before another."""

    def holds(frame: pd.DataFrame) -> pd.Series:
        unknown = frame[late.name].isna() | frame[early.name].isna()
        return unknown | (frame[late.name] >= frame[early.name])

    return Check(
        f"{late.name}_not_before_{early.name}",
        (late.name, early.name),
        f"{late.heading} trước {early.heading}",
        holds,
        severity,
    )
