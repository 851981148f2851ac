"""Conditions of legal rules in three values: met, not met, or unknown where a figure is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from ketnghia_analysis.vocabulary.wording import is_missing, number_vi

MEKONG_DELTA = "mekong_delta"
"""Column that says whether a place lies in the Mekong delta, for which some limits differ."""
NATIONAL = "national_poverty_percent"
"""Column with the national rate, of which some limits are multiples."""


@dataclass(frozen=True)
class Limit:
    """From, or up to, which value a criterion is met.

    Attributes:
        value: the limit; of a multiple of the national rate, the factor.
        delta: the same in the Mekong delta, None where no other is set.
        including: whether the limit itself counts.
        times_national: whether it is a factor.
    """

    value: float
    delta: float | None = None
    including: bool = True
    times_national: bool = False

    def of(self, facts: pd.DataFrame, *, in_delta: bool) -> pd.Series:
        """The limit for each row; missing where the national rate is."""
        value = self.delta if in_delta and self.delta is not None else self.value
        limit = pd.Series(value, index=facts.index, dtype="Float64")
        if self.times_national:
            limit = limit * facts[NATIONAL].astype("Float64")
        return limit

    def text(self) -> str:
        """The limit as a phrase of a document has it."""
        said, delta = (
            f"{number_vi(value, int(value % 1 > 0))}{' lần cả nước' if self.times_national else ''}"
            for value in (self.value, self.value if self.delta is None else self.delta)
        )
        return said if self.delta is None else f"{said} (ĐBSCL {delta})"


@dataclass(frozen=True)
class Criterion:
    """One thing that a rule asks of a place.

    Attributes:
        code: name of its column in what `Verdicts` tells.
        heading: what is looked at, in Vietnamese.
        column: fact that it looks at; a number, or yes/no where there is no limit.
        unit: of the fact, as people read it.
        least: smallest value that meets it.
        most: largest value that meets it.
        wanted: which answer meets it where it has no limits.
        only_in_delta: whether it counts in the Mekong delta only.
        verified: whether its text was read; an unverified one leaves the verdict open.
    """

    code: str
    heading: str
    column: str
    unit: str = "%"
    least: Limit | None = None
    most: Limit | None = None
    wanted: bool = True
    only_in_delta: bool = False
    verified: bool = True

    def met(self, facts: pd.DataFrame) -> pd.Series:
        """Boolean with missing, same index; a fact that is no column is unknown everywhere."""
        if self.least is None and self.most is None:
            told = _fact(facts, self.column).astype("boolean")
            found = told if self.wanted else ~told
        else:
            outside = self._within(facts, in_delta=False)
            there = facts[MEKONG_DELTA].astype("boolean")
            inside = self._within(facts, in_delta=True)
            # where it is not known to lie in the delta, both limits must say the same
            found = outside.mask((inside != outside).fillna(True) & there.isna())
            found = found.mask(there.fillna(False), inside)
        if self.only_in_delta:
            found &= facts[MEKONG_DELTA].astype("boolean")
        return found.rename(self.code)

    def _within(self, facts: pd.DataFrame, *, in_delta: bool) -> pd.Series:
        value = _fact(facts, self.column).astype("Float64")
        found = pd.Series(True, index=facts.index, dtype="boolean")
        if self.least is not None:
            limit = self.least.of(facts, in_delta=in_delta)
            found &= value >= limit if self.least.including else value > limit
        if self.most is not None:
            limit = self.most.of(facts, in_delta=in_delta)
            found &= value <= limit if self.most.including else value < limit
        return found

    def text(self) -> str:
        """The criterion in Vietnamese."""
        said = self.heading
        if self.least is not None:
            said += f" {'từ' if self.least.including else 'trên'} {self.least.text()}"
        if self.most is not None:
            said += f" {'đến' if self.most.including else 'dưới'} {self.most.text()}"
        if self.least is not None or self.most is not None:
            national = (self.least or self.most or Limit(0)).times_national
            said += "" if national else f" {self.unit}"
        if self.only_in_delta:
            said += " (chỉ ĐBSCL)"
        return said + ("" if self.verified else " [chưa đối chiếu bản gốc]")

    def reason(self, value: object, met: object) -> str:
        """Why a place meets it or not, with its figure."""
        answer = "chưa rõ" if is_missing(met) else "đạt" if met else "không đạt"
        if is_missing(value):
            return f"{self.text()}: chưa có số liệu ({answer})"
        if self.least is None and self.most is None:
            return f"{self.text()}: {'có' if value else 'không'} ({answer})"
        return f"{self.text()}: {number_vi(value, 1)} {self.unit} ({answer})"


@dataclass(frozen=True)
class Clause:
    """Conditions joined: all of them, any of them, or so many at least.

    Attributes:
        kind: how they are joined.
        parts: criteria and clauses.
        count: how many must be met, for "at_least".
    """

    kind: Literal["all", "any", "at_least"]
    parts: tuple[Criterion | Clause, ...]
    count: int = 0

    def met(self, facts: pd.DataFrame, *, as_drafted: bool = True) -> pd.Series:
        """Boolean with missing, by Kleene's logic; same index.

        Args:
            facts: of the places.
            as_drafted: take unverified criteria by their draft; otherwise nothing is known of them.
        """
        answers = [_answer(part, facts, as_drafted) for part in self.parts]
        if self.kind != "at_least":
            found = answers[0]
            for answer in answers[1:]:
                found = found & answer if self.kind == "all" else found | answer
            return found
        sure = sum((answer.fillna(False).astype("int64") for answer in answers), start=0)
        maybe = sum((answer.fillna(True).astype("int64") for answer in answers), start=0)
        found = pd.Series(sure >= self.count, index=facts.index, dtype="boolean")
        return found.mask((sure < self.count) & (maybe >= self.count))

    @property
    def criteria(self) -> Iterator[Criterion]:
        """All criteria, in the order of the document."""
        for part in self.parts:
            if isinstance(part, Criterion):
                yield part
            else:
                yield from part.criteria

    def text(self) -> str:
        """The clause in Vietnamese."""
        joined = {"all": " và ", "any": " hoặc "}.get(self.kind, "; ").join(
            part.text() for part in self.parts
        )
        head = f"ít nhất {self.count}/{len(self.parts)}: " if self.kind == "at_least" else ""
        return f"({head}{joined})"


def _answer(part: Criterion | Clause, facts: pd.DataFrame, as_drafted: bool) -> pd.Series:
    if isinstance(part, Clause):
        return part.met(facts, as_drafted=as_drafted)
    if part.verified or as_drafted:
        return part.met(facts)
    return pd.Series(pd.NA, index=facts.index, dtype="boolean")


def _fact(facts: pd.DataFrame, column: str) -> pd.Series:
    return facts[column] if column in facts else pd.Series(pd.NA, index=facts.index, dtype="object")
