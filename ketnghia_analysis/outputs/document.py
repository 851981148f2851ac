"""The yearly evaluation as a Word document in the form of Party documents."""

from __future__ import annotations

import io
from datetime import datetime, time

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from ketnghia_analysis.evaluation.facts import FICTION_NOTE, YearFacts
from ketnghia_analysis.evaluation.proposals import findings_of
from ketnghia_analysis.outputs import report_sections, word
from ketnghia_analysis.outputs.forms import PARTY_FORM, DocumentForm
from ketnghia_analysis.outputs.hamlet_tables import hamlets_table
from ketnghia_analysis.outputs.pictures import Picture
from ketnghia_analysis.outputs.report_tables import pairings_table
from ketnghia_analysis.outputs.sections import SECTIONS, Block, Bullet, Heading, Paragraph
from ketnghia_analysis.outputs.tables import ReportTable

_REGISTERED = (report_sections,)
"""Importing it registers the sections."""
DRAFT = "DỰ THẢO"


def yearly_evaluation(facts: YearFacts, form: DocumentForm = PARTY_FORM) -> bytes:
    """The report of a year: six sections and an annex with all pairings and hamlets.

    Args:
        facts: of the year.
        form: the document's form.

    Returns:
        The bytes of a .docx file; the same facts give the same text.
    """
    document = word.new_document(form)
    title = f"Báo cáo kết quả công tác kết nghĩa năm {facts.year}"
    document.core_properties.title = title
    document.core_properties.author = facts.settings.issuer
    document.core_properties.language = "vi-VN"
    made = datetime.combine(facts.window.end, time())
    document.core_properties.created = document.core_properties.modified = made
    word.page_furniture(document.sections[0], FICTION_NOTE if facts.fictional else "")
    _head(document, facts, form)
    findings = findings_of(facts)
    width = word.WIDTH_MM - form.left_mm - form.right_mm
    for section in SECTIONS:
        word.heading(document, f"{section.number}. {section.title.upper()}", 1, form)
        for block in section.write(facts, findings):
            _block(document, block, form, width)
    _signature(document, facts, form)
    _annex(document, facts, form)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _block(document: WordDocument, block: Block, form: DocumentForm, width: float) -> None:
    if isinstance(block, Heading):
        word.heading(document, block.text, 2, form)
    elif isinstance(block, Paragraph):
        word.body(document, block.text, form)
    elif isinstance(block, Bullet):
        word.body(document, f"- {block.text}", form)
    elif isinstance(block, ReportTable):
        word.table_block(document, block, width)
    elif isinstance(block, Picture):
        word.picture_block(document, block, width)


def _head(document: WordDocument, facts: YearFacts, form: DocumentForm) -> None:
    settings = facts.settings
    left, right = _two_cells(document)
    points = form.head_points
    _first_line(left, settings.superior.upper(), points)
    word.line(left, settings.issuer.upper().removesuffix(" HUYỆN ỦY"), points, bold=True)
    word.line(left, "*", points)
    word.line(left, f"Số        -BC/{_initials(settings.issuer)}", points)
    party = _first_line(right, "ĐẢNG CỘNG SẢN VIỆT NAM", form.party_points, bold=True)
    _rule_below(party)
    place = settings.place or "…………"
    when = f"{place}, ngày …… tháng …… năm {facts.year}"
    word.line(right, when, points, italic=True, before=6)
    word.line(right, DRAFT, points, bold=True, before=6)
    word.line(document, "BÁO CÁO", form.title_points, bold=True, before=12)
    word.line(
        document,
        f"kết quả công tác kết nghĩa với các thôn xen ghép năm {facts.year}",
        form.body_points,
        bold=True,
    )
    word.line(document, "-----", form.body_points, after=8)


def _two_cells(document: WordDocument) -> tuple[_Cell, _Cell]:
    table: Table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(66), Mm(99)
    word.keep_whole(table.rows[0])
    return left, right


def _first_line(cell: _Cell, text: str, points: float, bold: bool = False) -> WordParagraph:
    paragraph: WordParagraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    word.styled(paragraph.add_run(text), points, bold=bold)
    return paragraph


def _rule_below(paragraph: WordParagraph) -> None:
    """A rule as long as the line above it, which an underline gives."""
    paragraph.runs[0].underline = True


def _initials(issuer: str) -> str:
    """Abbreviation in the document number: "Ban Dân vận Huyện ủy" gives "BDVHU"."""
    return "".join(part[0] for part in issuer.upper().replace("Ủ", "U").split())


def _signature(document: WordDocument, facts: YearFacts, form: DocumentForm) -> None:
    settings = facts.settings
    # a signature must not stand alone on a page
    last = document.paragraphs[-1]
    for paragraph in (last, word.line(document, "", form.body_points)):
        paragraph.paragraph_format.keep_with_next = True
    left, right = _two_cells(document)
    first = left.paragraphs[0]
    word.styled(first.add_run("Nơi nhận:"), form.head_points, underline=True)
    for recipient in settings.recipients:
        ending = "." if recipient == settings.recipients[-1] else ","
        word.line(
            left, f"- {recipient}{ending}", form.recipients_points, align=WD_ALIGN_PARAGRAPH.LEFT
        )
    _first_line(right, settings.signed_for, form.head_points, bold=True)
    word.line(right, settings.signer_title, form.head_points, bold=True)
    word.line(right, settings.signer_name or "(chưa ký)", form.head_points, before=48)


def _annex(document: WordDocument, facts: YearFacts, form: DocumentForm) -> None:
    word.landscape_section(document, form)
    word.line(document, "PHỤ LỤC", form.head_points, bold=True)
    width = word.HEIGHT_MM - form.left_mm - form.right_mm
    word.table_block(document, pairings_table(facts), width, points=10)
    word.page_break(document)
    rows = hamlets_table(facts, report_sections.KEY_INDICATORS, short=True)
    word.table_block(document, rows, width, points=10)
