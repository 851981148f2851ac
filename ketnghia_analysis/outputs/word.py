"""Word documents: pages, paragraphs, tables, with measures in millimetres and points."""

from __future__ import annotations

import io
import re

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from ketnghia_analysis.outputs.forms import DocumentForm, Lettering
from ketnghia_analysis.outputs.pictures import Picture
from ketnghia_analysis.vocabulary.cited_text import pieces, plain

_FONT = "Times New Roman"
WIDTH_MM, HEIGHT_MM = 210, 297


def new_document(form: DocumentForm) -> WordDocument:
    """An empty document with the page and the body text of a form."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name = _FONT
    normal.font.size = Pt(form.body_points)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), _FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.get_or_add_rPr().append(language)
    for name, lettering in form.parts.items():
        _part_style(document, name, lettering)
    set_page(document.sections[0], form)
    return document


def _part_style(document: WordDocument, name: str, lettering: Lettering) -> None:
    style = document.styles.add_style(part_style(name), WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    font = style.font
    font.size, font.bold, font.italic = Pt(lettering.points), lettering.bold, lettering.italic
    font.underline = lettering.underline


def part_style(name: str) -> str:
    """Name of the style in which a document prints a part of its form."""
    return f"KN {name}"


def part(
    holder: WordDocument | _Cell,
    form: DocumentForm,
    name: str,
    text: str,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.CENTER,
    before: float = 0,
) -> Paragraph:
    """A part of a form as a paragraph of its own, in the style that the form lays down."""
    empty = isinstance(holder, _Cell) and not holder.paragraphs[-1].text and not holder.tables
    fresh = empty and len(holder.paragraphs) == 1
    paragraph = holder.paragraphs[0] if fresh else holder.add_paragraph()
    paragraph.style = part_style(name)
    paragraph.alignment = align
    if before:
        paragraph.paragraph_format.space_before = Pt(before)
    paragraph.add_run(text.upper() if form.parts[name].capitals else text)
    return paragraph


def rule(holder: WordDocument | _Cell, length_mm: float, room_mm: float) -> None:
    """A thin rule in the middle of the room that there is."""
    paragraph = holder.add_paragraph()
    side = Mm((room_mm - length_mm) / 2)
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = side
    layout.space_before, layout.space_after, layout.line_spacing = Pt(2), Pt(0), Pt(4)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        top.set(qn(f"w:{key}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)


def set_page(section: Section, form: DocumentForm, landscape: bool = False) -> None:
    """Paper and margins of a section."""
    width, height = (HEIGHT_MM, WIDTH_MM) if landscape else (WIDTH_MM, HEIGHT_MM)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(form.top.mm), Mm(form.bottom.mm)
    section.left_margin, section.right_margin = Mm(form.left.mm), Mm(form.right.mm)
    section.header_distance = Mm(form.page_number_mm)
    section.footer_distance = Mm(form.page_number_mm)


def landscape_section(document: WordDocument, form: DocumentForm) -> None:
    """Begin a section on sideways pages."""
    set_page(document.add_section(WD_SECTION.NEW_PAGE), form, landscape=True)


def page_furniture(section: Section, note: str) -> None:
    """Page numbers at the top from page 2, and a note at the foot of every page."""
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.style = part_style("page_number")
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(number.add_run(), "PAGE")
    if note:
        for footer in (section.footer, section.first_page_footer):
            line = footer.paragraphs[0]
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            styled(line.add_run(note), 10, bold=True)


def _field(run: Run, instruction: str) -> None:
    for kind, text in (("begin", None), (None, instruction), ("end", None)):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)


def styled(
    run: Run,
    points: float,
    *,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
) -> Run:
    """A run in a size and style."""
    run.font.size = Pt(points)
    run.bold, run.italic, run.underline = bold, italic, underline
    return run


def line(
    holder: WordDocument | _Cell,
    text: str,
    points: float,
    *,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.CENTER,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    before: float = 0,
    after: float = 0,
) -> Paragraph:
    """A line of its own, without indent."""
    paragraph = holder.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)
    styled(paragraph.add_run(text), points, bold=bold, italic=italic, underline=underline)
    return paragraph


def body(document: WordDocument, text: str, form: DocumentForm, bold: bool = False) -> Paragraph:
    """A paragraph of running text: justified, first line indented."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    layout = paragraph.paragraph_format
    layout.first_line_indent = Mm(form.first_line_mm)
    layout.space_after = Pt(form.paragraph_gap_points)
    layout.line_spacing = form.line_spacing
    layout.keep_with_next = bold
    # one sign for one: pieces keep their places, and a figure its sign though a mark is between
    said, at = unbroken(plain(text)), 0
    for piece in pieces(text):
        end = at + len(piece.text)
        cited_run(paragraph, said[at:end], piece.reference, form.body_points, bold=bold)
        at = end
    return paragraph


def cited_run(
    paragraph: Paragraph, text: str, reference: str, points: float, bold: bool = False
) -> None:
    """A run of a text; a figure shows its reference to who points at it, and prints as any text."""
    run = styled(paragraph.add_run(text), points, bold=bold)
    if not reference:
        return
    mark = OxmlElement("w:hyperlink")
    # a link needs a place to lead to; the source itself is in another file
    mark.set(qn("w:anchor"), "_top")
    mark.set(qn("w:tooltip"), reference)
    run._r.addprevious(mark)
    mark.append(run._r)


def references_in(content: bytes) -> list[tuple[str, str]]:
    """The figures of a Word file that `ketnghia` wrote, in their order.

    Returns:
        Reference and text of each.
    """
    body = Document(io.BytesIO(content)).element.body
    return [
        (mark.get(qn("w:tooltip")), "".join(text.text or "" for text in mark.iter(qn("w:t"))))
        for mark in body.iter(qn("w:hyperlink"))
        if mark.get(qn("w:tooltip"))
    ]


def unbroken(text: str) -> str:
    """A text in which no line can begin with the sign or the word that a figure needs."""
    return re.sub(r"(?<=\d) (?=%|hộ\b|triệu\b)", "\N{NO-BREAK SPACE}", text)


def heading(document: WordDocument, text: str, level: int, form: DocumentForm) -> None:
    """A heading that Word knows as one, in the look of the body."""
    paragraph = document.add_heading(level=level)
    paragraph.paragraph_format.first_line_indent = Mm(form.first_line_mm)
    paragraph.paragraph_format.space_before = Pt(form.paragraph_gap_points)
    paragraph.paragraph_format.space_after = Pt(form.paragraph_gap_points)
    run = styled(paragraph.add_run(text), form.body_points, bold=True, italic=level > 1)
    run.font.name = _FONT
    run.font.color.rgb = None
    properties = run._r.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), _FONT)
    colour = OxmlElement("w:color")
    colour.set(qn("w:val"), "000000")
    properties.append(colour)


def gap(document: WordDocument, points: float) -> Paragraph:
    """Empty room of a height."""
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing = Pt(points)
    return paragraph


def two_cells(document: WordDocument, widths_mm: tuple[float, float]) -> tuple[_Cell, _Cell]:
    """Two halves of a line that is never torn, such as a head or a signature."""
    table: Table = document.add_table(rows=1, cols=2)
    table.autofit = False
    _no_padding(table)
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    left, right = table.rows[0].cells
    left.width, right.width = (Mm(width) for width in widths_mm)
    keep_whole(table.rows[0])
    return left, right


def _no_padding(table: Table) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "0")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)


def on_a_new_page(document: WordDocument, before: int) -> None:
    """Begin what was written since on a new page; no empty page comes of it.

    Args:
        document: with the paragraphs.
        before: how many paragraphs it had before.
    """
    document.paragraphs[before].paragraph_format.page_break_before = True


def picture_block(document: WordDocument, shown: Picture, width_mm: float) -> None:
    """A picture with its text alternative and its caption."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(6)
    drawing = paragraph.add_run().add_picture(io.BytesIO(shown.png), width=Mm(width_mm))
    described = drawing._inline.docPr
    described.set("descr", shown.alt)
    described.set("title", shown.caption)
    line(document, f"Hình: {shown.caption}", 12, italic=True, after=6)


def keep_whole(row: _Row) -> None:
    """Never break a table's row over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
