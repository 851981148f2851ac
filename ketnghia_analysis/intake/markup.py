"""Tables in HTML and in the XML of Excel 2003, both often named .xls, become grids."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from lxml import etree, html

from ketnghia_analysis.intake.charsets import decode_bytes
from ketnghia_analysis.intake.grids import BadCell, Grid, Span, whole
from ketnghia_analysis.intake.limits import LIMITS, Refused
from ketnghia_analysis.intake.packages import refuse_entities

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "title"}


def read_html(content: bytes) -> list[Grid]:
    """The tables of an HTML page as one sheet, as Excel shows them: row under row.

    Raises:
        Refused: "unknown_table" where there is none, "too_large" (merged ranges).
        UnicodeDecodeError: the bytes are in no known encoding.
    """
    text, _ = decode_bytes(content)
    # a text that names its own encoding is refused by the parser
    page = html.fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    rows: dict[int, dict[int, Any]] = {}
    spans: list[Span] = []
    taken: set[tuple[int, int]] = set()
    number = 0
    for number, row in enumerate(page.iter("tr"), start=1):
        column = 0
        for cell in row.iterchildren("td", "th"):
            while (number, column) in taken:
                column += 1
            height, width = _size(cell, "rowspan"), _size(cell, "colspan")
            if (height, width) != (1, 1):
                if len(taken) + height * width > LIMITS.merged_cells:
                    raise Refused("too_large")
                spans.append(Span(number, column, number + height - 1, column + width - 1))
                taken |= {
                    (number + down, column + right)
                    for down in range(height)
                    for right in range(width)
                }
            if shown := _shown(cell):
                rows.setdefault(number, {})[column] = shown
            column += width
    if not number:
        raise Refused("unknown_table")
    titles = tuple(
        shown
        for block in page.iter(*_BLOCKS)
        if next(block.iterancestors("td", "th"), None) is None and (shown := _shown(block))
    )
    return [Grid("", rows, tuple(spans), titles=titles)]


def _size(cell: etree._Element, name: str) -> int:
    text = cell.get(name, "1").strip()
    return min(max(int(text), 1), 16_384) if text.isdecimal() else 1


def _shown(element: etree._Element) -> str:
    """Text with white space as a browser shows it; that of a table within is left to its rows."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in ("br", "p", "div"):
            yield "\n"
        if isinstance(child.tag, str) and child.tag not in ("table", "script", "style"):
            yield from _texts(child)
        yield child.tail or ""


def read_xml_workbook(content: bytes) -> list[Grid]:
    """Sheets of a workbook in the XML of Excel 2003.

    Raises:
        Refused: "too_large".
    """
    refuse_entities(content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    book = etree.fromstring(content, parser)
    return [_sheet(sheet) for sheet in book.iterfind(f"{_SS}Worksheet")]


def _sheet(sheet: etree._Element) -> Grid:
    rows: dict[int, dict[int, Any]] = {}
    spans: list[Span] = []
    hidden: set[int] = set()
    number = 0
    for row in sheet.iterfind(f"{_SS}Table/{_SS}Row"):
        number = int(row.get(f"{_SS}Index", number + 1))
        column = -1
        for cell in row.iterfind(f"{_SS}Cell"):
            column = int(cell.get(f"{_SS}Index", column + 2)) - 1
            width = int(cell.get(f"{_SS}MergeAcross", "0"))
            height = int(cell.get(f"{_SS}MergeDown", "0"))
            if width or height:
                spans.append(Span(number, column, number + height, column + width))
            value = _value(cell)
            if value is not None:
                rows.setdefault(number, {})[column] = value
            column += width
        if row.get(f"{_SS}Hidden") == "1":
            hidden.add(number)
        number += int(row.get(f"{_SS}Span", "0"))
    if sum(span.cells for span in spans) > LIMITS.merged_cells:
        raise Refused("too_large")
    visible = sheet.findtext(".//{urn:schemas-microsoft-com:office:excel}Visible", "")
    return Grid(
        sheet.get(f"{_SS}Name", ""),
        rows,
        tuple(spans),
        hidden=visible in ("SheetHidden", "SheetVeryHidden"),
        hidden_rows=frozenset(hidden),
    )


def _value(cell: etree._Element) -> Any:
    data = cell.find(f"{_SS}Data")
    formula = cell.get(f"{_SS}Formula", "")
    text = "" if data is None else "".join(data.itertext())
    if not text.strip():
        return BadCell("formula_without_value", formula) if formula and data is None else None
    kind = "String" if data is None else data.get(f"{_SS}Type", "String")
    if kind == "Number":
        return whole(float(text))
    if kind == "DateTime":
        return datetime.fromisoformat(text)
    if kind == "Boolean":
        return text.strip() == "1"
    return BadCell("error_cell", text) if kind == "Error" else text
