"""Large text files are cut into whole records, each of which is what it would be elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ketnghia_analysis.intake.large_text import LargeText, open_large, read_slice, slices
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.legacy_letters import TCVN3, VNI

from .test_charsets import in_1258

HEADINGS = "Mã hộ;Năm;Xã;Thôn;Số khẩu của hộ;Phân loại hộ\n"


def _large(tmp_path: Path, body: str, above: str = "") -> LargeText:
    path = tmp_path / "ho.csv"
    path.write_bytes((above + HEADINGS + body).encode())
    return open_large(path, "households", 0)


def _record(number: int) -> str:
    return f"H{number};2024;Mẫu An;Thôn {number % 3};{number % 5};hộ nghèo\n"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_slices_hold_every_record_once(tmp_path: Path, size: int) -> None:
    rows = [_record(number) for number in range(10)]
    rows[4] = 'H4;2024;"Mẫu\nAn";"Thôn ""2""";3;hộ nghèo\n'
    rows[6] = ";;;;;\n"
    large = _large(tmp_path, "".join(rows), above="DANH SÁCH HỘ\n\n")
    parts = [read_slice(large, part) for part in slices(large, size)]
    if size == 1:
        assert len(parts) > 10
    ids = [cell for part in parts for cell in part.cells[0]]
    assert ids == [f"H{number}" for number in range(10) if number != 6]
    if size == 100:
        assert parts[0].rows.tolist() == [4, 5, 6, 7, 8, 9, 11, 12, 13]


def test_rows_that_are_no_data_are_told(tmp_path: Path) -> None:
    body = _record(1) + "Tổng cộng;;;;9;\n" + HEADINGS + _record(2) + "Ghi chú: số tạm tính;;;;;\n"
    large = _large(tmp_path, body)
    (part,) = (read_slice(large, one) for one in slices(large, 100))
    assert part.rows.tolist() == [2, 5]
    assert part.kinds == {3: "total", 4: "heading", 6: "footnote"}
    assert large.kinds == {1: "heading"}


def test_rows_that_group_others_are_refused(tmp_path: Path) -> None:
    large = _large(tmp_path, _record(1) + "Xã Mẫu Bình;;;;;\n" + _record(2))
    with pytest.raises(DataFault, match="dòng nhóm"):
        read_slice(large, next(slices(large, 100)))


@pytest.mark.parametrize("size", [1, 3, 100])
@pytest.mark.parametrize(
    ("charset", "write"),
    [
        ("UTF-8", lambda text: text.encode("utf-8-sig")),
        ("UTF-16-LE", lambda text: b"\xff\xfe" + text.encode("utf-16-le")),
        ("UTF-16-BE", lambda text: text.encode("utf-16-be")),
        ("Windows-1258", in_1258),
        ("TCVN3", lambda text: TCVN3.encode(text).encode("latin-1")),
        ("VNI", lambda text: VNI.encode(text).encode("latin-1")),
    ],
)
def test_records_are_the_same_in_every_character_set(
    tmp_path: Path, charset: str, write: Callable[[str], bytes], size: int
) -> None:
    path = tmp_path / "ho.csv"
    rows = [_record(number) for number in range(9)]
    # its bytes in UTF-16 hold that of the end of a line
    rows[5] = 'H5;2024;"Mẫu\nAn";Thôn Ċ;3;hộ nghèo\n' if charset[:3] == "UTF" else rows[5]
    path.write_bytes(write(HEADINGS + "".join(rows)))
    large = open_large(path, "households", 0)
    assert large.charset == charset
    parts = [read_slice(large, part) for part in slices(large, size)]
    cells = [[str(cell) for part in parts for cell in part.cells[column]] for column in range(4)]
    told = [row.rstrip("\n").replace('"', "").split(";") for row in rows]
    assert cells == [[row[column] for row in told] for column in range(4)]


@pytest.mark.parametrize(
    "content",
    [HEADINGS.encode() + b"\x00\x01;2024;\x07;;;\n", HEADINGS.encode("utf-32")],
    ids=["control characters", "UTF-32"],
)
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "la.csv"
    path.write_bytes(content)
    with pytest.raises(DataFault, match="bảng mã"):
        open_large(path, "households", 0)


def test_a_part_in_another_character_set_is_refused(tmp_path: Path) -> None:
    large = _large(tmp_path, "".join(_record(number) for number in range(9000)))
    large.path.write_bytes(large.path.read_bytes() + b"H9000;2024;M\xc9u;1;2;x\n")
    first, second, last = slices(large, 4500)
    assert len(read_slice(large, first).rows) == 4499
    assert len(read_slice(large, second).rows) == 4500
    with pytest.raises(DataFault, match="từ bản ghi 9001 trở đi"):
        read_slice(large, last)
