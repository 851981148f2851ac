from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import pytest

from ketnghia_analysis.intake import deliveries as module
from ketnghia_analysis.intake.deliveries import Delivery, Found, interpret, read_folder
from ketnghia_analysis.intake.limits import Limits
from ketnghia_analysis.vocabulary.errors import DataFault

from .papers import write_book

FIXTURES = Path(__file__).with_name("fixtures")
CSV = "Xã;Thôn;Tổng số hộ;Số khẩu\nMẫu An;Thôn 2;100;400\n"
GEOJSON = (
    '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"ma_xa": '
    '"99001"}, "geometry": {"type": "Polygon", "coordinates": [[[108, 11], [108.1, 11], '
    "[108, 11.1], [108, 11]]]}}]}"
)


def send(folder: Path, file: str, content: str | bytes = CSV) -> Path:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def by_file(folder: Path) -> dict[str, Delivery]:
    return {delivery.file: delivery for delivery in read_folder(folder)}


def found_in(folder: Path) -> list[Found]:
    return interpret(read_folder(folder), folder).found


# ------------------------------------------------------------------ folders


def test_a_missing_folder_is_said_in_vietnamese(tmp_path: Path) -> None:
    with pytest.raises(DataFault) as fault:
        read_folder(tmp_path / "không có")
    assert "không có thư mục này" in str(fault.value)
    assert str(tmp_path / "không có") in str(fault.value)
    assert fault.value.remedy


@pytest.mark.parametrize(
    "file", [None, "README.md", "settings.yml", "corrections.yml", "~$bieu.xlsx", ".DS_Store"]
)
def test_a_folder_without_data_is_said_in_vietnamese(file: str | None, tmp_path: Path) -> None:
    if file:
        send(tmp_path, file, "x: 1\n")
    with pytest.raises(DataFault, match="không có tệp số liệu nào"):
        read_folder(tmp_path)


def test_a_file_in_the_place_of_a_folder_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(DataFault, match="không phải thư mục"):
        read_folder(send(tmp_path, "a.csv"))


def test_files_come_in_a_fixed_order_with_their_path_below_the_folder(tmp_path: Path) -> None:
    for file in ("b.csv", "2024/Phòng Tư pháp/a b.csv", "a.csv", "2024/c.csv"):
        send(tmp_path, file)
    assert list(by_file(tmp_path)) == sorted(
        ["2024/Phòng Tư pháp/a b.csv", "2024/c.csv", "a.csv", "b.csv"]
    )


def test_what_programs_leave_in_a_folder_is_a_note(tmp_path: Path) -> None:
    for file in ("~$a.xlsx", "2024/~$b.xlsx", ".a.csv.swp", "Thumbs.db", "__MACOSX/x/._a.csv"):
        send(tmp_path, file)
    send(tmp_path, "a.csv")
    send(tmp_path, ".git/config")
    roles = {file: one.role for file, one in by_file(tmp_path).items() if one.role != "note"}
    assert roles == {"a.csv": "data"}
    assert len(by_file(tmp_path)) == 6


def test_every_file_has_its_role(tmp_path: Path) -> None:
    roles = {
        "README.md": "note",
        "a.csv": "data",
        "2024/settings.yml": "data",
        "corrections.yml": "configuration",
        "ranh.geojson": "boundaries",
        "ranh.json": "boundaries",
    }
    for file, role in roles.items():
        send(tmp_path, file, GEOJSON if role == "boundaries" else CSV)
    assert {file: one.role for file, one in by_file(tmp_path).items()} == roles


def test_a_delivery_carries_the_hash_and_size_of_its_bytes(tmp_path: Path) -> None:
    send(tmp_path, "a.csv")
    delivery = by_file(tmp_path)["a.csv"]
    assert delivery.sha256 == hashlib.sha256(CSV.encode()).hexdigest()
    assert delivery.size_bytes == len(CSV.encode())


# ------------------------------------------------------------------ broken files


@pytest.mark.parametrize(
    ("file", "content", "problem"),
    [
        ("a.xlsx", b"", "empty_file"),
        ("a.xlsx", b"PK\x03\x04\x14\x00\x08\x08\xcbK\xd5\x8f", "unreadable_file"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)), "unreadable_file"),
        ("a.csv", b"\n\n;;\n", "empty_file"),
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "unsupported_file"),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "image_only"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n", "image_only"),
        ("a.json", b'{"a": 1}', "unsupported_file"),
        ("a.doc", FIXTURES.joinpath("letter.doc").read_bytes(), "old_word_file"),
        ("b.doc", FIXTURES.joinpath("letter.doc").read_bytes()[:600], "old_word_file"),
    ],
)
def test_a_file_that_is_no_table_is_held_and_the_rest_goes_on(
    file: str, content: bytes, problem: str, tmp_path: Path
) -> None:
    send(tmp_path, file, content)
    send(tmp_path, "tốt.csv")
    deliveries = by_file(tmp_path)
    assert deliveries[file].problem == problem
    assert deliveries[file].grids == []
    assert not deliveries["tốt.csv"].problem
    assert len(found_in(tmp_path)) == 1


def test_a_file_that_is_too_large_is_not_even_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LIMITS", Limits(file_bytes=len(CSV.encode())))
    send(tmp_path, "a.csv", CSV + "x")
    send(tmp_path, "b.csv", CSV)
    assert [one.problem for one in read_folder(tmp_path)] == ["too_large", ""]


def test_boundaries_in_an_archive_are_boundaries(tmp_path: Path) -> None:
    send(tmp_path, "a.csv")
    with zipfile.ZipFile(tmp_path / "ranh.zip", "w") as archive:
        archive.writestr("x.geojson", GEOJSON)
    areas = interpret(read_folder(tmp_path), tmp_path).boundaries
    assert areas["commune_code"].tolist() == ["99001"]


def test_a_text_file_with_the_ending_of_a_workbook_is_read_as_what_it_is(tmp_path: Path) -> None:
    send(tmp_path, "a.xls")
    assert by_file(tmp_path)["a.xls"].grids[0].rows[2][1] == "Thôn 2"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_held(tmp_path: Path) -> None:
    send(tmp_path, "a.csv").chmod(0)
    send(tmp_path, "b.csv")
    assert by_file(tmp_path)["a.csv"].problem == "unreadable_file"


# ------------------------------------------------------------------ years and sheets


@pytest.mark.parametrize(
    ("file", "title", "year", "delivered"),
    [
        ("2024/a.csv", "", 2024, 2024),
        ("2024/Phòng Tư pháp/a.csv", "", 2024, 2024),
        ("a nam 2023.csv", "", 2023, 2023),
        ("a.csv", "BIỂU 01 NĂM 2022", 2022, 2022),
        ("2025/bao cao 2023.csv", "SỐ LIỆU NĂM 2022", 2022, 2025),
        ("2025/bao cao 2023.csv", "", 2023, 2025),
        ("a.csv", "", None, None),
        ("a.csv", "GIAI ĐOẠN 2020-2025", None, None),
    ],
)
def test_the_year_told_of_is_in_the_title_the_year_of_arrival_in_the_folder(
    file: str, title: str, year: int | None, delivered: int | None, tmp_path: Path
) -> None:
    send(tmp_path, file, f"{title}\n{CSV}")
    (found,) = found_in(tmp_path)
    assert (found.year, found.delivered) == (year, delivered)


def test_a_sheet_name_tells_the_year_before_the_file_does(tmp_path: Path) -> None:
    rows = [["Xã", "Thôn", "Tổng số hộ"], ["Mẫu An", "Thôn 2", 100]]
    write_book(tmp_path / "so lieu 2024.xlsx", {"Năm 2022": rows, "01A": rows})
    assert [found.year for found in found_in(tmp_path)] == [2022, 2024]


def test_a_hidden_sheet_is_not_read_but_stays_in_the_delivery(tmp_path: Path) -> None:
    rows = [["Xã", "Thôn", "Tổng số hộ"], ["Mẫu An", "Thôn 2", 100]]
    write_book(tmp_path / "a.xlsx", {"A": rows, "ẩn": rows}, hidden=["ẩn"])
    intake = interpret(read_folder(tmp_path), tmp_path)
    assert [found.sheet for found in intake.found] == ["A"]
    assert [grid.sheet for grid in intake.deliveries[0].grids] == ["A", "ẩn"]


def test_boundaries_of_all_files_come_together(tmp_path: Path) -> None:
    send(tmp_path, "a.csv")
    send(tmp_path, "x.geojson", GEOJSON)
    send(tmp_path, "y.geojson", GEOJSON.replace("99001", "99004"))
    areas = interpret(read_folder(tmp_path), tmp_path).boundaries
    assert areas["commune_code"].tolist() == ["99001", "99004"]


def test_without_boundaries_there_are_none(tmp_path: Path) -> None:
    send(tmp_path, "a.csv")
    assert interpret(read_folder(tmp_path), tmp_path).boundaries.empty


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("hỏng.xlsx", "đây không phải là bảng tính", "unreadable_file"),
        ("hỏng.docx", "PK nhưng không phải tệp nén", "unreadable_file"),
        ("thật ra là csv.xlsx", "Mã xã;Tên xã;Loại đơn vị\n99001;Mẫu An;xã", ""),
        ("ghi chép.txt", "đây không phải là bảng tính", ""),
    ],
)
def test_a_text_that_calls_itself_a_workbook_is_broken_unless_it_is_a_table(
    name: str, content: str, problem: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    (delivery,) = interpret(read_folder(tmp_path), tmp_path).deliveries
    assert delivery.problem == problem
    assert bool(delivery.grids) is not bool(problem)
