"""What a planted fault is: its kind, the place where it stands, what must become of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from ketnghia_analysis.demo.papers import SURVEY, Document, Line, Paper, Sheet

HELD, ASKED, DROPPED, REPAIRED, READ, WARNED = (
    *("held", "asked", "dropped", "repaired", "read", "warned"),
)
OUTCOMES: dict[str, str] = {
    HELD: "the row, the sheet or the file is held in the quarantine",
    ASKED: "the row is held until an analyst has answered a question about its name",
    DROPPED: "the cell becomes missing, the row stays; entered in the ledger",
    REPAIRED: "the value is put right; entered in the ledger",
    READ: "nothing is lost: the row is read as it is",
    WARNED: "a warning names the cell; nothing is held",
}
"""What may become of a fault."""
COSTS_A_ROW = (HELD, ASKED)


@dataclass(frozen=True)
class Spot:
    """Where something stands: a line of a paper; or no line but a paper, a sheet or a file."""

    document: Document
    sheet: Sheet = field(default_factory=lambda: Sheet("", []))
    paper: Paper = field(default_factory=lambda: Paper("", [], []))
    line: Line = field(default_factory=lambda: Line({}))


@dataclass(frozen=True)
class Planted:
    """A planted fault.

    Attributes:
        kind: its kind.
        spot: what is at fault.
        true_value: what the cell said before.
    """

    kind: FaultKind
    spot: Spot
    true_value: Any = None

    @property
    def file(self) -> str:
        """Path below data/raw."""
        return self.spot.document.path

    @property
    def sheet(self) -> str:
        """Name of the sheet; "" for a text file or a whole file."""
        return self.spot.sheet.name

    @property
    def row(self) -> int:
        """Row as the sheet shows it, known once the file is laid out.

        Of a column the last row of its headings, of a sheet the first row, of a whole file 0.
        """
        if self.spot.line.row or self.kind.column:
            return self.spot.line.row or self.spot.paper.heading_row
        return 1 if self.spot.sheet.papers else 0

    @property
    def cell(self) -> str:
        """Address as the sheet shows it; "" where no cell is at fault."""
        if not self.kind.column:
            return ""
        index = self.spot.paper.column_index(self.kind.column, self.spot.document.first_head)
        return f"{get_column_letter(index + 1)}{self.row}"


Plant = Callable[[Spot, str], list[Spot]]
"""Makes a fault at the spot, in the column; gives what is at fault."""
Fits = Callable[[Spot, str], bool]
"""Whether a fault may be planted at the spot, in the column."""


def has_value(spot: Spot, column: str) -> bool:
    """Whether the cell is filled by hand; a survey program leaves no room for slips."""
    return spot.line.cells.get(column) is not None and spot.document.carrier != SURVEY


def nothing(planted: Planted) -> Mapping[str, Any]:
    """Where cleaning finds the truth again."""
    return {}


@dataclass(frozen=True)
class FaultKind:
    """A kind of fault.

    Attributes:
        code: name of the kind.
        meaning: what the official did.
        table: table in whose papers it is planted.
        column: column at fault; "" where it is a whole row, sheet or file.
        outcome: key of `OUTCOMES`.
        reason: code of `reasons.HELD` for what is held, of `reasons.CHANGED` for cells; "" where
            nothing is entered in a book.
        count: how many are planted.
        plant: makes it.
        fits: where it may be planted.
        becomes: values by column that cleaning gives in the place of the true ones.
    """

    code: str
    meaning: str
    table: str
    column: str
    outcome: str
    reason: str
    count: int
    plant: Plant
    fits: Fits = has_value
    becomes: Callable[[Planted], Mapping[str, Any]] = nothing
