"""All papers together: the whole truth is written down, before any fault is planted."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest

from ketnghia_analysis.demo.agency_papers import agency_reports
from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.demo.office_papers import meetings, report_tracking
from ketnghia_analysis.demo.papers import Document
from ketnghia_analysis.demo.register_papers import registers
from ketnghia_analysis.demo.scribe import Scribe
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
    # the reporting year begins on 15 December
    years = (raised["raised_on"] + pd.Timedelta(days=17)).dt.year
    expected = zip(raised["difficulty_id"], "Nêu năm " + years.astype(str), strict=True)
    assert sorted(written) == sorted(expected)


def test_each_document_has_a_path_of_its_own_and_is_among_the_files(demo, papers):
    paths = [document.path for document in papers] + [BOOK]
    assert len(set(paths)) == len(paths)
    assert set(paths) == {path for path in demo.files if path.endswith((".xlsx", ".csv"))}


def test_no_paper_names_the_head_of_an_agency(papers):
    heads = {head.name for document in papers for paper in document.papers for head in paper.heads}
    assert "officer_id" in heads
    assert "head_name" not in heads


def test_senders_write_in_different_hands(papers):
    hands = [document.hand for document in papers]
    assert {hand.spelling for hand in hands} == {"plain", "nfd", "late"}
    assert {hand.numbers for hand in hands} == {"typed", "text"}
    assert {hand.dates for hand in hands} == {"typed", "slashes", "short", "words"}
