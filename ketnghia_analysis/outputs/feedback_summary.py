"""The summary sheet of a sender's workbook."""

from __future__ import annotations

from typing import Any

import pandas as pd
from openpyxl.styles import Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ketnghia_analysis.outputs.feedback_frames import Feedback
from ketnghia_analysis.outputs.feedback_marks import HELD_CELL, HELD_ROW, QUESTION_CELL, fill
from ketnghia_analysis.outputs.feedback_page import BOX, FONT, FilledPage, for_print
from ketnghia_analysis.outputs.feedback_sheets import put_text
from ketnghia_analysis.outputs.feedback_texts import (
    ANSWER_HEADING,
    Letter,
    addressee,
    for_senders,
    letter_title,
    paragraphs,
)
from ketnghia_analysis.vocabulary.reasons import HELD

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


def file_name(file: str) -> str:
    """Name of a file without its folders, as it may be shown."""
    return for_senders(file.rsplit("/", 1)[-1])


def write_summary(
    page: Worksheet,
    one: Feedback,
    letter: Letter,
    links: dict[tuple[str, str, int, str], str],
    note: str,
) -> None:
    """The first sheet of a sender's workbook: covering text, colours, what to do place by place.

    Args:
        page: an empty sheet.
        one: what the sender has to be told.
        letter: its covering text.
        links: address of the marked cell by file, sheet, row and cell of a point.
        note: line below the title, such as that the data is invented.
    """
    sheet = FilledPage(page, _POINT_WIDTHS)
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
    for_print(page)


def _legend(sheet: FilledPage) -> None:
    meanings = (
        (HELD_CELL, "ô sai, cả dòng bị giữ lại"),
        (HELD_ROW, "các ô khác của dòng bị giữ lại"),
        (QUESTION_CELL, "ô cần xác nhận, dòng vẫn được dùng"),
    )
    for colour, meaning in meanings:
        cell = sheet.page.cell(sheet.row, 1)
        cell.fill, cell.border = fill(colour), BOX
        put_text(sheet.page.cell(sheet.row, 2), meaning, Font(name=FONT, size=12), wrap=False)
        sheet.row += 1
    sheet.row += 1


def _points_table(
    sheet: FilledPage,
    points: pd.DataFrame,
    links: dict[tuple[str, str, int, str], str],
    colour: str,
) -> None:
    lines = _condensed(points)
    rows = [
        (
            number,
            file_name(point["file"]),
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
            cell.font = Font(name=FONT, size=12, color="0563C1", underline="single")
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


def _unread_table(sheet: FilledPage, unread: pd.DataFrame) -> None:
    rows = [
        (number, file_name(line.file), line.sheet, "", line.letter, for_senders(line.heading))
        for number, line in enumerate(unread.itertuples(index=False), start=1)
    ]
    sheet.table((*_POINT_HEADINGS[:5], "Tiêu đề cột"), rows)


def _files_table(sheet: FilledPage, files: pd.DataFrame) -> None:
    rows = [
        (
            number,
            file_name(file.file),
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
