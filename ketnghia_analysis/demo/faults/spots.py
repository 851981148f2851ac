"""Where faults fit, and the ways in which several of them are made."""

from __future__ import annotations

import copy
from typing import Any

from ketnghia_analysis.demo import names
from ketnghia_analysis.demo.faults.kinds import Fits, Plant, Spot, has_value
from ketnghia_analysis.demo.papers import WORKBOOK, Line
from ketnghia_analysis.vocabulary.spelling import house_style

# ------------------------------------------------------------------ where a fault fits


def in_workbook(spot: Spot, column: str) -> bool:
    """In an Excel workbook."""
    return has_value(spot, column) and spot.document.carrier == WORKBOOK


def of_commune_book(spot: Spot, column: str) -> bool:
    """In the Excel workbook of a commune."""
    return in_workbook(spot, column) and "Xã" in spot.document.path


def of_evaluated_year(spot: Spot, column: str) -> bool:
    """In a paper of the year that is evaluated, so that its report tells of the fault."""
    return has_value(spot, column) and spot.document.path.startswith(f"{names.EVALUATED_YEAR}/")


def in_commune(commune: str) -> Fits:
    """In a line that names the commune, not in a merged cell."""

    def fits(spot: Spot, column: str) -> bool:
        return (
            has_value(spot, column)
            and house_style(str(spot.line.cells.get("commune_name"))) == commune
            and column not in spot.paper.merged
        )

    return fits


def number_in(cell: Any) -> float:
    """The number that a cell says."""
    return float(str(cell).replace(".", "").replace(",", ".")) if isinstance(cell, str) else cell


# ------------------------------------------------------------------ how a fault is made


def put(value: Any, *also: tuple[str, Any]) -> Plant:
    """Writes a value into the cell, and others beside it."""

    def plant(spot: Spot, column: str) -> list[Spot]:
        spot.line.cells[column] = value
        spot.line.cells.update(dict(also))
        return [spot]

    return plant


def above(whole: str, by: int) -> Plant:
    """Writes more into the cell than stands in the cell of the whole."""

    def plant(spot: Spot, column: str) -> list[Spot]:
        spot.line.cells[column] = int(number_in(spot.line.cells[whole])) + by
        return [spot]

    return plant


def ten_times(*columns: str) -> Plant:
    """Writes ten times the number into cells of the line."""

    def plant(spot: Spot, column: str) -> list[Spot]:
        for name in columns:
            spot.line.cells[name] = int(number_in(spot.line.cells[name])) * 10
        return [spot]

    return plant


def add_twin(spot: Spot, **changes: Any) -> Spot:
    """A copy of the line below it, with changed cells."""
    twin = Line(copy.copy(spot.line.cells) | changes, spot.line.key)
    for group in spot.paper.groups:
        for place, line in enumerate(group.lines):
            if line is spot.line:
                group.lines.insert(place + 1, twin)
                return Spot(spot.document, spot.sheet, spot.paper, twin)
    raise ValueError("a spot's line stands in none of its paper's groups")
