"""What a zipped spreadsheet holds, found out by a look at its XML without parsing it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zipfile import ZipFile

from ketnghia_analysis.intake.grids import Span
from ketnghia_analysis.intake.limits import LIMITS, Limits, Refused, check_members

_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
_WIDEST = 702  # column ZZ
_OLD_FONT = re.compile(rb"""["'](?:\.vn|vni-)""", re.IGNORECASE)
_PERCENT = re.compile(rb"""numFmtId=["'](?:9|10)["']|formatCode=["'][^"']*%""")
_HIDDEN_ROW = re.compile(rb"""<row [^>]*hidden=["'](?:1|true)""")
_UNCALCULATED = re.compile(rb"(?:</f>|<f[^>]*/>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_LAST_ROW = re.compile(rb"""<row [^>]*?\br=["'](\d+)""")
_FAR_COLUMN = re.compile(rb'<c r="[A-Z]{3}')
_MERGED = re.compile(rb"""<mergeCell [^>]*?ref=["']\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)""")
_BLANK_TEXT = re.compile(rb">\s*</t>")
_SHEET_DATA = re.compile(rb"<sheetData[^>]*?(/?)>")
_NUMBERED_ROW = re.compile(rb"""\s*<row [^>]*?\br=["']\d""")
_FEW = 50
_FIRST_BYTES = 50_000
_SHORTEST_CELL = len('<c r="A1"/>')


@dataclass(frozen=True)
class Package:
    """The parts of a workbook that matter, unpacked; `sheets` by the name of the part."""

    sheets: Mapping[str, bytes]
    styles: bytes
    shared: bytes
    book: bytes
    relations: bytes
    pictures: bool


@dataclass(frozen=True)
class Contents:
    """What there is in a workbook's package.

    Attributes:
        old_fonts: fonts of old character sets.
        percent: numbers may be shown as percentages.
        hidden_rows: rows that are not shown.
        uncalculated: formulas without a stored result.
    """

    old_fonts: bool
    percent: bool
    hidden_rows: bool
    uncalculated: bool


def unpack(package: ZipFile, limits: Limits = LIMITS) -> Package:
    """Unpack a workbook and refuse what would explode.

    Raises:
        Refused: "too_large" (unpacked size, cells or merged ranges), "unreadable_file" (entities).
    """
    check_members(package.infolist(), limits)
    names = package.namelist()
    unpacked = Package(
        {name: package.read(name) for name in names if _SHEET.match(name)},
        _part(package, "styles.xml"),
        _part(package, "sharedstrings.xml"),
        _part(package, "xl/workbook.xml"),
        _part(package, "xl/_rels/workbook.xml.rels"),
        any("/media/" in name for name in names),
    )
    sheets = unpacked.sheets.values()
    refuse_entities(unpacked.book, unpacked.relations, unpacked.styles, unpacked.shared, *sheets)
    if sum(map(_cells_at_most, sheets)) > limits.cells:
        raise Refused("too_large")
    if sum(span.cells for xml in sheets for span in merged_spans(xml)) > limits.merged_cells:
        raise Refused("too_large")
    return unpacked


def may_be_plain(package: Package) -> bool:
    """Whether the fast reader can take a workbook without harm; `values_if_plain` has the rest."""
    shared, styles, book = package.shared, package.styles, package.book
    return (
        book.count(b"<sheet ") == len(package.sheets) > 0
        and (b"date1904" not in book or b'date1904="0"' in book or b'date1904="false"' in book)
        and (not shared or b"<sst" in shared)
        # what one library reads otherwise than the other: escapes, readings aloud, blanks
        and not any(mark in shared for mark in (b"_x", b"<rPh"))
        and not _BLANK_TEXT.search(shared)
        and not _OLD_FONT.search(shared)
        and not _OLD_FONT.search(styles)
        and not _PERCENT.search(styles)
        and all(map(_has_few_rows, package.sheets.values()))
    )


@dataclass(frozen=True)
class Piece:
    """Some rows of a sheet, from `<row` to `</row>`, with what stands before the first of all."""

    head: bytes
    rows: bytes

    def sheet(self) -> bytes:
        """A whole sheet of these rows only."""
        return self.head + self.rows + b"</sheetData></worksheet>"


def pieces_of(xml: bytes, most: int) -> Iterator[Piece]:
    """A sheet cut between rows into pieces of about so many bytes; none where it has no rows.

    The first is small: the headings in it make columns of numbers and texts, which are slow.

    Raises:
        ValueError: there is no place for rows, or a piece begins with a row without a number.
    """
    start, end = _SHEET_DATA.search(xml), xml.rfind(b"</sheetData>")
    if start is not None and start[1] == b"/":
        return
    if start is None or end < 0:
        raise ValueError
    head, place = xml[: start.end()], start.end()
    while xml[end - 1 : end].isspace():
        end -= 1
    size = min(_FIRST_BYTES, most)
    while place < end:
        cut = xml.rfind(b"</row>", place, min(place + size, end))
        cut = xml.find(b"</row>", place, end) if cut < 0 else cut
        # rows without a number count on from the row above, which a piece has not
        if not _NUMBERED_ROW.match(xml, place):
            raise ValueError
        begin, place = place, end if cut < 0 else cut + len(b"</row>")
        size = most
        yield Piece(head, xml[begin:place])


def values_if_plain(rows: bytes) -> int | None:
    """Number of values that the fast reader must find; None where it would lose something.

    An error cell needs no search: it has a value for us and none for that reader. A cell far away
    would kill it: it makes room for the whole rectangle around all cells.
    """
    if _holds(rows, b"<is>", b"i") or _holds(rows, b't="d"', b"d") or _FAR_COLUMN.search(rows):
        return None
    if _holds(rows, b"hidden=", b"h") and _HIDDEN_ROW.search(rows):
        return None
    if _holds(rows, b"<f", b"f") and _UNCALCULATED.search(rows):
        return None
    return rows.count(b"<v>")


def _holds(rows: bytes, mark: bytes, letter: bytes) -> bool:
    """Whether a mark is there, looked for by its letter that few rows have: that is much faster."""
    place, before = -1, mark.index(letter)
    for _ in range(_FEW):
        place = rows.find(letter, place + 1)
        if place < 0:
            return False
        if rows.startswith(mark, max(place - before, 0)):
            return True
    return rows.find(mark, place) >= 0


def contents_of(package: Package) -> Contents:
    """What the full reader has to look for."""
    sheets = package.sheets.values()
    fonts = (package.styles, package.shared, *(xml for xml in sheets if b"<is>" in xml))
    return Contents(
        any(_OLD_FONT.search(part) for part in fonts),
        _PERCENT.search(package.styles) is not None,
        any(_HIDDEN_ROW.search(xml) for xml in sheets),
        any(b"<f" in xml and _UNCALCULATED.search(xml) for xml in sheets),
    )


def refuse_entities(*parts: bytes) -> None:
    """Refuse XML that declares a document type: no office program writes one, bombs need one.

    Raises:
        Refused: "unreadable_file".
    """
    # at the start only: in the text of a cell it would stand escaped
    for part in parts:
        head = part[:2048].replace(b"\0", b"")
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise Refused("unreadable_file")


def _part(package: ZipFile, ending: str) -> bytes:
    names = (name for name in package.namelist() if name.lower().endswith(ending))
    return b"".join(package.read(name) for name in names)


def _cells_at_most(xml: bytes) -> int:
    """Number of cells; a bound where counting is not worth it."""
    bound = len(xml) // _SHORTEST_CELL
    return bound if bound < LIMITS.cells // 2 else xml.count(b"<c ") + xml.count(b"<c>")


def _has_few_rows(xml: bytes) -> bool:
    """Whether the rectangle around all cells of near columns is no larger than it should be."""
    if b"<worksheet" not in xml[:2048] or b"='" in xml[:4096]:
        return False
    last = xml.rfind(b"<row ")
    found = _LAST_ROW.match(xml, last) if last >= 0 else None
    rows = int(found[1]) if found else 0
    return rows * _WIDEST <= 4 * LIMITS.cells


def merged_spans(xml: bytes) -> tuple[Span, ...]:
    """Merged ranges of a sheet from top to bottom."""
    spans = set()
    # they stand behind the cells, which are many
    for left, top, right, bottom in _MERGED.findall(xml, max(xml.rfind(b"</sheetData>"), 0)):
        rows = sorted((int(top), int(bottom)))
        columns = sorted((_column(left) - 1, _column(right) - 1))
        spans.add((rows[0], columns[0], rows[1], columns[1]))
    return tuple(Span(*span) for span in sorted(spans))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
