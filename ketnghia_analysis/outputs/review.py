"""The review workbook: names that the software asks about, with a drop-down for each answer."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from ketnghia_analysis.cleaning.decisions import KINDS
from ketnghia_analysis.cleaning.review_answers import (
    BY_CELL,
    BY_LABEL,
    CHOICE_COLUMN,
    HEADING_ROW,
    HEADINGS,
    HIDDEN_SHEET,
    ID_COLUMN,
    NOT_LISTED_CHOICE,
    ON_CELL,
    ON_LABEL,
    SHEET,
    TEMPLATE,
    choice_text,
)
from ketnghia_analysis.vocabulary.wording import number_vi

_TITLE = "Tên chưa chắc là mục nào trong danh mục"
_HOW_TO = (
    "Chọn câu trả lời trong cột “Trả lời” (hoặc ghi mã khác trong danh mục), ghi người trả lời và "
    "ngày, rồi đặt tệp này vào thư mục số liệu. Câu nào để trống sẽ được hỏi lại lần sau."
)
_ANSWER = HEADINGS.index("Trả lời")
_WIDTHS = (6, 10, 34, 10, 12, 46, 46, 40, 34)
_LEFT = {"valign": "top", "border": 1, "text_wrap": True}
_OPEN = {"locked": False, "bg_color": "#FFF8DC"}


def review_workbook(questions: pd.DataFrame) -> bytes:
    """The workbook that asks the analyst which entries are meant.

    Args:
        questions: as `cleaning.decisions.questions` gives them.

    Returns:
        The bytes of an .xlsx file: everything but the answers is locked, text never becomes a
        formula, and a hidden sheet and a property say that it is no data.
    """
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": _TITLE})
        book.set_custom_property("template", TEMPLATE)
        page, keys = book.add_worksheet(SHEET), book.add_worksheet(HIDDEN_SHEET)
        keys.hide()
        keys.write_string(0, 0, TEMPLATE)
        for number, question in enumerate(questions.to_dict("records"), start=1):
            _write_key(keys, number, question)
        _write_questions(page, questions, book)
    return content.getvalue()


def _write_key(keys: Worksheet, number: int, question: dict[Any, Any]) -> None:
    """What the question is about, out of reach of the analyst's hand: a row for each question."""
    keys.write_number(number, 0, number)
    for column, name in enumerate(("kind", "text", "commune"), start=1):
        keys.write_string(number, column, question[name])
    for place, (entry_id, _, _) in enumerate(question["options"]):
        keys.write_string(number, ID_COLUMN + place, entry_id)
    for place, choice in enumerate(_choices(question)):
        keys.write_string(number, CHOICE_COLUMN + place, choice)


def _write_questions(page: Worksheet, questions: pd.DataFrame, book: xlsxwriter.Workbook) -> None:
    bold = book.add_format({"bold": True})
    heading = book.add_format(_LEFT | {"bold": True, "bg_color": "#DDE6ED"})
    fixed, free = book.add_format(_LEFT), book.add_format(_LEFT | _OPEN)
    page.write_string(0, 0, _TITLE, book.add_format({"bold": True, "font_size": 14}))
    page.write_string(1, 0, _HOW_TO)
    for (row, column), label in ((BY_CELL, BY_LABEL), (ON_CELL, ON_LABEL)):
        page.write_string(row - 1, 0, label, bold)
        page.write_blank(row - 1, column, None, free)
    for column, (text, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        page.write_string(HEADING_ROW - 1, column, text, heading)
        page.set_column(column, column, width)
    for number, question in enumerate(questions.to_dict("records"), start=1):
        row = HEADING_ROW - 1 + number
        page.write_number(row, 0, number, fixed)
        for column, text in enumerate(_told(question), start=1):
            page.write_string(row, column, text, fixed)
        for column in range(_ANSWER, len(HEADINGS)):
            page.write_blank(row, column, None, free)
        _offer(page, row, number, question)
    page.freeze_panes(HEADING_ROW, 3)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADING_ROW - 1)
    page.protect("", {"format_rows": True, "format_columns": True})


def _told(question: dict[Any, Any]) -> tuple[str, ...]:
    places = (question["file"], question["sheet"], question["cell"])
    return (
        KINDS[question["kind"]][1],
        question["text"],
        question["commune"],
        number_vi(question["rows"]),
        ", ".join(place for place in places if place),
        "\n".join(
            f"{choice_text(entry_id, name)} – giống {number_vi(score)}%"
            for entry_id, name, score in question["options"]
        ),
    )


def _choices(question: dict[Any, Any]) -> list[str]:
    named = [choice_text(entry_id, name) for entry_id, name, _ in question["options"]]
    return [*named, NOT_LISTED_CHOICE]


def _offer(page: Worksheet, row: int, number: int, question: dict[Any, Any]) -> None:
    """A drop-down with the candidates and "none of them"; a code may be written by hand."""
    last = CHOICE_COLUMN + len(_choices(question)) - 1
    choices = xl_range_abs(number, CHOICE_COLUMN, number, last)
    page.data_validation(
        row,
        _ANSWER,
        row,
        _ANSWER,
        {
            "validate": "list",
            "source": f"='{HIDDEN_SHEET}'!{choices}",
            "error_type": "warning",
            "error_title": "Không có trong danh sách",
            "error_message": "Chỉ ghi tay khi đó là mã có trong danh mục.",
        },
    )
