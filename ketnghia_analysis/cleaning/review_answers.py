"""The filled review workbook read back: the analyst's answers become decisions."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import openpyxl

from ketnghia_analysis.cleaning.dates import NotADate, read_date
from ketnghia_analysis.cleaning.decisions import KINDS, NOT_LISTED, Decision
from ketnghia_analysis.cleaning.name_matches import MOST_OPTIONS
from ketnghia_analysis.intake.grids import Grid, shown
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.spelling import tidy

TEMPLATE = "ketnghia-review-1"
"""What the first cell of the hidden sheet says; by it the workbook is known as no data."""
HIDDEN_SHEET = "_ketnghia"
SHEET = "Câu hỏi"
HEADINGS = (
    "Số",
    "Loại",
    "Viết trong tệp",
    "Mã xã",
    "Số dòng chờ",
    "Ví dụ",
    "Có thể là",
    "Trả lời",
    "Lý do",
)
BY_CELL, ON_CELL = (3, 2), (4, 2)
"""Row (from 1) and column (from 0) in which the analyst writes name and day."""
BY_LABEL, ON_LABEL = "Người trả lời", "Ngày trả lời"
HEADING_ROW = 6
NOT_LISTED_CHOICE = "không có trong danh mục"
ID_COLUMN = 4
"""First column of the hidden sheet with ids, behind number, kind, text and commune."""
CHOICE_COLUMN = ID_COLUMN + MOST_OPTIONS
"""First column with what the drop-down shows for them, in the same order."""
_NUMBER, _ANSWER, _REASON = "Số", "Trả lời", "Lý do"


def choice_text(entry_id: str, name: str) -> str:
    """How the drop-down shows a candidate."""
    return f"{name} [{entry_id}]"


def is_review(grids: Sequence[Grid]) -> bool:
    """Whether the sheets are those of a review workbook, which is no data."""
    return any(
        grid.sheet == HIDDEN_SHEET and shown(grid.rows.get(1, {}).get(0)) == TEMPLATE
        for grid in grids
    )


def review_grids(content: bytes) -> list[Grid]:
    """Sheets of a workbook as grids; only for workbooks that were checked to be safe."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    grids = []
    for page in book.worksheets:
        rows: dict[int, dict[int, Any]] = {}
        for (row, column), cell in sorted(page._cells.items()):
            if cell.value not in (None, ""):
                rows.setdefault(row, {})[column - 1] = cell.value
        grids.append(Grid(page.title, rows, hidden=page.sheet_state != "visible"))
    return grids


def read_review(content: bytes | Sequence[Grid], file: str = "") -> list[Decision]:
    """Decisions of a filled review workbook; questions left open give none.

    Args:
        content: the .xlsx file, or its sheets.
        file: its path below the data folder, for messages.

    Raises:
        DataFault: an answer can't be understood, or it is not said who answered and when; all
            faults at once.
    """
    grids = review_grids(content) if isinstance(content, bytes) else content
    if not is_review(grids):
        raise DataFault(file, "không phải là bảng trả lời tên", "gửi đúng tệp đã tải về")
    by_sheet = {grid.sheet: grid for grid in grids}
    if SHEET not in by_sheet:
        raise DataFault(file, f"không có trang tính “{SHEET}”", "không đổi tên trang tính")
    page, keys = by_sheet[SHEET], by_sheet[HIDDEN_SHEET]
    answers = dict(_answers(page, *_headings(page, file)))
    if not answers:
        return []
    faults: list[str] = []
    by, on = _signature(page, faults)
    decisions = [
        decision
        for number, (answer, reason) in answers.items()
        if (decision := _decision(keys, number, answer, reason, by, on, faults))
    ]
    if faults:
        raise DataFault(file, faults, "sửa bảng trả lời rồi chạy lại")
    return decisions


def _headings(page: Grid, file: str) -> tuple[int, dict[str, int]]:
    """Row and columns of the headings, wherever rows and columns were moved to.

    Raises:
        DataFault: the numbers of the questions or the answers are no longer there.
    """
    for row, cells in page.rows.items():
        columns = {tidy(shown(value)): column for column, value in cells.items()}
        if {_NUMBER, _ANSWER} <= columns.keys():
            return row, columns
    said = f"không còn cột “{_NUMBER}” hoặc cột “{_ANSWER}”"
    raise DataFault(file, said, "trả lời lại trong tệp review.xlsx mới, không xóa cột nào")


def _answers(
    page: Grid, heading_row: int, columns: Mapping[str, int]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Answer and reason by number of the question, wherever its row was sorted to."""
    for row, cells in page.rows.items():
        told = {
            name: tidy(shown(cells.get(columns.get(name, -1))))
            for name in (_NUMBER, _ANSWER, _REASON)
        }
        if row > heading_row and told[_ANSWER]:
            yield told[_NUMBER], (told[_ANSWER], told[_REASON])


def _beside(page: Grid, label: str) -> Any:
    """What stands to the right of a label above the questions; None where nothing does."""
    for cells in page.rows.values():
        places = [column for column, value in cells.items() if tidy(shown(value)) == label]
        if places:
            return next((cells[one] for one in sorted(cells) if one > places[0]), None)
    return None


def _signature(page: Grid, faults: list[str]) -> tuple[str, date]:
    by = tidy(shown(_beside(page, BY_LABEL)))
    if not by:
        faults.append("chưa ghi người trả lời")
    try:
        return by, read_date(_beside(page, ON_LABEL))
    except NotADate:
        faults.append("chưa ghi ngày trả lời, hoặc ngày không có thật")
        return by, date.min


def _decision(
    keys: Grid, number: str, answer: str, reason: str, by: str, on: date, faults: list[str]
) -> Decision | None:
    cells = next((row for row in keys.rows.values() if shown(row.get(0)) == number), None)
    if cells is None or shown(cells.get(1)) not in KINDS:
        faults.append(f"câu hỏi số “{number}” không có trong bảng")
        return None
    chosen = _choices(cells).get(answer)
    if chosen is None and " " in answer:
        faults.append(f"câu hỏi số {number}: trả lời “{answer}” không có trong danh sách chọn")
    if faults:
        return None
    return Decision.model_validate(
        {
            "kind": shown(cells.get(1)),
            "text": shown(cells.get(2)),
            "commune": shown(cells.get(3)),
            # a code that is not among the candidates may be written by hand
            "chosen": chosen or answer,
            "reason": reason,
            "by": by,
            "on": on,
        }
    )


def _choices(cells: Mapping[int, Any]) -> dict[str, str]:
    """Id by what the drop-down shows."""
    choices = {
        tidy(shown(cells[column + MOST_OPTIONS])): shown(cells[column])
        for column in range(ID_COLUMN, CHOICE_COLUMN)
        if column in cells
    }
    return choices | {NOT_LISTED_CHOICE: NOT_LISTED}
