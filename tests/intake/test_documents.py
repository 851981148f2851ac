from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml

from ketnghia_analysis.intake.documents import read_document
from ketnghia_analysis.intake.grids import Grid, Span
from ketnghia_analysis.intake.limits import Refused

NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ROWS = (("Xã", "Thôn"), ("Mẫu An", "Thôn 2"))


def read(document: Document) -> list[Grid]:
    content = io.BytesIO()
    document.save(content)
    return read_document(content.getvalue())


def add_table(document: Document, rows: Iterable[Iterable[str]]) -> Any:
    texts = [list(row) for row in rows]
    table = document.add_table(len(texts), len(texts[0]))
    for row, words in enumerate(texts):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    return table


def append(cell: Any, xml: str) -> None:
    """Put runs into the first paragraph of a cell."""
    start, end = xml.split(">", 1)
    cell.paragraphs[0]._p.append(parse_xml(f"{start} {NAMES}>{end}"))


def test_tables_are_sheets_with_their_rows_counted_from_one() -> None:
    document = docx.Document()
    add_table(document, ROWS)
    document.add_paragraph("giữa")
    add_table(document, [("", ""), ("a", "b")])
    first, second = read(document)
    assert (first.sheet, second.sheet) == ("table1", "table2")
    assert first.rows == {1: {0: "Xã", 1: "Thôn"}, 2: {0: "Mẫu An", 1: "Thôn 2"}}
    assert second.rows == {2: {0: "a", 1: "b"}}


def test_tracked_insertions_are_read_and_deletions_are_not() -> None:
    document = docx.Document()
    cell = add_table(document, ROWS).cell(1, 1)
    append(cell, '<w:ins w:id="1" w:author="x"><w:r><w:t>4</w:t></w:r></w:ins>')
    append(cell, '<w:del w:id="2" w:author="x"><w:r><w:delText>9</w:delText></w:r></w:del>')
    append(cell, '<w:moveFrom w:id="3" w:author="x"><w:r><w:t>8</w:t></w:r></w:moveFrom>')
    append(cell, '<w:moveTo w:id="4" w:author="x"><w:r><w:t>7</w:t></w:r></w:moveTo>')
    assert read(document)[0].rows[2][1] == "Thôn 247"


@pytest.mark.parametrize(("mark", "rows"), [("ins", [1, 2, 3]), ("del", [1, 3])])
def test_an_inserted_row_is_a_row_and_a_deleted_one_is_not(mark: str, rows: list[int]) -> None:
    document = docx.Document()
    table = add_table(document, [*ROWS, ("Mẫu An", "Thôn 4")])
    about = table.rows[1]._tr.get_or_add_trPr()
    about.append(parse_xml(f'<w:{mark} {NAMES} w:id="1" w:author="x"/>'))
    assert list(read(document)[0].rows) == rows


def test_merged_cells_have_their_value_once() -> None:
    document = docx.Document()
    table = add_table(document, [("a", "", "b"), ("", "", "c"), ("d", "e", "f")])
    table.cell(0, 0).merge(table.cell(1, 1))
    (grid,) = read(document)
    assert grid.rows == {1: {0: "a", 2: "b"}, 2: {2: "c"}, 3: {0: "d", 1: "e", 2: "f"}}
    assert grid.spans == (Span(1, 0, 2, 1),)
    assert grid.value(2, 1) == "a"


def test_texts_before_a_table_are_its_titles_and_the_first_lines_are_those_of_all() -> None:
    document = docx.Document()
    add_table(document, [("UBND HUYỆN MẪU", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")])
    document.add_paragraph("BÁO CÁO NĂM 2021")
    document.add_paragraph("Biểu 1. Hộ nghèo")
    add_table(document, [*ROWS, *ROWS])
    document.add_paragraph("Biểu 2. Cam kết")
    add_table(document, ROWS)
    assert [grid.titles for grid in read(document)] == [
        (),
        ("BÁO CÁO NĂM 2021", "Biểu 1. Hộ nghèo"),
        ("BÁO CÁO NĂM 2021", "Biểu 1. Hộ nghèo", "Biểu 2. Cam kết"),
    ]


def test_a_table_on_the_next_page_has_the_titles_of_the_first() -> None:
    document = docx.Document()
    document.add_paragraph("Biểu 1")
    add_table(document, ROWS)
    document.add_paragraph("")
    add_table(document, ROWS)
    first, second = read(document)
    assert first.titles == second.titles == ("Biểu 1",)
    assert first.rows == second.rows


def test_a_table_within_a_table_is_one_of_its_own() -> None:
    document = docx.Document()
    cell = add_table(document, ROWS).cell(1, 1)
    inner = cell.add_table(1, 2)
    inner.cell(0, 0).text = "trong"
    add_table(document, ROWS)
    grids = read(document)
    assert [grid.sheet for grid in grids] == ["table1", "table1.1", "table2"]
    assert grids[0].rows[2][1] == "Thôn 2"
    assert grids[1].rows == {1: {0: "trong"}}


def test_lines_of_a_cell_stay_lines_and_a_tick_is_a_tick() -> None:
    document = docx.Document()
    table = add_table(document, [("a", "")])
    table.cell(0, 0).add_paragraph("b")
    append(table.cell(0, 1), '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>')
    assert read(document)[0].rows == {1: {0: "a\nb", 1: "✓"}}


@pytest.mark.parametrize("by_style", [True, False])
def test_old_fonts_are_told_by_the_run_or_by_its_style(by_style: bool) -> None:
    document = docx.Document()
    table = add_table(document, [("", "Thôn")])
    run = table.cell(0, 0).paragraphs[0].add_run("x· MÉu An")
    if by_style:
        style = document.styles.add_style("cũ", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        style.font.name = ".VnTime"
        table.cell(0, 0).paragraphs[0].style = style
    else:
        run.font.name = ".VnTime"
    assert read(document)[0].fonts == {(1, 0): ".VnTime"}


def test_the_soft_hyphen_is_a_letter_in_an_old_font_only() -> None:
    document = docx.Document()
    table = add_table(document, [("", "")])
    old = '<w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr>'
    word = "<w:t>nh</w:t><w:softHyphen/><w:t>ng</w:t>"
    append(table.cell(0, 0), f"<w:r>{old}{word}</w:r>")
    append(table.cell(0, 1), f"<w:r>{word}</w:r>")
    assert [len(str(cell)) for cell in read(document)[0].rows[1].values()] == [5, 4]


def without_tables(paragraph: str, media: bool) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        text = f"<w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p>"
        package.writestr(
            "word/document.xml", f"<w:document {NAMES}><w:body>{text}</w:body></w:document>"
        )
        if media:
            package.writestr("word/media/image1.png", b"x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("paragraph", "media", "reason"),
    [
        ("", True, "image_only"),
        ("Kính gửi", True, "image_only"),
        ("Kính gửi", False, "unknown_table"),
        ("", False, "empty_file"),
    ],
)
def test_a_document_without_a_table_is_held(paragraph: str, media: bool, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        read_document(without_tables(paragraph, media))
