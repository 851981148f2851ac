"""Findings: what the report must state about a year, each with the rows behind it.

A finding is a decorated function: facts in, rows out. No row, no finding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from ketnghia_analysis.evaluation.facts import YearFacts
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
        task: what is asked for, Vietnamese; empty where nothing is.
        addressee: who is asked.
        rows: the evidence, columns with Vietnamese headings.
    """

    code: str
    area: Area
    importance: Importance
    sentence: str
    task: str
    addressee: Addressee
    rows: pd.DataFrame

    @property
    def count(self) -> int:
        """Number of rows behind it."""
        return len(self.rows)


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
        told = self.sentence.format(n=number_vi(len(rows)), year=facts.year)
        return Finding(
            self.code,
            self.area,
            self.importance,
            told,
            self.task,
            self.addressee,
            rows.reset_index(drop=True),
        )


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
    """Chosen columns under their Vietnamese headings, index dropped."""
    return rows[list(columns)].rename(columns=columns).reset_index(drop=True)
