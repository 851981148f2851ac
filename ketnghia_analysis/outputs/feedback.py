"""Feedback to senders: a workbook and a covering text each, and an overview of all senders."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import FICTION_NOTE
from ketnghia_analysis.evaluation.settings import Settings
from ketnghia_analysis.outputs.feedback_frames import Feedback, overview
from ketnghia_analysis.outputs.feedback_marks import (
    HELD_CELL,
    QUESTION_CELL,
    mark,
)
from ketnghia_analysis.outputs.feedback_page import FilledPage, for_print
from ketnghia_analysis.outputs.feedback_sheets import (
    SentFiles,
    SheetCopier,
    privacy,
    sheet_names,
)
from ketnghia_analysis.outputs.feedback_summary import file_name, write_summary
from ketnghia_analysis.outputs.feedback_texts import (
    OVERVIEW,
    SUMMARY_SHEET,
    Letter,
    addressee,
    answer_day,
    file_names,
    letter_title,
    paragraphs,
)
from ketnghia_analysis.outputs.paper import Paper, PaperKind, written
from ketnghia_analysis.outputs.sections import Paragraph
from ketnghia_analysis.vocabulary.codes import FICTIONAL_CODE_PREFIX
from ketnghia_analysis.vocabulary.wording import long_date_vi

_OVERVIEW_HEADINGS = {
    "sender": "Nơi gửi",
    "files": "Số tệp",
    "rows": "Dòng đã đọc",
    "clean": "Dòng dùng được",
    "held": "Dòng bị giữ",
    "structural": "Dòng tiêu đề, cộng, chữ ký",
    "unreadable": "Tệp không đọc được",
    "questions": "Chỗ cần xác nhận",
    "unread": "Cột không có trong biểu mẫu",
    "workbook": "Đề nghị bổ sung",
}
_OVERVIEW_WIDTHS = (52, 9, 11, 11, 11, 14, 12, 12, 14, 56)
COMPLETE = "đủ, không cần bổ sung"


def feedback_files(
    cleaned: Cleaned,
    feedbacks: list[Feedback],
    sent: SentFiles,
    settings: Settings,
    read_on: date,
) -> Iterator[tuple[str, bytes]]:
    """Workbook and covering text of every sender that has to answer, then the overview.

    Args:
        cleaned: what cleaning gave.
        feedbacks: of all senders, see `feedback_frames.feedback`.
        sent: sheets as they were sent; one that is not there is told of in the summary only.
        settings: who asks, and how many days there are to answer.
        read_on: day on which the files were read.

    Yields:
        File name and bytes.
    """
    names = file_names([one.sender for one in feedbacks])
    note = FICTION_NOTE if _fictional(cleaned) else ""
    for one in feedbacks:
        if not one.needs_answer:
            continue
        letter = letter_of(one, names[one.sender], settings, read_on)
        yield letter.workbook, workbook(cleaned, one, letter, sent, note)
        yield f"{names[one.sender]}.docx", covering_letter(letter, settings, note)
    yield f"{OVERVIEW}.xlsx", overview_workbook(overview(feedbacks), read_on, note)


def letter_of(one: Feedback, name: str, settings: Settings, read_on: date) -> Letter:
    """What the covering text of a sender says.

    Args:
        one: what it has to be told.
        name: file name of its workbook, without ending.
        settings: who asks, and how many days there are to answer.
        read_on: day on which its files were read.
    """
    files = one.files
    return Letter(
        issuer=settings.issuer,
        sender=one.sender,
        read_on=read_on,
        answer_by=answer_day(read_on, settings.days_to_answer),
        workbook=f"{name}.xlsx",
        files=tuple(file_name(file) for file in files["file"]),
        unread=tuple(file_name(file) for file in files.loc[files["problem"] != "", "file"]),
        clean=int(files["clean"].sum()),
        held=len(one.held_rows),
        questions=len(one.questions),
    )


def workbook(
    cleaned: Cleaned, one: Feedback, letter: Letter, sent: SentFiles, note: str = ""
) -> bytes:
    """A sender's workbook: a summary, then its own sheets with what has to be put right marked.

    Args:
        cleaned: what cleaning gave.
        one: what the sender has to be told.
        letter: its covering text.
        sent: its sheets as it sent them.
        note: line below the title, such as that the data is invented.
    """
    book = Workbook()
    summary = book.active
    summary.title = SUMMARY_SHEET
    places = [(file, sheet) for file, sheet in one.marked_sheets if sheet in sent.get(file, {})]
    names = sheet_names(places, (SUMMARY_SHEET,))
    links: dict[tuple[str, str, int, str], str] = {}
    copier = SheetCopier()
    for file, sheet in places:
        page = book.create_sheet(names[file, sheet])
        copier.copy(sent[file][sheet], page, privacy(cleaned, file, sheet))
        rows = set(_on(one.held_rows, file, sheet)["row"])
        held, questions = _on(one.held, file, sheet), _on(one.questions, file, sheet)
        for (row, cell), address in mark(page, held, questions, rows).items():
            links[file, sheet, row, cell] = f"'{page.title}'!{address}"
        page.sheet_properties.tabColor = HELD_CELL if rows else QUESTION_CELL
        for_print(page)
    write_summary(summary, one, letter, links, note)
    return _saved(book, letter_title(letter), letter.issuer, letter.read_on)


def overview_workbook(rows: pd.DataFrame, read_on: date, note: str = "") -> bytes:
    """All senders with what came, what is held and what is asked, also those of whom nothing is.

    Args:
        rows: see `feedback_frames.overview`.
        read_on: day on which the files were read.
        note: line below the title.
    """
    book = Workbook()
    page = book.active
    page.title = OVERVIEW
    sheet = FilledPage(page, _OVERVIEW_WIDTHS)
    sheet.title("Tổng hợp số liệu đã nhận và đề nghị bổ sung, theo nơi gửi")
    sheet.text(f"Đọc {long_date_vi(read_on)}.", italic=True)
    if note:
        sheet.text(note, colour="A3300A", bold=True)
    shown = rows[list(_OVERVIEW_HEADINGS)]
    shown = shown.assign(workbook=shown["workbook"].mask(shown["workbook"] == "", COMPLETE))
    top = sheet.row
    sheet.table(tuple(_OVERVIEW_HEADINGS.values()), shown.to_numpy().tolist())
    page.auto_filter.ref = f"A{top}:{get_column_letter(len(_OVERVIEW_HEADINGS))}{sheet.row - 1}"
    page.freeze_panes = f"B{top + 1}"
    for_print(page)
    return _saved(book, OVERVIEW, "", read_on)


def covering_letter(letter: Letter, settings: Settings, note: str = "") -> bytes:
    """The covering text as an official letter of one page.

    Raises:
        DataFault: no form of documents is known for the day on which the files were read.
    """
    paper = Paper(
        kind=PaperKind.LETTER,
        name=letter_title(letter),
        subject="đề nghị bổ sung, đính chính số liệu về công tác kết nghĩa",
        body=[Paragraph(text) for text in paragraphs(letter)],
        year=letter.read_on.year,
        addressees=(addressee(letter.sender),),
        recipients=("Như trên", f"Lưu {settings.issuer_code}"),
        note=note,
    )
    return written(paper, settings.model_copy(update={"issued_on": letter.read_on}), letter.read_on)


def _fictional(cleaned: Cleaned) -> bool:
    codes = cleaned.tables["communes"]["commune_code"]
    return bool(codes.str.startswith(FICTIONAL_CODE_PREFIX).any())


def _on(frame: pd.DataFrame, file: str, sheet: str) -> pd.DataFrame:
    here = (frame["file"] == file) & (frame["sheet"] == sheet) & (frame["row"] > 0)
    return frame[here]


def _saved(book: Workbook, title: str, author: str, made: date) -> bytes:
    book.properties.title, book.properties.creator = title, author
    book.properties.created = book.properties.modified = datetime.combine(made, time())
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
