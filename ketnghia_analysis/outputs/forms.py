"""Forms of documents: the measures of each, with its source and the dates for which it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ketnghia_analysis.vocabulary.errors import DataFault


@dataclass(frozen=True)
class Lettering:
    """How a part of a document is printed.

    Attributes:
        points: size that is used.
        allowed: least and most points of the rule.
        capitals: all letters are capitals.
        bold: bold.
        italic: italic.
        underline: underlined.
    """

    points: float
    allowed: tuple[float, float]
    capitals: bool = False
    bold: bool = False
    italic: bool = False
    underline: bool = False


@dataclass(frozen=True)
class Margin:
    """A margin: the millimetres used, and the least and most that the rule allows."""

    mm: float
    allowed: tuple[float, float]


@dataclass(frozen=True)
class DocumentForm:
    """A form of documents, all measures in millimetres and points.

    Attributes:
        kind: "party" or "state".
        name: Vietnamese.
        source: document that lays it down.
        valid_from: first day.
        valid_to: last day, None while it holds.
        unverified: Vietnamese, what of it was not compared with the source; empty if all was.
        top: margin; likewise `bottom`, `left` and `right`.
        page_number_mm: from the upper edge to the page number.
        first_line_mm: indent of a paragraph.
        paragraph_gap_points: space below a paragraph.
        line_spacing: lines.
        head_columns_mm: widths of the two halves of the head.
        authority_lines: what stands at the top right, with the part by which each is printed.
        authority_rule_mm: length of the rule below it.
        issuer_mark: what stands below the issuer; empty for a rule.
        issuer_rule_mm: length of that rule.
        subject_mark: what stands below the subject; empty for a rule.
        subject_rule_mm: length of that rule.
        number: pattern of the document's number; likewise `letter_number` for official letters.
        letter_subject: what stands before the subject of an official letter.
        signing: how signing for another is written, by "KT" (deputy), "TM" (collective) and "TL"
            (by order).
        recipient_ending: sign after each recipient but the last.
        parts: lettering of every part by name, see `PARTS`.
    """

    kind: str
    name: str
    source: str
    valid_from: date
    valid_to: date | None
    unverified: str
    top: Margin
    bottom: Margin
    left: Margin
    right: Margin
    page_number_mm: float
    first_line_mm: float
    paragraph_gap_points: float
    line_spacing: float
    head_columns_mm: tuple[float, float]
    authority_lines: tuple[tuple[str, str], ...]
    authority_rule_mm: float
    issuer_mark: str
    issuer_rule_mm: float
    subject_mark: str
    subject_rule_mm: float
    number: str
    letter_number: str
    letter_subject: str
    signing: Mapping[str, str]
    recipient_ending: str
    parts: Mapping[str, Lettering]

    @property
    def body_points(self) -> float:
        """Size of running text."""
        return self.parts["body"].points

    def holds_on(self, day: date) -> bool:
        """Whether the form is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def signed_for(self, text: str) -> str:
        """The line above the signer's title in the spelling of this form.

        People write "KT.", "K/T", "TM." and "T/M" whatever the form; the form decides.
        """
        first, _, rest = text.strip().partition(" ")
        spelling = self.signing.get(first.upper().replace("/", "").replace(".", ""))
        return f"{spelling} {rest}".strip() if spelling else text.strip()


PARTS = (
    "authority",
    "motto",
    "superior",
    "issuer",
    "number",
    "date",
    "title",
    "subject",
    "letter_subject",
    "salutation",
    "body",
    "signed_for",
    "signer_name",
    "recipients_title",
    "recipients",
    "page_number",
    "annex_title",
)
"""Parts of a document whose printing a form lays down."""

_PARTY_2018 = DocumentForm(
    kind="party",
    name="Thể thức văn bản của Đảng",
    source="Hướng dẫn 36-HD/VPTW ngày 03/4/2018",
    valid_from=date(2018, 4, 3),
    valid_to=date(2026, 1, 8),
    unverified="lề trang và cỡ chữ phần nơi nhận theo tài liệu thứ cấp, chưa đối chiếu bản gốc",
    top=Margin(20, (20, 25)),
    bottom=Margin(20, (20, 25)),
    left=Margin(30, (30, 35)),
    right=Margin(15, (15, 20)),
    page_number_mm=10,
    first_line_mm=12.7,
    paragraph_gap_points=6,
    line_spacing=1.15,
    head_columns_mm=(66, 99),
    authority_lines=(("authority", "ĐẢNG CỘNG SẢN VIỆT NAM"),),
    authority_rule_mm=72,
    issuer_mark="*",
    issuer_rule_mm=0,
    subject_mark="-----",
    subject_rule_mm=0,
    number="Số {number}-{kind}/{issuer}",
    letter_number="Số {number}-CV/{issuer}",
    letter_subject="",
    signing={"KT": "K/T", "TM": "T/M", "TL": "T/L"},
    recipient_ending=",",
    parts={
        "authority": Lettering(15, (15, 15), capitals=True, bold=True),
        "motto": Lettering(14, (14, 14), bold=True),
        "superior": Lettering(14, (14, 14), capitals=True),
        "issuer": Lettering(14, (14, 14), capitals=True, bold=True),
        "number": Lettering(14, (14, 14)),
        "date": Lettering(14, (14, 14), italic=True),
        "title": Lettering(16, (15, 16), capitals=True, bold=True),
        "subject": Lettering(14, (14, 15), bold=True),
        "letter_subject": Lettering(12, (12, 12), italic=True),
        "salutation": Lettering(14, (14, 15)),
        "body": Lettering(14, (14, 15)),
        "signed_for": Lettering(14, (14, 14), capitals=True, bold=True),
        "signer_name": Lettering(14, (14, 14), bold=True),
        "recipients_title": Lettering(14, (14, 14), underline=True),
        "recipients": Lettering(12, (12, 12)),
        "page_number": Lettering(14, (13, 14)),
        "annex_title": Lettering(14, (14, 14), capitals=True, bold=True),
    },
)
"""Party documents until Regulation 399-QĐ/TW; sizes of 36-HD/VPTW."""

_PARTY_2026 = replace(
    _PARTY_2018,
    source="Quy định 399-QĐ/TW ngày 09/01/2026",
    valid_from=date(2026, 1, 9),
    valid_to=None,
    unverified="cỡ chữ và lề trang lấy theo Hướng dẫn 36-HD/VPTW, chưa đối chiếu hướng dẫn mới",
)
"""Party documents since Regulation 399-QĐ/TW; no technical guide after it was found."""

_STATE_2020 = DocumentForm(
    kind="state",
    name="Thể thức văn bản hành chính",
    source="Nghị định 30/2020/NĐ-CP ngày 05/3/2020, Phụ lục I",
    valid_from=date(2020, 3, 5),
    valid_to=None,
    unverified="",
    top=Margin(20, (20, 25)),
    bottom=Margin(20, (20, 25)),
    left=Margin(30, (30, 35)),
    right=Margin(15, (15, 20)),
    page_number_mm=10,
    first_line_mm=12.7,
    paragraph_gap_points=6,
    line_spacing=1.15,
    head_columns_mm=(64, 101),
    authority_lines=(
        ("authority", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("motto", "Độc lập - Tự do - Hạnh phúc"),
    ),
    authority_rule_mm=58,
    issuer_mark="",
    issuer_rule_mm=20,
    subject_mark="",
    subject_rule_mm=48,
    number="Số: {number}/{kind}-{issuer}",
    letter_number="Số: {number}/{issuer}",
    letter_subject="V/v ",
    signing={"KT": "KT.", "TM": "TM.", "TL": "TL."},
    recipient_ending=";",
    parts={
        "authority": Lettering(12, (12, 13), capitals=True, bold=True),
        "motto": Lettering(13, (13, 14), bold=True),
        "superior": Lettering(12, (12, 13), capitals=True),
        "issuer": Lettering(12, (12, 13), capitals=True, bold=True),
        "number": Lettering(13, (13, 13)),
        "date": Lettering(13, (13, 14), italic=True),
        "title": Lettering(14, (13, 14), capitals=True, bold=True),
        "subject": Lettering(14, (13, 14), bold=True),
        "letter_subject": Lettering(12, (12, 13)),
        "salutation": Lettering(14, (13, 14)),
        "body": Lettering(14, (13, 14)),
        "signed_for": Lettering(14, (13, 14), capitals=True, bold=True),
        "signer_name": Lettering(14, (13, 14), bold=True),
        "recipients_title": Lettering(12, (12, 12), bold=True, italic=True),
        "recipients": Lettering(11, (11, 11)),
        "page_number": Lettering(13, (13, 14)),
        "annex_title": Lettering(14, (14, 14), bold=True),
    },
)
"""Documents of state bodies."""

FORMS = (_PARTY_2018, _PARTY_2026, _STATE_2020)
"""All forms, those of a kind in the order of their dates."""


def form_for(kind: str, day: date) -> DocumentForm:
    """The form of a kind that is in force on the day on which a document is issued.

    Args:
        kind: "party" or "state".
        day: day of issue.

    Raises:
        DataFault: no form of that kind is known for that day.
    """
    of_kind = [form for form in FORMS if form.kind == kind]
    for form in of_kind:
        if form.holds_on(day):
            return form
    first = min(form.valid_from for form in of_kind) - timedelta(days=1)
    raise DataFault(
        "settings.yml",
        f"chưa có thể thức văn bản nào áp dụng cho ngày {day:%d/%m/%Y}",
        f"đặt issued_on sau ngày {first:%d/%m/%Y} hoặc chọn document_form khác",
    )
