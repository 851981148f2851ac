"""The scribe: true rows become lines, ids become the names of the day."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.demo.handwriting import PLAIN, Hand
from ketnghia_analysis.demo.papers import Head
from ketnghia_analysis.demo.scribe import Scribe

HEADS = [Head("meeting_id", "Mã họp"), Head("with_hamlet", "Thôn"), Head("with_commune", "Xã")]


@pytest.fixture(scope="module")
def scribe(demo: DemoFiles) -> Scribe:
    return Scribe(demo.district)


def _meetings(hamlet: list[bool], commune: list[bool | None]) -> pd.DataFrame:
    numbers = [f"HP-{number}" for number in range(len(hamlet))]
    rows = {"meeting_id": numbers, "with_hamlet": hamlet, "with_commune": commune}
    return pd.DataFrame(rows).astype({"with_hamlet": "boolean", "with_commune": "boolean"})


@pytest.mark.parametrize(
    ("hamlet", "day", "name", "commune"),
    [
        ("99031-03", date(2022, 12, 31), "Thôn Điền Mẫu 3", "Mẫu Điền"),
        ("99031-03", date(2023, 1, 1), "Thôn Tân Điền Mẫu", "Mẫu Điền"),
        ("99031-03", date(2025, 7, 1), "Thôn Tân Điền Mẫu", "Mẫu Thuận"),
        ("99019-02", date(2022, 6, 30), "Thôn Đá Mẫu", "Mẫu Sơn"),
        ("99019-02", date(2022, 7, 1), "Thôn Bàn Đá Mẫu", "Mẫu Sơn"),
        ("99004-02", date(2025, 6, 30), "Thôn 2", "Mẫu An"),
        ("99004-02", date(2025, 7, 1), "Thôn Mẫu An 2", "Mẫu Giang"),
    ],
)
def test_a_hamlet_is_called_by_the_name_of_the_day(scribe, hamlet, day, name, commune):
    assert scribe.place(hamlet, day) == {"hamlet_name": name, "commune_name": commune}


def test_an_agency_is_named_in_full_or_abbreviated(scribe):
    assert scribe.agency_name("CQ05", PLAIN) == "Phòng Tư pháp"
    assert scribe.agency_name("CQ05", Hand(short_names=True)) == "Phòng TP"


def test_a_line_has_the_cells_on_paper_the_names_and_the_key_of_its_row(scribe):
    rows = _meetings([True, False], [True, None])
    late = Hand(spelling="late")
    lines = scribe.lines(
        "coordination_meetings", rows, HEADS, late, lambda row: {"hamlet_name": "Hòa"}
    )
    assert [line.key for line in lines] == [("HP-0",), ("HP-1",)]
    assert lines[0].cells == {
        "meeting_id": "HP-0",
        "with_hamlet": "x",
        "with_commune": "x",
        "hamlet_name": "Hoà",
    }
    assert lines[1].cells["with_hamlet"] == "-"
    assert lines[1].cells["with_commune"] is None


def test_where_nobody_came_the_column_says_so_in_words(scribe):
    rows = _meetings([False, False], [True, False])
    lines = scribe.lines("coordination_meetings", rows, HEADS, PLAIN, lambda row: {})
    assert [line.cells["with_hamlet"] for line in lines] == ["không", "không"]
    assert [line.cells["with_commune"] for line in lines] == ["x", "-"]
