"""Findings: what the report must state about a year, each with the rows behind it.

A finding is a decorated function: facts in, rows out. No row, no finding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.figures import Wanted, reference_to
from ketnghia_analysis.vocabulary.cited_text import cite
from ketnghia_analysis.vocabulary.tables import TABLES
from ketnghia_analysis.vocabulary.wording import number_vi


class Importance(StrEnum):
    """How pressing a finding is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


IMPORTANCE_LABELS: dict[str, str] = {
    Importance.HIGH: "Nghiêm trọng",
    Importance.MEDIUM: "Cần chú ý",
    Importance.LOW: "Để biết",
}


class Area(StrEnum):
    """Part of the report in which a finding stands."""

    STRENGTH = "strength"
    LIMIT = "limit"
    DATA = "data"


AREA_LABELS: dict[str, str] = {
    Area.STRENGTH: "Ưu điểm",
    Area.LIMIT: "Hạn chế",
    Area.DATA: "Chất lượng số liệu",
}


class Addressee(StrEnum):
    """Who is asked to act on a finding."""

    AGENCIES = "agencies"
    COMMUNES = "communes"
    DISTRICT = "district"


ADDRESSEE_LABELS: dict[str, str] = {
    Addressee.AGENCIES: "các cơ quan, đơn vị kết nghĩa",
    Addressee.COMMUNES: "UBND các xã, thị trấn",
    Addressee.DISTRICT: "UBND huyện",
}


@dataclass(frozen=True)
class Finding:
    """A finding of a year.

    Attributes:
        code: name of the rule.
        area: strength, limit or quality of data.
        importance: how pressing it is.
        sentence: Vietnamese, with the number of rows.
        cited: the same, its number with the reference inside.
        task: what is asked for, Vietnamese; empty where nothing is.
        addressee: who is asked.
        rows: the evidence, columns with Vietnamese headings; the index holds the records' ids where
            the evidence is records.
    """

    code: str
    area: Area
    importance: Importance
    sentence: str
    cited: str
    task: str
    addressee: Addressee
    rows: pd.DataFrame

    @property
    def count(self) -> int:
        """Number of rows behind it."""
        return len(self.rows)

    def records(self, year: int) -> tuple[Wanted, ...]:
        """The clean records behind it; none where the evidence is raw rows or cells."""
        table = RECORD_TABLES.get(str(self.rows.index.name))
        if table is None:
            return ()
        where = {str(self.rows.index.name): frozenset(self.rows.index)}
        if "year" in TABLES[table].key:
            where["year"] = frozenset([year])
        return (Wanted(table, where, ()),)


@dataclass(frozen=True)
class FindingRule:
    """A declared finding: how it is found and how it is told."""

    code: str
    area: Area
    importance: Importance
    sentence: str
    task: str
    addressee: Addressee
    evidence: Callable[[YearFacts], pd.DataFrame]
    needs_whole_district: bool

    def apply(self, facts: YearFacts) -> Finding | None:
        """The finding in a year; None where there is no row behind it."""
        if self.needs_whole_district and facts.scope:
            return None
        rows = self.evidence(facts)
        if rows.empty:
            return None
        count = number_vi(len(rows))
        told = self.sentence.format(n=count, year=facts.year)
        linked = cite(reference_to(facts, "finding_count", finding=self.code), count)
        return Finding(
            self.code,
            self.area,
            self.importance,
            told,
            self.sentence.format(n=linked, year=facts.year),
            self.task,
            self.addressee,
            rows,
        )


RECORD_TABLES = {
    "pairing_id": "pairings",
    "commitment_id": "commitments",
    "difficulty_id": "difficulties",
    "activity_id": "activities",
    "agency_id": "agencies",
    "hamlet_id": "hamlets",
}
"""Table of each id by which evidence may be indexed."""
_RECORD_COLUMNS = ("commitment_id", "difficulty_id", "activity_id")
"""Columns that say which record a row of facts is, the most telling first."""

RULES: dict[str, FindingRule] = {}
"""All findings that the report can state, in the order in which it states them."""


def finding(
    area: Area,
    importance: Importance,
    sentence: str,
    task: str = "",
    addressee: Addressee = Addressee.AGENCIES,
    needs_whole_district: bool = False,
) -> Callable[[Callable[[YearFacts], pd.DataFrame]], Callable[[YearFacts], pd.DataFrame]]:
    """Register a function as a finding; its name is the code.

    Args:
        area: where the report states it.
        importance: how pressing it is.
        sentence: Vietnamese; "{n}" stands for the number of rows, "{year}" for the year.
        task: what is asked for, Vietnamese.
        addressee: who is asked.
        needs_whole_district: not stated of a single commune or agency.
    """

    def register(
        evidence: Callable[[YearFacts], pd.DataFrame],
    ) -> Callable[[YearFacts], pd.DataFrame]:
        code = evidence.__name__
        RULES[code] = FindingRule(
            code, area, importance, sentence, task, addressee, evidence, needs_whole_district
        )
        return evidence

    return register


def table(rows: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """Chosen columns under their Vietnamese headings.

    Returns:
        Indexed by the records' ids if the rows carry any, else by 0, 1, 2 ...
    """
    named = rows[list(columns)].rename(columns=columns)
    if str(rows.index.name) in RECORD_TABLES:
        return named
    for key in _RECORD_COLUMNS:
        if key in rows:
            return named.set_index(pd.Index(rows[key], name=key))
    return named.reset_index(drop=True)
