from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ketnghia_analysis.cleaning.decisions import NOT_LISTED, QUESTION_COLUMNS, Decision
from ketnghia_analysis.cleaning.review_answers import (
    HEADING_ROW,
    HEADINGS,
    HIDDEN_SHEET,
    NOT_LISTED_CHOICE,
    SHEET,
    TEMPLATE,
    choice_text,
    is_review,
    read_review,
    review_grids,
)
from ketnghia_analysis.intake.grids import Grid
from ketnghia_analysis.outputs.review import review_workbook
from ketnghia_analysis.vocabulary.errors import DataFault

OPTIONS = (("A1", "Thôn Mẫu Hà", 100.0), ("A2", "Thôn Mẫu Hạ", 100.0))
QUESTIONS = pd.DataFrame(
    [
        ("hamlet", "Mau Ha", "99001", OPTIONS, 3, "2024/a.xlsx", "Biểu 1", "B7"),
        ("hamlet", "=1+1", "99004", (("B1", "=HYPERLINK(1), Mẫu", 61.0),), 1, "b.csv", "", "A2"),
        ("agency", "Phòng X", "", (), 1200, "c.csv", "", "A9"),
    ],
    columns=QUESTION_COLUMNS,
)
ANSWER = HEADINGS.index("Trả lời") + 1


@pytest.fixture
def book() -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(review_workbook(QUESTIONS)))


def answer(
    page: Worksheet, *answers: str | None, by: str = "Lan", on: object = "02/01/2025"
) -> None:
    for number, text in enumerate(answers, start=1):
        page.cell(HEADING_ROW + number, ANSWER).value = text
    page["C3"], page["C4"] = by, on


def saved(book: Workbook) -> bytes:
    """The workbook as another program writes it."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_each_question_tells_what_it_is_about(book: Workbook) -> None:
    page = book[SHEET]
    rows = list(page.iter_rows(min_row=HEADING_ROW, values_only=True))
    assert rows[0] == HEADINGS
    assert rows[1][:6] == (1, "Thôn", "Mau Ha", "99001", "3", "2024/a.xlsx, Biểu 1, B7")
    assert rows[1][6] == "Thôn Mẫu Hà [A1] – giống 100%\nThôn Mẫu Hạ [A2] – giống 100%"
    assert rows[3][:5] == (3, "Cơ quan", "Phòng X", "", "1.200")


def test_the_drop_down_offers_the_candidates_and_none_of_them(book: Workbook) -> None:
    offered = {}
    for rule in book[SHEET].data_validations.dataValidation:
        sheet, _, cells = rule.formula1.removeprefix("=").partition("!")
        assert sheet.strip("'") == HIDDEN_SHEET
        area = book[HIDDEN_SHEET][cells.replace("$", "")]
        shown = [area] if not isinstance(area, tuple) else area[0]
        offered[str(rule.sqref)] = [cell.value for cell in shown]
    assert list(offered.values()) == [
        ["Thôn Mẫu Hà [A1]", "Thôn Mẫu Hạ [A2]", NOT_LISTED_CHOICE],
        ["=HYPERLINK(1), Mẫu [B1]", NOT_LISTED_CHOICE],
        [NOT_LISTED_CHOICE],
    ]


def test_texts_never_become_formulas(book: Workbook) -> None:
    for page in book.worksheets:
        assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_everything_but_the_answers_is_locked(book: Workbook) -> None:
    page = book[SHEET]
    assert page.protection.sheet
    free = {
        cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked
    }
    assert free == {"C3", "C4", "H7", "I7", "H8", "I8", "H9", "I9"}


def test_the_workbook_says_that_it_is_no_data(book: Workbook) -> None:
    assert book[HIDDEN_SHEET].sheet_state == "hidden"
    assert book.custom_doc_props["template"].value == TEMPLATE
    assert is_review(review_grids(review_workbook(QUESTIONS)))
    assert not is_review([Grid("Câu hỏi", {1: {0: TEMPLATE}})])
    assert not is_review([Grid(HIDDEN_SHEET, {1: {0: "khác"}})])


def test_answers_come_back_as_decisions(book: Workbook) -> None:
    answer(book[SHEET], choice_text("A2", "Thôn Mẫu Hạ"), NOT_LISTED_CHOICE, "CQ7")
    book[SHEET].cell(HEADING_ROW + 1, ANSWER + 1).value = "đã hỏi xã"
    by = {"by": "Lan", "on": date(2025, 1, 2)}
    assert read_review(saved(book)) == [
        Decision(
            kind="hamlet", text="Mau Ha", commune="99001", chosen="A2", reason="đã hỏi xã", **by
        ),
        Decision(kind="hamlet", text="=1+1", commune="99004", chosen=NOT_LISTED, **by),
        Decision(kind="agency", text="Phòng X", chosen="CQ7", **by),
    ]


@pytest.mark.parametrize("on", ["2/1/25", "2025-01-02", datetime(2025, 1, 2), date(2025, 1, 2)])
def test_the_day_may_be_typed_or_a_date(book: Workbook, on: object) -> None:
    answer(book[SHEET], "A1", on=on)
    assert [one.on for one in read_review(saved(book))] == [date(2025, 1, 2)]


def test_open_questions_decide_nothing(book: Workbook) -> None:
    assert read_review(review_workbook(QUESTIONS)) == []
    answer(book[SHEET], None, "  ", NOT_LISTED_CHOICE)
    assert [one.text for one in read_review(saved(book))] == ["Phòng X"]


def test_the_order_of_the_rows_does_not_matter(book: Workbook) -> None:
    page = book[SHEET]
    answer(page, "A1", NOT_LISTED_CHOICE)
    first, second = HEADING_ROW + 1, HEADING_ROW + 2
    for column in range(1, len(HEADINGS) + 1):
        one, other = page.cell(first, column), page.cell(second, column)
        one.value, other.value = other.value, one.value
    found = {one.text: one.chosen for one in read_review(saved(book))}
    assert found == {"Mau Ha": "A1", "=1+1": NOT_LISTED}


def test_columns_and_rows_may_be_moved_or_deleted(book: Workbook) -> None:
    page = book[SHEET]
    answer(page, "A1", NOT_LISTED_CHOICE)
    page.delete_cols(HEADINGS.index("Ví dụ") + 1)
    page.insert_rows(1, 2)
    page.insert_cols(1)
    found = {one.text: one.chosen for one in read_review(saved(book))}
    assert found == {"Mau Ha": "A1", "=1+1": NOT_LISTED}


@pytest.mark.parametrize("heading", ["Số", "Trả lời"])
def test_answers_without_their_column_are_missed_aloud(book: Workbook, heading: str) -> None:
    answer(book[SHEET], "A1")
    book[SHEET].delete_cols(HEADINGS.index(heading) + 1)
    with pytest.raises(DataFault, match=f"không còn cột.*{heading}"):
        read_review(saved(book), "a.xlsx")


def _without_name(book: Workbook) -> None:
    answer(book[SHEET], "A1", by="")


def _without_day(book: Workbook) -> None:
    answer(book[SHEET], "A1", on="31/02/2025")


def _unknown_answer(book: Workbook) -> None:
    answer(book[SHEET], "Thôn gì đó", "chưa rõ nữa")


def _unknown_number(book: Workbook) -> None:
    answer(book[SHEET], "A1")
    book[SHEET].cell(HEADING_ROW + 1, 1).value = 77


@pytest.mark.parametrize(
    ("spoil", "faults"),
    [
        (_without_name, ["chưa ghi người trả lời"]),
        (_without_day, ["chưa ghi ngày trả lời, hoặc ngày không có thật"]),
        (
            _unknown_answer,
            [
                "câu hỏi số 1: trả lời “Thôn gì đó” không có trong danh sách chọn",
                "câu hỏi số 2: trả lời “chưa rõ nữa” không có trong danh sách chọn",
            ],
        ),
        (_unknown_number, ["câu hỏi số “77” không có trong bảng"]),
    ],
)
def test_answers_that_cannot_be_understood_are_told_all_at_once(
    book: Workbook, spoil: Callable[[Workbook], None], faults: list[str]
) -> None:
    spoil(book)
    with pytest.raises(DataFault) as fault:
        read_review(saved(book), "tra-loi.xlsx")
    assert (fault.value.where, fault.value.faults) == ("tra-loi.xlsx", faults)


def test_another_workbook_is_no_review() -> None:
    with pytest.raises(DataFault, match="không phải là bảng trả lời"):
        read_review(saved(Workbook()), "a.xlsx")


def test_a_workbook_without_questions_can_be_made_and_read() -> None:
    assert read_review(review_workbook(pd.DataFrame(columns=QUESTION_COLUMNS))) == []
