"""Workbooks: fonts from before Unicode, percentages, hidden sheets, exports of survey programs."""

from __future__ import annotations

import io

import openpyxl
from openpyxl.workbook import Workbook

from ketnghia_analysis.demo.carriers.render import render
from ketnghia_analysis.demo.papers import SURVEY, WORKBOOK, Document
from ketnghia_analysis.vocabulary.legacy_letters import TCVN3
from tests.demo.carriers.papers import NAME, RATE, document, paper


def _opened(made: Document) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(render(made)))


def test_a_workbook_in_old_letters_is_typed_in_the_font_that_draws_them():
    lines = paper([NAME, RATE], {"hamlet_name": "Thôn Hạ Lũy", "rate": 12.5}, title="BIỂU MẪU")
    page = _opened(document("a.xlsx", lines, carrier=WORKBOOK, letters="TCVN3")).active
    written = page.cell(lines.lines[0].row, 2)
    assert written.font.name == ".VnTime"
    assert written.value != "Thôn Hạ Lũy"
    assert TCVN3.decode(written.value) == "Thôn Hạ Lũy"
    # the font of capitals draws small letters as capitals
    assert page["A1"].font.name == ".VnTimeH"
    assert TCVN3.decode(page["A1"].value).upper() == "BIỂU MẪU"


def test_a_percentage_is_stored_as_a_share_and_shown_with_its_sign():
    lines = paper([NAME, RATE], {"rate": 12.3}, {"rate": None}, percent=("rate",))
    page = _opened(document("a.xlsx", lines, carrier=WORKBOOK)).active
    full, empty = (page.cell(line.row, 3) for line in lines.lines)
    assert (full.value, full.number_format) == (0.123, "0.0%")
    assert empty.value is None


def test_a_hidden_row_and_a_hidden_sheet_are_there_but_not_shown():
    lines = paper([NAME], {"hamlet_name": "a"}, {"hamlet_name": "b"})
    lines.lines[0].hidden = True
    made = document("a.xlsx", lines, paper([NAME], {"hamlet_name": "c"}), carrier=WORKBOOK)
    made.sheets[1].hidden = True
    shown, hidden = _opened(made).worksheets
    assert [row for row, about in shown.row_dimensions.items() if about.hidden] == [2]
    assert (shown.sheet_state, hidden.sheet_state) == ("visible", "hidden")
    assert (shown["B2"].value, hidden["B2"].value) == ("a", "c")


def test_an_export_has_field_names_and_records_and_nothing_around_them():
    lines = paper([NAME, RATE], {"hamlet_name": "a", "rate": 3}, title="không hiện")
    page = _opened(document("a.xlsx", lines, carrier=SURVEY)).active
    assert list(page.iter_rows(values_only=True)) == [("Thôn", "Tỷ lệ (%)"), ("a", 3)]
