from __future__ import annotations

from datetime import datetime

import pytest

from ketnghia_analysis.intake.grids import BadCell, Span
from ketnghia_analysis.intake.limits import Refused
from ketnghia_analysis.intake.markup import read_html, read_xml_workbook

PAGE = """<html><head><meta charset="utf-8"><style>td {x: y}</style></head><body>
<h3>Biểu 01 năm 2024</h3>
<table><tr><th rowspan=2>Xã</th><th colspan="2">Số hộ</th></tr><tr><th>nghèo</th><th>khác</th></tr>
<tr><td>Mẫu&nbsp;An</td><td> 12 </td><td>a<br>b</td></tr></table>
<table><tr><td></td></tr><tr><td>cuối</td></tr></table></body></html>"""
BOOK = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<Worksheet ss:Name="A"><Table>
<Row ss:Index="3"><Cell ss:Index="2" ss:MergeAcross="1"><Data ss:Type="String">Xã</Data></Cell>
<Cell><Data ss:Type="Number">5</Data></Cell></Row>
<Row ss:Hidden="1"><Cell><Data ss:Type="DateTime">2024-01-31T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell>
<Cell ss:Formula="=1+1"/></Row></Table></Worksheet>
<Worksheet ss:Name="B"><Table/><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible>
</x:WorksheetOptions></Worksheet></Workbook>"""


def test_the_tables_of_a_page_are_rows_under_rows() -> None:
    (grid,) = read_html(PAGE.encode())
    assert grid.rows == {
        1: {0: "Xã", 1: "Số hộ"},
        2: {1: "nghèo", 2: "khác"},
        3: {0: "Mẫu An", 1: "12", 2: "a b"},
        5: {0: "cuối"},
    }
    assert grid.spans == (Span(1, 0, 2, 0), Span(1, 1, 1, 2))
    assert grid.titles == ("Biểu 01 năm 2024",)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<html><p>không có bảng</p></html>", "unknown_table"),
        ("<table><tr><td rowspan=9999 colspan=9999>a</td></tr></table>", "too_large"),
    ],
)
def test_a_page_without_a_table_or_with_a_huge_one_is_held(page: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        read_html(page.encode())


def test_a_workbook_in_xml_is_read_with_its_addresses() -> None:
    first, second = read_xml_workbook(BOOK.encode())
    assert first.rows == {
        3: {1: "Xã", 3: 5},
        4: {
            0: datetime(2024, 1, 31),
            1: True,
            2: BadCell("error_cell", "#N/A"),
            3: BadCell("formula_without_value", "=1+1"),
        },
    }
    assert first.spans == (Span(3, 1, 3, 2),)
    assert first.hidden_rows == {4}
    assert (first.hidden, second.sheet, second.hidden) == (False, "B", True)
