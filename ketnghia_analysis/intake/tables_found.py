"""The tables of a delivery: which table, whose, of which year, and how that was found out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from ketnghia_analysis.intake.announced import Hints
from ketnghia_analysis.intake.blocks import read_sheet
from ketnghia_analysis.intake.communes_named import commune_key, is_known_commune
from ketnghia_analysis.intake.context import first_year
from ketnghia_analysis.intake.grids import Grid, shown
from ketnghia_analysis.intake.on_paper import Block, SheetReading
from ketnghia_analysis.intake.sources import FILE, Source
from ketnghia_analysis.intake.wide_years import year_of_path
from ketnghia_analysis.vocabulary.tables import readable_columns


@dataclass(frozen=True)
class Found:
    """A table found in a file.

    Attributes:
        number: unique within the intake.
        file: path below the data folder, with "/".
        sheet: name of the sheet, "" for text files.
        block: the table.
        year: year the table tells of, if it says.
        delivered: year in which it came, if folder or name say.
        sender: who sent it, where SOURCES.yml says.
        inferred: by what "table", "year", "sender" and "commune" were found, in Vietnamese.
    """

    number: int
    file: str
    sheet: str
    block: Block
    year: int | None
    delivered: int | None
    sender: str = ""
    inferred: dict[str, str] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """Name of the table of the vocabulary."""
        return self.block.heading.table


def read_with(grid: Grid, file: str, said: Source, communes: frozenset[str]) -> SheetReading:
    """What is on a sheet, with what SOURCES.yml says about it.

    Args:
        grid: the sheet.
        file: path of its file.
        said: what SOURCES.yml says.
        communes: keys of the names of communes that the registers know.
    """
    if grid.hidden:
        return SheetReading()
    if said.skip:
        rows = sorted(grid.rows)
        return SheetReading(unread=rows, unread_reason="excluded", unread_note=said.skip)
    names = tuple(reversed(PurePosixPath(file).with_suffix("").parts))[:2]
    reading = read_sheet(grid, Hints(names, said.table, communes))
    reading.blocks = [_as_said(block, said) for block in reading.blocks]
    return reading


def communes_in(blocks: Iterable[Block]) -> frozenset[str]:
    """Keys of the names in registers of communes."""
    names = (
        row.get("name")
        for block in blocks
        if block.heading.table == "communes"
        for row in block.rows.values()
    )
    return frozenset(key for name in names if (key := commune_key(shown(name))))


def may_name_communes(grid: Grid, reading: SheetReading, communes: frozenset[str]) -> bool:
    """Whether a sheet whose table has no column for the commune names one beside the table."""
    lacking = [
        block
        for block in reading.blocks
        if "commune_name" in readable_columns(block.heading.table)
        and not {"commune_name", "commune_code"} & {c.name for c in block.heading.columns}
    ]
    if not lacking:
        return False
    return is_known_commune(grid.sheet, communes) or any(
        is_known_commune(text, communes)
        for cells in grid.rows.values()
        for text in [value for value in cells.values() if isinstance(value, str)][:2]
    )


def found_on(first: int, file: str, grid: Grid, reading: SheetReading, said: Source) -> list[Found]:
    """The tables of one sheet, numbered from `first`, each with its year and sender."""
    tops = [block.heading.top for block in reading.blocks]
    found = []
    for number, block in enumerate(reading.blocks, start=first):
        many_years = tops.count(block.heading.top) > 1 and block.year is not None
        year, year_from = _year_of(block, file, grid.sheet, said, many_years)
        if not many_years and year is not None:
            block = _without_other_years(block, year)
        path = PurePosixPath(file)
        folders = reversed(path.parts[:-1])
        delivered = first_year([*folders, path.stem, *reversed(block.titles)])
        inferred = {"table": _table_from(block, said), "year": year_from}
        if said.sender:
            inferred["sender"] = FILE
        rules = {rule for (_, name), rule in block.fills.items() if name == "commune_name"}
        inferred["commune"] = ", ".join(_FROM[rule] for rule in sorted(rules) if rule in _FROM)
        found.append(Found(number, file, grid.sheet, block, year, delivered, said.sender, inferred))
    return found


_FROM = {
    "filled_down": "dòng tiêu đề nhóm",
    "from_title": "tiêu đề hoặc tên trang tính",
    "from_sources": FILE,
    "merged_cell": "ô gộp",
    "from_parent": "phiếu cha",
}


def _year_of(
    block: Block, file: str, sheet: str, said: Source, many_years: bool
) -> tuple[int | None, str]:
    """The year of a table, and where it stands."""
    path = PurePosixPath(file)
    titles = first_year(reversed(block.titles))
    places = (
        (block.year if many_years else None, "tiêu đề cột"),
        (said.year, FILE),
        (titles, "tiêu đề"),
        (first_year([sheet]), "tên trang tính"),
        (block.year, "tiêu đề cột"),
        (first_year([path.stem]), "tên tệp"),
        (first_year(reversed(path.parts[:-1])), "thư mục"),
    )
    return next(((year, place) for year, place in places if year is not None), (None, ""))


def _table_from(block: Block, said: Source) -> str:
    if said.table:
        return FILE
    return "tiêu đề cột và tên biểu" if block.heading.announced else "tiêu đề cột"


def _as_said(block: Block, said: Source) -> Block:
    """The table with the commune and unit that SOURCES.yml states."""
    if said.commune and "commune_name" in readable_columns(block.heading.table):
        for row, values in block.rows.items():
            filled = block.fills.get((row, "commune_name")) == "from_title"
            named = values.get("commune_name") or values.get("commune_code")
            if filled or not named:
                values["commune_name"] = said.commune
                block.fills[row, "commune_name"] = "from_sources"
    return replace(block, unit_line=said.unit or block.unit_line)


def _without_other_years(block: Block, year: int) -> Block:
    """The table without columns that tell of another year; their headings become unknown."""
    heading = block.heading
    other = [
        column for column in heading.columns if year_of_path((column.heading,)) not in (None, year)
    ]
    if not other:
        return block
    gone = {column.name for column in other}
    columns = tuple(column for column in heading.columns if column.name not in gone)
    unknown = (*heading.unknown, *((column.index, column.heading) for column in other))
    rows = {
        row: {name: value for name, value in values.items() if name not in gone}
        for row, values in block.rows.items()
    }
    fills = {place: rule for place, rule in block.fills.items() if place[1] not in gone}
    totals = tuple(
        replace(one, values={k: v for k, v in one.values.items() if k not in gone})
        for one in block.totals
    )
    kept = replace(heading, columns=columns, unknown=unknown)
    return replace(block, heading=kept, rows=rows, fills=fills, totals=totals)
