"""The yearly evaluation as a document on paper."""

from __future__ import annotations

from ketnghia_analysis.evaluation.facts import FICTION_NOTE, YearFacts
from ketnghia_analysis.evaluation.proposals import findings_of
from ketnghia_analysis.outputs import report_sections
from ketnghia_analysis.outputs.hamlet_tables import hamlets_table
from ketnghia_analysis.outputs.map_facts import MapFacts
from ketnghia_analysis.outputs.paper import Paper, PaperKind, written
from ketnghia_analysis.outputs.report_tables import pairings_table
from ketnghia_analysis.outputs.sections import SECTIONS, Block, Heading, NewPage
from ketnghia_analysis.outputs.static_map import Drawing, map_picture

_REGISTERED = (report_sections,)
"""Importing it registers the sections."""
_MAP_INCHES, _MAP_DPI = (9.7, 5.6), 150
"""The map with its caption fills a sideways A4 page."""


def yearly_evaluation(facts: YearFacts, shown: MapFacts | None = None) -> bytes:
    """The report of a year: six sections and an annex with all pairings, all hamlets and the map.

    Args:
        facts: of the year.
        shown: the map of the same year; without it, or where no place is known, there is no map.

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
            *_map(shown),
        ],
        note=FICTION_NOTE if facts.fictional else "",
    )
    return written(paper, facts.settings, facts.window.end)


def _map(shown: MapFacts | None) -> list[Block]:
    if shown is None:
        return []
    drawing = Drawing(shown)
    year = drawing.of_year
    if year.communes_in_metres.empty and year.hamlets_in_metres.empty:
        return []
    return [NewPage(), map_picture(drawing, *_MAP_INCHES, _MAP_DPI)]
