"""Which table the texts above the columns announce, and which of its columns each text means."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from ketnghia_analysis.intake.grids import Grid
from ketnghia_analysis.intake.heading_words import ORDINAL_KEYS, POINT_KEYS, heading_keys
from ketnghia_analysis.intake.headings import (
    FoundColumn,
    match_path,
    similar_path,
    spellings,
    unit_of,
)
from ketnghia_analysis.intake.on_paper import Heading
from ketnghia_analysis.intake.sheet_parts import Paths, texts_of
from ketnghia_analysis.intake.wide_years import without_year, years_of
from ketnghia_analysis.vocabulary.columns import NUMERIC_KINDS, Kind
from ketnghia_analysis.vocabulary.spelling import toned_key, toneless_key
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns

FEWEST_COLUMNS = 3
LINES_ABOVE = 6
SHORTEST_MEASURE = 7
_PAIR = {"agency_name", "hamlet_name"}
_PEOPLE = re.compile(r"\b(?:ho va ten|ho ten|ten chu ho|chu ho|cccd|cmnd|can cuoc)\b")
"""Headings of lists of residents, whose rows are no figures of hamlets."""
_OF_HAMLETS = frozenset({"hamlet_figures", "households"})


@dataclass(frozen=True)
class Hints:
    """What is known of a sheet beside its cells.

    Attributes:
        names: names that may announce the table: of the sheet, of the file.
        table: table that an analyst said it is; "" where nobody did.
        communes: keys of the names of communes that the registers know.
        said: key of the lines above the headings.
    """

    names: tuple[str, ...] = ()
    table: str = ""
    communes: frozenset[str] = frozenset()
    said: str = ""


def form_heading(grid: Grid, top: int, paths: Paths, hints: Hints) -> Heading | None:
    """The table that the headings of an export announce, all of them in one row."""
    hints = with_lines_above(grid, top, hints)
    headings = headings_of(paths, top, top, hints, announced_tables(hints))
    return headings[0] if headings else None


def score_of(heading: Heading, announced: set[str]) -> float:
    """How well a table explains the headings: its own columns count twice, slips count less."""
    own = sum(column.name in TABLES[heading.table].by_name for column in heading.columns)
    similar = sum(column.how == "similar" for column in heading.columns)
    return len(heading.columns) + own - 0.5 * similar + (heading.table in announced)


def headings_of(
    paths: Paths, top: int, bottom: int, hints: Hints, announced: set[str]
) -> tuple[Heading, ...]:
    """What the headings announce; one for each year of a table with columns for several years."""
    best: tuple[Heading, ...] = ()
    best_score = 0.0
    lists_people = any(
        _PEOPLE.search(toneless_key(text)) for path in paths.values() for text in path
    )
    for table in [hints.table] if hints.table else TABLES:
        if lists_people and table in _OF_HAMLETS:
            continue
        headings = _by_year(table, top, bottom, paths, hints.said)
        main = headings[0]
        own = _is_about(table, main)
        score = score_of(main, announced)
        if own and _is_enough(main, hints.table) and score > best_score:
            best = tuple(replace(one, announced=table in announced) for one in headings)
            best_score = score
    return best


def _is_about(table: str, heading: Heading) -> bool:
    """Whether a column of the table itself was found; pairings may consist of two names."""
    names = {column.name for column in heading.columns}
    return bool(names & TABLES[table].by_name.keys()) or (table == "pairings" and names >= _PAIR)


def _is_enough(heading: Heading, decided: str) -> bool:
    """Whether so many columns were found that it is no chance; two are enough for a bare list."""
    sure = sum(column.how == "same" for column in heading.columns)
    if decided or not heading.unknown:
        return sure >= FEWEST_COLUMNS - 1
    return len(heading.columns) >= FEWEST_COLUMNS and sure >= FEWEST_COLUMNS - 1


def _by_year(table: str, top: int, bottom: int, paths: Paths, said: str) -> tuple[Heading, ...]:
    years = years_of(paths)
    several = sorted(set(years.values()))
    bare = {index: without_year(paths[index]) or paths[index] for index in years}
    measure = _measure_said(table, said) if len(several) > 1 else ""
    if measure:
        bare |= {index: (measure,) for index in years if not without_year(paths[index])}
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
    known = readable_columns(table)
    names = {index: match_path(table, meant[index]) for index in sorted(paths)}
    _tell_senders_apart(names, paths, known.keys())
    _tell_men_from_years(names, paths)
    taken = {name for name in names.values() if name}
    columns: list[FoundColumn] = []
    unknown: list[tuple[int, str]] = []
    used: set[str] = set()
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
    columns += _both_in_one(unknown, used, known.keys())
    return Heading(table, top, bottom, tuple(columns), tuple(unknown))


def _both_in_one(
    unknown: list[tuple[int, str]], used: set[str], readable: Collection[str]
) -> list[FoundColumn]:
    """Latitude and longitude from the one column that holds both; it is no longer unknown."""
    both = ("latitude", "longitude")
    cells = [one for one in unknown if POINT_KEYS & set(heading_keys(one[1]))]
    if len(cells) != 1 or not set(both) <= set(readable) or used & set(both):
        return []
    unknown.remove(cells[0])
    index, text = cells[0]
    return [FoundColumn(name, index, text) for name in both]


def _tell_men_from_years(names: dict[int, str | None], paths: Paths) -> None:
    """Let "Nam" mean men, not "Năm", where others have marks or women stand beside it."""
    texts = [text for path in paths.values() for text in path]
    if all(map(str.isascii, texts)) and not any(toneless_key(text) == "nu" for text in texts):
        return
    for index, name in names.items():
        own = toned_key(paths[index][-1])
        if name == "year" and toneless_key(own) == "nam" and own != "năm":
            names[index] = None


def _tell_senders_apart(
    names: dict[int, str | None], paths: Paths, readable: Collection[str]
) -> None:
    """Let "Đơn vị" mean an agency where another column holds the commune.

    Where no column holds the hamlet, it mixes communes and the hamlets below them.
    """
    if "hamlet_name" in readable and not {"hamlet_name", "hamlet_id", "agency_name"} & set(
        names.values()
    ):
        units = [i for i in names if toneless_key(paths[i][-1]) in ("don vi", "ten don vi")]
        if len(units) == 1 and "agency_name" not in readable:
            names[units[0]] = "hamlet_name"
    places = [index for index, name in names.items() if name == "commune_name"]
    if len(places) < 2 or "agency_name" not in readable or "agency_name" in names.values():
        return
    units = [index for index in places if toneless_key(paths[index][-1]) == "don vi"]
    if len(units) == 1:
        names[units[0]] = "agency_name"


def with_lines_above(grid: Grid, top: int, hints: Hints) -> Hints:
    """The hints with what the names and the lines above a heading say."""
    above = [*hints.names, grid.sheet, *getattr(grid, "titles", ())]
    above += texts_of(grid, max(1, top - LINES_ABOVE), top)
    return replace(hints, said=f" {toneless_key(' '.join(above))} ")


def announced_tables(hints: Hints) -> set[str]:
    """Tables whose name stands in the sheet's or file's name or in the lines above."""
    return {
        table.name
        for table in TABLES.values()
        if any(f" {toneless_key(word)} " in hints.said for word in table.announced_by)
    }


def _measure_said(table: str, said: str) -> str:
    """Heading of the one number that the lines above speak of: "Số hộ nghèo qua các năm"."""
    known = readable_columns(table)
    keys = {
        key: name
        for key, name in spellings(table).items()
        if len(key) >= SHORTEST_MEASURE and known[name].kind is Kind.COUNT and f" {key} " in said
    }
    longest = {name for key, name in keys.items() if not any(key in k for k in keys if k != key)}
    return known[longest.pop()].heading if len(longest) == 1 else ""
