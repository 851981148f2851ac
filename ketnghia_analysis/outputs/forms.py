"""Forms of documents: the measures of each, with its source and the dates for which it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DocumentForm:
    """Measures of a document form.

    Attributes:
        name: what it is called.
        source: document that lays it down.
        valid_from: first day.
        valid_to: last day, None while it holds.
        top_mm: top margin.
        bottom_mm: bottom margin.
        left_mm: left margin.
        right_mm: right margin.
        page_number_mm: distance of the page number from the edge.
        body_points: size of running text.
        title_points: size of "BÁO CÁO".
        head_points: size of the issuer's lines.
        party_points: size of the Party's name.
        recipients_points: size of the list of recipients.
        first_line_mm: indent of a paragraph.
        paragraph_gap_points: space below a paragraph.
        line_spacing: lines.
    """

    name: str
    source: str
    valid_from: date
    valid_to: date | None
    top_mm: float
    bottom_mm: float
    left_mm: float
    right_mm: float
    page_number_mm: float
    body_points: float
    title_points: float
    head_points: float
    party_points: float
    recipients_points: float
    first_line_mm: float
    paragraph_gap_points: float
    line_spacing: float


PARTY_FORM = DocumentForm(
    name="Thể thức văn bản của Đảng",
    source="Hướng dẫn 36-HD/VPTW ngày 03/4/2018",
    valid_from=date(2018, 4, 3),
    valid_to=date(2026, 1, 8),
    top_mm=20,
    bottom_mm=20,
    left_mm=30,
    right_mm=15,
    page_number_mm=10,
    body_points=14,
    title_points=16,
    head_points=14,
    party_points=15,
    recipients_points=12,
    first_line_mm=12.7,
    paragraph_gap_points=6,
    line_spacing=1.15,
)
"""Form of Party documents; sizes of 36-HD/VPTW, margins as far as known (see docs/method.md)."""
