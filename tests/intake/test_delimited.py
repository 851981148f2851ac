from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketnghia_analysis.intake.delimited import read_delimited

TABLE = "Xã{0}Thôn{0}Tổng số hộ\r\nMẫu An{0}Thôn 2{0}100\r\nMẫu Bình{0}Thôn 4{0}90\r\n"
CELLS = {
    1: {0: "Xã", 1: "Thôn", 2: "Tổng số hộ"},
    2: {0: "Mẫu An", 1: "Thôn 2", 2: "100"},
    3: {0: "Mẫu Bình", 1: "Thôn 4", 2: "90"},
}


def rows_of(folder: Path, content: bytes) -> dict[int, dict[int, str]]:
    path = folder / "a.csv"
    path.write_bytes(content)
    (grid,) = read_delimited(path)
    assert grid.sheet == ""
    return grid.rows


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_separator_and_unicode_encoding_is_read(
    separator: str, encoding: str, tmp_path: Path
) -> None:
    assert rows_of(tmp_path, TABLE.format(separator).encode(encoding)) == CELLS


@pytest.mark.parametrize(
    ("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")]
)
def test_both_byte_orders_are_read(mark: bytes, encoding: str, tmp_path: Path) -> None:
    assert rows_of(tmp_path, mark + TABLE.format("\t").encode(encoding)) == CELLS


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_lines_may_end_either_way(ending: str, tmp_path: Path) -> None:
    text = TABLE.format(";").replace("\r\n", ending)
    assert rows_of(tmp_path, text.encode()) == CELLS


def test_the_decomposed_spelling_is_left_as_it_came(tmp_path: Path) -> None:
    text = "Xa\u0303;Tho\u0302n\r\n"
    assert rows_of(tmp_path, text.encode()) == {1: {0: "Xa\u0303", 1: "Tho\u0302n"}}


def test_separators_and_line_breaks_in_quotes_are_text(tmp_path: Path) -> None:
    text = 'Thôn;Nội dung\r\n"Thôn 2; 4";"tặng ""quà""\r\ncho hộ nghèo"\r\nThôn 5;a,b,c\r\n'
    assert rows_of(tmp_path, text.encode()) == {
        1: {0: "Thôn", 1: "Nội dung"},
        2: {0: "Thôn 2; 4", 1: 'tặng "quà"\r\ncho hộ nghèo'},
        3: {0: "Thôn 5", 1: "a,b,c"},
    }


def test_decimal_commas_do_not_pass_for_separators(tmp_path: Path) -> None:
    text = "Mã thôn;Vĩ độ;Kinh độ\r\nA2;11,05;108,05\r\nA4;11,15;108,15\r\n"
    assert rows_of(tmp_path, text.encode())[3] == {0: "A4", 1: "11,15", 2: "108,15"}


def test_a_title_line_does_not_hide_the_separator(tmp_path: Path) -> None:
    text = f"Số liệu thôn, xã, năm 2024\r\n\r\n{TABLE.format(';')}"
    assert rows_of(tmp_path, text.encode())[4] == CELLS[2]


def test_blank_lines_and_cells_are_left_out_but_counted(tmp_path: Path) -> None:
    assert rows_of(tmp_path, b"a;b\r\n\r\n;;\r\n ;c\r\n") == {1: {0: "a", 1: "b"}, 4: {1: "c"}}


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    assert rows_of(tmp_path, b"") == {}


def test_other_encodings_are_refused_rather_than_garbled(tmp_path: Path) -> None:
    with pytest.raises(UnicodeDecodeError):
        rows_of(tmp_path, "Thôn;Biên chế\r\n".encode("latin-1", "replace"))


WORDS = st.text("aăâđêôơư ÁẾỒ0123456789.\"'()", min_size=1, max_size=12).filter(str.strip)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=6),
    st.sampled_from(";,\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_table_written_is_read_back(
    tmp_path: Path, table: list[tuple[str, str, str]], separator: str, encoding: str
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(table)
    read = rows_of(tmp_path, text.getvalue().encode(encoding))
    assert read == {number: dict(enumerate(row)) for number, row in enumerate(table, start=1)}
