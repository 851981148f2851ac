"""The yearly evaluation as a document on paper."""

from __future__ import annotations

from ketnghia_analysis.evaluation.facts import FICTION_NOTE, YearFacts
from ketnghia_analysis.evaluation.proposals import findings_of
from ketnghia_analysis.outputs import report_sections
from ketnghia_analysis.outputs.hamlet_tables import hamlets_table
from ketnghia_analysis.outputs.paper import Paper, PaperKind, written
from ketnghia_analysis.outputs.report_tables import pairings_table
from ketnghia_analysis.outputs.sections import SECTIONS, Block, Heading, NewPage

_REGISTERED = (report_sections,)
"""Importing it registers the sections."""


def yearly_evaluation(facts: YearFacts) -> bytes:
    """The report of a year: six sections and an annex with all pairings and hamlets.

    Args:
        facts: of the year.

    Returns:
        The bytes of a .docx file; the same facts give the same text.

    Raises:
        DataFault: no form of documents is known for the day of issue.
    """
    findings = findings_of(facts)
    body: list[Block] = []
    for section in SECTIONS:
        body.append(Heading(f"{section.number}. {section.title.upper()}", 1))
        body += section.write(facts, findings)
    paper = Paper(
        kind=PaperKind.REPORT,
        name=f"Báo cáo kết quả công tác kết nghĩa năm {facts.year}",
        subject=f"kết quả công tác kết nghĩa với các thôn xen ghép năm {facts.year}",
        body=body,
        year=facts.year,
        annex=[
            pairings_table(facts),
            NewPage(),
            hamlets_table(facts, report_sections.KEY_INDICATORS, short=True),
        ],
        note=FICTION_NOTE if facts.fictional else "",
    )
    return written(paper, facts.settings, facts.window.end)
