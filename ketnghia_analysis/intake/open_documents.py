"""OpenDocument spreadsheets (.ods) become grids."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lxml import etree

from ketnghia_analysis.intake.grids import BadCell, Grid, Span, whole
from ketnghia_analysis.intake.limits import LIMITS, Refused, check_members
from ketnghia_analysis.intake.packages import refuse_entities
from ketnghia_analysis.intake.runs_of_text import joined_runs
from ketnghia_analysis.intake.workbooks import percent_shown

_NS = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
_ERROR = re.compile(r"#[A-ZÀ-Ỹ0-9/!?]+|(?:Err|Lỗi):\d+")


def _name(short: str) -> str:
    prefix, _, name = short.partition(":")
    return f"{{{_NS[prefix]}}}{name}"


_ROW, _CELL, _COVERED = (
    _name(f"table:{tail}") for tail in ("table-row", "table-cell", "covered-table-cell")
)
_GROUPS = {
    _name(f"table:{tail}") for tail in ("table-row-group", "table-header-rows", "table-rows")
}
_REPEATED_ROWS = _name("table:number-rows-repeated")
_REPEATED_COLUMNS = _name("table:number-columns-repeated")
_STYLE = _name("table:style-name")
_KIND = _name("office:value-type")
_BLANKS = {_name("text:s"): " ", _name("text:tab"): "\t", _name("text:line-break"): "\n"}


@dataclass
class _Styles:
    """Fonts by style, and styles of sheets that are not shown."""

    fonts: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def font(self, style: str) -> str:
        """Font of a style or of one it builds on."""
        for _ in range(10):
            if style in self.fonts or style not in self.parents:
                break
            style = self.parents[style]
        return self.fonts.get(style, "")


def read_open_workbook(content: bytes) -> list[Grid]:
    """Sheets of an .ods file, as full as those of `read_workbook`.

    Raises:
        Refused: "encrypted_file" or "too_large".
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        check_members(package.infolist())
        names = set(package.namelist())
        manifest = "META-INF/manifest.xml"
        if manifest in names and b"encryption-data" in package.read(manifest):
            raise Refused("encrypted_file")
        parts = [package.read(name) for name in ("styles.xml", "content.xml") if name in names]
    return _grids(parts)


def read_flat_workbook(content: bytes) -> list[Grid]:
    """Sheets of an .fods file: the same in one XML text without a package.

    Raises:
        Refused: "too_large".
    """
    return _grids([content])


def _grids(parts: list[bytes]) -> list[Grid]:
    refuse_entities(*parts)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    trees = [etree.fromstring(part, parser) for part in parts]
    styles = _styles(trees)
    tables = trees[-1].iterfind("office:body/office:spreadsheet/table:table", _NS)
    return [_grid(table, styles) for table in tables]


def _styles(trees: list[etree._Element]) -> _Styles:
    styles = _Styles()
    faces = {
        face.get(_name("style:name"), ""): face.get(_name("svg:font-family"), "")
        for tree in trees
        for face in tree.iter(_name("style:font-face"))
    }
    for tree in trees:
        for style in tree.iter(_name("style:style"), _name("style:default-style")):
            name = style.get(_name("style:name"), "Default")
            styles.parents[name] = style.get(_name("style:parent-style-name"), "Default")
            text = style.find("style:text-properties", _NS)
            if text is not None:
                face = text.get(_name("style:font-name"), "")
                font = text.get(_name("fo:font-family")) or faces.get(face) or face
                if font:
                    styles.fonts[name] = font.strip("'\" ")
            shown = style.find("style:table-properties", _NS)
            if shown is not None and shown.get(_name("table:display")) == "false":
                styles.hidden.add(name)
    styles.parents.pop("Default", None)
    return styles


def _grid(table: etree._Element, styles: _Styles) -> Grid:
    rows: dict[int, dict[int, Any]] = {}
    fonts: dict[tuple[int, int], str] = {}
    spans: list[Span] = []
    hidden: set[int] = set()
    number, cells_made, area = 1, 0, 0
    for row in _rows(table):
        repeated = int(row.get(_REPEATED_ROWS, "1"))
        cells, letters, merged = _cells(row, styles)
        if cells:
            cells_made += repeated * len(cells)
            area += sum(height * width for _, height, width in merged)
            if cells_made > LIMITS.cells or area > LIMITS.merged_cells:
                raise Refused("too_large")
            for copy in range(number, number + repeated):
                rows[copy] = dict(cells)
                fonts.update({(copy, column): font for column, font in letters.items()})
                if row.get(_name("table:visibility"), "visible") != "visible":
                    hidden.add(copy)
        spans += [
            Span(number, left, number + height - 1, left + width - 1)
            for left, height, width in merged
        ]
        number += repeated
    return Grid(
        table.get(_name("table:name"), ""),
        rows,
        tuple(spans),
        hidden=table.get(_STYLE, "") in styles.hidden,
        hidden_rows=frozenset(hidden),
        fonts=fonts,
    )


def _rows(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == _ROW:
            yield child
        elif child.tag in _GROUPS:
            yield from _rows(child)


def _cells(
    row: etree._Element, styles: _Styles
) -> tuple[dict[int, Any], dict[int, str], list[tuple[int, int, int]]]:
    """Values and old fonts by column, and merged ranges: column, height, width."""
    cells: dict[int, Any] = {}
    letters: dict[int, str] = {}
    merged = []
    column = 0
    for cell in row.iterchildren(_CELL, _COVERED):
        repeated = int(cell.get(_REPEATED_COLUMNS, "1"))
        value, font = (None, "") if cell.tag == _COVERED else _value(cell, styles)
        if value is not None:
            if repeated > LIMITS.cells:
                raise Refused("too_large")
            cells |= dict.fromkeys(range(column, column + repeated), value)
            if font:
                letters |= dict.fromkeys(range(column, column + repeated), font)
        height = int(cell.get(_name("table:number-rows-spanned"), "1"))
        width = int(cell.get(_name("table:number-columns-spanned"), "1"))
        if (height, width) != (1, 1):
            merged.append((column, height, width))
        column += repeated
    return cells, letters, merged


def _value(cell: etree._Element, styles: _Styles) -> tuple[Any, str]:
    kind = cell.get(_KIND, "")
    formula = cell.get(_name("table:formula"), "")
    text, font = _text(cell, styles)
    if cell.get(_name("calcext:value-type")) == "error" or (formula and _ERROR.fullmatch(text)):
        return BadCell("error_cell", text or "#?"), ""
    if formula and not kind:
        return BadCell("formula_without_value", formula.removeprefix("of:")), ""
    number = cell.get(_name("office:value"))
    if kind in ("float", "currency") and number is not None:
        return whole(float(number)), ""
    if kind == "percentage" and number is not None:
        return percent_shown(float(number), "0%"), ""
    if kind == "date":
        moment = datetime.fromisoformat(cell.get(_name("office:date-value"), text))
        return moment.replace(tzinfo=None), ""
    if kind == "boolean":
        return cell.get(_name("office:boolean-value")) == "true", ""
    return (text, font) if text.strip() else (None, "")


def _text(cell: etree._Element, styles: _Styles) -> tuple[str, str]:
    """Text of a cell without its comments, paragraphs on lines of their own."""
    own = styles.font(cell.get(_STYLE, ""))
    runs: list[tuple[str, str]] = []
    for place, paragraph in enumerate(cell.iterchildren(_name("text:p"))):
        if place:
            runs.append(("\n", own))
        runs += _runs(paragraph, own, styles)
    return joined_runs(runs)


def _runs(node: etree._Element, font: str, styles: _Styles) -> Iterator[tuple[str, str]]:
    font = styles.font(node.get(_name("text:style-name"), "")) or font
    if node.text:
        yield node.text, font
    for child in node:
        if child.tag in _BLANKS:
            yield _BLANKS[child.tag] * int(child.get(_name("text:c"), "1")), font
        elif child.tag != _name("office:annotation"):
            yield from _runs(child, font, styles)
        if child.tail:
            yield child.tail, font
