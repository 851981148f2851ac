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
    told = replace(year_facts(marked, settings, facts.year), before=facts.before)
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


GOLDEN = {
    "report": (
        "Huyện Mẫu Giang có 12 xã, thị trấn với 63 thôn, khu phố; trong đó 26 thôn xen ghép vùng "
        "đồng bào dân tộc thiểu số. Trong năm có 17 thôn được 15 cơ quan, đơn vị kết nghĩa, gồm 29 "
        "cặp kết nghĩa được đánh giá; đến ngày 14/12/2024 có 17 thôn có cơ quan kết nghĩa.",
        "13 cơ quan đăng ký 18 nội dung; hoàn thành 15 nội dung (83 %), còn 3 nội dung quá hạn.",
        "Năm 2023, trong 30 cặp có 2 cặp Hoàn thành xuất sắc, 14 cặp Hoàn thành tốt, 8 cặp Hoàn "
        "thành và 6 cặp Không hoàn thành.",
        "- 9 thôn xen ghép chưa có cơ quan kết nghĩa tại thời điểm cuối năm 2024.",
        "- Tiêu chí D1 “Tỷ lệ hoàn thành nội dung đăng ký” đạt bình quân 87 – 91 % điểm tối đa.",
        "- Hoàn thành dứt điểm các nội dung quá hạn trên 90 ngày.",
    ),
    "briefing": (
        "- 96 trong số 111 nội dung đăng ký hoàn thành; 11 nội dung quá hạn.",
        "- 69 cuộc họp phối hợp, 42 cuộc có Phòng Dân tộc, 60 cuộc có UBND xã, thị trấn.",
        "- Phân công cơ quan kết nghĩa cho các thôn xen ghép chưa có (9 thôn xen ghép chưa có cơ "
        "quan kết nghĩa tại thời điểm cuối năm 2024).",
    ),
    "notice": (
        "kết quả đánh giá công tác kết nghĩa năm 2024 của Phòng Tài nguyên và Môi trường",
        "Kết nghĩa với 2 thôn; điểm bình quân 74,9 – 75,5 trên 100; 2 thôn đạt mức “Hoàn thành "
        "tốt”.",
        "Thang điểm là đề xuất, chưa phê duyệt (bản 2020-1). Cơ quan có ý kiến về số liệu thì gửi "
        "về Ban Dân vận Huyện ủy trong 7 ngày kể từ ngày nhận thông báo.",
    ),
    "reminder": (
        "Thực hiện Quyết định số 1234/QĐ-UBND ngày 10/7/2020 của UBND huyện Mẫu Giang (hư cấu) và "
        "Công văn số 99-CV/BDVHU ngày 05/10/2021 của Ban Dân vận Huyện ủy Mẫu Giang (hư cấu); qua "
        "theo dõi kết quả công tác kết nghĩa năm 2024 của Phòng Tài nguyên và Môi trường với Thôn "
        "Suối Mẫu và Thôn Tân Điền Mẫu, Ban Dân vận Huyện ủy nhận thấy còn những hạn chế sau:",
        "Để công tác kết nghĩa đạt hiệu quả, Ban Dân vận Huyện ủy đề nghị Thủ trưởng Phòng Tài "
        "nguyên và Môi trường chỉ đạo thực hiện:",
    ),
    "hamlet": (
        "Thôn Suối Mẫu thuộc xã Mẫu Hòa là thôn xen ghép; dân tộc thiểu số chính: Chơ Ro; số liệu "
        "khảo sát gần nhất ngày 30/11/2024.",
        "Đến cuối năm không còn khó khăn, bức xúc nào được ghi nhận.",
    ),
    "commune": (
        "Thị trấn Mẫu Trung có 6 thôn, khu phố; năm 2024 không có thôn nào có cơ quan kết nghĩa.",
    ),
}
"""Sentences of the demo's documents as they must stand there, letter by letter."""


@pytest.mark.parametrize("name", GOLDEN)
def test_documents_are_worded_so(texts: dict[str, str], name: str) -> None:
    lines = texts[name].replace("\N{NO-BREAK SPACE}", " ").split("\n")
    for sentence in GOLDEN[name]:
        assert any(sentence in line for line in lines), sentence
