"""Planted faults: each stands in its file at its address, and costs exactly what is expected."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import PurePosixPath

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils.cell import coordinate_from_string

from ketnghia_analysis.demo.fault_kinds import DROPPED, FAULT_KINDS, HELD, REPAIRED
from ketnghia_analysis.demo.faults import PHONE, Planted
from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.demo.layout import ErrorCell, Formula, is_csv
from ketnghia_analysis.vocabulary.spelling import toneless_key
from ketnghia_analysis.vocabulary.tables import TABLES


class Desk:
    """The files as Excel shows them, each opened once."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.grids: dict[tuple[str, str], list[tuple[object, ...]]] = {}

    def grid(self, fault: Planted) -> list[tuple[object, ...]]:
        document, sheet = fault.spot.document, fault.spot.sheet.name
        if (document.path, sheet) not in self.grids:
            content = self.files[document.path]
            if is_csv(document):
                text = io.StringIO(content.decode(document.encoding), newline="")
                self.grids[document.path, sheet] = [
                    tuple(row) for row in csv.reader(text, delimiter=";")
                ]
            else:
                book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, read_only=True)
                for page in book.worksheets:
                    self.grids[document.path, page.title] = list(page.iter_rows(values_only=True))
        return self.grids[document.path, sheet]

    def column(self, fault: Planted) -> list[object]:
        letters, _ = coordinate_from_string(fault.cell)
        index = openpyxl.utils.column_index_from_string(letters) - 1
        return [row[index] if index < len(row) else None for row in self.grid(fault)]

    def cell(self, fault: Planted, column: str | None = None) -> object:
        """What the fault's cell shows, or another cell of its line."""
        elsewhere = Planted(fault.kind, fault.spot, column or fault.column)
        return self.column(elsewhere)[fault.spot.line.row - 1]


@pytest.fixture(scope="module")
def desk(demo: DemoFiles) -> Desk:
    return Desk(demo.files)


@pytest.fixture(scope="module")
def of_kind(demo: DemoFiles) -> dict[str, list[Planted]]:
    return {code: [one for one in demo.planted if one.kind.code == code] for code in FAULT_KINDS}


def test_some_sixty_faults_are_planted(demo):
    assert len(demo.planted) >= 60


def test_each_kind_is_planted_as_often_as_it_says(demo):
    planted = Counter(fault.kind.code for fault in demo.planted)
    # of two lines in conflict both are at fault
    expected = {
        code: kind.count * (1 + (code == "conflicting_lines")) for code, kind in FAULT_KINDS.items()
    }
    assert planted == expected


def test_no_line_bears_two_faults(demo):
    lines = [
        (one.spot.document.path, one.spot.sheet.name, one.spot.line.row) for one in demo.planted
    ]
    assert len(set(lines)) == len(lines)
    assert all(row > 1 for _, _, row in lines)


def test_every_planted_fault_stands_at_its_address(demo, desk):
    for fault in demo.planted:
        written = fault.spot.line.cells[fault.column]
        shown = desk.cell(fault)
        if isinstance(written, Formula) or written is None:
            assert shown is None, fault.kind.code
        elif is_csv(fault.spot.document):
            assert shown == str(written), fault.kind.code
        else:
            assert shown == written, fault.kind.code


def test_above_every_fault_stands_the_heading_of_its_column(demo, desk):
    for fault in demo.planted:
        head = next(head for head in fault.spot.paper.heads if head.name == fault.column)
        above = desk.column(fault)[: fault.spot.line.row - 1]
        assert head.heading in above, (fault.kind.code, fault.cell)


def test_every_fault_differs_from_the_truth_but_for_lines_that_stand_twice(demo):
    for fault in demo.planted:
        same = fault.spot.line.cells[fault.column] == fault.true_value
        assert same == (fault.kind.code in ("duplicate_line", "conflicting_lines"))


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
        assert above[1:] == below[1:]


def test_lines_in_conflict_share_their_id_and_nothing_else_need_agree(desk, of_kind):
    for one, other in zip(*[iter(of_kind["conflicting_lines"])] * 2, strict=True):
        assert desk.cell(one) == desk.cell(other)
        assert desk.cell(one, "content") != desk.cell(other, "content")


def test_an_unsure_name_fits_two_hamlets_of_its_commune(demo, of_kind):
    hamlets = demo.district.tables["hamlets"]
    for fault in of_kind["hamlet_unsure"]:
        assert fault.spot.line.cells["commune_name"] in ("Mẫu Hòa", "Mẫu Hoà")
        key = toneless_key(fault.spot.line.cells["hamlet_name"])
        fits = hamlets.loc[hamlets["name"].map(toneless_key) == key, "hamlet_id"]
        assert fits.nunique() == 2


def test_errors_and_formulas_are_planted_in_workbooks_only(of_kind):
    for code, kind in (("error_cell", ErrorCell), ("formula_without_value", Formula)):
        for fault in of_kind[code]:
            assert isinstance(fault.spot.line.cells[fault.column], kind)
            assert PurePosixPath(fault.spot.document.path).suffix == ".xlsx"


# ------------------------------------------------------------------ what cleaning must give


def _row_of(frame: pd.DataFrame, fault: Planted) -> pd.DataFrame:
    found = pd.Series(True, index=frame.index)
    for column, value in zip(TABLES[fault.kind.table].key, fault.spot.line.key, strict=True):
        found &= frame[column] == value
    return frame[found]


def _loses_its_row(fault: Planted) -> bool:
    sent_whole = not TABLES[fault.kind.table].in_parts or is_csv(fault.spot.document)
    return fault.kind.outcome == HELD and fault.kind.code != "duplicate_line" and sent_whole


def test_a_held_line_costs_its_row_and_nothing_else_does(demo):
    lost: dict[str, set[tuple[object, ...]]] = {name: set() for name in TABLES}
    for fault in demo.planted:
        if _loses_its_row(fault):
            lost[fault.kind.table].add(fault.spot.line.key)
            assert _row_of(demo.expected[fault.kind.table], fault).empty
    for name, truth in demo.district.tables.items():
        assert len(truth) - len(demo.expected[name]) == len(lost[name]), name


def test_a_held_part_costs_its_figures_but_not_the_row(demo):
    parts = [
        fault
        for fault in demo.planted
        if fault.kind.outcome == HELD and TABLES[fault.kind.table].in_parts
        if not is_csv(fault.spot.document)
    ]
    assert len(parts) == 12
    for fault in parts:
        row = _row_of(demo.expected[fault.kind.table], fault)
        sent = [head.name for head in fault.spot.paper.heads if head.name in row]
        sent = [name for name in sent if name not in TABLES[fault.kind.table].key]
        others = set(row) - set(sent) - {"round_id", "hamlet_id"}
        assert row[sent].isna().all(axis=None)
        assert row[list(others)].notna().any(axis=None)


def test_a_dropped_cell_is_missing_and_its_row_stays(demo):
    for fault in demo.planted:
        if fault.kind.outcome == DROPPED:
            row = _row_of(demo.expected[fault.kind.table], fault)
            assert row[fault.column].isna().tolist() == [True]
            assert (
                _row_of(demo.district.tables[fault.kind.table], fault)[fault.column].notna().all()
            )


def test_a_repaired_cell_says_the_truth_again(demo):
    for fault in demo.planted:
        if fault.kind.outcome == REPAIRED:
            true = _row_of(demo.district.tables[fault.kind.table], fault)[fault.column].item()
            found = _row_of(demo.expected[fault.kind.table], fault)[fault.column].item()
            hidden = ", liên hệ [đã ẩn]" if fault.kind.code == "phone_number" else None
            assert found == (f"{true}{hidden}" if hidden else true)


def test_tables_without_faults_are_expected_as_they_truly_are(demo):
    faulty = {kind.table for kind in FAULT_KINDS.values()}
    assert len(faulty) == 6
    for name in set(TABLES) - faulty:
        assert demo.expected[name].equals(demo.district.tables[name])


def test_no_expected_link_leads_to_a_lost_row(demo):
    for name, link in (("commitments", "difficulty_id"), ("activities", "commitment_id")):
        target = "difficulties" if link == "difficulty_id" else "commitments"
        assert set(demo.expected[name][link].dropna()) <= set(demo.expected[target][link])
