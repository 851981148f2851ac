"""Figures of the score: points of pairings, criteria and agencies, down to the records behind."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.figures import (
    How,
    Sourced,
    Wanted,
    figure,
    form_records,
    reference_to,
    wanted,
)
from ketnghia_analysis.evaluation.figures_programme import (
    COMMITMENT_RESULT,
    DEADLINE,
    DIFFICULTY,
)
from ketnghia_analysis.vocabulary.hamlet_figures import FIGURES
from ketnghia_analysis.vocabulary.wording import Written

_FORM = tuple(one.name for one in FIGURES)

_Selection = Callable[[YearFacts, pd.Series], tuple[Wanted, ...]]


def _of_agency(table: str, *columns: str) -> _Selection:
    def select(facts: YearFacts, pairing: pd.Series) -> tuple[Wanted, ...]:
        return (wanted(table, columns, agency_id=str(pairing["agency_id"]), year=facts.year),)

    return select


def _duties(facts: YearFacts, pairing: pd.Series) -> tuple[Wanted, ...]:
    staff = wanted("agencies", ("officers",), agency_id=str(pairing["agency_id"]))
    return (*_of_agency("officer_duties", "duty")(facts, pairing), staff)


def _activities(facts: YearFacts, pairing: pd.Series) -> tuple[Wanted, ...]:
    within = ("date", facts.window.start, facts.window.end)
    columns = ("date", "leader_present")
    return (wanted("activities", columns, within, pairing_id=str(pairing.name)),)


def _meetings(*columns: str) -> _Selection:
    def select(facts: YearFacts, pairing: pd.Series) -> tuple[Wanted, ...]:
        within = ("date", facts.window.start, facts.window.end)
        told = ("date", "hamlet_id", *columns)
        agency = str(pairing["agency_id"])
        # a meeting without hamlet counts for all hamlets of the agency
        hamlets = frozenset([str(pairing["hamlet_id"]), None])
        where = {"agency_id": frozenset([agency]), "hamlet_id": hamlets}
        return (Wanted("coordination_meetings", where, told, within),)

    return select


def _commitments(*columns: str) -> _Selection:
    def select(facts: YearFacts, pairing: pd.Series) -> tuple[Wanted, ...]:
        own = str(pairing.name)
        return (wanted("commitments", columns, pairing_id=own, year=facts.year),)

    return select


def _difficulties(*columns: str) -> _Selection:
    def select(facts: YearFacts, pairing: pd.Series) -> tuple[Wanted, ...]:
        return (wanted("difficulties", columns, hamlet_id=str(pairing["hamlet_id"])),)

    return select


def _promises_that_answer(facts: YearFacts, pairing: pd.Series) -> tuple[Wanted, ...]:
    """Commitments of any agency and year until now that name a difficulty of the hamlet."""
    rows = facts.difficulties
    own = rows.loc[rows["hamlet_id"] == pairing["hamlet_id"], "difficulty_id"]
    until = range(facts.year + 1)
    columns = ("difficulty_id", "due_on", "extended_to", "target")
    return (wanted("commitments", columns, difficulty_id=own, year=until),)


def _figures(facts: YearFacts, pairing: pd.Series) -> tuple[Wanted, ...]:
    return (form_records(facts, [pairing["hamlet_id"]], _FORM, [facts.year]),)


def _history(facts: YearFacts, pairing: pd.Series) -> tuple[Wanted, ...]:
    return (form_records(facts, [pairing["hamlet_id"]], _FORM, range(facts.year + 1)),)


def _both(*selections: _Selection) -> _Selection:
    def select(facts: YearFacts, pairing: pd.Series) -> tuple[Wanted, ...]:
        return tuple(one for part in selections for one in part(facts, pairing))

    return select


CRITERION_RECORDS: dict[str, _Selection] = {
    "A1": _of_agency("briefings", "date", "document", "plan_document", "plan_signed_on"),
    "A2": _duties,
    "A3": _activities,
    "A4": _of_agency("submitted_reports", "term", "due_on", "submitted_on"),
    "B1": _meetings("with_ethnic_office"),
    "B2": _meetings("with_commune"),
    "B3": _both(
        _commitments("field", "state", "result", "target", "completed_on"),
        _meetings("conclusions", "conclusions_done"),
    ),
    "C1": _figures,
    "C2": _difficulties("raised_on", "affects"),
    "C3": _both(
        _difficulties("chosen_as_focus", *DIFFICULTY, "authority"),
        _promises_that_answer,
    ),
    "D1": _commitments("target", "result", "state", "weight", "completed_on"),
    "D2": _commitments(*DEADLINE),
    "D3": _difficulties(*DIFFICULTY, "authority"),
    "E1": _history,
    "E2": _history,
}
"""The clean records that each criterion is measured from, for a pairing."""


@figure("Điểm của cặp {pairing}", "tổng điểm các tiêu chí quy về 100", Written.ONE_DECIMAL)
def pairing_points(facts: YearFacts, pairing: str) -> Sourced:
    """Points of a pairing, both ends of the range; made of its criteria."""
    row = facts.pairings.loc[pairing]
    codes = facts.criteria.loc[facts.criteria["pairing_id"] == pairing, "criterion"]
    parts = tuple(
        reference_to(facts, "criterion_points", pairing=pairing, criterion=str(code))
        for code in codes
    )
    low, high = float(row["points_low"]), float(row["points_high"])
    return Sourced(low, How.SCORE, (), parts, high, f"quy tắc chấm điểm bản {facts.rules.version}")


@figure(
    "Điểm tiêu chí {criterion} của cặp {pairing}",
    "điểm tối đa của tiêu chí × tỷ lệ đạt",
    Written.ONE_DECIMAL,
)
def criterion_points(facts: YearFacts, pairing: str, criterion: str) -> Sourced:
    """Points of a criterion, both ends of the range; missing where it does not apply."""
    rows = facts.criteria
    row = rows[(rows["pairing_id"] == pairing) & (rows["criterion"] == criterion)].iloc[0]
    records = CRITERION_RECORDS[criterion](facts, facts.pairings.loc[pairing])
    return Sourced(row["low"], How.SCORE, records, (), row["high"], str(row["basis"]))


@figure(
    "Điểm bình quân của cơ quan {agency}",
    "bình quân điểm các cặp của cơ quan, vai trò phối hợp tính một nửa",
    Written.ONE_DECIMAL,
)
def agency_points(facts: YearFacts, agency: str) -> Sourced:
    """Mean points of an agency's pairings, both ends of the range."""
    row = facts.agencies.loc[agency]
    own = facts.pairings.index[facts.pairings["agency_id"] == agency]
    parts = tuple(reference_to(facts, "pairing_points", pairing=str(one)) for one in own)
    return Sourced(row["points_low"], How.SCORE, (), parts, row["points_high"])


@figure("Số cặp kết nghĩa của cơ quan {agency}", "số cặp được đánh giá của cơ quan")
def agency_pairings(facts: YearFacts, agency: str) -> Sourced:
    """Pairings of an agency."""
    own = facts.pairings.index[facts.pairings["agency_id"] == agency]
    records = (wanted("pairings", ("agency_id", "hamlet_id", "role"), pairing_id=own),)
    return Sourced(len(own), How.COUNT, records)


def _applying(facts: YearFacts, criterion: str) -> pd.DataFrame:
    rows = facts.criteria[facts.criteria["criterion"] == criterion]
    return rows[rows["low"].notna()]


@figure(
    "Tiêu chí {criterion}, tỷ lệ đạt bình quân",
    "100 × điểm bình quân / điểm tối đa",
    Written.WHOLE,
)
def criterion_mean_share(facts: YearFacts, criterion: str) -> Sourced:
    """Mean share of a criterion's points, percent, both ends of the range."""
    rows = _applying(facts, criterion)
    most = rows["points_most"].mean()
    low, high = (100 * rows[end].mean() / most for end in ("low", "high"))
    return Sourced(low, How.SCORE, (), _criterion_parts(facts, rows), high)


def _criterion_parts(facts: YearFacts, rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(
        reference_to(facts, "criterion_points", pairing=str(pairing), criterion=str(criterion))
        for pairing, criterion in zip(rows["pairing_id"], rows["criterion"], strict=True)
    )


_COUNTS = {
    "commitments": ("field",),
    "completed": COMMITMENT_RESULT,
    "late": DEADLINE,
    "overdue": DEADLINE,
}


@figure("Nội dung của cặp {pairing} ({column})", "số nội dung của cặp trong năm")
def pairing_count(facts: YearFacts, pairing: str, column: str) -> Sourced:
    """Commitments of a pairing: all, completed, late, overdue; missing where none came."""
    row = facts.pairings.loc[pairing]
    if not row["commitments_received"]:
        return Sourced(None, How.COUNT)
    rows = facts.commitments[facts.commitments["pairing_id"] == pairing]
    if column == "completed":
        rows = rows[rows["share_low"] >= 1]
    chosen = {"commitment_id": frozenset(rows["commitment_id"]), "year": frozenset([facts.year])}
    records = Wanted("commitments", chosen, _COUNTS[column])
    how = How.COUNT if column in ("commitments", "completed") else How.VALUE
    return Sourced(float(row[column]), how, (records,))
