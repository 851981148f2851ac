"""The accounts of a cleaning: what became of every file, every row, every cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from ketnghia_analysis.cleaning.gather import Gathered
from ketnghia_analysis.cleaning.ledger import Books, value_text
from ketnghia_analysis.cleaning.names import BEGINNING, END
from ketnghia_analysis.cleaning.reference_cases import context_of
from ketnghia_analysis.cleaning.registers import Registers
from ketnghia_analysis.intake.deliveries import Intake
from ketnghia_analysis.intake.grids import cell_address
from ketnghia_analysis.vocabulary.periods import DayOfYear, reporting_year
from ketnghia_analysis.vocabulary.tables import readable_columns

CLEAN, QUARANTINE, STRUCTURAL = "clean", "quarantine", "structural"

ACCOUNT_COLUMNS = ["file", "sheet", "row", "status", "reason", "table", "key", "block"]
QUARANTINE_COLUMNS = [
    "file",
    "sheet",
    "row",
    "cell",
    "table",
    "column",
    "heading",
    "raw",
    "reason",
    "message",
    "remedy",
    "year",
    "agency_id",
    "hamlet_id",
    "commune_code",
]


@dataclass(frozen=True)
class TableOutcome:
    """What cleaning made of one table.

    Attributes:
        name: the table.
        clean: its clean rows.
        gathered: its raw rows.
        books: changes and faults.
        keys: key of the clean record by raw row id, for rows that went into one.
        values: values with resolved references, indexed by row id.
        warnings: `row_id`, `column`, `message`.
        suppliers: for each column of the clean rows, the raw row that supplied it.
    """

    name: str
    clean: pd.DataFrame
    gathered: Gathered
    books: Books
    keys: pd.Series
    values: pd.DataFrame
    warnings: pd.DataFrame
    suppliers: dict[str, pd.Series]


def key_text(key: Iterable[object]) -> str:
    """A record's key as one text: parts joined by "|", dates as year-month-day."""
    parts = (f"{part:%Y-%m-%d}" if isinstance(part, pd.Timestamp) else str(part) for part in key)
    return "|".join(parts)


def accounts(intake: Intake, outcomes: Iterable[TableOutcome]) -> pd.DataFrame:
    """One line for every non-empty raw row: clean, in quarantine or structural, and why.

    A raw row of a wide table that gives several records is in quarantine if one of them is; `key`
    then names the ones that are clean, and `block` is the first one's.
    """
    rows: list[tuple[object, ...]] = []
    for delivery in intake.deliveries:
        for grid, reading in zip(delivery.grids, delivery.readings, strict=True):
            place = (delivery.file, grid.sheet)
            if grid.hidden:
                rows += [(*place, row, QUARANTINE, "hidden_sheet", "", "", -1) for row in grid.rows]
            rows += [
                (*place, row, QUARANTINE, reading.unread_reason, "", "", -1)
                for row in reading.unread
            ]
            rows += [
                (*place, row, STRUCTURAL, kind, "", "", -1) for row, kind in reading.kinds.items()
            ]
    parts = [pd.DataFrame(rows, columns=ACCOUNT_COLUMNS)]
    parts += [_record_rows(outcome) for outcome in outcomes]
    types = {"row": "int64", "block": "int64"}
    frame = pd.concat([part.astype(_account_types(types)) for part in parts], ignore_index=True)
    frame = frame.sort_values(["file", "sheet", "row"], kind="stable", ignore_index=True)
    return _one_line_a_row(frame)


def _account_types(numbers: dict[str, str]) -> dict[str, str]:
    return {name: numbers.get(name, "str") for name in ACCOUNT_COLUMNS}


def _record_rows(outcome: TableOutcome) -> pd.DataFrame:
    origin = outcome.gathered.origin
    faults = outcome.books.faults.drop_duplicates("row_id").set_index("row_id")["reason"]
    held = faults.reindex(origin.index)
    other = pd.Series(outcome.books.structural, dtype="str").reindex(origin.index)
    reason = held.where(held.notna(), other)
    status = pd.Series(CLEAN, index=origin.index, dtype="str")
    status = status.mask(other.notna(), STRUCTURAL).mask(held.notna(), QUARANTINE)
    frame = origin[["file", "sheet", "row", "block"]].assign(
        status=status,
        reason=reason.fillna(""),
        table=outcome.name,
        key=outcome.keys.reindex(origin.index).where(status == CLEAN).fillna(""),
    )
    return frame[ACCOUNT_COLUMNS]


def _one_line_a_row(frame: pd.DataFrame) -> pd.DataFrame:
    place = ["file", "sheet", "row"]
    several = frame.duplicated(place, keep=False)
    if not several.any():
        return frame
    rank = frame["status"].map({QUARANTINE: 0, CLEAN: 1, STRUCTURAL: 2})
    worst = frame[several].assign(_rank=rank[several])
    worst = worst.sort_values([*place, "_rank"], kind="stable")
    keys = worst[worst["key"] != ""].groupby(place)["key"].agg(";".join)
    lines = worst.drop_duplicates(place).drop(columns="_rank").set_index(place)
    lines["key"] = keys.reindex(lines.index).fillna("")
    merged = pd.concat([frame[~several], lines.reset_index()[ACCOUNT_COLUMNS]])
    return merged.sort_values(place, kind="stable", ignore_index=True)


def cells(outcomes: Iterable[TableOutcome]) -> pd.DataFrame:
    """The clean value of every filled cell of every clean row, as text.

    Returns:
        `file`, `sheet`, `row`, `table`, `key`, `column`, `value`; the columns of the table and of
        the names by which ids were found, for rows that went into a record. Missing values have no
        line; personal columns have none at all.
    """
    names = ["file", "sheet", "row", "table", "key", "column", "value"]
    parts = [pd.DataFrame(columns=names, dtype="str").astype({"row": "int64"})]
    for outcome in outcomes:
        known = readable_columns(outcome.name)
        origin = outcome.gathered.origin.loc[outcome.keys.index, ["file", "sheet", "row"]]
        about = origin.assign(table=outcome.name, key=outcome.keys)
        for name in outcome.values.columns:
            if name not in known or known[name].personal:
                continue
            values = outcome.values.loc[outcome.keys.index, name].dropna()
            if len(values):
                texts = distinct_texts(values)
                parts.append(about.loc[values.index].assign(column=name, value=texts)[names])
    frame = pd.concat(parts, ignore_index=True)
    kept = {"file": "category", "sheet": "category", "table": "category", "column": "category"}
    frame = frame.astype(kept | {"value": "str", "key": "str"})
    return frame.sort_values(["file", "sheet", "row"], kind="stable", ignore_index=True)


def distinct_texts(values: pd.Series) -> pd.Series:
    """Values as texts, each distinct one written once. Same index."""
    texts = {value: value_text(value) for value in values.unique()}
    return values.map(texts).astype("str")


def blocks(intake: Intake, registers: Registers, year_ends: DayOfYear) -> pd.DataFrame:
    """Every table that was found on paper, also those without a row: who sent what for which year.

    Returns:
        `block`, `file`, `sheet`, `table`, `year`, `delivered`, `agency_id` (of the sender, missing
        if it is no agency of the register), `rows`, and by what `table`, `year`, sender and commune
        were found: `table_from`, `year_from`, `sender_from`, `commune_from` (Vietnamese, empty
        where nothing was found).
    """
    rows = []
    for found in intake.found:
        start, end = BEGINNING, END
        if found.year is not None:
            start = pd.Timestamp(reporting_year(found.year, year_ends).start)
            end = pd.Timestamp(found.year, 12, 31)
        sender = registers.agency_in(context_of(found), start, end).id
        place = (found.number, found.file, found.sheet, found.table, found.year, found.delivered)
        inferred = dict(found.inferred)
        if sender is not None:
            inferred.setdefault("sender", "tiêu đề hoặc thư mục")
        said = [inferred.get(what, "") for what in ("table", "year", "sender", "commune")]
        rows.append((*place, sender, len(found.block.rows), *said))
    told = [f"{what}_from" for what in ("table", "year", "sender", "commune")]
    names = ["block", "file", "sheet", "table", "year", "delivered", "agency_id", "rows", *told]
    types = {"year": "Int64", "delivered": "Int64", "agency_id": "str", "rows": "int64"}
    types |= dict.fromkeys(told, "str")
    return pd.DataFrame(rows, columns=names).astype(types)


def columns_on_paper(intake: Intake) -> pd.DataFrame:
    """Every heading that was found, and which column it was taken for.

    Returns:
        `block`, `letter`, `heading`, `column` (empty for a heading that is not known), `unit`, and
        `how` it was matched: "same", "similar" (a slip of the pen), "system" (a survey program's
        own column, not read) or "unknown".
    """
    rows = []
    for found in intake.found:
        heading = found.block.heading
        lines = [(one.index, one.heading, one.name, one.unit, one.how) for one in heading.columns]
        lines += [(index, text, "", "", "unknown") for index, text in heading.unknown]
        lines += [(index, text, "", "", "system") for index, text in heading.system]
        rows += [(found.number, cell_address(1, index)[:-1], *line) for index, *line in lines]
    return pd.DataFrame(rows, columns=["block", "letter", "heading", "column", "unit", "how"])


def files(intake: Intake, booked: pd.DataFrame) -> pd.DataFrame:
    """One line a file: hash, sender, and how many of its rows became what.

    Args:
        intake: what was read.
        booked: the accounts.
    """
    counts = booked.groupby(["file", "status"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=[CLEAN, QUARANTINE, STRUCTURAL], fill_value=0)
    rows = [
        (one.file, sender_of(one.file), one.role, one.size_bytes, one.sha256, one.problem)
        for one in intake.deliveries
    ]
    names = ["file", "sender", "role", "size_bytes", "sha256", "problem"]
    frame = (
        pd.DataFrame(rows, columns=names).join(counts, on="file").fillna(dict.fromkeys(counts, 0))
    )
    frame = frame.astype(dict.fromkeys(counts, "int64"))
    return frame.assign(rows_in=frame[list(counts)].sum(axis=1))


def sender_of(file: str) -> str:
    """Who sent a file: the name of the folder in which it lies, years left out.

    Of a file in an archive it is the folder of the archive, for folders within are the sender's
    own order; but where the archive lies in none, all that came is in it.
    """
    folders = [part for part in file.split("/")[:-1] if not part.isdigit()]
    archives = [place for place, part in enumerate(folders) if part.lower().endswith(".zip")]
    if archives and archives[0] > 0:
        return folders[archives[0] - 1]
    return folders[-1].removesuffix(".zip") if folders else ""
