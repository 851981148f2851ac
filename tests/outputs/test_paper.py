from __future__ import annotations

import io
from datetime import date
from itertools import product

import pandas as pd
import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph

from ketnghia_analysis.evaluation.settings import Settings
from ketnghia_analysis.outputs.forms import FORMS, DocumentForm
from ketnghia_analysis.outputs.paper import (
    DRAFT,
    KIND_TITLES,
    Paper,
    PaperKind,
    place_and_date,
    written,
)
from ketnghia_analysis.outputs.sections import Bullet, Heading, Paragraph
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.outputs.word import part_style
from ketnghia_analysis.vocabulary.wording import Written

SUBJECT = "kết quả thử năm 2024"
TABLE = ReportTable("t", "Biểu thử", pd.DataFrame({"Số": [1]}), {"Số": Written.WHOLE})
CASES = list(product(FORMS, PaperKind))


def _settings(form: DocumentForm, **more: object) -> Settings:
    return Settings(
        document_form=form.kind,
        issuer="Phòng Dân tộc",
        superior="UBND huyện Mẫu",
        place="Mẫu Giang",
        signed_for="KT. TRƯỞNG PHÒNG",
        signer_title="Phó Trưởng phòng",
        signer_name="Mẫu Văn Ký",
        **more,
    )


def _paper(kind: PaperKind) -> Paper:
    return Paper(
        kind=kind,
        name="Bản thử",
        subject=SUBJECT,
        body=[Heading("I. MỘT", 1), Paragraph("Một đoạn văn."), Bullet("Một ý")],
        year=2024,
        addressees=("Phòng Tư pháp",) if kind is PaperKind.LETTER else (),
        annex=[TABLE],
        recipients=("Như trên", "UBND huyện", "Lưu PDT"),
        note="CHÂN TRANG",
    )


def _read(form: DocumentForm, kind: PaperKind, **more: object) -> WordDocument:
    content = written(_paper(kind), _settings(form, **more), form.valid_from)
    return Document(io.BytesIO(content))


def _all_paragraphs(document: WordDocument) -> list[WordParagraph]:
    cells = [cell for table in document.tables for cell in table.rows[0].cells]
    inside = [paragraph for cell in cells for paragraph in cell.paragraphs]
    return [*document.paragraphs, *inside, *document.sections[0].header.paragraphs]


@pytest.mark.parametrize(("form", "kind"), CASES, ids=lambda one: getattr(one, "source", one))
def test_every_part_is_printed_as_its_form_lays_down(form: DocumentForm, kind: PaperKind) -> None:
    document = _read(form, kind)
    found = {}
    for paragraph in _all_paragraphs(document):
        name = paragraph.style.name.removeprefix("KN ")
        if name in form.parts:
            found[name] = paragraph
    wanted = {"authority", "superior", "issuer", "number", "date", "signed_for", "signer_name"}
    wanted |= {"recipients_title", "recipients", "page_number", "annex_title"}
    wanted |= {"letter_subject", "salutation"} if kind is PaperKind.LETTER else {"title", "subject"}
    assert wanted <= set(found)
    for name, paragraph in found.items():
        lettering = form.parts[name]
        font = paragraph.style.font
        least, most = lettering.allowed
        assert least <= font.size.pt <= most, name
        printed = (bool(font.bold), bool(font.italic), bool(font.underline))
        assert printed == (lettering.bold, lettering.italic, lettering.underline), name
        # nothing set on a run speaks against its style
        assert all(run.font.size is None and run.bold is None for run in paragraph.runs), name
        if lettering.capitals:
            assert paragraph.text == paragraph.text.upper()


@pytest.mark.parametrize("form", FORMS, ids=lambda one: one.source)
def test_paper_and_margins_are_those_of_the_form_on_every_page(form: DocumentForm) -> None:
    upright, sideways = _read(form, PaperKind.REPORT).sections
    assert (upright.page_width.mm, upright.page_height.mm) == pytest.approx((210, 297), abs=0.02)
    assert (sideways.page_width.mm, sideways.page_height.mm) == pytest.approx((297, 210), abs=0.02)
    for page in (upright, sideways):
        measured = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
        margins = (form.top, form.bottom, form.left, form.right)
        for length, margin in zip(measured, margins, strict=True):
            least, most = margin.allowed
            assert least - 0.02 <= length.mm <= most + 0.02
        assert page.header_distance.mm == pytest.approx(form.page_number_mm, abs=0.02)


@pytest.mark.parametrize(
    ("kind", "paper_kind", "number"),
    [
        ("party", PaperKind.REPORT, "Số         -BC/PDT"),
        ("party", PaperKind.LETTER, "Số         -CV/PDT"),
        ("party", PaperKind.NOTICE, "Số         -TB/PDT"),
        ("state", PaperKind.REPORT, "Số:         /BC-PDT"),
        ("state", PaperKind.LETTER, "Số:         /PDT"),
        ("state", PaperKind.NOTICE, "Số:         /TB-PDT"),
    ],
)
def test_numbers_are_written_as_party_and_state_do(
    kind: str, paper_kind: PaperKind, number: str
) -> None:
    form = next(form for form in FORMS if form.kind == kind)
    left = _read(form, paper_kind).tables[0].rows[0].cells[0]
    assert number in left.text.splitlines()


def _head(form: DocumentForm, kind: PaperKind, **more: object) -> tuple[list[str], list[str]]:
    left, right = _read(form, kind, **more).tables[0].rows[0].cells
    return left.text.splitlines(), right.text.splitlines()


def test_the_party_and_the_state_stand_at_the_top_right() -> None:
    party, _, state = FORMS
    assert _head(party, PaperKind.REPORT)[1][0] == "ĐẢNG CỘNG SẢN VIỆT NAM"
    assert _head(state, PaperKind.REPORT)[1][:2] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert _head(party, PaperKind.REPORT)[0][:3] == ["UBND HUYỆN MẪU", "PHÒNG DÂN TỘC", "*"]


def test_the_subject_of_a_letter_stands_below_its_number() -> None:
    party, _, state = FORMS
    assert _head(party, PaperKind.LETTER)[0][-1] == SUBJECT
    assert _head(state, PaperKind.LETTER)[0][-1] == f"V/v {SUBJECT}"


@pytest.mark.parametrize("kind", [PaperKind.REPORT, PaperKind.NOTICE])
def test_reports_and_notices_have_their_title_above_the_subject(kind: PaperKind) -> None:
    document = _read(FORMS[0], kind)
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert texts[:3] == [KIND_TITLES[kind], SUBJECT, "-----"]


def test_rules_stand_where_the_state_form_asks_for_them() -> None:
    document = _read(FORMS[2], PaperKind.REPORT)
    rules = list(document.element.body.iter(qn("w:pBdr")))
    # below the motto, the issuer and the subject
    assert len(rules) == 3


def test_recipients_end_as_the_form_asks() -> None:
    party, _, state = FORMS
    for form, sign in ((party, ","), (state, ";")):
        signature = _read(form, PaperKind.REPORT).tables[1].rows[0].cells[0]
        lines = signature.text.splitlines()
        assert lines == ["Nơi nhận:", f"- Như trên{sign}", f"- UBND huyện{sign}", "- Lưu PDT."]


@pytest.mark.parametrize(("draft", "there"), [(True, True), (False, False)])
def test_only_drafts_say_that_they_are_drafts(draft: bool, there: bool) -> None:
    assert (DRAFT in _head(FORMS[0], PaperKind.REPORT, draft=draft)[1]) == there


def test_the_day_of_issue_is_written_in_full_or_left_open() -> None:
    settings = Settings(place="Mẫu Giang")
    assert place_and_date(settings, 2025) == "Mẫu Giang, ngày …… tháng …… năm 2025"
    known = settings.model_copy(update={"issued_on": date(2025, 2, 5)})
    assert place_and_date(known, 2025) == "Mẫu Giang, ngày 05 tháng 02 năm 2025"


def test_the_note_stands_at_the_foot_of_the_first_and_of_every_page() -> None:
    page = _read(FORMS[0], PaperKind.REPORT).sections[0]
    for footer in (page.first_page_footer, page.footer):
        assert "CHÂN TRANG" in footer.paragraphs[0].text
    assert "PAGE" in page.header._element.xml
    assert "PAGE" not in page.first_page_header._element.xml
    assert page.header.paragraphs[0].style.name == part_style("page_number")


@pytest.mark.parametrize(
    ("issuer", "superior", "code", "head"),
    [
        ("Ban Dân vận Huyện ủy", "Huyện ủy Mẫu Giang", "BDVHU", "Ban Dân vận"),
        ("Phòng Dân tộc", "UBND huyện Mẫu", "PDT", "Phòng Dân tộc"),
        ("Ban Đại diện", "Huyện ủy", "BĐD", "Ban Đại diện"),
        ("Huyện ủy", "Huyện ủy", "HU", "Huyện ủy"),
    ],
)
def test_the_issuer_is_named_in_head_and_number(
    issuer: str, superior: str, code: str, head: str
) -> None:
    settings = Settings(issuer=issuer, superior=superior)
    assert (settings.issuer_code, settings.issuer_in_head) == (code, head)
