"""The two sheets of a form that carry no records: the guide in front, the lists at the end."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import xlsxwriter

from ketnghia_analysis.intake.forms.lists import (
    HAMLETS_FIRST,
    ChoiceList,
    by_commune,
)
from ketnghia_analysis.intake.forms.marks import GUIDE, LISTS, template_line
from ketnghia_analysis.intake.forms.rules import date_limits
from ketnghia_analysis.intake.forms.senders import FormYear, Sender
from ketnghia_analysis.intake.forms.sheets import ROLE_LABELS, FormSheet, Role
from ketnghia_analysis.intake.forms.styles import Styles
from ketnghia_analysis.intake.forms.words import FICTION, short_note

GUIDE_SHEET, LISTS_SHEET = "Hướng dẫn", "Danh mục"
_LINE = 15
_WIDTHS = (30, 12, 78)
_HEADING_LETTERS, _NOTE_LETTERS, _STEP_LETTERS = 37, 100, 150
"""Letters of this font that fit on a line of each column, and on one of all three."""
_FIRST_ITEM = 3
_PAGE_WIDTH = 160
"""Width in letters that fits on a sideways page and can still be read."""
STEPS = (
    "Chỉ ghi vào ô trắng. Ô có màu là phần in sẵn; tiêu đề cột và tên trang không đổi được.",
    "Cột tiêu đề màu nâu, có dấu * là bắt buộc: dòng đã ghi mà thiếu cột này thì ô chuyển màu "
    "vàng. Ô chuyển màu đỏ là số không khớp với ô khác (ví dụ số hộ nghèo lớn hơn tổng số hộ).",
    "Không có thì ghi 0. Chưa có số liệu thì để trống: để trống không bị hiểu là 0.",
    "Cột có danh sách thả xuống thì chọn trong danh sách. Ngày ghi theo dạng ngày/tháng/năm.",
    "Khi dán từ tệp khác, dùng “Dán giá trị” (Paste Special, Values) để giữ nguyên ô của biểu.",
    "Không ghi họ tên, số căn cước, số điện thoại của người dân vào bất cứ ô nào.",
    "Lưu tệp dạng .xlsx rồi gửi lại nguyên tệp. Dòng để trống không phải xóa.",
    "Di chuột lên tiêu đề cột để xem cách ghi; toàn bộ cách ghi có ở bảng bên dưới.",
)


def write_guide(
    book: xlsxwriter.Workbook,
    sheets: Sequence[FormSheet],
    sender: Sender,
    year: FormYear,
    styles: Styles,
) -> None:
    """Add the guide: steps, then every column of every sheet with how it is written."""
    page = book.add_worksheet(GUIDE_SHEET)
    for index, width in enumerate(_WIDTHS):
        page.set_column(index, index, width)
    page.write_string(0, 0, template_line(GUIDE, year.window.year), styles.mark)
    if year.fictional:
        page.write_string(0, 2, FICTION, styles.fiction)
    page.write_string(1, 0, f"BIỂU MẪU KẾT NGHĨA NĂM {year.window.year}", styles.title)
    page.write_string(2, 0, sender.name or ROLE_LABELS[sender.role], styles.sender)
    page.set_row(1, 24)
    page.set_row(2, 20)
    page.write_string(4, 0, "Cách điền", styles.section)
    row = 5
    for number, step in enumerate(STEPS, start=1):
        page.merge_range(row, 0, row, 2, f"{number}. {step}", styles.text)
        page.set_row(row, _LINE * ceil(len(step) / _STEP_LETTERS) + 3)
        row += 1
    for sheet in sheets:
        row = _columns_of(page, row + 1, sheet, sender, year, styles)
    page.set_paper(9)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)
    page.set_footer(f"&L&8{template_line(GUIDE, year.window.year)}&R&8&P/&N")
    page.protect("", {"format_columns": True, "format_rows": True})


def _columns_of(
    page: xlsxwriter.worksheet.Worksheet,
    row: int,
    sheet: FormSheet,
    sender: Sender,
    year: FormYear,
    styles: Styles,
) -> int:
    """Describe the columns of a sheet; gives the row below."""
    page.write_string(row, 0, sheet.title[:1].upper() + sheet.title[1:], styles.section)
    page.set_row(row, 20)
    for index, text in enumerate(("Cột", "Bắt buộc", "Cách ghi")):
        page.write_string(row + 1, index, text, styles.heading)
    row += 2
    for column in sheet.columns:
        printed = column.name in sheet.printed and not sheet.blank_rows and bool(sender.name)
        required = column.name in sheet.required and not printed
        first, last = date_limits(sheet, column, year.window)
        note = short_note(sheet.table, column, first, last) if not printed else "Đã in sẵn."
        page.write_string(row, 0, column.heading, styles.boxed_bold)
        page.write_string(row, 1, "x" if required else "", styles.centred)
        page.write_string(row, 2, note, styles.boxed)
        lines = max(ceil(len(column.heading) / _HEADING_LETTERS), ceil(len(note) / _NOTE_LETTERS))
        page.set_row(row, _LINE * lines + 3)
        row += 1
    return row


def write_lists(
    book: xlsxwriter.Workbook,
    lists: Sequence[ChoiceList],
    sender: Sender,
    year: FormYear,
    styles: Styles,
) -> None:
    """Add the lists, one a column, each with a defined name; hamlets stand beside communes."""
    page = book.add_worksheet(LISTS_SHEET)
    page.write_string(0, 0, template_line(LISTS, year.window.year), styles.mark)
    page.write_string(1, 0, "DANH MỤC ĐỂ CHỌN TRONG BIỂU", styles.title)
    page.set_row(1, 24)
    columns = list(lists)
    pairs = by_commune(year) if sender.role is Role.BOARD else []
    if pairs:
        communes = tuple(commune for commune, _ in pairs)
        at = [one.key for one in columns].index("hamlet_name")
        columns.insert(at, ChoiceList("hamlet_communes", "Xã của thôn", communes))
    total = 0
    for index, one in enumerate(columns):
        page.write_string(_FIRST_ITEM - 1, index, one.heading, styles.heading)
        for row, item in enumerate(one.items, start=_FIRST_ITEM):
            page.write_string(row, index, item, styles.listed)
        longest = max(len(item) for item in one.items)
        width = min(60, max(12, longest + 2))
        total += width
        page.set_column(index, index, width)
        _define(book, one.defined_name, index, len(one.items))
        if one.key == "hamlet_name" and pairs:
            _define(book, HAMLETS_FIRST, index, 1)
    page.set_row(_FIRST_ITEM - 1, 32)
    page.freeze_panes(_FIRST_ITEM, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(ceil(total / _PAGE_WIDTH), 0)
    page.hide_gridlines(2)
    page.protect("", {"format_columns": True, "format_rows": True})


def _define(book: xlsxwriter.Workbook, name: str, column: int, count: int) -> None:
    letter = xlsxwriter.utility.xl_col_to_name(column)
    first, last = _FIRST_ITEM + 1, _FIRST_ITEM + count
    book.define_name(name, f"='{LISTS_SHEET}'!${letter}${first}:${letter}${last}")
