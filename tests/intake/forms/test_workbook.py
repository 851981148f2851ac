"""Sheets of forms: intake finds every heading again, and the vocabulary's limits are in them."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from ketnghia_analysis.intake.blocks import read_sheet
from ketnghia_analysis.intake.context import year_in
from ketnghia_analysis.intake.forms.lists import choice_lists
from ketnghia_analysis.intake.forms.marks import form_code, is_blank_form_row, template_line
from ketnghia_analysis.intake.forms.senders import FormYear
from ketnghia_analysis.intake.forms.sheets import FORMS, FormSheet
from ketnghia_analysis.intake.forms.words import MEANINGS, note_of
from ketnghia_analysis.intake.forms.workbook import first_row, form_workbook
from ketnghia_analysis.intake.workbooks import read_workbook
from ketnghia_analysis.vocabulary.columns import NUMERIC_KINDS, Kind
from ketnghia_analysis.vocabulary.tables import TABLES, readable_columns

SHEETS = [sheet for sheets in FORMS.values() for sheet in sheets]
each_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.code)


@pytest.fixture(scope="module")
def books(year: FormYear, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One form of each role, by its role."""
    folder = tmp_path_factory.mktemp("biểu")
    paths = {}
    for sender in year.senders:
        if sender.role not in paths:
            path = folder / f"{sender.file_stem}.xlsx"
            path.write_bytes(form_workbook(sender, year))
            paths[sender.role] = path
    return paths


@pytest.fixture(scope="module")
def grids(books: dict[str, Path]) -> dict[str, object]:
    """All sheets as intake reads them, by name."""
    return {grid.sheet: grid for path in books.values() for grid in read_workbook(path)}


@pytest.fixture(scope="module")
def pages(books: dict[str, Path]) -> dict[str, object]:
    """All sheets as openpyxl reads them after saving them anew."""
    found = {}
    for path in books.values():
        content = io.BytesIO()
        openpyxl.load_workbook(path).save(content)
        for page in openpyxl.load_workbook(content).worksheets:
            found[page.title] = page
    return found


@each_sheet
def test_intake_finds_every_column_again(sheet: FormSheet, grids: dict) -> None:
    reading = read_sheet(grids[sheet.name])
    assert not reading.unread
    (block,) = reading.blocks
    assert block.heading.table == sheet.table
    assert block.heading.unknown == ()
    assert [found.name for found in block.heading.columns] == [one.name for one in sheet.columns]
    assert "column_numbers" not in reading.kinds.values()


@each_sheet
def test_a_unit_row_is_known_as_such(sheet: FormSheet, grids: dict) -> None:
    kinds = read_sheet(grids[sheet.name]).kinds
    has_units = any(column.unit for column in sheet.columns)
    assert ("unit" in kinds.values()) is has_units
    assert kinds[1] == "title"


@each_sheet
def test_every_limit_of_the_vocabulary_is_in_the_file(sheet: FormSheet, pages: dict) -> None:
    page = pages[sheet.name]
    row = first_row(sheet) + 1
    for index, column in enumerate(sheet.columns, start=2):
        cell = page.cell(row, index)
        rules = [
            one for one in page.data_validations.dataValidation if cell.coordinate in one.sqref
        ]
        limited = column.kind in {*NUMERIC_KINDS, Kind.DATE, Kind.CODE, Kind.YES_NO}
        if limited and column.name not in sheet.printed:
            assert rules, column.name
            assert rules[0].error
        if column.kind in (Kind.COUNT, Kind.NUMBER, Kind.PERCENT, Kind.DEGREES):
            limits = (float(rules[0].formula1), float(rules[0].formula2))
            assert limits == (column.low, column.high)


ALARMS = [
    ("Biểu 01A", "$H8", "$H8>$D8"),
    ("Biểu 01A", "$E8", "OR($E8<1.5*$D8,$E8>9.0*$D8)"),
    ("Biểu 01B", "$D8", "$D8>'Biểu 01A'!$D8"),
    ("Biểu 01C", "$F8", "$F8>$E8"),
    ("Biểu 02 Khó khăn", "$M7", "$M7<$D7"),
    ("Biểu 03 Nội dung", "$D7", "COUNTA($B7:$P7)>0,ISBLANK($D7)"),
]


@pytest.mark.parametrize(("sheet", "cell", "condition"), ALARMS)
def test_cells_that_contradict_others_change_colour(
    pages: dict, sheet: str, cell: str, condition: str
) -> None:
    formulas = [
        rule.formula[0]
        for area, rules in pages[sheet].conditional_formatting._cf_rules.items()
        for rule in rules
        if cell.replace("$", "") in area.sqref
    ]
    assert any(condition in formula for formula in formulas), formulas


@each_sheet
def test_ids_and_texts_are_text_cells_and_dates_are_dates(sheet: FormSheet, pages: dict) -> None:
    page = pages[sheet.name]
    formats = {Kind.ID: "@", Kind.TEXT: "@", Kind.DATE: "dd/mm/yyyy", Kind.MONEY: "#,##0"}
    for index, column in enumerate(sheet.columns, start=2):
        cell = page.cell(first_row(sheet) + 1, index)
        assert cell.number_format == formats.get(column.kind, cell.number_format)


@each_sheet
def test_every_heading_carries_a_note_and_required_ones_a_star(
    sheet: FormSheet, pages: dict
) -> None:
    page = pages[sheet.name]
    top = 6
    for index, column in enumerate(sheet.columns, start=2):
        cell = page.cell(top, index)
        assert cell.comment is not None
        starred = cell.value.endswith(" *")
        printed = column.name in sheet.printed and not sheet.blank_rows
        assert starred is (column.name in sheet.required and not printed)


@each_sheet
def test_a_sheet_prints_on_sideways_a4_with_its_headings(sheet: FormSheet, pages: dict) -> None:
    page = pages[sheet.name]
    assert page.page_setup.orientation == "landscape"
    assert page.page_setup.paperSize == 9
    assert page.print_title_rows
    assert page.freeze_panes
    assert page.sheet_properties.pageSetUpPr.fitToPage


@each_sheet
def test_a_sheet_asks_for_all_that_a_record_needs(sheet: FormSheet) -> None:
    """Required columns are asked for, or known from the title, or found from a name."""
    present = {column.name for column in sheet.columns}
    for column in TABLES[sheet.table].columns:
        if not column.required or column.generated or column.assumed or column.refers_to:
            continue
        known = column.kind is Kind.YEAR and sheet.table != "survey_rounds"
        assert column.name in present or known, column.name


@each_sheet
def test_lines_above_the_table_mislead_no_one(sheet: FormSheet) -> None:
    """Intake looks for the sender and the year there."""
    assert "xã " not in sheet.hint.lower().replace("cột xã ", "")
    assert year_in(f"{sheet.title} {sheet.hint}") is None


def test_list_names_never_look_like_cells(year: FormYear) -> None:
    for sender in year.senders:
        lists = choice_lists(FORMS[sender.role], year, sender)
        assert all(one.defined_name.startswith("DM_") for one in lists)
        assert len({one.defined_name for one in lists}) == len(lists)
        assert all(one.items for one in lists)


def test_every_meaning_is_about_a_column_that_is_asked() -> None:
    asked = {(sheet.table, column.name) for sheet in SHEETS for column in sheet.columns}
    assert set(MEANINGS) <= asked


@each_sheet
def test_notes_fit_where_excel_shows_them(sheet: FormSheet, year: FormYear) -> None:
    for column in sheet.columns:
        note = note_of(sheet.table, column, True, year.window.start, year.window.end)
        assert 10 < len(note) < 400
        assert note.endswith(".")


@pytest.mark.parametrize(
    ("code", "filled", "blank"),
    [
        ("01A", [0, 1, 2], True),
        ("01A", [0], True),
        ("01A", [0, 1, 2, 3], False),
        ("01A", [0, 9], False),
        ("03", [0], True),
        ("03", [0, 1], False),
        ("", [0], False),
    ],
)
def test_only_what_was_printed_leaves_a_row_blank(
    code: str, filled: list[int], blank: bool
) -> None:
    names = {1: "hamlet_id", 2: "hamlet_name", 3: "households"}
    assert is_blank_form_row(code, names, filled) is blank


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (template_line("01A", 2025), "01A"),
        ("Mẫu KN-07B-2024-v12", "07B"),
        ("Mẫu số 01", ""),
        ("xem Mẫu KN-01A-2025-v1", ""),
    ],
)
def test_a_template_line_is_known_again(text: str, code: str) -> None:
    assert form_code(["BIỂU", text]) == code


def test_readable_columns_know_every_heading_of_a_form() -> None:
    for sheet in SHEETS:
        assert {column.name for column in sheet.columns} <= set(readable_columns(sheet.table))
