"""Where on a sheet headings stand, and which columns of which table they announce."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ketnghia_analysis.intake.communes_named import commune_in
from ketnghia_analysis.intake.grids import Grid, Span, shown
from ketnghia_analysis.intake.heading_words import ORDINAL_KEYS, heading_keys
from ketnghia_analysis.intake.headings import (
    FoundColumn,
    is_heading_word,
    match_path,
    similar_path,
    unit_of,
)
from ketnghia_analysis.intake.on_paper import Heading
from ketnghia_analysis.intake.row_kinds import is_column_numbers, is_prose, is_unit_row
from ketnghia_analysis.intake.wide_years import is_year, without_year, years_of
from ketnghia_analysis.vocabulary.columns import NUMERIC_KINDS
from ketnghia_analysis.vocabulary.spelling import tidy, toneless_key
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns

MOST_HEADING_ROWS = 4
FEWEST_COLUMNS = 3
LINES_ABOVE = 6
LAST_COLUMN = 10**6
LONGEST_HEADING = 200
Paths = dict[int, tuple[str, ...]]


@dataclass(frozen=True)
class Region:
    """A table's place on a sheet: heading rows, and the columns between which it lies.

    Attributes:
        top: first heading row.
        bottom: last heading row.
        left: first column.
        right: last column.
        headings: what the headings announce; several where the table has columns for many years.
        paths: texts above each column.
    """

    top: int
    bottom: int
    left: int
    right: int
    headings: tuple[Heading, ...]
    paths: Paths


@dataclass(frozen=True)
class Hints:
    """What is known of a sheet beside its cells.

    Attributes:
        names: names that may announce the table: of the sheet, of the file.
        table: table that an analyst said it is; "" where nobody did.
        communes: keys of the names of communes that the registers know.
    """

    names: tuple[str, ...] = ()
    table: str = ""
    communes: frozenset[str] = frozenset()


def find_regions(grid: Grid, hints: Hints) -> list[Region]:
    """Headings on a sheet from top to bottom; those of tables side by side share their rows."""
    regions: list[Region] = []
    bottom = 0
    for row in sorted(grid.rows):
        if row <= bottom or not may_be_heading(grid, row):
            continue
        found = _regions_at(grid, _top_of(grid, row, bottom), hints)
        if not found:
            continue
        bottom = found[0].bottom
        if not _repeats(grid, regions, found):
            regions += found
    return regions


def form_heading(grid: Grid, top: int, paths: Paths, hints: Hints) -> Heading | None:
    """The table that the headings of an export announce, all of them in one row."""
    headings = _headings(paths, top, top, hints, _announced_tables(grid, top, hints))
    return headings[0] if headings else None


def may_be_heading(grid: Grid, row: int) -> bool:
    """Whether at least two cells of a row are headings of some table, years left aside."""
    words, years = 0, set()
    for value in grid.rows[row].values():
        if is_year(value):
            years.add(shown(value))
        elif isinstance(value, str) and len(value) < LONGEST_HEADING and _is_word(value):
            words += 1
        if words >= 2 or (words and len(years) >= 2):
            return True
    return False


def _is_word(text: str) -> bool:
    if is_heading_word(text):
        return True
    return "20" in text and any(map(is_heading_word, without_year((text,))))


def texts_of(grid: Grid, start: int, end: int) -> tuple[str, ...]:
    """Texts in the rows from `start` to before `end`."""
    return tuple(
        tidy(value)
        for row in rows_between(grid, start, end)
        for value in grid.rows[row].values()
        if isinstance(value, str)
    )


def rows_between(grid: Grid, start: int, end: int) -> list[int]:
    """Non-empty rows from `start` to before `end`."""
    return [row for row in sorted(grid.rows) if start <= row < end]


def part_of(grid: Grid, left: int, right: int) -> Grid:
    """The columns of a sheet from `left` to `right`."""
    if left == 0 and right == LAST_COLUMN:
        return grid
    rows = {
        row: kept
        for row, cells in grid.rows.items()
        if (kept := {index: cell for index, cell in cells.items() if left <= index <= right})
    }
    spans = tuple(span for span in grid.spans if left <= span.left and span.right <= right)
    return replace(grid, rows=rows, spans=spans)


def _top_of(grid: Grid, row: int, floor: int) -> int:
    """The row in which the headings begin: rows of group headings above belong to them."""
    top = row
    left, right = min(grid.rows[row]), max(grid.rows[row])
    for above in range(row - 1, max(floor, row - MOST_HEADING_ROWS), -1):
        cells = grid.rows.get(above, {})
        if not _is_group_row(grid, above, cells, left, right):
            break
        top = above
    return top


def _is_group_row(grid: Grid, row: int, cells: dict[int, Any], left: int, right: int) -> bool:
    if not cells or not all(isinstance(v, str) or is_year(v) for v in cells.values()):
        return False
    if any(len(shown(value)) > 80 for value in cells.values()):
        return False
    within = [index for index in cells if left <= index <= right]
    groups = [
        span
        for span in grid.spans
        if span.top == row and left < span.left < span.right <= right and span.left in cells
    ]
    heads = [
        index for index in within if is_year(cells[index]) or is_heading_word(str(cells[index]))
    ]
    return bool(groups and (heads or len(cells) > 2)) or (bool(heads) and len(within) >= 2)


def _regions_at(grid: Grid, top: int, hints: Hints) -> list[Region]:
    """The tables whose headings begin in a row, with the depth that explains most columns."""
    best: list[Region] = []
    best_score = 0.0
    announced = _announced_tables(grid, top, hints)
    for bottom in _possible_bottoms(grid, top):
        paths = _paths(grid, top, bottom)
        found = _split(paths, top, bottom, hints, announced)
        score = sum(_score(region.headings[0], announced) for region in found)
        if found and score > best_score:
            best, best_score = found, score
    return best


def _possible_bottoms(grid: Grid, top: int) -> list[int]:
    """Rows in which the headings may end; merged cells that reach down are headings as a whole."""
    reach = max((span.bottom for span in grid.spans if span.top == top), default=top)
    least = min(reach, top + MOST_HEADING_ROWS - 1)
    bottoms = []
    for row in range(top, top + MOST_HEADING_ROWS):
        cells = grid.rows.get(row, {})
        if row > top:
            numbers = any(not isinstance(v, str) and not is_year(v) for v in cells.values())
            if numbers or (cells and (is_column_numbers(cells) or is_unit_row(cells))):
                break
            if not cells and row > least:
                break
        if row >= least:
            bottoms.append(row)
    return bottoms or [top]


def _score(heading: Heading, announced: set[str]) -> float:
    own = sum(column.name in TABLES[heading.table].by_name for column in heading.columns)
    similar = sum(column.how == "similar" for column in heading.columns)
    return len(heading.columns) + own - 0.5 * similar + 0.1 * (heading.table in announced)


def _split(paths: Paths, top: int, bottom: int, hints: Hints, announced: set[str]) -> list[Region]:
    """The tables side by side under these headings; mostly one."""
    starts = _starts(paths)
    parts: list[Region] = []
    for left, right in zip(starts, [*starts[1:], None], strict=True):
        end = right - 1 if right is not None else LAST_COLUMN
        own = {index: path for index, path in paths.items() if left <= index <= end}
        headings = _headings(own, top, bottom, hints, announced)
        if not headings:
            parts = []
            break
        parts.append(Region(top, bottom, left, end, headings, own))
    if parts or len(starts) == 1:
        return parts
    headings = _headings(paths, top, bottom, hints, announced)
    return [Region(top, bottom, 0, LAST_COLUMN, headings, paths)] if headings else []


def _starts(paths: Paths) -> list[int]:
    """Columns in which tables begin: the first, and where the number column stands again."""
    ordinals = [index for index, path in paths.items() if heading_keys(path[-1])[0] in ORDINAL_KEYS]
    if len(ordinals) > 1:
        return [0, *ordinals[1:]]
    indices = sorted(paths)
    first = paths[indices[0]] if indices else ()
    again = [index for index in indices[1:] if paths[index] == first]
    if (
        len(indices) >= 4
        and again
        and len(paths[indices[1]])
        and all(index + 1 in paths and paths[index + 1] == paths[indices[1]] for index in again)
    ):
        return [0, *again]
    return [0]


def _headings(
    paths: Paths, top: int, bottom: int, hints: Hints, announced: set[str]
) -> tuple[Heading, ...]:
    """What the headings announce; one for each year of a table with columns for several years."""
    best: tuple[Heading, ...] = ()
    best_score = 0.0
    for table in [hints.table] if hints.table else TABLES:
        headings = _by_year(table, top, bottom, paths)
        main = headings[0]
        own = any(column.name in TABLES[table].by_name for column in main.columns)
        score = _score(main, announced)
        if own and _is_enough(main, hints.table) and score > best_score:
            best = tuple(replace(one, announced=table in announced) for one in headings)
            best_score = score
    return best


def _is_enough(heading: Heading, decided: str) -> bool:
    """Whether so many columns were found that it is no chance; two are enough for a bare list."""
    sure = sum(column.how == "same" for column in heading.columns)
    if decided or not heading.unknown:
        return sure >= FEWEST_COLUMNS - 1
    return len(heading.columns) >= FEWEST_COLUMNS and sure >= FEWEST_COLUMNS - 1


def _by_year(table: str, top: int, bottom: int, paths: Paths) -> tuple[Heading, ...]:
    years = years_of(paths)
    several = sorted(set(years.values()))
    bare = {index: without_year(paths[index]) or paths[index] for index in years}
    if len(several) < 2:
        heading = _heading(table, top, bottom, paths, paths | bare)
        return (replace(heading, year=several[0] if several else None),)
    shared = {index: path for index, path in paths.items() if index not in years}
    known = readable_columns(table)
    names = {index: match_path(table, path) for index, path in shared.items()}
    undated = {
        index
        for index, name in names.items()
        if name is not None and known[name].kind in NUMERIC_KINDS
    }
    made = []
    for year in several:
        own = {index: path for index, path in paths.items() if years.get(index) == year}
        usable = {index: path for index, path in shared.items() if index not in undated}
        heading = _heading(table, top, bottom, usable | own, usable | {i: bare[i] for i in own})
        left_out = tuple((index, " / ".join(paths[index])) for index in sorted(undated))
        made.append(replace(heading, year=year, unknown=heading.unknown + left_out))
    return tuple(made)


def _heading(table: str, top: int, bottom: int, paths: Paths, meant: Paths) -> Heading:
    """Headings as columns of a table.

    Args:
        table: table of the vocabulary.
        top: first heading row.
        bottom: last heading row.
        paths: texts as written, by column.
        meant: the texts by which the columns are looked up.
    """
    names = {index: match_path(table, meant[index]) for index in sorted(paths)}
    taken = {name for name in names.values() if name}
    columns: list[FoundColumn] = []
    unknown: list[tuple[int, str]] = []
    used: set[str] = set()
    known = readable_columns(table)
    for index, name in names.items():
        path, how = paths[index], "same"
        if heading_keys(path[-1])[0] in ORDINAL_KEYS:
            continue
        if name is None:
            name, how = similar_path(table, meant[index]), "similar"
            name = None if name in taken else name
        if name is None or name in used:
            unknown.append((index, " / ".join(path)))
            continue
        used.add(name)
        measured = known[name].kind in NUMERIC_KINDS
        unit = unit_of(meant[index]) if measured else ""
        columns.append(FoundColumn(name, index, " / ".join(path), unit, how))
    return Heading(table, top, bottom, tuple(columns), tuple(unknown))


def _announced_tables(grid: Grid, top: int, hints: Hints) -> set[str]:
    """Tables whose name stands in the sheet's or file's name or in the lines above."""
    above = [*hints.names, grid.sheet, *getattr(grid, "titles", ())]
    above += texts_of(grid, max(1, top - LINES_ABOVE), top)
    said = f" {toneless_key(' '.join(above))} "
    return {
        table.name
        for table in TABLES.values()
        if any(f" {toneless_key(word)} " in said for word in table.announced_by)
    }


def _paths(grid: Grid, top: int, bottom: int) -> Paths:
    """Texts above each column, group first, repeated texts once."""
    rows = range(top, bottom + 1)
    columns = {column for row in rows for column in grid.rows.get(row, {})}
    columns |= {
        column
        for row in rows
        for span in _spans_at(grid, row)
        for column in range(span.left, span.right + 1)
    }
    paths: Paths = {}
    for column in sorted(columns):
        path: list[str] = []
        for row in rows:
            text = _text_at(grid, row, column, bottom)
            if text and text not in path:
                path.append(text)
        if path:
            paths[column] = tuple(path)
    return paths


def _text_at(grid: Grid, row: int, column: int, bottom: int) -> str:
    """Text of a heading cell; an empty cell beside a group heading belongs to the group."""
    value = grid.value(row, column)
    if value is not None:
        return tidy(shown(value))
    if row == bottom or (row, column) in grid.anchors or not _lower(grid, row, column, bottom):
        return ""
    before = [index for index in grid.rows.get(row, {}) if index < column]
    if not before or not _lower(grid, row, max(before), bottom):
        return ""
    between = range(max(before) + 1, column)
    if all(_lower(grid, row, index, bottom) for index in between):
        return tidy(shown(grid.rows[row][max(before)]))
    return ""


def _lower(grid: Grid, row: int, column: int, bottom: int) -> bool:
    return any(column in grid.rows.get(below, {}) for below in range(row + 1, bottom + 1))


def _spans_at(grid: Grid, row: int) -> Iterator[Span]:
    yield from (span for span in grid.spans if span.top <= row <= span.bottom)


def _repeats(grid: Grid, regions: Sequence[Region], found: Sequence[Region]) -> bool:
    """Whether headings stand again as on each printed page, and the table just goes on."""
    last = [region for region in regions if regions and region.top == regions[-1].top]
    if len(last) != len(found) or not all(
        new.paths.items() <= old.paths.items() for old, new in zip(last, found, strict=True)
    ):
        return False
    top, lines = found[0].top, []
    for row in reversed(rows_between(grid, last[0].bottom + 1, top)):
        if not is_prose(grid.rows[row]):
            break
        lines += [text for text in grid.rows[row].values() if isinstance(text, str)]
    words = [toneless_key(line) for line in lines]
    return not commune_in(lines) and all(
        word.startswith("trang") or "tiep" in word.split() for word in words
    )


def title_start(grid: Grid, region: Region, regions: Sequence[Region]) -> int:
    """First row of the lines that stand as titles directly above a table."""
    floor = max((other.bottom for other in regions if other.bottom < region.top), default=0)
    start = region.top
    for row in range(region.top - 1, floor, -1):
        if row not in grid.rows:
            if start < region.top and floor:
                break
            continue
        if not is_prose(grid.rows[row]):
            break
        start = row
    return start
