"""What the books say to people: faults, changes, warnings and questions with their addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd
from openpyxl.utils.cell import coordinate_to_tuple

from ketnghia_analysis.cleaning.accounts import QUARANTINE_COLUMNS, TableOutcome
from ketnghia_analysis.cleaning.control_totals import total_differences
from ketnghia_analysis.cleaning.decisions import QUESTION_COLUMNS
from ketnghia_analysis.cleaning.decisions import questions as distinct_questions
from ketnghia_analysis.cleaning.ledger import address_columns, heading_of
from ketnghia_analysis.cleaning.personal import WHY, is_personal_heading, personal_columns
from ketnghia_analysis.intake.deliveries import Intake
from ketnghia_analysis.intake.grids import cell_address
from ketnghia_analysis.intake.kobo import points_of
from ketnghia_analysis.vocabulary.reasons import HELD

WARNING_COLUMNS = ["file", "sheet", "row", "cell", "table", "column", "message"]

_REFUSED = "không đọc và không lưu"
_LAST_HEADING = 10
"""Rows of a sheet in which headings are looked for where no table was recognised."""
_FEWEST_HEADINGS = 3


def _letters(intake: Intake) -> dict[tuple[int, str], int]:
    return {
        (found.number, column.name): column.index
        for found in intake.found
        for column in found.block.heading.columns
    }


def quarantine(intake: Intake, outcomes: Iterable[TableOutcome]) -> pd.DataFrame:
    """Every fault that holds a row, a sheet or a file back, with its cell and what to do."""
    letters = _letters(intake)
    parts = [_held_elsewhere(intake)]
    for outcome in outcomes:
        faults = outcome.books.faults.drop_duplicates(ignore_index=True)
        if faults.empty:
            continue
        about = _about(outcome, faults)
        placed = address_columns(faults, outcome.gathered.origin, letters)
        placed["table"] = outcome.name
        placed["heading"] = [heading_of(outcome.name, name) for name in placed["column"]]
        placed["message"] = [
            _message(fault.heading, fault.raw, fault.reason, fault.detail)
            for fault in placed.itertuples()
        ]
        placed["remedy"] = [HELD[reason].remedy for reason in placed["reason"]]
        parts.append(pd.concat([placed, about], axis=1)[QUARANTINE_COLUMNS])
    frame = _typed(pd.concat(parts, ignore_index=True))
    return frame.sort_values(["file", "sheet", "row"], kind="stable", ignore_index=True)


def ledger(
    intake: Intake, outcomes: Iterable[TableOutcome], corrected: pd.DataFrame
) -> pd.DataFrame:
    """Every cell whose clean value is not what the file shows: before, after, rule, address."""
    letters = _letters(intake)
    outcomes = list(outcomes)
    parts = [_named_corrections(corrected, outcomes, letters)]
    for outcome in outcomes:
        changes = outcome.books.changes
        if changes.empty:
            continue
        placed = address_columns(changes, outcome.gathered.origin, letters)
        parts.append(placed.assign(table=outcome.name)[corrected.columns])
    frame = pd.concat(parts, ignore_index=True)
    frame = frame.sort_values(["file", "sheet", "row"], kind="stable", ignore_index=True)
    return frame.astype({"file": "category", "sheet": "category", "rule": "category"})


def _named_corrections(
    corrected: pd.DataFrame, outcomes: list[TableOutcome], letters: dict[tuple[int, str], int]
) -> pd.DataFrame:
    """Corrections with table and column of the cells that belong to a record."""
    columns = {(block, index): name for (block, name), index in letters.items()}
    named = corrected.copy()
    for outcome in outcomes:
        origin = outcome.gathered.origin
        for index, one in named.iterrows():
            here = (origin["file"] == one["file"]) & (origin["sheet"] == one["sheet"])
            for block in origin.loc[here & (origin["row"] == one["row"]), "block"]:
                _, column = coordinate_to_tuple(one["cell"])
                name = columns.get((block, column - 1), "")
                named.loc[index, ["table", "column"]] = [outcome.name if name else "", name]
    return named


def warnings(intake: Intake, outcomes: Iterable[TableOutcome]) -> pd.DataFrame:
    """What is odd but not held: `file`, `sheet`, `row`, `cell`, `table`, `column`, `message`.

    Odd values, totals that are not the sum of their rows, columns that tell of residents and are
    therefore not read, and what had to be assumed because it was not sent.
    """
    letters = _letters(intake)
    outcomes = list(outcomes)
    parts = [pd.DataFrame(columns=WARNING_COLUMNS, dtype="str")]
    for outcome in outcomes:
        if len(outcome.warnings):
            placed = address_columns(outcome.warnings, outcome.gathered.origin, letters)
            parts.append(placed.assign(table=outcome.name)[WARNING_COLUMNS])
        differing = total_differences(outcome.gathered).assign(table=outcome.name)
        parts.append(differing[WARNING_COLUMNS])
    parts.append(pd.DataFrame(_personal(intake), columns=WARNING_COLUMNS))
    parts.append(pd.DataFrame(_places_aside(intake), columns=WARNING_COLUMNS))
    parts.append(pd.DataFrame(_assumed(intake, outcomes), columns=WARNING_COLUMNS))
    return _typed(pd.concat(parts, ignore_index=True))


def _personal(intake: Intake) -> Iterator[tuple[object, ...]]:
    """Columns of residents' data: only the column is named, never a value."""
    grids = {
        (delivery.file, grid.sheet): grid
        for delivery in intake.deliveries
        for grid in delivery.grids
    }
    for found in intake.found:
        heading = found.block.heading
        rows = grids[found.file, found.sheet].rows
        # several lines of a form stand in one column
        for index, text in heading.unknown:
            values = {index: [rows[row].get(index) for row in found.block.rows]}
            why = personal_columns({index: text}, values).get(index)
            if why is None:
                continue
            cell = cell_address(heading.bottom, index)
            message = f"cột {cell.rstrip('0123456789')}: {WHY[why]}, {_REFUSED}"
            place = (found.file, found.sheet, heading.bottom, cell, found.table, "")
            yield (*place, message)
    yield from _lists_of_residents(intake)


def _lists_of_residents(intake: Intake) -> Iterator[tuple[object, ...]]:
    """Columns of residents' data on sheets that were refused whole."""
    for delivery in intake.deliveries:
        for grid, reading in zip(delivery.grids, delivery.readings, strict=True):
            for row in sorted(reading.unread)[:_LAST_HEADING]:
                cells = grid.rows[row]
                if len(cells) < _FEWEST_HEADINGS:
                    continue
                for index, value in sorted(cells.items()):
                    if isinstance(value, str) and is_personal_heading(value):
                        cell = cell_address(row, index)
                        message = f"cột {cell.rstrip('0123456789')}: {WHY['heading']}, {_REFUSED}"
                        yield (delivery.file, grid.sheet, row, cell, "", "", message)


def _places_aside(intake: Intake) -> Iterator[tuple[object, ...]]:
    """Places that a survey's forms carry, which are no part of the table that was found."""
    for found in intake.found:
        heading = found.block.heading
        aside = points_of(dict(heading.system))
        measured = [cell_address(1, index)[:-1] for index, meant in aside.items() if meant]
        if measured:
            message = (
                f"cột {', '.join(measured)}: tọa độ đo trong phiếu chưa được dùng; nếu là tọa độ "
                "trung tâm thôn thì gửi thành danh sách riêng (mã thôn, vĩ độ, kinh độ)"
            )
            yield (found.file, found.sheet, heading.bottom, "", found.table, "", message)


def _assumed(intake: Intake, outcomes: list[TableOutcome]) -> Iterator[tuple[object, ...]]:
    """What nobody sent, so that cleaning went on without it."""
    sent = {outcome.name: not outcome.gathered.origin.empty for outcome in outcomes}
    clean = {outcome.name: outcome.clean for outcome in outcomes}
    for told in intake.unused_sources:
        yield ("SOURCES.yml", "", 0, "", "", "", told)
    rounds = next(one for one in outcomes if one.name == "survey_rounds")
    # what no raw row supplied was assumed
    unlisted = rounds.clean["year"].iloc[len(rounds.suppliers["year"]) :]
    if len(unlisted):
        years = ", ".join(str(year) for year in unlisted)
        lacking = "thiếu các năm" if sent["survey_rounds"] else "chưa nhận; năm có số liệu"
        message = (
            f"danh mục đợt khảo sát {lacking} {years}: tạm coi mỗi năm là một đợt, "
            "thời điểm 31/12, chuẩn nghèo theo quy định của năm đó"
        )
        yield ("", "", 0, "", "survey_rounds", "", message)
    if not sent["pairings"]:
        for name in ("commitments", "activities"):
            if len(clean[name]):
                message = (
                    "chưa nhận bảng phân công kết nghĩa: chưa đối chiếu được cơ quan nào "
                    "được phân công ở thôn nào"
                )
                yield ("", "", 0, "", name, "", message)
        return
    for name in ("commitments", "activities"):
        loose = clean[name].dropna(subset=["agency_id", "hamlet_id"])["pairing_id"].isna().sum()
        if loose:
            message = (
                f"{loose} dòng chưa gắn được với phân công kết nghĩa vì dòng phân công của "
                "cơ quan, thôn ấy đang bị giữ lại; sửa bảng phân công rồi chạy lại"
            )
            yield ("", "", 0, "", name, "", message)


def questions(intake: Intake, outcomes: Iterable[TableOutcome]) -> pd.DataFrame:
    """What analysts should decide about names before the rows that bear them can be used.

    Returns:
        One row a question, see `decisions.questions`.
    """
    letters = _letters(intake)
    asked = []
    for outcome in outcomes:
        origin = outcome.gathered.origin
        # a row that needs the name for two of its references waits once
        waiting = {
            (row_id, question.kind, question.text, question.commune): (row_id, column, question)
            for row_id, column, question in outcome.books.questions
        }
        for row_id, column, question in waiting.values():
            place = origin.loc[row_id]
            index = letters.get((int(place["block"]), column))
            cell = "" if index is None else cell_address(int(place["row"]), index)
            name = (question.kind, question.text, question.commune, list(question.options))
            asked.append((*name, place["file"], place["sheet"], cell))
    columns = [*QUESTION_COLUMNS[:4], *QUESTION_COLUMNS[5:]]
    return distinct_questions(pd.DataFrame(asked, columns=columns))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """A book with its types: rows and years are numbers, all else is text."""
    numbers = {"row": "int64", "year": "Int64"}
    return frame.astype({name: numbers.get(name, "str") for name in frame.columns})


def _held_elsewhere(intake: Intake) -> pd.DataFrame:
    rows = []
    for delivery in intake.deliveries:
        if delivery.problem:
            rows.append((delivery.file, "", 0, delivery.problem))
        for grid, reading in zip(delivery.grids, delivery.readings, strict=True):
            if grid.hidden and grid.rows:
                rows.append((delivery.file, grid.sheet, min(grid.rows), "hidden_sheet"))
            if reading.unread:
                rows.append((delivery.file, grid.sheet, min(reading.unread), reading.unread_reason))
    frame = pd.DataFrame(rows, columns=["file", "sheet", "row", "reason"])
    frame["message"] = [HELD[reason].label for reason in frame["reason"]]
    frame["remedy"] = [HELD[reason].remedy for reason in frame["reason"]]
    known = {*frame, "year", "agency_id", "hamlet_id", "commune_code"}
    blank = {name: "" for name in QUARANTINE_COLUMNS if name not in known}
    return frame.assign(**blank).reindex(columns=QUARANTINE_COLUMNS)


def _about(outcome: TableOutcome, faults: pd.DataFrame) -> pd.DataFrame:
    """Year, agency, hamlet and commune of each fault's row, as far as they could be found out."""
    values = outcome.values.loc[faults["row_id"]].reset_index(drop=True)
    delivered = outcome.gathered.origin["year"].loc[faults["row_id"]].reset_index(drop=True)
    nothing = pd.Series(index=values.index, dtype="str")
    year = values.get("year", delivered)
    # a year without survey is a slip: the row then tells of the file's year
    year = year.mask(faults["reason"] == "unknown_round")
    return pd.DataFrame(
        {
            "year": year.fillna(delivered).astype("Int64"),
            "agency_id": values.get("_agency", nothing),
            "hamlet_id": values.get("_hamlet", nothing),
            "commune_code": values.get("_commune", nothing),
        }
    )


def _message(heading: str, raw: str, reason: str, detail: str) -> str:
    said = f" “{raw}”" if raw else ""
    more = f" ({detail})" if detail and reason != "rule_broken" else ""
    what = detail if reason == "rule_broken" else HELD[reason].label
    return f"{heading}{said}: {what}{more}"
