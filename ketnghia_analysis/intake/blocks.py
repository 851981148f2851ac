"""Tables on a sheet: what each row below the headings is, and which rows a total covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from ketnghia_analysis.intake import kobo, line_forms
from ketnghia_analysis.intake.announced import Hints
from ketnghia_analysis.intake.communes_named import commune_in, commune_of_line, is_known_commune
from ketnghia_analysis.intake.covered_rows import Mark, totals_of
from ketnghia_analysis.intake.forms.marks import form_code, is_blank_form_row, is_form_aid
from ketnghia_analysis.intake.grids import Grid, shown
from ketnghia_analysis.intake.layout import Region, find_regions, title_start
from ketnghia_analysis.intake.on_paper import Block, Heading, SheetReading
from ketnghia_analysis.intake.row_kinds import (
    DATA,
    is_column_numbers,
    is_prose,
    is_section_line,
    is_unit_row,
    kind_of_row,
)
from ketnghia_analysis.intake.sheet_parts import part_of, rows_between, texts_of
from ketnghia_analysis.vocabulary.columns import Kind
from ketnghia_analysis.vocabulary.spelling import tidy, toneless_key
from ketnghia_analysis.vocabulary.tables import readable_columns

__all__ = ["Block", "Heading", "Hints", "SheetReading", "read_sheet"]

NO_HINTS = Hints()
_MOST_TITLE_CELLS = 4


def read_sheet(grid: Grid, hints: Hints = NO_HINTS) -> SheetReading:
    """Find all tables on a sheet and say of every non-empty row what it is.

    Rows of a sheet on which no table was recognised are `unread`, unless the sheet is only prose.

    Args:
        grid: the sheet.
        hints: what is known of it beside its cells.
    """
    if kobo.is_export(grid):
        return kobo.read_form(grid, hints)
    if is_form_aid(grid):
        return SheetReading(kinds=dict.fromkeys(sorted(grid.rows), "form_aid"))
    if lines := line_forms.read_lines(grid, hints):
        return lines
    reading = SheetReading()
    regions = find_regions(grid, hints)
    if not regions:
        rows = sorted(grid.rows)
        if all(is_prose(grid.rows[row]) for row in rows):
            reading.kinds = dict.fromkeys(rows, "title")
        else:
            reading.unread = rows
        return reading
    starts = {region.top: title_start(grid, region, regions) for region in regions}
    ends = dict(zip(starts, [*list(starts.values())[1:], max(grid.rows) + 1], strict=True))
    first = regions[0].top
    _read_lines_above(grid, starts[first], reading)
    sheet_titles = (*getattr(grid, "titles", ()), *texts_of(grid, 0, starts[first]))
    for region in regions:
        own = _own_titles(grid, region, starts[region.top], regions)
        if region.top != first:
            general = texts_of(grid, starts[first], first)
            own = (*(text for text in general if not is_section_line(text)), *own)
        for row in rows_between(grid, starts[region.top], region.top):
            reading.kinds[row] = "title"
        for row in rows_between(grid, region.top, region.bottom + 1):
            reading.kinds[row] = "heading"
        part = part_of(grid, region.left, region.right)
        body = _Body(part, region, hints, sheet_titles + own, ends[region.top])
        body.read()
        reading.blocks += body.blocks()
        for row, kind in body.kinds.items():
            reading.kinds.setdefault(row, kind)
    for row in {row for block in reading.blocks for row in block.rows}:
        reading.kinds.pop(row, None)
    return reading


def _own_titles(
    grid: Grid, region: Region, start: int, regions: Sequence[Region]
) -> tuple[str, ...]:
    """Titles of a table; of tables side by side those over its own columns are the nearest."""
    if sum(other.top == region.top for other in regions) == 1:
        return texts_of(grid, start, region.top)
    rest = [
        text
        for other in regions
        if other.top == region.top and other.left != region.left
        for text in texts_of(part_of(grid, other.left, other.right), start, region.top)
    ]
    return (*rest, *texts_of(part_of(grid, region.left, region.right), start, region.top))


def _read_lines_above(grid: Grid, end: int, reading: SheetReading) -> None:
    """Lines above the first table's titles; a table that nobody knows is not taken for titles."""
    for row in rows_between(grid, 0, end):
        cells = grid.rows[row]
        numbers = [value for value in cells.values() if isinstance(value, int | float)]
        if len(cells) <= _MOST_TITLE_CELLS and not (numbers and len(cells) > 2):
            reading.kinds[row] = "title"
        else:
            reading.unread.append(row)


@dataclass
class _Body:
    """The rows below the headings of one region, as they are read from top to bottom."""

    grid: Grid
    region: Region
    hints: Hints
    titles: tuple[str, ...]
    end: int
    kinds: dict[int, str] = field(default_factory=dict)
    data: dict[int, str] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    headings: tuple[Heading, ...] = ()

    def read(self) -> None:
        """Say of each row what it is, and of each data row under which commune it stands."""
        self.headings = self.region.headings
        rows = rows_between(self.grid, self.region.bottom + 1, self.end)
        while rows and self._is_below_headings(self.grid.rows[rows[0]]):
            row = rows.pop(0)
            self.kinds[row] = self._read_below_headings(self.grid.rows[row])
        group, signed = "", False
        columns = tuple({c.index: c for one in self.headings for c in one.columns}.values())
        numeric = frozenset().union(*(_numeric_columns(one) for one in self.headings))
        form = form_code(self.titles)
        names = {column.index: column.name for column in columns}
        for row, after in zip_longest(rows, rows[1:]):
            cells = self.grid.rows[row]
            if is_blank_form_row(form, names, cells):
                self.kinds[row] = "blank_form_row"
                continue
            kind = kind_of_row(cells, columns, numeric, signed, self.hints.communes)
            if kind == DATA and after is not None and self._opens_a_group(row, after):
                kind = "subheading"
            signed = signed or kind == "signature"
            if kind == "subheading":
                group = _group_name(cells)
            if kind in ("subheading", "total"):
                label = group if kind == "subheading" else _label(cells)
                self.marks.append(Mark(row, kind, label))
            if kind == DATA:
                self.data[row] = group
                self.marks.append(Mark(row, DATA, ""))
            else:
                self.kinds[row] = kind

    def _is_below_headings(self, cells: dict[int, Any]) -> bool:
        return is_column_numbers(cells) or is_unit_row(cells)

    def _read_below_headings(self, cells: dict[int, Any]) -> str:
        if is_column_numbers(cells):
            return "column_numbers"
        self.headings = tuple(_with_units(one, cells) for one in self.headings)
        return "unit"

    def _opens_a_group(self, row: int, after: int) -> bool:
        """Whether a numbered commune stands among hamlets, whose numbers begin anew below it."""
        found = {column.name: column.index for column in self.headings[0].columns}
        if "hamlet_name" not in found or "commune_name" in found:
            return False
        name, below = (self.grid.rows[one].get(found["hamlet_name"]) for one in (row, after))
        if not isinstance(name, str) or not commune_of_line(name):
            return False
        first = shown(self.grid.rows[after][min(self.grid.rows[after])]).strip(" .")
        anew = min(self.grid.rows[after]) == found["hamlet_name"] or first in ("1", "-", "+", "01")
        return anew and not commune_of_line(shown(below))

    def blocks(self) -> list[Block]:
        """The tables of the region, one for each year that has columns of its own."""
        return [self._block(heading) for heading in self.headings]

    def _block(self, heading: Heading) -> Block:
        block = Block(heading, self.titles, {}, {}, _unit_line(self.titles), year=heading.year)
        sheet_commune = self._commune_of_titles()
        for row, group in self.data.items():
            _take_row(self.grid, row, block)
            if "commune_name" in readable_columns(heading.table):
                _fill_commune(block, row, self._commune_of(group), sheet_commune)
        cells = {
            mark.row: {
                found.name: self.grid.rows[mark.row][found.index]
                for found in heading.columns
                if found.index in self.grid.rows[mark.row]
            }
            for mark in self.marks
            if mark.kind != DATA
        }
        numeric = {
            found.name for found in heading.columns if found.index in _numeric_columns(heading)
        }
        stated = {
            row: {k: v for k, v in cell.items() if k in numeric} for row, cell in cells.items()
        }
        return replace(block, totals=totals_of(self.marks, stated))

    def _commune_of(self, group: str) -> str:
        if not group:
            return ""
        named = commune_of_line(group)
        return named or (group if is_known_commune(group, self.hints.communes) else "")

    def _commune_of_titles(self) -> str:
        lines = [*reversed(self.titles), self.grid.sheet]
        return commune_in(lines, self.hints.communes)


def _with_units(heading: Heading, units: dict[int, Any]) -> Heading:
    columns = tuple(
        replace(found, unit=shown(units.get(found.index)).strip("()[] ") or found.unit)
        for found in heading.columns
    )
    return replace(heading, columns=columns)


def _unit_line(titles: Sequence[str]) -> str:
    for title in reversed(titles):
        key = toneless_key(title)
        if key.startswith(("don vi tinh", "dvt")):
            return title.partition(":")[2].strip("() .")
    return ""


def _numeric_columns(heading: Heading) -> frozenset[int]:
    """Indices of columns for numbers, dates and yes/no, which sub-headings leave empty."""
    known = readable_columns(heading.table)
    words = (Kind.TEXT, Kind.ID, Kind.CODE)
    return frozenset(
        found.index for found in heading.columns if known[found.name].kind not in words
    )


def _group_name(cells: dict[int, Any]) -> str:
    texts = [tidy(value) for value in cells.values() if isinstance(value, str)]
    return max(texts, key=lambda text: (bool(commune_of_line(text)), len(text)), default="")


def _label(cells: dict[int, Any]) -> str:
    return next((tidy(v) for _, v in sorted(cells.items()) if isinstance(v, str)), "")


def _take_row(grid: Grid, row: int, block: Block) -> None:
    values: dict[str, Any] = {}
    for found in block.heading.columns:
        value = grid.rows[row].get(found.index)
        if value is None and (row, found.index) in grid.anchors:
            value = grid.value(row, found.index)
            if value is not None:
                block.fills[row, found.name] = "merged_cell"
        values[found.name] = value
    block.rows[row] = values


def _fill_commune(block: Block, row: int, group: str, titles: str) -> None:
    """The commune of the sub-heading above, or else of the title or the sheet's name."""
    values = block.rows[row]
    if values.get("commune_name") is not None or values.get("commune_code") is not None:
        return
    if group:
        values["commune_name"] = group
        block.fills[row, "commune_name"] = "filled_down"
    elif titles and "commune_name" not in values:
        values["commune_name"] = titles
        block.fills[row, "commune_name"] = "from_title"
