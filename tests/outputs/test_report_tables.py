"""Tables of the report: what never came is not called zero."""

from __future__ import annotations

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.outputs.report_tables import (
    activities_table,
    agencies_table,
    pairings_table,
)
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.wording import NO_DATA

# the agency of the demo that sent nothing in 2024
SILENT = "Ban Quản lý công trình công cộng"


def _rows_of(table: ReportTable, agency: str) -> list[dict[str, str]]:
    headings = list(table.frame.columns)
    rows = [dict(zip(headings, row, strict=True)) for row in table.written()]
    return [row for row in rows if row["Cơ quan"] == agency]


def test_duties_that_never_came_are_not_called_none(facts: YearFacts) -> None:
    table = agencies_table(facts)
    assert [row["CBCCVC được phân công"] for row in _rows_of(table, SILENT)] == [NO_DATA]
    written = [row["CBCCVC được phân công"] for row in _rows_of(table, "Phòng Tư pháp")]
    agency = facts.agencies[facts.agencies["name"] == "Phòng Tư pháp"].iloc[0]
    assert written == [f"{agency['officers_assigned']}/{agency['officers']}"]


def test_promises_that_never_came_are_not_called_none(facts: YearFacts) -> None:
    columns = ("Nội dung đăng ký", "Hoàn thành", "Trễ hạn")
    table = pairings_table(facts)
    assert [[row[name] for name in columns] for row in _rows_of(table, SILENT)] == [["–"] * 3]
    assert "–" in table.note
    for row in _rows_of(table, "Phòng Tư pháp"):
        assert all(row[name].isdigit() for name in columns)
        assert int(row["Hoàn thành"]) <= int(row["Nội dung đăng ký"])


def test_activities_whose_type_nobody_wrote_are_counted_too(facts: YearFacts) -> None:
    table = activities_table(facts)
    counted = dict(zip(table.frame["Loại hoạt động"], table.frame["Số hoạt động"], strict=True))
    unsaid = int(facts.activities["activity_type"].isna().sum())
    assert unsaid > 0
    assert counted["Chưa ghi loại"] == unsaid
    assert sum(counted.values()) == len(facts.activities)
