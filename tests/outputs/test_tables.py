from __future__ import annotations

import pandas as pd

from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.wording import Written


def _table() -> ReportTable:
    frame = pd.DataFrame(
        {
            "Thôn": ["Thôn <b>1</b> & co", None],
            "Tỷ lệ": pd.array([12.345, None], dtype="Float64"),
            "Hộ": [1234, 5],
            "Ngày": pd.to_datetime(["2024-02-05", None]),
        }
    )
    shown = {"Tỷ lệ": Written.PERCENT, "Hộ": Written.WHOLE, "Ngày": Written.DATE}
    return ReportTable("x", "Biểu <thử>", frame, shown, note="a < b")


def test_cells_are_written_as_vietnamese_documents_write_them() -> None:
    assert _table().written() == [
        ["Thôn <b>1</b> & co", "12,3 %", "1.234", "05/02/2024"],
        ["chưa có số liệu", "chưa có số liệu", "5", "chưa có số liệu"],
    ]


def test_a_hidden_small_number_stands_as_text_among_numbers() -> None:
    frame = pd.DataFrame({"Tỷ lệ": pd.Series([3.0, "(*)"], dtype=object)})
    table = ReportTable("x", "y", frame, {"Tỷ lệ": Written.ONE_DECIMAL})
    assert table.written() == [["3,0"], ["(*)"]]


def test_nothing_in_a_table_can_become_markup() -> None:
    html = _table()._repr_html_()
    assert "<b>" not in html
    assert "Thôn &lt;b&gt;1&lt;/b&gt; &amp; co" in html
    assert "<caption>Biểu &lt;thử&gt;</caption>" in html
    assert "a &lt; b" in html


def test_headings_have_a_scope_and_numbers_stand_at_the_right() -> None:
    html = _table()._repr_html_()
    assert html.count('<th scope="col">') == 4
    assert html.count('class="number"') == 4


def test_a_shortened_table_says_how_many_rows_there_are() -> None:
    short = _table().head(1)
    assert len(short.frame) == 1
    assert "1 trong 2 dòng" in short.note
    assert _table().head(2).note == "a < b"
