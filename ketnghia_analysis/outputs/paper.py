"""A document on paper: head, body, signature and annex in the form that is in force."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.table import _Cell

from ketnghia_analysis.evaluation.settings import Settings
from ketnghia_analysis.outputs import word, word_tables
from ketnghia_analysis.outputs.forms import DocumentForm, form_for
from ketnghia_analysis.outputs.pictures import Picture
from ketnghia_analysis.outputs.sections import Block, Bullet, Heading, NewPage, Paragraph
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.wording import long_date_vi

DRAFT = "DỰ THẢO"
_ANNEX_POINTS = _CLOSE_POINTS = 10


class PaperKind(StrEnum):
    """Kinds of documents; the value is what the document's number says."""

    REPORT = "BC"
    NOTICE = "TB"
    LETTER = "CV"


KIND_TITLES: dict[str, str] = {PaperKind.REPORT: "BÁO CÁO", PaperKind.NOTICE: "THÔNG BÁO"}
"""What stands above the subject; an official letter has no title."""


@dataclass(frozen=True)
class Paper:
    """What a document says, whatever its form.

    Attributes:
        kind: report, notice or letter.
        name: Vietnamese, of the file's properties.
        subject: Vietnamese, begins with a small letter.
        body: blocks in their order.
        year: of the date that is left open while the day of issue is not known.
        addressees: "Kính gửi".
        annex: blocks on sideways pages after the signature.
        recipients: "Nơi nhận"; those of the settings if there are none.
        note: line at the foot of every page, such as that the data is invented.
        compact: written closely and without signature, to fit one page.
    """

    kind: PaperKind
    name: str
    subject: str
    body: Sequence[Block]
    year: int
    addressees: tuple[str, ...] = ()
    annex: Sequence[Block] = field(default=())
    recipients: tuple[str, ...] = ()
    note: str = ""
    compact: bool = False


def form_of(settings: Settings, day: date) -> DocumentForm:
    """The form in which a district writes: on the day of issue, or a day that stands for it.

    Raises:
        DataFault: no form is known for that day.
    """
    return form_for(settings.document_form, settings.issued_on or day)


def written(paper: Paper, settings: Settings, day: date) -> bytes:
    """A document as a Word file.

    Args:
        paper: what it says.
        settings: who issues it.
        day: day that stands for the day of issue while that is not known.

    Returns:
        The bytes of a .docx file; the same input gives the same bytes but for the archive's times.

    Raises:
        DataFault: no form is known for that day.
    """
    form = form_of(settings, day)
    if paper.compact:
        form = replace(form, line_spacing=1.0, paragraph_gap_points=3)
    document = word.new_document(form)
    properties = document.core_properties
    properties.title, properties.author = paper.name, settings.issuer
    properties.language = "vi-VN"
    properties.created = properties.modified = datetime.combine(day, time())
    word.page_furniture(document.sections[0], paper.note)
    _head(document, paper, settings, form)
    width = word.WIDTH_MM - form.left.mm - form.right.mm
    points = _CLOSE_POINTS if paper.compact else word_tables.TABLE_POINTS
    _blocks(document, paper.body, form, width, points)
    if not paper.compact:
        _signature(document, paper, settings, form)
    if paper.annex:
        word.landscape_section(document, form)
        word.part(document, form, "annex_title", "Phụ lục")
        sideways = word.HEIGHT_MM - form.left.mm - form.right.mm
        _blocks(document, paper.annex, form, sideways, _ANNEX_POINTS)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _blocks(
    document: WordDocument,
    blocks: Sequence[Block],
    form: DocumentForm,
    width: float,
    points: float,
) -> None:
    new_page = False
    for block in blocks:
        if isinstance(block, NewPage):
            new_page = True
            continue
        before = len(document.paragraphs)
        _block(document, block, form, width, points)
        if new_page:
            word.on_a_new_page(document, before)
        new_page = False


def _block(
    document: WordDocument,
    block: Block,
    form: DocumentForm,
    width: float,
    points: float,
) -> None:
    if isinstance(block, Heading):
        word.heading(document, block.text, block.level, form)
    elif isinstance(block, Paragraph):
        word.body(document, block.text, form)
    elif isinstance(block, Bullet):
        word.body(document, f"- {block.text}", form)
    elif isinstance(block, ReportTable):
        word_tables.table_block(document, block, width, points)
    elif isinstance(block, Picture):
        word.picture_block(document, block, width)


def _head(document: WordDocument, paper: Paper, settings: Settings, form: DocumentForm) -> None:
    left, right = word.two_cells(document, form.head_columns_mm)
    _issuer(left, paper, settings, form)
    _authority(right, paper, settings, form)
    if paper.kind is PaperKind.LETTER:
        for addressee in paper.addressees:
            word.part(document, form, "salutation", f"Kính gửi: {addressee}", before=8)
        word.gap(document, form.paragraph_gap_points)
        return
    word.part(document, form, "title", KIND_TITLES[paper.kind], before=12)
    word.part(document, form, "subject", paper.subject)
    room = word.WIDTH_MM - form.left.mm - form.right.mm
    if form.subject_mark:
        word.part(document, form, "subject", form.subject_mark)
    else:
        word.rule(document, form.subject_rule_mm, room)
    for addressee in paper.addressees:
        word.part(document, form, "salutation", f"Kính gửi: {addressee}", before=6)
    word.gap(document, form.paragraph_gap_points)


def _issuer(cell: _Cell, paper: Paper, settings: Settings, form: DocumentForm) -> None:
    """The left half of the head: who issues the document, its number, a letter's subject."""
    word.part(cell, form, "superior", settings.superior)
    word.part(cell, form, "issuer", settings.issuer_in_head)
    if form.issuer_mark:
        word.part(cell, form, "issuer", form.issuer_mark)
    else:
        word.rule(cell, form.issuer_rule_mm, form.head_columns_mm[0])
    letter = paper.kind is PaperKind.LETTER
    pattern = form.letter_number if letter else form.number
    number = pattern.format(number=" " * 8, kind=paper.kind.value, issuer=settings.issuer_code)
    word.part(cell, form, "number", number)
    if letter:
        word.part(cell, form, "letter_subject", f"{form.letter_subject}{paper.subject}")


def _authority(cell: _Cell, paper: Paper, settings: Settings, form: DocumentForm) -> None:
    """The right half of the head: Party or state, place and date, whether it is a draft."""
    for name, text in form.authority_lines:
        word.part(cell, form, name, text)
    word.rule(cell, form.authority_rule_mm, form.head_columns_mm[1])
    word.part(cell, form, "date", place_and_date(settings, paper.year), before=6)
    if settings.draft:
        word.part(cell, form, "title", DRAFT, before=6)


def place_and_date(settings: Settings, year: int) -> str:
    """Place and date of issue; what is not known yet is left open for the pen."""
    place = settings.place or "…………"
    if settings.issued_on:
        return f"{place}, {long_date_vi(settings.issued_on)}"
    return f"{place}, ngày …… tháng …… năm {year}"


def _signature(
    document: WordDocument, paper: Paper, settings: Settings, form: DocumentForm
) -> None:
    # a signature must not stand alone on a page
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    word.gap(document, form.body_points).paragraph_format.keep_with_next = True
    left, right = word.two_cells(document, form.head_columns_mm)
    align = WD_ALIGN_PARAGRAPH.LEFT
    word.part(left, form, "recipients_title", "Nơi nhận:", align)
    recipients = paper.recipients or settings.recipients
    for recipient in recipients:
        ending = "." if recipient == recipients[-1] else form.recipient_ending
        word.part(left, form, "recipients", f"- {recipient}{ending}", align)
    word.part(right, form, "signed_for", form.signed_for(settings.signed_for))
    word.part(right, form, "signed_for", settings.signer_title)
    word.part(right, form, "signer_name", settings.signer_name or "(chưa ký)", before=48)
