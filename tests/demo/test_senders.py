"""All papers together: the whole truth is written down, before any fault is planted."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest

from ketnghia_analysis.demo.agency_papers import agency_reports
from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.demo.office_papers import meetings, report_tracking
from ketnghia_analysis.demo.papers import (
    OPEN_WORKBOOK,
    SURVEY,
    TEXT,
    WORD,
    WORKBOOK,
    Document,
)
from ketnghia_analysis.demo.register_papers import registers
from ketnghia_analysis.demo.scribe import Scribe
from ketnghia_analysis.demo.survey_exports import told_in_survey
from ketnghia_analysis.demo.survey_papers import surveys
from ketnghia_analysis.vocabulary.tables import TABLES

BOOK = "2025/Phòng Dân tộc/So theo doi kho khan den 2025.xlsx"


@pytest.fixture(scope="module")
def papers(demo: DemoFiles) -> list[Document]:
    scribe = Scribe(demo.district)
    senders = (registers, surveys, agency_reports, meetings, report_tracking)
    return [document for send in senders for document in send(scribe)]


@pytest.mark.parametrize("name", [name for name in TABLES if name != "difficulties"])
def test_every_true_row_is_written_down_and_no_other(demo, papers, name):
    key = list(TABLES[name].key)
    written = {
        line.key
        for document in papers
        for paper in document.papers
        if paper.table == name
        for line in paper.lines
        if line.key is not None
    }
    assert written == set(demo.district.tables[name][key].itertuples(index=False, name=None))


def test_every_difficulty_stands_once_in_the_book_on_the_sheet_of_its_year(demo):
    book = openpyxl.load_workbook(io.BytesIO(demo.files[BOOK]), read_only=True)
    written = [
        (row[1], page.title)
        for page in book.worksheets
        for row in page.iter_rows(values_only=True)
        if str(row[1]).startswith("KK-")
    ]
    raised = demo.district.tables["difficulties"]
    raised = raised.drop(index=told_in_survey(Scribe(demo.district)).index)
    # the reporting year begins on 15 December
    years = (raised["raised_on"] + pd.Timedelta(days=17)).dt.year
    expected = zip(raised["difficulty_id"], "Nêu năm " + years.astype(str), strict=True)
    assert sorted(written) == sorted(expected)


def test_each_document_has_a_path_of_its_own_and_is_among_the_files(demo, papers):
    paths = [document.path for document in papers] + [BOOK]
    assert len(set(paths)) == len(paths)
    # faults bring files of their own
    brought = {one.file for one in demo.planted} - set(paths)
    assert {one.path for one in demo.papers} == set(paths) | brought
    in_folder = {one.archive or one.path for one in demo.papers}
    others = {path for path in demo.files if path.endswith((".yml", ".md", ".geojson"))}
    assert in_folder == set(demo.files) - others


def test_no_paper_names_the_head_of_an_agency(papers):
    heads = {head.name for document in papers for paper in document.papers for head in paper.heads}
    assert "officer_id" in heads
    assert "head_name" not in heads


def test_senders_write_in_different_hands(papers):
    hands = [document.hand for document in papers]
    assert {hand.spelling for hand in hands} == {"plain", "nfd", "late"}
    assert {hand.numbers for hand in hands} == {"typed", "text"}
    assert {hand.dates for hand in hands} == {"typed", "slashes", "short", "words", "iso"}


def test_every_carrier_is_used_and_each_old_character_set(papers):
    assert {one.carrier for one in papers} == {WORKBOOK, OPEN_WORKBOOK, TEXT, WORD, SURVEY}
    assert {one.letters for one in papers} == {
        *("utf-8", "utf-8-sig", "utf-16", "cp1258", "TCVN3", "VNI"),
    }
    assert {one.letters for one in papers if one.carrier == WORKBOOK} == {"utf-8", "TCVN3"}
    assert sum(one.archive != "" for one in papers) == 1


def test_papers_have_all_that_stands_around_tables(papers):
    every = [paper for document in papers for paper in document.papers]
    for name in ("title", "unit_line", "units", "numbered", "merged", "totalled", "notes"):
        assert any(getattr(paper, name) for paper in every), name
    assert any(paper.percent for paper in every)
    assert any(group.title for paper in every for group in paper.groups)
    assert any(line.struck for paper in every for line in paper.lines)
