"""Sections of a report: decorated functions that turn facts into text, tables and pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.findings import Finding
from ketnghia_analysis.outputs.pictures import Picture
from ketnghia_analysis.outputs.tables import ReportTable


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a section's, 2 one within a section."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True)
class Bullet:
    """An item of a list, marked "-" as administrative documents do."""

    text: str


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a new page of paper."""


Block = Heading | Paragraph | Bullet | ReportTable | Picture | NewPage
Writer = Callable[[YearFacts, list[Finding]], list[Block]]


@dataclass(frozen=True)
class Section:
    """A section of the yearly evaluation.

    Attributes:
        number: Roman numeral.
        title: Vietnamese, without number.
        write: facts and findings in, blocks out.
    """

    number: str
    title: str
    write: Writer


SECTIONS: list[Section] = []
"""The sections of the yearly evaluation in their order."""


def section(number: str, title: str) -> Callable[[Writer], Writer]:
    """Register a function as a section of the yearly evaluation."""

    def register(write: Writer) -> Writer:
        SECTIONS.append(Section(number, title, write))
        return write

    return register
