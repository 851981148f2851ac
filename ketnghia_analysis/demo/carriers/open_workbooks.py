"""Workbooks of LibreOffice (.ods)."""

from __future__ import annotations

from datetime import date
from typing import Any

from lxml import etree

from ketnghia_analysis.demo.carriers.packing import packed
from ketnghia_analysis.demo.layout import Page, Placed, lay_out
from ketnghia_analysis.demo.papers import FICTION, Document

_URN = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_SPACES = {name: _URN.format(name) for name in ("office", "table", "text", "meta", "manifest")}
_SPACES["dc"] = "http://purl.org/dc/elements/1.1/"
_KIND = "application/vnd.oasis.opendocument.spreadsheet"


def make_open_workbook(document: Document) -> bytes:
    """The same sheets as `make_workbook` in the other format, without looks."""
    content = _element("office:document-content", **{"office:version": "1.3"})
    sheets = _below(_below(content, "office:body"), "office:spreadsheet")
    for sheet in document.sheets:
        table = _below(sheets, "table:table", **{"table:name": sheet.name})
        _fill(table, lay_out(sheet))
    about = _element("office:document-meta", **{"office:version": "1.3"})
    _below(_below(about, "office:meta"), "dc:title").text = FICTION
    manifest = _element("manifest:manifest", **{"manifest:version": "1.3"})
    for path, kind in (("/", _KIND), ("content.xml", "text/xml"), ("meta.xml", "text/xml")):
        entry = {"manifest:full-path": path, "manifest:media-type": kind}
        _below(manifest, "manifest:file-entry", **entry)
    parts = {"content.xml": content, "meta.xml": about, "META-INF/manifest.xml": manifest}
    written = {
        name: etree.tostring(tree, xml_declaration=True, encoding="UTF-8")
        for name, tree in parts.items()
    }
    return packed({"mimetype": _KIND.encode(), **written})


def _fill(table: etree._Element, page: Page) -> None:
    covered = {
        (row + down, column + right)
        for (row, column), cell in page.cells.items()
        for down in range(cell.height)
        for right in range(cell.width)
        if (down, right) != (0, 0)
    }
    _below(table, "table:table-column", **{"table:number-columns-repeated": str(page.columns)})
    for row in range(page.rows):
        hidden = {"table:visibility": "collapse"} if row in page.hidden else {}
        line = _below(table, "table:table-row", **hidden)
        for column in range(page.columns):
            cell = page.cells.get((row, column))
            if (row, column) in covered:
                _below(line, "table:covered-table-cell")
            elif cell is None or cell.value is None:
                _below(line, "table:table-cell", **_span(cell))
            else:
                _write(_below(line, "table:table-cell", **_span(cell)), cell.value)


def _span(cell: Placed | None) -> dict[str, str]:
    if cell is None or (cell.height, cell.width) == (1, 1):
        return {}
    return {
        "table:number-rows-spanned": str(cell.height),
        "table:number-columns-spanned": str(cell.width),
    }


def _write(element: etree._Element, value: Any) -> None:
    kind = "string"
    if isinstance(value, date):
        kind = "date"
        element.set(_name("office:date-value"), value.isoformat())
    elif isinstance(value, int | float):
        kind = "float"
        element.set(_name("office:value"), str(value))
    element.set(_name("office:value-type"), kind)
    _below(element, "text:p").text = str(value)


def _name(name: str) -> str:
    space, _, own = name.partition(":")
    return f"{{{_SPACES[space]}}}{own}"


def _element(name: str, **attributes: str) -> etree._Element:
    named = {_name(key): value for key, value in attributes.items()}
    return etree.Element(_name(name), named, nsmap=_SPACES)


def _below(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    named = {_name(key): value for key, value in attributes.items()}
    return etree.SubElement(parent, _name(name), named)
