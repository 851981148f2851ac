"""The export of a survey program: forms, and a repeat that hangs on them."""

from __future__ import annotations

import re

import pytest

from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.demo.office_papers import difficulty_book
from ketnghia_analysis.demo.papers import SURVEY, Document
from ketnghia_analysis.demo.scribe import Scribe
from ketnghia_analysis.demo.survey_exports import FORM, REPEAT, SURVEYED, told_in_survey
from ketnghia_analysis.demo.survey_papers import surveys


@pytest.fixture(scope="module")
def scribe(demo: DemoFiles) -> Scribe:
    return Scribe(demo.district)


@pytest.fixture(scope="module")
def export(scribe: Scribe) -> Document:
    (found,) = (one for one in surveys(scribe) if one.carrier == SURVEY)
    return found


def test_there_is_a_sheet_of_forms_and_one_of_the_repeat(export):
    assert [sheet.name for sheet in export.sheets] == [FORM, REPEAT]
    assert [paper.table for paper in export.papers] == ["hamlet_figures", "difficulties"]
    commune, year = SURVEYED
    assert export.path == f"{year}/Xã {commune}/khao_sat_thon_{year}.xlsx"


def test_headings_are_names_of_fields(export):
    for paper in export.papers:
        assert all(re.fullmatch(r"[a-z0-9_/]+", head.heading) for head in paper.heads)
        assert len({head.heading for head in paper.heads}) == len(paper.heads)


def test_every_row_of_the_repeat_names_the_form_of_its_hamlet(export, demo):
    forms, repeat = (paper.lines for paper in export.papers)
    hamlet = {line.cells["_index"]: line.cells["hamlet_id"] for line in forms}
    truth = demo.district.tables["difficulties"].set_index("difficulty_id")["hamlet_id"]
    assert len(repeat) > 2
    for line in repeat:
        assert hamlet[line.cells["_parent_index"]] == truth[line.cells["difficulty_id"]]
        assert "hamlet_id" not in line.cells


def test_what_the_export_tells_is_not_told_in_the_book(scribe, export):
    told = {line.key for line in export.papers[1].lines}
    book = {line.key for paper in difficulty_book(scribe).papers for line in paper.lines}
    assert not told & book
    assert told == {(one,) for one in told_in_survey(scribe)["difficulty_id"]}


def test_nobody_who_fills_in_forms_is_named(export):
    system = {"_submitted_by", "username", "deviceid", "phonenumber"}
    heads = {head.heading for paper in export.papers for head in paper.heads}
    assert not heads & system
    assert all(line.cells["_uuid"].startswith("hu-cau-") for line in export.papers[0].lines)
