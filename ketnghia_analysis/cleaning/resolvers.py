"""One resolver for each register: from what a row says to the id that is meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from ketnghia_analysis.cleaning.decisions import NOT_LISTED
from ketnghia_analysis.cleaning.names import END, Match, NameBook, split_commune
from ketnghia_analysis.cleaning.registers import Registers
from ketnghia_analysis.intake.grids import BadCell
from ketnghia_analysis.vocabulary.columns import Column
from ketnghia_analysis.vocabulary.tables import TABLES


@dataclass(frozen=True)
class Question:
    """A name that an analyst should decide about.

    Attributes:
        kind: "commune", "hamlet" or "agency".
        text: as written.
        commune: code of the commune in which a hamlet lies, "" if not known.
        options: id, name and likeness of what comes into question, best first.
    """

    kind: str
    text: str
    commune: str
    options: tuple[tuple[str, str, float], ...]


class Unresolved(Exception):
    """A reference that can't be resolved: at which column, why, what was written, what is near."""

    def __init__(
        self,
        column: str,
        reason: str,
        raw: Any = "",
        detail: str = "",
        question: Question | None = None,
    ) -> None:
        """Keep the parts."""
        self.column, self.reason, self.raw, self.detail = column, reason, raw, detail
        self.question = question
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
        file: path of the file it stands in.
        year: year of the report it stands in, if it says.
    """

    values: dict[str, Any]
    raw: dict[str, Any]
    start: pd.Timestamp
    end: pd.Timestamp
    context: tuple[str, ...]
    file: str = ""
    year: int | None = None

    def has(self, name: str) -> bool:
        """Whether a cell has a value."""
        return name in self.values


@dataclass(frozen=True)
class Resolved:
    """An id with the cell it was found in and how; an empty column means title or folder."""

    id: str
    column: str
    how: str


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
        _agree(registers.communes, code, "commune_code", "commune_name", row)
        return frozenset({code}), "commune_code"
    if row.has("commune_name"):
        text = row.values["commune_name"]
        decided = _decided("commune", text, row, registers, "commune_name", "unknown_commune")
        if decided:
            return frozenset({decided}), "commune_name"
        match = registers.communes.find(text, row.start, row.end)
        if not match.ids:
            raise _no_match("commune", "commune_name", "unknown_commune", row, match)
        return match.ids, "commune_name"
    return registers.communes_in(row.context, row.start, row.end), ""


def _agree(
    book: NameBook,
    entry_id: str,
    column: str,
    named: str,
    row: Row,
    within: frozenset[str] | None = None,
) -> None:
    """See that an id and the name beside it mean one and the same entry.

    Raises:
        Unresolved: the name is that of another entry; nobody knows which of the two is right.
    """
    if not row.has(named):
        return
    other = book.gainsays(entry_id, row.values[named], row.start, row.end, within)
    if other is not None:
        own = next((one.name for one in book.entries_of(entry_id) if not one.short), "")
        detail = f"mã {entry_id} là {own}, còn “{row.values[named]}” là {other.id}"
        raise Unresolved(column, "id_and_name_differ", row.raw.get(column), detail)


def _lies_there(hamlet: str, row: Row, registers: Registers) -> None:
    """See that a hamlet given by its id lies in the commune that the row names.

    Raises:
        Unresolved: both communes exist on the last day meant, and the hamlet lies in the other.
    """
    if not (row.has("commune_code") or row.has("commune_name")):
        return
    own = {one.within for one in registers.hamlets.entries_of(hamlet)}
    codes, column = _commune_codes(row, registers)
    lasting = {code for code in own if registers.communes.holds(code, row.end, row.end)}
    if codes and lasting and not codes & own:
        names = sorted({one.name for code in own for one in registers.communes.entries_of(code)})
        detail = f"mã {hamlet} thuộc xã {', '.join(names)}"
        raise Unresolved(column, "id_and_name_differ", row.raw.get(column), detail)


def _decided(
    kind: str,
    text: str,
    row: Row,
    registers: Registers,
    column: str,
    reason: str,
    within: frozenset[str] = frozenset(),
) -> str | None:
    """What an analyst decided about a name; None where nothing was decided.

    Raises:
        Unresolved: it was decided that nothing in the register is meant.
    """
    chosen = registers.decisions.find(kind, text, within, row.file, row.year)
    if chosen == NOT_LISTED:
        detail = "phân tích viên xác nhận không có trong danh mục"
        raise Unresolved(column, reason, row.raw.get(column), detail)
    return chosen


def _lacking(column: str, row: Row) -> Unresolved:
    """A name that is not there, or that is not readable in the file."""
    raw = row.raw.get(column)
    return Unresolved(column, raw.reason if isinstance(raw, BadCell) else "required_missing", raw)


def _no_match(
    kind: str,
    column: str,
    reason: str,
    row: Row,
    match: Match,
    within: frozenset[str] = frozenset(),
) -> Unresolved:
    raw = row.raw.get(column)
    if match.how == "unsure":
        commune = next(iter(within)) if len(within) == 1 else ""
        question = Question(kind, str(row.values.get(column, "")), commune, match.options)
        return Unresolved(column, "name_unsure", raw, ", ".join(match.candidates), question)
    detail = f"chỉ có: {', '.join(match.candidates)}" if match.candidates else ""
    return Unresolved(column, reason, raw, detail)


def commune_of(row: Row, column: Column, registers: Registers) -> Resolved:
    """The commune of a row, by code, name or title."""
    codes, source = _commune_codes(row, registers)
    if len(codes) != 1:
        reason = "name_unsure" if codes else "required_missing"
        raise Unresolved(source or "commune_name", reason, row.raw.get(source))
    return Resolved(next(iter(codes)), source, "same")


def hamlet_of(row: Row, column: Column, registers: Registers) -> Resolved:
    """The hamlet of a row, by id, by name within its commune, or by its pairing."""
    given = _given(row, "hamlets", registers)
    if given:
        _lies_there(given.id, row, registers)
        own = frozenset(one.within for one in registers.hamlets.entries_of(given.id))
        _agree(registers.hamlets, given.id, "hamlet_id", "hamlet_name", row, own)
        return given
    if not row.has("hamlet_name"):
        paired = _of_pairing(row, "hamlet_id", registers)
        if paired:
            return paired
        raise _lacking("hamlet_name", row)
    written = row.values["hamlet_name"]
    text, commune = split_commune(written, _is_commune(row, registers))
    if commune and not row.has("commune_name") and not row.has("commune_code"):
        named = row.values | {"commune_name": commune}
        row = replace(row, values=named, raw=row.raw | {"commune_name": commune})
    codes, _ = _commune_codes(row, registers)
    for name in dict.fromkeys((written, text)):
        decided = _decided("hamlet", name, row, registers, "hamlet_name", "unknown_hamlet", codes)
        if decided:
            return Resolved(decided, "hamlet_name", "decided")
    match = registers.hamlets.find(text, row.start, row.end, codes or None)
    if match.id is None:
        raise _no_match("hamlet", "hamlet_name", "unknown_hamlet", row, match, codes)
    return Resolved(match.id, "hamlet_name", match.how)


def _is_commune(row: Row, registers: Registers) -> Callable[[str], bool]:
    """Whether a part of a hamlet's cell is the name of a commune of the time."""
    return lambda name: (
        registers.communes.find(name, row.start, row.end).how in ("same", "toneless")
    )


def agency_of(row: Row, column: Column, registers: Registers) -> Resolved:
    """The agency of a row, by id, name, pairing, title or folder."""
    given = _given(row, "agencies", registers)
    if given:
        _agree(registers.agencies, given.id, "agency_id", "agency_name", row)
        return given
    if row.has("agency_name"):
        text = row.values["agency_name"]
        decided = _decided("agency", text, row, registers, "agency_name", "unknown_agency")
        if decided:
            return Resolved(decided, "agency_name", "decided")
        match = registers.agencies.find(text, row.start, row.end)
        if match.id is None:
            raise _no_match("agency", "agency_name", "unknown_agency", row, match)
        return Resolved(match.id, "agency_name", match.how)
    paired = _of_pairing(row, "agency_id", registers)
    if paired:
        return paired
    match = registers.agency_in(row.context, row.start, row.end)
    if match.id is not None:
        return Resolved(match.id, "", match.how)
    for text in registers.senders_said(row.context):
        said = replace(row, values=row.values | {"agency_name": text}, raw={"agency_name": text})
        decided = _decided("agency", text, said, registers, "agency_name", "unknown_agency")
        if decided:
            return Resolved(decided, "", "decided")
        match = registers.agencies.find(text, row.start, row.end)
        if match.how == "unsure":
            raise _no_match("agency", "agency_name", "unknown_agency", said, match)
    raise _lacking("agency_name", row)


def _of_pairing(row: Row, name: str, registers: Registers) -> Resolved | None:
    """Agency or hamlet of the pairing whose id the row carries."""
    if not row.has("pairing_id") or not registers.knows("pairings", row.values["pairing_id"]):
        return None
    return Resolved(registers.party(row.values["pairing_id"], name), "pairing_id", "same")


def _pairing(row: Row, column: Column, registers: Registers) -> Resolved:
    given = _given(row, "pairings", registers)
    if given:
        _is_of(given.id, row, registers)
        return given
    agency, hamlet = agency_of(row, column, registers), hamlet_of(row, column, registers)
    if registers.get("pairings").empty and not registers.held_parties:
        # nobody sent the assignments: who did it and where is known all the same
        return Resolved("", "", "not_sent")
    day = row.values.get(column.as_of or "")
    start, end = (day, day) if day == row.start else (row.start, row.end)
    fits = [
        pairing
        for pairing in registers.pairings_between(agency.id, hamlet.id, row.end)
        if pairing.start <= end and pairing.end >= start
    ]
    if not fits and registers.is_pairing_held(agency.id, hamlet.id, row.end):
        # that the list of assignments has a fault is not the fault of who worked by it
        return Resolved("", "", "held")
    if not fits:
        raise Unresolved("hamlet_name", "no_pairing", row.raw.get("hamlet_name"))
    return Resolved(max(fits, key=lambda pairing: pairing.start).id, hamlet.column, "same")


def _is_of(pairing: str, row: Row, registers: Registers) -> None:
    """See that a pairing given by its id is that of the agency and hamlet of the row.

    Raises:
        Unresolved: it is another's.
    """
    for table, name in (("agencies", "agency_id"), ("hamlets", "hamlet_id")):
        party = registers.party(pairing, name)
        if row.has(name) and registers.heir(table, row.values[name], row.end) != registers.heir(
            table, party, row.end
        ):
            detail = f"mã {pairing} là của {party}, dòng này của {row.values[name]}"
            raise Unresolved("pairing_id", "id_and_name_differ", row.raw.get("pairing_id"), detail)


def _round(row: Row, column: Column, registers: Registers) -> Resolved:
    given = _given(row, "survey_rounds", registers)
    if given:
        return given
    if row.has("year"):
        year, source = row.values["year"], "year"
    else:
        year, source = (row.start.year if row.start == row.end else row.end.year), ""
    if row.end == END and not source:
        raise Unresolved("year", "required_missing")
    fits = registers.rounds_of(int(year))
    if len(fits) != 1:
        raise Unresolved("year", "name_unsure" if fits else "unknown_round", row.raw.get("year"))
    return Resolved(fits[0], source, "same")


def _by_id(row: Row, column: Column, registers: Registers) -> Resolved:
    parent = str(column.refers_to)
    if not row.has(column.name):
        raise Unresolved(column.name, "required_missing")
    if not registers.knows(parent, row.values[column.name]):
        known = row.values[column.name] in registers.held_ids.get(parent, set())
        reason = "parent_held" if known and column.required else "unknown_reference"
        raise Unresolved(column.name, reason, row.raw.get(column.name))
    return Resolved(row.values[column.name], column.name, "same")


RESOLVERS: dict[str, Callable[[Row, Column, Registers], Resolved]] = {
    "communes": commune_of,
    "hamlets": hamlet_of,
    "agencies": agency_of,
    "pairings": _pairing,
    "survey_rounds": _round,
    "commitments": _by_id,
    "difficulties": _by_id,
}
"""Resolver by table referred to; each raises Unresolved where it can't."""
