"""Large text files are cut into whole records, each of which is what it would be elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketnghia_analysis.intake.large_text import LargeText, open_large, read_slice, slices
from ketnghia_analysis.vocabulary.errors import DataFault

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


def test_other_character_sets_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "cu.csv"
    path.write_bytes(HEADINGS.encode("utf-16"))
    with pytest.raises(DataFault, match="UTF-8"):
        open_large(path, "households", 0)
