"""Tables of Word documents: widths by what stands in them, headings repeated, rows kept whole."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row

from ketnghia_analysis.outputs import word
from ketnghia_analysis.outputs.tables import ReportTable

TABLE_POINTS = 11
_WHOLE_ROWS = 13
"""Rows, with the headings, up to which a table stays on one page."""


def table_block(
    document: WordDocument,
    shown: ReportTable,
    width_mm: float,
    points: float = TABLE_POINTS,
) -> None:
    """A table with caption, headings repeated on each page, rows that are not torn apart."""
    caption = word.line(document, f"Biểu: {shown.title}", 13, bold=True, before=6, after=3)
    caption.paragraph_format.keep_with_next = True
    headings = list(shown.frame.columns)
    table = document.add_table(rows=1, cols=len(headings))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    columns_mm = _widths(shown, width_mm, points)
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        _fill(cell, text, points, WD_ALIGN_PARAGRAPH.CENTER, bold=True)
    _repeat_as_heading(table.rows[0])
    for number, row in enumerate(shown.written()):
        cells = table.add_row().cells
        for cell, text, name in zip(cells, row, headings, strict=True):
            right = shown.is_number(str(name))
            side = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
            _fill(cell, text, points, side, reference=shown.reference(number, str(name)))
    _set_widths(table, columns_mm)
    _keep_rows(table)
    if shown.note:
        note = word.line(
            document, shown.note, 11, align=WD_ALIGN_PARAGRAPH.LEFT, italic=True, before=2
        )
        note.paragraph_format.space_after = Pt(6)


def _widths(shown: ReportTable, width_mm: float, points: float) -> list[float]:
    """Widths by what stands in the columns: no word is torn, long texts get what is left."""
    letter_mm = 0.2 * points
    padding_mm = 4.5
    written = shown.written()
    least, wanted = [], []
    for place, name in enumerate(shown.frame.columns):
        cells = [row[place] for row in written]
        words = [word for text in (str(name), *cells) for word in text.split()]
        longest = max((_breadth(word) for word in words), default=1)
        typical = sorted(len(text) for text in cells)[len(cells) * 9 // 10] if cells else 0
        least.append(min(longest, 16) * letter_mm + padding_mm)
        # a heading should not need more than three lines where there is room
        three_lines = min(len(str(name)), 30) / 3 + 2
        letters = max(min(typical, 45), three_lines)
        wanted.append(max(letters * letter_mm + padding_mm, least[-1]))
    spare = width_mm - sum(least)
    if spare <= 0:
        return [width_mm * share / sum(least) for share in least]
    more = [full - small for full, small in zip(wanted, least, strict=True)]
    if sum(more) == 0:
        return [small + spare / len(least) for small in least]
    scale = spare / sum(more)
    return [small + scale * extra for small, extra in zip(least, more, strict=True)]


def _breadth(word: str) -> float:
    """Length of a word in letters of usual width; capitals take a third more."""
    return len(word) + sum(letter.isupper() for letter in word) / 3


def _set_widths(table: Table, columns_mm: Sequence[float]) -> None:
    for column, width in zip(table.columns, columns_mm, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        word.keep_whole(row)
        for cell, width in zip(row.cells, columns_mm, strict=True):
            cell.width = Mm(width)


def _keep_rows(table: Table) -> None:
    """Keep a short table on one page; of a long one no single row alone."""
    rows = list(table.rows)
    short = len(rows) <= _WHOLE_ROWS
    for row in rows[:-1] if short else [*rows[:2], *rows[-3:-1]]:
        row.cells[0].paragraphs[0].paragraph_format.keep_with_next = True


def _fill(
    cell: _Cell,
    text: str,
    points: float,
    align: WD_ALIGN_PARAGRAPH,
    *,
    bold: bool = False,
    reference: str = "",
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    word.cited_run(paragraph, text, reference, points, bold)


def _repeat_as_heading(row: _Row) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
