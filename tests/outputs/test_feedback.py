from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ketnghia_analysis.cleaning.clean import Cleaned, clean_folder
from ketnghia_analysis.cleaning.text import PERSONAL_MARK
from ketnghia_analysis.evaluation.senders import UNKNOWN_SENDER, senders_of
from ketnghia_analysis.evaluation.settings import Settings
from ketnghia_analysis.intake.grids import Grid
from ketnghia_analysis.outputs.feedback import COMPLETE, feedback_files
from ketnghia_analysis.outputs.feedback_frames import Feedback, feedback, overview
from ketnghia_analysis.outputs.feedback_marks import HELD_CELL, HELD_ROW, QUESTION_CELL
from ketnghia_analysis.outputs.feedback_sheets import privacy
from ketnghia_analysis.outputs.feedback_texts import SUMMARY_SHEET
from ketnghia_analysis.runs.feedback import sent_sheets
from ketnghia_analysis.vocabulary.reasons import HELD

from . import sent_folder as sent

READ_ON = date(2025, 1, 6)
LETTER = [
    "Kính gửi: Ủy ban nhân dân xã Mẫu An",
    "Ban Dân vận Huyện ủy cảm ơn quý đơn vị đã gửi số liệu về công tác kết nghĩa. Chúng tôi "
    "đã đọc tệp “so lieu.csv” ngày 06/01/2025: 1 dòng đã dùng được và 1 dòng còn bị giữ lại, "
    "chưa được tính vào đánh giá.",
    "Đề nghị quý đơn vị xem sổ Excel kèm theo (“Xã Mẫu An.xlsx”). Trang “Tổng hợp” liệt kê "
    "từng chỗ: ở ô nào, sai gì, cần làm gì. Các trang sau là bảng của quý đơn vị: dòng bị giữ"
    " lại được tô đỏ, ô cần xác nhận được tô vàng, lý do ghi ở bên phải dòng và trong ghi chú"
    " của ô.",
    "Cách gửi lại: sửa trong tệp gốc của quý đơn vị, giữ nguyên tên tệp và tiêu đề cột, rồi "
    "gửi lại cả tệp. Nếu chỉ phải sửa vài ô thì ghi vào cột “Trả lời của nơi gửi” của trang "
    "“Tổng hợp” rồi gửi lại sổ này. Không ghi họ tên, số căn cước, số điện thoại của người "
    "dân vào tệp.",
    "Đề nghị gửi lại chậm nhất ngày 13/01/2025. Trân trọng cảm ơn quý đơn vị.",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sent.write(tmp_path_factory.mktemp("đã gửi"))


@pytest.fixture(scope="module")
def small(folder: Path) -> Cleaned:
    return clean_folder(folder)


@pytest.fixture(scope="module")
def feedbacks(small: Cleaned) -> list[Feedback]:
    return feedback(small)


@pytest.fixture(scope="module")
def files(folder: Path, small: Cleaned, feedbacks: list[Feedback]) -> dict[str, bytes]:
    sheets = sent_sheets(folder, feedbacks)
    return dict(feedback_files(small, feedbacks, sheets, Settings(), READ_ON))


@pytest.fixture(scope="module")
def books(files: dict[str, bytes]) -> dict[str, Workbook]:
    return {
        name.removesuffix(".xlsx"): openpyxl.load_workbook(io.BytesIO(content))
        for name, content in files.items()
        if name.endswith(".xlsx")
    }


def _texts(book: Workbook) -> str:
    return "\n".join(
        f"{cell.value} {cell.comment.text if cell.comment else ''}"
        for page in book
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None or cell.comment
    )


def test_every_line_of_the_quarantine_goes_to_exactly_one_sender(
    small: Cleaned, feedbacks: list[Feedback]
) -> None:
    told = [
        (point.file, point.sheet, point.row, point.cell, point.reason)
        for one in feedbacks
        for point in one.held.itertuples()
    ]
    held = small.quarantine[["file", "sheet", "row", "cell", "reason"]]
    assert sorted(told) == sorted(held.itertuples(index=False, name=None))
    assert len(told) == 4


def test_senders_with_nothing_to_put_right_get_no_workbook(files: dict[str, bytes]) -> None:
    asked = {sent.AGENCY, sent.COMMUNE, UNKNOWN_SENDER}
    assert set(files) == {
        "Tổng hợp.xlsx",
        *(f"{name}.{ending}" for name in asked for ending in ("xlsx", "docx")),
    }


def test_the_overview_names_all_senders_also_the_complete_ones(
    books: dict[str, Workbook], feedbacks: list[Feedback]
) -> None:
    rows = list(books["Tổng hợp"].active.iter_rows(min_row=5, values_only=True))
    said = {row[0]: row for row in rows}
    assert set(said) == {one.sender for one in feedbacks}
    assert said[sent.SILENT][-1] == COMPLETE
    assert said[sent.AGENCY][-1] == f"{sent.AGENCY}.xlsx"
    rows_read = {line.sender: line.rows for line in overview(feedbacks).itertuples()}
    assert all(row[2] == rows_read[name] == sum(row[3:6]) for name, row in said.items())


def test_held_and_doubtful_cells_are_coloured_and_say_what_to_do(
    books: dict[str, Workbook],
) -> None:
    page = books[sent.AGENCY]["Hoạt động"]
    marked = {cell.coordinate for row in page.iter_rows() for cell in row if cell.comment}
    assert marked == {"B4"}
    assert page["B4"].fill.start_color.rgb.endswith(HELD_CELL)
    assert page["C4"].fill.start_color.rgb.endswith(HELD_ROW)
    assert page["C3"].fill.fill_type is None
    comment = page["B4"].comment.text
    assert "“31/02/2024”" in comment
    assert "Cần làm: Ghi lại ngày có thật" in comment
    assert page["G4"].value.startswith("◄ Cần sửa: Ngày thực hiện")
    duties = books[sent.AGENCY]["Trách nhiệm"]
    assert duties["D3"].fill.start_color.rgb.endswith(QUESTION_CELL)
    assert duties["D3"].comment.text.startswith("CẦN XÁC NHẬN")
    assert duties["A3"].fill.fill_type is None


def test_a_copied_sheet_keeps_its_looks_and_shows_hidden_rows(books: dict[str, Workbook]) -> None:
    page = books[sent.AGENCY]["Hoạt động"]
    assert page["A1"].font.sz == 14
    assert page["A1"].font.bold
    assert [area.coord for area in page.merged_cells.ranges] == ["A1:F1"]
    assert page.column_dimensions["F"].width == 44
    assert not page.row_dimensions[4].hidden
    assert [cell.value for cell in page[5]][:5] == [
        "H3",
        "06/03/2024",
        "Thôn 2",
        "Mẫu An",
        "tặng quà",
    ]


def test_a_text_file_is_copied_at_the_rows_of_its_account(books: dict[str, Workbook]) -> None:
    page = books[sent.COMMUNE]["so lieu"]
    (cell,) = [cell for row in page.iter_rows() for cell in row if cell.comment]
    assert cell.row == 3
    assert str(cell.value) == "251"
    assert "lớn hơn Tổng số hộ" in cell.comment.text


def test_text_that_looks_like_a_formula_stays_text(books: dict[str, Workbook]) -> None:
    cells = [
        cell for book in books.values() for page in book for row in page.iter_rows() for cell in row
    ]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert [cell.quotePrefix for cell in cells if cell.value == sent.FORMULA] == [True]


def test_nobody_can_be_recognised(books: dict[str, Workbook], files: dict[str, bytes]) -> None:
    told = "\n".join(_texts(book) for book in books.values())
    for secret in (sent.PHONE, sent.CITIZEN, sent.CITIZEN.lstrip("0"), sent.RESIDENT):
        assert secret not in told
    assert "CB-77" not in told
    assert "Chuyên viên chính" not in told
    page = books[sent.AGENCY]["Hoạt động"]
    assert page["F3"].value == f"gọi {PERSONAL_MARK}"
    people = books[UNKNOWN_SENDER]["Sheet"]
    assert [cell.value for cell in people[2]][:4] == [1, PERSONAL_MARK, PERSONAL_MARK, "L"]


def test_amounts_with_nine_digits_are_no_numbers_of_people(
    small: Cleaned,
) -> None:
    rules = privacy(small, sent.SURVEY, "")
    (places,) = {frozenset(columns) for columns in rules.numeric.values()}
    column = min(places)
    assert rules.fit_to_show(2, column, 125_000_123) == 125_000_123
    assert rules.fit_to_show(99, column, 125_000_123) == 125_000_123
    assert rules.fit_to_show(99, 90, 125_000_123) == PERSONAL_MARK
    assert rules.fit_to_show(99, 90, datetime(2024, 1, 2)) == datetime(2024, 1, 2)


def test_the_summary_lists_each_place_with_a_link_to_it(
    small: Cleaned, books: dict[str, Workbook]
) -> None:
    page = books[sent.AGENCY][SUMMARY_SHEET]
    links = {
        cell.value: cell.hyperlink.location
        for row in page.iter_rows()
        for cell in row
        if cell.hyperlink and cell.column == 5
    }
    assert links == {
        "B4": "'Hoạt động'!B4",
        "D3": "'Trách nhiệm'!D3",
    }
    told = _texts(books[sent.AGENCY])
    problem = small.files.set_index("file").at[sent.BROKEN, "problem"]
    assert HELD[problem].label in told
    assert "cả tệp" in told
    assert "corrections.yml" not in told
    sections = [str(cell.value) for cell in page["A"] if str(cell.value)[1:3] == ". "]
    assert [section[:8] for section in sections] == ["A. Phải ", "B. Cần x", "C. Tệp đ"]


def test_the_covering_text_says_the_same_as_the_summary(
    files: dict[str, bytes], books: dict[str, Workbook]
) -> None:
    document = Document(io.BytesIO(files[f"{sent.COMMUNE}.docx"]))
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert texts == LETTER
    summary = _texts(books[sent.COMMUNE])
    assert all(text in summary for text in texts[1:])
    head = document.tables[0].rows[0].cells
    assert "BAN DÂN VẬN" in head[0].text
    assert "đề nghị bổ sung, đính chính số liệu" in head[0].text
    assert "ngày 06 tháng 01 năm 2025" in head[1].text


def test_a_file_without_sender_belongs_to_whom_it_tells_of(small: Cleaned) -> None:
    senders = senders_of(small)
    assert senders[sent.LIST] == UNKNOWN_SENDER
    nameless = small.files.assign(sender="")
    moved = Cleaned(**{**vars(small), "files": nameless})
    assert senders_of(moved)[sent.SURVEY] == "Xã Mẫu An"
    assert senders_of(moved)[sent.LIST] == UNKNOWN_SENDER


def test_only_marked_sheets_are_read_again_workbooks_with_their_looks(
    folder: Path, feedbacks: list[Feedback]
) -> None:
    sheets = sent_sheets(folder, feedbacks)
    assert set(sheets) == {sent.REPORT, sent.SURVEY, sent.LIST}
    assert isinstance(sheets[sent.SURVEY][""], Grid)
    assert isinstance(sheets[sent.REPORT]["Hoạt động"], Worksheet)
