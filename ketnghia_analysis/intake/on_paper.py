"""What is found on a sheet: headings, tables, totals, and the kind of every other row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ketnghia_analysis.intake.headings import FoundColumn


@dataclass(frozen=True)
class Heading:
    """Heading rows that were recognised.

    Attributes:
        table: the table they announce.
        top: first heading row.
        bottom: last heading row.
        columns: columns found.
        unknown: index and text of headings that the table does not know.
        system: index and text of headings that a survey program wrote for itself.
        year: year of these columns where the table has columns for several years, or where one
            year stands in its headings.
        announced: whether a title, the sheet or the file names the table.
    """

    table: str
    top: int
    bottom: int
    columns: tuple[FoundColumn, ...]
    unknown: tuple[tuple[int, str], ...]
    system: tuple[tuple[int, str], ...] = ()
    year: int | None = None
    announced: bool = False


@dataclass(frozen=True)
class Total:
    """A row that states the sum of others.

    Attributes:
        row: number of the row.
        label: what it is called, as written.
        covers: numbers of the data rows it sums.
        values: raw values by column name.
    """

    row: int
    label: str
    covers: tuple[int, ...]
    values: dict[str, Any]


@dataclass(frozen=True)
class Submission:
    """How a survey program knows a row.

    Attributes:
        keys: ids of the row itself.
        parents: ids of the row it belongs to; empty for a row of the form itself.
        parent_table: name of the sheet or file in which the parent stands, if said.
        day: day on which the form was filled in or sent, as written.
    """

    keys: frozenset[str]
    parents: tuple[str, ...] = ()
    parent_table: str = ""
    day: str = ""


@dataclass(frozen=True)
class Block:
    """One table on a sheet.

    Attributes:
        heading: its headings.
        titles: texts above it, from the top of the sheet.
        rows: data rows: row number: {column name: raw value}.
        fills: rule by which a value was taken from elsewhere, by (row, column name).
        unit_line: "Đơn vị tính: ..." where one stands above.
        totals: rows that state sums of its data rows.
        year: year of its rows where the headings say it.
        refused: code of `reasons.HELD` by row, for rows that the sender's system did not accept.
        parents: (file, sheet, row) of the record to which a row belongs; None where there is none.
        submissions: what a survey program says of each row.
        by_line: whether each row is one line of a form, and all of them are one record.
    """

    heading: Heading
    titles: tuple[str, ...]
    rows: dict[int, dict[str, Any]]
    fills: dict[tuple[int, str], str]
    unit_line: str = ""
    totals: tuple[Total, ...] = ()
    year: int | None = None
    refused: dict[int, str] = field(default_factory=dict)
    parents: dict[int, tuple[str, str, int] | None] = field(default_factory=dict)
    submissions: dict[int, Submission] = field(default_factory=dict)
    by_line: bool = False


@dataclass
class SheetReading:
    """What was found on a sheet: blocks, and the kind of every non-empty row outside their data.

    Attributes:
        blocks: tables found.
        kinds: code of `reasons.STRUCTURAL` by row.
        unread: rows of which nobody knows what they are.
        unread_reason: code of `reasons.HELD` for them.
        unread_note: what an analyst said about them.
    """

    blocks: list[Block] = field(default_factory=list)
    kinds: dict[int, str] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)
    unread_reason: str = "unknown_table"
    unread_note: str = ""
