"""Workbooks with nothing in them but values, read fast.

A sheet is read in pieces: while the library, outside the interpreter, parses two, the next is
searched for what it would lose and the last becomes cells.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from xml.etree import ElementTree
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineSheet, load_workbook

from ketnghia_analysis.intake.cell_blocks import Block, Doubtful, PlainSheet, block_of
from ketnghia_analysis.intake.grids import Grid
from ketnghia_analysis.intake.packages import (
    Package,
    may_be_plain,
    merged_spans,
    pieces_of,
    values_if_plain,
)

_PIECE_BYTES = 2_000_000
_SHARED_WEIGHT = 8
_AHEAD = 2
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOOK = (
    f'<?xml version="1.0"?>\n<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_SHEET, _STYLES, _SHARED = "worksheets/sheet1.xml", "styles.xml", "sharedStrings.xml"


def _relations(**targets: str) -> str:
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    place = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0"?>\n<Relationships xmlns="{place}">{told}</Relationships>'


def read_plain_workbook(package: Package) -> list[PlainSheet] | None:
    """Sheets of a workbook in their order; None where something might be lost.

    Args:
        package: the workbook, unpacked; what would explode has been refused.
    """
    if not may_be_plain(package):
        return None
    try:
        sheets = _sheets_in_order(package)
        with ThreadPoolExecutor(2) as other:
            return [
                PlainSheet(about, _in_order(_blocks(xml, package, other))) for about, xml in sheets
            ]
    # whatever that library stumbles over, the full reader judges the file
    except (Doubtful, CalamineError, ElementTree.ParseError, LookupError, ValueError):
        return None


def _sheets_in_order(package: Package) -> list[tuple[Grid, bytes]]:
    parts = {
        relation.get("Id"): relation.get("Target", "")
        for relation in ElementTree.fromstring(package.relations)
    }
    sheets = []
    for sheet in ElementTree.fromstring(package.book).iterfind(".//{*}sheets/{*}sheet"):
        target = parts[next(value for key, value in sheet.items() if key.endswith("}id"))]
        xml = package.sheets[target.removeprefix("/") if target[:1] == "/" else f"xl/{target}"]
        hidden = sheet.get("state", "visible") != "visible"
        spans = merged_spans(xml)
        sheets.append((Grid(sheet.attrib["name"], {}, spans, hidden=hidden), xml))
    if len(sheets) != len(package.sheets):
        raise Doubtful
    return sheets


def _blocks(xml: bytes, package: Package, other: ThreadPoolExecutor) -> Iterator[Block]:
    # every piece costs another reading of the shared texts
    most = max(_PIECE_BYTES, _SHARED_WEIGHT * len(package.shared))
    parsing: deque[tuple[int, Future[CalamineSheet]]] = deque()
    for piece in pieces_of(xml, most):
        expected = values_if_plain(piece.rows)
        if expected is None:
            raise Doubtful
        parsing.append((expected, other.submit(_parsed, piece.sheet(), package)))
        if len(parsing) > _AHEAD:
            yield _block(*parsing.popleft())
    while parsing:
        yield _block(*parsing.popleft())


def _in_order(blocks: Iterable[Block]) -> tuple[Block, ...]:
    found = tuple(block for block in blocks if block.values)
    if any(above.top + above.height > below.top for above, below in pairwise(found)):
        raise Doubtful
    return found


def _parsed(sheet: bytes, package: Package) -> CalamineSheet:
    small = io.BytesIO()
    # stored, not packed: it is unpacked already
    with ZipFile(small, "w") as parts:
        parts.writestr("_rels/.rels", _relations(officeDocument="xl/workbook.xml"))
        parts.writestr("xl/workbook.xml", _BOOK)
        told = {"worksheet": _SHEET, "styles": _STYLES, "sharedStrings": _SHARED}
        parts.writestr("xl/_rels/workbook.xml.rels", _relations(**told))
        parts.writestr(f"xl/{_SHEET}", sheet)
        if package.styles:
            parts.writestr(f"xl/{_STYLES}", package.styles)
        if package.shared:
            parts.writestr(f"xl/{_SHARED}", package.shared)
    small.seek(0)
    return load_workbook(small).get_sheet_by_index(0)


def _block(expected: int, parsing: Future[CalamineSheet]) -> Block:
    sheet = parsing.result()
    top, left = sheet.start or (0, 0)
    block = block_of(sheet.to_python() if sheet.start else [], top + 1, left)
    # an error cell has a value for us and none for that library
    if block.values != expected:
        raise Doubtful
    return block
