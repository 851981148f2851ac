"""What a zipped spreadsheet holds, found out by a look at its XML without parsing it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from zipfile import ZipFile

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
_SHORTEST_CELL = len('<c r="A1"/>')


@dataclass(frozen=True)
class Package:
    """The parts of a workbook that matter, unpacked."""

    sheets: tuple[bytes, ...]
    styles: bytes
    shared: bytes
    book: bytes
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
        tuple(package.read(name) for name in names if _SHEET.match(name)),
        _part(package, "styles.xml"),
        _part(package, "sharedstrings.xml"),
        _part(package, "xl/workbook.xml"),
        any("/media/" in name for name in names),
    )
    refuse_entities(unpacked.book, unpacked.styles, unpacked.shared, *unpacked.sheets)
    if sum(map(_cells_at_most, unpacked.sheets)) > limits.cells:
        raise Refused("too_large")
    if sum(map(_merged_area, unpacked.sheets)) > limits.merged_cells:
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
        and all(_has_near_cells_only(xml) for xml in package.sheets)
    )


def values_if_plain(package: Package) -> int | None:
    """Number of values that the fast reader must find; None where it would lose something.

    An error cell needs no search: it has a value for us and none for that reader.
    """
    values = 0
    for xml in package.sheets:
        if b"<is>" in xml or b't="d"' in xml:
            return None
        if b"hidden=" in xml and _HIDDEN_ROW.search(xml):
            return None
        if b"<f" in xml and _UNCALCULATED.search(xml):
            return None
        values += xml.count(b"<v>")
    return values


def contents_of(package: Package) -> Contents:
    """What the full reader has to look for."""
    fonts = (package.styles, package.shared, *(xml for xml in package.sheets if b"<is>" in xml))
    return Contents(
        any(_OLD_FONT.search(part) for part in fonts),
        _PERCENT.search(package.styles) is not None,
        any(_HIDDEN_ROW.search(xml) for xml in package.sheets),
        any(b"<f" in xml and _UNCALCULATED.search(xml) for xml in package.sheets),
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


def _has_near_cells_only(xml: bytes) -> bool:
    """Whether the rectangle around all cells is no larger than it should be.

    The fast reader makes room for all of it: one lone cell far away would kill it.
    """
    if b"<worksheet" not in xml[:2048] or b"='" in xml[:4096]:
        return False
    last = xml.rfind(b"<row ")
    found = _LAST_ROW.match(xml, last) if last >= 0 else None
    rows = int(found[1]) if found else 0
    return rows * _WIDEST <= 4 * LIMITS.cells and not _FAR_COLUMN.search(xml)


def _merged_area(xml: bytes) -> int:
    area = 0
    # they stand behind the cells, which are many
    for left, top, right, bottom in _MERGED.findall(xml, max(xml.rfind(b"</sheetData>"), 0)):
        width = abs(_column(right) - _column(left)) + 1
        area += width * (abs(int(bottom) - int(top)) + 1)
    return area


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
