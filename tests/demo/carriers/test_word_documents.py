"""Word documents: tables after a letterhead, with tracked changes."""

from __future__ import annotations

import io

import docx

from ketnghia_analysis.demo.carriers.packing import unpacked
from ketnghia_analysis.demo.carriers.render import render
from ketnghia_analysis.demo.cells import Revised
from ketnghia_analysis.demo.papers import FICTION, MOTTO, WORD
from tests.demo.carriers.papers import NAME, POOR, RATE, document, paper


def test_the_letterhead_comes_first_then_each_paper_with_its_title():
    first = paper([NAME, POOR], {"hamlet_name": "a", "poor": 1250}, title="BIỂU 1")
    second = paper([NAME], {"hamlet_name": "b"}, title="BIỂU 2", notes=("Ghi chú",))
    word = docx.Document(io.BytesIO(render(document("a.docx", first, second, carrier=WORD))))
    letterhead, one, two = word.tables
    assert letterhead.cell(0, 1).text == "\n".join(MOTTO)
    assert [cell.text for cell in one.rows[2].cells] == ["1", "a", "1.250"]
    assert [cell.text for cell in two.rows[1].cells] == ["1", "b"]
    assert first.lines[0].row == 3
    assert [one.text for one in word.paragraphs] == [
        "BIỂU 1",
        FICTION,
        "BIỂU 2",
        FICTION,
        "Ghi chú",
    ]
    assert word.core_properties.title == FICTION


def test_headings_over_several_columns_are_one_cell():
    lines = paper([NAME, POOR, RATE], {"hamlet_name": "a"})
    word = docx.Document(io.BytesIO(render(document("a.docx", lines, carrier=WORD))))
    top = word.tables[1].rows[0].cells
    assert top[2]._tc is top[3]._tc
    assert top[1].text == word.tables[1].cell(1, 1).text == "Thôn"


def test_a_revised_cell_holds_both_texts_and_a_struck_row_is_marked():
    lines = paper([NAME, POOR], {"poor": Revised("85", "45")}, {"hamlet_name": "b", "poor": 7})
    lines.lines[1].struck = True
    content = render(document("a.docx", lines, carrier=WORD))
    xml = unpacked(content)["word/document.xml"].decode()
    assert xml.index("<w:delText>85</w:delText>") < xml.index("<w:t>45</w:t>")
    table = docx.Document(io.BytesIO(content)).tables[1]
    ours, theirs = table.rows[2]._tr, table.rows[3]._tr
    assert len(ours.xpath(".//w:ins//w:t")) == len(ours.xpath(".//w:del//w:delText")) == 1
    assert not ours.xpath("w:trPr/w:del")
    assert theirs.xpath("w:trPr/w:del")
    assert not theirs.xpath(".//w:t")
