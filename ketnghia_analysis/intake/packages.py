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
# what one of the two libraries reads otherwise than the other
_UNUSUAL = (b"<row>", b"<c>", b"='", b't="e"', b't="d"', b"<rPh", b"<!DOCTYPE", b"<!ENTITY")


@dataclass(frozen=True)
class Contents:
    """What there is in a workbook's package.

    Attributes:
        plain: nothing in it would be lost or changed by the fast reader.
        values: stored values, all sheets together.
        old_fonts: fonts of old character sets.
        percent: numbers may be shown as percentages.
        hidden_rows: rows that are not shown.
        uncalculated: formulas without a stored result.
        pictures: images.
    """

    plain: bool
    values: int
    old_fonts: bool
    percent: bool
    hidden_rows: bool
    uncalculated: bool
    pictures: bool


def look_into(package: ZipFile, limits: Limits = LIMITS) -> Contents:
    """Find out what a workbook holds and refuse what would explode.

    Raises:
        Refused: "too_large" (unpacked size, cells or merged ranges), "unreadable_file" (entities).
    """
    check_members(package.infolist(), limits)
    names = package.namelist()
    sheets = [name for name in names if _SHEET.match(name)]
    shared = _parts(package, "sharedstrings.xml")
    styles = _parts(package, "styles.xml")
    book = _parts(package, "xl/workbook.xml")
    refuse_entities(book, styles, shared)
    # what may stand in text cells and is no sign of anything there
    plain = book.count(b"<sheet ") == len(sheets) > 0
    plain &= not any(mark in shared for mark in (b"_x", b"<rPh"))
    plain &= b"<sst" in shared or not shared
    plain &= b"date1904" not in book or b'date1904="0"' in book or b'date1904="false"' in book
    cells = values = merged = 0
    hidden = uncalculated = inline_fonts = False
    for name in sheets:
        xml = package.read(name)
        refuse_entities(xml)
        cells += xml.count(b"<c ") + xml.count(b"<c>")
        values += xml.count(b"<v>") + xml.count(b"<is>")
        merged += _merged_area(xml)
        if cells > limits.cells or merged > limits.merged_cells:
            raise Refused("too_large")
        hidden |= b"hidden=" in xml and _HIDDEN_ROW.search(xml) is not None
        uncalculated |= b"<f" in xml and _UNCALCULATED.search(xml) is not None
        inline_fonts |= b"<is>" in xml and _OLD_FONT.search(xml) is not None
        plain &= _is_usual(xml)
    old_fonts = inline_fonts or any(_OLD_FONT.search(part) for part in (styles, shared))
    percent = _PERCENT.search(styles) is not None
    return Contents(
        plain and not (hidden or uncalculated or old_fonts or percent),
        values,
        old_fonts,
        percent,
        hidden,
        uncalculated,
        any("/media/" in name for name in names),
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


def _parts(package: ZipFile, ending: str) -> bytes:
    names = (name for name in package.namelist() if name.lower().endswith(ending))
    return b"".join(package.read(name) for name in names)


def _is_usual(xml: bytes) -> bool:
    if b"<worksheet" not in xml[:2048] or any(mark in xml for mark in _UNUSUAL):
        return False
    if b"<is>" in xml and b"_x" in xml:
        return False
    last = xml.rfind(b"<row ")
    found = _LAST_ROW.match(xml, last) if last >= 0 else None
    # the fast reader makes room for the whole rectangle: one lone cell far away would kill it
    rows = int(found[1]) if found else 0
    return rows * _WIDEST <= 4 * LIMITS.cells and not _FAR_COLUMN.search(xml)


def _merged_area(xml: bytes) -> int:
    area = 0
    if b"<mergeCell " in xml:
        for left, top, right, bottom in _MERGED.findall(xml):
            width = abs(_column(right) - _column(left)) + 1
            area += width * (abs(int(bottom) - int(top)) + 1)
    return area


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
