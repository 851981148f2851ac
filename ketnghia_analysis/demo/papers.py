"""Papers: tables as officials lay them out, still as lines and cells, not yet as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ketnghia_analysis.demo.handwriting import PLAIN, Hand

MOTTO = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
)
FICTION = "(Số liệu hư cấu, chỉ để chạy thử phần mềm)"


@dataclass(frozen=True)
class Head:
    """A column on paper: which column of the vocabulary it carries, and what stands above it."""

    name: str
    heading: str
    group: str = ""


@dataclass
class Line:
    """A line of a table.

    Attributes:
        cells: what is written, by column name.
        key: key of the true row it tells of; None for lines that tell of none.
        row: row number on the sheet, known once the file is laid out.
    """

    cells: dict[str, Any]
    key: tuple[Any, ...] | None = None
    row: int = 0


@dataclass
class Group:
    """Lines under one sub-heading ("I. Xã Mẫu An"), or under none where the title is empty."""

    title: str
    lines: list[Line]


@dataclass
class Paper:
    """A table with what stands around it.

    Attributes:
        table: name of the table of the vocabulary.
        heads: columns in order, without the number column.
        groups: lines, under sub-headings or not.
        title: line above the table.
        unit_line: "Đơn vị tính: ..." above the table.
        units: a row of units below the headings, by column name.
        numbered: whether a row with column numbers follows the headings.
        merged: columns in which equal neighbours share one merged cell.
        totalled: columns with a total row at the end, with the word for it.
        notes: lines below the table.
    """

    table: str
    heads: Sequence[Head]
    groups: list[Group]
    title: str = ""
    unit_line: str = ""
    units: dict[str, str] = field(default_factory=dict)
    numbered: bool = False
    merged: tuple[str, ...] = ()
    totalled: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> list[Line]:
        """All lines of all groups."""
        return [line for group in self.groups for line in group.lines]

    def column_index(self, name: str, first: int) -> int:
        """Index of a column on the sheet, where the first head stands at index `first`."""
        return first + [head.name for head in self.heads].index(name)


@dataclass
class Sheet:
    """A sheet with one or more papers below each other."""

    name: str
    papers: list[Paper]
    sender: str = ""
    signed: tuple[str, str] | None = None


@dataclass
class Document:
    """A file of one sender.

    Attributes:
        path: below data/raw, with "/".
        sheets: one for a CSV file.
        hand: the sender's habits.
        encoding: of a CSV file.
    """

    path: str
    sheets: list[Sheet]
    hand: Hand = PLAIN
    encoding: str = "utf-8"

    @property
    def papers(self) -> list[Paper]:
        """All papers of all sheets."""
        return [paper for sheet in self.sheets for paper in sheet.papers]
