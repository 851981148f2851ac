from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketnghia_analysis.intake.delimited import read_delimited

TABLE = "Xã{0}Thôn{0}Tổng số hộ\r\nMẫu An{0}Thôn 2{0}100\r\nMẫu Bình{0}Thôn 4{0}90\r\n"
CELLS = {
    1: {0: "Xã", 1: "Thôn", 2: "Tổng số hộ"},
    2: {0: "Mẫu An", 1: "Thôn 2", 2: "100"},
    3: {0: "Mẫu Bình", 1: "Thôn 4", 2: "90"},
}


def rows_of(content: bytes) -> dict[int, dict[int, str]]:
    (grid,) = read_delimited(content)
    assert grid.sheet == ""
    return grid.rows


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_separator_and_unicode_encoding_is_read(separator: str, encoding: str) -> None:
    assert rows_of(TABLE.format(separator).encode(encoding)) == CELLS


@pytest.mark.parametrize(
    ("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")]
)
def test_both_byte_orders_are_read(mark: bytes, encoding: str) -> None:
    assert rows_of(mark + TABLE.format("\t").encode(encoding)) == CELLS


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_lines_may_end_either_way(ending: str) -> None:
    text = TABLE.format(";").replace("\r\n", ending)
    assert rows_of(text.encode()) == CELLS


def test_the_decomposed_spelling_is_left_as_it_came() -> None:
    text = "Xa\u0303;Tho\u0302n\r\n"
    assert rows_of(text.encode()) == {1: {0: "Xa\u0303", 1: "Tho\u0302n"}}


def test_separators_and_line_breaks_in_quotes_are_text() -> None:
    text = 'Thôn;Nội dung\r\n"Thôn 2; 4";"tặng ""quà""\r\ncho hộ nghèo"\r\nThôn 5;a,b,c\r\n'
    assert rows_of(text.encode()) == {
        1: {0: "Thôn", 1: "Nội dung"},
        2: {0: "Thôn 2; 4", 1: 'tặng "quà"\r\ncho hộ nghèo'},
        3: {0: "Thôn 5", 1: "a,b,c"},
    }


def test_decimal_commas_do_not_pass_for_separators() -> None:
    text = "Mã thôn;Vĩ độ;Kinh độ\r\nA2;11,05;108,05\r\nA4;11,15;108,15\r\n"
    assert rows_of(text.encode())[3] == {0: "A4", 1: "11,15", 2: "108,15"}


def test_a_title_line_does_not_hide_the_separator() -> None:
    text = f"Số liệu thôn, xã, năm 2024\r\n\r\n{TABLE.format(';')}"
    assert rows_of(text.encode())[4] == CELLS[2]


def test_blank_lines_and_cells_are_left_out_but_counted() -> None:
    assert rows_of(b"a;b\r\n\r\n;;\r\n ;c\r\n") == {1: {0: "a", 1: "b"}, 4: {1: "c"}}


def test_an_empty_file_has_no_rows() -> None:
    assert rows_of(b"") == {}


def test_a_mark_that_is_never_closed_does_not_swallow_the_rows_after_it() -> None:
    text = 'Thôn;Số hộ\n"Thôn 2;5\nThôn 4;6\n'
    assert rows_of(text.encode()) == {
        1: {0: "Thôn", 1: "Số hộ"},
        2: {0: '"Thôn 2', 1: "5"},
        3: {0: "Thôn 4", 1: "6"},
    }


def test_a_line_that_names_the_separator_is_believed() -> None:
    assert rows_of(b"sep=|\na,b,c|d\na,b,c|e\n")[3] == {0: "a,b,c", 1: "e"}


def test_a_very_long_text_is_a_text() -> None:
    assert len(rows_of(b"a;" + b"x" * 300_000)[1][1]) == 300_000


WORDS = st.text("aăâđêôơư ÁẾỒ0123456789.\"'()", min_size=1, max_size=12).filter(str.strip)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=6),
    st.sampled_from(";,\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_table_written_is_read_back(
    table: list[tuple[str, str, str]], separator: str, encoding: str
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(table)
    read = rows_of(text.getvalue().encode(encoding))
    assert read == {number: dict(enumerate(row)) for number, row in enumerate(table, start=1)}
