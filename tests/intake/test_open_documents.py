from __future__ import annotations

import io
import zipfile

import pytest

from ketnghia_analysis.intake.grids import BadCell, Grid
from ketnghia_analysis.intake.limits import Refused
from ketnghia_analysis.intake.open_documents import read_open_workbook

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "table", "text")
)


def open_workbook(rows: str, manifest: str = "") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:body><office:spreadsheet>"
            f'<table:table table:name="A">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return content.getvalue()


def read(rows: str) -> Grid:
    (grid,) = read_open_workbook(open_workbook(rows))
    return grid


def text(words: str) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'
    )


def test_repeated_empty_rows_and_columns_keep_the_addresses() -> None:
    gap = '<table:table-cell table:number-columns-repeated="3"/>'
    grid = read(
        f"<table:table-row>{gap}{text('a')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>'
        f"</table:table-row><table:table-row>{text('b')}</table:table-row>"
    )
    assert grid.rows == {1: {3: "a"}, 1048002: {0: "b"}}


def test_repeated_values_are_that_many_rows() -> None:
    grid = read(f'<table:table-row table:number-rows-repeated="3">{text("a")}</table:table-row>')
    assert grid.rows == {row: {0: "a"} for row in (1, 2, 3)}


def test_comments_are_no_text_and_blanks_are() -> None:
    words = 'Thôn<text:s text:c="2"/>4<text:line-break/>A'
    comment = "<office:annotation><text:p>không đọc</text:p></office:annotation>"
    cell = f'<table:table-cell office:value-type="string">{comment}<text:p>{words}</text:p>'
    assert read(f"<table:table-row>{cell}</table:table-cell></table:table-row>").rows == {
        1: {0: "Thôn  4\nA"}
    }


def test_a_formula_that_was_never_calculated_is_a_bad_cell() -> None:
    cell = '<table:table-cell table:formula="of:=1+1"/>'
    assert read(f"<table:table-row>{cell}</table:table-row>").rows == {
        1: {0: BadCell("formula_without_value", "=1+1")}
    }


def test_a_sheet_that_would_explode_is_refused() -> None:
    row = f'<table:table-row table:number-rows-repeated="9000000">{text("a")}</table:table-row>'
    with pytest.raises(Refused, match="too_large"):
        read(row)


def test_a_password_is_told() -> None:
    with pytest.raises(Refused, match="encrypted_file"):
        read_open_workbook(open_workbook("", "<manifest:encryption-data/>"))
