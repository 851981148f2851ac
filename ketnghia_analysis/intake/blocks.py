"""Tables on a sheet: where their headings stand, and what each row below them is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ketnghia_analysis.intake.forms.marks import form_code, is_blank_form_row, is_form_aid
from ketnghia_analysis.intake.grids import Grid, shown
from ketnghia_analysis.intake.headings import (
    ORDINAL_KEYS,
    FoundColumn,
    heading_keys,
    is_heading_word,
    match_path,
    unit_in,
)
from ketnghia_analysis.intake.row_kinds import (
    DATA,
    is_column_numbers,
    is_prose,
    is_unit_row,
    kind_of_row,
)
from ketnghia_analysis.vocabulary.columns import Kind
from ketnghia_analysis.vocabulary.spelling import tidy, toneless_key
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns

MOST_HEADING_ROWS = 3
FEWEST_COLUMNS = 3


@dataclass(frozen=True)
class Heading:
    """Heading rows that were recognised.

    Attributes:
        table: the table they announce.
        top: first heading row.
        bottom: last heading row.
        columns: columns found.
        unknown: index and text of headings that the table does not know.
    """

    table: str
    top: int
    bottom: int
    columns: tuple[FoundColumn, ...]
    unknown: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Block:
    """One table on a sheet.

    Attributes:
        heading: its headings.
        titles: texts above it, from the top of the sheet.
        rows: data rows: row number: {column name: raw value}.
        fills: rule by which a value was taken from elsewhere, by (row, column name).
        unit_line: "Đơn vị tính: ..." where one stands above.
    """

    heading: Heading
    titles: tuple[str, ...]
    rows: dict[int, dict[str, Any]]
    fills: dict[tuple[int, str], str]
    unit_line: str = ""


@dataclass
class SheetReading:
    """What was found on a sheet: blocks, and the kind of every non-empty row outside their data."""

    blocks: list[Block] = field(default_factory=list)
    kinds: dict[int, str] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)


def read_sheet(grid: Grid) -> SheetReading:
    """Find all tables on a sheet and say of every non-empty row what it is.

    Rows of a sheet on which no table was recognised are `unread`, unless the sheet is only prose.
    """
    reading = SheetReading()
    if is_form_aid(grid):
        reading.kinds = dict.fromkeys(sorted(grid.rows), "form_aid")
        return reading
    headings = list(_headings(grid))
    if not headings:
        rows = sorted(grid.rows)
        if all(is_prose(grid.rows[row]) for row in rows):
            reading.kinds = dict.fromkeys(rows, "title")
        else:
            reading.unread = rows
        return reading
    starts = [_title_start(grid, heading, headings) for heading in headings] + [max(grid.rows) + 1]
    sheet_titles = _texts(grid, min(grid.rows), starts[0])
    for heading, start, end in zip(headings, starts, starts[1:], strict=False):
        titles = sheet_titles + _texts(grid, start, heading.top)
        for row in _rows_between(grid, start if heading is not headings[0] else 0, heading.top):
            reading.kinds[row] = "title"
        for row in _rows_between(grid, heading.top, heading.bottom + 1):
            reading.kinds[row] = "heading"
        reading.blocks.append(_body(grid, heading, titles, end, reading))
    return reading


# ------------------------------------------------------------------ headings


def _headings(grid: Grid) -> Iterator[Heading]:
    bottom = 0
    for row in sorted(grid.rows):
        if row <= bottom or not _may_be_heading(grid, row):
            continue
        heading = _best_heading(grid, row)
        if heading is not None:
            bottom = heading.bottom
            yield heading


def _may_be_heading(grid: Grid, row: int) -> bool:
    texts = [value for value in grid.rows[row].values() if isinstance(value, str)]
    return len(texts) >= 2 and sum(is_heading_word(text) for text in texts) >= 2


def _best_heading(grid: Grid, top: int) -> Heading | None:
    """The table and the number of heading rows that explain most columns; fewer rows on a tie."""
    best: Heading | None = None
    best_score: tuple[int, int] = (0, 0)
    announced = _announced_tables(grid, top)
    for depth in range(1, MOST_HEADING_ROWS + 1):
        paths = _paths(grid, top, top + depth - 1)
        for table in TABLES:
            heading = _heading(table, top, top + depth - 1, paths)
            own = sum(column.name in TABLES[table].by_name for column in heading.columns)
            score = (len(heading.columns) + own, int(table in announced))
            if own and _is_enough(heading) and score > best_score:
                best, best_score = heading, score
    return best


def _is_enough(heading: Heading) -> bool:
    """Whether so many columns were found that it is no chance; two are enough for a bare list."""
    return len(heading.columns) >= FEWEST_COLUMNS or (
        len(heading.columns) == FEWEST_COLUMNS - 1 and not heading.unknown
    )


def _announced_tables(grid: Grid, top: int) -> set[str]:
    """Tables whose name stands in the sheet's name or in the lines above."""
    above = [grid.sheet, *_texts(grid, max(1, top - 6), top)]
    said = f" {toneless_key(' '.join(above))} "
    return {
        table.name
        for table in TABLES.values()
        if any(f" {toneless_key(word)} " in said for word in table.announced_by)
    }


def _paths(grid: Grid, top: int, bottom: int) -> dict[int, tuple[str, ...]]:
    """Texts above each column, group first, repeated texts once."""
    columns = sorted(
        {column for row in range(top, bottom + 1) for column in grid.rows.get(row, {})}
    )
    columns = sorted(
        {*columns, *(span for row in range(top, bottom + 1) for span in _spanned(grid, row))}
    )
    paths: dict[int, tuple[str, ...]] = {}
    for column in columns:
        path: list[str] = []
        for row in range(top, bottom + 1):
            value = grid.value(row, column)
            text = tidy(shown(value)) if value is not None else ""
            if text and text not in path:
                path.append(text)
        if path:
            paths[column] = tuple(path)
    return paths


def _spanned(grid: Grid, row: int) -> Iterator[int]:
    for span in grid.spans:
        if span.top <= row <= span.bottom:
            yield from range(span.left, span.right + 1)


def _heading(table: str, top: int, bottom: int, paths: dict[int, tuple[str, ...]]) -> Heading:
    columns: list[FoundColumn] = []
    unknown: list[tuple[int, str]] = []
    taken: set[str] = set()
    for index, path in paths.items():
        if heading_keys(path[-1])[0] in ORDINAL_KEYS:
            continue
        name = match_path(table, path)
        if name is None or name in taken:
            unknown.append((index, " / ".join(path)))
            continue
        taken.add(name)
        units = [unit_in(text) for text in path if unit_in(text)]
        columns.append(FoundColumn(name, index, " / ".join(path), units[-1] if units else ""))
    return Heading(table, top, bottom, tuple(columns), tuple(unknown))


def _title_start(grid: Grid, heading: Heading, headings: Sequence[Heading]) -> int:
    """First row of the lines that stand as titles directly above a heading."""
    before = [other for other in headings if other.bottom < heading.top]
    floor = max((other.bottom for other in before), default=0)
    start = heading.top
    for row in range(heading.top - 1, floor, -1):
        if row not in grid.rows:
            continue
        if not is_prose(grid.rows[row]):
            break
        start = row
    return start


def _rows_between(grid: Grid, start: int, end: int) -> list[int]:
    return [row for row in sorted(grid.rows) if start <= row < end]


def _texts(grid: Grid, start: int, end: int) -> tuple[str, ...]:
    return tuple(
        tidy(value)
        for row in _rows_between(grid, start, end)
        for value in grid.rows[row].values()
        if isinstance(value, str)
    )


# ------------------------------------------------------------------ bodies


def _body(
    grid: Grid, heading: Heading, titles: tuple[str, ...], end: int, reading: SheetReading
) -> Block:
    rows = _rows_between(grid, heading.bottom + 1, end)
    if rows and is_column_numbers(grid.rows[rows[0]]):
        reading.kinds[rows.pop(0)] = "column_numbers"
    if rows and is_unit_row(grid.rows[rows[0]]):
        heading = _with_units(heading, grid.rows[rows[0]])
        reading.kinds[rows.pop(0)] = "unit"
    block = Block(heading, titles, {}, {}, _unit_line(titles))
    group: str | None = None
    signed = False
    form = form_code(titles)
    names = {found.index: found.name for found in heading.columns}
    for row in rows:
        if is_blank_form_row(form, names, grid.rows[row]):
            reading.kinds[row] = "blank_form_row"
            continue
        kind = kind_of_row(grid.rows[row], heading.columns, _numeric_columns(heading), signed)
        signed = signed or kind == "signature"
        if kind == "subheading":
            group = _group_name(grid.rows[row])
        if kind == DATA:
            _take_row(grid, row, block, group)
        else:
            reading.kinds[row] = kind
    return block


def _with_units(heading: Heading, units: dict[int, Any]) -> Heading:
    columns = tuple(
        FoundColumn(
            found.name, found.index, found.heading, shown(units.get(found.index)) or found.unit
        )
        for found in heading.columns
    )
    return Heading(heading.table, heading.top, heading.bottom, columns, heading.unknown)


def _unit_line(titles: Sequence[str]) -> str:
    for title in reversed(titles):
        key = toneless_key(title)
        if key.startswith(("don vi tinh", "dvt")):
            return title.partition(":")[2].strip()
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
    return max(texts, key=len, default="")


def _take_row(grid: Grid, row: int, block: Block, group: str | None) -> None:
    values: dict[str, Any] = {}
    for found in block.heading.columns:
        value = grid.rows[row].get(found.index)
        if value is None and (row, found.index) in grid.anchors:
            value = grid.value(row, found.index)
            if value is not None:
                block.fills[row, found.name] = "merged_cell"
        values[found.name] = value
    if group and "commune_name" in readable_columns(block.heading.table):
        is_commune = toneless_key(group).startswith(("xa ", "thi tran ", "phuong ", "tt "))
        if is_commune and values.get("commune_name") is None:
            values["commune_name"] = group
            block.fills[row, "commune_name"] = "filled_down"
    block.rows[row] = values
