"""Feedback to senders: a workbook and a covering text each, and an overview of all senders."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from math import ceil
from typing import Any

import pandas as pd
from docx.enum.text import WD_ALIGN_PARAGRAPH
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import FICTION_NOTE
from ketnghia_analysis.evaluation.settings import Settings
from ketnghia_analysis.outputs import word
from ketnghia_analysis.outputs.feedback_frames import Feedback, overview
from ketnghia_analysis.outputs.feedback_marks import (
    HELD_CELL,
    HELD_ROW,
    QUESTION_CELL,
    fill,
    mark,
)
from ketnghia_analysis.outputs.feedback_sheets import (
    SentFiles,
    SheetCopier,
    privacy,
    put_text,
    sheet_names,
)
from ketnghia_analysis.outputs.feedback_texts import (
    ANSWER_HEADING,
    OVERVIEW,
    SUMMARY_SHEET,
    Letter,
    addressee,
    answer_day,
    file_names,
    for_senders,
    letter_title,
    paragraphs,
)
from ketnghia_analysis.outputs.forms import PARTY_FORM
from ketnghia_analysis.vocabulary.codes import FICTIONAL_CODE_PREFIX
from ketnghia_analysis.vocabulary.reasons import HELD
from ketnghia_analysis.vocabulary.wording import long_date_vi

_FONT = "Times New Roman"
_LINE_POINTS = 16.0
_COLUMNS_A_PAGE = 20
_EDGE = Side(style="thin", color="808080")
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_WHOLE_SHEET = ("hidden_sheet", "unknown_table")
_SAME_AT_LEAST = 4
"""Rows with one and the same fault from which on they are told in one line."""
_POINT_HEADINGS = (
    "STT",
    "Tệp",
    "Trang",
    "Dòng",
    "Ô",
    "Sai ở đâu",
    "Tệp đang ghi",
    "Cần làm",
    ANSWER_HEADING,
)
_POINT_WIDTHS = (6, 26, 14, 13, 8, 46, 18, 38, 26)
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
        files=tuple(_file_name(file) for file in files["file"]),
        unread=tuple(_file_name(file) for file in files.loc[files["problem"] != "", "file"]),
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
        _for_print(page)
    _write_summary(summary, one, letter, links, note)
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
    sheet = _Page(page, _OVERVIEW_WIDTHS)
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
    _for_print(page)
    return _saved(book, OVERVIEW, "", read_on)


def covering_letter(letter: Letter, settings: Settings, note: str = "") -> bytes:
    """The covering text as half a page of Word."""
    form = PARTY_FORM
    document = word.new_document(form)
    document.core_properties.title = letter_title(letter)
    document.core_properties.author = letter.issuer
    made = datetime.combine(letter.read_on, time())
    document.core_properties.created = document.core_properties.modified = made
    word.page_furniture(document.sections[0], note)
    left, right = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
    place = f"{settings.place}, " if settings.place else ""
    word.line(document, letter.issuer.upper(), form.head_points, align=left, bold=True)
    day = f"{place}{long_date_vi(letter.read_on)}"
    word.line(document, day, form.head_points, align=right, italic=True)
    word.line(
        document, "ĐỀ NGHỊ BỔ SUNG, ĐÍNH CHÍNH SỐ LIỆU", form.title_points, bold=True, before=6
    )
    about = "về công tác kết nghĩa"
    word.line(document, about, form.head_points, bold=True, after=6)
    word.line(document, f"Kính gửi: {addressee(letter.sender)}", form.body_points, after=6)
    for text in paragraphs(letter):
        word.body(document, text, form)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _fictional(cleaned: Cleaned) -> bool:
    codes = cleaned.tables["communes"]["commune_code"]
    return bool(codes.str.startswith(FICTIONAL_CODE_PREFIX).any())


def _file_name(file: str) -> str:
    return for_senders(file.rsplit("/", 1)[-1])


def _on(frame: pd.DataFrame, file: str, sheet: str) -> pd.DataFrame:
    here = (frame["file"] == file) & (frame["sheet"] == sheet) & (frame["row"] > 0)
    return frame[here]


# ------------------------------------------------------------------ the summary


def _write_summary(
    page: Worksheet,
    one: Feedback,
    letter: Letter,
    links: dict[tuple[str, str, int, str], str],
    note: str,
) -> None:
    sheet = _Page(page, _POINT_WIDTHS)
    sheet.title(letter_title(letter))
    if note:
        sheet.text(note, colour="A3300A", bold=True)
    sheet.text(f"Kính gửi: {addressee(letter.sender)}", bold=True)
    for text in paragraphs(letter):
        sheet.text(text)
    _legend(sheet)
    sections = (
        ("Phải sửa: dòng, trang hoặc tệp đang bị giữ lại", one.held, HELD_ROW),
        ("Cần xác nhận: dòng đã dùng, nhưng có ô bỏ trống hoặc cần xem lại", one.questions, ""),
    )
    for title, points, colour in sections:
        if len(points):
            sheet.section(f"{title} ({len(points)} chỗ)")
            _points_table(sheet, points, links, colour)
    if len(one.unread):
        sheet.section("Cột không có trong biểu mẫu, chưa đọc (chỉ báo lại nếu cần dùng)")
        _unread_table(sheet, one.unread)
    sheet.section("Tệp đã nhận")
    _files_table(sheet, one.files)
    sheet.text(
        "Trang không có chỗ nào phải sửa hay xác nhận thì không chép vào sổ này; hình, biểu đồ và "
        "công thức của tệp gốc cũng không được chép (ô công thức ghi kết quả). “[đã ẩn]”: thông "
        "tin cá nhân không được lưu.",
        italic=True,
    )
    _for_print(page)


def _legend(sheet: _Page) -> None:
    meanings = (
        (HELD_CELL, "ô sai, cả dòng bị giữ lại"),
        (HELD_ROW, "các ô khác của dòng bị giữ lại"),
        (QUESTION_CELL, "ô cần xác nhận, dòng vẫn được dùng"),
    )
    for colour, meaning in meanings:
        cell = sheet.page.cell(sheet.row, 1)
        cell.fill, cell.border = fill(colour), _BOX
        put_text(sheet.page.cell(sheet.row, 2), meaning, Font(name=_FONT, size=12), wrap=False)
        sheet.row += 1
    sheet.row += 1


def _points_table(
    sheet: _Page,
    points: pd.DataFrame,
    links: dict[tuple[str, str, int, str], str],
    colour: str,
) -> None:
    lines = _condensed(points)
    rows = [
        (
            number,
            _file_name(point["file"]),
            point["sheet"],
            rows,
            point["cell"],
            point["said"],
            point["raw"],
            point["ask"],
            "",
        )
        for number, (point, rows) in enumerate(lines, start=1)
    ]
    first = sheet.row + 1
    sheet.table(_POINT_HEADINGS, rows)
    for place, (point, _) in enumerate(lines, start=first):
        target = links.get((point["file"], point["sheet"], point["row"], point["cell"]))
        cells = [sheet.page.cell(place, 4), sheet.page.cell(place, 5)]
        for cell in cells if target else ():
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
            cell.font = Font(name=_FONT, size=12, color="0563C1", underline="single")
        said = sheet.page.cell(place, 6)
        said.fill = fill(colour or "FFF2CC")


def _condensed(points: pd.DataFrame) -> list[tuple[dict[str, Any], str]]:
    """Points with their rows as text; rows of a sheet with one and the same fault in one line."""
    lines: list[tuple[dict[str, Any], str]] = []
    alike = points.groupby(["file", "sheet", "said", "ask"], sort=False)
    for _, group in alike:
        records = group.to_dict("records")
        if len(records) >= _SAME_AT_LEAST:
            lines.append((records[0], _runs(sorted({int(one["row"]) for one in records}))))
        else:
            lines += [(one, _row_text(one)) for one in records]
    return sorted(lines, key=lambda line: (line[0]["file"], line[0]["sheet"], line[0]["row"]))


def _row_text(point: dict[str, Any]) -> str:
    if point["row"] == 0:
        return "cả tệp"
    return f"từ {point['row']}" if point["reason"] in _WHOLE_SHEET else str(point["row"])


def _runs(numbers: list[int]) -> str:
    """Rows in short: "11–17, 19, 20–22"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return ", ".join("–".join(map(str, run)) for run in runs)


def _unread_table(sheet: _Page, unread: pd.DataFrame) -> None:
    rows = [
        (number, _file_name(line.file), line.sheet, "", line.letter, for_senders(line.heading))
        for number, line in enumerate(unread.itertuples(index=False), start=1)
    ]
    sheet.table((*_POINT_HEADINGS[:5], "Tiêu đề cột"), rows)


def _files_table(sheet: _Page, files: pd.DataFrame) -> None:
    rows = [
        (
            number,
            _file_name(file.file),
            "/".join(file.file.split("/")[:-1]),
            int(file.rows_in),
            int(file.clean),
            f"bị giữ lại: {int(file.quarantine)}; tiêu đề, cộng, chữ ký: {int(file.structural)}",
            HELD[file.problem].label if file.problem else "đã đọc",
        )
        for number, file in enumerate(files.itertuples(), start=1)
    ]
    headings = ("STT", "Tệp", "Thư mục", "Dòng đã đọc", "Dùng được", "Các dòng khác", "Tình trạng")
    sheet.table(headings, rows)


# -------------------------------------------------------------------- the page


class _Page:
    """A sheet that is filled from top to bottom: texts over its whole width, tables."""

    def __init__(self, page: Worksheet, widths: tuple[int, ...]) -> None:
        self.page, self.widths, self.row, self.sections = page, widths, 1, 0
        for column, width in enumerate(widths, start=1):
            page.column_dimensions[get_column_letter(column)].width = width

    def title(self, text: str) -> None:
        self._line(text, Font(name=_FONT, size=15, bold=True))

    def section(self, text: str) -> None:
        self.row += 1
        self.sections += 1
        self._line(
            f"{get_column_letter(self.sections)}. {text}", Font(name=_FONT, size=13, bold=True)
        )

    def text(
        self, text: str, *, bold: bool = False, italic: bool = False, colour: str = ""
    ) -> None:
        self._line(
            text, Font(name=_FONT, size=12, bold=bold, italic=italic, color=colour or "000000")
        )

    def _line(self, text: str, font: Font) -> None:
        put_text(self.page.cell(self.row, 1), text, font)
        self.page.merge_cells(None, self.row, 1, self.row, len(self.widths))
        lines = ceil(len(text) / sum(self.widths))
        self.page.row_dimensions[self.row].height = (_LINE_POINTS + font.size - 12) * lines + 3
        self.row += 1

    def table(self, headings: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        self._row(headings, Font(name=_FONT, size=12, bold=True), "E3ECF3")
        for cells in rows:
            self._row(cells, Font(name=_FONT, size=12), "")

    def _row(self, cells: tuple[Any, ...], font: Font, colour: str) -> None:
        lines = 1
        for column, value in enumerate(cells, start=1):
            cell = self.page.cell(self.row, column)
            cell.border = _BOX
            if colour:
                cell.fill = fill(colour)
            if isinstance(value, int):
                cell.value, cell.font = value, font
                cell.alignment = Alignment(vertical="top")
            else:
                put_text(cell, value, font)
                lines = max(lines, ceil((len(value) + 1) / self.widths[column - 1]))
        self.page.row_dimensions[self.row].height = _LINE_POINTS * lines
        self.row += 1


def _for_print(page: Worksheet) -> None:
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToHeight = 0
    page.page_setup.fitToWidth = ceil(page.max_column / _COLUMNS_A_PAGE)
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)


def _saved(book: Workbook, title: str, author: str, made: date) -> bytes:
    book.properties.title, book.properties.creator = title, author
    book.properties.created = book.properties.modified = datetime.combine(made, time())
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
