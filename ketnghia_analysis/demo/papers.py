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

WORKBOOK, OPEN_WORKBOOK, TEXT, WORD, SURVEY = "workbook", "open workbook", "text", "word", "survey"
"""What carries a document: an Excel workbook, an .ods one, a text file with separators, a Word
document, the export of a survey program."""
ARCHIVE = ".zip"


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
        hidden: whether the row is hidden, as a filter leaves it.
        struck: whether the row was deleted while Word tracked the changes.
    """

    cells: dict[str, Any]
    key: tuple[Any, ...] | None = None
    row: int = 0
    hidden: bool = False
    struck: bool = False


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
        total: the total row; its cells say by how much a total is not the sum of the lines.
        percent: columns in which numbers are formatted as percentages.
        notes: lines below the table.
        heading_row: last row of the headings on the sheet, known once the file is laid out.
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
    total: Line = field(default_factory=lambda: Line({}))
    percent: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    heading_row: int = 0

    @property
    def lines(self) -> list[Line]:
        """All lines of all groups."""
        return [line for group in self.groups for line in group.lines]

    def column_index(self, name: str, first: int) -> int:
        """Index of a column on the sheet, where the first head stands at index `first`."""
        return first + [head.name for head in self.heads].index(name)


@dataclass
class Sheet:
    """A sheet with one or more papers below each other.

    Attributes:
        name: as the program shows it; "table1", "table2" of a Word document, "" of a text file.
        papers: from top to bottom.
        sender: above all papers.
        signed: who signs below, left and right.
        hidden: whether the sheet is hidden.
    """

    name: str
    papers: list[Paper]
    sender: str = ""
    signed: tuple[str, str] | None = None
    hidden: bool = False


@dataclass
class Document:
    """A file of one sender.

    Attributes:
        path: below data/raw, with "/"; of a file in an archive "archive.zip/inner/path".
        sheets: one for a text file; none for a file that can't be read.
        hand: the sender's habits.
        carrier: what carries it.
        letters: character set of the text: a codec of Python, "TCVN3" or "VNI"; of a workbook
            "TCVN3" for cells in a font of that.
        spoilt: the bytes of a file that can't be read.
    """

    path: str
    sheets: list[Sheet]
    hand: Hand = PLAIN
    carrier: str = WORKBOOK
    letters: str = "utf-8"
    spoilt: bytes | None = None

    @property
    def papers(self) -> list[Paper]:
        """All papers of all sheets."""
        return [paper for sheet in self.sheets for paper in sheet.papers]

    @property
    def archive(self) -> str:
        """Path of the archive in which the file lies; "" where it lies in none."""
        archive, mark, _ = self.path.partition(f"{ARCHIVE}/")
        return archive + ARCHIVE if mark else ""

    @property
    def first_head(self) -> int:
        """Index of the sheet's column in which the first head of a paper stands."""
        return 0 if self.carrier in (TEXT, SURVEY) else 1

    def sends_in_parts(self, table: str) -> bool:
        """Whether the rows of a table are spread over several papers."""
        return sum(paper.table == table for paper in self.papers) > 1
