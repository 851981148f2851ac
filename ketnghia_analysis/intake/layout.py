"""Where on a sheet headings stand, and which columns of which table they announce."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ketnghia_analysis.intake.announced import (
    Hints,
    announced_tables,
    headings_of,
    score_of,
    with_lines_above,
)
from ketnghia_analysis.intake.communes_named import commune_in
from ketnghia_analysis.intake.grids import Grid, shown
from ketnghia_analysis.intake.heading_words import ORDINAL_KEYS, heading_keys
from ketnghia_analysis.intake.headings import is_heading_word
from ketnghia_analysis.intake.on_paper import Heading
from ketnghia_analysis.intake.row_kinds import is_column_numbers, is_prose, is_unit_row
from ketnghia_analysis.intake.sheet_parts import LAST_COLUMN, Paths, heading_paths, rows_between
from ketnghia_analysis.intake.wide_years import is_year, without_year
from ketnghia_analysis.vocabulary.spelling import toneless_key

MOST_HEADING_ROWS = 4
LONGEST_HEADING = 200
_MAY_END_A_HEADING = re.compile(r"20[1-3]\d$|(?i:TH)\d\d$|\d\s*tuổi|m2$")


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


def may_be_heading(grid: Grid, row: int) -> bool:
    """Whether at least two cells of a row are headings of some table, years left aside."""
    words, years = 0, set()
    for value in grid.rows[row].values():
        if is_year(value):
            years.add(shown(value))
        elif isinstance(value, str) and _is_word(value):
            words += 1
        if words >= 2 or (words and len(years) >= 2):
            return True
    return False


def _is_word(text: str) -> bool:
    # names and numbers of records mostly end in a digit, headings hardly ever
    if len(text) > LONGEST_HEADING or (text[-1:].isdigit() and not _MAY_END_A_HEADING.search(text)):
        return False
    if is_heading_word(text):
        return True
    return "20" in text and any(map(is_heading_word, without_year((text,))))


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
    hints = with_lines_above(grid, top, hints)
    announced = announced_tables(hints)
    for bottom in _possible_bottoms(grid, top):
        paths = heading_paths(grid, top, bottom)
        found = _split(paths, top, bottom, hints, announced)
        score = sum(score_of(region.headings[0], announced) for region in found)
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


def _split(paths: Paths, top: int, bottom: int, hints: Hints, announced: set[str]) -> list[Region]:
    """The tables side by side under these headings; mostly one."""
    starts = _starts(paths)
    parts: list[Region] = []
    for left, right in zip(starts, [*starts[1:], None], strict=True):
        end = right - 1 if right is not None else LAST_COLUMN
        own = {index: path for index, path in paths.items() if left <= index <= end}
        headings = headings_of(own, top, bottom, hints, announced)
        if not headings:
            parts = []
            break
        parts.append(Region(top, bottom, left, end, headings, own))
    if parts or len(starts) == 1:
        return parts
    headings = headings_of(paths, top, bottom, hints, announced)
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
