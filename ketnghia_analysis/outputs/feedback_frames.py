"""What each sender has to be told, gathered from the books of a cleaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ketnghia_analysis.cleaning.accounts import CLEAN, QUARANTINE, STRUCTURAL
from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.cleaning.ledger import heading_of
from ketnghia_analysis.evaluation.senders import senders_of
from ketnghia_analysis.outputs.feedback_texts import (
    ASK_ABOUT_WARNING,
    ask_for,
    file_names,
    for_senders,
)
from ketnghia_analysis.places.registers import latest
from ketnghia_analysis.vocabulary.columns import NUMERIC_KINDS
from ketnghia_analysis.vocabulary.reasons import CHANGED
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns

POINTS = ["file", "sheet", "row", "cell", "reason", "said", "raw", "ask"]
"""Columns of what is told: where, why, what is wrong, what the file says, what to do."""
WARNING = "warning"
"""Reason of a point that comes from a warning."""
_DROPPED = ("bỏ trống ô: ", "bỏ ")


@dataclass(frozen=True)
class Feedback:
    """What one sender has to be told.

    Attributes:
        sender: name; `senders.UNKNOWN_SENDER` for files of which it is not known.
        files: lines of `accounts.files` of what it sent.
        held: every fault of the quarantine: `POINTS`; row 0 is the whole file.
        held_rows: `file`, `sheet`, `row` of every row in quarantine.
        questions: cells whose value was dropped or guessed, and warnings: `POINTS`.
        unread: `file`, `sheet`, `letter`, `heading` of columns that nobody read.
    """

    sender: str
    files: pd.DataFrame
    held: pd.DataFrame
    held_rows: pd.DataFrame
    questions: pd.DataFrame
    unread: pd.DataFrame

    @property
    def needs_answer(self) -> bool:
        """Whether there is anything that the sender has to correct or to confirm."""
        return len(self.held) + len(self.questions) > 0

    @property
    def marked_sheets(self) -> list[tuple[str, str]]:
        """File and sheet of every sheet on which something has to be marked, in order."""
        points = pd.concat([self.held, self.questions])
        points = points[points["row"] > 0].sort_values(["file", "sheet"])
        places = points[["file", "sheet"]].drop_duplicates()
        return list(places.itertuples(index=False, name=None))


def feedback(cleaned: Cleaned) -> list[Feedback]:
    """What every sender has to be told, also those of whom nothing is asked; by name.

    Every line of the quarantine is in the feedback of exactly one sender.
    """
    senders = senders_of(cleaned)
    held, unread = _held(cleaned), _unread(cleaned)
    asked = questions(cleaned.ledger, cleaned.warnings, cleaned.tables)
    rows = cleaned.accounts
    held_rows = rows.loc[rows["status"] == QUARANTINE, ["file", "sheet", "row"]]

    def own(frame: pd.DataFrame, files: pd.Series) -> pd.DataFrame:
        return frame[frame["file"].isin(files)].reset_index(drop=True)

    made = []
    for sender, names in senders.groupby(senders).groups.items():
        files = pd.Series(names)
        made.append(
            Feedback(
                str(sender),
                own(cleaned.files, files),
                own(held, files),
                own(held_rows, files),
                own(asked, files),
                own(unread, files),
            )
        )
    return made


def _held(cleaned: Cleaned) -> pd.DataFrame:
    rows = cleaned.quarantine
    return _points(
        rows,
        reason=rows["reason"],
        said=rows["message"],
        raw=rows["raw"],
        ask=pd.Series([ask_for(str(reason)) for reason in rows["reason"]], index=rows.index),
    )


def questions(
    ledger: pd.DataFrame, warnings: pd.DataFrame, register: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Changed cells that somebody should look at, by their rule, and warnings: `POINTS`.

    Args:
        ledger: changed cells.
        warnings: odd values.
        register: communes, hamlets and agencies, for their names.
    """
    to_confirm = [rule for rule, declared in CHANGED.items() if declared.remedy]
    changes = ledger[ledger["rule"].astype("str").isin(to_confirm)]
    names = _names(register)
    said = []
    for change in changes.itertuples():
        heading = heading_of(change.table, change.column)
        taken = f", được hiểu là “{names.get(change.after, change.after)}”" if change.after else ""
        written = f" “{change.before}”" if change.before else ""
        label = CHANGED[str(change.rule)].label.removeprefix(_DROPPED[0]).removeprefix(_DROPPED[1])
        unused = " chưa dùng được" if not change.after else ""
        said.append(f"{heading}{written}{unused}: {label}{taken}")
    asks = [ask_for(str(rule)) for rule in changes["rule"]]
    changed = _points(
        changes,
        reason=changes["rule"].astype("str"),
        said=pd.Series(said, index=changes.index, dtype="str"),
        raw=changes["before"],
        ask=pd.Series(asks, index=changes.index, dtype="str"),
    )
    blank = pd.Series("", index=warnings.index, dtype="str")
    warned = _points(
        warnings,
        reason=blank + WARNING,
        said=warnings["message"],
        raw=blank,
        ask=blank + ASK_ABOUT_WARNING,
    )
    return pd.concat([changed, warned], ignore_index=True).sort_values(
        ["file", "sheet", "row"], kind="stable", ignore_index=True
    )


def is_amount(table: str, column: str) -> bool:
    """Whether a column holds numbers by its declaration; "" and unknown names hold none."""
    known = readable_columns(table) if table in TABLES else {}
    return column in known and known[column].kind in NUMERIC_KINDS


def _points(
    rows: pd.DataFrame, *, reason: pd.Series, said: pd.Series, raw: pd.Series, ask: pd.Series
) -> pd.DataFrame:
    amounts = [
        is_amount(table, column)
        for table, column in zip(rows["table"], rows["column"], strict=True)
    ]
    texts = {
        name: pd.Series(
            [
                for_senders(text, is_amount=amount)
                for text, amount in zip(column.fillna("").astype("str"), amounts, strict=True)
            ],
            index=rows.index,
            dtype="str",
        )
        for name, column in {"said": said, "raw": raw, "ask": ask}.items()
    }
    texts["said"] = texts["said"].str.removeprefix(": ")
    places = rows[["file", "sheet", "row", "cell"]].astype({"file": "str", "sheet": "str"})
    places["cell"] = places["cell"].fillna("").astype("str")
    return places.assign(reason=reason, **texts)[POINTS].reset_index(drop=True)


def _names(register: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Names of hamlets, communes and agencies by their ids."""
    names: dict[str, str] = {}
    for table, key in (
        ("communes", "commune_code"),
        ("hamlets", "hamlet_id"),
        ("agencies", "agency_id"),
    ):
        names |= latest(register[table], key)["name"].to_dict()
    return names


def _unread(cleaned: Cleaned) -> pd.DataFrame:
    """Columns whose heading is not known: `file`, `sheet`, `letter`, `heading`."""
    unknown = cleaned.headings[cleaned.headings["how"] == "unknown"]
    blocks = cleaned.blocks
    places = unknown.merge(blocks[["block", "file", "sheet"]], on="block", validate="many_to_one")
    return places[["file", "sheet", "letter", "heading"]]


def overview(feedbacks: list[Feedback]) -> pd.DataFrame:
    """One line a sender, those with most held rows first.

    Returns:
        `sender`, `files`, `rows`, `clean`, `held`, `structural`, `unreadable` (files), `questions`,
        `unread` (columns), `workbook` ("" for a sender of whom nothing is asked).
    """
    names = file_names([one.sender for one in feedbacks])
    rows = [
        (
            one.sender,
            len(one.files),
            int(one.files["rows_in"].sum()),
            *(int(one.files[status].sum()) for status in (CLEAN, QUARANTINE, STRUCTURAL)),
            int((one.files["problem"] != "").sum()),
            len(one.questions),
            len(one.unread),
            f"{names[one.sender]}.xlsx" if one.needs_answer else "",
        )
        for one in feedbacks
    ]
    columns = ["sender", "files", "rows", "clean", "held", "structural"]
    frame = pd.DataFrame(rows, columns=[*columns, "unreadable", "questions", "unread", "workbook"])
    order = ["unreadable", "held", "questions"]
    return frame.sort_values(order, ascending=False, kind="stable", ignore_index=True)
