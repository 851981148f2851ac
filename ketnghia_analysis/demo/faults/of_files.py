"""Faults of whole columns, sheets and files."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import PurePosixPath

from ketnghia_analysis.demo.carriers.spoilt import (
    EMPTY,
    SCAN,
    cut_off_workbook,
    photographed_table,
)
from ketnghia_analysis.demo.faults.kinds import HELD, WARNED, FaultKind, Plant, Spot, has_value
from ketnghia_analysis.demo.faults.spots import in_workbook, of_commune_book
from ketnghia_analysis.demo.papers import Document, Group, Head, Line, Paper, Sheet

RESIDENTS = ("Mẫu Thị Không Có", "Mẫu Văn Hư Cấu", "Mẫu Văn Không Thật")
"""Names of nobody."""
IDENTITY_NUMBERS = ("000000000011", "000000000022", "000000000033")
"""Numbers of nobody."""


def _unlinked(spot: Spot, column: str) -> bool:
    return in_workbook(spot, column) and spot.line.cells.get("commitment_id") is None


def _of_several(spot: Spot, column: str) -> bool:
    """A paper with so many lines that a column about persons is filled."""
    return in_workbook(spot, "date") and len(spot.paper.lines) >= len(RESIDENTS)


def _about_residents(heading: str, values: tuple[str, ...]) -> Plant:
    """Adds a column about single persons to the paper."""

    def plant(spot: Spot, column: str) -> list[Spot]:
        spot.paper.heads = [*spot.paper.heads, Head(column, heading)]
        for place, line in enumerate(spot.paper.lines):
            line.cells[column] = values[place % len(values)]
        return [Spot(spot.document, spot.sheet, spot.paper)]

    return plant


def _sent_again(spot: Spot, column: str) -> list[Spot]:
    """The line once more in a second file of the sender."""
    path = PurePosixPath(spot.document.path)
    # in a column without any tick a dash would say nothing
    cells = {name: "không" if cell == "-" else cell for name, cell in spot.line.cells.items()}
    line = Line(cells, spot.line.key)
    paper = Paper(spot.paper.table, spot.paper.heads, [Group("", [line])], spot.paper.title)
    sheet = Sheet(spot.sheet.name, [paper], spot.sheet.sender)
    again = Document(f"{path.parent}/Bo sung {path.stem.lower()}.xlsx", [sheet], spot.document.hand)
    return [Spot(again, sheet, paper, line)]


def _earlier_version(spot: Spot, column: str) -> list[Spot]:
    """The paper in a file that another one has replaced."""
    path = PurePosixPath(spot.document.path)
    lines = [Line(copy.copy(line.cells)) for line in spot.paper.lines]
    paper = copy.copy(spot.paper)
    paper.groups = [Group("", lines)]
    sheet = Sheet(spot.sheet.name, [paper], spot.sheet.sender)
    name = f"{path.parent}/{path.stem} (ban cu).xlsx"
    return [Spot(Document(name, [sheet], spot.document.hand), sheet)]


def _in_hidden_sheet(spot: Spot, column: str) -> list[Spot]:
    """The paper once more on a sheet that was hidden and forgotten."""
    lines = [Line(copy.copy(line.cells)) for line in spot.paper.lines]
    paper = copy.copy(spot.paper)
    paper.groups = [Group("", lines)]
    hidden = Sheet("Nháp", [paper], spot.sheet.sender, hidden=True)
    spot.document.sheets.append(hidden)
    return [Spot(spot.document, hidden)]


def _beside(name: str, content: Callable[[], bytes]) -> Plant:
    """A file that can't be read, beside the document."""

    def plant(spot: Spot, column: str) -> list[Spot]:
        folder = PurePosixPath(spot.document.path).parent
        return [Spot(Document(f"{folder}/{name}", [], spoilt=content()))]

    return plant


FAULTS = (
    FaultKind(
        "residents_names",
        "a column with names of residents",
        "activities",
        "resident_name",
        WARNED,
        "",
        1,
        _about_residents("Họ và tên người nhận", RESIDENTS),
        _of_several,
    ),
    FaultKind(
        "residents_numbers",
        "a column with identity numbers of residents",
        "activities",
        "resident_number",
        WARNED,
        "",
        1,
        _about_residents("Số CCCD người nhận", IDENTITY_NUMBERS),
        _of_several,
    ),
    FaultKind(
        "line_in_two_files",
        "a line of the report once more in a second file",
        "activities",
        "activity_id",
        HELD,
        "duplicate",
        2,
        _sent_again,
        _unlinked,
    ),
    FaultKind(
        "hidden_sheet",
        "a draft on a hidden sheet",
        "hamlet_figures",
        "",
        HELD,
        "hidden_sheet",
        1,
        _in_hidden_sheet,
        lambda spot, _: of_commune_book(spot, "households"),
    ),
    FaultKind(
        "earlier_version",
        "a file that was replaced, as an analyst notes in SOURCES.yml",
        "hamlet_figures",
        "",
        HELD,
        "excluded",
        1,
        _earlier_version,
        lambda spot, _: of_commune_book(spot, "households"),
    ),
    FaultKind(
        "broken_file",
        "a workbook whose copying was broken off",
        "hamlet_figures",
        "",
        HELD,
        "unreadable_file",
        1,
        _beside("Bieu 01 (gui lan dau).xlsx", cut_off_workbook),
        lambda spot, _: of_commune_book(spot, "households"),
    ),
    FaultKind(
        "empty_file",
        "a file without any content",
        "hamlet_figures",
        "",
        HELD,
        "empty_file",
        1,
        _beside("Bieu 01.csv", lambda: EMPTY),
        lambda spot, _: of_commune_book(spot, "households"),
    ),
    FaultKind(
        "picture_only",
        "a photograph of the table in a Word document",
        "hamlet_figures",
        "",
        HELD,
        "image_only",
        1,
        _beside("Anh chup bieu 01.docx", photographed_table),
        lambda spot, _: of_commune_book(spot, "households"),
    ),
    FaultKind(
        "scan",
        "a scan of the signed report",
        "activities",
        "",
        HELD,
        "unsupported_file",
        1,
        _beside("Ban quet bao cao.pdf", lambda: SCAN),
        lambda spot, _: has_value(spot, "date"),
    ),
)
