"""Word documents: a letterhead, then for each paper a title, a table and its notes."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table, _Cell

from ketnghia_analysis.demo.carriers.packing import packed, unpacked
from ketnghia_analysis.demo.carriers.workbooks import MADE_ON
from ketnghia_analysis.demo.cells import Revised
from ketnghia_analysis.demo.handwriting import Hand, written_number
from ketnghia_analysis.demo.layout import BOLD, HEAD, TITLE, Page, lay_out_table
from ketnghia_analysis.demo.papers import FICTION, MOTTO, Document

_REVISER = {"w:id": "1", "w:author": "ketnghia demo", "w:date": f"{MADE_ON:%Y-%m-%dT%H:%M:%SZ}"}
_IN_WORDS = Hand(numbers="text")


def make_word(document: Document) -> bytes:
    """A document whose first table is the letterhead; the sheets are the tables after it."""
    word = docx.Document()
    word.core_properties.title = FICTION
    word.core_properties.author = "ketnghia demo"
    for moment in ("created", "modified"):
        setattr(word.core_properties, moment, MADE_ON)
    word.styles["Normal"].font.size = Pt(8)
    letterhead = word.add_table(1, 2)
    letterhead.cell(0, 0).text = document.sheets[0].sender
    letterhead.cell(0, 1).text = "\n".join(MOTTO)
    for sheet in document.sheets:
        for paper in sheet.papers:
            word.add_paragraph(paper.title)
            word.add_paragraph(FICTION)
            _add_table(word, lay_out_table(paper))
            for note in paper.notes:
                word.add_paragraph(note)
    content = io.BytesIO()
    word.save(content)
    return packed(unpacked(content.getvalue()))


def _add_table(word: WordDocument, page: Page) -> None:
    table = word.add_table(page.rows, page.columns, "Table Grid")
    grid = [list(row.cells) for row in table.rows]
    for (row, column), placed in page.cells.items():
        cell = grid[row][column]
        if (placed.height, placed.width) != (1, 1):
            cell = cell.merge(grid[row + placed.height - 1][column + placed.width - 1])
        if placed.value is not None:
            _write(cell, placed.value, placed.style in (BOLD, HEAD, TITLE))
    for row in page.struck:
        _strike_row(table, row)


def _write(cell: _Cell, value: Any, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    if not isinstance(value, Revised):
        paragraph.add_run(_text(value)).bold = bold or None
        return
    for mark, text in (("w:del", value.old), ("w:ins", value.new)):
        run = paragraph.add_run(text)._r
        change = _revision(mark)
        run.addprevious(change)
        change.append(run)
        if mark == "w:del":
            run.find(qn("w:t")).tag = qn("w:delText")


def _strike_row(table: Table, row: int) -> None:
    """Mark a row as deleted, and what stands in it."""
    element = table.rows[row]._tr
    element.get_or_add_trPr().append(_revision("w:del"))
    for run in element.findall(f".//{qn('w:r')}"):
        change = _revision("w:del")
        run.addprevious(change)
        change.append(run)
        run.find(qn("w:t")).tag = qn("w:delText")


def _revision(mark: str) -> Any:
    element = OxmlElement(mark)
    for name, value in _REVISER.items():
        element.set(qn(name), value)
    return element


def _text(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float):
        return str(written_number(value, _IN_WORDS, 1))
    return str(value)
