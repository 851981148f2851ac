"""Sections of the yearly evaluation for notebooks and web pages."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.findings import Finding
from ketnghia_analysis.evaluation.proposals import findings_of
from ketnghia_analysis.evaluation.tracing import TraceBook
from ketnghia_analysis.outputs import report_sections
from ketnghia_analysis.outputs.further_analysis import further_blocks
from ketnghia_analysis.outputs.links import linked
from ketnghia_analysis.outputs.pictures import Picture
from ketnghia_analysis.outputs.report_tables import findings_table
from ketnghia_analysis.outputs.sections import SECTIONS, Block, Bullet, Heading, Paragraph
from ketnghia_analysis.outputs.sources import SourcesPage, sources_of
from ketnghia_analysis.outputs.tables import ReportTable

_REGISTERED = (report_sections,)
"""Importing it registers the sections."""


@dataclass(frozen=True)
class SectionPage:
    """A section's blocks, shown as HTML."""

    blocks: list[Block]

    def _repr_html_(self) -> str:
        parts: list[str] = []
        listing = False
        for block in self.blocks:
            if isinstance(block, Bullet) != listing:
                listing = not listing
                parts.append("<ul>" if listing else "</ul>")
            parts.append(_html(block))
        if listing:
            parts.append("</ul>")
        return "".join(parts)


@dataclass(frozen=True)
class Evaluation:
    """The yearly evaluation of some facts, section by section.

    Attributes:
        facts: of the year.
        findings: of the facts.
    """

    facts: YearFacts
    findings: list[Finding]

    def section(self, number: str) -> SectionPage:
        """A section by its Roman numeral; KeyError where there is none."""
        by_number = {one.number: one for one in SECTIONS}
        return SectionPage(by_number[number].write(self.facts, self.findings))

    def finding_list(self) -> SectionPage:
        """All findings with what they ask for."""
        return SectionPage([findings_table(self.facts, self.findings)])

    def further(self) -> SectionPage:
        """Analyses behind the report, which the Word document leaves out."""
        return SectionPage(further_blocks(self.facts))

    def sources(self, book: TraceBook) -> SourcesPage:
        """Where every figure of the sections and findings comes from."""
        blocks = [
            block for one in SECTIONS for block in one.write(self.facts, self.findings)
        ] + self.finding_list().blocks
        return sources_of(book, *blocks)


def evaluation(facts: YearFacts) -> Evaluation:
    """The yearly evaluation of the facts."""
    return Evaluation(facts, findings_of(facts))


def _html(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level + 1}>{escape(block.text)}</h{block.level + 1}>"
    if isinstance(block, Paragraph):
        return f"<p>{linked(block.text)}</p>"
    if isinstance(block, Bullet):
        return f"<li>{linked(block.text)}</li>"
    if isinstance(block, ReportTable):
        return block._repr_html_()
    return _figure(block) if isinstance(block, Picture) else ""


def _figure(shown: Picture) -> str:
    content = base64.b64encode(shown.png).decode("ascii")
    return (
        f'<figure><img src="data:image/png;base64,{content}" alt="{escape(shown.alt)}">'
        f"<figcaption>{escape(shown.caption)}</figcaption></figure>"
    )
