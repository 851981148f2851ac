"""All papers that the officials of the fictional district send, still without faults."""

from __future__ import annotations

from ketnghia_analysis.demo.agency_papers import agency_reports
from ketnghia_analysis.demo.office_papers import (
    difficulty_book,
    meetings,
    report_tracking,
)
from ketnghia_analysis.demo.papers import Document
from ketnghia_analysis.demo.register_papers import registers
from ketnghia_analysis.demo.scribe import Scribe
from ketnghia_analysis.demo.survey_papers import surveys
from ketnghia_analysis.demo.truth import District


def documents(district: District) -> list[Document]:
    """The truth written down by those who would send it."""
    scribe = Scribe(district)
    return [
        *registers(scribe),
        *surveys(scribe),
        *agency_reports(scribe),
        *meetings(scribe),
        *report_tracking(scribe),
        difficulty_book(scribe),
    ]
