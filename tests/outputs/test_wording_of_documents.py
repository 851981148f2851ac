"""Golden texts: how documents write dates, numbers and names; and what they never name."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from docx import Document

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import YearFacts, year_facts
from ketnghia_analysis.evaluation.tracing import trace_book
from ketnghia_analysis.outputs.agency_papers import reminder_letter, result_notice
from ketnghia_analysis.outputs.briefing import briefing
from ketnghia_analysis.outputs.document import yearly_evaluation
from ketnghia_analysis.outputs.map_facts import MapFacts
from ketnghia_analysis.outputs.profiles import commune_profile, hamlet_profile
from ketnghia_analysis.outputs.workbook import annex
from ketnghia_analysis.vocabulary.tables import TABLES
from ketnghia_analysis.vocabulary.wording import long_date_vi, number_vi, percent_vi

MARK = "Dấu Riêng"
PERSONAL = [
    (table.name, column.name)
    for table in TABLES.values()
    for column in table.columns
    if column.personal and column.dtype == "str"
]


@pytest.fixture(scope="module")
def marked(cleaned: Cleaned) -> Cleaned:
    """The demo with a mark in every text that tells of one person."""
    tables = dict(cleaned.tables)
    for table, column in PERSONAL:
        rows = tables[table]
        marks = [f"{MARK} {number}" for number in range(len(rows))]
        tables[table] = rows.assign(**{column: pd.Series(marks, index=rows.index, dtype="str")})
    return replace(cleaned, tables=tables)


@pytest.fixture(scope="module")
def texts(marked: Cleaned, facts: YearFacts, drawn: MapFacts) -> dict[str, str]:
    """One document of each kind as text, issued on 5 February 2025."""
    settings = facts.settings.model_copy(update={"issued_on": date(2025, 2, 5)})
    told = year_facts(marked, settings, facts.year)
    advice = {"steps": "Việc cần làm.", "held": False, "among": "“Hoàn thành” 60 %"}
    agencies = facts.agencies.index[facts.agencies["pairings"] > 0]
    letters = (reminder_letter(told, str(one)) for one in agencies)
    contents = {
        "report": yearly_evaluation(told),
        "briefing": briefing(told, drawn),
        "notice": result_notice(told, str(agencies[0]), pd.DataFrame(advice, facts.pairings.index)),
        "reminder": next(one for one in letters if one),
        "hamlet": hamlet_profile(told, drawn, str(facts.pairings["hamlet_id"].iloc[0])),
        "commune": commune_profile(told, drawn, str(facts.communes.index[0])),
    }
    found = {name: _text(content) for name, content in contents.items()}
    book = pd.read_excel(
        io.BytesIO(annex(told, trace_book(marked, told))),
        sheet_name=None,
        header=None,
        dtype=str,
        engine="calamine",
    )
    found["annex"] = "\n".join(
        text for sheet in book.values() for text in sheet.stack().dropna().astype(str)
    )
    return found


def _text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (long_date_vi(date(2025, 2, 5)), "ngày 05 tháng 02 năm 2025"),
        (long_date_vi(date(2025, 12, 10)), "ngày 10 tháng 12 năm 2025"),
        (long_date_vi(date(2025, 3, 9)), "ngày 09 tháng 3 năm 2025"),
        (number_vi(1234.5, 1), "1.234,5"),
        (number_vi(1234567), "1.234.567"),
        (percent_vi(12.34), "12,3 %"),
    ],
)
def test_dates_and_numbers_are_written_as_offices_write_them(said: str, wanted: str) -> None:
    assert said == wanted


@pytest.mark.parametrize("name", ["report", "briefing", "notice", "reminder", "hamlet", "commune"])
def test_every_document_has_its_place_and_date_and_no_sign_of_a_program(
    texts: dict[str, str], name: str
) -> None:
    told = texts[name]
    assert "Mẫu Giang, ngày 05 tháng 02 năm 2025" in told
    for slip in ("nan", "None", "NaT", "<NA>", "\x02", "{", "}"):
        assert slip not in told.split()
        assert len(slip) > 1 or slip not in told


def test_the_reminder_is_worded_as_the_letter_that_began_it(texts: dict[str, str]) -> None:
    told = texts["reminder"]
    for said in (
        "nâng hiệu quả công tác kết nghĩa năm 2025",
        "nhận thấy còn những hạn chế sau:",
        "xác định nội dung cần tập trung tháo gỡ",
        "trước ngày 31/03/2025",
        "K/T TRƯỞNG BAN",
    ):
        assert said in told


def test_no_personal_column_stands_in_any_document(cleaned: Cleaned, texts: dict[str, str]) -> None:
    assert {"officer_id", "position", "head_name"} <= {column for _, column in PERSONAL}
    assert not [name for name, told in texts.items() if MARK in told]
    # nor do the raw cells of the annex show them
    positions = cleaned.tables["officer_duties"]["position"].dropna().unique()
    assert len(positions)
    for position in positions:
        assert f"\n{position}\n" not in texts["annex"]
