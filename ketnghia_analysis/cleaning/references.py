"""Names and codes in rows become ids of the registers, valid at the time the row tells of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ketnghia_analysis.cleaning.gather import Gathered
from ketnghia_analysis.cleaning.ledger import Books, raw_text
from ketnghia_analysis.cleaning.reference_cases import Cases, cases_of
from ketnghia_analysis.cleaning.registers import Registers
from ketnghia_analysis.cleaning.resolvers import (
    RESOLVERS,
    Question,
    Resolved,
    Row,
    Unresolved,
    agency_of,
    commune_of,
    hamlet_of,
)
from ketnghia_analysis.vocabulary.columns import Column, Table
from ketnghia_analysis.vocabulary.periods import DayOfYear

_CONCERNED = ("_agency", "_hamlet", "_commune")


def resolve(
    table: Table, gathered: Gathered, registers: Registers, books: Books, year_ends: DayOfYear
) -> pd.DataFrame:
    """Fill the reference columns of a table.

    Rows that name the same thing at times that no register tells apart are resolved once.

    Args:
        table: its declaration.
        gathered: its rows.
        registers: tables that are clean already.
        books: take the changes and faults.
        year_ends: last day of a reporting year.

    Returns:
        The values with every reference column; rows whose reference failed are in the books.
        The columns `_agency`, `_hamlet` and `_commune` say whom a row concerns, where that is
        known.
    """
    values = gathered.values.copy()
    columns = [column for column in table.columns if column.refers_to]
    nobody = pd.Series(index=values.index, dtype="str")
    concerned = dict.fromkeys(_CONCERNED, nobody)
    if values.empty or not columns:
        return values.assign(**{column.name: nobody for column in columns}, **concerned)
    # what is found for one column helps with the next; `values` gets what was found and no more
    present = values.copy(deep=False)
    for column in columns:
        cases = cases_of(column, present, gathered, registers, year_ends)
        outcomes = [_one(table, column, row, registers) for row in cases.rows]
        found = _spread([one.id for one in outcomes], cases, values)
        for name, ids in _concerned(column, cases.rows, outcomes, registers).items():
            concerned[name] = _spread(ids, cases, values)
        present[column.name] = found.fillna(present.get(column.name, nobody))
        values[column.name] = found
        _enter(column, outcomes, cases.of, gathered, books)
    return values.assign(**concerned)


def _spread(ids: Sequence[Any], cases: Cases, values: pd.DataFrame) -> pd.Series:
    """The id of each row's case, by row."""
    return pd.Series(np.array(ids, dtype=object)[cases.of], values.index, dtype="str")


@dataclass(frozen=True)
class Outcome:
    """What resolving one reference of one case gave.

    Attributes:
        id: the id, None where there is none.
        entry: "change", "hold", "drop" or "" for nothing to enter in the books.
        column: column at which it is entered.
        source: raw column whose cell was read; "" for titles and folders.
        code: rule or reason.
        raw: text to enter where `source` is no column of the file.
        detail: what else a message should say.
        question: what an analyst should decide.
    """

    id: str | None
    entry: str = ""
    column: str = ""
    source: str = ""
    code: str = ""
    raw: Any = None
    detail: str = ""
    question: Question | None = None


def _one(table: Table, column: Column, row: Row, registers: Registers) -> Outcome:
    try:
        found = RESOLVERS[str(column.refers_to)](row, column, registers)
    except Unresolved as fault:
        needed = (column.required and (not table.in_parts or column.name in table.key)) or (
            column.refers_to == "pairings"
        )
        entry = ""
        if needed or fault.reason not in ("required_missing", "unknown_reference"):
            entry = "hold"
        elif fault.reason == "unknown_reference":
            entry = "drop"
        told = (fault.column, fault.column, fault.reason, fault.raw, fault.detail)
        return Outcome(None, entry, *told, fault.question)
    if found.column == column.name or not found.id:
        return Outcome(found.id or None)
    rule = "from_title"
    if found.column:
        rule = _RULE_OF.get(found.how, "matched_name")
    return Outcome(found.id, "change", column.name, found.column, rule, row.raw.get(found.column))


_RULE_OF = {"similar": "similar_name", "decided": "decided_name", "parent": "from_parent"}


def _enter(
    column: Column,
    outcomes: Sequence[Outcome],
    case_of: NDArray[Any],
    gathered: Gathered,
    books: Books,
) -> None:
    """Enter the outcomes of all cases in the books, each row with its own raw cell."""
    told = np.array([bool(one.entry) for one in outcomes])
    places = np.flatnonzero(told[case_of])
    if not len(places):
        return
    entries = pd.DataFrame(
        {
            "row_id": gathered.values.index[places],
            "case": case_of[places],
        }
    )
    kinds = np.array([f"{one.entry}|{one.column}|{one.source}" for one in outcomes], dtype=object)[
        entries["case"]
    ]
    for kind, rows in entries.groupby(kinds, sort=False):
        entry, at, source = str(kind).split("|")
        ids = rows["row_id"].to_numpy()
        chosen = [outcomes[case] for case in rows["case"]]
        before = _raw_texts(gathered.raw, source, ids, chosen)
        if entry == "hold":
            reasons = [one.code for one in chosen]
            books.hold_many(ids, at, reasons, before, [one.detail for one in chosen])
            for row_id, one in zip(ids.tolist(), chosen, strict=True):
                if one.question is not None:
                    books.ask(row_id, at, one.question)
            continue
        rule = [f"dropped_{one.code}" if entry == "drop" else one.code for one in chosen]
        after = ["" if entry == "drop" else str(one.id) for one in chosen]
        books.change_many(ids, at, before, after, rule)


def _raw_texts(
    raw: pd.DataFrame, source: str, ids: NDArray[Any], chosen: Sequence[Outcome]
) -> list[str]:
    if source in raw:
        own = [raw_text(cell) for cell in raw.loc[ids, source]]
        return [text or raw_text(one.raw) for text, one in zip(own, chosen, strict=True)]
    return [raw_text(one.raw) for one in chosen]


def _concerned(
    column: Column, rows: Sequence[Row], outcomes: Sequence[Outcome], registers: Registers
) -> dict[str, list[Any]]:
    """Agency, hamlet and commune even if the pairing is unknown: held rows widen ranges."""
    ids = [one.id for one in outcomes]

    def known(resolver: Callable[..., Resolved]) -> list[Any]:
        return [_quietly(resolver, row, column, registers) for row in rows]

    if column.refers_to == "agencies":
        return {"_agency": ids}
    if column.refers_to == "hamlets":
        return {"_hamlet": ids, "_commune": known(commune_of)}
    if column.refers_to == "pairings":
        return {
            "_agency": known(agency_of),
            "_hamlet": known(hamlet_of),
            "_commune": known(commune_of),
        }
    return {}


def _quietly(
    resolver: Callable[..., Resolved], row: Row, column: Column, registers: Registers
) -> Any:
    try:
        return resolver(row, column, registers).id
    except Unresolved:
        return None
