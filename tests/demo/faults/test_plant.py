"""Planted faults: each stands in its file at its address."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from ketnghia_analysis.demo.carriers.packing import unpacked
from ketnghia_analysis.demo.cells import ErrorCell, Formula, Revised
from ketnghia_analysis.demo.faults.answers import decisions, sources
from ketnghia_analysis.demo.faults.catalogue import FAULT_KINDS
from ketnghia_analysis.demo.faults.kinds import READ, WARNED, Planted
from ketnghia_analysis.demo.faults.of_activities import PHONE
from ketnghia_analysis.demo.faults.of_files import IDENTITY_NUMBERS, RESIDENTS
from ketnghia_analysis.demo.faults.plant import plant
from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.demo.papers import WORD, WORKBOOK
from ketnghia_analysis.demo.senders import documents
from ketnghia_analysis.demo.truth import SEED
from ketnghia_analysis.vocabulary.spelling import house_style, toneless_key
from tests.demo.desk import Rows, in_unicode, sheets_of

UNCHANGED = {"duplicate_line", "conflicting_lines", "line_in_two_files", "hidden_row"}


class Desk:
    """The files as a clerk sees them, each opened once."""

    def __init__(self, demo: DemoFiles) -> None:
        self.demo = demo
        self.sheets: dict[str, dict[str, Rows]] = {}

    def grid(self, fault: Planted) -> Rows:
        document = fault.spot.document
        if document.path not in self.sheets:
            self.sheets[document.path] = dict(sheets_of(self.demo, document, results=True))
        return self.sheets[document.path][fault.sheet]

    def column(self, fault: Planted, name: str | None = None) -> list[Any]:
        first = fault.spot.document.first_head
        index = fault.spot.paper.column_index(name or fault.kind.column, first)
        cells = [row[index] if index < len(row) else None for row in self.grid(fault)]
        return [in_unicode(fault.spot.document, cell) for cell in cells]

    def cell(self, fault: Planted, column: str | None = None) -> Any:
        """What the fault's cell shows, or another cell of its line."""
        return self.column(fault, column)[fault.row - 1]


@pytest.fixture(scope="module")
def desk(demo: DemoFiles) -> Desk:
    return Desk(demo)


@pytest.fixture(scope="module")
def of_kind(demo: DemoFiles) -> dict[str, list[Planted]]:
    return {code: [one for one in demo.planted if one.kind.code == code] for code in FAULT_KINDS}


@pytest.fixture(scope="module")
def in_cells(demo: DemoFiles) -> list[Planted]:
    """Faults that stand in a cell of a line."""
    return [one for one in demo.planted if one.kind.column and one.kind.outcome != WARNED]


def test_each_kind_is_planted_as_often_as_it_says(demo):
    planted = Counter(fault.kind.code for fault in demo.planted)
    # of two lines in conflict both are at fault
    expected = {
        code: kind.count * (1 + (code == "conflicting_lines")) for code, kind in FAULT_KINDS.items()
    }
    assert planted == expected


def test_no_line_bears_two_faults(demo):
    places = [(one.file, one.sheet, one.row) for one in demo.planted]
    assert len(set(places)) == len(places)


def test_only_whole_files_have_no_row(demo):
    spoilt = {one.file for one in demo.planted if one.spot.document.spoilt is not None}
    assert {one.file for one in demo.planted if not one.row} == spoilt
    assert len(spoilt) == 4


def test_every_planted_fault_stands_at_its_address(in_cells, desk):
    for fault in in_cells:
        written = fault.spot.line.cells[fault.kind.column]
        shown = desk.cell(fault)
        letters, row = coordinate_from_string(fault.cell)
        assert desk.grid(fault)[row - 1][column_index_from_string(letters) - 1] == shown
        if isinstance(written, Formula) or written is None:
            assert shown is None, fault.kind.code
        elif isinstance(written, Revised):
            assert shown == written.new, fault.kind.code
        elif fault.spot.document.carrier == WORKBOOK:
            assert shown == written, fault.kind.code
        else:
            assert shown == str(written), fault.kind.code


def test_above_every_fault_stands_the_heading_of_its_column(demo, desk):
    for fault in demo.planted:
        if fault.kind.column:
            heads = {head.name: head.heading for head in fault.spot.paper.heads}
            below = fault.row if fault.row == fault.spot.paper.heading_row else fault.row - 1
            assert heads[fault.kind.column] in desk.column(fault)[:below], fault.kind.code


def test_every_fault_differs_from_the_truth_but_for_lines_that_stand_twice(in_cells):
    for fault in in_cells:
        same = fault.spot.line.cells[fault.kind.column] == fault.true_value
        assert same == (fault.kind.code in UNCHANGED)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("words_for_number", "chưa tổng hợp"),
        ("error_cell", "#DIV/0!"),
        ("formula_without_value", None),
        ("hamlet_number_wrong", "Thôn 24"),
        ("year_unknown", "2017"),
        ("impossible_date", "31/02/2024"),
        ("date_missing", None),
        ("negative_count", -15),
        ("agency_unknown", "Phòng Y tế"),
    ],
)
def test_a_fault_looks_as_its_kind_says(desk, of_kind, code, shown):
    assert {desk.cell(fault) for fault in of_kind[code]} == {shown}


def test_more_poor_than_all_households_stand_on_one_line(desk, of_kind):
    for fault in of_kind["poor_above_households"]:
        assert int(desk.cell(fault)) > int(desk.cell(fault, "households")) > 0


def test_swapped_coordinates_stand_in_each_others_place(desk, of_kind):
    for fault in of_kind["coordinates_swapped"]:
        assert 102 < desk.cell(fault, "latitude") < 110
        assert 8 < desk.cell(fault, "longitude") < 24


def test_a_telephone_number_belongs_to_nobody(desk, of_kind):
    assert PHONE == "0900 000 000"
    assert all(PHONE in desk.cell(fault) for fault in of_kind["phone_number"])


def test_a_line_entered_twice_stands_twice_word_for_word(desk, of_kind):
    for fault in of_kind["duplicate_line"]:
        above, below = desk.grid(fault)[fault.spot.line.row - 2 : fault.spot.line.row]
        names = [head.name for head in fault.spot.paper.heads]
        named = 1 + sum(not name.startswith("resident_") for name in names)
        assert above[1:named] == below[1:named]


def test_lines_in_conflict_share_their_id_and_nothing_else_need_agree(desk, of_kind):
    for one, other in zip(*[iter(of_kind["conflicting_lines"])] * 2, strict=True):
        assert desk.cell(one) == desk.cell(other)
        assert desk.cell(one, "content") != desk.cell(other, "content")


def test_an_unsure_name_fits_two_hamlets_of_its_commune(demo, of_kind):
    hamlets = demo.district.tables["hamlets"]
    for fault in of_kind["hamlet_unsure"]:
        assert toneless_key(fault.spot.line.cells["commune_name"]) == "mau hoa"
        key = toneless_key(fault.spot.line.cells["hamlet_name"])
        fits = hamlets.loc[hamlets["name"].map(toneless_key) == key, "hamlet_id"]
        assert fits.nunique() == 2


def test_errors_and_formulas_are_planted_in_workbooks_only(of_kind):
    for code, kind in (("error_cell", ErrorCell), ("formula_without_value", Formula)):
        for fault in of_kind[code]:
            assert isinstance(fault.spot.line.cells[fault.kind.column], kind)
            assert fault.spot.document.carrier == WORKBOOK


def test_a_hidden_row_is_hidden_in_its_file(demo, of_kind):
    for fault in of_kind["hidden_row"]:
        page = openpyxl.load_workbook(io.BytesIO(demo.files[fault.file]))[fault.sheet]
        hidden = {row for row, about in page.row_dimensions.items() if about.hidden}
        assert hidden == {fault.row}


def test_a_hidden_sheet_is_hidden_in_its_file(demo, of_kind):
    (fault,) = of_kind["hidden_sheet"]
    book = openpyxl.load_workbook(io.BytesIO(demo.files[fault.file]))
    assert [page.title for page in book if page.sheet_state != "visible"] == [fault.sheet]


def test_ten_times_the_households_of_other_years_stand_on_one_line(demo, of_kind):
    truth = demo.district.tables["hamlet_figures"].set_index(["round_id", "hamlet_id"])
    for fault in of_kind["ten_times_other_years"]:
        for name in ("households", "people"):
            assert fault.spot.line.cells[name] == 10 * truth.at[fault.spot.line.key, name]


def test_a_total_differs_from_the_sum_of_its_lines(desk, of_kind):
    for fault in of_kind["other_total"]:
        lines = [line.row for line in fault.spot.paper.lines]
        shown = desk.column(fault)
        assert shown[fault.row - 1] == sum(shown[row - 1] for row in lines) + 30


def test_tracked_changes_keep_the_struck_out_words_in_the_file(demo, of_kind):
    for fault in of_kind["tracked_change"]:
        assert fault.kind.outcome == READ
        assert fault.spot.document.carrier == WORD
        xml = unpacked(demo.files[fault.file])["word/document.xml"].decode()
        written = fault.spot.line.cells["content"]
        assert f"<w:delText>{written.old}</w:delText>" in xml
        assert written.new == fault.true_value


def test_columns_about_residents_name_nobody(desk, of_kind):
    for code, values in (("residents_names", RESIDENTS), ("residents_numbers", IDENTITY_NUMBERS)):
        (fault,) = of_kind[code]
        assert set(values) <= set(desk.column(fault))
    assert all(name.startswith("Mẫu ") for name in RESIDENTS)
    assert all(number.startswith("0000000000") for number in IDENTITY_NUMBERS)


def test_a_refused_form_is_about_a_hamlet_that_sent_another(demo, of_kind):
    (refused,), (child,), (orphan,) = (
        of_kind[code] for code in ("not_approved", "child_of_held", "orphan")
    )
    lines = refused.spot.paper.lines
    same = [one for one in lines if one.cells["hamlet_id"] == refused.spot.line.cells["hamlet_id"]]
    assert len(same) == 2
    assert child.spot.line.cells["_parent_index"] == refused.spot.line.cells["_index"]
    forms = {line.cells["_index"] for line in lines}
    assert orphan.spot.line.cells["_parent_index"] not in forms
    assert len(forms) == len(lines) == 6


def test_a_line_in_two_files_says_the_same_in_both(demo, desk, of_kind):
    for fault in of_kind["line_in_two_files"]:
        first = next(
            one
            for one in demo.papers
            if one.path == fault.file.replace("Bo sung bao cao", "Bao cao")
        )
        rows = dict(sheets_of(demo, first))[fault.sheet]
        there = [row for row in rows if desk.cell(fault) in row]
        assert [row[2] for row in there] == [desk.cell(fault, "date")]


def test_each_kind_draws_its_own_lots(demo, monkeypatch):
    without = {code: kind for code, kind in FAULT_KINDS.items() if code != "digit_too_many"}
    monkeypatch.setattr("ketnghia_analysis.demo.faults.plant.FAULT_KINDS", without)
    again = plant(documents(demo.district), SEED)
    assert {(one.kind.code, one.file) for one in again} <= {
        (one.kind.code, one.file) for one in demo.planted
    }


def test_an_earlier_version_is_a_file_that_an_analyst_puts_aside(demo, of_kind):
    (fault,) = of_kind["earlier_version"]
    (entry,) = sources(demo.planted)
    assert entry["file"] == fault.file
    assert fault.file.replace(" (ban cu)", "") in demo.files


def test_a_decision_is_made_about_one_file_and_chooses_what_was_meant(demo, of_kind):
    (fault,) = of_kind["hamlet_decided"]
    (entry,) = decisions(demo.planted, demo.district)
    hamlets = demo.district.tables["hamlets"]
    named = hamlets.loc[hamlets["name"] == house_style(fault.true_value), "hamlet_id"]
    assert {entry["chosen"]} == set(named)
    assert (entry["file"], entry["text"]) == (fault.file, "Thôn Mẫu Ha")
