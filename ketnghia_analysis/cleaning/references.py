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
from ketnghia_analysis.cleaning.names import BEGINNING, END, Match, split_commune
from ketnghia_analysis.cleaning.registers import Registers
from ketnghia_analysis.intake.deliveries import Found
from ketnghia_analysis.vocabulary.columns import Column, Table
from ketnghia_analysis.vocabulary.periods import DayOfYear, reporting_year
from ketnghia_analysis.vocabulary.tables import TABLES, WRITTEN_AS

_CONCERNED = ("_agency", "_hamlet", "_commune")


class Unresolved(Exception):
    """A reference that can't be resolved: at which column, why, what was written, what is near."""

    def __init__(self, column: str, reason: str, raw: Any = "", detail: str = "") -> None:
        """Keep the parts."""
        self.column, self.reason, self.raw, self.detail = column, reason, raw, detail
        super().__init__(reason)


@dataclass(frozen=True)
class Row:
    """One row while its references are resolved.

    Attributes:
        values: its typed cells; missing ones are absent.
        raw: its cells as read.
        start: first day of the time it tells of.
        end: last day.
        context: titles and folders, nearest first.
    """

    values: dict[str, Any]
    raw: dict[str, Any]
    start: pd.Timestamp
    end: pd.Timestamp
    context: tuple[str, ...]

    def has(self, name: str) -> bool:
        """Whether a cell has a value."""
        return name in self.values


@dataclass(frozen=True)
class Resolved:
    """An id with the cell it was found in and how; an empty column means title or folder."""

    id: str
    column: str
    how: str


def resolve(
    table: Table, gathered: Gathered, registers: Registers, books: Books, year_ends: DayOfYear
) -> pd.DataFrame:
    """Fill the reference columns of a table.

    Rows that name the same things at the same time are resolved once.

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
    if values.empty or not columns:
        return values.assign(
            **{
                name: pd.Series(index=values.index, dtype="str")
                for name in (*(column.name for column in columns), *_CONCERNED)
            }
        )
    case_of, firsts = _cases(columns, gathered)
    contexts = {number: context_of(found) for number, found in gathered.found.items()}
    records = values.loc[firsts].astype(object).to_dict("index")
    raws = gathered.raw.loc[firsts].to_dict("index")
    origins = gathered.origin.loc[firsts].astype(object).to_dict("index")
    outcomes: dict[str, list[Outcome]] = {column.name: [] for column in columns}
    concerned: dict[str, list[Any]] = {name: [] for name in _CONCERNED}
    for row_id, cells in records.items():
        present = {name: cell for name, cell in cells.items() if not _missing(cell)}
        origin = origins[row_id]
        for whom in concerned.values():
            whom.append(None)
        for column in columns:
            start, end = _time_of(column, present, origin["year"], registers, year_ends)
            row = Row(present, raws[row_id], start, end, contexts[origin["block"]])
            outcome = _one(table, column, row, registers)
            _note_concerned(column, row, registers, concerned)
            outcomes[column.name].append(outcome)
            if outcome.id is not None:
                present[column.name] = outcome.id
    for column in columns:
        found = outcomes[column.name]
        values[column.name] = pd.Series(
            np.array([one.id for one in found], dtype=object)[case_of], values.index, dtype="str"
        )
        _enter(column, found, case_of, gathered, books)
    for name, ids in concerned.items():
        spread = np.array(ids, dtype=object)[case_of]
        values[name] = pd.Series(spread, index=values.index, dtype="str")
    return values


def _cases(columns: Sequence[Column], gathered: Gathered) -> tuple[NDArray[Any], pd.Index]:
    """Number of the case of each row, and the first row of each case.

    Rows of a case come from the same paper and agree in all cells by which they name things.
    """
    values = gathered.values
    naming = {
        name
        for column in columns
        for name in (
            column.name,
            column.as_of,
            "year",
            *(written.name for written in WRITTEN_AS[str(column.refers_to)]),
        )
    }
    keys = [values[name] for name in values.columns if name in naming]
    groups = values.groupby([*keys, gathered.origin["block"]], dropna=False, sort=False)
    case_of = groups.ngroup().to_numpy()
    _, places = np.unique(case_of, return_index=True)
    return case_of, values.index[places]


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
    """

    id: str | None
    entry: str = ""
    column: str = ""
    source: str = ""
    code: str = ""
    raw: Any = None
    detail: str = ""


def _one(table: Table, column: Column, row: Row, registers: Registers) -> Outcome:
    try:
        found = _RESOLVERS[str(column.refers_to)](row, column, registers)
    except Unresolved as fault:
        needed = (column.required and (not table.in_parts or column.name in table.key)) or (
            column.refers_to == "pairings"
        )
        entry = ""
        if needed or fault.reason not in ("required_missing", "unknown_reference"):
            entry = "hold"
        elif fault.reason == "unknown_reference":
            entry = "drop"
        return Outcome(
            None, entry, fault.column, fault.column, fault.reason, fault.raw, fault.detail
        )
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


def _note_concerned(
    column: Column, row: Row, registers: Registers, concerned: dict[str, list[Any]]
) -> None:
    """Remember agency and hamlet even if the pairing is unknown: held rows widen ranges."""
    if column.refers_to in ("pairings", "agencies"):
        concerned["_agency"][-1] = _quietly(_agency, row, column, registers)
    if column.refers_to in ("pairings", "hamlets"):
        concerned["_hamlet"][-1] = _quietly(_hamlet, row, column, registers)
        concerned["_commune"][-1] = _quietly(_commune, row, column, registers)


def _quietly(
    resolver: Callable[..., Resolved], row: Row, column: Column, registers: Registers
) -> Any:
    try:
        return resolver(row, column, registers).id
    except Unresolved:
        return None


def _missing(cell: Any) -> bool:
    return cell is None or cell is pd.NA or cell is pd.NaT or cell != cell


def context_of(found: Found) -> tuple[str, ...]:
    """The sender if SOURCES.yml names it, titles and folders of a table, nearest first."""
    folders = tuple(reversed(found.file.split("/")[:-1]))
    sender = (found.sender,) if found.sender else ()
    return sender + tuple(reversed(found.block.titles)) + folders


def _time_of(
    column: Column,
    present: dict[str, Any],
    report_year: Any,
    registers: Registers,
    year_ends: DayOfYear,
) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Days between which a name must hold: the row's own day up to the end of the report's year."""
    year = None if _missing(report_year) else int(report_year)
    if column.as_of == "round_id":
        day = registers.reference_date(present.get("round_id", ""))
        return (day, day) if day is not None else (BEGINNING, END)
    if column.as_of == "year" and "year" in present:
        year = int(present["year"])
    day = present.get(column.as_of or "")
    is_day = isinstance(day, pd.Timestamp)
    if year is None:
        return (day, day) if is_day else (BEGINNING, END)
    start, end = pd.Timestamp(reporting_year(year, year_ends).start), pd.Timestamp(year, 12, 31)
    # a day far outside the report's year is a slip: names are then judged by the year
    return (day, max(day, end)) if is_day and day <= end else (start, end)


# ------------------------------------------------------------------ one resolver a register


def _given(row: Row, table: str, registers: Registers) -> Resolved | None:
    """An id that the row carries itself.

    Raises:
        Unresolved: no row of the register has it.
    """
    name = TABLES[table].key[0]
    if not row.has(name):
        return None
    if not registers.knows(table, row.values[name]):
        raise Unresolved(name, "unknown_reference", row.raw.get(name))
    return Resolved(row.values[name], name, "same")


def _commune_codes(row: Row, registers: Registers) -> tuple[frozenset[str], str]:
    """Codes of the commune a row names, and the column that named it; empty if it names none."""
    if row.has("commune_code"):
        code = row.values["commune_code"]
        if not registers.communes.holds(code, row.start, row.end):
            raise Unresolved("commune_code", "unknown_commune", row.raw.get("commune_code"))
        return frozenset({code}), "commune_code"
    if row.has("commune_name"):
        match = registers.communes.find(row.values["commune_name"], row.start, row.end)
        if not match.ids:
            raise _no_match("commune_name", "unknown_commune", row, match)
        return match.ids, "commune_name"
    return registers.communes_in(row.context, row.start, row.end), ""


def _no_match(column: str, reason: str, row: Row, match: Match) -> Unresolved:
    if match.how == "unsure":
        return Unresolved(column, "name_unsure", row.raw.get(column), ", ".join(match.candidates))
    detail = f"chỉ có: {', '.join(match.candidates)}" if match.candidates else ""
    return Unresolved(column, reason, row.raw.get(column), detail)


def _commune(row: Row, column: Column, registers: Registers) -> Resolved:
    codes, source = _commune_codes(row, registers)
    if len(codes) != 1:
        reason = "name_unsure" if codes else "required_missing"
        raise Unresolved(source or "commune_name", reason, row.raw.get(source))
    return Resolved(next(iter(codes)), source, "same")


def _hamlet(row: Row, column: Column, registers: Registers) -> Resolved:
    given = _given(row, "hamlets", registers)
    if given:
        return given
    if not row.has("hamlet_name"):
        paired = _of_pairing(row, "hamlet_id", registers)
        if paired:
            return paired
        raise Unresolved("hamlet_name", "required_missing")
    text, commune = split_commune(row.values["hamlet_name"])
    if commune and not row.has("commune_name") and not row.has("commune_code"):
        named = row.values | {"commune_name": commune}
        row = Row(named, row.raw | {"commune_name": commune}, row.start, row.end, row.context)
    codes, _ = _commune_codes(row, registers)
    match = registers.hamlets.find(text, row.start, row.end, codes or None)
    if match.id is None:
        raise _no_match("hamlet_name", "unknown_hamlet", row, match)
    return Resolved(match.id, "hamlet_name", match.how)


def _agency(row: Row, column: Column, registers: Registers) -> Resolved:
    given = _given(row, "agencies", registers)
    if given:
        return given
    if row.has("agency_name"):
        match = registers.agencies.find(row.values["agency_name"], row.start, row.end)
        if match.id is None:
            raise _no_match("agency_name", "unknown_agency", row, match)
        return Resolved(match.id, "agency_name", match.how)
    paired = _of_pairing(row, "agency_id", registers)
    if paired:
        return paired
    match = registers.agency_in(row.context, row.start, row.end)
    if match.id is None:
        raise Unresolved("agency_name", "required_missing")
    return Resolved(match.id, "", match.how)


def _of_pairing(row: Row, name: str, registers: Registers) -> Resolved | None:
    """Agency or hamlet of the pairing whose id the row carries."""
    if not row.has("pairing_id") or not registers.knows("pairings", row.values["pairing_id"]):
        return None
    return Resolved(registers.party(row.values["pairing_id"], name), "pairing_id", "same")


def _pairing(row: Row, column: Column, registers: Registers) -> Resolved:
    given = _given(row, "pairings", registers)
    if given:
        return given
    agency, hamlet = _agency(row, column, registers), _hamlet(row, column, registers)
    if registers.get("pairings").empty and not registers.held_ids.get("pairings"):
        # nobody sent the assignments: who did it and where is known all the same
        return Resolved("", "", "not_sent")
    day = row.values.get(column.as_of or "")
    start, end = (day, day) if day == row.start else (row.start, row.end)
    fits = [
        pairing
        for pairing in registers.pairings_between(agency.id, hamlet.id, row.end)
        if pairing.start <= end and pairing.end >= start
    ]
    if not fits:
        raise Unresolved("hamlet_name", "no_pairing", row.raw.get("hamlet_name"))
    return Resolved(max(fits, key=lambda pairing: pairing.start).id, hamlet.column, "same")


def _round(row: Row, column: Column, registers: Registers) -> Resolved:
    rounds = registers.get("survey_rounds")
    given = _given(row, "survey_rounds", registers)
    if given:
        return given
    if row.has("year"):
        year, source = row.values["year"], "year"
    else:
        year, source = (row.start.year if row.start == row.end else row.end.year), ""
    if row.end == END and not source:
        raise Unresolved("year", "required_missing")
    fits = rounds.loc[rounds["year"] == year, "round_id"]
    if len(fits) != 1:
        raise Unresolved(
            "year", "unknown_round" if fits.empty else "name_unsure", row.raw.get("year")
        )
    return Resolved(fits.iloc[0], source, "same")


def _by_id(row: Row, column: Column, registers: Registers) -> Resolved:
    parent = str(column.refers_to)
    if not row.has(column.name):
        raise Unresolved(column.name, "required_missing")
    if not registers.knows(parent, row.values[column.name]):
        known = row.values[column.name] in registers.held_ids.get(parent, set())
        reason = "parent_held" if known and column.required else "unknown_reference"
        raise Unresolved(column.name, reason, row.raw.get(column.name))
    return Resolved(row.values[column.name], column.name, "same")


_RESOLVERS: dict[str, Callable[[Row, Column, Registers], Resolved]] = {
    "communes": _commune,
    "hamlets": _hamlet,
    "agencies": _agency,
    "pairings": _pairing,
    "survey_rounds": _round,
    "commitments": _by_id,
    "difficulties": _by_id,
}
