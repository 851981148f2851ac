"""Tables of Word documents (.docx) become grids."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from ketnghia_analysis.intake.document_text import Fonts, W, is_copy, is_gone, is_nested, text_of
from ketnghia_analysis.intake.grids import Grid, Span
from ketnghia_analysis.intake.limits import LIMITS, Refused, check_members
from ketnghia_analysis.intake.packages import refuse_entities

_FIRST_LINES = 15
_TRANSPARENT = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}


@dataclass(frozen=True)
class _Cell:
    """A cell of a row of a table: its place in the grid of columns and what it holds."""

    element: etree._Element
    left: int
    width: int
    continues: bool
    merges: bool


def read_document(content: bytes) -> list[Grid]:
    """Tables of a .docx file: "table1", "table2" in their order; one within table 2 is "table2.1".

    The text is that with all tracked changes accepted; rows are numbered as they stand in the file.
    `titles` are the first lines of the document, and what stands between a table and the one before
    it; a table that follows another directly (its next page) has the titles of that.

    Raises:
        Refused: "image_only", "too_large", or "unknown_table" where the document has no table.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        check_members(package.infolist())
        names = package.namelist()
        main = next(name for name in names if name.lower() == "word/document.xml")
        body_xml = package.read(main)
        styles_xml = package.read("word/styles.xml") if "word/styles.xml" in names else b""
        pictures = any("/media/" in name for name in names)
    refuse_entities(body_xml, styles_xml)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    body = etree.fromstring(body_xml, parser).find(f"{W}body")
    fonts = Fonts(etree.fromstring(styles_xml, parser) if styles_xml else None)
    if body is None:
        raise Refused("unreadable_file")
    grids, lines = _grids(body, fonts)
    if not any(grid.rows for grid in grids):
        if pictures:
            raise Refused("image_only")
        raise Refused("unknown_table" if lines else "empty_file")
    return grids


def _grids(body: etree._Element, fonts: Fonts) -> tuple[list[Grid], int]:
    """All grids, and the number of lines outside of tables."""
    grids: list[Grid] = []
    first: list[str] = []
    since: list[str] = []
    titles: tuple[str, ...] = ()
    lines = number = 0
    in_first = True
    for block in _blocks(body):
        if block.tag == f"{W}p":
            text = str(text_of([block], fonts)[0]).strip()
            if text:
                lines += 1
                since.append(text)
            continue
        number += 1
        rows = sum(1 for _ in _children(block, f"{W}tr"))
        if since:
            titles = (*(line for line in first if line not in since), *since)
        if in_first:
            # the head of a letter is a table too: what follows it are still first lines
            first += since[: _FIRST_LINES - len(first)]
            in_first = rows <= 3 and len(first) < _FIRST_LINES
        since = []
        grids += _tables(block, f"table{number}", titles, fonts)
    return grids, lines


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables, those in content controls too."""
    for child in parent:
        if child.tag in _TRANSPARENT:
            yield from _blocks(child)
        elif child.tag == f"{W}tbl" or child.tag == f"{W}p":
            yield child


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _children(child, tag)


def _tables(
    table: etree._Element, name: str, titles: tuple[str, ...], fonts: Fonts
) -> Iterator[Grid]:
    rows: dict[int, dict[int, Any]] = {}
    letters: dict[tuple[int, int], str] = {}
    made = 0
    open_spans: dict[int, Span] = {}
    spans: list[Span] = []
    inner: list[etree._Element] = []
    for number, row in enumerate(_children(table, f"{W}tr"), start=1):
        if is_gone(row.find(f"{W}trPr")):
            continue
        going_on: dict[int, Span] = {}
        for cell in _cells(row):
            inner += [one for one in cell.element.iter(f"{W}tbl") if is_nested(one, cell.element)]
            bottom_right = (number, cell.left + cell.width - 1)
            above = open_spans.get(cell.left) if cell.continues else None
            if above is not None:
                going_on[cell.left] = Span(above.top, above.left, number, above.right)
            elif cell.merges:
                going_on[cell.left] = Span(number, cell.left, *bottom_right)
            elif cell.width > 1:
                spans.append(Span(number, cell.left, *bottom_right))
            text, font = text_of(_paragraphs(cell.element), fonts)
            # what a merged cell hides is not shown in the document either
            if above is None and text.strip():
                made += 1
                rows.setdefault(number, {})[cell.left] = text
                if font:
                    letters[number, cell.left] = font
        spans += [span for left, span in open_spans.items() if left not in going_on]
        spans += [
            span
            for left, span in open_spans.items()
            if left in going_on and going_on[left].top != span.top
        ]
        open_spans = going_on
        if made > LIMITS.cells:
            raise Refused("too_large")
    spans += open_spans.values()
    merged = [span for span in spans if (span.top, span.left) != (span.bottom, span.right)]
    if sum(span.cells for span in merged) > LIMITS.merged_cells:
        raise Refused("too_large")
    merged.sort(key=lambda span: (span.top, span.left))
    yield Grid(name, rows, tuple(merged), fonts=letters, titles=titles)
    for place, one in enumerate(inner, start=1):
        yield from _tables(one, f"{name}.{place}", titles, fonts)


def _paragraphs(cell: etree._Element) -> list[etree._Element]:
    return [
        paragraph
        for paragraph in cell.iter(f"{W}p")
        if next(paragraph.iterancestors(f"{W}tc"), None) is cell and not is_copy(paragraph)
    ]


def _cells(row: etree._Element) -> Iterator[_Cell]:
    left = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for element in _children(row, f"{W}tc"):
        about = element.find(f"{W}tcPr")
        width, merge = 1, None
        if about is not None:
            width = max(1, _number(about.find(f"{W}gridSpan"), 1))
            merge = about.find(f"{W}vMerge")
        starts = merge is not None and merge.get(f"{W}val") == "restart"
        yield _Cell(element, left, width, merge is not None and not starts, starts)
        left += width


def _number(element: etree._Element | None, default: int) -> int:
    return default if element is None else int(element.get(f"{W}val", default))
