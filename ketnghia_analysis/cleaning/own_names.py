"""Rows of the hamlet register that name their hamlet instead of giving its id."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.cleaning.gather import Gathered
from ketnghia_analysis.cleaning.ledger import Books
from ketnghia_analysis.cleaning.names import BEGINNING, END, Entry, NameBook
from ketnghia_analysis.cleaning.registers import Registers
from ketnghia_analysis.vocabulary.columns import Table

ABOUT_PLACE = frozenset(
    {
        *("latitude", "longitude", "coordinate_system", "coordinate_quality"),
        *("hamlet_id", "name", "valid_from", "commune_code", "commune_name", "hamlet_type"),
    }
)
"""Columns of a paper that is nothing but a list of coordinates."""
_RULE_OF = {"similar": "similar_name", "decided": "decided_name"}


def name_own_rows(
    table: Table, values: pd.DataFrame, gathered: Gathered, registers: Registers, books: Books
) -> pd.DataFrame:
    """Values in which rows without id that name a listed hamlet carry its key.

    A list of coordinates seldom gives ids: such a row adds to the register's row of that name in
    that commune, and its own name is only what it was found by. Where it gives ids it adds to the
    newest row of the hamlet. Same index; a row whose name is not in the register, or is that of
    another hamlet than its id, is held.
    """
    if table.name != "hamlets" or "name" not in values:
        return values
    named = values.copy()
    if "hamlet_id" not in named:
        named["hamlet_id"] = pd.Series(index=named.index, dtype="str")
    _join_points(named, gathered, books)
    listed = named[named["hamlet_id"].notna() & named["name"].notna()]
    seeking = named.index[named["hamlet_id"].isna() & named["name"].notna()]
    if listed.empty or not len(seeking):
        return named
    book = NameBook("hamlets", _entries(listed))
    since = listed.get("valid_from", pd.Series(pd.NaT, index=listed.index))
    since = since.groupby(listed["hamlet_id"]).max()
    for row_id in seeking:
        match = book.find(
            named.at[row_id, "name"], BEGINNING, END, _within(named, row_id, registers)
        )
        raw = gathered.raw.at[row_id, "name"]
        if match.id is None:
            reason = "name_unsure" if match.how == "unsure" else "unknown_hamlet"
            books.hold(row_id, "name", reason, raw, ", ".join(match.candidates))
            continue
        books.change(row_id, "hamlet_id", raw, match.id, _RULE_OF.get(match.how, "matched_name"))
        books.change(row_id, "name", raw, None, "matched_name")
        named.loc[row_id, "hamlet_id"] = match.id
        if not pd.isna(since[match.id]):
            named.loc[row_id, "valid_from"] = since[match.id]
            books.change(row_id, "valid_from", None, since[match.id], "matched_name")
        own = named.columns.intersection(["name", "commune_name", "commune_code"])
        named.loc[row_id, own] = pd.NA
    return named


def _join_points(named: pd.DataFrame, gathered: Gathered, books: Books) -> None:
    """Give rows of bare lists of points the first day of the register's row with their id."""
    lists = [
        number
        for number, paper in gathered.found.items()
        if {column.name for column in paper.block.heading.columns} <= ABOUT_PLACE - {"valid_from"}
    ]
    of_lists = gathered.origin["block"].isin(lists).reindex(named.index, fill_value=False)
    register = named[~of_lists & named["name"].notna()].dropna(subset=["hamlet_id"])
    if "valid_from" not in register or register.empty:
        return
    newest = register.sort_values("valid_from", kind="stable").drop_duplicates(
        "hamlet_id", keep="last"
    )
    newest = newest.set_index("hamlet_id")
    found = named[of_lists & named["hamlet_id"].isin(newest.index)]
    for row_id, hamlet in found["hamlet_id"].items():
        own = newest.loc[hamlet]
        said = named.at[row_id, "name"]
        if not pd.isna(said) and not _may_be(said, own["name"]):
            detail = f"mã {hamlet} là {own['name']}"
            books.hold(int(str(row_id)), "name", "name_unsure", said, detail)
            continue
        if not pd.isna(own["valid_from"]):
            named.loc[row_id, "valid_from"] = own["valid_from"]
            books.change(int(str(row_id)), "valid_from", None, own["valid_from"], "matched_name")
        for name in named.columns.intersection(["name", "commune_name", "commune_code"]):
            if not pd.isna(named.at[row_id, name]):
                raw = gathered.raw.at[row_id, name]
                books.change(int(str(row_id)), name, raw, None, "matched_name")
                named.loc[row_id, name] = pd.NA


def _may_be(said: str, name: str) -> bool:
    """Whether a name as written may be that of the one hamlet."""
    book = NameBook("hamlets", [Entry("own", name, BEGINNING, END, "")])
    return bool(book.find(said, BEGINNING, END).id)


def _entries(listed: pd.DataFrame) -> list[Entry]:
    codes = listed.get("commune_code", pd.Series("", index=listed.index, dtype="str")).fillna("")
    return [
        Entry(hamlet_id, name, BEGINNING, END, code)
        for hamlet_id, name, code in zip(listed["hamlet_id"], listed["name"], codes, strict=True)
    ]


def _within(values: pd.DataFrame, row_id: int, registers: Registers) -> frozenset[str] | None:
    """Codes of the commune that a row names, at whatever time; None if it names none."""
    row = values.loc[row_id]
    if not pd.isna(row.get("commune_code")):
        return frozenset({row["commune_code"]})
    if not pd.isna(row.get("commune_name")):
        match = registers.communes.find(row["commune_name"], BEGINNING, END)
        # an unknown commune must not open all of them
        return match.ids or frozenset({""})
    return None
